"""Personal identity numbers: in no way out of the program, never echoed.

The numbers are ones that stand in public examples or follow the same rule.
"""

import io
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.exports.activities import write_csv
from assistant.exports.origin import origin
from assistant.schemas.records import activity_out
from assistant.service import Service
from assistant.web.api import create_app
from corpus.catalogue import load_catalogue
from corpus.ingest import Part, read_part
from corpus.privacy.quarantine import TITLE
from corpus.reading.files import read_file, split_lines
from corpus.types import IdentityPlace, Line
from eval.datasets.synthetic import make_model
from index.build import load_or_build
from index.embedding.embedder import Embedder
from tests.conftest import DOCUMENTS
from tests.tiny import PLAN, add_document

NUMBER = "640823-3234"


def test_a_read_document_holds_no_number() -> None:
    """Neither of its readings, and its lines stay where they were."""
    text = f"Ett\nFör {NUMBER} gäller\nTre 121212-\n1212 slut"
    source = read_file(text.encode(), "plan.txt")
    assert source.text == "Ett\nFör ██████-████ gäller\nTre ██████-\n████ slut"
    assert source.identities == (2, 3, 4)
    assert [line.start for line in source.lines] == [line.start for line in split_lines(text)]


def read(folder: Path, text: str, *, restored: list[Line] | None = None) -> Part:
    """What a document with this text holds."""
    if not folder.joinpath("catalogue.toml").exists():
        add_document(folder, "parkplan", text.encode())
    catalogue = load_catalogue(folder)
    return read_part(catalogue.documents[0], folder, catalogue, restored=restored)


HELD = PLAN.replace("Ansvarig: Driftenheten.", f"Anmält av {NUMBER}. Ansvarig: Driftenheten.") + (
    f"\nAktivitet: Stöd till {NUMBER} i parken\n\nStödet ges av vakterna.\n"
)


def test_its_place_is_reported_and_not_the_number(tmp_path: Path) -> None:
    """By document, line and page."""
    found = read(tmp_path, HELD)
    assert found.identities == (IdentityPlace("parkplan", 11, None), IdentityPlace("parkplan", 17, None))
    assert [warning.split(":")[0] for warning in found.warnings] == ["parkplan.txt, line 11", "parkplan.txt, line 17"]
    assert "640823" not in "".join(found.warnings)


def test_whoever_builds_the_index_hears_of_it(small: tuple[TestClient, Assistant, Path]) -> None:
    """And again each time the index is opened."""
    _, assistant, _ = small
    assert [problem.split(":")[0] for problem in assistant.index.collection.problems] == [
        "parkplan.txt, line 11",
        "parkplan.txt, line 17",
    ]


def test_the_activity_beside_it_stays_without_its_text(tmp_path: Path) -> None:
    """A plan with none would be a wrong answer; what stood beside the number is nobody's business."""
    found = read(tmp_path, HELD)
    assert [(entry.title, entry.body is None, entry.timeline) for entry in found.activities] == [
        ("Fler lampor i parkerna", True, None),
        ("Kurs för parkvakter", False, None),
        (TITLE, True, None),
    ]
    assert {passage.activity for passage in found.passages if passage.activity} == {found.activities[1].id}
    assert not any("lampor" in passage.text or "█" in passage.text for passage in found.passages)


def test_lines_that_were_kept_with_a_number_are_not_used_again(tmp_path: Path) -> None:
    """An index of an earlier version may hold them."""
    kept = split_lines(HELD)
    assert NUMBER in kept[10].text
    assert read(tmp_path, HELD, restored=kept).lines == read(tmp_path, HELD).lines


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[TestClient, Assistant, Path]:
    """A service on a document that holds numbers."""
    folder = tmp_path_factory.mktemp("identity")
    add_document(folder / "documents", "parkplan", HELD.encode())
    embedder = Embedder(str(make_model(folder / "model")))
    assistant = Assistant(load_or_build(folder / "documents", folder / "data", embedder), embedder)
    service = Service(lambda: assistant)
    service.start()
    service.wait()
    return TestClient(create_app(service), raise_server_exceptions=False), assistant, folder / "data"


