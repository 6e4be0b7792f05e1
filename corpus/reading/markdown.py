"""Headings, paragraphs, list items and tables → lines as Markdown writes them, which `structure` understands."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.parsing.activities.labels import activity_label
from corpus.parsing.fields.names import field_name
from corpus.parsing.layout.line_kinds import alike

_ACTIVITY = ("aktivitet", "åtgärd", "insats", "åtagande")
_SHORT = 40  # characters of a label


@dataclass(frozen=True)
class Heading:
    """``level`` is 1 for the highest."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, perhaps of several lines; ``bold``: from end to end."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Item:
    """An item of a list: ``mark`` is "-" or its number as printed; ``depth`` is 0 for the outermost."""

    mark: str
    text: str
    depth: int = 0


@dataclass(frozen=True)
class Rows:
    """A table, row by row; a merged cell has its text in the first of the cells that it covers.

    A row of one cell that runs across the whole table is that cell alone.
    """

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Item | Rows


def write(blocks: Iterable[Block]) -> list[str]:
    """The lines of a text, an empty one between blocks but not between the items of a list."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        if lines and not (isinstance(block, Item) and isinstance(before, Item)):
            lines.append("")
        lines += _written(block)
        before = block
    return lines


def _written(block: Block) -> list[str]:
    match block:
        case Heading(level, text):
            return [f"{'#' * min(level, 6)} {_one_line(text)}"]
        case Paragraph(text, bold):
            lines = [_one_line(line) for line in text.split("\n") if line.strip()]
            return [f"**{line}**" for line in lines] if bold else lines
        case Item(mark, text, depth):
            indent = "  " * depth
            first, *rest = [_one_line(line) for line in text.split("\n") if line.strip()] or [""]
            return [f"{indent}{mark} {first}".rstrip(), *(f"{indent}  {line}" for line in rest)]
        case Rows(rows):
            return write_table(rows)


def write_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table's lines. Rows of a label and its value are written so, a cell across the table as a heading.

    The head is said again below such a heading, as it is on every page of a printed table.
    """
    rows = [[_cell(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    width = max((len(row) for row in rows), default=0)
    if width < 2:
        return [line for row in rows for line in ("", row[0])][1:]
    if width == 2 and _are_labels(rows):
        return [f"{row[0].rstrip(':')}: {row[1]}" if len(row) > 1 and row[1] else row[0] for row in rows]
    lines: list[str] = []
    head: Sequence[str] | None = None
    open_table = False
    for row in rows:
        if len(row) == 1:
            lines += ["", row[0], ""] if lines else [row[0], ""]
            open_table = False
            continue
        filled = [*row, *[""] * (width - len(row))]
        if not open_table:
            if head is not None:
                lines += [_barred(head), _rule(width)]
            lines.append(_barred(filled))
            if head is None:
                head = filled
                lines.append(_rule(width))
            open_table = True
        else:
            lines.append(_barred(filled))
    return lines


def _barred(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _rule(width: int) -> str:
    return "|" + "---|" * width


def _are_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Whether two columns are labels with their values: two labels that we know, and no head over them."""
    labels = [row[0].rstrip(": ") for row in rows if len(row) == 2]
    known = sum(_is_label(label) for label in labels)
    head = rows[0]
    headed = len(head) == 2 and _is_label(head[0]) and _is_label(head[1])
    return known >= 2 and not headed and all(len(label) < _SHORT for label in labels)


def _is_label(text: str) -> bool:
    named = field_name(text) is not None or any(alike(text, word) for word in _ACTIVITY)
    return named or activity_label(f"{text}: X") is not None


def _cell(text: str) -> str:
    return _one_line(text).replace("|", "/")  # a bar would begin another cell


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).strip()
