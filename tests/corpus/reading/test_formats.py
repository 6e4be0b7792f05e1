"""The same plan as text, HTML, Word file, PDF and scan → the same activities. The files are made here."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.parsing.document import Structure, structure
from corpus.reading.files import Source, read_file
from corpus.reading.printed.ocr import can_read_pictures
from corpus.restoration.restore import Reading, restore
from corpus.types import Catalogue, Line
from eval.datasets import DATA
from eval.datasets.plans import document
from eval.datasets.plans import read_file as read_plan
from tests.formats import to_docx, to_html, to_pdf, to_scan, word_number

PLANS = DATA / "plans" / "dev"
TABLES = "handlingsplaner-norrsala-2024-2027.md"  # two plans: one in tables, one in lists with labelled fields
FIELDS = "uppfoljning-2024-ekhamra.md"  # each field a line of its own
BRACKETS = "handlingsplaner-hultby-2025-2028.md"  # two plans; brackets say who and when
GOALS = "handlingsplan-lunda-2024-2027.md"  # one table, with a column of goals
NAMES = {TABLES: "plans", FIELDS: "follow-up", BRACKETS: "plans", GOALS: "plans"}

needs_tesseract = pytest.mark.skipif(
    not can_read_pictures(), reason="Tesseract with its Swedish model isn't installed (tesseract-ocr-swe)"
)


def activities(found: Structure) -> list[tuple[object, ...]]:
    """What is compared: everything that is said of an activity but for where it stands."""
    return [
        (
            *(entry.goal_title, entry.number, entry.title, entry.kind, entry.organisation, entry.responsible),
            *(entry.timeline, entry.indicator, entry.results, entry.follow_up_planned, entry.status),
        )
        for entry in found.activities
    ]


def structured(source: Source, name: str, catalogue: Catalogue) -> Structure:
    """The structure of what was read, restored as documents are."""
    said: Sequence[Line | Reading] = source.lines
    if source.machine_read:
        said = restore([line.source for line in source.lines])
    lines = [
        replace(line, text=entry.text, edits=entry.edits, unsure=entry.unsure)
        for line, entry in zip(source.lines, said, strict=True)
    ]
    return structure(replace(document("plan", NAMES[name]), machine_read=source.machine_read), lines, catalogue)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("write", [to_docx, to_html, to_pdf], ids=["docx", "html", "pdf"])
def test_the_same_plan_in_every_format_gives_the_same_activities(write: object, name: str) -> None:
    """Goals, numbers, titles, owners and fields, in their order."""
    wanted, _, catalogue = read_plan(PLANS / name)
    content = write((PLANS / name).read_text(encoding="utf-8"))  # type: ignore[operator]
    found = structured(read_file(content, "plan"), name, catalogue)
    assert activities(found) == activities(wanted)
    assert [plan.organisation for plan in found.plans] == [plan.organisation for plan in wanted.plans]


@needs_tesseract
@pytest.mark.slow
def test_a_scanned_plan_gives_the_same_activities() -> None:
    """Read by Tesseract, which reads a dash now and then as another, or as two."""
    wanted, _, catalogue = read_plan(PLANS / TABLES)
    source = read_file(to_scan(to_pdf((PLANS / TABLES).read_text(encoding="utf-8"))), "plan.pdf")
    found = structured(source, TABLES, catalogue)

    def without_dashes(entries: list[tuple[object, ...]]) -> list[list[object]]:
        return [[re.sub(r"\W+", " ", str(value)).strip() for value in entry] for entry in entries]

    assert source.machine_read
    assert without_dashes(activities(found)) == without_dashes(activities(wanted))


@pytest.mark.parametrize("write", [to_docx, to_html, to_pdf], ids=["docx", "html", "pdf"])
def test_places_are_of_the_text_that_is_delivered(write: object) -> None:
    """Each line starts where it says, and the lines are the text split on line ends."""
    source = read_file(write((PLANS / TABLES).read_text(encoding="utf-8")), "plan")  # type: ignore[operator]
    assert [line.source for line in source.lines] == source.text.split("\n")
    assert all(source.text[line.start :].startswith(line.source) for line in source.lines)
    assert [line.number for line in source.lines] == list(range(1, len(source.lines) + 1))


def test_scripts_and_menus_of_a_page_are_left_out() -> None:
    """What isn't the text says nothing."""
    text = read_file(to_html("# Plan\n\nText."), "plan.html").text
    assert text == "# Plan\n\nText."


