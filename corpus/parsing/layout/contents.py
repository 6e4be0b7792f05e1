"""The lines of a document → its contents lists: which lines they are, and the headings that they name."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from corpus.parsing.activities.labels import activity_label
from corpus.parsing.layout.line_kinds import (
    ALIKE,
    bare,
    front_heading,
    goal_heading,
    kind_heading,
)
from corpus.swedish.text import fold
from corpus.types import Line

# Leaders come out of a scan as letters: "...ttt st sss 6".
_LEADER = re.compile(r"(?:\.|…){4,}|(?:\. ){4,}|_{5,}|(?:\.|…){3}.*\s\d{1,3}\s*$|(?:\.|…){2,}\s*\w{15,}\W*\d{0,3}\s*$")
_PAGE = re.compile(r"\S(?:\t|\s{2,})\d{1,3}\s*$")
_NUMBER = re.compile(r"\S\s(\d{1,3})\s*$")
_TAIL = re.compile(r"\s*(?:(?:\.|…){3,}|(?:\. ){3,}|_{4,}).*$|\s+\d{1,3}\s*$")
_WRAPPED = 3  # lines of a title before the one with its page
_REST = 6  # lines without page numbers that end a list: annexes
_HEAD = 40  # characters in which a cut-off line is compared


def contents_lines(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that belong to contents lists, stray rests of them included.

    A list is a stretch in which a dotted leader or a page number ends at least every fourth line,
    with three of them at least; its heading and, on the same page, its last lines belong to it.
    """
    text = [line for line in lines if line.text.strip()]
    found: set[int] = set()
    i = 0
    while i < len(text):
        if not _strong(text[i].text) and not _is_heading(text[i].text):
            i += 1
            continue
        first, last, marks = i, i, int(_strong(text[i].text))
        headed, page = _is_heading(text[i].text), 0
        strong = marks
        j = i + 1
        while j < len(text) and j - last <= _WRAPPED + 1:
            number = _NUMBER.search(text[j].text)
            # Below the list's heading pages that count on are enough, one space before each.
            counts = headed and number is not None and page <= int(number[1]) and not _is_text(text[j].text)
            weak = number is not None and (strong > 0 or counts)
            if _strong(text[j].text) or weak:
                last, marks, strong = j, marks + 1, strong + _strong(text[j].text)
                page = int(number[1]) if number is not None else page
            elif j - last > 1 and _blank_before(lines, text[j]) and _is_text(text[j].text):
                break
            j += 1
        if marks >= 3 or (strong >= 1 and headed):
            first = _heading_above(text, first)
            last = _rest_of_page(text, last)
            found.update(range(text[first].number, text[last].number + 1))
        i = last + 1
    return found | _stray(text, found)


def contents_titles(lines: Sequence[Line], in_contents: set[int]) -> list[str]:
    """The headings that the contents lists name, in their order, without leaders and page numbers."""
    return [title for title, _ in contents_entries(lines, in_contents)]


def contents_entries(lines: Sequence[Line], in_contents: set[int]) -> list[tuple[str, int | None]]:
    """What the contents lists name, in their order, each with its page where that can be read."""
    entries: list[tuple[str, int | None]] = []
    wrapped: list[str] = []
    for line in lines:
        if line.number not in in_contents or not line.text.strip() or _is_heading(line.text):
            wrapped = []
            continue
        wrapped.append(line.text.strip())
        if _strong(line.text) or _NUMBER.search(line.text):
            page = re.search(r"(?<!\d)(\d{1,3})\s*$", line.text)
            title = " ".join(contents_title(part) for part in wrapped)
            entries.append((title, int(page[1]) if page else None))
            wrapped = []
    return entries


def contents_title(text: str) -> str:
    """What a contents line points at, without leader and page: "Rutiner.....\\t10" → "Rutiner"."""
    return _TAIL.sub("", _TAIL.sub("", bare(text))).strip()


def names_heading(text: str, titles: Sequence[str]) -> bool:
    """Whether a line is a heading that a contents list names."""
    folded = fold(bare(text))
    return bool(folded) and any(fuzz.ratio(folded, fold(title), score_cutoff=ALIKE) for title in titles)


def _strong(text: str) -> bool:
    return bool(_LEADER.search(text)) or (bool(_PAGE.search(text)) and len(text) < 160)


def _is_heading(text: str) -> bool:
    return front_heading(text) == "contents"


def _is_text(text: str) -> bool:
    return len(text.strip()) > 40 and text.rstrip().endswith(".")


def _blank_before(lines: Sequence[Line], line: Line) -> bool:
    above = line.number - lines[0].number - 1
    return above < 0 or not lines[above].text.strip()


def _heading_above(text: Sequence[Line], first: int) -> int:
    for j in range(first - 1, max(first - 4, -1), -1):
        if _is_heading(text[j].text):
            return j
    return first


def _rest_of_page(text: Sequence[Line], last: int) -> int:
    """The last line of a list: short lines that end its page are of it, unless they open running text."""
    sheet = text[last].sheet
    if sheet is None:
        return last
    rest = [j for j in range(last + 1, min(last + 2 + _REST, len(text))) if text[j].sheet == sheet]
    short = all(
        len(text[j].text) < 90 and not _is_text(text[j].text) and front_heading(text[j].text) != "introduction"
        for j in rest
    )
    return rest[-1] if rest and len(rest) <= _REST and short else last


def _stray(text: Sequence[Line], known: set[int]) -> set[int]:
    """Lines alone on the page before an introduction that break off and repeat how a later one begins."""
    found: set[int] = set()
    for page in _pages_before_introductions(text):
        lines = [line for line in page if line.number not in known]
        if not lines or len(lines) > 4 or lines[-1].text.rstrip().endswith((".", ":", "?")):
            continue
        if any(
            goal_heading(line.text) or kind_heading(line.text) or front_heading(line.text) or activity_label(line.text)
            for line in lines
        ):
            continue
        heads = [fold(line.text)[:_HEAD] for line in lines]
        others = [fold(line.text)[:_HEAD] for line in text if line not in lines]
        if all(any(fuzz.ratio(head, other, score_cutoff=ALIKE) for other in others) for head in heads):
            found.update(line.number for line in lines)
    return found


def _pages_before_introductions(text: Sequence[Line]) -> Iterator[list[Line]]:
    for i, line in enumerate(text):
        if i == 0 or line.sheet is None or front_heading(line.text) != "introduction":
            continue
        if text[i - 1].sheet != line.sheet:
            yield [entry for entry in text[max(0, i - 12) : i] if entry.sheet == text[i - 1].sheet]
