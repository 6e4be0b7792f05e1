"""A file → its lines, each with its place in the source. Plain text so far; one small reader a format."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.types import Document, Line

# "6(8)" or "6 (8)" at the end of a short line: the printed page number, and of how many.
FOOTER = re.compile(r"(?:^|\s)(\d{1,3})\s?\((\d{1,3})\)\s*$")
_FOOTER_LENGTH = 120


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
    sheets = _sheets(texts)
    pages = {
        sheet: int(match[1])
        for text, sheet in zip(texts, sheets, strict=True)
        if sheet is not None and len(text) < _FOOTER_LENGTH and (match := FOOTER.search(text))
    }
    lines, start = [], 0
    for number, (text, sheet) in enumerate(zip(texts, sheets, strict=True), start=1):
        page = pages.get(sheet) if sheet is not None else None
        lines.append(Line(number, start, source=text, text=text, sheet=sheet, page=page))
        start += len(text) + 1
    return lines


def _sheets(texts: Sequence[str]) -> list[int | None]:
    """The sheet of each line, or None throughout where nothing shows page breaks.

    Text extracted from pages shows a new one in one of three ways: a form feed, a line that begins
    with a single space, or a line with a lone space after three empty ones. A document keeps to one
    of them; the one that it uses most, at least three times, is taken.
    """
    form_feed = {i for i, text in enumerate(texts) if text.startswith("\f")}
    indented = {i for i, text in enumerate(texts) if re.match(r" \S", text)}
    indented |= {i + 1 for i in _ends_of_footers(texts)}
    lone = {i for i in range(3, len(texts)) if texts[i] == " " and not any(texts[i - 3 : i])}
    starts = max((form_feed, indented, lone), key=len)
    if len(starts) < 3:
        return [None] * len(texts)
    sheets, sheet = [], 1
    for i in range(len(texts)):
        if i in starts and i > 0:
            sheet += 1
        sheets.append(sheet)
    return list(sheets)


def footer_lines(texts: Sequence[str]) -> set[int]:
    """The indices of page footers: a short paragraph that ends with a page number such as "6(8)".

    Where the number stands alone, the short paragraph before it, without a full stop, is the rest
    of the footer.
    """
    found: set[int] = set()
    for i in _ends_of_footers(texts):
        first = _paragraph_start(texts, i)
        if i - first > 2:
            first = i
        if FOOTER.fullmatch(texts[i].strip()):
            above = next((j for j in range(first - 1, max(first - 3, -1), -1) if texts[j].strip()), None)
            if above is not None and _is_running_title(texts, above):
                first = above
        found.update(j for j in range(first, i + 1) if texts[j].strip())
    return found


def _paragraph_start(texts: Sequence[str], i: int) -> int:
    while i > 0 and texts[i - 1].strip():
        i -= 1
    return i


def _is_running_title(texts: Sequence[str], i: int) -> bool:
    text = texts[i].strip()
    return _paragraph_start(texts, i) == i and len(text) < _FOOTER_LENGTH and not text.endswith((".", ":"))


def _ends_of_footers(texts: Sequence[str]) -> list[int]:
    return [i for i, text in enumerate(texts) if len(text) < _FOOTER_LENGTH and FOOTER.search(text)]
