"""Queries → pairs of which the second is a change of the first, for people to put as a question and a follow-up."""

from collections.abc import Callable
from dataclasses import replace

from assistant.query.types import Conditions, CountCondition, Query
from corpus.ingest import Collection
from eval.datasets.queries import draw, drawer
from eval.datasets.query_conditions import Drawer, draw_kinds, draw_topic

Change = Callable[[Drawer, Query], Query | None]


def sample_turns(collection: Collection, count: int, *, seed: int) -> list[tuple[str, Query, Query]]:
    """``count`` different pairs, each with the name of its change."""
    source = drawer(collection, seed)
    drawn: dict[tuple[str, Query, Query], None] = {}
    while len(drawn) < count:
        before = draw(source)
        if before.operation in ("define", "describe", "compare") or before.scope != Query().scope:
            continue
        if (before.operation in ("list", "count") and before.subject != "activity") or before.subject == "plan":
            continue
        name, change = source.random.choice(list(_CHANGES.items()))
        after = change(source, before)
        if after is not None and after != before:
            drawn.setdefault((name, before, after))
    return list(drawn)


def _other_goal(source: Drawer, before: Query) -> Query | None:
    if len(before.conditions.goals) != 1 or before.conditions.all_goals or before.conditions.excluded_goals:
        return None
    goal = source.random.choice([number for number in source.goals if number not in before.conditions.goals])
    return _conditioned(before, goals=(goal,))


def _other_organisation(source: Drawer, before: Query) -> Query | None:
    if len(before.conditions.organisations) != 1:
        return None
    other = source.random.choice([o.id for o in source.organisations if o.id not in before.conditions.organisations])
    return _conditioned(before, organisations=(other,))


def _add_kind(source: Drawer, before: Query) -> Query | None:
    return None if before.conditions.kinds else _conditioned(before, kinds=draw_kinds(source))


def _add_goal(source: Drawer, before: Query) -> Query | None:
    c = before.conditions
    return None if c.goals or c.excluded_goals else _conditioned(before, goals=source.some(source.goals, 1))


def _add_organisation(source: Drawer, before: Query) -> Query | None:
    if before.conditions.organisations or before.subject != "activity" or before.conditions.excluded_organisations:
        return None
    return _conditioned(before, organisations=(source.random.choice(source.organisations).id,))


def _add_status(source: Drawer, before: Query) -> Query | None:
    c = before.conditions
    if c.statuses or c.excluded_statuses or c.followed_up is not None or before.operation not in ("list", "count"):
        return None
    return _conditioned(before, statuses=(source.random.choice(("completed", "ongoing", "delayed", "planned")),))


def _take_goal(source: Drawer, before: Query) -> Query | None:
    c = before.conditions
    if not c.goals or c.excluded_goals or c.all_goals or not (c.organisations or c.kinds or before.topic):
        return None
    return _conditioned(before, goals=())


def _take_kind(source: Drawer, before: Query) -> Query | None:
    return _conditioned(before, kinds=()) if before.conditions.kinds else None


def _complement(source: Drawer, before: Query) -> Query | None:
    c = before.conditions
    if not c.organisations or before.subject != "activity":
        return None
    return _conditioned(before, organisations=(), excluded_organisations=c.organisations)


def _negate(source: Drawer, before: Query) -> Query | None:
    if before.conditions.count or before.quantifier != "which":
        return None
    if before.operation == "who_has":
        return replace(before, operation="who_lacks")
    return replace(before, operation="who_has") if before.operation == "who_lacks" else None


def _turn_round(source: Drawer, before: Query) -> Query | None:
    if before.operation == "most":
        return replace(before, operation="least")
    return replace(before, operation="most") if before.operation == "least" else None


def _other_operation(source: Drawer, before: Query) -> Query | None:
    if before.subject != "activity" or before.quantifier != "which" or before.group_by:
        return None
    operation = source.random.choice([o for o in ("count", "who", "when", "status", "list") if o != before.operation])
    return replace(before, operation=operation)  # type: ignore[arg-type]


def _others_too(source: Drawer, before: Query) -> Query | None:
    """ "Vilka andra har det?": everyone else who has what one organisation has."""
    c = before.conditions
    if len(c.organisations) != 1 or before.operation not in ("list", "find") or not (c.goals or before.topic):
        return None
    conditions = replace(c, organisations=(), excluded_organisations=c.organisations)
    return Query("who_has", "organisation", conditions=conditions, topic=before.topic)


def _more_than(source: Drawer, before: Query) -> Query | None:
    c = before.conditions
    if len(c.organisations) != 1 or before.operation not in ("list", "count") or before.subject != "activity":
        return None
    conditions = replace(c, organisations=(), count=CountCondition("more", than=c.organisations[0]))
    return Query("who_has", "organisation", conditions=conditions, topic=before.topic)


def _break_down(source: Drawer, before: Query) -> Query | None:
    c = before.conditions
    if before.operation != "count" or before.subject != "activity" or before.group_by:
        return None
    return replace(before, group_by="goal" if not c.goals else "organisation" if not c.organisations else "kind")


def _other_topic(source: Drawer, before: Query) -> Query | None:
    return replace(before, topic=draw_topic(source)) if before.topic else None


def _new_subject(source: Drawer, before: Query) -> Query | None:
    """A turn that starts afresh."""
    after = draw(source)
    return after if source.chance(0.6) and after.operation != before.operation else None


def _conditioned(query: Query, **changes: object) -> Query:
    conditions: Conditions = replace(query.conditions, **changes)  # type: ignore[arg-type]
    return replace(query, conditions=conditions)


_CHANGES: dict[str, Change] = {
    "replace goal": _other_goal, "replace organisation": _other_organisation, "replace topic": _other_topic,
    "add kind": _add_kind, "add goal": _add_goal, "add organisation": _add_organisation, "add status": _add_status,
    "take away goal": _take_goal, "take away kind": _take_kind, "complement": _complement, "negate": _negate,
    "turn round": _turn_round, "other operation": _other_operation, "others too": _others_too,
    "more than": _more_than, "break down": _break_down, "new subject": _new_subject,
}  # fmt: skip
