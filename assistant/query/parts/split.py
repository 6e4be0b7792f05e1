"""A question → its parts, each a query of its own: "Vad har A under mål 3, och vad har B?" asks for two."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.query.recognise.grammar import phrase
from assistant.query.types import Query
from corpus.swedish.sentences import sentences
from corpus.swedish.text import fold

_CLAUSE = re.compile(
    r",?\s+(?:och|samt|men|and|,)\s+(?=(?:vad|vilka|vilken|vilket|hur|när|nar|vem|vems|finns|har|what|which|how|who|when)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:\w+ )?(?:har|finns|ar|gor|ska|kan|star)\b(?= (?:det|ni|vi|man|alla|nagon|nagot|nagra|du)\b)")
_AND = re.compile(r",?\s+(?:och|samt|and)\s+", re.IGNORECASE)
_MOST = 10  # pieces that are read each by itself; what comes after them is one more
_OF_ORGANISATIONS = ("who_has", "who_lacks", "most", "least", "compare")


def split(whole: Query, read: Callable[[str], Query]) -> list[Query]:
    """The parts of a question in order, each as ``read`` reads it; the whole where it is one piece.

    One that doesn't stand by itself belongs to the one before it.
    """
    question = whole.text
    c = whole.conditions
    if whole.operation in ("most", "least") and len(c.kinds) > 1 and "respektive" in fold(question).split():
        return [replace(whole, conditions=replace(c, kinds=(kind,))) for kind in c.kinds]
    pieces = [clause for sentence in sentences(question, typed=True) for clause in _CLAUSE.split(sentence)]
    if len(pieces) > _MOST:
        pieces = [*pieces[: _MOST - 1], " ".join(pieces[_MOST - 1 :])]
    if len(pieces) <= 1:
        return _pairs(question, whole, read)
    asking = [piece for piece in pieces if not _states(piece)]
    if asking and _states(pieces[0]) and asking[0] is pieces[1]:
        pieces = asking if len(asking) > 1 else [question]
    joined = _joined(pieces, read)
    if len(joined) <= 1:
        return _pairs(question, whole, read)
    parts = [joined[0]]
    for part in joined[1:]:
        before = parts[-1]
        part = _completed(part, before)
        c, old = part.conditions, before.conditions
        listed = part.operation == "list" and not part.topic and c.goals
        if listed and c.organisations == old.organisations and not old.goals:
            # "Vad gör MKB för …? Räkna upp allt under mål 3": the whole set is asked for.
            parts[-1] = replace(part, conditions=replace(c, kinds=c.kinds or old.kinds))
        else:
            parts.append(part)
    asked = {(p.operation in _OF_ORGANISATIONS, p.conditions, p.scope, bool(p.topic)) for p in parts}
    return parts if len(asked) > 1 else [whole] if not whole.topic else parts


def _states(piece: str) -> bool:
    """Whether a sentence only says something: "Äldreomsorgen lovar och lovar."."""
    return piece.endswith((".", "!")) and not phrase("asks_wh").search(fold(piece)) and not _ASKS.match(fold(piece))


def _stands(part: Query) -> bool:
    c = part.conditions
    named = c.organisations or c.excluded_organisations or c.goals or part.choices
    return bool(named) or (part.operation in _OF_ORGANISATIONS and bool(part.topic))


def _joined(pieces: Sequence[str], read: Callable[[str], Query]) -> list[Query]:
    """Pieces that stand by themselves, each with those after it that don't; a first one that doesn't joins the next."""
    texts: list[str] = []
    open_first = False
    for piece in pieces:
        stands = _stands(read(piece))
        if texts and (open_first or not stands):
            texts[-1] = f"{texts[-1]} {piece}"
            open_first = open_first and not stands
        else:
            texts.append(piece)
            open_first = not stands
    return [read(text) for text in texts]


def _completed(part: Query, before: Query) -> Query:
    """A part with what it leaves unsaid: whose, and under which goal."""
    c, old = part.conditions, before.conditions
    whose = c.organisations or c.excluded_organisations or part.choices
    if not whose and part.operation not in _OF_ORGANISATIONS:
        c = replace(c, organisations=old.organisations)
        part = replace(part, choices=before.choices)
    if not c.goals and not c.excluded_goals and not part.topic and c.organisations:
        c = replace(c, goals=old.goals)
    return replace(part, conditions=c)


def _pairs(question: str, whole: Query, read: Callable[[str], Query]) -> list[Query]:
    """Each organisation with its own goal: "MKB under mål 3 och serviceförvaltningen under mål 6"."""
    if len(whole.owners) < 2 or len(whole.conditions.goals) < 2:
        return [whole]
    pieces = [read(piece) for piece in _AND.split(question)]
    if len(pieces) > 1 and all(piece.owners and piece.conditions.goals for piece in pieces):
        return [
            replace(
                piece, operation=whole.operation, subject=whole.subject, quantifier=whole.quantifier,
                topic=piece.topic if whole.topic else (),
            )
            for piece in pieces
        ]  # fmt: skip
    return [whole]
