"""The schema of queries → queries drawn at random, for people to put into words.

After Wang, Berant & Liang 2015 (*Building a Semantic Parser Overnight*): the query is the gold of whatever
question is written for it. Simple queries are drawn more often than composed ones, as people ask.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from assistant.query.types import (
    Conditions,
    CountCondition,
    Operation,
    Query,
    Relation,
    Scope,
    Subject,
)
from corpus.ingest import Collection
from eval.datasets.query_conditions import (
    Drawer,
    draw_conditions,
    draw_excluded,
    draw_group,
    draw_grouping,
    draw_kinds,
    draw_topic,
)

# How often each operation is drawn.
_OPERATIONS: dict[Operation, int] = {
    "list": 22, "find": 13, "count": 10, "who_has": 11, "who_lacks": 7, "most": 5, "least": 4, "who": 6, "when": 5,
    "status": 6, "result": 4, "indicator": 2, "follow_up": 2, "plan_vs_followup": 3, "compare": 5, "define": 8,
    "describe": 4,
}  # fmt: skip
_RELATIONS: tuple[Relation, ...] = ("more", "more", "fewer", "at_least", "at_most", "exactly")
_TERMS = ("npf", "lss", "vkv", "hrv", "acoa", "hbtqi", "idv", "svn")


def drawer(collection: Collection, seed: int) -> Drawer:
    """What draws from a collection; the same queries at the same seed."""
    programmes = sorted(collection.catalogue.programmes, key=lambda entry: entry.period)
    return Drawer(collection, random.Random(seed), programmes[-1], tuple(programmes[:-1]))


def sample(collection: Collection, count: int, *, seed: int) -> list[Query]:
    """``count`` different queries."""
    source = drawer(collection, seed)
    drawn: dict[Query, None] = {}
    while len(drawn) < count:
        drawn.setdefault(draw(source))
    return list(drawn)


def draw(source: Drawer) -> Query:
    """One query."""
    operation = source.random.choices(tuple(_OPERATIONS), tuple(_OPERATIONS.values()))[0]
    return _DRAWN.get(operation, _records)(source, operation)


def _records(source: Drawer, operation: Operation) -> Query:
    """Records and what they say: who, when, status, result and the like."""
    conditions = draw_conditions(
        source, ("organisations", "goals", "kinds"), source.random.choices((1, 2, 3), (5, 4, 1))[0]
    )
    if not conditions.organisations and not conditions.goals:
        conditions = replace(conditions, goals=source.some(source.goals, 1))
    if operation in ("who", "when") and source.chance(0.12):
        organisation = source.some(source.organisations, 1)[0].id
        return Query(operation, "plan", conditions=Conditions(organisations=(organisation,)))
    topic = draw_topic(source) if source.chance(0.4) else ()
    if topic and source.chance(0.6):
        conditions = replace(conditions, goals=(), kinds=())
    return Query(operation, conditions=conditions, topic=topic)


def _find(source: Drawer, operation: Operation) -> Query:
    number = source.random.choices((0, 1, 2), (3, 6, 1))[0]
    conditions = draw_conditions(source, ("organisations", "organisations", "goals"), number)
    scope = Scope()
    if source.earlier and source.chance(0.08):
        scope, conditions = Scope(programmes=(source.random.choice(source.earlier).id,)), Conditions()
    return Query(operation, scope=scope, conditions=conditions, topic=draw_topic(source))


_LISTED = (
    "organisations", "organisations", "organisations", "goals", "goals", "goals", "kinds", "statuses", "fields",
    "responsible", "excluded_organisations", "excluded_goals", "years", "followed_up", "not_status",
)  # fmt: skip


def _list(source: Drawer, operation: Operation) -> Query:
    if source.chance(0.14):
        return _collection(source, operation)
    conditions = draw_conditions(source, _LISTED, source.random.choices((1, 2, 3), (45, 42, 13))[0])
    query = Query(operation, conditions=conditions)
    if operation == "list" and source.chance(0.2) and (conditions.organisations or conditions.statuses):
        return replace(query, quantifier="whether")
    if source.chance(0.08):
        return replace(query, topic=draw_topic(source))
    if operation == "count" and source.chance(0.3):
        return replace(query, group_by=draw_grouping(source, conditions))
    return query


def _collection(source: Drawer, operation: Operation) -> Query:
    subject: Subject = source.random.choice(
        ("organisation", "board", "goal", "programme", "document", "follow-up", "plan", "organisation", "goal")
    )
    conditions, scope = Conditions(), Scope()
    companies = tuple(entry.id for entry in source.organisations if entry.form == "bolag")
    if subject == "organisation" and source.chance(0.4):
        conditions = Conditions(organisations=companies)
    elif subject == "board" and operation == "list" and source.chance(0.6):
        conditions = Conditions(organisations=(source.random.choice(source.organisations).id,))
    elif subject == "goal" and source.earlier and source.chance(0.3):
        scope = Scope(programmes=(source.random.choice(source.earlier).id,))
    return Query(operation, subject, scope, conditions)


def _who_has(source: Drawer, operation: Operation) -> Query:
    roll = source.random.random()
    if roll < 0.2:  # of one organisation: its goals
        organisation = source.some(source.organisations, 1)[0].id
        kinds = draw_kinds(source) if source.chance(0.25) else ()
        return Query(operation, "goal", conditions=Conditions(organisations=(organisation,), kinds=kinds))
    names = ("goals", "goals", "goals", "kinds", "statuses", "fields", "years")
    conditions = _committed(draw_conditions(source, names, source.random.choices((1, 2), (60, 40))[0]))
    topic: tuple[str, ...] = ()
    if source.chance(0.3):
        topic = draw_topic(source)
        conditions = conditions if source.chance(0.25) else Conditions()
    if operation == "who_has":
        conditions = _sets(source, conditions, topic)
        if roll > 0.88 and not conditions.count:
            return Query(operation, "organisation", conditions=conditions, quantifier="every", topic=topic)
    group = draw_group(source)
    if group and source.chance(0.1):
        conditions = replace(conditions, organisations=group)
    subject: Subject = "board" if source.chance(0.1) else "organisation"
    return Query(operation, subject, conditions=conditions, topic=topic)


def _sets(source: Drawer, conditions: Conditions, topic: tuple[str, ...]) -> Conditions:
    """Both goals, one but not the other, more than so many, all but some."""
    roll = source.random.random()
    if topic or roll > 0.6:
        return conditions
    if roll < 0.14:
        return replace(conditions, goals=source.some(source.goals, 2), all_goals=True)
    if roll < 0.28:
        one, other = source.random.sample(source.goals, 2)
        return replace(conditions, goals=(one,), excluded_goals=(other,))
    if roll < 0.36:
        return replace(conditions, excluded_organisations=draw_excluded(source))
    if roll < 0.5:
        than = source.random.choice(source.organisations).id
        return replace(conditions, count=CountCondition(source.random.choice(_RELATIONS[:3]), than=than))
    relation = source.random.choice(_RELATIONS)
    return replace(conditions, count=CountCondition(relation, source.random.randint(1, 8)))


def _ranked(source: Drawer, operation: Operation) -> Query:
    subject: Subject = source.random.choices(("organisation", "board", "goal"), (65, 10, 25))[0]
    names = ("kinds", "statuses", "organisations") if subject == "goal" else ("goals", "goals", "kinds", "statuses")
    conditions = draw_conditions(source, names, source.random.choices((0, 1, 2), (40, 50, 10))[0])
    return Query(operation, subject, conditions=conditions if subject == "goal" else _committed(conditions))


def _committed(conditions: Conditions) -> Conditions:
    """Conditions that can be put to an organisation: what holds for the whole city is nobody's own."""
    return replace(conditions, kinds=("own",)) if conditions.kinds == ("city-wide",) else conditions


