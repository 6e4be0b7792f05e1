"""Documents are brought in, looked at, taken in or left, replaced and removed; what can't be read leaves nothing."""

import time

import pytest

from tests.assistant.cli.folders import NEW, listing
from tests.assistant.web.office.conftest import Kept


def until(kept: Kept, what: str, path: str = "") -> str:
    """A page of the office, once it says something."""
    kept.built()
    for _ in range(100):
        if what in (said := kept.page(path)):
            return said
        time.sleep(0.1)
    pytest.fail(said)


def test_a_file_is_looked_at_and_left(kept: Kept) -> None:
    """The cover, the activities with their fields, what is missing and the text; left, nothing of it is anywhere."""
    before = listing(kept.path)
    status, said, path = kept.bring("Ny plan.txt", NEW.encode())
    assert status == 200
    for part in (
        "Det här läses i Ny plan.txt", "Titel Handlingsplan för Trygg stad 2020–2024", "Art Handlingsplan",
        "Fler bänkar i parkerna", "Ansvarig: Driftenheten", "Tidplan: 2021",
        "Tidplan framgår inte för 1 av 2 aktiviteter.", "Alla parkvakter går en kurs",
    ):  # fmt: skip
        assert part in said
    status, said = kept.send(path, val="lamna")
    assert (status, "Filen är inte intagen." in said) == (200, True)
    assert listing(kept.path) == before
    assert kept.client.get(f"/forvaltning{path}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("trasig.pdf", b"%PDF-1.7 trasig", "trasig.pdf"),
        ("bild.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "bild.png"),
        ("tom.txt", b" ", "tom.txt"),
        ("<b>x.pdf", b"%PDF-", "x.pdf"),
    ],
    ids=["broken", "a picture", "empty", "a name with signs"],
)
def test_a_file_that_cant_be_read_leaves_nothing(kept: Kept, name: str, content: bytes, why: str) -> None:
    """It gets the sentence that ``add`` gives."""
    before = listing(kept.path)
    status, said, path = kept.bring(name, content)
    assert (status, "Filen går inte att ta in" in said, why in said) == (200, True, True)
    status, said = kept.send(path, val="ta-in")
    assert status in (404, 422)
    assert listing(kept.path) == before


def test_no_file_is_no_upload(kept: Kept) -> None:
    """Nor an empty one."""
    assert kept.bring("", b"")[0] == 422
    assert "Ingen fil är vald" in kept.bring("tom.txt", b"")[1]


def test_a_file_is_taken_in_while_the_service_answers(kept: Kept) -> None:
    """And is in the list, with its activities, once the index has been built by another process."""
    path = kept.bring("Ny plan.txt", NEW.encode())[2]
    assert kept.send(path, val="ta-in")[0] == 200
    assert kept.client.get("/api/documents").status_code == 200
    until(kept, "Handlingsplan för Trygg stad 2020–2024 Handlingsplan 2020–2024 2 Gäller")
    listed = [entry["id"] for entry in kept.client.get("/api/documents").json()]
    assert listed == ["parkplan", "handlingsplan-for-trygg-stad-2020-2024"]
    said = kept.bring("Samma.txt", NEW.encode())[1]
    assert "this very file is in already" in said


def test_a_document_is_replaced_and_removed(kept: Kept) -> None:
    """The old version answers no longer, and is in force again when the new one goes; that has to be confirmed."""
    old = "handlingsplan-for-trygg-stad-2020-2024"
    path = kept.bring("nyare.txt", NEW.replace("bänkar", "träd").encode())[2]
    kept.send(path, val="ta-in", ersatter=old)
    until(kept, "är ersatt av", f"/dokument/{old}")
    new = f"{old}-2"
    original = kept.client.get(f"/forvaltning/dokument/{new}/original")
    assert original.content == NEW.replace("bänkar", "träd").encode()
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith("attachment;")
    status, said = kept.send(f"/dokument/{new}/ta-bort")
    assert (status, "Kryssa för" in said) == (422, True)
    assert kept.send(f"/dokument/{new}/ta-bort", saker="ja")[0] == 200
    kept.built()
    assert kept.client.get(f"/forvaltning/dokument/{new}").status_code == 404
    assert "är ersatt av" not in kept.page(f"/dokument/{old}")


def test_the_log_says_what_was_done_and_never_what_was_said(kept: Kept) -> None:
    """A line each; the chain is whole, until somebody changes a line."""
    said = kept.send("/logg", skal="Årlig kontroll")[1]
    for part in ("Kedjan är hel", "Dokument intaget på sidan", "Dokument borttaget på sidan", "Ersätter handlingsplan"):
        assert part in said
    path = kept.settings.documents / "changes.jsonl"
    content = path.read_bytes()
    assert "parkvakter" not in content.decode()
    path.write_bytes(content.replace(b"page", b"command", 1))
    assert "Loggen är inte som den skrevs." in kept.page("/logg")
    path.write_bytes(b"".join(content.splitlines(keepends=True)[1:]))
    assert "Loggen är inte som den skrevs." in kept.page("/logg")
    path.write_bytes(content)


def test_the_log_is_read_by_whoever_says_why(kept: Kept) -> None:
    """The reason is its first line then; without one nothing is shown, and nothing is written."""
    assert "Dokument intaget" not in kept.page("/logg")
    path = kept.settings.documents / "changes.jsonl"
    before = path.read_bytes()
    for reason in ("", "x", "y" * 301):
        status, said = kept.send("/logg", skal=reason)
        assert (status, "Skriv varför" in said, "Dokument intaget" in said) == (422, True, False)
        assert kept.send("/logg/fil", skal=reason)[0] == 422
    assert path.read_bytes() == before
    assert "Loggen läst på sidan – Skäl: Fråga från revisionen" in kept.send("/logg", skal="Fråga från revisionen")[1]
    given = kept.client.post("/forvaltning/logg/fil", data={"token": kept.office.token, "skal": "Till revisionen"})
    assert given.content == path.read_bytes()
    assert given.headers["content-disposition"].startswith("attachment;")
    assert "Loggen hämtad som fil" in kept.send("/logg", skal="Fråga från revisionen")[1]


def test_a_reader_leaves_a_note_and_the_keeper_closes_it(kept: Kept) -> None:
    """The question is in it only where it was sent along."""
    passage = kept.service.assistant().index.collection.passages[0].id
    form = {"om": "last", "sagt": "Det ska stå lyktor", "fraga": "Hemlig fråga?", "stycke": passage}
    answer = kept.client.post("/anmarkning", data=form)
    assert (answer.status_code, "Tack." in answer.text) == (200, True)
    kept.client.post("/anmarkning", data={"om": "svar", "fraga": "Vem 19640823-3234?", "skicka_fragan": "true"})
    said = kept.page("/anmarkningar")
    assert "Fel läst" in said
    assert "Det ska stå lyktor" in said
    assert "Hemlig" not in said
    assert "Frågan: Vem ██████" in said
    assert "Hemlig" not in str(listing(kept.settings.data))
    for note in kept.office.notes.open():
        assert kept.send(f"/anmarkningar/{note.id}")[0] == 200
    assert "Inga anmärkningar" in kept.page("/anmarkningar")
    assert kept.send("/anmarkningar/0000000000000000")[0] == 404
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert kept.client.post("/anmarkning", data=form, headers=elsewhere).status_code == 422
    assert kept.office.notes.open() == []
