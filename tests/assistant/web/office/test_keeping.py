"""Documents are brought in, looked at, taken in or left, replaced and removed; what can't be read leaves nothing."""

import io
import time
import zipfile
from typing import Any, get_args

import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.curation import uploads
from assistant.web.office.words import office_words
from corpus.errors import Cause
from corpus.reading.files import Source
from corpus.reading.isolated import read_isolated
from corpus.types import OnPage
from tests.assistant.cli.folders import NEW, listing
from tests.assistant.web.office.conftest import Kept
from tests.formats import to_pdf


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


def with_password() -> bytes:
    """A PDF that opens with a password only."""
    file = io.BytesIO()
    canvas = Canvas(file, encrypt="hemligt")
    canvas.drawString(60, 700, "Aktivitet: Fler bänkar")
    canvas.save()
    return file.getvalue()


def packed(*names: str, content: bytes = b"") -> bytes:
    """A zip file with these files in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("trasig.pdf", b"%PDF-1.7 trasig", "Filen är skadad"),
        ("låst.pdf", with_password(), "skyddad med lösenord"),
        ("bild.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "Filen är en bild."),
        ("tom.txt", b" ", "Filen är tom."),
        ("bara-ram.html", b"<!doctype html><html><body><nav></nav></body></html>", "Det finns ingen text i filen."),
        ("<b>x.pdf", b"%PDF-", "&lt;b&gt;x.pdf: Filen är skadad"),
        ("bomb.docx", packed("word/document.xml", content=b" " * 70_000_000), "gjord för att skada"),
        ("gammal.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word-fil av den äldre sorten"),
        ("plan.rtf", b"{\\rtf1 Plan}", "RTF-fil"),
        ("siffror.xlsx", packed("xl/workbook.xml"), "kalkylblad"),
        ("allt.zip", packed("plan.txt"), "Filen är ett arkiv"),
        ("program.txt", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "varken text eller"),
        ("lång.txt", b"Mal 1\n" * 60_001, "Dokumentet är för långt."),
    ],
    ids=[
        "broken", "a password", "a picture", "empty", "no text", "a name with signs", "a bomb", "old Word", "RTF",
        "Excel", "an archive", "a program", "too long",
    ],
)  # fmt: skip
def test_a_file_that_cant_be_read_leaves_nothing(kept: Kept, name: str, content: bytes, why: str) -> None:
    """A sentence in Swedish says why; the terminal has its own."""
    before = listing(kept.path)
    status, said, path = kept.bring(name, content)
    assert (status, "Filen går inte att ta in" in said) == (200, True)
    assert why in said
    assert "; " not in said.partition("Inget är intaget")[0].replace("&lt;", "").replace("&gt;", "")
    status, said = kept.send(path, val="ta-in")
    assert status in (404, 422)
    assert listing(kept.path) == before


def test_every_cause_has_its_sentence() -> None:
    """And no sentence is without a cause."""
    causes = {*get_args(Cause), "there_already", "catalogue"}
    assert set(office_words()["unreadable"]) == causes


def test_a_pdf_is_looked_at_beside_its_pages(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """One page at a time; how many are read is told while it is read; left, no picture of it is there."""
    pdf = to_pdf(NEW + "\n\n".join(f"Stycke {n} om parkerna i staden." for n in range(80)), footer="{}(3)")
    told: list[tuple[int, int]] = []

    def read(*given: Any, on_page: OnPage, **more: Any) -> Source:
        def hear(done: int, pages: int) -> None:
            told.append((done, pages))
            on_page(done, pages)

        return read_isolated(*given, on_page=hear, **more)

    monkeypatch.setattr(uploads, "read_isolated", read)
    status, said, path = kept.bring("Ny plan.pdf", pdf)
    assert (status, "Bild av sidan 1 av 3" in said) == (200, True)
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert "Visa sidan 1" in said
    page = kept.client.get(f"/forvaltning{path}?sida=2").text
    assert f'src="/forvaltning{path}/bild/2"' in page
    picture = kept.client.get(f"/forvaltning{path}/bild/2")
    assert (picture.headers["content-type"], picture.headers["cache-control"]) == ("image/webp", "no-store")
    assert kept.client.get(f"/forvaltning{path}/bild/9").status_code == 404
    assert kept.at("192.0.2.7").get(f"/forvaltning{path}/bild/2").status_code == 404
    upload = kept.office.uploads.get(path.rpartition("/")[2])
    assert upload is not None
    upload.done.clear()
    for share, pages, sentence in (
        (0.0, None, "Filen öppnas."),
        (0.2, (2, 5), "2 av 5 sidor är lästa."),
        (0.75, (5, 5), "Orden kontrolleras (50 %)."),
    ):
        upload.share, upload.pages = share, pages
        assert sentence in kept.page(path)
    upload.done.set()
    kept.send(path, val="lamna")
    assert kept.client.get(f"/forvaltning{path}/bild/2").status_code == 404


def test_a_page_with_an_identity_number_isnt_shown_before_it_is_taken_in(kept: Kept) -> None:
    """As it isn't after."""
    path = kept.bring("nummer.pdf", to_pdf(NEW + "\n\nKontakt: Anna Ek 19640823-3234\n"))[2]
    assert "Det står ett personnummer på sidan." in kept.page(path)
    assert kept.client.get(f"/forvaltning{path}/bild/1").status_code == 404
    kept.send(path, val="lamna")


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
    assert "Just den här filen är redan intagen." in said


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


