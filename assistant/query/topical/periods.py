"""A question about change over time → its two parts: what was said then, and what is said now."""

import re
from dataclasses import replace

from assistant.query.topical.understand import Understood, in_force, understand
from corpus.swedish.text import fold, word_set
from corpus.types import Catalogue

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


def then_and_now(question: str, catalogue: Catalogue) -> list[Understood]:
    """The two parts, earlier first; empty where not both times are asked for."""
    whole = understand(question, catalogue)
    if whole.programme is None or whole.programme in in_force(catalogue):
        return []
    folded = fold(question)
    if not _NOW.search(folded) and (len(whole.years) > 1 or not _CHANGE.search(folded)):
        return []
    rest = tuple(word for word in whole.rest if word not in _TIME_WORDS)
    # Each is searched: what was set down then isn't there in records.
    text = " ".join(_WHEN.sub(" ", question).split())
    then = replace(whole, intent="find", years=(), rest=rest, side="earlier", text=text)
    return [then, replace(then, programme=None, period=None, documents=(), side="later")]
