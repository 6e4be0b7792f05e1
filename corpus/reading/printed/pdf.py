"""A PDF → its pages: their text with its columns and tables, their printed numbers; pictures of pages are read.

Text comes from PDFium; pdfplumber finds the tables on pages that have rules.
"""

import io
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from ctypes import POINTER, c_double, c_int, cast, create_string_buffer
from dataclasses import replace
from itertools import islice

import pdfplumber.pdf
import pypdfium2
import pypdfium2.raw as pdfium

from corpus.errors import UnreadableDocument
from corpus.reading.limits import check_pages
from corpus.reading.pages import Page
from corpus.reading.printed.layout import Grid, lay_out
from corpus.reading.printed.ocr import Recognised, can_read_pictures, read_pictures
from corpus.reading.printed.print_styles import Box, styled
from corpus.reading.printed.text_layer import fault_of_layer
from corpus.types import OnPage, OnShare

_PASSWORD = pdfium.FPDF_ERR_PASSWORD
_HYPHENS = (0x02, 0xFFFE)  # PDFium's signs for a hyphen that breaks a word
_RULES = 4  # lines and boxes that a table is drawn with at least
_COVERS = 0.5  # of a page: a picture that large is the page
_FEW = 12  # letters beside a picture that are a stamp, not the page's text
_NAME = 100  # bytes of a font's name
_BOLD = 600  # the weight from which letters are bold
_GAP = 0.25  # heights; letters further apart stand in two words

# pdfminer warns of every small fault of a file; what it can't read it raises.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read_pdf(
    content: bytes, *, on_share: OnShare = lambda share: None, on_page: OnPage = lambda read, pages: None
) -> list[Page]:
    """The pages of a PDF; raises ``UnreadableDocument`` (the reason alone).

    ``on_share`` hears what share of the pictures of pages is read, and is called before the work on each page;
    ``on_page`` how many pages are read, of how many.
    """
    document = opened(content)
    try:
        with _Tables(content) as tables:
            check_pages(len(document))
            read = []
            for i in range(len(document)):
                on_share(0.0)
                read.append(_read(document, i))
            words = styled([found for found, _, _ in read])
            _refuse(read)
            drawn = [
                i
                for i, (found, (_, picture, _)) in enumerate(zip(words, read, strict=True))
                if _is_to_be_read(found, picture=picture)
            ]
            count = len(document)

            def on_picture(share: float) -> None:
                on_share(share)
                on_page(count - len(drawn) + round(share * len(drawn)), count)

            pictures = read_pictures(_opened(document, drawn), len(drawn), on_share=on_picture)
            made = []
            for i, (found, (_, picture, _)) in enumerate(zip(words, read, strict=True)):
                on_share(1.0)
                if not drawn:
                    on_page(i, count)
                made.append(_page(document, i, tables, found, pictures.get(i), picture=picture))
            return made
    finally:
        document.close()


def opened(content: bytes) -> pypdfium2.PdfDocument:
    """A PDF, with its forms; raises ``UnreadableDocument`` (the reason alone). Whoever opens it closes it."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise UnreadableDocument("is protected by a password; save it without one", "password") from None
        raise UnreadableDocument("is broken off or damaged; fetch it again") from None
    document.init_forms()
    return document


def words_shown(document: pypdfium2.PdfDocument, i: int) -> list[Box] | None:
    """The words of the i-th page, in points from the corner of what is shown; None where it is a picture to be read."""
    found, picture, _ = _read(document, i)
    if _is_to_be_read(found, picture=picture):
        return None
    page = document[i]
    try:
        left, _, top, _ = _Position(page).of(page.get_cropbox())
    finally:
        page.close()
    left, top = max(0.0, left), max(0.0, top)
    return [
        replace(word, left=word.left - left, right=word.right - left, top=word.top - top, bottom=word.bottom - top)
        for word in found
    ]


def _is_to_be_read(words: Sequence[Box], *, picture: bool) -> bool:
    """Whether what stands on a page is in its picture: it has a few letters beside that at most."""
    return picture and sum(len(word.text) for word in words) < _FEW


def _read(document: pypdfium2.PdfDocument, i: int) -> tuple[list[Box], bool, str | None]:
    """The words of a page, what is filled into its forms among them, whether pictures cover it, what is wrong."""
    page = document[i]
    try:
        if (fault := fault_of_layer(page)) is not None:
            return [], True, fault
        return [*_words(page), *_filled(page)], _is_picture(page), None
    finally:
        page.close()


def _refuse(read: Sequence[tuple[list[Box], bool, str | None]]) -> None:
    """Raise where the text of a page can't be taken out and nothing is there to read it as a picture."""
    for i, (_, _, fault) in enumerate(read):
        if fault is not None and not can_read_pictures():
            raise UnreadableDocument(
                f"the text of page {i + 1} can't be taken out ({fault}); save the document as a PDF again from the "
                "program that made it, or install tesseract-ocr and tesseract-ocr-swe, so that the page is read as "
                "a picture",
                "text_layer",
            )


