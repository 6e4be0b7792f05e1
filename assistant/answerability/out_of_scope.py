"""A question → whether it asks about somebody or somewhere that no plan here is of: another municipality, the police.

From the forms of Swedish names, from Sweden's municipalities, and from whether the documents know a word;
the catalogue says who has a plan.
"""

import re
from functools import cache
from importlib.resources import files
from itertools import pairwise

from assistant.query.understand import Understood
from assistant.query.words import is_content, words_of
from assistant.retrieve.records import Records
from corpus.swedish.text import fold

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


def asks_of_outsiders(asked: Understood, records: Records) -> bool:
    """Whether somebody is asked about who has no plan here, or a name is said that no document has."""
    if asked.municipality or not all(records.says(name) for name in asked.names) or _unknown_names(asked, records):
        return True
    if asked.owners or asked.choices:
        return False
    if _another_town(asked, records):
        return True
    folded = fold(asked.text)
    home = fold(records.index.collection.catalogue.municipality).split()[0]
    other = _MUNICIPALITY.search(folded)
    return bool(_AS_OWNER.search(folded)) or bool(other and other[1] not in (home, "staden") and is_content(other[1]))


def _another_town(asked: Understood, records: Records) -> bool:
    """Whether a Swedish municipality but the documents' own is asked about: "Hur arbetar Göteborg mot …"."""
    home = fold(records.index.collection.catalogue.municipality).split()[0]
    return any(
        word.folded.removesuffix("s") in _municipalities() - {home, home.removesuffix("s")}
        and before.folded not in _WITH
        and (word.written[0].isupper() or len(word.folded) >= _LONG)
        for before, word in pairwise(words_of(asked.text))
    )


@cache
def _municipalities() -> frozenset[str]:
    """Sweden's municipalities by their folded names, without the genitive's ending."""
    names = (files("assistant") / "answerability" / "municipalities.txt").read_text(encoding="utf-8").split()
    return frozenset(fold(name).removesuffix("s") for name in names)


def _unknown_names(asked: Understood, records: Records) -> bool:
    """Whether a word is written as a name within a sentence that no document has in any form.

    Not an abbreviation: one may stand for what the documents write out.
    """
    rest = {entry for word in asked.rest for entry in word.split("|")}
    return any(
        word.written[0].isupper()
        and not word.written.isupper()
        and asked.text[: word.start].rstrip()[-1:] not in ("", ".", "?", "!", ":")
        and word.folded in rest
        and not records.words.knows(word.folded)
        for word in words_of(asked.text)
    )
