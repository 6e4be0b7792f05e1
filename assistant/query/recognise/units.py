"""A question's words → the units that plans name as responsible ("HR-enheten"), in any spelling near it."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from assistant.query.recognise.annotation import Annotation, Shape
from corpus.swedish.text import Word
from corpus.swedish.vocabulary import is_content

_ALIKE = 90  # likeness (0 to 100) from which on words are a misspelt unit
_LONG = 8  # letters of a unit that may be misspelt
_RESPONSIBLE = re.compile(
    r"\b(?:ansv\w*|skoter|hand om|haller i|star for|utfor\w*|driver|drivs|skots|leds|ags|genomfors av"
    r"|ager|svarar for|(?:har|gor) UNIT"
    r"|UNIT (?:har|gor|aktivitet\w*|egna)|(?:ligger|hamnar|hamnat|vilar) (?:pa|hos) (?:\w+ )?UNIT)\b"
)
_OF_ANY = re.compile(r"^(?:enhet|avdelning|sektion|stab|grupp|team|kontor|forvaltning|berord|medarbet|chef)")
_ANSWERS = re.compile(r"(?:ansvarar|(?:ar|star|anges|har|som|star som|anges som) (?:som )?ansvar)")
_BY = re.compile(r"(?:drivs|utfors|skots|leds|ags|genomfors) av$|ansvarig (?:ar|hos)$")
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
    yield from _partial_names(words, units)


def _partial_names(words: Sequence[Word], units: Sequence[str]) -> Iterator[Annotation]:
    """A part of a unit's name, where the words around say that it is one: "elevhälsan ansvarar", "drivs av HR"."""
    parts = {word for unit in units for word in unit.split() if is_content(word) and not _OF_ANY.search(word)}
    for i, word in enumerate(words):
        after = " ".join(other.folded for other in words[i + 1 : i + 4])
        before = " ".join(other.folded for other in words[max(0, i - 2) : i])
        if {word.folded, word.folded.removesuffix("n"), word.folded.removesuffix("en")} & parts and (
            _ANSWERS.match(after) or _BY.search(before)
        ):
            yield Annotation(i, i + 1, "UNIT", word.folded, 0.9)


def unit_is_responsible(shape: Shape) -> bool:
    """Whether a unit is named as responsible, and not as what something is about."""
    return bool(_RESPONSIBLE.search(shape.text)) and not _SUBJECT.search(shape.text)
