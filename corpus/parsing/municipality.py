"""The lines of a document → the municipality that it names as its own; None where it names none, or several alike."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.parsing.layout.line_kinds import bare
from corpus.parsing.owners import place_of
from corpus.swedish.text import fold, word_set
from corpus.types import Line

_WORD = r"[A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?"
_NAME = re.compile(rf"\b(?P<name>(?:{_WORD} )?{_WORD}) (?P<form>kommun|stad)(?:s\b|\b(?!\w))")
_CAPITALS = re.compile(r"\b(?P<name>[A-ZÅÄÖ]{3,}(?:[ -][A-ZÅÄÖ]{3,})?) (?P<form>KOMMUN|STAD)S?\b")
_FEDERATION = re.compile(rf"\bKommunalförbundet (?P<name>{_WORD}(?: {_WORD})?)")
_COVER = 12  # first lines of a document
_ON_COVER = 20  # what a name that stands alone there weighs, against one in running text
_IN_FRAME = 10
_NEAR = 4
_SURELY = 2  # times as much as the next
# Words before "kommun" and "stad" that are no names: "Varje kommun", "Trygg stad".
_NO_NAMES = word_set(
    "varje var vår en annan andra denna sin egen hela ingen alla någon samma er min i inom som av och för till med hos "
    "från den denne de våra vilken ny nya mindre större svensk svenska trygg grön hållbar smart levande öppen "
    "jämlik jämställd digital god vacker säker klimatsmart växande ren frisk barnvänlig äldrevänlig hel fin"
)


def municipality_of(lines: Sequence[Line], frame: Sequence[str] = ()) -> str | None:
    """The municipality whose document it is, as it is printed: "Ekby kommun".

    A name alone on the cover weighs most, then what stands around the text (``frame``: a page's head and foot),
    then how often the text names it. Two that share a document stand as "A kommun och B kommun".
    """
    weights: Counter[str] = Counter()
    written: dict[str, str] = {}
    texts = [bare(line.text) for line in lines if line.text.strip()]
    for place, text in enumerate(texts):
        names = names_in(text)
        for name in names:
            alone = fold(re.sub(r"[\W\d_]+", " ", text)) in (fold(name), f"{fold(name)}s") or place_of(text) is not None
            weight = _ON_COVER if alone and place < _COVER else _NEAR if place < _COVER or alone else 1
            weights[_key(name)] += weight
            written.setdefault(_key(name), name)
        if len(set(map(_key, names))) > 1 and place < _COVER and (both := _shared(text, names)):
            return both
    for text in frame:
        for name in names_in(text):
            weights[_key(name)] += _IN_FRAME
            written.setdefault(_key(name), name)
    ranked = weights.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _SURELY * ranked[1][1]):
        return None
    return written[ranked[0][0]]


def names_in(text: str) -> list[str]:
    """The municipalities that a text names, without a genitive's s: "Umeå kommuns plan" → "Umeå kommun"."""
    found = [f"Kommunalförbundet {match['name']}" for match in _FEDERATION.finditer(text)]
    for match in _NAME.finditer(text):
        words = match["name"].split()
        # The first word of a sentence isn't part of the name: "I Ekby kommun".
        while words and (words[0].lower() in _NO_NAMES or len(words[0]) < 2):
            words = words[1:]
        if words:
            found.append(f"{' '.join(words)} {match['form']}")
    for match in _CAPITALS.finditer(text):
        found.append(f"{match['name'].title()} {match['form'].lower()}")
    return found


def _shared(text: str, names: Sequence[str]) -> str | None:
    """What a line of the cover says of two: "A kommun och B kommun"; that both have the document."""
    for one, other in pairwise(names):
        both = f"{one} och {other}"
        if _key(one) != _key(other) and (text.strip(" .") == both or f"för {both}" in text):
            return both
    return None


def _key(name: str) -> str:
    """A name without what its form and case make of it: "Havsköpings kommun" and "Havsköping kommun" are one."""
    return re.sub(r" (?:kommun|stad)$", "", fold(name)).removesuffix("s")
