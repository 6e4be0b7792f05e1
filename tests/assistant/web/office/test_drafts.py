"""A draft is for keepers only: everything is asked as anybody may, and nothing of it is said; then it is published."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.mcp.tools import TOOLS, ToolContext
from corpus.catalogue import load_catalogue
from index.embedding.embedder import Embedder
from tests.assistant.web.office.conftest import Kept
from tests.tiny import PLAN, add_document

DRAFT = """Handlingsplan för Kvastplanen 2021–2024
Kvastnämnden, Provstads kommun

Mål 7 - Alla kvastar är hela

Verksamhetsspecifika aktiviteter

Aktivitet: Bindning av kvastar

Kvastförvaltningen binder kvastar varje vår. Ansvarig: Kvastmästaren. Tidplan: 2022.

Aktivitet: Kurs om kvastvåld

Alla kvastbindare går en kurs om våld i nära relationer.
"""
NEWER = PLAN.replace("Fler lampor", "Fler kvastlampor")


class Drafted(Kept):
    """A folder with a plan, a draft of another, and a draft of a newer version of the first."""

    drafts: tuple[str, ...]

    def said(self, client: TestClient) -> dict[str, str]:
        """All that a client is told, by address: with the ids of what is in the drafts too."""
        whole = self.service.kept_index().collection
        passages = [entry.id for entry in whole.passages]
        activities = [entry.id for entry in whole.activities]
        documents = [entry.id for entry in whole.documents]
        plans = [entry.id for entry in whole.plans]
        filters = [
            *(f"organisations={entry.id}" for entry in whole.catalogue.organisations),
            *(f"documents={entry}" for entry in documents),
            *(f"programme={entry.id}" for entry in whole.catalogue.programmes),
            "q=kvast", "goals=7",
        ]  # fmt: skip
        paths = [
            "/", "/oversikt", "/oversikt?view=own", "/aktiviteter", "/jamfor", "/jamfor/tva", "/tidslinje", "/om",
            "/readyz", "/metrics", "/datasets/dcat", "/oppna-data/aktiviteter.csv", "/oppna-data/aktiviteter.jsonld",
            "/oppna-data/aktiviteter.csv-metadata.json", "/inbaddad/aktiviteter", "/tillganglighet", "/v1/models",
            "/aktiviteter.csv", "/aktiviteter.xlsx", "/aktiviteter.json", "/api/documents", "/api/programmes",
            "/api/plans", "/api/organisations", "/api/goals", "/api/activities", "/api/activities?q=kvast",
            *(f"/aktiviteter?{entry}" for entry in filters),
            *(f"/aktiviteter.csv?{entry}" for entry in filters),
            *(f"/api/activities?{entry}" for entry in filters),
            *(f"/documents/{entry}" for entry in documents),
            *(f"/api/documents/{entry}{end}" for entry in documents for end in ("", "/text", "/unsure")),
            *(f"/planer/{entry}" for entry in plans),
            *(f"{at}/{entry}" for entry in activities for at in ("/aktiviteter", "/api/activities")),
            *(f"/inbaddad/aktiviteter/{entry}" for entry in activities),
            *(f"/api/activities/{entry}/similar" for entry in activities),
            *(f"/oembed?url=http://127.0.0.1:8000/aktiviteter/{entry}" for entry in activities),
            *(f"{at}/{entry}" for entry in passages for at in ("/stycken", "/api/passages")),
            *(f"/api/passages/{entry}/citation" for entry in passages),
            *(f"/stycken/{entry}.txt" for entry in passages),
        ]  # fmt: skip
        told = {}
        for path in paths:
            told[path] = client.get(path).text
            for part in re.split("[/=]", path):  # an address may be said again: that nothing has such an id
                told[path] = without(part, told[path]) if len(part) > 4 else told[path]
        for question in QUESTIONS:
            told[f"/api/ask {question}"] = without(question, client.post("/api/ask", json={"question": question}).text)
            told[f"/ {question}"] = without(question, client.post("/", data={"question": question}).text)
            answer = client.post("/api/ask/export?format=md", json={"question": question})
            told[f"/export {question}"] = without(question, answer.text)
            chat = {"model": "planassistenten", "messages": [{"role": "user", "content": question}]}
            told[f"/v1 {question}"] = without(question, client.post("/v1/chat/completions", json=chat).text)
        for typed in ("kva", "bind", "fler"):
            told[f"/sok {typed}"] = without(typed, client.post("/sok", data={"q": typed}).text)
        return told

    def tools_say(self) -> str:
        """All that another assistant is told."""
        context = ToolContext(self.service.assistant(), self.service.conversations)
        given: list[tuple[str, dict[str, Any]]] = [("ask", {"question": q}) for q in QUESTIONS] + [
            ("search", {"query": q}) for q in QUESTIONS
        ]
        given += [("compare", {"need": "kurser"}), ("list_activities", {"limit": 500})]
        told = ""
        for name, arguments in given:
            tool = TOOLS[name]
            text, result = tool.run(tool.arguments.model_validate(arguments), context)
            for question in QUESTIONS:
                text = without(question, text)
            told += text + without(arguments.get("question", "-"), result.model_dump_json())
        return told


QUESTIONS = (
    "Vilka aktiviteter finns?", "Hur många aktiviteter har varje förvaltning?", "Vilka har en kurs om våld?",
    "Vilka planer finns?", "Vilka dokument finns?", "Vilka mål finns?", "Vad gäller för mål 7?",
    "Vad ska kvastförvaltningen göra?", "Vem är ansvarig för kvastar?", "Vilka organisationer finns?",
    "Vilka förvaltningar saknar aktiviteter?", "Hur många planer finns det?",
)  # fmt: skip
SECRET = ("bindning", "kvastmäst", "kvastnämnd", "kvastplan", "kvastvåld", "kvastlampor", "alla kvastar", "binder")


def without(question: str, text: str) -> str:
    """What is said but for the question, in any of the ways that it is repeated."""
    for form in filter(None, (question, question.rstrip("?"))):
        text = text.replace(form, "")
    return text


def leaks(told: dict[str, str], ids: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where something of the drafts is said: a word that only they have, or an id of theirs."""
    return [(path, word) for path, text in told.items() for word in (*SECRET, *ids) if word in text.lower()]


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory, tiny: Embedder) -> Iterator[Drafted]:
    """The folder, with both drafts taken in as a keeper takes them in."""
    found = Drafted(tmp_path_factory.mktemp("drafted"), tiny)
    found.service.start()
    found.service.wait()
    brought = [found.bring(name, text.encode())[2] for name, text in (("kvast.txt", DRAFT), ("nyare.txt", NEWER))]
    for path, fields in zip(brought, ({}, {"ersatter": "parkplan"}), strict=True):
        status, said = found.send(path, val="ta-in", utkast="ja", **fields)
        assert (status, "Dokumentet är intaget" in said) == (200, True)
    found.built()
    documents = load_catalogue(found.settings.documents).documents
    found.drafts = tuple(entry.id for entry in documents if entry.draft)
    assert len(found.drafts) == 2
    yield found
    found.office.builder.wait(60)
    found.service.stop()


