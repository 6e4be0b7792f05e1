"""The shape of a question → the conditions it says: kinds, statuses, fields there or missing, exceptions, numbers."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.recognise.grammar import annotate, condition_patterns, pieced
from corpus.swedish.numbers import NUMBERS
from corpus.swedish.vocabulary import VOCABULARY
from corpus.types import Status


def condition_annotations(shape: Shape) -> Iterator[Annotation]:
    """Everything of a shape that may be a condition."""
    yield from annotate(shape, condition_patterns())
    for slot, status, pattern, certainty in _statuses():
        yield from shape.find(slot, status, pattern, certainty)


@cache
def _statuses() -> tuple[tuple[str, Status, re.Pattern[str], float], ...]:
    """ "klara", "inte påbörjade" (planned), "inte klara", "alla utom de som pågår"; the longer reading is surer."""
    before, negates, all_but = pieced("<BEFORE_STATUS>"), pieced("<NEGATES>"), pieced("<ALL_BUT>")
    found: list[tuple[str, Status, str, float]] = []
    for entry in VOCABULARY.statuses:
        words = f"(?:{entry.pattern}|{entry.asked})" if entry.asked else entry.pattern
        afterwards = (
            r"(?:kan du lamna|vill jag inte|ska inte|kan du skippa|undantagna|undantaget|raknas inte|behover jag inte)"
        )
        found.append(("status", entry.status, rf"{before}{words}(?! uppfolj)", 1.0))
        found.append(("not_status", entry.status, rf"{all_but} {words}|{words} {afterwards}", 1.02))
        if entry.status == "ongoing":
            begun = pieced("<BEGUN>")
            found.append(("status", "planned", rf"{negates} {begun}", 1.05))
            words = r"(?:paga\w*|lopande|fortgar|rullar)"
        found.append(("not_status", entry.status, rf"{negates} (?:status(?:en)? )?{words}", 1.02))
    return tuple((slot, status, re.compile(rf"\b(?:{source})(?!\w)"), sure) for slot, status, source, sure in found)


def number_of_token(text: str) -> int | None:
    """A number beside something that is counted: "5", "fem", "en"."""
    if text.isdecimal() and len(text) < 4:
        return int(text)
    return 1 if text in ("en", "ett") else NUMBERS.get(text)
