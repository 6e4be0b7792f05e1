"""A table of activities → its rows: a title, and fields by column.

Columns stand apart by tabs, bars or spaces.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.parsing.activities.labels import activity_label, number_label
from corpus.parsing.activities.numbered_titles import bold_lead
from corpus.parsing.fields.labelled import is_told
from corpus.parsing.fields.legend import is_sign
from corpus.parsing.fields.names import column_of
from corpus.parsing.fields.status import status_word
from corpus.parsing.layout.cells import cells_of, is_rule
from corpus.parsing.layout.line_kinds import bare, calls_goal, goal_heading, markdown_level
from corpus.swedish.text import fold, join_lines
from corpus.swedish.words import is_broken_word
from corpus.types import Line, Span

_NO_ACTIVITY = re.compile(
    r"\W*(?:delmål\b|summa\b|totalt\b|(?:det finns )?inga? \b|\[|(?:insats|åtgärd|aktivitet) x\b|"
    r"[-–—]\W*$)",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?:(?:år|under|period(?:en)?)\s+)?(?P<when>(?:(?:våren|hösten|vt|ht|kvartal \d|kv \d|q\d)\s+)?(?:19|20)\d\d"
    r"(?:\s*[-–—/]\s*(?:19|20)?\d\d){0,3})\W*",
    re.IGNORECASE,
)
_STATUS_WORDS = 3
_BETWEEN = 8  # lines from a page's foot to the next one's text
_SPACES = re.compile(r"\S+(?: \S+)*")


@dataclass(frozen=True)
class Row:
    """One activity of a table; ``cells`` are (field, head, value), field None for a column of no field of ours.

    ``goal`` is what the table's column of goals, ``goal_head``, says, there or in a row above; ``body`` what stands
    in the title's cell below a title in bold type.
    """

    title: str
    number: str | None
    cells: tuple[tuple[str | None, str, str], ...]
    lines: Span
    goal: str | None = None
    body: str | None = None
    goal_head: str = ""


@dataclass(frozen=True)
class Table:
    """A table's rows; ``lines`` run from its head, which ``head`` says, to its last row."""

    rows: tuple[Row, ...]
    lines: Span
    head: tuple[str, ...] = ()


@dataclass
class _Values:
    """The cells of a row as they are gathered, and the lines that they stand in; ``sheet`` is the last one's."""

    cells: list[str]
    lines: Span
    sheet: int | None


def table_at(lines: Sequence[Line], start: int) -> Table | None:
    """The table whose head is the line at ``start``, or None where none begins; one of a head alone has no rows."""
    head = lines[start].text
    cells = cells_of(head)
    if len(cells) < 2:
        return None
    columns = [column_of(cell) for cell in cells]
    if "title" not in columns and "goal" in columns and {"responsible", "timeline"} & set(columns):
        columns[columns.index("goal")] = "title"  # "Delmål" over what is to be done
    told = [column for column in columns if column not in (None, "title")]
    if "title" not in columns or not told:
        return None
    title = columns.index("title")
    barred, tabbed = "|" in head, "\t" in head
    places = [match.start() for match in _SPACES.finditer(head.expandtabs())]
    rows: list[_Values] = []
    last = lines[start].number
    gap = False
    skipped = 0  # lines up to which heads and feet of pages stand inside the table
    for at, line in enumerate(lines[start + 1 :], start=start + 1):
        text = line.text
        if at < skipped:
            continue
        if not text.strip():
            gap = True
            continue
        if is_rule(text):
            last = line.number
            continue
        if barred or tabbed:
            values = cells_of(text)
            if len(values) < 2 or (barred and "|" not in text):
                skipped = _next_page(lines, at, len(columns)) if barred and rows else 0
                if skipped:
                    continue
                break
            values = (values + [""] * len(columns))[: len(columns)]
            begins = bool(values[title])
        else:
            values = _sliced(text, places)
            filled = sum(map(bool, values))
            if not filled or (gap and filled < 2):
                break  # text that no longer keeps to the columns
            begins = filled > 1 and bool(values[title]) and not values[title][0].islower()
        if [fold(value) for value in values] == [fold(cell) for cell in cells]:
            last = line.number
            continue  # the head again, on a new page
        if rows and (not begins or _goes_on(rows[-1], values, line, columns, title)):
            _join(rows[-1], values, line, title)
        else:
            rows.append(_Values(values, (line.number, line.number), line.sheet))
        last = line.number
        gap = False
    also = None  # a column that says the status beside what it is called
    if "status" not in columns:
        said = [row.cells for row in rows]
        if (place := _status_column(cells, columns, said)) is not None:
            columns[place] = "status"
        else:
            also = _status_told(columns, said)
    made: list[Row] = []
    goal: str | None = None
    bands = _bands(rows, columns, title)
    for row in rows:
        if any(row is band for band in bands):
            goal = next(bare(cell) for cell in row.cells if cell)
            continue
        entry = _row(row, cells, columns, title, also)
        goal = entry.goal or goal
        if is_activity(entry.title):
            made.append(replace(entry, goal=goal))
    return Table(tuple(made), (lines[start].number, last), tuple(fold(cell) for cell in cells))


