"""A table drawn on a page, and the words in it → its cells: their lines, paragraphs and list items.

Works on geometry alone, as ``layout`` does.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from corpus.parsing.fields.labelled import field_label
from corpus.parsing.fields.names import field_name
from corpus.parsing.layout.line_styles import is_open
from corpus.reading.markdown import Block, Item, Paragraph, write
from corpus.reading.printed.print_styles import Box, joined
from corpus.reading.tables import TableCell, table_blocks
from corpus.swedish.text import join_lines
from corpus.swedish.words import is_broken_word

Bounds = tuple[float, float, float, float]  # left, right, top, bottom

_NEAR = 3.0  # points that two edges of one rule are apart at most
_BULLET = re.compile(r"(?:[•·●▪■◦‣*–—-]|\uf0b7)\s+(?=\S)")
_PADDING = 6.0  # points between a rule and the text at most
_WIDE = 0.8  # heights between a label and its value at least
_APART = 0.3  # heights between paragraphs, besides what is between lines


def table_of(rows: Sequence[Sequence[Bounds | None]], words: Sequence[Box]) -> list[str]:
    """The lines of a table, merged cells in every place that they cover."""
    lefts = sorted({cell[0] for row in rows for cell in row if cell is not None})
    tops = [min((cell[2] for cell in row if cell is not None), default=0.0) for row in rows]
    held = {cell: _lines([word for word in words if within(word, cell)]) for row in rows for cell in row if cell}
    leading = min((_gap(*pair) for lines in held.values() for pair in pairwise(lines)), default=0.0)
    made: list[list[TableCell]] = []
    for row in rows:
        cells = []
        for cell in row:
            if cell is None:
                continue
            across = sum(cell[0] - _NEAR < left < cell[1] - _NEAR for left in lefts)
            down = sum(cell[2] - _NEAR < top < cell[3] - _NEAR for top in tops)
            cells.append(TableCell(tuple(_blocks(held[cell], cell, leading)), max(1, across), max(1, down)))
        made.append(cells)
    return write(table_blocks(made))


def rows_of(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes that stand beside each other, from the top; each row from the left."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda entry: (middle(entry), entry.left)):
        row = rows[-1] if rows else None
        if row is not None and middle(box) - median(middle(entry) for entry in row[-8:]) < 0.45 * min(
            box.height, max(entry.height for entry in row[-8:])
        ):
            row.append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda entry: entry.left) for row in rows]


def _lines(words: Sequence[Box]) -> list[Box]:
    """The lines of a cell; a label and its value that stand far apart are written so: "Ansvarig: HR"."""
    lines: list[Box] = []
    edge: float | None = None  # where the values begin
    for row in rows_of(words):
        line = row[0]
        for word in row[1:]:
            known = field_name(line.text) is not None or (edge is not None and abs(word.left - edge) < _NEAR)
            if word.left - line.right > _WIDE * line.height and known:
                edge = word.left
                line = replace(line, text=f"{line.text.rstrip(':')}:", bold=False)
            line = joined(line, word)
        if edge is not None and lines and abs(line.left - edge) < _NEAR:
            line = joined(lines.pop(), line)
        lines.append(line)
    return lines


def _gap(above: Box, line: Box) -> float:
    """The space between two lines, in heights; what stands closer than lines do isn't counted."""
    return max(0.0, (line.top - above.bottom) / max(1.0, line.height))


def _blocks(lines: Sequence[Box], cell: Bounds, leading: float) -> list[Block]:
    """The paragraphs and list items of a cell; ``leading`` is the space between the lines of a paragraph."""
    if not lines:
        return []
    padding = min(_PADDING, min(line.left for line in lines) - cell[0])
    right = cell[1] - max(0.0, padding)
    parts: list[list[Box]] = []
    for line in lines:
        above = parts[-1][-1] if parts else None
        if (
            above is None
            or _gap(above, line) > leading + _APART
            or _BULLET.match(line.text)
            or field_label(line.text) is not None
            or (above.bold and not line.bold)
            or _had_room(above, line, right)
        ):
            parts.append([])
        parts[-1].append(line)
    return [_block(part, right) for part in parts]


def _block(lines: Sequence[Box], right: float) -> Block:
    text = lines[0].text
    for above, line in pairwise(lines):
        if _is_broken(above, line, right):
            text += line.text
        elif re.match(r"[A-ZÅÄÖ\d]", line.text) and not is_open(above.text, line.text):
            text += f"\n{line.text}"  # perhaps an entry of its own, as the cells beside it tell
        else:
            *before, last = text.split("\n")
            text = "\n".join([*before, join_lines([last, line.text])])
    if (mark := _BULLET.match(text)) is not None:
        return Item("-", text[mark.end() :])
    return Paragraph(text, bold=all(line.bold for line in lines))


def _is_broken(above: Box, line: Box, right: float) -> bool:
    """Whether a word that a narrow cell has no room for goes on in the next line, without any hyphen."""
    alone = re.fullmatch(r"\S*[^\W\d_]", above.text) is not None
    tail = re.match(r"[a-zåäö]+", line.text)
    full = right - above.right < 1.6 * _letter(above)
    return alone and full and tail is not None and is_broken_word(above.text, tail[0])


def _had_room(above: Box, line: Box, right: float) -> bool:
    """Whether a line was ended although the next one's first word had fitted on it."""
    return right - above.right > 1.2 * _letter(line) * (len(line.text.split()[0]) + 1)


def _letter(line: Box) -> float:
    return (line.right - line.left) / max(1, len(line.text))


def within(box: Box, bounds: Bounds) -> bool:
    left, right, top, bottom = bounds
    return left - 1 <= (box.left + box.right) / 2 <= right + 1 and top - 1 <= middle(box) <= bottom + 1


def middle(box: Box) -> float:
    return (box.top + box.bottom) / 2
