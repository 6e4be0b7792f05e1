"""A question of which the grammar is unsure → the query that a language model suggests, as far as it can be trusted.

What is named binds: the model may say what is asked for, and never of whom, under which goal or in which status. Words
of the subject it may leave out only where no document has them. Anything else in its reply, and the grammar's query
stays.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from jinja2 import Environment, StrictUndefined
from pydantic import TypeAdapter, ValidationError

from assistant.query.operation import Cues
from assistant.query.types import Conditions, FieldCondition, Operation, Query, Subject
from corpus.swedish.text import fold
from corpus.types import Catalogue

# Messages → what the model writes, None where nothing came in time.
Complete = Callable[[Sequence[dict[str, str]]], str | None]
_SAYS = ("about", "list", "wh_activity")  # cues that a search or a list is really asked for
_LONGEST = 300  # characters of a question that is handed over
_query = TypeAdapter(Query)


def unsure(query: Query, cues: Cues) -> bool:
    """Whether the grammar found no sign of what is asked for, though the question sets conditions."""
    told = cues.has(*_SAYS)
    return query.operation == "find" and query.conditions != Conditions() and not told and not query.choices


def suggested(query: Query, catalogue: Catalogue, knows: Callable[[str], bool], complete: Complete) -> Query:
    """The query that the model suggests for the same question, or ``query`` itself."""
    if len(query.text) > _LONGEST or query.language != "sv":
        return query
    reply = complete(messages(query.text, catalogue))
    found = checked(reply, query, knows) if reply else None
    return found or query


def messages(question: str, catalogue: Catalogue) -> list[dict[str, str]]:
    """What the model is told: the schema, the names of the catalogue, and the question as text to read."""
    names = {
        "operations": get_args(Operation),
        "subjects": get_args(Subject),
        "organisations": [(entry.id, entry.name) for entry in catalogue.organisations],
        "goals": [(g.number, g.title) for p in catalogue.programmes for g in p.goals if g.number is not None],
    }
    return [
        {"role": "system", "content": _prompt().render(part="system", question="", **names)},
        {"role": "user", "content": _prompt().render(part="user", question=question, **names)},
    ]


def checked(reply: str, query: Query, knows: Callable[[str], bool]) -> Query | None:
    """The query in a reply, where it sets the same conditions as ``query`` and leaves out nothing that is known.

    Fields that have to be there or not may be added: what a document says of them is counted, not guessed.
    """
    try:
        said: Any = json.loads(reply[reply.index("{") : reply.rindex("}") + 1])
        found = _query.validate_python(said)
    except (ValueError, ValidationError, RecursionError):
        return None
    same = replace(found.conditions, fields=query.conditions.fields) == query.conditions
    if not same or found.scope != query.scope or found.choices or found.unknown or found.sides or found.defined:
        return None
    if not _adds_only_plain(found.conditions.fields, query.conditions.fields):
        return None
    kept = tuple(fold(word) for word in found.topic)
    words = {word for entry in query.topic for word in entry.split("|")}
    left_out = [word for word in words if word not in kept]
    if not set(kept) <= words or any(knows(word) for word in left_out):
        return None
    topic = tuple(entry for entry in query.topic if set(entry.split("|")) & set(kept))
    return replace(
        query, operation=found.operation, subject=found.subject, quantifier=found.quantifier, group_by=found.group_by,
        conditions=found.conditions, topic=topic,
    )  # fmt: skip


def _adds_only_plain(conditions: Sequence[FieldCondition], before: Sequence[FieldCondition]) -> bool:
    """Whether fields keep those before and add none that has to say something."""
    return set(before) <= set(conditions) and all(entry.value is None for entry in set(conditions) - set(before))


@cache
def _prompt() -> Any:
    source = (files("prompts") / "query.jinja").read_text(encoding="utf-8")
    return Environment(undefined=StrictUndefined, autoescape=False).from_string(source)
