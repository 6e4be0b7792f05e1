"""What was set right in an earlier version of a document → what of it can be set right in the later one too.

Only where nothing that it is of has changed: the lines are the same, and the same was read of them. A person says
whether it is. What is of the whole document, or of its pages, is of that file alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.curation.versions import VersionRecords
from corpus.corrections.places import activity_at, activity_over, line_of, plan_over
from corpus.types import Activity, Correction, Line, Plan


def carried(before: VersionRecords, now: VersionRecords) -> tuple[Correction, ...]:
    """The corrections of an earlier version that fit a later one and aren't made there, each at its line now."""
    return tuple(entry for entry in _fitting(before, now) if not _is_made(entry, now))


def _fitting(before: VersionRecords, now: VersionRecords) -> Iterator[Correction]:
    for entry in before.document.corrections:
        was, is_now = line_of(entry, before.lines), line_of(entry, now.lines)
        if entry.on in ("document", "page") or was is None or is_now is None:
            continue
        fits = (
            entry.on == "word"  # it is of its line, which is the same
            or (entry.on == "plan" and _reads_alike(entry, plan_over(was, before.plans), plan_over(is_now, now.plans)))
            or (entry.on == "activity" and _same_activity(entry, was, is_now, before, now))
        )
        if fits:
            yield replace(entry, line=is_now)


def _same_activity(entry: Correction, was: int, is_now: int, before: VersionRecords, now: VersionRecords) -> bool:
    """Whether the activity that a correction is of stands in both, word for word, and was read alike."""
    if entry.change == "add":
        return _same_lines((was, is_now), entry.rows, before.lines, now.lines)
    find = activity_over if entry.change == "split" else activity_at
    there = find(is_now, now.activities)
    if there is None:
        return False
    first = was - (is_now - there.lines[0])
    rows = there.lines[1] - there.lines[0] + 1
    if not _same_lines((first, there.lines[0]), rows, before.lines, now.lines):
        return False
    return entry.change != "set" or _reads_alike(entry, activity_at(was, before.activities), there)


def _same_lines(firsts: tuple[int, int], rows: int, before: Sequence[Line], now: Sequence[Line]) -> bool:
    one, other = (
        [" ".join(line.source.split()) for line in lines[first - 1 : first - 1 + rows]] if first > 0 else None
        for first, lines in zip(firsts, (before, now), strict=True)
    )
    return one is not None and one == other


def _reads_alike(entry: Correction, was: Activity | Plan | None, is_now: Activity | Plan | None) -> bool:
    """Whether what was read in the fields that were set right is read there now."""
    if was is None or is_now is None:
        return False
    noted = {value.field: value.read for value in was.corrected}
    return all(name in noted and noted[name] == getattr(is_now, name) for name, _ in entry.values)


def _is_made(entry: Correction, now: VersionRecords) -> bool:
    place = (entry.on, entry.change, entry.line, entry.text)
    made = [other for other in now.document.corrections if (other.on, other.change, other.line, other.text) == place]
    return any({*entry.values} <= {*other.values} for other in made)
