"""The page: in Swedish, without JavaScript, and what comes out of a document stays text."""

from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import faiss
import numpy as np
import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.citing.places import rows
from assistant.service import Service
from assistant.web.api import create_app
from index.retrieval.sentences import sentences_of
from index.storage.store import Index

QUESTION = "Vad har serviceförvaltningen åtagit sig under inriktningsmål 3?"
NUMBERS = ("112", "020-50 50 50", "116 111", "020-555 666", "Kriscentrum i Malmö")


def tags(page: str) -> list[str]:
    """The names of the elements of a page, in order."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            found.append(tag)

    Reader().feed(page)
    return found


def test_the_form_asks_and_the_answer_shows_its_sources(client: TestClient) -> None:
    """Document, plan, lines and a reference for each passage."""
    assert '<form method="post" action="/">' in client.get("/").text
    page = client.post("/", data={"question": QUESTION}).text
    assert QUESTION in page
    assert "rad 3090–3097" in page
    assert "/documents/handlingsplaner-fri-fran-vald-2022-2026?lines=3090-3097#L3090" in page
    assert "Handlingsplan Fri från våld – en gemensam angelägenhet 2022–2026" in page
    assert "Servicenämnden (2022–2026)" in page
    assert "Maskinläst" in page


def test_a_title_is_the_verdict_and_never_the_question(client: TestClient) -> None:
    """The browser keeps it in its history, on disk, when the page itself is gone."""
    page = client.post("/", data={"question": QUESTION}).text
    title = page.split("<title>")[1].split("</title>")[0]
    assert title == "Säkert svar – Planassistenten"


def test_every_example_gets_an_answer(client: TestClient) -> None:
    """They are made from the documents that are in, each of another kind."""
    examples = [
        line.split('value="')[1].split('"')[0] for line in client.get("/").text.splitlines() if 'type="hidden"' in line
    ]
    assert len(examples) == 5
    for example in examples:
        assert client.post("/api/ask", json={"question": example}).json()["outcome"] == "answered"


@pytest.mark.parametrize("path", ["/", "/documents/uppfoljning-kvinnofrid-2016-2018", "/finns-inte"])
def test_every_page_says_where_to_turn_for_help(client: TestClient, path: str) -> None:
    """Also one that isn't there."""
    page = client.get(path).text
    assert all(number in page for number in NUMBERS)
    assert 'href="tel:020505050"' in page
    assert '<html lang="sv">' in page


def test_no_page_needs_another_host_and_the_only_script_is_our_own(client: TestClient) -> None:
    """And the Content-Security-Policy holds browsers to it: nothing inline, nothing from elsewhere."""
    for response in (client.get("/"), client.post("/", data={"question": QUESTION})):
        assert tags(response.text).count("script") == 1
        assert '<script src="/page.js" defer></script>' in response.text
        assert "http://" not in response.text.replace("http-equiv", "")
        assert "https://" not in response.text
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "unsafe" not in response.headers["content-security-policy"]
        assert response.headers["cache-control"] == "no-store"
    assert "http" not in client.get("/page.js").text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "Frågan är tom. Skriv en fråga."),
        ("å" * 3000, "Frågan är 3000 tecken lång."),
        ("a\x01b", "styrtecken"),
    ],
)
def test_a_question_that_cannot_be_used_comes_back_with_the_reason(
    client: TestClient, question: str, sentence: str
) -> None:
    """In Swedish, beside the field, with what was written still in it."""
    response = client.post("/", data={"question": question})
    assert response.status_code == 422
    assert sentence in response.text
    assert question in response.text
    assert 'aria-invalid="true"' in response.text


