"""A long question → the clause that asks. People say first how they came to ask; only names are taken from there."""

import re
from collections.abc import Sequence

from assistant.query.recognise.annotation import Shape
from assistant.query.recognise.grammar import phrase
from corpus.swedish.text import Word

_LONG = 10  # tokens; a shorter question is one clause
_HEADING = 5
_BREAK = re.compile(r"[,.;:?!\n–—]| - ")
_SENTENCE = re.compile(r"[.?!\n](?:\s|$)")
_ASKS = phrase("clause_asks")
# Within a clause, what begins the question after all that led to it.
_INNER = phrase("clause_inner")
_COUNTS = phrase("clause_counts")
_SUBSTANCE = phrase("clause_substance")


def asking_span(shape: Shape, words: Sequence[Word], question: str) -> tuple[int, int]:
    """The tokens from where a question is asked to the end of its sentence; all of a short one."""
    tokens = shape.tokens
    if len(tokens) < _LONG:
        return 0, len(tokens)
    starts = [0]
    ends = []
    for i in range(1, len(tokens)):
        between = question[words[tokens[i].first - 1].end : words[tokens[i].first].start]
        if _BREAK.search(between):
            starts.append(i)
        if _SENTENCE.search(between):
            ends.append(i)
    asking = [i for i in starts if _ASKS.search(_text(shape, i, len(tokens)))]
    for match in _INNER.finditer(shape.text):
        after = shape.span(match.end(), match.end() + 1)[0]
        before = max(start for start in starts if start < max(after, 1))
        if match[0] == "om " and _COUNTS.match(_text(shape, before, len(tokens))):
            continue  # "hur många har något om hur de följs upp?"
        if _ASKS.search(_text(shape, after, len(tokens))):
            asking.append(after)
    for start in sorted(set(asking), reverse=True):
        end = next((e for e in ends if e > start), len(tokens))
        if _says_something(shape, start, end):
            return _with_heading(starts, start), end
    return 0, len(tokens)


def _with_heading(starts: Sequence[int], start: int) -> int:
    """A few words before the question are what it is about: "Stödmaterial, femman: vem ansvarar?"."""
    before = [other for other in starts if other < start]
    return before[-1] if before and start - before[-1] <= _HEADING and before[-1] == 0 else start


def _text(shape: Shape, first: int, last: int) -> str:
    return " ".join(token.text for token in shape.tokens[first:last])


def _says_something(shape: Shape, first: int, last: int) -> bool:
    """Whether a clause asks by itself: "vilka blir det då?" doesn't."""
    return bool(_SUBSTANCE.search(_text(shape, first, last)))