def replaced_by(kept: Kept, text: str, old: str) -> str:
    """A version that takes the place of another: its id."""
    path = kept.bring("nyare.txt", text.encode())[2]
    assert kept.send(path, val="ta-in", ersatter=old)[0] == 200
    kept.built()
    newest: str = kept.client.get("/api/documents").json()[-1]["id"]
    return newest


def test_the_office_says_what_changed_between_two_versions(kept: Kept) -> None:
    """Activities that came, went and changed, field by field; each version's file can be fetched; they go together."""
    first = "handlingsplan-for-trygg-stad-2020-2024"
    text = NEW.replace("Tidplan: 2021", "Tidplan: 2023")
    text = text.replace("Aktivitet: Kurs för kvastbindare", "Aktivitet: Trygghetsrond")
    text = text.replace("Alla parkvakter går en kurs om våld i nära relationer.", "Boende ser över lampor varje höst.")
    second = replaced_by(kept, text, first)
    third = replaced_by(kept, NEW.replace("2020–2024", "2021–2024", 1).replace("Driftenheten", "Parkenheten"), second)
    said = kept.page(f"/dokument/{second}/andrat/{first}")
    assert "Nya aktiviteter: 1. Borttagna: 1. Ändrade: 1. Oförändrade: 0." in said
    assert "Tidplan 2021 2023" in said
    assert "Nya aktiviteter Trygghetsrond" in said
    assert "Aktiviteter som inte finns längre Kurs för kvastbindare" in said
    said = kept.page(f"/dokument/{third}/andrat/{second}")
    assert "Ansvarig Driftenheten Parkenheten" in said
    assert "Period 2020–2024 2021–2024" in said
    assert kept.client.get(f"/forvaltning/dokument/{first}/andrat/{third}").status_code == 404
    assert kept.client.get(f"/forvaltning/dokument/{third}/andrat/nej").status_code == 404
    said = kept.page(f"/dokument/{third}")
    assert "Tidigare versioner (2)" in said
    assert "Dokumentet och dess tidigare versioner (2)." in said
    for version, content in ((first, NEW), (second, text)):
        assert kept.client.get(f"/forvaltning/dokument/{version}/original").content == content.encode()
    path = kept.bring("samma.txt", (NEW + "En till.").encode())[2]
    status, said = kept.send(path, val="ta-in", ersatter=first)
    assert (status, "är redan ersatt, kanske av någon annan nyss." in said) == (422, True)
    kept.send(path, val="lamna")
    assert kept.send(f"/dokument/{third}/ta-bort", saker="ja", versioner="alla")[0] == 200
    kept.built()
    assert [entry["id"] for entry in kept.client.get("/api/documents").json()] == ["parkplan"]
    assert [name for name in listing(kept.settings.documents) if "trygg" in name] == []
    path = kept.bring("Ny plan.txt", NEW.encode())[2]
    kept.send(path, val="ta-in")
    kept.built()


def test_two_who_bring_the_same_file_at_once(kept: Kept) -> None:
    """The second is told, and nothing is there twice."""
    paths = [kept.bring(f"{name}.txt", (NEW + "Två.").encode())[2] for name in ("ena", "andra")]
    assert kept.send(paths[0], val="ta-in")[0] == 200
    status, said = kept.send(paths[1], val="ta-in")
    assert (status, "redan intagen, kanske av någon annan nyss" in said) == (422, True)
    kept.built()
    newest = kept.client.get("/api/documents").json()[-1]["id"]
    assert kept.send(f"/dokument/{newest}/ta-bort", saker="ja")[0] == 200
    kept.built()


def test_the_log_says_what_was_done_and_never_what_was_said(kept: Kept) -> None:
    """A line each; the chain is whole, until somebody changes a line."""
    said = kept.send("/logg", skal="Årlig kontroll")[1]
    for part in (
        "Kedjan är hel", "Dokument intaget på webbsidan", "Dokument borttaget på webbsidan", "Ersätter handlingsplan",
    ):  # fmt: skip
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
    said = kept.send("/logg", skal="Fråga från revisionen")[1]
    assert "Loggen läst på webbsidan – Skäl: Fråga från revisionen" in said
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
