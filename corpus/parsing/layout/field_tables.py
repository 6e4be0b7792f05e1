"""The lines of a document → the same with tables that hold one activity's fields as labels with their values.

"| Ansvarig | Tid |" over "| Rektor | 2026 |", below an activity's title, says "Ansvarig: Rektor · Tid: 2026".
"""

from collections.abc import Sequence
from dataclasses import replace

from corpus.parsing.fields.names import field_name
from corpus.parsing.layout.cells import cells_of, is_rule
from corpus.parsing.layout.line_kinds import bare
from corpus.types import Line


def mark_field_tables(lines: Sequence[Line]) -> list[Line]:
    """The lines; the head of such a table and its rule are empty, its one row says all."""
    marked = list(lines)
    for i, line in enumerate(lines):
        labels = _cells(line.text)
        if len(labels) < 2 or not all(map(field_name, labels)) or (i and "|" in lines[i - 1].text):
            continue
        rows = []
        for j in range(i + 1, len(lines)):
            if "|" not in lines[j].text:
                break
            rows += [] if is_rule(lines[j].text) else [j]
        if len(rows) != 1:
            continue
        values = _cells(lines[rows[0]].text)
        if len(values) != len(labels) or any(map(field_name, values)):
            continue
        for j in range(i, rows[0]):
            marked[j] = replace(lines[j], text="", unsure=(), edits=())
        said = [f"{label}: {value}" for label, value in zip(labels, values, strict=True) if value]
        marked[rows[0]] = replace(lines[rows[0]], text=" · ".join(said), unsure=(), edits=())
    return marked


def _cells(text: str) -> list[str]:
    """The cells of a row; none of any other line."""
    if not text.lstrip().startswith("|"):
        return []
    return [bare(cell) for cell in cells_of(text)]
