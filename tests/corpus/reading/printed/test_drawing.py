"""Pages are drawn with the words on them; lines are found where they stand, or not at all; a bomb breaks nothing."""

import io
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import UnreadableDocument
from corpus.reading.files import read_file
from corpus.reading.isolated import draw_isolated, read_isolated
from corpus.reading.printed.ocr import can_read_pictures
from corpus.reading.printed.page_picture import DrawnPage, Mark, PlacedWord, marks_of
from corpus.types import Line
from tests.formats import to_pdf, to_scan

PLAN = """# Handlingsplan

## Mål 1: Trygghet

- Fler lampor längs gångvägarna i parken
- Kurser för alla parkvakter

| Aktivitet | Ansvarig |
|---|---|
| Rådgivning för unga | Fritidsenheten |
"""


def ink(page: DrawnPage, mark: Mark) -> float:
    """The share of dark pixels inside a mark."""
    picture = np.asarray(Image.open(io.BytesIO(page.picture)).convert("L"))
    top, left = int(mark.top), int(mark.left)
    return float((picture[top : top + int(mark.height), left : left + int(mark.width)] < 128).mean())


def number_of(text: str, lines: tuple[Line, ...]) -> int:
    """The line that has a text."""
    return next(line.number for line in lines if text in line.source)


