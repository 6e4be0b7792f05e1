"""A table of activities → its rows: a title, and fields by column.

Columns stand apart by tabs, bars or spaces.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.parsing.fields.labelled import field_name
from corpus.parsing.layout.line_kinds import alike, bare
from corpus.types import Line, Span

_TITLE_COLUMNS = (
    "aktivitet",
    "aktiviteter",
    "åtgärd",
    "åtgärder",
    "insats",
    "insatser",
    "vad",
    "vad ska göras",
    "vad ska vi göra",
    "vad gör vi",
    "vi ska",
    "det här ska vi göra",
    "detta ska vi göra",
    "åtagande",
    "delmål/aktivitet",
)
_GOAL_COLUMNS = (
    *("mål", "inriktningsmål", "målområde", "fokusområde", "delmål", "effektmål", "målsättning", "område"),
    *("prioriterat område", "insatsområde", "utvecklingsområde", "strategiskt område", "strategi"),
)
_NUMBER_COLUMNS = ("nr", "nummer", "id")
_RULE = re.compile(r"^[\s|:+=-]+$")
_SPACES = re.compile(r"\S+(?: \S+)*")


@dataclass(frozen=True)
class Row:
    """One activity of a table; ``cells`` are (field, value), field None for a column of no field of ours.

    ``goal`` is what the table's column of goals says, there or in a row above.
    """

    title: str
    number: str | None
    cells: tuple[tuple[str | None, str], ...]
    lines: Span
    goal: str | None = None


@dataclass(frozen=True)
class Table:
    """A table's rows; ``lines`` run from its head to its last row."""

    rows: tuple[Row, ...]
    lines: Span


def table_at(lines: Sequence[Line], start: int) -> Table | None:
    """The table whose head is the line at ``start``, or None where none begins."""
    head = lines[start].text
    cells = _cells(head)
    if len(cells) < 2:
        return None
    titles = [i for i, cell in enumerate(cells) if any(alike(cell, name) for name in _TITLE_COLUMNS)]
    known = [i for i, cell in enumerate(cells) if field_name(bare(cell)) is not None]
    if not titles or not known:
        return None
    columns = [_column(cell) for cell in cells]
    title_column = titles[0]
    barred, tabbed = "|" in head, "\t" in head
    places = [match.start() for match in _SPACES.finditer(head.expandtabs())]
    rows: list[tuple[list[str], Span]] = []
    last = lines[start].number
    gap = False
    for line in lines[start + 1 :]:
        text = line.text
        if not text.strip():
            gap = True
            continue
        if _RULE.match(text):
            continue
        if barred or tabbed:
            values = _cells(text)
            if len(values) < 2 or (barred and "|" not in text):
                break
            values = (values + [""] * len(columns))[: len(columns)]
            begins = bool(values[title_column])
        else:
            sliced = _sliced(text, places)
            filled = sum(map(bool, sliced))
            if not filled or (gap and filled < 2):
                break  # text that no longer keeps to the columns
            values = sliced
            begins = filled > 1 and bool(values[title_column]) and not values[title_column][0].islower()
        if values and [_column(value) for value in values] == columns:
            continue  # the head again, on a new page
        if begins or not rows:
            rows.append((values, (line.number, line.number)))
        else:
            before, span = rows[-1]
            joined = [" ".join(part for part in pair if part) for pair in zip(before, values, strict=True)]
            rows[-1] = (joined, (span[0], line.number))
        last = line.number
        gap = False
    if not rows:
        return None
    made: list[Row] = []
    for values, span in rows:
        row = _row(values, columns, title_column, span)
        made.append(replace(row, goal=made[-1].goal) if made and row.goal is None else row)
    return Table(tuple(made), (lines[start].number, last))


def _row(values: Sequence[str], columns: Sequence[str | None], title_column: int, span: Span) -> Row:
    number = next((value for value, column in zip(values, columns, strict=True) if column == "number" and value), None)
    title = values[title_column]
    match = re.match(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?=\S)", title)
    if number is None and match:
        number, title = match[1], title[match.end() :]
    cells = tuple(
        (column, value)
        for i, (value, column) in enumerate(zip(values, columns, strict=True))
        if i != title_column and column not in ("number", "goal") and value and value not in ("-", "–", "—")
    )
    goal = next((value for value, column in zip(values, columns, strict=True) if column == "goal" and value), None)
    return Row(title, number, cells, span, goal)


def _column(cell: str) -> str | None:
    if any(alike(cell, name) for name in _NUMBER_COLUMNS):
        return "number"
    if any(alike(cell, name) for name in _TITLE_COLUMNS):
        return "title"
    if any(alike(cell, name) for name in _GOAL_COLUMNS):
        return "goal"
    return field_name(bare(cell))


def _cells(text: str) -> list[str]:
    if "|" in text:
        return [bare(cell) for cell in text.strip().strip("|").split("|")]
    if "\t" in text:
        return [bare(cell) for cell in text.strip("\n").split("\t")]
    return [bare(cell) for cell in re.split(r" {2,}", text.strip())]


def _sliced(text: str, places: Sequence[int]) -> list[str]:
    """The cells of a line whose columns begin where the head's do; all empty where a word runs across."""
    text = text.expandtabs()
    for place in places[1:]:
        if text[place - 1 : place + 1].strip() and " " not in text[place - 1 : place + 1] and place < len(text):
            return [""] * len(places)
    ends = [*places[1:], len(text)]
    return [bare(text[place:end]) for place, end in zip(places, ends, strict=True)]
