"""A PDF → its pages: their text with its columns and tables, their printed numbers; pictures of pages are read.

Text comes from PDFium; pdfplumber finds the tables on pages that have rules.
"""

import io
import logging
import re
from collections.abc import Iterator
from itertools import islice

import pdfplumber.pdf
import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import UnreadableDocument
from corpus.reading.layout import Box, Grid, lay_out
from corpus.reading.ocr import read_picture
from corpus.reading.pages import Page

_PASSWORD = pdfium.FPDF_ERR_PASSWORD
_HYPHENS = (0x02, 0xFFFE)  # PDFium's signs for a hyphen that breaks a word
_RULES = 4  # lines and boxes that a table is drawn with at least
_COVERS = 0.5  # of a page: a picture that large is the page
_FEW = 12  # letters beside a picture that are a stamp, not the page's text
_GAP = 0.25  # heights; letters further apart stand in two words

# pdfminer warns of every small fault of a file; what it can't read it raises.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(content: bytes) -> list[Page]:
    """The pages of a PDF; raises ``UnreadableDocument`` (the reason alone)."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise UnreadableDocument("is protected by a password; save it without one") from None
        raise UnreadableDocument("is broken off or damaged; fetch it again") from None
    try:
        with _Tables(content) as tables:
            return [_page(document, i, tables) for i in range(len(document))]
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, i: int, tables: "_Tables") -> Page:
    page = document[i]
    try:
        number = _number(document, i)
        words = list(_words(page))
        picture = _is_picture(page)
        if picture and sum(len(word.text) for word in words) < _FEW:
            return Page(tuple(lay_out(*read_picture(page))), sheet=i + 1, number=number, machine_read=True)
        grids = tables.on(i) if _has_rules(page) else []
        return Page(tuple(lay_out(words, grids)), sheet=i + 1, number=number, machine_read=picture)
    finally:
        page.close()


def _number(document: pypdfium2.PdfDocument, i: int) -> int | None:
    """The page's label where it is a number; a PDF without labels has none."""
    label = document.get_page_label(i)
    return int(label) if re.fullmatch(r"[1-9]\d{0,3}", label) else None


def _words(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """The words of a page's text, in the order in which they were written."""
    text = page.get_textpage()
    place = _Position(page)
    letters: list[str] = []
    box: tuple[float, float, float, float] | None = None
    for i in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, i)
        sign = "-" if code in _HYPHENS else "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
        if sign.isspace() or (not sign.isprintable() and sign != "\u00ad"):
            if letters and box:
                yield Box("".join(letters), *box)
            letters, box = [], None
            continue
        left, right, top, bottom = place.of(text.get_charbox(i, loose=True))
        if box is not None:
            height = min(box[3] - box[2], bottom - top)
            apart = abs((top + bottom) - (box[2] + box[3])) / 2 > 0.5 * height
            if apart or left - box[1] > _GAP * height or left < box[0] - height:
                yield Box("".join(letters), *box)
                letters, box = [], None
        letters.append(sign)
        box = (left, right, top, bottom) if box is None else (
            min(box[0], left), max(box[1], right), min(box[2], top), max(box[3], bottom)
        )  # fmt: skip
    if letters and box:
        yield Box("".join(letters), *box)
    text.close()


class _Position:
    """PDF's coordinates (upwards, before the page is turned) → ours."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = page.get_mediabox()
        self._turned = page.get_rotation()

    def of(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """left, bottom, right, top → left, right, top, bottom."""
        left, bottom, right, top = box
        match self._turned:
            case 90:
                return bottom - self._bottom, top - self._bottom, left - self._left, right - self._left
            case 180:
                return self._right - right, self._right - left, bottom - self._bottom, top - self._bottom
            case 270:
                return self._top - top, self._top - bottom, self._right - right, self._right - left
        return left - self._left, right - self._left, self._top - top, self._top - bottom


def _has_rules(page: pypdfium2.PdfPage) -> bool:
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
    return len(list(islice(paths, _RULES))) == _RULES


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether pictures cover the page."""
    covered = 0.0
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    left, bottom, right, top = page.get_mediabox()
    area: float = (right - left) * (top - bottom)
    return covered > _COVERS * area


class _Tables:
    """The tables of a file by page; the file is opened a second time only when a page has rules."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._pdf: pdfplumber.pdf.PDF | None = None

    def __enter__(self) -> "_Tables":
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def on(self, i: int) -> list[Grid]:
        """The tables of the i-th page with two columns at least; one row of them may go on from the page before."""
        if self._pdf is None:
            self._pdf = pdfplumber.open(io.BytesIO(self._content))
        page = self._pdf.pages[i]
        grids = [
            Grid(tuple(tuple(_cell(cell, page.bbox) for cell in row.cells) for row in table.rows))
            for table in page.find_tables()
        ]
        page.close()
        return [grid for grid in grids if max(map(len, grid.rows)) > 1]


def _cell(
    cell: tuple[float, float, float, float] | None, page: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    """pdfplumber's left, top, right, bottom → left, right, top, bottom from the page's corner."""
    if cell is None:
        return None
    return cell[0] - page[0], cell[2] - page[0], cell[1] - page[1], cell[3] - page[1]