def turned(pdf: bytes, angle: int, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """The same pages turned, and cropped."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        page.set_rotation(angle)
        if crop:
            page.set_cropbox(*crop)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


_CROP = (50.0, 400.0, 560.0, 820.0)


@pytest.mark.parametrize(("angle", "crop"), [(0, None), (0, _CROP), (90, _CROP), (180, None), (270, _CROP)])
def test_a_line_is_marked_where_it_stands(angle: int, crop: tuple[float, float, float, float] | None) -> None:
    """However the page is turned or cropped: there is ink under the mark."""
    pdf = turned(to_pdf(PLAN), angle, crop)
    page = draw_isolated(pdf, 1, read_picture=False)
    picture = Image.open(io.BytesIO(page.picture))
    assert (picture.format, picture.size) == ("WEBP", (page.width, page.height))
    lines = read_file(pdf, "plan.pdf").lines
    assert page.words
    if angle == 0:
        number = number_of("gångvägarna", lines)
        (mark,) = marks_of({number}, lines, page.words)
        assert ink(page, mark) > 0.05
        assert mark.width > 5 * mark.height
    for word in page.words:
        if len(word.text) > 4:
            at = Mark(word.left, word.top, word.right - word.left, word.bottom - word.top)
            assert ink(page, at) > 0.05, word


@pytest.mark.skipif(not can_read_pictures(), reason="Tesseract isn't installed")
@pytest.mark.slow
def test_a_line_of_a_scan_is_marked() -> None:
    """Once its words have been read from the picture; until then none are known."""
    scan = to_scan(to_pdf(PLAN))
    assert draw_isolated(scan, 1, read_picture=False).words is None
    page = draw_isolated(scan, 1, read_picture=True)
    lines = read_isolated(scan, "skann.pdf").lines
    assert page.words
    (mark,) = marks_of({number_of("parkvakter", lines)}, lines, page.words)
    assert ink(page, mark) > 0.05


def test_cells_of_a_table_are_found_where_they_stand() -> None:
    """The reader gives a row as a line, whatever the order in which the page has its words."""
    pdf = to_pdf(PLAN)
    lines = read_file(pdf, "plan.pdf").lines
    page = draw_isolated(pdf, 1, read_picture=False)
    marks = marks_of({number_of("Rådgivning", lines)}, lines, page.words or ())
    assert 1 <= len(marks) <= 2
    assert all(ink(page, mark) > 0.05 for mark in marks)


def word(text: str, left: float, top: float) -> PlacedWord:
    """A word of 10 pixels a letter."""
    return PlacedWord(text, left, left + 10 * len(text), top, top + 20)


@pytest.mark.parametrize(
    ("lines", "words", "marks"),
    [
        (["Fler lampor"], [word("Fler", 0, 0), word("lampor", 50, 0)], [Mark(0, 0, 110, 20)]),
        (["Fler lampor"], [word("Fler", 0, 0), word("lampor", 0, 30)], [Mark(0, 0, 40, 20), Mark(0, 30, 60, 20)]),
        (["Fler lampor"], [word("Andra", 0, 0), word("saker", 60, 0)], []),
        (["Fler lampor"], [word("Fler", 0, 0)], []),
        (["Fler lampor"], [], []),
        ([""], [word("Fler", 0, 0)], []),
        (["- Fler lampor"], [word("•", 0, 0), word("Fler", 20, 0), word("lampor", 70, 0)], [Mark(20, 0, 110, 20)]),
        (["x " * 2001], [word("x", 0, 0)], []),
    ],
    ids=["a line", "two rows", "other words", "too little", "no words", "an empty line", "a bullet", "too many"],
)
def test_what_is_marked(lines: list[str], words: list[PlacedWord], marks: list[Mark]) -> None:
    """Only what is surely the line."""
    given = [Line(i, 0, source=text, text=text) for i, text in enumerate(lines, 1)]
    assert marks_of({1}, given, words) == marks


def test_the_second_of_two_alike_lines_is_marked_where_it_stands() -> None:
    """Order tells them apart."""
    lines = [replace(Line(0, 0, "Tidplan: 2021", "Tidplan: 2021"), number=i) for i in (1, 2)]
    words = [word(text, left, top) for top in (0, 40) for text, left in (("Tidplan:", 0), ("2021", 90))]
    assert marks_of({2}, lines, words) == [Mark(0, 40, 130, 20)]


def bomb() -> bytes:
    """A PDF whose page is drawn by a form that draws another ten times, and so on."""
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.beginForm("f0")
    canvas.rect(0, 0, 500, 500, fill=1)
    canvas.endForm()
    for i in range(1, 12):
        canvas.beginForm(f"f{i}")
        for _ in range(20):
            canvas.doForm(f"f{i - 1}")
        canvas.endForm()
    canvas.doForm("f11")
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sheet", "why"),
    [
        (b"%PDF-1.7 trasig", 1, "is broken off or damaged"),
        (b"Mal 1", 1, "only those of a PDF"),
        (to_pdf(PLAN), 2, "has no page 2"),
        (to_pdf(PLAN), 0, "has no page 0"),
    ],
    ids=["broken", "text", "no such page", "page nought"],
)
def test_what_cant_be_drawn_is_refused(content: bytes, sheet: int, why: str) -> None:
    """With the reason."""
    with pytest.raises(UnreadableDocument, match=why):
        draw_isolated(content, sheet, read_picture=False)


@pytest.mark.slow
def test_a_page_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that draws it is ended, and nothing else."""
    monkeypatch.setattr("corpus.reading.isolated._SILENT_DRAWING", 5.0)
    with pytest.raises(UnreadableDocument, match="seconds"):
        draw_isolated(bomb(), 1, read_picture=False)


@pytest.mark.parametrize("size", [(14_400, 14_400), (2, 14_400), (1, 1)], ids=["huge", "a ribbon", "tiny"])
def test_a_picture_is_bounded_whatever_the_page(size: tuple[int, int]) -> None:
    """In pixels, each way and in all."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size)
    canvas.drawString(1, 1, "Mål")
    canvas.showPage()
    canvas.save()
    page = draw_isolated(file.getvalue(), 1, read_picture=False)
    assert page.width * page.height <= 3_100_000
    assert max(page.width, page.height) <= 6_001


@pytest.mark.parametrize(
    "said",
    [
        {"picture": "x", "width": 1, "height": 1, "words": [["Mål", "<svg>", 1, 1, 1]]},
        {"picture": "x", "width": 1, "height": 1, "words": [["Mål"]]},
        {"picture": "åäö", "width": 1, "height": 1, "words": None},
        {"picture": ""},
    ],
    ids=["no number", "no place", "no base64", "no size"],
)
def test_what_a_broken_process_says_is_taken_for_nothing(
    said: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever breaks it may let it say anything."""
    monkeypatch.setattr("corpus.reading.isolated._ask", lambda *given, **more: (said, UnreadableDocument("why")))
    with pytest.raises(UnreadableDocument, match="breaks the program"):
        draw_isolated(b"%PDF", 1, read_picture=False)
