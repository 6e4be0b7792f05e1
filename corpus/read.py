"""A file → its lines, each with its place in the source. Plain text so far; one small reader a format."""

import hashlib
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.structuring.pages import sheets
from corpus.types import Document, Line


def read_source(document: Document, folder: Path) -> str:
    """The document's text exactly as its file has it.

    Raises ``UnreadableDocument`` when the file is missing, empty, no UTF-8 text, or not the one
    that the catalogue describes.
    """
    path = folder / document.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"{document.file}: can't be opened ({error.strerror}); put it in {folder.name} "
            "or take it out of the catalogue"
        ) from None
    if not content.strip():
        raise UnreadableDocument(f"{document.file}: the file is empty; put the document in its place")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"{document.file}: byte {error.start} is not UTF-8 text; save the document as UTF-8"
        ) from None
    if "\x00" in text:
        raise UnreadableDocument(
            f"{document.file}: holds binary data (a zero at character {text.index(chr(0))}); "
            "put the document's text in its place"
        )
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise UnreadableDocument(
            f"{document.file}: the file is not the one that the catalogue describes (its sha256 differs); "
            "put the right file back, or enter the new sha256"
        )
    return text


def split_lines(source: str) -> list[Line]:
    """The lines of a source, each with its sheet where page breaks can be told, read as they stand."""
    texts = source.split("\n")
    lines, start = [], 0
    for number, (text, sheet) in enumerate(zip(texts, sheets(texts), strict=True), start=1):
        lines.append(Line(number, start, source=text, text=text, sheet=sheet))
        start += len(text) + 1
    return lines
