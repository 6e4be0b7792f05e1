"""The log of changes: whole as it was written, and what is done is done though it can't be written."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.curation.log import BrokenLog, ChangeLog, NotLogged


def test_lines_before_one_that_was_changed_are_still_told(tmp_path: Path) -> None:
    """And which one it is."""
    log = ChangeLog(tmp_path)
    for name in ("parkplan", "bankplan", "stolplan"):
        log.add("take in", name, via="command")
    log.path.write_text(log.path.read_text().replace("bankplan", "badplan"))
    with pytest.raises(BrokenLog, match="line 2") as broken:
        log.entries()
    assert [entry.document for entry in broken.value.before] == ["parkplan"]


def test_a_half_written_line_is_followed_by_whole_ones(tmp_path: Path) -> None:
    """It is what the log is broken at."""
    log = ChangeLog(tmp_path)
    log.add("take in", "parkplan", via="page")
    log.path.write_bytes(log.path.read_bytes() + b'{"at": "20')
    log.add("remove", "parkplan", via="page")
    assert len(log.path.read_bytes().splitlines()) == 3
    with pytest.raises(BrokenLog, match="line 2"):
        log.entries()


def test_what_cannot_be_logged_is_said_to_be_done(tmp_path: Path) -> None:
    """A folder stands where the file should."""
    log = ChangeLog(tmp_path)
    log.path.mkdir()
    with pytest.raises(NotLogged, match=r"it is done \(remove parkplan\)"):
        log.add("remove", "parkplan", via="page")


class Days:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, days: int) -> None:
        """So many days later."""
        self.now += timedelta(days=days)


def written(tmp_path: Path, days: Days, keep: int | None = 100) -> ChangeLog:
    """A log with a line every fortnight, for a year."""
    log = ChangeLog(tmp_path, keep_days=keep, now=days)
    for number in range(26):
        log.add("correct", f"plan-{number}", via="page", who={"subject": "rut", "name": "Rut Ek"})
        days.pass_by(14)
    return log


def test_lines_older_than_they_are_kept_are_cut_and_the_chain_says_so(tmp_path: Path) -> None:
    """How many and until when, at its beginning and in the chain; again and again."""
    log = written(tmp_path, Days())
    entries = log.entries()
    kept = [entry.document for entry in entries if entry.did == "correct"]
    assert kept == [f"plan-{number}" for number in range(18, 26)]
    assert entries[0].did == "cut"
    assert int(entries[0].more["lines"]) >= 18  # and what earlier cuts had said in the chain
    assert str(entries[0].more["until"]) < entries[1].at
    assert entries[-1].more["first"] == entries[0].hash
    assert "plan-17" not in log.path.read_text()
    assert entries[1].who == {"subject": "rut", "name": "Rut Ek"}


def test_without_a_setting_nothing_is_cut(tmp_path: Path) -> None:
    """What is to go is for whoever answers for the archive to decide."""
    assert len(written(tmp_path, Days(), keep=None).entries()) == 26


def test_a_beginning_that_somebody_else_took_away_shows(tmp_path: Path) -> None:
    """Whether they leave a line that says so or not; and so does a line of a cut that was changed."""
    log = written(tmp_path, Days())
    lines = log.path.read_bytes().splitlines(keepends=True)
    first = json.loads(lines[0])
    forged = {**first, "more": {**first["more"], "lines": 3}, "before": json.loads(lines[3])["before"]}
    forged.pop("hash")
    digest = hashlib.sha256(json.dumps(forged, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    whole = json.dumps({**forged, "hash": digest}, ensure_ascii=False).encode() + b"\n"
    for content in (
        b"".join(lines[1:]),
        b"".join([whole, *lines[3:]]),
        b"".join([lines[0].replace(b'"lines": ', b'"lines": 1'), *lines[1:]]),
        b"".join([lines[0], *lines[2:]]),
        b"".join(lines[:-1]),
    ):
        log.path.write_bytes(content)
        with pytest.raises(BrokenLog):
            log.entries()


def test_a_log_that_is_not_whole_is_not_cut(tmp_path: Path) -> None:
    """Whoever looks into it finds all that there is."""
    days = Days()
    log = written(tmp_path, days, keep=None)
    log.path.write_text(log.path.read_text().replace("plan-3", "plan-x"))
    days.pass_by(1000)
    assert ChangeLog(tmp_path, keep_days=100, now=days).cut() == 0
    assert "plan-0" in log.path.read_text()


def test_an_empty_log_has_nothing_to_cut(tmp_path: Path) -> None:
    """Nor one that isn't there; the last line stays however old it is, as the chain goes on from it."""
    days = Days()
    log = ChangeLog(tmp_path, keep_days=30, now=days)
    assert log.cut() == 0
    log.add("remove", "parkplan", via="command")
    days.pass_by(1000)
    assert log.cut() == 0
    assert len(log.entries()) == 1