def test_no_way_out_gives_the_number_away(small: tuple[TestClient, Assistant, Path]) -> None:
    """Every route, both readings, the page, the export, and every file that the program wrote."""
    client, assistant, data = small
    index = assistant.index
    paths = [
        "documents",
        "documents/parkplan",
        "plans",
        "activities",
        "activities?q=parken",
        "documents/parkplan/unsure",
    ]
    paths += [f"documents/parkplan/text?reading={reading}" for reading in ("source", "restored")]
    paths += [f"activities/{entry}{rest}" for entry in index.activities for rest in ("", "/similar?elsewhere=false")]
    paths += [f"passages/{entry}" for entry in index.passages]
    said = [client.get(f"/api/{path}") for path in paths]
    said += [client.get(f"/documents/parkplan?reading={reading}") for reading in ("source", "restored")]
    said += [
        client.post("/api/ask", json={"question": question})
        for question in (
            "Vad ska Parkförvaltningen göra under mål 1?",
            "Vem har anmält lamporna?",
            "Vilket stöd ges i parken?",
        )
    ]
    assert {answer.status_code for answer in said} == {200}
    texts = [answer.text for answer in said]
    exported = io.StringIO()
    write_csv(
        [activity_out(entry, index) for entry in index.collection.activities],
        exported,
        origin("", index, made=date(2026, 11, 22)),
    )
    texts.append(exported.getvalue())
    texts += [path.read_bytes().decode("latin-1") for path in data.rglob("*") if path.is_file()]
    assert len(texts) > 20
    assert not [text for text in texts if "640823" in text or "3234" in text]


def test_a_set_counts_an_activity_whose_text_is_left_out(small: tuple[TestClient, Assistant, Path]) -> None:
    """None is never said where there is one."""
    client, *_ = small
    answer = client.post("/api/ask", json={"question": "Vad har Parkförvaltningen åtagit sig under mål 1?"}).json()
    assert answer["outcome"] == "answered"
    assert len(answer["activities"]) == 3
    assert [passage["source"]["lines"] for passage in answer["passages"]] == [[13, 15]]


@pytest.mark.parametrize(
    "question", ["Vad har Parkförvaltningen åtagit sig under mål 1?", "Vilka har lampor i parker?"]
)
def test_nothing_is_said_of_a_plan_whose_text_is_all_left_out(tmp_path: Path, question: str) -> None:
    """An answer without a passage to show would be a claim without a source."""
    text = PLAN.split("Aktivitet: Kurs")[0].replace("Tidplan: 2021", NUMBER)
    add_document(tmp_path / "documents", "parkplan", text.encode())
    embedder = Embedder(str(make_model(tmp_path / "model")))
    index = load_or_build(tmp_path / "documents", tmp_path / "data", embedder)
    answer = Assistant(index, embedder).answer(question)
    assert (answer.outcome, answer.hits, answer.summary.points) == ("nothing_found", (), ())


def test_a_number_in_a_question_is_masked_before_anything_is_done(small: tuple[TestClient, Assistant, Path]) -> None:
    """The model doesn't get it either."""
    client, assistant, _ = small
    asked: list[str] = []
    query = assistant.query

    def heard(text: str) -> object:
        asked.append(text)
        return query(text)

    assistant.query = heard  # type: ignore[assignment, method-assign]
    answer = client.post("/api/ask", json={"question": f"Vilket stöd får {NUMBER} i parken?"})
    assert answer.json()["question"] == "Vilket stöd får ██████-████ i parken?"
    assert answer.json()["standalone_question"] == "Vilket stöd får ██████-████ i parken?"
    page = client.post("/", data={"question": f"Vilket stöd får {NUMBER} i parken?"})
    assert "Vilket stöd får ██████-████ i parken?" in page.text
    assert asked
    assert "640823" not in answer.text + page.text + "".join(asked)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"question": f"{NUMBER} " * 300}, id="too long"),
        pytest.param({"question": f"\x07{NUMBER}"}, id="control character"),
        pytest.param({"question": [NUMBER]}, id="no text"),
        pytest.param({"question": "Kurser?", NUMBER: 1}, id="as a field"),
        pytest.param({"question": "Kurser?", "filters": {"organisations": [NUMBER]}}, id="as a filter"),
        pytest.param({"question": "Kurser?", "conversation": f"{NUMBER}!"}, id="as a conversation"),
    ],
)
def test_a_refusal_repeats_no_number(small: tuple[TestClient, Assistant, Path], body: dict[str, object]) -> None:
    """Whatever was wrong, over the API and on the page."""
    client, *_ = small
    refused = client.post("/api/ask", json=body)
    assert refused.status_code == 422
    page = client.post("/", data={"question": str(body["question"])})
    missing = client.get(f"/api/documents/{NUMBER}")
    compared = client.post("/jamfor", data={"need": str(body["question"])})
    listed = client.get("/aktiviteter", params={"q": NUMBER})
    assert listed.status_code == 200
    assert missing.status_code == 404
    assert "640823" not in refused.text + page.text + missing.text + compared.text + listed.text


def test_restoring_reads_no_number_out_of_the_mask(tmp_path: Path) -> None:
    """Misread text is restored after the mask is on."""
    lines = (
        (DOCUMENTS / "handlingsplaner-fri-fran-vald-2022-2026.txt").read_text(encoding="utf-8").split("\n")[2359:2500]
    )
    lines[60] = "Fér b40823-3234 galler att vald ska férebyggas"
    line = read(tmp_path, "\n".join(lines)).lines[60]
    assert line.source == "Fér ██████-████ galler att vald ska férebyggas"
    assert line.text == "För ██████-████ gäller att våld ska förebyggas"
