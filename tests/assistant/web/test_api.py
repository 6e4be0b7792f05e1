"""The API: the contract's shapes, and a clear sentence for whatever is wrong."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.service import Service
from assistant.web.api import create_app
from index.storage.store import Index
from tests.conftest import DOCUMENTS

QUESTION = "Vad har serviceförvaltningen åtagit sig under inriktningsmål 3?"


def test_an_answer_has_every_field_of_the_contract(client: TestClient) -> None:
    """Others build on these names."""
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert set(answer) >= {
        "id", "conversation", "question", "standalone_question", "understood", "outcome", "summary",
        "coverage", "activities", "passages", "city_wide", "choices", "index", "elapsed_ms",
    }  # fmt: skip
    assert set(answer["understood"]) >= {
        "operation",
        "intent",
        "organisations",
        "goals",
        "kinds",
        "documents",
        "period",
    }
    assert set(answer["summary"]) >= {"text", "points", "generated_by"}
    assert set(answer["coverage"]) >= {"with", "without", "unclear", "of", "complete"}
    assert set(answer["index"]) >= {"version", "documents_sha256", "model"}
    passage = answer["passages"][0]
    assert set(passage) >= {
        "id", "rank", "score", "source", "plan", "organisation", "goal", "kind", "activity", "headings",
        "text", "unsure", "source_text", "quality", "machine_read", "reference",
    }  # fmt: skip
    assert set(passage["source"]) >= {"document", "lines", "chars", "pages", "sheet", "url"}
    assert set(passage["plan"]) >= {
        "id", "programme", "title", "organisation", "board", "decided", "diary_number", "status",
    }  # fmt: skip


def test_an_answer_says_what_was_asked_and_found(client: TestClient) -> None:
    """The two activities first, with the place that the document has them at."""
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    assert answer["outcome"] == "answered"
    assert answer["understood"]["organisations"] == ["serviceforvaltningen"]
    assert answer["understood"]["goals"] == [3]
    assert [passage["rank"] for passage in answer["passages"]] == list(range(1, len(answer["passages"]) + 1))
    assert {tuple(passage["source"]["lines"]) for passage in answer["passages"][:2]} == {
        (3090, 3097),
        (3099, 3106),
    }
    document = (DOCUMENTS / "handlingsplaner-fri-fran-vald-2022-2026.txt").read_text(encoding="utf-8")
    start, end = answer["passages"][0]["source"]["chars"]
    assert document[start:end] == answer["passages"][0]["source_text"]


def test_every_link_of_an_answer_leads_somewhere(client: TestClient) -> None:
    """The passage, its activity and its document."""
    for passage in client.post("/api/ask", json={"question": QUESTION}).json()["passages"]:
        assert client.get(f"/api/passages/{passage['id']}").json()["text"] == passage["text"]
        page = client.get(passage["source"]["url"].split("#")[0])
        assert page.status_code == 200
        assert f'id="L{passage["source"]["lines"][0]}" class="marked"' in page.text
        if passage["activity"]:
            activity = client.get(f"/api/activities/{passage['activity']}").json()
            assert activity["document"] == passage["source"]["document"]


def test_the_lists_are_whole(client: TestClient) -> None:
    """Documents, programmes, plans, organisations, goals."""
    assert [entry["id"] for entry in client.get("/api/documents").json()] == [
        "handlingsplaner-fri-fran-vald-2022-2026",
        "uppfoljning-asf-fri-fran-vald-2024",
        "uppfoljning-kvinnofrid-2016-2018",
    ]
    assert client.get("/api/documents/uppfoljning-kvinnofrid-2016-2018").json()["date"] == "2019-01-31"
    assert [entry["period"] for entry in client.get("/api/programmes").json()] == [[2022, 2026], [2016, 2018]]
    assert len(client.get("/api/plans").json()) == 14
    assert len(client.get("/api/organisations").json()) == 14
    assert [entry["number"] for entry in client.get("/api/goals").json()][:6] == [1, 2, 3, 4, 5, 6]


def test_activities_are_filtered_by_each_key_and_by_words(client: TestClient) -> None:
    """Filters narrow together; a city-wide activity is its performer's."""

    def lines(query: str) -> list[list[int]]:
        return [entry["lines"] for entry in client.get(f"/api/activities?{query}").json()]

    assert lines("organisations=serviceforvaltningen&goals=3") == [[3090, 3097], [3099, 3106]]
    assert lines("organisations=serviceforvaltningen&organisations=mkb-fastighets-ab&goals=6&kinds=own") == [
        [3589, 3594]
    ]
    assert lines("organisations=stadskontoret&kinds=city-wide&goals=1") == [[78, 79]]
    assert lines("q=LATHUND kontaktuppgifter") == [[3129, 3142]]
    assert lines("q=lathund&goals=1") == []
    assert len(lines("documents=uppfoljning-asf-fri-fran-vald-2024")) == 20
    assert lines("statuses=completed&goals=1") == []