def test_nothing_of_a_draft_is_told_to_anybody(drafted: Drafted) -> None:
    """Whatever is asked, whichever way: answers, lists, counts, comparisons, files, open data, names that are typed."""
    told = drafted.said(drafted.at("192.0.2.7"))
    assert len(told) > 100
    assert leaks(told, drafted.drafts) == []
    assert [word for word in SECRET if word in drafted.tools_say().lower()] == []


def test_a_draft_is_counted_nowhere(drafted: Drafted) -> None:
    """Nor what came in with it: its programme, its organisation."""
    client, index = drafted.at("192.0.2.7"), drafted.service.assistant().index
    assert [entry["id"] for entry in client.get("/api/documents").json()] == ["parkplan"]
    assert len(client.get("/api/activities").json()) == 2
    assert [entry["id"] for entry in client.get("/api/organisations").json()] == ["parkforvaltningen"]
    assert [entry["id"] for entry in client.get("/api/programmes").json()] == ["trygg-2020-2024"]
    assert "planassistent_documents 1.0" in client.get("/metrics").text
    assert index.vectors.ntotal == len(index.collection.passages)
    assert len(drafted.service.kept_index().collection.documents) == 3


def test_a_keeper_sees_a_draft_in_the_office(drafted: Drafted) -> None:
    """With what was read of it, and what it is going to replace; the old one is in force until then."""
    said = drafted.page("")
    assert said.count("Utkast") == 2
    draft, newer = drafted.drafts
    assert "Bindning av kvastar" in drafted.page(f"/dokument/{draft}")
    assert "Dokumentet är ett utkast." in drafted.page(f"/dokument/{draft}")
    assert "När det publiceras ersätter det: parkplan" in drafted.page(f"/dokument/{newer}")
    assert "är ersatt" not in drafted.page("/dokument/parkplan")


