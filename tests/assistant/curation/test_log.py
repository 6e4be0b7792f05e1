"""The log of changes: whole as it was written, and what is done is done though it can't be written."""

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
