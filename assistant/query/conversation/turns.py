"""A turn of a conversation → the parts that it asks for, and what the next turn leans on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.query.conversation.dialogue import change_of
from assistant.query.parse import Reader
from assistant.query.reading import queries_of
from assistant.query.types import Query
from assistant.query.wording import wording


@dataclass(frozen=True)
class Turn:
    """What a conversation is about: the query that was asked last and the ids of the activities that were listed.

    ``focus`` is what was asked of it since, of one of the list or of a detail. ``wider`` is the list that this one
    was narrowed down from. ``answered_by`` is the organisation whose passage came first.
    """

    query: Query
    listed: tuple[str, ...] = ()
    focus: Query | None = None
    wider: tuple[str, ...] = ()
    answered_by: str | None = None


@dataclass(frozen=True)
class WholeQuestion:
    """A question that stands by itself, its parts, and whether it only asks more of what the conversation is about."""

    text: str
    parts: tuple[Query, ...]
    leans: bool = False
    listed: tuple[str, ...] = ()


def whole_question(turn: str, before: Turn | None, reader: Reader) -> WholeQuestion:
    """The whole question that a turn means, read as if it had been asked by itself."""
    if before is None:
        return WholeQuestion(turn, tuple(queries_of(turn, reader)))
    change = change_of(
        turn, before.query, reader, focus=before.focus, listed=before.listed, wider=before.wider,
        answered_by=before.answered_by,
    )  # fmt: skip
    text = turn if change.afresh else change.text or wording(change.query, reader.catalogue, reader.titles)
    return WholeQuestion(text, tuple(queries_of(text, reader)), change.leans, change.listed)


def next_turn(
    whole: WholeQuestion, before: Turn | None, *, query: Query, listed: Sequence[str], first: str | None
) -> Turn:
    """What the next turn leans on; ``first`` is the organisation of the first passage."""
    answered_by = first or (before.answered_by if before else None)
    if before and whole.leans:
        return replace(before, focus=query, answered_by=answered_by, listed=whole.listed or before.listed)
    narrowed = before is not None and set(listed) < set(before.listed)
    return Turn(
        query,
        tuple(listed) or (before.listed if before else ()),
        wider=before.listed if before and narrowed else (),
        answered_by=answered_by,
    )
