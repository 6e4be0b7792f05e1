"""A question's words → whether it asks about a body that can have no plan: an authority, another municipality.

From the forms of Swedish names alone; who has a plan is told by the catalogue.
"""

import re
from functools import cache
from importlib.resources import files
from itertools import pairwise

from corpus.swedish.text import fold, words_of
from corpus.swedish.vocabulary import VOCABULARY, is_content

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
_LONG = 6  # letters from which a name is one without its capital too
_MUNICIPALITY = re.compile(r"\b(\w+)s (?:stads?|kommuns?)\b")


def asks_about_authority(question: str) -> bool:
    """Whether an authority is asked about as one that has commitments: "Vad har polisen åtagit sig?"."""
    return bool(_AS_OWNER.search(fold(question)))


def asks_about_other_municipality(question: str, home: str) -> bool:
    """Whether a municipality but ``home``, the folded name of the documents' own, is asked about."""
    own = {word.removesuffix("s") for word in home.split()} | set(home.split())
    named = _MUNICIPALITY.search(fold(question))
    if named and named[1] not in own | {"staden"} and is_content(named[1]):
        return True
    return any(
        word.folded.removesuffix("s") in _municipalities() - own
        and before.folded not in _WITH
        and (word.written[0].isupper() or len(word.folded) >= _LONG)
        and word.folded not in VOCABULARY.everyday_words
        for before, word in pairwise(words_of(question))
    )


@cache
def _municipalities() -> frozenset[str]:
    """Sweden's municipalities by their folded names, without the genitive's ending."""
    names = (files("assistant") / "query" / "recognise" / "municipalities.txt").read_text(encoding="utf-8").split()
    return frozenset(fold(name).removesuffix("s") for name in names)
