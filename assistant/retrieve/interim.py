"""Until questions become queries: when what was understood is decided by the records, and as which query."""

from assistant.query.recognise.intents import BOTH_SIDES
from assistant.query.types import Conditions, Operation, Query
from assistant.query.understand import Understood
from assistant.retrieve.records import Records

_STRUCTURAL_LEFTOVER = 2


def decided_by_structure(asked: Understood, records: Records) -> bool:
    """Whether organisation, goal and kind say all that is asked, so that nothing has to be searched.

    A word or two that no document has ("tack", "egentligen") narrow nothing.
    """
    rest = asked.rest
    if asked.intent == "result" and asked.owners and asked.goals:
        rest = tuple(word for word in rest if word not in BOTH_SIDES)
    if 0 < len(rest) <= _STRUCTURAL_LEFTOVER and asked.owners and (asked.goals or asked.wants_all):
        rest = tuple(word for word in rest if any(records.words.knows(w) for w in word.split("|")))
    named = asked.goals or asked.kinds or asked.statuses
    if asked.side or rest or asked.similar or asked.excluded or (asked.intent == "find" and not named):
        return False
    if asked.programme is not None and asked.programme not in records.in_force:
        return False
    if asked.unknown or asked.municipality or not all(records.says(name) for name in asked.names):
        return False
    if any(year not in records.years for year in asked.years):
        return False
    if not set(asked.kinds) <= {"own", "joint", "city-wide"}:
        return False
    if not set(asked.documents) <= records.plan_documents and asked.intent not in ("plan_vs_followup", "result"):
        return False
    if asked.goals or asked.statuses or "city-wide" in asked.kinds:
        return True
    if asked.intent == "result":
        return False
    return bool(asked.owners or asked.choices) or (asked.intent in ("count", "list") and not asked.documents)


def query_of(asked: Understood) -> Query:
    """The same as a query."""
    operations: dict[str, Operation] = {"result": "result", "plan_vs_followup": "plan_vs_followup", "count": "count"}
    return Query(
        operation="who_lacks" if asked.wants_none else operations.get(asked.intent, "list"),
        conditions=Conditions(
            organisations=asked.owners, goals=asked.goals, kinds=asked.kinds, statuses=asked.statuses
        ),
        choices=asked.choices,
        text=asked.text,
        language=asked.language,
    )