def test_a_page_without_a_main_part_is_read_without_menu_and_scripts() -> None:
    """Older sites mark nothing but the menu."""
    page = b"<html><body><nav>Meny</nav><div>Ett<p>Tv\xc3\xa5 <i>ord</i></p></div><script>x()</script></body></html>"
    assert read_file(page, "plan.html").text == "Ett\n\nTvå ord"


def test_merged_cells_of_a_page_keep_their_columns() -> None:
    """A cell that covers rows stands in each; one across the table stands alone, with the head again below."""
    page = """<table><tr><th>Mål</th><th>Åtgärd</th><th>Ansvarig</th></tr>
    <tr><td rowspan="2">Stöd</td><td>Kurser ska ges</td><td>HR</td></tr>
    <tr><td>Frågor ska ställas</td><td>Chef</td></tr>
    <tr><td colspan="3">Från 2025</td></tr><tr><td>Skydd</td><td>Rutin ska tas fram</td><td>Chef</td></tr></table>"""
    assert read_file(f"<html>{page}</html>".encode(), "a").text.split("\n") == [
        "| Mål | Åtgärd | Ansvarig |",
        "|---|---|---|",
        "| Stöd | Kurser ska ges | HR |",
        "| Stöd | Frågor ska ställas | Chef |",
        "",
        "Från 2025",
        "",
        "| Mål | Åtgärd | Ansvarig |",
        "|---|---|---|",
        "| Skydd | Rutin ska tas fram | Chef |",
    ]


def test_numbers_that_word_counts_are_read() -> None:
    """The file holds none of them."""
    document = docx.Document()
    for level, text in [(0, "Skydd"), (1, "Kurser ska ges"), (1, "Frågor ska ställas"), (0, "Stöd"), (1, "Rutin")]:
        word_number(document, document.add_paragraph(text), level)
    assert read_file(saved(document), "a.docx").text.split("\n") == [
        "1 Skydd",
        "1.1 Kurser ska ges",
        "1.2 Frågor ska ställas",
        "2 Stöd",
        "2.1 Rutin",
    ]


