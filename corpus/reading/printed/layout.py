"""Words with their places on a page → lines in reading order: columns, indented lists, tables, paragraphs apart.

Works on geometry alone, so that a page's own text and what is read from its picture go the same way.
Lengths are in points (or pixels), measured from the page's upper left corner.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from corpus.reading.printed.cells import middle, rows_of, table_of, within
from corpus.reading.printed.print_styles import Box, joined
from corpus.swedish.text import join_lines

_BULLET = re.compile(r"[•·●▪■◦‣*–—-]|[eo]|\uf0b7")
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[A-Za-zÅÄÖåäö]\d{0,2})[.)]?")
_WIDE = 1.0  # heights; a wider gap separates columns
_COLUMN_LINES = 6  # that two columns must have each
_FULL = 0.55  # of a column's width that its lines fill at the median: cells of tables don't
_OTHER_SIZE = 1.15
_TIGHT = 0.6  # heights between the lines of one heading at most
_CROSSING = 0.35  # of the lines that may run across: headings and what stands over the columns


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
        held = next((i for i, grid in enumerate(grids) if within(word, grid.bounds)), None)
        (outside if held is None else inside[held]).append(word)
    stretches: list[tuple[float, list[str]]] = []
    edges = sorted(
        (grid.bounds[2], grid.bounds[3], table_of(grid.rows, found))
        for grid, found in zip(grids, inside, strict=True)
        if found
    )
    above = float("-inf")
    for top, bottom, lines in [*edges, (float("inf"), float("inf"), list[str]())]:
        between = [word for word in outside if above <= middle(word) < top]
        if between:
            stretches.append((above, _unruled_lines(between)))
        stretches.append((top, lines))
        above = bottom
    laid: list[str] = []
    for _, lines in stretches:
        if lines:
            laid += ["", *lines] if laid else lines
    return laid


def _unruled_lines(words: Sequence[Box]) -> list[str]:
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
    for row in rows_of(words):
        for word in row:
            last = segments[-1] if segments else None
            near = last is not None and word is not row[0] and word.left - last.right < _WIDE * _height(last, word)
            # A bullet or number belongs to what it marks, however far that is set in.
            marks = last is not None and word is not row[0] and _is_mark(last.text) and word.left - last.right < 60
            if last is not None and (near or (marks and last.left == row[0].left)):
                segments[-1] = joined(last, word)
            else:
                segments.append(word)
    return segments


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
    rows = rows_of(segments)
    edge = min(segment.left for segment in segments)
    scale = _scale(rows)
    base = _leading(rows)
    bullets = sorted({round(row[0].left) for row in rows if _opens_list(row[0].text)})
    lines: list[str] = []
    for above, row in zip([None, *rows], rows, strict=False):
        if above is not None and _parts(above, row, base) and not _goes_on(above, row):
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
        _add(lines, text, row, above)
    return lines


def _add(lines: list[str], text: str, row: Sequence[Box], above: Sequence[Box] | None) -> None:
    """Add a row as a line: a heading with its level, bold type marked; one that goes on joins the line above."""
    level = min(box.level for box in row)
    bold = len(row) == 1 and row[0].bold and not text.rstrip().endswith(":") and not _opens_list(row[0].text)
    if not level and not bold:
        lines.append(text)
        return
    before = ""
    if above is not None and _goes_on(above, row) and lines[-1].startswith(("#", "**")):
        before = lines.pop().strip("#* ")
    said = join_lines([before, text.strip()])
    lines.append(f"{'#' * level} {said}" if level else f"**{said}**")


def _goes_on(above: Sequence[Box], row: Sequence[Box]) -> bool:
    """Whether a row goes on with a heading, or a line in bold type, that stands close above it."""
    if len(above) > 1 or len(row) > 1 or not (row[0].level or row[0].bold) or above[0].text.endswith((".", ":")):
        return False
    same = (above[0].level, above[0].bold) == (row[0].level, row[0].bold)
    return same and _gap(above, row) < _TIGHT


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


def _is_mark(text: str) -> bool:
    return _BULLET.fullmatch(text) is not None or _NUMBER.fullmatch(text) is not None


def _opens_list(text: str) -> bool:
    return _BULLET.match(text) is not None and _BULLET.fullmatch(text.split(" ")[0]) is not None


def _tall(row: Sequence[Box]) -> float:
    return median(box.height for box in row)


def _height(one: Box, other: Box) -> float:
    return min(one.height, other.height)
