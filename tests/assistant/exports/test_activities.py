"""Lists as CSV for programs: what a document says is never a formula."""

import csv
import io
from dataclasses import replace

import pytest

from assistant.exports.activities import COLUMNS, write_csv
from assistant.exports.origin import Origin, filters_text
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