def _bands(rows: Sequence[_Values], columns: Sequence[str | None], title: int) -> list[_Values]:
    """The rows of a single filled cell, which head those below them: such as name a goal, or all of several where one
    comes first.

    Every other row says something beside its title, else they may be activities of which nothing more is said.
    """
    alone = [row for row in rows if sum(map(bool, row.cells)) == 1]
    if "goal" in columns or not alone or len(alone) * 2 > len(rows) or rows[-1] in alone:
        return []
    called = [row for row in alone if goal_heading(next(filter(None, row.cells))) is not None]
    titled = len(alone) > 1 and all(row.cells[title] for row in alone)
    return alone if titled and rows[0] is alone[0] and not _follow_each_other(rows, alone) else called


def _follow_each_other(rows: Sequence[_Values], alone: Sequence[_Values]) -> bool:
    lone = [any(row is other for other in alone) for row in rows]
    return any(one and other for one, other in pairwise(lone))


def _status_column(heads: Sequence[str], columns: Sequence[str | None], rows: Sequence[Sequence[str]]) -> int | None:
    """The one column of no field of ours that says how far each activity has come; None where several might.

    It has signs under no head, or words for a status and nothing else.
    """
    unnamed = [i for i, column in enumerate(columns) if column is None]
    signs = [i for i in unnamed if not heads[i] and (signed := _told(rows, i)) and all(map(is_sign, signed))]
    fitting = signs or [i for i in unnamed if _says_status(rows, i)]
    return fitting[0] if len(fitting) == 1 else None


def _status_told(columns: Sequence[str | None], rows: Sequence[Sequence[str]]) -> int | None:
    """The one column of results or of descriptions that says nothing but a status: what it is called, it stays."""
    fitting = [i for i, column in enumerate(columns) if column in ("results", "description") and _says_status(rows, i)]
    return fitting[0] if len(fitting) == 1 else None


def _told(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in rows if row[place]]