def test_a_draft_is_set_right_like_any_document(drafted: Drafted) -> None:
    """And what is set right in it is as little told."""
    draft = drafted.drafts[0]
    activity = next(e for e in drafted.service.kept_index().collection.activities if e.document == draft)
    status, said = drafted.send(
        f"/dokument/{draft}/rattelse", om="activity", rad=str(activity.lines[0]), fore_indicator="",
        indicator="Antal kvastvåld",
    )  # fmt: skip
    assert (status, "Rättelsen är sparad." in said) == (200, True)
    drafted.built()
    client = drafted.at("192.0.2.7")
    told = {path: client.get(path).text for path in ("/", "/aktiviteter", "/api/activities", "/oversikt")}
    assert leaks(told, drafted.drafts) == []


def test_a_draft_that_is_published_is_for_everybody(drafted: Drafted) -> None:
    """With its programme and organisation; once, and the log says so. No word of it is read or embedded anew."""
    draft, newer = drafted.drafts
    status, said = drafted.send(f"/dokument/{draft}/publicera")
    assert (status, "Dokumentet är publicerat." in said) == (200, True)
    drafted.built()
    client = drafted.at("192.0.2.7")
    assert [entry["id"] for entry in client.get("/api/documents").json()] == ["parkplan", draft]
    assert len(client.get("/api/organisations").json()) == 2
    assert "Bindning av kvastar" in client.get("/aktiviteter").text
    assert drafted.send(f"/dokument/{draft}/publicera")[0] == 422
    assert drafted.send(f"/dokument/{newer}/publicera")[0] == 200
    drafted.built()
    documents = {entry["id"]: entry for entry in client.get("/api/documents").json()}
    assert documents["parkplan"]["superseded_by"] == newer
    assert "Fler kvastlampor" in client.get("/aktiviteter").text
    assert [entry.document for entry in drafted.office.log.entries() if entry.did == "publish"] == [draft, newer]


def test_where_all_is_drafts_there_is_nothing_to_ask(tiny: Embedder, tmp_path: Path) -> None:
    """What was published and is removed is quoted no longer, though the index goes on with a draft."""
    for name, text in (("parkplan", PLAN), ("kvastplan", DRAFT)):
        add_document(tmp_path / "documents", name, text.encode())
    with (tmp_path / "documents" / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        catalogue.write("draft = true\n")  # of the last document
    found = Drafted(tmp_path, tiny)
    found.service.start()
    found.service.wait()
    assert found.send("/dokument/parkplan/ta-bort", saker="ja")[0] == 200
    assert found.office.builder.wait(60)
    client = found.at("192.0.2.7")
    for _ in range(100):
        answer = client.get("/api/documents")
        if answer.status_code == 503:
            break
        found.service._stopped.wait(0.1)
    assert (answer.status_code, "o document is published yet" in answer.text) == (503, True)
    assert "Utkast" in found.page("")
    assert "Inget dokument är publicerat än." in client.post("/", data={"question": "Vad görs?"}).text
    found.service.stop()
