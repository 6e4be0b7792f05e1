"""A turn that asks something of its own about what was asked before → the question written out in full."""

import re

from assistant.query.operation import Cues
from assistant.query.parse import Reader
from assistant.query.recognise.grammar import phrase
from assistant.query.types import Query
from assistant.query.wording import QueryWords, meaning, subject
from corpus.swedish.text import fold

_WH = phrase("asks_wh")
_WHETHER = phrase("asks_whether")
_OF_THEM = phrase("turn_of_them")
_OTHERS = phrase("turn_others")
_ELLIPSIS = re.compile(r"^(?:och|o|men|samt|sa) ")
_PRONOUN = re.compile(r"\b(?:den|det|de|dem|dom|dess|deras|dessa|detta|dar|hon|han|dit|daribland)\b")
# A pronoun that stands for nothing: "hur manga ar det", "finns det", "vad star det".
_EMPTY = re.compile(
    r"\b(?:finns|ar|star|sags|gors|blir|galler|stammer|handlar|framgar|kommer) det\b(?! (?:klart|klara|gjort|om))"
    r"|\bdet (?:finns|star|som|har)\b|\b(?:den|det|de|dem) som\b"
)
_DEFINES = re.compile(r"\bvad (?:ar|betyder|innebar|menas)\b")
_OPENS = re.compile(r"^\s*(?:(?:och|o|men|nej|ja|jo|så)[,\s]+)+", re.IGNORECASE)
_THEY = re.compile(r"\b(?:de|dom|dem)\b(?! som)(?! \w+na\b)", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:den|det)$", re.IGNORECASE)
_WHOLE = 4  # words of subject matter; with as many a question stands by itself
_SHORT = 4  # words that can stand for a pronoun
# What records are asked for, so that a turn that asks for them is a change of the query before.
_OF_RECORDS = ("list", "who_has", "who_lacks", "most", "least")


def refers_back(folded: str) -> bool:
    """Whether a turn has a pronoun that stands for something."""
    return bool(_PRONOUN.search(_EMPTY.sub(" ", folded)))


def refers_to_those_named(turn: str) -> bool:
    """Whether a turn asks about those who were named, or answered, before: "Vilka aktiviteter har de?"."""
    return bool(_THEY.search(turn))


def stands_alone(folded: str, query: Query) -> bool:
    """Whether a turn is whole: it points at nothing, and says what it is about."""
    if refers_back(folded) or _ELLIPSIS.search(folded) or _OTHERS.search(folded) or not query.topic:
        return False
    named = bool(query.owners or query.choices or query.conditions.goals or any(" " in n for n in query.need.names))
    clause = bool(_WH.search(folded) or _WHETHER.search(folded))
    return len(query.topic) >= _WHOLE or (named and clause) or bool(_DEFINES.search(folded))


def asks_more(folded: str, query: Query, cues: Cues, before: Query) -> bool:
    """Whether a turn is a question of its own that leans on what was asked before for what it is about."""
    clause = _WH.search(folded) or cues.whether
    if not clause or _OF_THEM.search(folded) or _OTHERS.search(folded):
        return False
    own = any(len(word) > 2 for word in query.topic)
    if before.operation == "define" and before.need.phrase and refers_back(folded):
        return True
    if own:
        same = query.operation == before.operation or {query.operation, before.operation} <= {"find", "list"}
        return not (before.topic and same and not refers_back(folded) and not cues.has("about"))
    counted = before.operation == "count" and before.need.answer.of_records
    searched = bool(before.topic) and before.operation not in _OF_RECORDS and not counted
    named = query.owners or query.conditions.goals or query.conditions.kinds or query.conditions.statuses
    return searched and not named and query.operation not in _OF_RECORDS


def written_out(turn: str, query: Query, before: Query, reader: Reader, *, owner: str | None) -> str:
    """The turn with what it is about: "Vad kostar det, när det gäller barn som lever med våld hos …?"."""
    words = QueryWords(reader.catalogue, reader.titles)
    clause = _OPENS.sub("", turn.strip()).rstrip(" ?.!")
    put = 0
    owners = before.owners or ((owner,) if owner else ())
    if owners and not query.owners:
        clause, put = _THEY.subn(words.listed(owners), clause, count=1)
    whose = not query.owners and not put
    pointing = refers_back(fold(clause))
    if put and not pointing and (not before.topic or len(query.topic) > 1):
        return f"{clause[:1].upper()}{clause[1:]}?"
    meant = meaning(before, reader.catalogue, reader.titles, whose=whose)
    pointed = bool(before.conditions.activities)
    if not put and pointing and (pointed or 0 < len(subject(before).split()) <= _SHORT):
        short = meant if pointed else subject(before)
        named, count = _ENDS.subn(lambda match: short, clause)
        if count:
            return f"{named[:1].upper()}{named[1:]}?"
    return f"{clause[:1].upper()}{clause[1:]}, när det gäller {meant}?"
