"""A question → its parts, each understood by itself: "Vad har A under mål 3, och vad har B?" asks for two."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from assistant.query.injection import without_attempts
from assistant.query.language import asked_in
from assistant.query.topical.intents import BOTH_SIDES
from assistant.query.topical.periods import then_and_now
from assistant.query.topical.understand import Understood, understand
from corpus.swedish.sentences import sentences
from corpus.types import Catalogue

_CLAUSE = re.compile(
    r",?\s+(?:och|samt|men|and|,)\s+(?=(?:vad|vilka|vilken|vilket|hur|när|nar|vem|vems|finns|har|what|which|how|who|when)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r",?\s+(?:och|samt|and)\s+", re.IGNORECASE)
_SUBJECTLESS = 3  # words of subject matter that a part without a name has at least, to be one


def parts_of(question: str, catalogue: Catalogue) -> list[Understood]:
    """The parts in order; one that doesn't stand by itself belongs to the one before it."""
    question = without_attempts(question)
    language = asked_in(question)
    parts = then_and_now(question, catalogue) or _parts_of(question, catalogue)
    return [replace(_without_sides(part), language=language) for part in parts]


def _without_sides(part: Understood) -> Understood:
    """A part without the words that only say that a promise and its report are meant."""
    if part.intent != "plan_vs_followup":
        return part
    return replace(part, rest=tuple(word for word in part.rest if word not in BOTH_SIDES))


def _parts_of(question: str, catalogue: Catalogue) -> list[Understood]:
    understood = cache(lambda text: understand(text, catalogue))  # most questions are one piece
    whole = understood(question)
    pieces = [clause for sentence in sentences(question, typed=True) for clause in _CLAUSE.split(sentence)]
    joined = _joined([understood(piece) for piece in pieces], understood)
    if len(joined) <= 1:
        return _pairs(question, whole, catalogue)
    parts = [joined[0]]
    for part in joined[1:]:
        part = _completed(part, parts[-1])
        before = parts[-1]
        if part.wants_all and not part.rest and part.goals and part.owners == before.owners and not before.goals:
            # "Vad gör MKB för …? Räkna upp allt under mål 3": the whole set is asked for.
            parts[-1] = replace(part, kinds=part.kinds or before.kinds)
        else:
            parts.append(part)
    asks = {(p.owners, p.goals, p.kinds, p.excluded, p.programme, bool(p.rest)) for p in parts}
    return parts if len(asks) > 1 else [whole] if len(parts) > 1 and not whole.rest else parts


def _stands(part: Understood) -> bool:
    return bool(part.owners or part.goals or part.choices) or (part.intent == "compare" and bool(part.rest))


def _joined(pieces: Sequence[Understood], understood: Callable[[str], Understood]) -> list[Understood]:
    """Pieces that stand by themselves, each with those after it that don't.

    A first one that doesn't joins the next.
    """
    texts: list[str] = []
    open_first = False
    for piece in pieces:
        if texts and (open_first or not _stands(piece)):
            texts[-1] = f"{texts[-1]} {piece.text}"
            open_first = open_first and not _stands(piece)
        else:
            texts.append(piece.text)
            open_first = not _stands(piece)
    return [understood(text) for text in texts]


def _completed(part: Understood, before: Understood) -> Understood:
    """A part with what it leaves unsaid: whose, and under which goal."""
    if not part.owners and not part.choices and part.intent != "compare":
        part = replace(part, owners=before.owners, choices=before.choices,
                       organisations=part.organisations or before.organisations)  # fmt: skip
    if not part.goals and not part.rest and part.owners:
        part = replace(part, goals=before.goals)
    return part


def _pairs(question: str, whole: Understood, catalogue: Catalogue) -> list[Understood]:
    """Each organisation with its own goal: "MKB under mål 3 och serviceförvaltningen under mål 6"."""
    if len(whole.owners) < 2 or len(whole.goals) < 2:
        return [whole]
    pieces = [understand(piece, catalogue) for piece in _AND.split(question)]
    if all(len(piece.owners) >= 1 and piece.goals for piece in pieces):
        return [replace(piece, intent=whole.intent, rest=whole.rest and piece.rest) for piece in pieces]
    return [whole]
