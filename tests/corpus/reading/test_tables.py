"""The cells of tables in Word files, web pages and PDFs → a row for each activity."""

import io
from collections.abc import Sequence

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import _Cell

from corpus.reading.files import read_file
from corpus.reading.tables import colour_name
from corpus.swedish.words import is_broken_word

HEAD = ["| Insats | Ansvarig | Tid |", "|---|---|---|"]


def saved(document: WordDocument) -> list[str]:
    """The lines that are read of a Word file."""
    file = io.BytesIO()
    document.save(file)
    return read_file(file.getvalue(), "plan.docx").text.split("\n")


def table(document: WordDocument, *rows: Sequence[str]) -> list[list[_Cell]]:
    """A table with these texts; its cells."""
    made = document.add_table(len(rows), len(rows[0]))
    cells = [list(row.cells) for row in made.rows]
    for row, texts in zip(cells, rows, strict=True):
        for cell, text in zip(row, texts, strict=True):
            cell.text = text
    return cells


def test_title_in_bold_type_is_marked_before_its_body() -> None:
    """Two paragraphs of one cell: what is to be done, and how."""
    document = docx.Document()
    cells = table(document, ("Insats", "Ansvarig", "Tid"), ("", "HR", "2026"))
    cells[1][0].paragraphs[0].add_run("Kurser ges").bold = True
    cells[1][0].add_paragraph("Tre gånger om året.")
    assert saved(document) == [*HEAD, "| **Kurser ges** Tre gånger om året. | HR | 2026 |"]


def test_entries_side_by_side_are_rows_of_their_own() -> None:
    """As many paragraphs in each cell; a cell with one holds for all."""
    document = docx.Document()
    table(document, ("Insats", "Ansvarig", "Tid"), ("Kurser ges\nFrågor ställs", "HR\nChefen", "2026"))
    assert saved(document) == [*HEAD, "| Kurser ges | HR | 2026 |", "| Frågor ställs | Chefen | 2026 |"]


def test_merged_cell_stands_in_every_row_that_it_covers() -> None:
    """One who is responsible for two."""
    document = docx.Document()
    cells = table(document, ("Insats", "Ansvarig", "Tid"), ("Kurser ges", "HR", "2026"), ("Frågor ställs", "", "2027"))
    cells[1][1].merge(cells[2][1])
    assert saved(document)[2:] == ["| Kurser ges | HR | 2026 |", "| Frågor ställs | HR | 2027 |"]


def test_nested_table_gives_the_fields_of_what_stands_beside_it() -> None:
    """A table that lays out a title and, in a table of its own, its fields."""
    document = docx.Document()
    cells = table(document, ("Åtgärd 1: Kurser ges", ""))
    nested = cells[0][1].add_table(2, 2)
    for row, texts in zip(nested.rows, (("Ansvarig", "HR"), ("Tidplan", "2026")), strict=True):
        row.cells[0].text, row.cells[1].text = texts
    assert [line for line in saved(document) if line] == ["Åtgärd 1: Kurser ges", "Ansvarig: HR", "Tidplan: 2026"]


@pytest.mark.parametrize("mark", ["w:vanish", "w:strike", "w:dstrike"])
def test_hidden_and_struck_text_is_left_out(mark: str) -> None:
    """It isn't printed, or no longer holds."""
    document = docx.Document()
    paragraph = document.add_paragraph("Kurser ges")
    run = paragraph.add_run(" varje vecka")
    run._r.get_or_add_rPr().append(OxmlElement(mark))
    assert saved(document) == ["Kurser ges"]


def test_empty_cell_says_its_colour() -> None:
    """Where the row around it has another."""
    document = docx.Document()
    cells = table(document, ("Insats", "Ansvarig", "Status"), ("Kurser ges", "HR", ""))
    shade = OxmlElement("w:shd")
    shade.set(qn("w:fill"), "00B050")
    cells[1][2]._tc.get_or_add_tcPr().append(shade)
    assert saved(document)[2] == "| Kurser ges | HR | Grön |"


