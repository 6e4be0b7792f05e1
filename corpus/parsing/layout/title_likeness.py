"""Lines that are certainly titles or certainly body → how much any line looks like a title.

An engine misreads a sans serif and a serif in different ways, so that what has become of a word tells
which of the two it was set in. Learned anew from each document; in clean text it says nothing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from math import log

from corpus.types import Line

# Letters that a misread ring or dot turns into each other, and what else they become.
_MISREAD = str.maketrans(dict.fromkeys("aåäàáâãidoöóòôõ46é&£{8", "*"))
_LIMIT = 1.5  # what one word may say, as a log odds
_LINE_LIMIT = 4.0
_SMOOTHING = 0.5
_WEIGHT = 0.6  # words of a line aren't independent

Feature = tuple[str, str]


class Fonts:
    """How the words of titles and of bodies come out, in one document."""

    def __init__(self, titles: Sequence[Line], bodies: Sequence[Line]) -> None:
        self._title = _count(titles)
        self._body = _count(bodies)

    def title_odds(self, line: Line) -> float:
        """The log odds that a line is set as titles are: above 0 for a title, 0 where nothing tells."""
        total = 0.0
        for key, form in _features(line):
            title, body = self._title.get(key), self._body.get(key)
            if title is None or body is None:
                continue
            forms = len(title.keys() | body.keys() | {form})
            odds = log(_share(title, form, forms)) - log(_share(body, form, forms))
            total += max(-_LIMIT, min(_LIMIT, odds))
        return max(-_LINE_LIMIT, min(_LINE_LIMIT, total * _WEIGHT))


def _share(counts: Counter[str], form: str, forms: int) -> float:
    return (counts[form] + _SMOOTHING) / (counts.total() + _SMOOTHING * forms)


def _count(lines: Sequence[Line]) -> dict[str, Counter[str]]:
    # A line that every plan repeats is misread alike each time: it counts once for each form.
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for source in {line.source.strip(): line for line in lines}.values():
        for key, form in _features(source):
            counts[key][form] += 1
    return dict(counts)


def _features(line: Line) -> Iterator[Feature]:
    """What came of each word that could be misread, and of each letter that was."""
    for word in re.findall(r"[^\W_]+(?:[&£{]\w+)*|[£&{]\w+", line.source.lower()):
        skeleton = re.sub(r"\*+", "*", word.translate(_MISREAD))
        if "*" in skeleton and len(skeleton) > 1:
            yield f"word {skeleton}", word
    if line.source == line.text:
        return
    position = 0
    for source_start, source_end, start, end in line.edits:
        for letter in line.text[position:start].lower():
            if letter in "åäö":
                yield f"letter {letter}", letter
        yield from _misread(line.source[source_start:source_end].lower(), line.text[start:end].lower())
        position = end
    for letter in line.text[position:].lower():
        if letter in "åäö":
            yield f"letter {letter}", letter


def _misread(source: str, text: str) -> Iterator[Feature]:
    for tag, a, b, c, d in SequenceMatcher(None, source, text, autojunk=False).get_opcodes():
        if tag == "equal":
            for letter in text[c:d]:
                if letter in "åäö":
                    yield f"letter {letter}", letter
        elif d - c == 1:
            yield f"letter {text[c:d]}", source[a:b]
        elif d - c == b - a:
            for letter, form in zip(text[c:d], source[a:b], strict=True):
                yield f"letter {letter}", form