def _says_status(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a column has words for a status and nothing else, in at least half of the rows."""
    values = _told(rows, place)
    return len(values) > 1 and 2 * len(values) >= len(rows) and all(map(_is_status, values))


def _is_status(value: str) -> bool:
    return len(value.split()) <= _STATUS_WORDS and status_word(bare(value)) is not None


def _next_page(lines: Sequence[Line], at: int, width: int) -> int:
    """Where a table goes on after the foot and head of two pages at ``at``: a row as wide, no head; 0 where not."""
    apart = [j for j in range(at, min(at + _BETWEEN, len(lines))) if lines[j].text.strip()]
    row = next((j for j in apart if "|" in lines[j].text), None)
    if row is None or lines[row].sheet is None or lines[row].sheet == lines[max(at - 1, 0)].sheet:
        return 0
    cells = cells_of(lines[row].text)
    headed = any(markdown_level(lines[j].text) for j in apart if j < row)
    heads = sum(column_of(cell) is not None for cell in cells) > 1
    return row if len(cells) == width and not headed and not heads else 0


def under_band(table: Table, band: str) -> Table:
    """A table's part with what the merged cell over it says: when its activities are due, or which goal they serve."""
    if (time := _YEARS.fullmatch(band)) is not None:
        cell = ("timeline", "", time["when"])
        timed = [any(name == "timeline" for name, _, _ in row.cells) for row in table.rows]
        rows = [
            row if told else replace(row, cells=(*row.cells, cell)) for row, told in zip(table.rows, timed, strict=True)
        ]
        return replace(table, rows=tuple(rows))
    return replace(table, rows=tuple(replace(row, goal=row.goal or band) for row in table.rows))


def is_activity(title: str) -> bool:
    """Whether a row's title is one: no sum, no part of a goal, no box of a template, no "Inga åtgärder planeras"."""
    return bool(re.search(r"[^\W\d_]{2}", title)) and _NO_ACTIVITY.match(title) is None


def _goes_on(above: _Values, values: Sequence[str], line: Line, columns: Sequence[str | None], title: int) -> bool:
    """Whether a row with something in its title's column goes on with the row above: after a page's end, or merged."""
    if above.cells[title] == values[title]:
        others = [
            i for i, column in enumerate(columns) if column not in ("title", "goal") and values[i] and above.cells[i]
        ]
        return column_same(above.cells, values, columns) and len(others) < len([v for v in values if v])
    if line.sheet is None or line.sheet == above.sheet:
        return False
    lower = values[title][:1].islower()
    if "number" in columns:
        i = columns.index("number")
        return not values[i] and bool(above.cells[i])
    rest = [value for i, value in enumerate(values) if i != title and value]
    return lower or (bool(rest) and all(value[:1].islower() for value in rest))


def column_same(above: Sequence[str], values: Sequence[str], columns: Sequence[str | None]) -> bool:
    """Whether two rows of one title have one number too."""
    i = columns.index("number") if "number" in columns else None
    return i is None or above[i] == values[i] or not values[i]


def _join(above: _Values, values: Sequence[str], line: Line, title: int) -> None:
    """Add to each cell what goes on in it; a merged cell that says the same again adds nothing."""
    for i, value in enumerate(values):
        if value and value != above.cells[i]:
            lead, rest = bold_lead(value)
            if rest and i == title and "**" not in above.cells[i]:
                above.cells[i] = f"**{join_lines([above.cells[i], lead])}** {rest}"
                continue
            last = above.cells[i].rpartition(" ")[2]
            tail = re.fullmatch(r"[a-zåäö]{1,4}", value) is not None and last.isalpha() and is_broken_word(last, value)
            above.cells[i] = above.cells[i] + value if tail else join_lines([above.cells[i], value])
    above.lines = (above.lines[0], line.number)
    above.sheet = line.sheet


def _row(row: _Values, heads: Sequence[str], columns: Sequence[str | None], title_column: int, also: int | None) -> Row:
    """A row as it is told; ``also`` is a column that says the status too, after what other columns of its name say."""
    values = row.cells
    number = next((value for value, column in zip(values, columns, strict=True) if column == "number" and value), None)
    title, body = bold_lead(values[title_column])
    if number is None and (label := activity_label(title) or number_label(title)) is not None and label[1] < len(title):
        number, title = label[0], title[label[1] :]
    placed = enumerate(zip(values, columns, heads, strict=True))
    cells = tuple(
        (column, head, bare(value))
        for i, (value, column, head) in sorted(placed, key=lambda entry: entry[0] == also)
        if i != title_column
        and column not in ("number", "goal")
        and (is_told(bare(value)) or (column == "status" and value))
    )
    if also is not None and values[also]:
        cells = (*cells, ("status", heads[also], bare(values[also])))
    goals = [
        (head, value) for value, column, head in zip(values, columns, heads, strict=True) if column == "goal" and value
    ]
    # Of two columns, "Fokusområde" and "Mål", the second says the goal.
    named = [entry for entry in goals if calls_goal(entry[0])]
    goal_head, goal = next(iter([*named, *goals]), ("", None))
    goal = bold_lead(goal)[0] if goal else None
    return Row(
        bare(title).strip(),
        number and bare(number).rstrip(". "),
        cells,
        row.lines,
        goal and bare(goal),
        body or None,
        goal_head,
    )


def _sliced(text: str, places: Sequence[int]) -> list[str]:
    """The cells of a line whose columns begin where the head's do; all empty where a word runs across."""
    text = text.expandtabs()
    for place in places[1:]:
        if text[place - 1 : place + 1].strip() and " " not in text[place - 1 : place + 1] and place < len(text):
            return [""] * len(places)
    ends = [*places[1:], len(text)]
    return [bare(text[place:end]) for place, end in zip(places, ends, strict=True)]
