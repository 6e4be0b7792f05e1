"""Files → lines: exactly as they stand, with sheets and printed pages where they can be told."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.catalogue import load_catalogue
from corpus.errors import UnreadableDocument
from corpus.reading.files import read_file, read_source, split_lines
from index.build import load_or_build
from index.embedding.embedder import Embedder
from tests.conftest import DOCUMENTS
from tests.tiny import PLAN, add_document

HASHES = {
    "handlingsplaner-fri-fran-vald-2022-2026": "67fd399c20b9ed49",
    "uppfoljning-asf-fri-fran-vald-2024": "41e4ce2103d062c2",
    "uppfoljning-kvinnofrid-2016-2018": "5c9fcba018935f4a",
}


def test_the_documents_are_byte_for_byte_those_that_were_given() -> None:
    """Line numbers are part of every citation."""
    for document in load_catalogue(DOCUMENTS).documents:
        content = (DOCUMENTS / document.file).read_bytes()
        assert hashlib.sha256(content).hexdigest().startswith(HASHES[document.id])


@pytest.mark.parametrize("text", ["", "en rad", "två\nrader", "tom sist\n", "\n\nå ä ö\n \n", "a\r\nb\u2028c\n"])
def test_lines_put_together_are_the_source(text: str) -> None:
    """Nothing is lost, and each line's start is where it stands."""
    lines = split_lines(text)
    assert "\n".join(line.source for line in lines) == text
    assert all(text[line.start : line.start + len(line.source)] == line.source for line in lines)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_a_line_with_one_leading_space_begins_a_sheet() -> None:
    """Where a document shows page breaks in that way, and no page numbers are printed."""
    lines = split_lines(" Ett\nmer\n Två\nmer\n Tre\nmer\n Fyra")
    assert [line.sheet for line in lines] == [1, 1, 2, 2, 3, 3, 4]
    assert {line.page for line in lines} == {None}


def test_sheets_are_unknown_where_nothing_shows_them() -> None:
    """A paragraph that happens to be indented is no page break."""
    assert {line.sheet for line in split_lines("Ett\n indrag\nTvå")} == {None}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "mac_roman", "cp850"]
)
def test_swedish_in_every_encoding_is_read_alike(encoding: str) -> None:
    """Told by its mark or by what makes Swedish."""
    text = "Åtgärd: våldsförebyggande möten ska hållas på Öland.\nÄven för idéburna."
    assert read_file(text.encode(encoding), "plan.txt").text == text


def test_quotes_and_dashes_of_windows_are_read() -> None:
    """They are control characters in Latin-1."""
    assert read_file("Mål – ”trygg”".encode("cp1252"), "plan.txt").text == "Mål – ”trygg”"


def test_line_ends_of_other_systems_are_line_ends() -> None:
    """One line end is one line."""
    assert read_file(b"a\r\nb\rc\nd", "plan.txt").text == "a\nb\nc\nd"


def bomb() -> bytes:
    """A Word file that is small and unpacks to 300 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as inside:
        for _ in range(300):
            inside.write(bytes(1_000_000))
    return file.getvalue()


def with_entities() -> bytes:
    """A Word file whose XML says the same entity over and over."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>')
    return file.getvalue()


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("hemligt"))
    canvas.drawString(60, 700, "Text")
    canvas.save()
    return file.getvalue()


def picture_pdf() -> bytes:
    """A PDF with a picture of nothing on its page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(200, 200))
    canvas.drawImage(ImageReader(Image.new("L", (400, 400), 255)), 0, 0, 200, 200)
    canvas.save()
    return file.getvalue()


UNREADABLE = {
    "0 bytes": (b"", "is empty"),
    "spaces alone": (b"\n \n", "is empty"),
    "binary": (b"text\x00\x01\x02 mer", "binary data"),
    "half UTF-8": ("Åtgärd för våld på Öland".encode() + b"\xff", "byte 30 is not UTF-8"),
    "broken zip": (b"PK\x03\x04\x00\x00", "broken off or damaged"),
    "broken PDF": (b"%PDF-1.7\nnothing", "broken off or damaged"),
    "Word file of the old kind": (b"\xd0\xcf\x11\xe0" + bytes(600), r"\(\.doc\).*save it as \.docx"),
    "locked Word file": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a password"),
    "locked PDF": (locked_pdf(), "a password"),
    "zip bomb": (bomb(), "unpacks to 300 MB"),
    "entities": (with_entities(), "is unsafe"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), "is a picture"),
    "RTF": (b"{\\rtf1 text}", "save it as .docx"),
    "page without text": (b"<html><body><script>x()</script></body></html>", "no text"),
}


@pytest.mark.parametrize(("content", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_file_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    """The sentence names the file and what is wrong with it, whatever its name says it is."""
    for name in ("plan.txt", "plan.docx", "plan.pdf"):
        with pytest.raises(UnreadableDocument, match=rf"^{re.escape(name)}: .*{reason}"):
            read_file(content, name)


def test_a_scan_without_tesseract_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to know what a scan needs."""
    monkeypatch.setattr("corpus.reading.printed.ocr.can_read_pictures", lambda: False)
    with pytest.raises(UnreadableDocument, match=r"^plan\.pdf: .*install tesseract-ocr and tesseract-ocr-swe"):
        read_file(picture_pdf(), "plan.pdf")


def test_the_content_decides_what_a_file_is() -> None:
    """A PDF may be called .txt."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(60, 700, "Mål 1: Trygghet")
    canvas.save()
    assert read_file(file.getvalue(), "plan.txt").text == "Mål 1: Trygghet"


def test_what_a_library_stumbles_over_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """No fault of one file may stop the others."""

    def stumble(content: bytes) -> str:
        raise RecursionError

    monkeypatch.setattr("corpus.reading.files.decode", stumble)
    with pytest.raises(UnreadableDocument, match=r"^plan\.txt: is damaged .*RecursionError.*save it again"):
        read_file(b"text", "plan.txt")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(None, "can't be opened", id="missing"),
        pytest.param(b"annan text", "not the one that the catalogue describes", id="another file"),
    ],
)
def test_a_document_that_isnt_the_catalogues_is_refused(tmp_path: Path, content: bytes | None, reason: str) -> None:
    """By its name and what to do."""
    document = replace(load_catalogue(DOCUMENTS).documents[0], file="plan.txt", sha256="0" * 64)
    if content is not None:
        (tmp_path / "plan.txt").write_bytes(content)
    with pytest.raises(UnreadableDocument, match=rf"^plan\.txt: .*{reason}"):
        read_source(document, tmp_path)


def test_a_name_with_markup_and_control_characters_is_shown_as_text() -> None:
    """It can neither colour a terminal nor break a line."""
    with pytest.raises(UnreadableDocument) as caught:
        read_file(b"", "[bold]<b>plan\x1b[31m\n.txt")
    assert str(caught.value).startswith("[bold]<b>plan\ufffd[31m\ufffd.txt: ")


def test_unreadable_documents_stop_none_of_the_others(tmp_path: Path, tiny: Embedder) -> None:
    """Each is reported, and the readable one is in."""
    for i, (content, _) in enumerate(UNREADABLE.values()):
        add_document(tmp_path / "documents", f"fel-{i}", content)
    add_document(tmp_path / "documents", "plan", PLAN.encode())
    heard: list[str] = []
    collection = load_or_build(tmp_path / "documents", tmp_path / "data", tiny, on_problem=heard.append).collection
    assert [document.id for document in collection.documents] == ["plan"]
    assert len(heard) == len(UNREADABLE)
    assert collection.problems == tuple(heard)
