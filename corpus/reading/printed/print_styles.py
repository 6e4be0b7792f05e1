"""How the words of a page are set → headings by their size, and what stands in bold type.

A size that is larger than the text's, and rarer, is a heading's; the largest has level 1. Where much of a
document is bold, that says nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

_LARGER = 1.08
_RARE = 0.45  # of the letters that headings have at most
_MOSTLY = 0.35
_STOPS = 0.2  # of the lines in a heading's size that end as sentences do
_LEVELS = 4
_LEAD = 4  # letters of a title in bold type before its body


@dataclass(frozen=True)
class Box:
    """Text and its place; ``top`` is less than ``bottom``. ``size`` is 0 where it isn't known.

    ``level`` is that of a heading, 0 for the text's own words.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float = 0.0
    bold: bool = False
    level: int = 0

    @property
    def height(self) -> float:
        return self.bottom - self.top


def styled(pages: Sequence[Sequence[Box]]) -> list[list[Box]]:
    """The words of each page with their levels; bold only where it sets words apart."""
    words = [word for page in pages for word in page]
    levels = _levels(pages)
    letters = sum(len(word.text) for word in words)
    bold = sum(len(word.text) for word in words if word.bold) <= _MOSTLY * letters
    return [
        [
            replace(word, level=levels.get(word.size, 0), bold=word.bold and bold and word.size not in levels)
            for word in page
        ]
        for page in pages
    ]


def joined(left: Box, right: Box) -> Box:
    """Two pieces of one line as one; a title in bold type before other words is marked."""
    text = f"{left.text} {right.text}"
    if left.bold and not right.bold and len(left.text) >= _LEAD and not left.text.endswith(":"):
        text = f"**{left.text}** {right.text}"
    return Box(
        text,
        left.left,
        right.right,
        min(left.top, right.top),
        max(left.bottom, right.bottom),
        left.size,
        left.bold and right.bold,
        min(left.level, right.level),
    )


def _levels(pages: Sequence[Sequence[Box]]) -> Mapping[float, int]:
    """The level of each size that headings have: larger than most, and of lines that end no sentences."""
    sizes: Counter[float] = Counter()
    ends: defaultdict[float, dict[tuple[int, float], Box]] = defaultdict(dict)  # the last word of each line
    for page, words in enumerate(pages):
        for word in words:
            sizes[word.size] += len(word.text)
            line = (page, round(word.bottom))
            if line not in ends[word.size] or ends[word.size][line].left < word.left:
                ends[word.size][line] = word
    if not sizes or sizes.most_common(1)[0][0] == 0:
        return {}
    body = sizes.most_common(1)[0][0]
    stops = {size: sum(word.text.endswith((".", ",", ";")) for word in ends[size].values()) for size in sizes}
    larger = [size for size in sizes if size > _LARGER * body and stops[size] < _STOPS * len(ends[size])]
    if sum(sizes[size] for size in larger) > _RARE * sizes.total():
        return {}
    return {size: min(level, _LEVELS) for level, size in enumerate(sorted(larger, reverse=True), start=1)}