def _compare(source: Drawer, operation: Operation) -> Query:
    roll = source.random.random()
    if roll < 0.25:
        return Query(operation, "goal", conditions=Conditions(goals=source.some(source.goals, 2)))
    if roll < 0.4 and source.earlier:
        both = (source.programme.id, source.earlier[-1].id)
        return Query(operation, "programme", scope=Scope(programmes=both))
    organisations = tuple(entry.id for entry in source.some(source.organisations, 2 if source.chance(0.85) else 3))
    goals = source.some(source.goals, 1) if source.chance(0.5) else ()
    topic = draw_topic(source) if not goals and source.chance(0.4) else ()
    conditions = Conditions(organisations=organisations, goals=goals)
    return Query(operation, "organisation", conditions=conditions, topic=topic)


def _define(source: Drawer, operation: Operation) -> Query:
    subject = source.random.choices(("goal", "organisation", "programme", "document", "term"), (40, 25, 12, 8, 15))[0]
    match subject:
        case "goal":
            return Query(operation, "goal", conditions=Conditions(goals=source.some(source.goals, source.count_of())))
        case "organisation":
            one = (source.random.choice(source.organisations).id,)
            return Query(operation, "organisation", conditions=Conditions(organisations=one))
        case "programme":
            return Query(operation, "programme", scope=_programme(source))
        case "document":
            return Query(operation, "document", scope=_document(source))
    return Query(operation, defined=source.random.choice(_TERMS))


def _describe(source: Drawer, operation: Operation) -> Query:
    subject = source.random.choices(("collection", "plan", "programme", "document"), (3, 4, 2, 2))[0]
    match subject:
        case "plan":
            one = (source.random.choice(source.organisations).id,)
            return Query(operation, "plan", conditions=Conditions(organisations=one))
        case "programme":
            return Query(operation, "programme", scope=_programme(source))
        case "document":
            return Query(operation, "document", scope=_document(source))
    return Query(operation, "document")


def _programme(source: Drawer) -> Scope:
    return Scope(programmes=(source.random.choice((source.programme, *source.earlier)).id,))


def _document(source: Drawer) -> Scope:
    return Scope(documents=(source.random.choice(source.collection.documents).id,))


_DRAWN: dict[Operation, Callable[[Drawer, Operation], Query]] = {
    "find": _find, "list": _list, "count": _list, "who_has": _who_has, "who_lacks": _who_has, "most": _ranked,
    "least": _ranked, "compare": _compare, "define": _define, "describe": _describe,
}  # fmt: skip
