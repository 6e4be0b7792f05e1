"""A question's words → whether it asks about a body that can have no plan: an authority, another municipality.

From the forms of Swedish names alone; who has a plan is told by the catalogue.
"""

import re
from collections.abc import Set
from functools import cache
from importlib.resources import files
from itertools import pairwise

from corpus.swedish.text import Word, fold, words_of
from corpus.swedish.vocabulary import is_content
from corpus.types import Catalogue

# Authorities and the like, as they are named in the definite form.
_BODY = (
    r"(?:polisen?|\w+(?:verket|kassan|styrelsen|myndigheten|revisionen|domstolen|ratten|trafiken|formedlingen)|"
    r"region \w+|\w*kyrkan?|landstinget|universitetet)s?"
)
_COMMITTED = r"(?:atagit|atagand\w*|aktivitet\w*|handlingsplan\w*|lovat?)"
# Whoever has an activity, "åtagande" or plan; what others do may well stand in a plan.
_AS_OWNER = re.compile(
    rf"\b{_BODY} (?:\w+ )?{_COMMITTED}\b|\b{_COMMITTED} (?:har|ska) {_BODY}\b|"
    rf"\b(?:har|ska) {_BODY} (?:atagit|lovat|(?:en |nagon )?egn?[ae]n? {_COMMITTED})\b"
)
# "Tillsammans med Göteborg": somebody here did something there.
_WITH = frozenset(["med", "mellan", "och", "samt", "fran", "av"])
_SENTENCE_ENDS = re.compile(r"[.?!:]")
_LONG = 6  # letters from which a name is one without its capital too
_MUNICIPALITY = re.compile(r"\b(\w+)s (?:stads?|kommuns?)\b")


def asks_about_authority(question: str) -> bool:
    """Whether an authority is asked about as one that has commitments: "Vad har polisen åtagit sig?"."""
    return bool(_AS_OWNER.search(fold(question)))


def asks_about_other_municipality(question: str, own: Set[str]) -> bool:
    """Whether a municipality is asked about that none of ``own``, folded words of the catalogue's names, is.

    A name is written with its rings and dots, or in a question that has none; a word that begins a sentence is none.
    """
    named = _MUNICIPALITY.search(fold(question))
    if named and named[1] not in own | {"staden"} and is_content(named[1]):
        return True
    plain = question.isascii()
    return any(
        _is_municipality(word, plain=plain)
        and word.folded.removesuffix("s") not in own
        and before.folded not in _WITH
        and not _SENTENCE_ENDS.search(question[before.end : word.start])
        and (word.written[0].isupper() or len(word.folded) >= _LONG)
        for before, word in pairwise(words_of(question))
    )


def names_of(catalogue: Catalogue) -> frozenset[str]:
    """The folded words of the municipality's and its organisations' names, without the genitive's ending."""
    names = [catalogue.municipality, *(text for one in catalogue.organisations for text in (one.name, one.board))]
    return frozenset(word for name in names for own in fold(name).split() for word in (own, own.removesuffix("s")))


def _is_municipality(word: Word, *, plain: bool) -> bool:
    written = word.written.casefold().removesuffix("s")
    return word.folded.removesuffix("s") in _municipalities() if plain else written in _municipalities_as_written()


@cache
def _municipalities_as_written() -> frozenset[str]:
    names = (files("assistant") / "query" / "recognise" / "municipalities.txt").read_text(encoding="utf-8").split()
    return frozenset(name.casefold().removesuffix("s") for name in names)


@cache
def _municipalities() -> frozenset[str]:
    """Sweden's municipalities by their folded names, without the genitive's ending."""
    return frozenset(map(fold, _municipalities_as_written()))
