"""A correction → where it stands in what was read now: by the number of its line, else by what the line says."""

from collections.abc import Sequence

from corpus.types import Activity, Correction, Line, Plan


def line_of(entry: Correction, lines: Sequence[Line]) -> int | None:
    """The number of the line that a correction is of.

    None where no line, or several, have its text: readings that deliver other lines must not move it somewhere else.
    """
    text = " ".join(entry.text.split())
    if entry.line <= len(lines) and " ".join(lines[entry.line - 1].source.split()) == text:
        return entry.line
    alike = [line.number for line in lines if " ".join(line.source.split()) == text]
    return alike[0] if len(alike) == 1 else None


def activity_at(line: int, activities: Sequence[Activity]) -> Activity | None:
    """The activity that begins at a line, else whose title goes over it."""
    begins = [entry for entry in activities if entry.lines[0] == line]
    return next(iter(begins or [a for a in activities if a.title_lines[0] <= line <= a.title_lines[1]]), None)


def activity_over(line: int, activities: Sequence[Activity]) -> Activity | None:
    """The activity that a line belongs to."""
    return next((entry for entry in activities if entry.lines[0] <= line <= entry.lines[1]), None)


def plan_over(line: int, plans: Sequence[Plan]) -> Plan | None:
    """The plan that a line belongs to."""
    return next((entry for entry in plans if entry.lines[0] <= line <= entry.lines[1]), None)