def test_an_activity_has_every_field_of_the_contract(client: TestClient) -> None:
    """What the document doesn't say is null."""
    (activity,) = client.get("/api/activities?q=lathund").json()
    assert set(activity) >= {
        "id", "document", "plan", "organisation", "performed_by", "printed_in", "programme", "goal", "kind",
        "number", "title", "body", "responsible", "timeline", "indicator", "results", "follow_up_planned",
        "status", "status_source", "follows", "followed_by", "lines", "title_lines", "pages",
    }  # fmt: skip
    assert activity["organisation"] == {"id": "serviceforvaltningen", "name": "Serviceförvaltningen"}
    assert activity["number"] is None
    assert activity["status"] is None


def test_what_is_similar_elsewhere_is_given_by_organisation(client: TestClient) -> None:
    """Each with what it shares in words; with ``elsewhere=false`` its own organisation too."""
    (activity,) = client.get("/api/activities?q=lathund").json()
    path = f"/api/activities/{activity['id']}/similar"
    groups = client.get(path, params={"elsewhere": True}).json()
    assert groups
    assert "serviceforvaltningen" not in {group["organisation"]["id"] for group in groups}
    best = groups[0]["activities"][0]
    assert set(best) == {"activity", "score", "words"}
    assert client.get(f"/api/activities/{best['activity']['id']}").json() == best["activity"]


def test_what_lies_near_is_offered_but_is_no_answer(client: TestClient) -> None:
    """No point is made of it, and each passage says why it isn't sure."""
    question = "Vilken budget har stadskontoret för ESF-projektet?"
    answer = client.post("/api/ask", json={"question": question}).json()
    assert (answer["outcome"], answer["summary"]["points"]) == ("uncertain", [])
    assert all(passage["doubt"] for passage in answer["passages"])
    assert "framgår inte" in answer["summary"]["text"]


def test_a_body_that_is_no_utf_8_is_said_to_be_that(client: TestClient) -> None:
    """Older programs send Latin-1."""
    body = '{"question": "våld"}'.encode("latin-1")
    response = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["detail"]) == (
        400,
        "The request can't be read; send JSON in UTF-8.",
    )


def test_both_readings_of_a_document_have_the_same_lines(client: TestClient) -> None:
    """The source reading is the file to the letter; the restored one says what the page says."""
    address = "/api/documents/handlingsplaner-fri-fran-vald-2022-2026/text"
    restored, source = client.get(address), client.get(f"{address}?reading=source")
    assert source.headers["content-type"] == "text/plain; charset=utf-8"
    file = DOCUMENTS / "handlingsplaner-fri-fran-vald-2022-2026.txt"
    assert source.text == file.read_text(encoding="utf-8")
    assert restored.text.count("\n") == source.text.count("\n")
    assert source.text.split("\n")[2468].startswith("forekomma. Inspektérerna rapporterar till ber6rda myndigheter.")
    assert restored.text.split("\n")[2468].startswith("förekomma. Inspektörerna rapporterar till berörda myndigheter.")
    assert client.get(f"{address}?reading=annan").status_code == 422


def test_unsure_words_are_listed_by_line(client: TestClient) -> None:
    """They are words of the restored reading; a clean document has hardly any."""
    found = client.get("/api/documents/handlingsplaner-fri-fran-vald-2022-2026/unsure").json()
    text = client.get("/api/documents/handlingsplaner-fri-fran-vald-2022-2026/text").text.split("\n")
    assert len(found) > 100
    assert all(word in text[entry["line"] - 1] for entry in found for word in entry["words"])
    assert client.get("/api/documents/uppfoljning-asf-fri-fran-vald-2024/unsure").json() == []
    assert client.get("/api/documents/nej/unsure").status_code == 404


