"""The lines of a document → its running heads and feet: what stands on top or at the bottom of page after page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.parsing.layout.page_numbers import footer_lines
from corpus.swedish.text import fold
from corpus.types import Line

_EDGE = 2  # lines from the top and the bottom of a page
_PAGES = 3  # on which a line has to stand, and on half of all
_LONGEST = 140
_NUMBER = re.compile(r"\W*(\d{1,3})\W*")


def running_lines(lines: Sequence[Line]) -> set[int]:
    """The indices of lines that every other page repeats but for its number; none where pages can't be told.

    On top of the first page such a wording is the document's title, and stays.
    """
    pages = len({line.sheet for line in lines if line.text.strip()})
    found: set[int] = set()
    for top in (True, False):
        edges = _edges(lines, top=top)
        said = Counter(wording for edge in edges for wording in {_wording(lines[i].text) for i in edge})
        often = {wording for wording, count in said.items() if count >= max(_PAGES, pages / 2)}
        if "" in often and _shift(lines, [i for edge in edges for i in edge]) is None:
            often.discard("")  # numbers alone that don't count the pages
        found |= {i for edge in edges[top:] for i in edge if _wording(lines[i].text) in often}
    return found


def page_frames(lines: Sequence[Line]) -> set[int]:
    """The indices of all lines that belong to a page and not to the text: running heads and feet, and page numbers."""
    return running_lines(lines) | footer_lines([line.text for line in lines])


def number_pages(lines: Sequence[Line], running: set[int]) -> list[Line]:
    """The lines with the page numbers that stand alone in running heads or feet, if these count the pages."""
    shift = _shift(lines, running)
    if shift is None:
        return list(lines)
    alone = {lines[i].sheet for i in running if _NUMBER.fullmatch(lines[i].text)}
    return [
        replace(line, page=line.sheet + shift) if line.sheet in alone and line.sheet and line.page is None else line
        for line in lines
    ]


def _shift(lines: Sequence[Line], found: Iterable[int]) -> int | None:
    """How far the numbers that stand alone lie from the sheets, where most of them agree and three do."""
    shifts = Counter(
        int(match[1]) - (lines[i].sheet or 0) for i in found if (match := _NUMBER.fullmatch(lines[i].text))
    )
    if not shifts:
        return None
    shift, count = shifts.most_common(1)[0]
    return shift if count >= _PAGES and count > 0.8 * shifts.total() else None


def _edges(lines: Sequence[Line], *, top: bool) -> list[list[int]]:
    """The first or the last lines of each page, as indices."""
    sheets: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        if line.sheet is not None and line.text.strip():
            sheets.setdefault(line.sheet, []).append(i)
    edges = [found[:_EDGE] if top else found[-_EDGE:] for found in sheets.values()]
    return [[i for i in edge if len(lines[i].text) < _LONGEST] for edge in edges]


def _wording(text: str) -> str:
    """A line without its digits; "" for a number alone."""
    return re.sub(r"\d+", "", fold(text)).strip()
