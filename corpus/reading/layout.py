"""Words with their places on a page → lines in reading order: columns, indented lists, tables, paragraphs apart.

Works on geometry alone, so that a page's own text and what is read from its picture go the same way.
Lengths are in points (or pixels), measured from the page's upper left corner.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from corpus.reading.markdown import write_table

_BULLET = re.compile(r"[•·●▪■◦‣*–—-]|[eo]|\uf0b7")
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[A-Za-zÅÄÖåäö]\d{0,2})[.)]?")
_WIDE = 1.0  # heights; a wider gap separates columns
_COLUMN_LINES = 6  # that two columns must have each
_FULL = 0.55  # of a column's width that its lines fill at the median: cells of tables don't
_OTHER_SIZE = 1.15
_CROSSING = 0.35  # of the lines that may run across: headings and what stands over the columns


@dataclass(frozen=True)
class Box:
    """Text and its place; ``top`` is less than ``bottom``."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Grid:
    """A table drawn with rules: its rows of cells, each (left, right, top, bottom), None for a covered one."""

    rows: tuple[tuple[tuple[float, float, float, float] | None, ...], ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        cells = [cell for row in self.rows for cell in row if cell is not None]
        return min(c[0] for c in cells), max(c[1] for c in cells), min(c[2] for c in cells), max(c[3] for c in cells)


def lay_out(words: Sequence[Box], grids: Sequence[Grid] = ()) -> list[str]:
    """The lines of a page; an empty line stands where a gap sets paragraphs apart."""
    inside: list[list[Box]] = [[] for _ in grids]
    outside: list[Box] = []
    for word in words:
        held = next((i for i, grid in enumerate(grids) if _within(word, grid.bounds)), None)
        (outside if held is None else inside[held]).append(word)
    stretches: list[tuple[float, list[str]]] = []
    edges = sorted(
        (grid.bounds[2], grid.bounds[3], _table(grid, found))
        for grid, found in zip(grids, inside, strict=True)
        if found
    )
    above = float("-inf")
    for top, bottom, lines in [*edges, (float("inf"), float("inf"), list[str]())]:
        between = [word for word in outside if above <= _middle(word) < top]
        if between:
            stretches.append((above, _running(between)))
        stretches.append((top, lines))
        above = bottom
    laid: list[str] = []
    for _, lines in stretches:
        if lines:
            laid += ["", *lines] if laid else lines
    return laid


def _running(words: Sequence[Box]) -> list[str]:
    """The lines of a stretch without rules, one column after the other."""
    segments = _segments(words)
    lines: list[str] = []
    for part in _columns(segments):
        found = _lines(part)
        lines += ["", *found] if lines else found
    return lines


def _segments(words: Sequence[Box]) -> list[Box]:
    """Words that follow each other on a line, up to a wide gap; in rows from the top, each from the left."""
    segments: list[Box] = []
    for row in _rows(words):
        for word in row:
            last = segments[-1] if segments else None
            near = last is not None and word is not row[0] and word.left - last.right < _WIDE * _height(last, word)
            # A bullet or number belongs to what it marks, however far that is set in.
            marks = last is not None and word is not row[0] and _is_mark(last.text) and word.left - last.right < 60
            if last is not None and (near or (marks and last.left == row[0].left)):
                text = f"{last.text} {word.text}"
                top, bottom = min(last.top, word.top), max(last.bottom, word.bottom)
                segments[-1] = Box(text, last.left, word.right, top, bottom)
            else:
                segments.append(word)
    return segments


def _rows(boxes: Sequence[Box]) -> list[list[Box]]:
    """Boxes that stand beside each other, from the top; each row from the left."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda entry: (_middle(entry), entry.left)):
        row = rows[-1] if rows else None
        if row is not None and _middle(box) - median(_middle(entry) for entry in row[-8:]) < 0.45 * min(
            box.height, max(entry.height for entry in row[-8:])
        ):
            row.append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda entry: entry.left) for row in rows]


def _columns(segments: Sequence[Box]) -> Iterator[list[Box]]:
    """The columns of running text, left before right, between what runs across both; else all as one."""
    gutter = _gutter(segments)
    if gutter is None:
        yield list(segments)
        return
    left: list[Box] = []
    right: list[Box] = []
    across: list[Box] = []
    for segment in segments:
        if segment.left < gutter < segment.right:
            for part in (left, right):
                if part:
                    yield part
            left, right = [], []
            across.append(segment)
            continue
        if across:
            yield across
            across = []
        (left if segment.right <= gutter else right).append(segment)
    for part in (across, left, right):
        if part:
            yield part


def _gutter(segments: Sequence[Box]) -> float | None:
    """Where a page of two columns is parted: both sides are full of text, and little runs across."""
    if len(segments) < 2 * _COLUMN_LINES:
        return None
    edge, end = min(s.left for s in segments), max(s.right for s in segments)
    best: tuple[int, float] | None = None
    for place in sorted({s.left for s in segments if 0.3 < (s.left - edge) / (end - edge) < 0.7}):
        gutter = place - 1
        left = [s for s in segments if s.right <= gutter]
        right = [s for s in segments if s.left >= gutter]
        crossing = len(segments) - len(left) - len(right)
        if min(len(left), len(right)) < _COLUMN_LINES or crossing > _CROSSING * len(segments):
            continue
        if all(_is_full(side) for side in (left, right)) and (best is None or crossing < best[0]):
            best = crossing, gutter
    return best[1] if best else None


def _is_full(column: Sequence[Box]) -> bool:
    width = max(s.right for s in column) - min(s.left for s in column)
    words = median(len(s.text.split()) for s in column)
    return words >= 3 and median(s.right - s.left for s in column) >= _FULL * width


def _lines(segments: Sequence[Box]) -> list[str]:
    """The lines of one column. What stands in columns of its own keeps its place by spaces."""
    rows = _rows(segments)
    edge = min(segment.left for segment in segments)
    scale = _scale(rows)
    base = _leading(rows)
    bullets = sorted({round(row[0].left) for row in rows if _opens_list(row[0].text)})
    lines: list[str] = []
    for above, row in zip([None, *rows], rows, strict=False):
        if above is not None and _parts(above, row, base):
            lines.append("")
        text = ""
        if len(row) == 1 and _opens_list(row[0].text):
            text = "  " * sum(place < row[0].left - 4 for place in _levels(bullets))
        elif scale is not None and (len(row) > 1 or _in_column(row[0], rows)):
            text = " " * max(0, round((row[0].left - edge) / scale))
        for segment in row:
            if segment is not row[0]:
                place = round((segment.left - edge) / scale) if scale is not None else 0
                text = text.ljust(max(len(text) + 2, place))
            text += segment.text
        lines.append(text)
    return lines


def _levels(places: Sequence[int]) -> list[int]:
    """Places of bullets, those that are nearly the same taken as one."""
    levels: list[int] = []
    for place in places:
        if not levels or place - levels[-1] > 6:
            levels.append(place)
    return levels


def _scale(rows: Sequence[Sequence[Box]]) -> float | None:
    """How wide a character is taken to be, so that no cell runs into the next; None without columns."""
    room = [(after.left - segment.left) / (len(segment.text) + 2) for row in rows for segment, after in pairwise(row)]
    return max(0.5, min(room)) if room else None


def _in_column(segment: Box, rows: Sequence[Sequence[Box]]) -> bool:
    """Whether a lone segment goes on in a column that is not the first."""
    return any(abs(other.left - segment.left) < 3 for row in rows for other in row[1:])


def _leading(rows: Sequence[Sequence[Box]]) -> float:
    """The gap between the lines of a paragraph, in heights."""
    gaps = [_gap(above, row) for above, row in pairwise(rows)]
    gaps = [gap for gap in gaps if -0.5 < gap < 0.9]
    return min(quantiles(gaps, n=4)[0], 0.6) if len(gaps) > 3 else 0.2


def _parts(above: Sequence[Box], row: Sequence[Box], base: float) -> bool:
    """Whether a gap, or letters of another size, set a row apart from the one above."""
    sizes = sorted((_tall(above), _tall(row)))
    return sizes[1] > _OTHER_SIZE * sizes[0] or _gap(above, row) > max(base, 0.0) + 0.3


def _gap(above: Sequence[Box], row: Sequence[Box]) -> float:
    space = min(box.top for box in row) - max(box.bottom for box in above)
    return space / max(1.0, min(_tall(above), _tall(row)))


def _table(grid: Grid, words: Sequence[Box]) -> list[str]:
    """A table's lines, each cell's text in one piece."""
    width = max(len(row) for row in grid.rows)
    rows: list[list[str]] = []
    left, right = grid.bounds[:2]
    for cells in grid.rows:
        row = []
        for cell in cells:
            held = [word for word in words if cell is not None and _within(word, cell)]
            row.append(join_broken([" ".join(box.text for box in line) for line in _rows(held)]))
        whole = [cell for cell in cells if cell is not None]
        across = width > 1 and len(whole) == 1 and whole[0][1] - whole[0][0] > 0.98 * (right - left)
        rows.append([text for text in row if text][:1] or [""] if across else row)
    return write_table(rows)


def join_broken(lines: Sequence[str]) -> str:
    """The lines of a cell as one; a hyphen that a lower-case letter follows broke a word."""
    text = ""
    for line in lines:
        if re.search(r"[a-zåäö][-\u00ad\u2010]$", text) and re.match(r"(?!(?:och|eller|samt)\b)[a-zåäö]", line):
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text


def _is_mark(text: str) -> bool:
    return _BULLET.fullmatch(text) is not None or _NUMBER.fullmatch(text) is not None


def _opens_list(text: str) -> bool:
    return _BULLET.match(text) is not None and _BULLET.fullmatch(text.split(" ")[0]) is not None


def _within(box: Box, bounds: tuple[float, float, float, float]) -> bool:
    left, right, top, bottom = bounds
    return left - 1 <= (box.left + box.right) / 2 <= right + 1 and top - 1 <= _middle(box) <= bottom + 1


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _tall(row: Sequence[Box]) -> float:
    return median(box.height for box in row)


def _height(one: Box, other: Box) -> float:
    return min(one.height, other.height)
