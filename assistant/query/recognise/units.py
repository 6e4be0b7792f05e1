"""A question's words → the units that plans name as responsible ("HR-enheten"), in any spelling near it."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from assistant.query.recognise.annotation import Annotation, Shape
from corpus.swedish.text import Word

_ALIKE = 90  # likeness (0 to 100) from which on words are a misspelt unit
_LONG = 8  # letters of a unit that may be misspelt
_RESPONSIBLE = re.compile(
    r"\b(?:ansv\w*|skoter|hand om|haller i|star for|utfor\w*|driver|ager|svarar for|(?:har|gor) UNIT"
    r"|UNIT (?:har|gor|aktivitet\w*|egna))\b"
)
_SUBJECT = re.compile(r"\b(?:om|kring|angaende) UNIT\b")


def unit_annotations(words: Sequence[Word], units: Sequence[str]) -> Iterator[Annotation]:
    """Units of slot UNIT; the value is the unit, folded."""
    for unit in units:
        width = len(unit.split())
        for at in range(len(words) - width + 1):
            written = " ".join(word.folded for word in words[at : at + width])
            near = len(unit) >= _LONG and written[:2] == unit[:2] and fuzz.ratio(written, unit) >= _ALIKE
            if near or written in (unit, f"{unit}s"):
                yield Annotation(at, at + width, "UNIT", unit, 0.95)


def unit_is_responsible(shape: Shape) -> bool:
    """Whether a unit is named as responsible, and not as what something is about."""
    return bool(_RESPONSIBLE.search(shape.text)) and not _SUBJECT.search(shape.text)
