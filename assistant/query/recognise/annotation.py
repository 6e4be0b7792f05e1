"""What a recogniser says of words, and the shape of a question: its words with every name put as one token.

"Har MKB och ASF något under mål 3?" → "har ORG nagot under GOAL". The grammar of questions is read off the shape,
so that it doesn't depend on what things are called.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from corpus.swedish.text import Word

# What names something of the collection, as a token of the shape.
Entity = Literal["ORG", "GOAL", "YEAR", "PROG", "DOC", "UNIT", "NUM", "ACT", "TIME"]
_JOINS = frozenset(("och", "samt", "eller", "respektive", "resp", "o", "plus", "and"))


@dataclass(frozen=True)
class Annotation:
    """Tokens ``first`` to ``last`` (exclusive) say ``value`` of a slot, as certainly as ``certainty`` (0 to 1)."""

    first: int
    last: int
    slot: str
    value: Any
    certainty: float = 1.0


@dataclass(frozen=True)
class QuestionToken:
    """A word, or the names of one sort that stand joined; ``first`` and ``last`` are of the words."""

    text: str
    first: int
    last: int
    names: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class Shape:
    """The tokens of a question; ``text`` is what patterns are matched against."""

    tokens: tuple[QuestionToken, ...]
    text: str
    starts: tuple[int, ...]

    def find(self, slot: str, value: Any, pattern: re.Pattern[str], certainty: float = 1.0) -> Iterator[Annotation]:
        """An annotation for each place where a pattern fits; its group "what", if any, is what it covers."""
        group = "what" if "what" in pattern.groupindex else 0
        for match in pattern.finditer(self.text):
            first, last = self.span(match.start(group), match.end(group))
            if first < last:
                yield Annotation(first, last, slot, value, certainty)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of ``text`` → tokens, those touched only by a space left out."""
        touched = [
            i
            for i, at in enumerate(self.starts)
            if start < at + len(self.tokens[i].text) and at < end
        ]  # fmt: skip
        return (touched[0], touched[-1] + 1) if touched else (0, 0)


def shape_of(words: Sequence[Word], entities: Sequence[Annotation]) -> Shape:
    """The shape of words of which ``entities`` are named; none of those overlaps another."""
    starting = {entity.first: entity for entity in entities}
    tokens: list[QuestionToken] = []
    at = 0
    while at < len(words):
        entity = starting.get(at)
        if entity is None:
            tokens.append(QuestionToken(words[at].folded, at, at + 1))
            at += 1
            continue
        joined = _joined(tokens, entity)
        if joined:
            before = tokens[joined]
            tokens[joined:] = [QuestionToken(entity.slot, before.first, entity.last, (*before.names, entity))]
        else:
            tokens.append(QuestionToken(entity.slot, entity.first, entity.last, (entity,)))
        at = entity.last
    return _shape(tokens)


def named(shape: Shape, first: int, last: int, name: Annotation) -> Shape:
    """The shape with one token of a name in place of tokens that together are it."""
    whole = QuestionToken(name.slot, shape.tokens[first].first, shape.tokens[last - 1].last, (name,))
    return _shape([*shape.tokens[:first], whole, *shape.tokens[last:]])


def narrowed(shape: Shape, kept: Sequence[int]) -> Shape:
    """The shape of some of its tokens alone."""
    return shape if len(kept) == len(shape.tokens) else _shape([shape.tokens[i] for i in kept])


def _shape(tokens: Sequence[QuestionToken]) -> Shape:
    starts, length = [], 0
    for token in tokens:
        starts.append(length)
        length += len(token.text) + 1
    return Shape(tuple(tokens), " ".join(token.text for token in tokens), tuple(starts))


def _joined(tokens: Sequence[QuestionToken], entity: Annotation) -> int:
    """Where counted from the end the token stands that an entity joins, or 0."""
    if entity.slot not in ("ORG", "GOAL", "PROG", "YEAR") or not tokens:
        return 0
    if tokens[-1].text == entity.slot:
        return -1
    if len(tokens) > 1 and tokens[-1].text in _JOINS and tokens[-2].text == entity.slot:
        return -2
    # "både under mål 2 och under mål 3"
    small = ("under", "i", "pa", "hos", "inom", "for", "fran", "mal")
    if len(tokens) > 2 and tokens[-1].text in small and tokens[-2].text in _JOINS and tokens[-3].text == entity.slot:
        return -3
    return 0
