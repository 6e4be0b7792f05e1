"""Files → lines: exactly as they stand, with sheets and printed pages where they can be told."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import load_catalogue
from corpus.errors import UnreadableDocument
from corpus.read import read_source, split_lines
from tests.conftest import DOCUMENTS

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
    ("content", "reason"),
    [
        pytest.param(None, "can't be opened", id="missing"),
        pytest.param(b"", "is empty", id="0 bytes"),
        pytest.param("våld".encode("latin-1"), "byte 1 is not UTF-8", id="latin-1"),
        pytest.param(b"PK\x03\x04\x00\x00", "binary data", id="binary"),
        pytest.param(b"annan text", "not the one that the catalogue describes", id="another file"),
    ],
)
def test_an_unreadable_document_is_refused_with_a_reason(tmp_path: Path, content: bytes | None, reason: str) -> None:
    """The sentence names the file and what is wrong with it."""
    document = replace(load_catalogue(DOCUMENTS).documents[0], file="plan.txt", sha256="0" * 64)
    if content is not None:
        (tmp_path / "plan.txt").write_bytes(content)
    with pytest.raises(UnreadableDocument, match=rf"^plan\.txt: .*{reason}"):
        read_source(document, tmp_path)