def test_a_document_says_how_well_it_is_read_page_by_page(client: TestClient) -> None:
    """The contents lists are the worst of it."""
    document = client.get("/api/documents/handlingsplaner-fri-fran-vald-2022-2026").json()
    assert 0.94 < document["quality"] < 1
    worst = min(document["sheets"], key=lambda sheet: sheet["quality"])
    assert worst["quality"] < 0.9


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        pytest.param('{"question": ""}', 422, "The question is empty; write one.", id="empty"),
        pytest.param(json.dumps({"question": "å" * 100_000}), 422, "The question has 100000 characters;", id="long"),
        pytest.param('{"question": "a\\u0000b"}', 422, "control character U+0000 at position 2", id="control"),
        pytest.param('{"question": "\\ud800"}', 422, "U+D800 at position 1", id="half a character"),
        pytest.param('{"question": "våld", "conversation": "\\ud800"}', 422, "'conversation'", id="conversation"),
        pytest.param('{"question": ', 422, "The request is not valid JSON", id="broken JSON"),
        pytest.param("", 422, "send one with the field 'question'", id="no body"),
        pytest.param("[]", 422, "The request has no JSON object", id="a list"),
        pytest.param('{"q": "våld"}', 422, "The field 'question' is not right", id="no question"),
        pytest.param('{"question": 3}', 422, "The field 'question' is not right", id="a number"),
        pytest.param('{"question": "våld", "top_k": 3}', 422, "The field 'top_k' is not right", id="extra"),
        pytest.param('{"question": "våld", "filters": {"goals": [9]}}', 422, "'goals' doesn't know '9'", id="filter"),
        pytest.param('{"question": "våld", "filters": {"kinds": "own"}}', 422, "'filters.kinds'", id="filter no list"),
        pytest.param('{"question": "våld", "filters": {"nämnd": []}}', 422, "'filters.nämnd'", id="unknown filter"),
        pytest.param('{"question": "' + "a" * 1_000_001 + '"}', 413, "larger than 1000000 bytes", id="1 MB"),
    ],
)
def test_a_bad_request_gets_a_sentence_that_says_what(
    client: TestClient, body: str, status: int, sentence: str
) -> None:
    """Problem details (RFC 9457), never a stack trace, never the question."""
    response = client.post("/api/ask", content=body.encode(), headers={"Content-Type": "application/json"})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert sentence in problem["detail"]
    assert "våld" not in problem["detail"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/api/passages/nej", "There is no passage 'nej'."),
        ("/api/activities/nej", "There is no activity 'nej'."),
        ("/api/activities/nej/similar", "There is no activity 'nej'."),
        ("/api/documents/nej", "There is no document 'nej'."),
        ("/api/nej", "There is nothing at this address."),
        ("/api/plans/nej/similar", "There is nothing at this address."),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(client: TestClient, path: str, sentence: str) -> None:
    """404 with the name that was asked for."""
    response = client.get(path)
    assert (response.status_code, response.json()["detail"]) == (404, sentence)


def test_a_filter_of_a_list_that_is_unknown_is_named(client: TestClient) -> None:
    """The same sentence as for a question."""
    response = client.get("/api/activities?organisations=serviceforvaltningen&kinds=egna")
    assert response.status_code == 422
    assert "'kinds' doesn't know 'egna'; it knows: own, joint" in response.json()["detail"]


def test_a_question_is_kept_by_nobody_on_the_way(client: TestClient) -> None:
    """Not in a cache, not in the address of the page that comes next; and it can't be asked by GET."""
    response = client.post("/api/ask", json={"question": QUESTION})
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert client.get("/api/ask", params={"question": QUESTION}).status_code == 405


def test_while_the_index_loads_the_process_lives_but_is_not_ready() -> None:
    """/healthz answers; everything that needs the index says to try again."""
    client = TestClient(create_app(Service(lambda: pytest.fail("never started"))))
    assert client.get("/healthz").json() == {"status": "ok"}
    for response in (client.get("/readyz"), client.post("/api/ask", json={"question": QUESTION})):
        assert response.status_code == 503
        assert response.headers["retry-after"] == "3"
        assert response.json()["detail"] == "The index is being loaded; try again in a few seconds."


def test_when_the_index_cannot_be_had_the_reason_is_said(caplog: pytest.LogCaptureFixture) -> None:
    """The process goes on and says why; so does its log."""

    def fails() -> Any:
        raise OSError("the disk is on fire")

    service = Service(fails)
    service.start()
    service.wait()
    client = TestClient(create_app(service))
    assert client.get("/healthz").status_code == 200
    assert "the disk is on fire" in client.get("/readyz").json()["detail"]
    assert "the disk is on fire" in caplog.text


def test_ready_says_which_index(client: TestClient, service: Service) -> None:
    """The version that answers carry."""
    assert client.get("/readyz").json()["index"] == service.assistant().index.version


def test_a_fault_of_ours_is_said_without_a_stack_trace_and_logged_without_the_question(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An exception's message may quote what it stumbled over; its kind and place are enough."""

    def stumbles(self: Assistant, question: str, *rest: object, **options: object) -> None:
        raise RuntimeError(f"stumbled over {question!r}")

    monkeypatch.setattr(Assistant, "answer", stumbles)
    client = TestClient(create_app(service))  # an error that goes further would be raised here
    response = client.post("/api/ask", json={"question": "hemlig"})
    assert response.status_code == 500
    assert "not your fault" in response.json()["detail"]
    assert "hemlig" not in response.text + caplog.text
    assert "RuntimeError at test_api.py" in caplog.text


@pytest.mark.parametrize("path", ["/api/ask", "/"])
def test_a_body_without_a_length_is_limited_too(client: TestClient, path: str) -> None:
    """Sent in pieces, more than is ever read."""
    kind = "application/json" if path == "/api/ask" else "application/x-www-form-urlencoded"
    pieces = (b"a" * 100_000 for _ in range(20))
    response = client.post(path, content=pieces, headers={"Content-Type": kind})
    assert response.status_code == 413
    assert "cache-control" in response.headers


def test_a_method_that_is_not_taken_says_which_are(client: TestClient) -> None:
    """As HTTP wants it; and probes may use HEAD."""
    assert client.get("/api/ask").headers["allow"] == "POST"
    assert [client.head(path).status_code for path in ("/", "/healthz", "/readyz")] == [200, 200, 200]


def test_a_misspelt_filter_of_a_list_is_refused(client: TestClient) -> None:
    """Not passed over, which would give the whole list."""
    response = client.get("/api/activities?goal=3")
    assert response.status_code == 422
    assert "'goal'" in response.json()["detail"]


@pytest.mark.parametrize(
    ("form", "kind", "holds"),
    [
        ("text", "text/plain", "Servicenämnden (2022–2026). Handlingsplan"),
        ("csl-json", "application/vnd.citationstyles.csl+json", '"literal": "Servicenämnden"'),
        ("ris", "application/x-research-info-systems", "AU  - Servicenämnden"),
        ("bibtex", "application/x-bibtex", "author = {{Servicenämnden}}"),
    ],
)
def test_a_passage_has_its_reference_in_four_formats(
    form: str, kind: str, holds: str, client: TestClient, index: Index
) -> None:
    """Text unless another is asked for; none has lines of a file."""
    passage = next(entry for entry in index.collection.passages if entry.lines[0] == 3090)
    answer = client.get(f"/api/passages/{passage.id}/citation", params={"format": form})
    assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
    assert holds in answer.text
    assert "3090" not in answer.text
    if form == "text":
        assert client.get(f"/api/passages/{passage.id}/citation").text == answer.text


def test_an_unknown_format_of_a_reference_is_refused(client: TestClient, index: Index) -> None:
    """With a sentence that names those that exist."""
    passage = index.collection.passages[0]
    answer = client.get(f"/api/passages/{passage.id}/citation", params={"format": "endnote"})
    assert answer.status_code == 422
    assert "bibtex" in answer.json()["detail"]
    assert client.get("/api/passages/none/citation").status_code == 404
