"""A question about change over time → its two parts: what was said then, and what is said now."""

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.query.recognise.collection_names import in_force
from assistant.query.types import Query, Scope
from corpus.swedish.text import fold, word_set
from corpus.types import Catalogue

# What means the programme before without naming it.
_BEFORE = re.compile(
    r"\b(?:gamla|forra|tidigare|foregaende) (?:\w+ )?(?:plan|program)"
    r"|\b(?:da|forr|forut) (?:och|mot|jamfort med) (?:nu|i ?dag|numera)\b"
    r"|\b(?:nu|i ?dag) (?:och|mot|jamfort med) (?:da|forr|forut)\b"
)

_NOW = re.compile(
    r"\b(?:nu|i ?dag|numera|nuvarande|sedan dess|darefter|da och nu|(?:det|den) nya(?:re)?"
    r"|nya (?:plan|program)\w*)\b"
)
# What compares two times, unless both are named and lie within the earlier one.
_CHANGE = re.compile(r"\b(?:(?:for)?andrats?|forandring\w*|skillnad\w*|skiljer|jamfor\w*|utvecklats)\b")
# Words that say nothing but that two times are meant.
_TIME_WORDS = word_set(
    """
    nu idag numera nuvarande sedan dess darefter nya nyare forra forut tidigare andrats andrat forandrats forandrat
    forandring forandringar forandringen skillnad skillnader skillnaden skiljer jamfor jamfort jamforelse utvecklats
    programmet planen aren uppfoljning uppfoljningen
    """
)
# What is taken out of a question before it is searched: the documents of a time seldom name it.
_WHEN = re.compile(
    r"\(?(?:\b(?:sedan|åren|år|under|i|från|enligt uppföljningen|mellan) )*"
    r"\b(?:19|20)\d\d\b(?:\s*[-–—/]\s*\d{2,4}\b)?\)?"
    r"|\bsedan dess\b|\b(?:i ?dag|numera)\b|\bdå\b(?= \(|,? och nu)|\b(?:och )?nu\b(?= *[?.!]*$)",
    re.IGNORECASE,
)


def then_and_now(whole: Query, read: Callable[[str], Query], catalogue: Catalogue) -> list[Query]:
    """The two parts of a question, earlier first; empty where not both times are asked for."""
    earlier = _earlier(whole, catalogue)
    folded = fold(whole.text)
    if earlier is None or (not _NOW.search(folded) and (len(whole.need.years) > 1 or not _CHANGE.search(folded))):
        return []
    # Each is searched: what was set down then isn't there in records.
    searched = read(" ".join(_WHEN.sub(" ", whole.text).split()))
    topic = tuple(word for word in searched.topic if word not in _TIME_WORDS)
    terms = tuple(word for word in searched.need.terms if word not in _TIME_WORDS)
    need = replace(searched.need, years=(), terms=terms, side="earlier")
    then = replace(searched, operation="find", subject="activity", quantifier="which", topic=topic, need=need)
    then = replace(then, conditions=whole.conditions, scope=Scope(programmes=(earlier,)))
    return [then, replace(then, scope=Scope(), need=replace(need, side="later"))]


def _earlier(whole: Query, catalogue: Catalogue) -> str | None:
    """The programme that is no longer in force and is named, or meant by "the one before"."""
    current = in_force(catalogue)
    named = [entry for entry in whole.scope.programmes if entry not in current]
    of_documents = (d.programme for d in catalogue.documents if d.id in whole.scope.documents)
    named += [entry for entry in of_documents if entry and entry not in current]
    if named:
        return named[0]
    older = [p for p in catalogue.programmes if p.id not in current]
    return max(older, key=lambda p: p.period).id if older and _BEFORE.search(fold(whole.text)) else None