@pytest.mark.parametrize(
    ("question", "suggested"),
    [
        pytest.param(
            QUESTION,
            ["Vad har serviceförvaltningen åtagit sig under mål 4?", "Vilka har aktiviteter under mål 3?",
             "Vad är mål 3?"],
            id="another goal, who else",
        ),
        pytest.param(
            "Vad har arbetsmarknads- och socialförvaltningen åtagit sig under mål 6?",
            ["Vad har arbetsmarknads- och socialförvaltningen åtagit sig under mål 1?",
             "Hur har det gått med arbetsmarknads- och socialförvaltningens aktiviteter under mål 6?",
             "Vilka har aktiviteter under mål 6?"],
            id="how it went, where that is known",
        ),
        pytest.param(
            "Hur arbetar kommunen med skyddade personuppgifter?",
            ["Vilka har aktiviteter som handlar om skyddade personuppgifter?"],
            id="who else, of a topic that the documents name",
        ),
        pytest.param(
            "Vilka har inga aktiviteter under mål 6?",
            ["Vilka har aktiviteter under mål 6?", "Vad är mål 6?", "Hur många aktiviteter har varje förvaltning?"],
            id="nothing of those who have none",
        ),
    ],
)  # fmt: skip
def test_an_answer_suggests_what_to_ask_next(client: TestClient, question: str, suggested: list[str]) -> None:
    """Three changes of the query, each a question that the documents answer."""
    page = client.post("/", data={"question": question}).text
    found = [
        form["question"][0]
        for form in forms(page.split('class="suggested"')[1])
        if {"question", "conversation"} <= form.keys()
    ]
    assert found[: len(suggested)] == suggested
    for entry in suggested:
        assert client.post("/api/ask", json={"question": entry}).json()["outcome"] == "answered"


def test_a_topic_that_no_document_names_so_is_put_into_no_question(client: TestClient) -> None:
    """It would be no Swedish: "som handlar om utbildats i …"."""
    page = client.post("/", data={"question": "Hur många har utbildats i våldsförebyggande?"}).text
    assert "som handlar om" not in page


def test_nothing_found_is_said_plainly(client: TestClient) -> None:
    """No source is shown that isn't one."""
    page = client.post("/", data={"question": "När går bussen till Lund?"}).text
    assert "Jag hittade inget i dokumenten" in page
    assert "Källor" not in page


def test_a_page_that_is_not_there_says_so_in_swedish(client: TestClient) -> None:
    """404 with a way back."""
    response = client.get("/finns-inte")
    assert response.status_code == 404
    assert "Sidan finns inte." in response.text


def test_while_the_index_loads_the_page_says_so_and_loads_again() -> None:
    """Without a form that can't be answered yet."""
    page = TestClient(create_app(Service(lambda: pytest.fail("never started")))).get("/").text
    assert "Tjänsten startar." in page
    assert '<meta http-equiv="refresh"' in page
    assert "textarea" not in tags(page)


def test_a_question_asked_while_the_index_loads_comes_back(client: TestClient) -> None:
    """Nothing that somebody wrote is lost."""
    starting = TestClient(create_app(Service(lambda: pytest.fail("never started"))))
    response = starting.post("/", data={"question": QUESTION})
    assert response.status_code == 503
    assert QUESTION in response.text
    assert "Tjänsten startar." in response.text


