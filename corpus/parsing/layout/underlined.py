"""The lines of plain text → the same with its headings marked: those that a rule of signs underlines.

Signs that are used first have the higher level: "=====" over "-----".
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.types import Line

_RULE = re.compile(r"\s*([=~*_^-])\1{2,}\s*")
_LONGEST = 110
_FEW = 2  # headings that a document underlines at least


def mark_underlined(lines: Sequence[Line]) -> list[Line]:
    """The lines, underlined headings as Markdown writes them and their rules empty."""
    found = [i for i in range(1, len(lines)) if _underlines(lines, i)]
    if len(found) < _FEW:
        return list(lines)
    signs = list(dict.fromkeys(lines[i].text.strip()[0] for i in found))
    marked = list(lines)
    for i in found:
        level = signs.index(lines[i].text.strip()[0]) + 1
        marked[i - 1] = replace(
            lines[i - 1], text=f"{'#' * min(level, 6)} {lines[i - 1].text.strip()}", unsure=(), edits=()
        )
        marked[i] = replace(lines[i], text="", unsure=(), edits=())
    return marked


def _underlines(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is a rule under a heading: a line of text that stands alone above it."""
    if _RULE.fullmatch(lines[i].text) is None:
        return False
    above = lines[i - 1].text
    if (
        not re.search(r"\w", above)
        or len(above.strip()) > _LONGEST
        or above.lstrip().startswith(("|", "#", "- ", "* "))
    ):
        return False
    return i == 1 or not lines[i - 2].text.strip()
