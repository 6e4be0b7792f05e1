"""A page as it was printed: its picture, the words on it with their places, and where some of its lines stand there."""

import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from corpus.swedish.text import fold
from corpus.types import Line

_MOST_WORDS = 2_000  # on a page; comparing more with its lines takes too long
_SURE = 0.6  # of the letters of a passage that have to be found on the page


@dataclass(frozen=True)
class PlacedWord:
    """A word and its place in the picture, in pixels from the upper left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class DrawnPage:
    """The picture of a page (WebP). ``words`` is None where they stand in a picture that hasn't been read."""

    picture: bytes
    width: int
    height: int
    words: tuple[PlacedWord, ...] | None


@dataclass(frozen=True)
class Mark:
    """A stretch of a printed line, in pixels."""

    left: float
    top: float
    width: float
    height: float


def marks_of(numbers: Collection[int], lines: Sequence[Line], words: Sequence[PlacedWord]) -> list[Mark]:
    """Where the lines with these ``numbers`` stand on a page that has ``lines`` and ``words``; [] where that is unsure.

    The words of the lines are aligned with those on the page, as both have them in nearly the same order. What a
    table or a column has elsewhere is found where it stands but once among what is left.
    """
    said = [(token, line.number) for line in lines for token in _tokens(line.source)]
    there = [(token, word) for word in words for token in _tokens(word.text)]
    if len(said) > _MOST_WORDS or len(there) > _MOST_WORDS:
        return []
    matcher = difflib.SequenceMatcher(None, [t for t, _ in said], [t for t, _ in there], autojunk=False)
    pairs = {a + k: b + k for a, b, size in matcher.get_matching_blocks() for k in range(size)}
    used = set(pairs.values())
    left = Counter(token for i, (token, _) in enumerate(there) if i not in used)
    once = {token: i for i, (token, _) in enumerate(there) if i not in used and left[token] == 1}
    wanted = [i for i, (_, number) in enumerate(said) if number in numbers]
    found = {i: pairs.get(i, once.get(said[i][0])) for i in wanted}
    letters = sum(len(said[i][0]) for i in wanted)
    if sum(len(said[i][0]) for i in wanted if found[i] is not None) < _SURE * letters or not letters:
        return []
    return list(_rows(dict.fromkeys(there[at][1] for at in sorted(at for at in found.values() if at is not None))))


def _rows(words: Iterable[PlacedWord]) -> Iterable[Mark]:
    """Words that follow each other on a line as one stretch."""
    row: list[PlacedWord] = []
    for word in words:
        if row and not _follows(row[-1], word):
            yield _around(row)
            row = []
        row.append(word)
    if row:
        yield _around(row)


def _follows(one: PlacedWord, other: PlacedWord) -> bool:
    height = max(one.bottom - one.top, other.bottom - other.top)
    on_a_line = abs((one.top + one.bottom) - (other.top + other.bottom)) < height
    return on_a_line and -height < other.left - one.right < 2 * height


def _around(row: Sequence[PlacedWord]) -> Mark:
    left, top = min(word.left for word in row), min(word.top for word in row)
    return Mark(left, top, max(word.right for word in row) - left, max(word.bottom for word in row) - top)


def _tokens(text: str) -> list[str]:
    """What is compared: letters and digits without case and marks, so that a hyphen or a bullet does no harm."""
    return re.findall(r"[^\W_]+", fold(text))
