"""The picture of a page → the rules drawn on it, and the tables that they make."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from corpus.reading.printed.layout import Grid

Mask = npt.NDArray[np.bool_]

_DARK = 140
_LONG = 90  # pixels at 300 dpi, 8 mm: no letter has a stroke that long
_THICK = 14
_NEAR = 8


def rules_in(pixels: npt.NDArray[np.uint8]) -> tuple[Mask, Mask]:
    """Where horizontal and vertical rules are: thin, straight and longer than any letter's stroke."""
    dark = pixels < _DARK
    horizontal = _runs(dark)
    vertical = _runs(dark.T).T
    # A dark area is none: it is long both ways.
    return horizontal & ~_runs(horizontal.T, _THICK).T, vertical & ~_runs(vertical, _THICK)


def grids_of(horizontal: Mask, vertical: Mask) -> list[Grid]:
    """The tables that rules make, of two columns at least."""
    edges = [
        *({"orientation": "h", "x0": a, "x1": b, "top": y, "bottom": y} for y, a, b in _segments(horizontal)),
        *({"orientation": "v", "x0": x, "x1": x, "top": a, "bottom": b} for x, a, b in _segments(vertical.T)),
    ]
    merged: list[dict[str, Any]] = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    cells = intersections_to_cells(edges_to_intersections(merged, _NEAR, _NEAR))
    found = []
    for table in cells_to_tables(cells):
        columns = sorted({cell[0] for cell in table})
        rows = []
        for top in sorted({cell[1] for cell in table}):
            row = {cell[0]: (cell[0], cell[2], cell[1], cell[3]) for cell in table if cell[1] == top}
            rows.append(tuple(row.get(left) for left in columns))
        if len(columns) > 1:
            found.append(Grid(tuple(rows)))
    return found


def _runs(dark: Mask, length: int = _LONG) -> Mask:
    """What belongs to a dark run of at least ``length`` along a row."""
    padded = np.pad(dark, ((0, 0), (1, 1)))
    changes = np.diff(padded.astype(np.int8), axis=1)
    rows, starts = np.nonzero(changes == 1)
    _, ends = np.nonzero(changes == -1)
    marks = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.int8)
    long = ends - starts >= length
    np.add.at(marks, (rows[long], starts[long]), 1)
    np.add.at(marks, (rows[long], ends[long]), -1)
    runs: Mask = np.cumsum(marks, axis=1)[:, :-1] > 0
    return runs


def _segments(rules: Mask) -> list[tuple[int, int, int]]:
    """The rules along rows as (row, first, last); rows of one thick rule are one."""
    found: list[tuple[int, int, int]] = []
    rows = np.nonzero(rules.any(axis=1))[0]
    if not len(rows):
        return found
    cuts = [0, *(np.nonzero(np.diff(rows) > 2)[0] + 1), len(rows)]
    for a, b in pairwise(cuts):
        band = rules[rows[a:b]].any(axis=0).astype(np.int8)
        changes = np.diff(np.pad(band, 1))
        starts, ends = np.nonzero(changes == 1)[0], np.nonzero(changes == -1)[0]
        middle = int(rows[(a + b - 1) // 2])
        found += [(middle, int(start), int(end)) for start, end in zip(starts, ends, strict=True)]
    return found
