"""Lists as files for a spreadsheet: what a document says is never a formula."""

import csv
import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from assistant.exports.activities import COLUMNS, Origin, filters_text, write_csv, write_xlsx
from assistant.query.filters import Filters
from assistant.schemas.records import ActivityOut, activity_out
from index.storage.store import Index

MADE_OF = Origin(filters_text(Filters(organisations=("mkb",), goals=(3,))), "2026-11-22", "abc", "0f", "a model")


@pytest.fixture
def evil(index: Index) -> ActivityOut:
    """An activity whose title would run something, and whose body holds what no cell may."""
    activity = next(entry for entry in index.collection.activities if entry.kind == "own")
    return activity_out(replace(activity, title='=HYPERLINK("http://x")', body="rad ett\nrad \x07två"), index)


def test_a_formula_is_written_as_text_in_csv(evil: ActivityOut) -> None:
    """With a sign before it that spreadsheets take for text."""
    file = io.StringIO(newline="")
    write_csv([evil], file, MADE_OF)
    (row,) = csv.DictReader(io.StringIO(file.getvalue(), newline=""))
    assert row["title"] == '\'=HYPERLINK("http://x")'
    assert tuple(row)[: len(COLUMNS)] == COLUMNS
    assert row["asked"] == "organisations: mkb; goals: 3"
    assert (row["made"], row["index"], row["model"]) == ("2026-11-22", "abc", "a model")


def test_a_formula_is_written_as_text_in_excel(evil: ActivityOut) -> None:
    """As a string cell, with the characters left out that Excel refuses."""
    file = io.BytesIO()
    write_xlsx([evil], file, MADE_OF)
    book = load_workbook(io.BytesIO(file.getvalue()))
    assert [cell.value for cell in book["Om listan"]["B"]] == [
        "organisations: mkb; goals: 3", "2026-11-22", "abc", "0f", "a model",
    ]  # fmt: skip
    sheet = book.active
    assert sheet is not None
    title = sheet.cell(2, COLUMNS.index("title") + 1)
    assert (title.data_type, title.value) == ("s", '=HYPERLINK("http://x")')
    assert sheet.cell(2, COLUMNS.index("body") + 1).value == "rad ett\nrad två"
