"""The table of records: read only, from any thread, with the latest status and the years that a time names."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.ingest import Collection
from index.storage.records import RecordTable, counted


def test_nothing_can_be_written(collection: Collection) -> None:
    """Whoever asks."""
    table = RecordTable(collection)
    with pytest.raises(sqlite3.OperationalError):
        table.ask("DELETE FROM activities")
    assert table.ask("SELECT COUNT(*) AS n FROM activities")[0]["n"] == len(collection.activities)


def test_threads_ask_at_once(collection: Collection) -> None:
    """Each gets the whole answer."""
    table = RecordTable(collection)
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda _: len(table.ask("SELECT id FROM activities")), range(200)))
    assert set(counts) == {len(collection.activities)}


def test_records_are_counted_by_kind(collection: Collection) -> None:
    """107 commitments, 7 city-wide ones that are printed fourteen times each, 20 that are reported on."""
    found = counted(collection.activities)
    assert (found.own, found.joint, found.commitments, found.city_wide, found.reports) == (77, 30, 107, 7, 20)


def test_the_status_is_the_latest_reports(collection: Collection) -> None:
    """Four of the twenty that are followed up have one."""
    table = RecordTable(collection)
    rows = table.ask("SELECT status, COUNT(*) AS n FROM activities WHERE followed GROUP BY status ORDER BY n")
    assert {(row["status"], row["n"]) for row in rows} == {("completed", 2), ("ongoing", 2), (None, 16)}


def test_an_abbreviation_is_written_out_before_its_bracket(collection: Collection) -> None:
    """ "hedersrelaterat våld och förtryck (HRV)"."""
    rows = RecordTable(collection).ask("SELECT meaning FROM abbreviations WHERE folded = 'hrv'")
    assert {row["meaning"] for row in rows} == {"hedersrelaterat våld och förtryck"}
