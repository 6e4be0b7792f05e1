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
    words = [match.span() for match in _WORD.finditer(text)]
    touched = sum(any(start < b and a < end for a, b in unsure) for start, end in words)
    return round(1 - touched / len(words), 3) if words else 1.0


def sheet_qualities(lines: Sequence[Line]) -> dict[int, float]:
    """The share of each sheet of a document, where its page breaks can be told; by sheet."""
    sheets: dict[int, list[Line]] = {}
    for line in lines:
        if line.sheet is not None:
            sheets.setdefault(line.sheet, []).append(line)
    return {sheet: lines_quality(found) for sheet, found in sheets.items()}


def lines_quality(lines: Sequence[Line]) -> float:
    """The share over several lines."""
    text, unsure = "", []
    for line in lines:
        unsure += [(start + len(text), end + len(text)) for start, end in line.unsure]
        text += line.text + "\n"
    return certain_share(text, unsure)