def _opened(document: pypdfium2.PdfDocument, places: Iterable[int]) -> Iterator[tuple[int, pypdfium2.PdfPage]]:
    for i in places:
        page = document[i]
        try:
            yield i, page
        finally:
            page.close()


def _page(
    document: pypdfium2.PdfDocument,
    i: int,
    tables: "_Tables",
    words: list[Box],
    recognised: Recognised | None,
    *,
    picture: bool,
) -> Page:
    """A page's lines: of its picture as it was read (``recognised``), else of its text."""
    number = _number(document, i)
    if recognised is not None:
        return Page(tuple(lay_out(*recognised)), sheet=i + 1, number=number, machine_read=True)
    page = document[i]
    try:
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
    style = (0.0, False)
    for i in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, i)
        sign = "-" if code in _HYPHENS else "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
        if 0xE000 <= code <= 0xF8FF:
            sign = "•"  # a sign of a font of its own, which nearly always marks an item
        if sign.isspace() or (not sign.isprintable() and sign != "\u00ad"):
            if letters and box:
                yield Box("".join(letters), *box, *style)
            letters, box = [], None
            continue
        left, right, top, bottom = place.of(text.get_charbox(i, loose=True))
        size, heavy, upright = _style(text, i)
        if upright and size and (line := place.baseline(text, i)) is not None:
            # Boxes of letters are of many heights in one line; the line that they stand on is one.
            top, bottom = line - 0.8 * size, line + 0.2 * size
        if box is not None:
            height = min(box[3] - box[2], bottom - top)
            apart = abs((top + bottom) - (box[2] + box[3])) / 2 > 0.5 * height
            if apart or left - box[1] > _GAP * height or left < box[0] - height:
                yield Box("".join(letters), *box, *style)
                letters, box = [], None
        if not letters:
            style = (size, heavy)
        letters.append(sign)
        box = (left, right, top, bottom) if box is None else (
            min(box[0], left), max(box[1], right), min(box[2], top), max(box[3], bottom)
        )  # fmt: skip
    if letters and box:
        yield Box("".join(letters), *box, *style)
    text.close()


def _style(text: pypdfium2.PdfTextPage, i: int) -> tuple[float, bool, bool]:
    """The size of a letter in points, whether it is bold, and whether it stands upright."""
    matrix = pdfium.FS_MATRIX()
    scale, upright = 1.0, True
    if pdfium.FPDFText_GetMatrix(text, i, matrix):
        scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
        upright = abs(matrix.b) < 0.1 * scale and matrix.d > 0
    name = create_string_buffer(_NAME)
    pdfium.FPDFText_GetFontInfo(text, i, name, _NAME, c_int())
    heavy = pdfium.FPDFText_GetFontWeight(text, i) >= _BOLD or b"bold" in name.value.lower()
    return round(pdfium.FPDFText_GetFontSize(text, i) * scale, 1), heavy, upright


def _filled(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """What is filled into the fields of a form, where each field stands; a ticked box is "☒"."""
    forms = page.formenv
    if forms is None:
        return
    place = _Position(page)
    for i in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, i)
        try:
            if pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_WIDGET:
                continue
            kind = pdfium.FPDFAnnot_GetFormFieldType(forms, note)
            if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
                value = "☒" if pdfium.FPDFAnnot_IsChecked(forms, note) else "☐"
            else:
                size = pdfium.FPDFAnnot_GetFormFieldValue(forms, note, None, 0)
                letters = create_string_buffer(max(2, size))
                pdfium.FPDFAnnot_GetFormFieldValue(forms, note, cast(letters, POINTER(pdfium.FPDF_WCHAR)), size)
                value = letters.raw.decode("utf-16-le", errors="replace").strip("\0 \r\n")
            bounds = pdfium.FS_RECTF()
            if value and pdfium.FPDFAnnot_GetRect(note, bounds):
                left, right, top, bottom = place.of((bounds.left, bounds.bottom, bounds.right, bounds.top))
                yield Box(" ".join(value.split()), left, right, top, bottom)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


class _Position:
    """PDF's coordinates (upwards, before the page is turned) → ours."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = page.get_mediabox()
        self._turned = page.get_rotation()

    def baseline(self, text: pypdfium2.PdfTextPage, i: int) -> float | None:
        """How far down the line lies that a letter stands on; None on a page that is turned."""
        x, y = c_double(), c_double()
        if self._turned or not pdfium.FPDFText_GetCharOrigin(text, i, x, y):
            return None
        return float(self._top - y.value)

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