def test_headers_and_footers_stand_before_the_text_without_their_pages() -> None:
    """What the text says itself isn't said again."""
    document = docx.Document()
    document.add_paragraph("Plan mot våld")
    document.sections[0].header.paragraphs[0].text = "Ekby kommun\tPlan mot våld"
    document.sections[0].footer.paragraphs[0].text = "Dnr SN 2025/1"
    assert saved(document) == ["Ekby kommun", "", "Dnr SN 2025/1", "", "Plan mot våld"]


def test_terms_of_a_page_are_labels() -> None:
    """And what opens a part of a page is a heading below the last."""
    page = (
        "<html><body><h2>Mål 1</h2><details><summary>Kurser ges</summary>"
        "<dl><dt>Ansvarig</dt><dd>HR</dd><dt>Tid</dt><dd>2026</dd></dl></details></body></html>"
    )
    lines = read_file(page.encode(), "a.html").text.split("\n")
    assert [line for line in lines if line] == ["## Mål 1", "### Kurser ges", "Ansvarig: HR", "Tid: 2026"]


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ('<span aria-label="Röd">●</span>', "● Röd"),
        ('<span class="dot-gron">●</span>', "● Grön"),
        ('<span title="Pågår" class="blob"></span>', "Pågår"),
        ('<i style="background-color: #ffc000"></i>', "Gul"),
        ("<del>Klar</del> Pågår", "Pågår"),
    ],
)
def test_sign_is_read_with_what_it_stands_for(sign: str, text: str) -> None:
    """By its label, its title, its class or its style; what is struck through isn't read."""
    assert read_file(f"<html><body><p>{sign}</p></body></html>".encode(), "a.html").text == text


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("00B050", "Grön"),
        ("#FFC7CE", "Röd"),
        ("FFFF00", "Gul"),
        ("F79646", "Orange"),
        ("4472C4", "Blå"),
        ("D9D9D9", ""),
    ],
)
def test_colour_has_a_name_where_it_tells_something(code: str, name: str) -> None:
    """Grey marks heads of tables."""
    assert colour_name(code) == name


@pytest.mark.parametrize(
    ("above", "below", "broken"),
    [
        ("Kommunstyrelse", "n", True),
        ("Utbildningsnämn", "den", True),
        ("Fastighetsenhet", "en", True),
        ("Kommunledning", "skontoret", True),
        ("färdigställda", "slingor", False),
        ("kontaktuppgifter", "delas", False),
        ("språkpiloter", "på", False),
    ],
)
def test_word_that_a_narrow_cell_broke_is_known(above: str, below: str, broken: bool) -> None:
    """By what Swedish has of words."""
    assert is_broken_word(above, below) is broken


def test_blue_cells_tell_something_beside_cells_of_other_colours() -> None:
    """Alone blue is a table's design."""
    for beside, told in (("FF0000", "Blå"), ("0070C0", "")):
        document = docx.Document()
        cells = table(document, ("Insats", "Status"), ("Kurser ges", ""), ("Frågor ställs", ""))
        for row, fill in ((1, beside), (2, "0070C0")):
            shade = OxmlElement("w:shd")
            shade.set(qn("w:fill"), fill)
            cells[row][1]._tc.get_or_add_tcPr().append(shade)
        assert saved(document)[-1] == f"| Frågor ställs | {told} |"


def test_goal_in_a_row_of_a_table_stands_above_what_follows() -> None:
    """A label and a cell over all other columns, above the table's own head, is a line of its own."""
    document = docx.Document()
    cells = table(
        document, ("Nuläge", "Mörkt.", ""), ("Mål 1", "Alla vågar gå ut", ""), ("Åtgärd", "Ansvarig", "Tid"),
        ("Lysa upp", "Gatuenheten", "2026"),
    )  # fmt: skip
    for row in cells[:2]:
        row[1].merge(row[2])
    assert [line for line in saved(document) if line] == [
        "Nuläge: Mörkt.", "Mål 1: Alla vågar gå ut", "| Åtgärd | Ansvarig | Tid |", "|---|---|---|",
        "| Lysa upp | Gatuenheten | 2026 |",
    ]  # fmt: skip