def test_a_form_that_came_garbled_is_asked_for_again(client: TestClient) -> None:
    """Latin-1 bytes in a form."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    response = client.post("/", content="question=v%E5ld", headers=headers)
    assert (response.status_code, "förvanskad" in response.text) == (422, True)


def test_markup_in_a_document_and_in_a_question_stays_text(assistant: Assistant, index: Index) -> None:
    """It is shown as it stands and makes no element."""
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    passages = tuple(
        replace(passage, text=passage.text + evil, headings=(evil,)) for passage in index.collection.passages
    )
    activities = tuple(replace(entry, title=entry.title + evil) for entry in index.collection.activities)
    collection = replace(index.collection, passages=passages, activities=activities)
    # Each changed passage may have other sentences; what they mean has no part in this.
    count = sum(len(sentences_of(passage)) for passage in passages)
    sentences = faiss.IndexFlatIP(index.sentences.d)
    sentences.add(np.repeat(index.sentences.reconstruct_n(0, 1), count, axis=0))
    changed = Assistant(
        Index(index.fingerprint, collection, index.vectors, sentences, index.pieces, index.off_topic),
        assistant.embedder,
    )
    service = Service(lambda: changed)
    service.start()
    service.wait()
    client = TestClient(create_app(service))
    page = client.post("/", data={"question": QUESTION + evil}).text
    assert "&lt;script&gt;alert(1)" in page
    assert tags(page).count("script") == 1
    assert "img" not in tags(page)


def test_a_document_shows_its_lines_and_marks_those_that_are_asked_for(client: TestClient) -> None:
    """Line numbers are anchors; rubbish in the address marks nothing."""
    page = client.get("/documents/uppfoljning-asf-fri-fran-vald-2024?lines=107-108").text
    assert page.count('class="marked"') == 2
    assert 'id="L107" class="marked"' in page
    assert client.get("/documents/uppfoljning-asf-fri-fran-vald-2024?lines=x-1").text.count("marked") == 0
    rubbish = "9" * 5000
    assert client.get(f"/documents/uppfoljning-asf-fri-fran-vald-2024?lines={rubbish}-3").status_code == 200


@pytest.mark.parametrize(("lines", "text"), [((7, 7), "rad 7"), ((7, 9), "rad 7–9")])
def test_lines_are_written_as_people_write_them(lines: tuple[int, int], text: str) -> None:
    """One line has no dash."""
    assert rows(lines) == text


def test_unsure_words_are_marked_and_the_source_can_be_seen(client: TestClient, index: Index) -> None:
    """On the page of a document, and named under a passage that holds any."""
    name = "handlingsplaner-fri-fran-vald-2022-2026"
    line = next(line for line in index.collection.lines[name] if line.unsure and line.text != line.source)
    restored, source = client.get(f"/documents/{name}").text, client.get(f"/documents/{name}?reading=source").text
    start, end = line.unsure[0]
    assert f'<span class="unsure">{line.text[start:end]}</span>' in restored
    assert "% av orden är säkert lästa" in restored
    assert escape(line.source) in source
    assert 'class="unsure">' not in source.split('class="lines"')[1]
    question = "Vad har hälsa-, vård- och omsorgsförvaltningen åtagit sig?"
    answer = client.post("/api/ask", json={"question": question}).json()
    start, end, text = next((*p["unsure"][0], p["text"]) for p in answer["passages"] if p["unsure"])
    page = client.post("/", data={"question": question}).text
    assert f'Osäkert lästa ord: <span class="unsure">{escape(text[start:end])}</span>' in page


def test_what_lies_near_and_what_holds_for_all_stand_apart(client: TestClient) -> None:
    """Neither is shown as an answer."""
    none = client.post("/", data={"question": "Vilka aktiviteter har fastighets- och gatukontoret under mål 1?"})
    assert "inga egna eller gemensamma aktiviteter under mål 1" in none.text
    assert "Gäller hela staden" in none.text
    several = client.post("/", data={"question": "Vad har skolan åtagit sig under mål 1?"})
    assert "Frågan kan gälla flera" in several.text


def forms(page: str) -> list[dict[str, list[str]]]:
    """What each form of a page sends, by field."""
    found: list[dict[str, list[str]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            values = dict(attrs)
            if tag == "form":
                found.append({})
            elif tag == "input" and found:
                found[-1].setdefault(values["name"] or "", []).append(values["value"] or "")

    Reader().feed(page)
    return found


def test_what_was_understood_can_be_taken_away_one_by_one(client: TestClient) -> None:
    """Without the goal the same question is for all goals, and the organisation stays."""
    page = client.post("/", data={"question": QUESTION}).text
    assert '<span class="chip">Serviceförvaltningen</span> <span class="chip">Mål 3</span>' in page
    assert ">Ta bort Serviceförvaltningen<" in page
    without_goal = next(form for form in forms(page) if form.get("goals") == [""])
    again = client.post("/", data=without_goal).text
    assert "Serviceförvaltningen har tre aktiviteter" in again
    assert ">Ta bort Serviceförvaltningen<" in again
    assert ">Ta bort Mål 3" not in again


def test_what_was_understood_can_be_changed(client: TestClient) -> None:
    """Another goal is another question."""
    changed = {"question": QUESTION, "organisations": "mkb-fastighets-ab", "goals": "2", "kinds": "", "period": ""}
    page = client.post("/", data=changed).text
    assert "MKB Fastighets AB" in page
    assert "två aktiviteter" in page


def test_each_choice_of_an_ambiguous_question_asks_again(client: TestClient) -> None:
    """With that organisation, and so it is no longer ambiguous."""
    page = client.post("/", data={"question": "Vad har skolan åtagit sig under mål 1?"}).text
    choices = [form for form in forms(page) if form.get("organisations") and "goals" not in form]
    assert len(choices) >= 2
    again = client.post("/", data=choices[0]).text
    assert "Frågan kan gälla flera" not in again


def test_a_filter_that_nothing_has_is_answered_with_a_sentence(client: TestClient) -> None:
    """Beside the field, with the question still in it."""
    response = client.post("/", data={"question": QUESTION, "organisations": "finns-inte"})
    assert response.status_code == 422
    assert "Filtret" in response.text
    assert QUESTION in response.text