def test_a_word_table_of_labels_is_read_as_labels() -> None:
    """One activity a table, its fields below each other."""
    document = docx.Document()
    table = document.add_table(3, 2)
    for row, texts in zip(
        table.rows, [("Aktivitet", "Kurser ska ges"), ("Ansvarig", "HR"), ("Tidplan", "2025")], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    assert read_file(saved(document), "a.docx").text == "Aktivitet: Kurser ska ges\nAnsvarig: HR\nTidplan: 2025"


def test_notes_of_a_word_file_stand_at_its_end() -> None:
    """In the order of the text, under a heading of their own; the lines that Word draws over notes are none."""
    document = docx.Document()
    for text, note in (("Alla chefer utbildas", "2"), ("Stödet ökar", "1")):
        run = document.add_paragraph(text).add_run()
        run._r.append(docx.oxml.parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{note}"/>'))
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Räknat i timmar.</w:t>'
        '</w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>Även vikarier.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    content = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package)
    document.part.relate_to(content, RELATIONSHIP_TYPE.FOOTNOTES)
    assert read_file(saved(document), "a.docx").text.split("\n") == [
        *("Alla chefer utbildas", "", "Stödet ökar", "", "# Noter", "", "1. Även vikarier.", "", "2. Räknat i timmar."),
    ]


def test_text_struck_out_in_word_is_left_out() -> None:
    """Change tracking keeps it in the file."""
    document = docx.Document()
    paragraph = document.add_paragraph("Alla chefer ")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    paragraph._p.append(docx.oxml.parse_xml(f"<w:del {space}><w:r><w:delText>bör</w:delText></w:r></w:del>"))
    paragraph._p.append(docx.oxml.parse_xml(f"<w:ins {space}><w:r><w:t>ska</w:t></w:r></w:ins>"))
    assert read_file(saved(document), "a.docx").text == "Alla chefer ska"


@pytest.mark.parametrize("footer", ["{}", "Handlingsplan 2024–2027 | {}", "Norrsala kommun, sida {}"])
def test_running_feet_of_a_pdf_are_no_text_of_its_plans(footer: str) -> None:
    """Wherever a page ends; and where numbers stand alone they are the pages' numbers."""
    wanted, _, catalogue = read_plan(PLANS / TABLES)
    source = read_file(to_pdf((PLANS / TABLES).read_text(encoding="utf-8"), footer=footer), "plan.pdf")
    found = structured(source, TABLES, catalogue)
    assert activities(found) == activities(wanted)
    assert [line.source for line in source.lines].count(footer.format(2)) == 1
    assert all(line.page in (None, line.sheet) for line in found.lines)
    if footer == "{}":
        assert all(line.page == line.sheet for line in found.lines)


def test_columns_are_read_one_after_the_other() -> None:
    """What runs across both stands before them."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 780, "En rubrik som går tvärs över sidans båda spalter och slutar långt till höger här")
    for i in range(12):
        canvas.drawString(60, 740 - 13 * i, f"Vänster spalt, rad nummer {i}, fylld ända ut")
        canvas.drawString(310, 734 - 13 * i, f"Höger spalt, rad nummer {i}, fylld ända ut")
    canvas.save()
    lines = [line.source for line in read_file(file.getvalue(), "a.pdf").lines if line.source]
    assert lines[0].startswith("En rubrik")
    assert [line.split()[0] for line in lines[1:]] == ["Vänster"] * 12 + ["Höger"] * 12


def test_columns_without_rules_keep_their_places() -> None:
    """A table that no lines are drawn around is told by its gaps."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    rows = [
        ("Åtgärd", "Ansvarig", "Tidplan"),
        ("Kurser ska ges", "HR-enheten", "2025"),
        ("Frågor ska ställas", "Chefer", ""),
    ]
    for i, row in enumerate(rows):
        for x, text in zip((60, 260, 420), row, strict=True):
            canvas.drawString(x, 700 - 14 * i, text)
    canvas.save()
    lines = [line.source for line in read_file(file.getvalue(), "a.pdf").lines]
    assert [re.split(r" {2,}", line) for line in lines] == [list(row) if row[2] else list(row[:2]) for row in rows]
    assert len({line.index(cell) for line, cell in zip(lines, ("Ansvarig", "HR-enheten", "Chefer"), strict=True)}) == 1


def test_pages_of_a_pdf_are_sheets_and_their_labels_pages() -> None:
    """A label that is no number is no page."""
    import pypdfium2

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for text in ("Omslag", "Ett", "Två"):
        canvas.drawString(60, 700, text)
        canvas.showPage()
    canvas.addPageLabel(0, style="ROMAN_LOWER")
    canvas.addPageLabel(1, style="ARABIC", start=1)
    canvas.save()
    assert len(pypdfium2.PdfDocument(file.getvalue())) == 3
    lines = read_file(file.getvalue(), "a.pdf").lines
    assert [(line.source, line.sheet, line.page) for line in lines] == [
        ("Omslag", 1, None),
        ("Ett", 2, 1),
        ("Två", 3, 2),
    ]


def saved(document: "docx.document.Document") -> bytes:
    """A Word document's bytes."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
