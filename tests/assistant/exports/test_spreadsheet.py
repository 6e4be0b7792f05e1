"""Lists as spreadsheets in Swedish: headings, values, links and filters; what a document says is never a formula."""

import csv
import io
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook

from assistant.exports.origin import Origin, file_name, selection_text, table_words
from assistant.exports.spreadsheet import write_swedish_csv, write_swedish_xlsx
from assistant.query.filters import Filters
from assistant.schemas.records import ActivityOut, activity_out
from index.storage.store import Index

COLUMNS = list(table_words()["columns"].values())
BASE = "https://planer.example"


@pytest.fixture
def evil(index: Index) -> ActivityOut:
    """An activity whose title would run something, and whose body holds what no cell may."""
    activity = next(e for e in index.collection.activities if e.kind == "own" and e.organisation == "mkb-fastighets-ab")
    return activity_out(replace(activity, title='=HYPERLINK("http://x")', body="rad ett\nrad \x07två"), index)


def book_of(activity: ActivityOut, index: Index) -> Workbook:
    """The workbook of one activity."""
    file = io.BytesIO()
    asked = selection_text(Filters(organisations=("mkb-fastighets-ab",), goals=(3,), kinds=("own",)), index)
    made_of = Origin(asked, "2026-11-22", "abc", "0f", "a model")
    write_swedish_xlsx([activity], file, made_of, index, base=BASE)
    return load_workbook(io.BytesIO(file.getvalue()))


def test_excel_has_swedish_headings_and_values_with_filters_on(evil: ActivityOut, index: Index) -> None:
    """Names in the place of ids, the goal's wording beside its number, and the headings stay in view."""
    sheet = book_of(evil, index)["Aktiviteter"]
    row = {heading.value: cell.value for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert list(row) == COLUMNS
    assert row["Förvaltning eller bolag"] == "MKB Fastighets AB"
    assert (row["Mål"], row["Målet lyder"], row["Slag"]) == (evil.goal, evil.goal_title, "egen")
    assert row["Program"] == "Fri från våld – en gemensam angelägenhet 2022–2026"
    assert row["Sida eller rad"].startswith(("sidan ", "sidorna ", "rad "))
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A1:S2", "A2")
    assert sheet.column_dimensions["G"].width == 60


def test_excel_links_to_the_activity_and_says_what_was_selected(evil: ActivityOut, index: Index) -> None:
    """The selection in Swedish, on a sheet of its own."""
    book = book_of(evil, index)
    link = book["Aktiviteter"].cell(2, COLUMNS.index("Länk") + 1)
    assert (link.value, link.hyperlink.target) == ("Öppna", f"{BASE}/aktiviteter/{evil.id}")
    assert [cell.value for cell in book["Om urvalet"]["B"]] == [
        "Förvaltning eller bolag: MKB Fastighets AB; Mål: 3; Slag: egen", "2026-11-22", "abc", "0f", "a model",
    ]  # fmt: skip


def test_a_formula_is_written_as_text_in_excel(evil: ActivityOut, index: Index) -> None:
    """As a string cell, with the characters left out that Excel refuses."""
    sheet = book_of(evil, index)["Aktiviteter"]
    title = sheet.cell(2, COLUMNS.index("Aktivitet") + 1)
    assert (title.data_type, title.value) == ("s", '=HYPERLINK("http://x")')
    assert sheet.cell(2, COLUMNS.index("Beskrivning") + 1).value == "rad ett\nrad två"


def test_csv_for_swedish_excel_has_semicolons_and_no_formulas(evil: ActivityOut, index: Index) -> None:
    """With a sign before what a spreadsheet would run."""
    file = io.StringIO(newline="")
    write_swedish_csv([evil], file, index, base=BASE)
    assert file.getvalue().startswith("Förvaltning eller bolag;Program;Mål;")
    (row,) = csv.DictReader(io.StringIO(file.getvalue(), newline=""), delimiter=";")
    assert row["Aktivitet"] == '\'=HYPERLINK("http://x")'
    assert row["Länk"] == f"{BASE}/aktiviteter/{evil.id}"


def test_a_selection_without_conditions_is_all(index: Index) -> None:
    """And words that were searched for are part of it."""
    assert selection_text(Filters(), index) == "alla"
    assert selection_text(Filters(statuses=("ongoing",)), index, "lathund") == (
        "Status enligt uppföljning: pågår; Ord i texten: lathund"
    )


def test_files_are_named_in_swedish_with_their_day() -> None:
    """Without the question."""
    assert file_name("answer", "2026-11-27", "docx") == "planassistenten-svar-2026-11-27.docx"
