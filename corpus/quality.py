"""Lines → how well they are read: the share of their words whose reading is certain."""

import re
from collections.abc import Sequence

from corpus.types import Line, Span

# Where fewer words are certain, people are told: a quotation of twenty words then holds one or two
# that have to be compared with the source.
POOR = 0.9

_WORD = re.compile(r"\w+")


def certain_share(text: str, unsure: Sequence[Span]) -> float:
    """The share of the words of a text that no unsure stretch touches; 1.0 for a text without words."""
    return _share([_counted(text, unsure)])


def sheet_qualities(lines: Sequence[Line]) -> dict[int, float]:
    """The share of each sheet of a document, where its page breaks can be told; by sheet."""
    sheets: dict[int, list[Line]] = {}
    for line in lines:
        if line.sheet is not None:
            sheets.setdefault(line.sheet, []).append(line)
    return {sheet: lines_quality(found) for sheet, found in sheets.items()}


def lines_quality(lines: Sequence[Line]) -> float:
    """The share over several lines."""
    return _share([_counted(line.text, line.unsure) for line in lines])


def _counted(text: str, unsure: Sequence[Span]) -> tuple[int, int]:
    """How many words a text has, and how many of them an unsure stretch touches."""
    words = [match.span() for match in _WORD.finditer(text)]
    return len(words), sum(any(start < b and a < end for a, b in unsure) for start, end in words)


def _share(counted: Sequence[tuple[int, int]]) -> float:
    words = sum(entry[0] for entry in counted)
    return round(1 - sum(entry[1] for entry in counted) / words, 3) if words else 1.0
