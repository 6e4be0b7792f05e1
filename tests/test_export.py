"""Lists as files for a spreadsheet: what a document says is never a formula."""

import csv
import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from assistant.export import COLUMNS, write_csv, write_xlsx
from assistant.schemas import ActivityOut, activity_out
from index.store import Index


@pytest.fixture
def evil(index: Index) -> ActivityOut:
    """An activity whose title would run something, and whose body holds what no cell may."""
    activity = next(entry for entry in index.collection.activities if entry.kind == "own")
    return activity_out(replace(activity, title='=HYPERLINK("http://x")', body="rad ett\nrad \x07två"), index)


def test_a_formula_is_written_as_text_in_csv(evil: ActivityOut) -> None:
    """With a sign before it that spreadsheets take for text."""
    file = io.StringIO(newline="")
    write_csv([evil], file)
    (row,) = csv.DictReader(io.StringIO(file.getvalue(), newline=""))
    assert row["title"] == '\'=HYPERLINK("http://x")'
    assert tuple(row) == COLUMNS


def test_a_formula_is_written_as_text_in_excel(evil: ActivityOut) -> None:
    """As a string cell, with the characters left out that Excel refuses."""
    file = io.BytesIO()
    write_xlsx([evil], file)
    sheet = load_workbook(io.BytesIO(file.getvalue())).active
    assert sheet is not None
    title = sheet.cell(2, COLUMNS.index("title") + 1)
    assert (title.data_type, title.value) == ("s", '=HYPERLINK("http://x")')
    assert sheet.cell(2, COLUMNS.index("body") + 1).value == "rad ett\nrad två"
