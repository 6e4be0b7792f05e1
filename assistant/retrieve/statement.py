"""A query → one SQL statement over the table of records: its groups, how many each has, and the records themselves.

A row is a group (an organisation, a goal, a kind, a status) with one of its records, or with none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.query.types import Conditions, CountCondition, FieldCondition, Grouping, Query
from corpus.swedish.dates import time_wordings
from corpus.swedish.text import fold, stem
from corpus.types import COMMITMENT_KINDS, Kind

# An own or joint activity counts where a plan has it.
COUNTED = "(plan IS NOT NULL OR kind NOT IN ('own', 'joint'))"
NOBODY = ""  # the key of the group of what belongs to no organisation, goal or status
STATUS_KEYS = ("completed", "ongoing", "planned", "delayed", "unstated", "not_followed")
_ALL_KINDS: tuple[Kind, ...] = ("own", "joint", "city-wide")
_RELATIONS = {"more": ">", "fewer": "<", "at_least": ">=", "at_most": "<=", "exactly": "="}
# Words for a part of an organisation: "HR-enheten" and "HR" may be one, "HR-enheten" and "HR-avdelningen" are not.
_UNITS = ("enhet", "avdelning", "sektion", "stab", "grupp", "team", "kontor", "forvaltning")
_ENDING = re.compile(r"(?<=\w{5})(?:an|en|et|n|a|e)$")  # which the stemmer leaves of some nouns: "elevhälsan"
_SHORT = 4  # letters: a shorter word is looked for at the beginning of a word only

_KEYS: dict[Grouping, str] = {
    "organisation": f"COALESCE(h.organisation, '{NOBODY}')",
    "goal": f"COALESCE(a.programme || '|' || a.goal_key, '{NOBODY}')",
    "kind": "a.kind",
    "status": "COALESCE(a.status, CASE WHEN a.followed THEN 'unstated' ELSE 'not_followed' END)",
}


@dataclass
class SqlValues:
    """Parts of a statement and the values that they bind, by name."""

    values: dict[str, Any] = field(default_factory=dict)

    def one(self, value: object) -> str:
        """A place for a value."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def any_of(self, values: Sequence[object]) -> str:
        """A list of places for values."""
        return f"({', '.join(self.one(value) for value in values)})"


def grouping_of(query: Query) -> Grouping:
    """By what the records of a query are grouped: as it says, else by its subject, else by organisation."""
    if query.group_by:
        return query.group_by
    if query.subject == "goal":
        return "goal"
    of_status = query.conditions.statuses or query.conditions.excluded_statuses
    return "status" if query.operation in ("status", "result", "plan_vs_followup") and not of_status else "organisation"


def kinds_of(conditions: Conditions) -> tuple[Kind, ...]:
    """The kinds of records that are counted: own and joint ones, where nothing else is asked for."""
    if conditions.kinds:
        return tuple(kind for kind in conditions.kinds if kind not in conditions.excluded_kinds)
    return tuple(kind for kind in COMMITMENT_KINDS if kind not in conditions.excluded_kinds)


def sql_statement(query: Query, programmes: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """The statement of a query over these programmes, and the values that it binds.

    Each row has the group's ``key``, its ``count``, whether it ``meets`` what is asked, and one of its
    activities or NULL; groups in the order of the catalogue, records in that of the documents.
    """
    bound, conditions, grouping = SqlValues(), query.conditions, grouping_of(query)
    where = _record_conditions(conditions, query, programmes, grouping, bound)
    key = _KEYS[grouping]
    goals = _goals(query, bound)
    sql = f"""
WITH base AS (
    SELECT a.id, a.rank, a.goal, {key} AS key, h.organisation
    FROM activities a LEFT JOIN holders h ON h.activity = a.id
    WHERE {" AND ".join(where)}
), found AS (SELECT * FROM base {goals}),
groups AS ({_groups(conditions, programmes, grouping, bound)}),
tally AS (
    SELECT g.key, g.rank, g.title, COUNT(DISTINCT f.id) AS count, COUNT(DISTINCT f.goal) AS goals
    FROM groups g LEFT JOIN found f ON f.key = g.key GROUP BY g.key, g.rank, g.title
)
SELECT t.key, t.title, t.count, ({_meets(query, grouping, bound)}) AS meets, f.id AS activity, f.rank AS place
FROM tally t LEFT JOIN found f ON f.key = t.key
ORDER BY t.rank, f.rank"""
    return sql, bound.values


def _record_conditions(
    conditions: Conditions, query: Query, programmes: Sequence[str], grouping: Grouping, bound: SqlValues
) -> list[str]:
    """What a record has to meet, but for its goal."""
    kinds = kinds_of(conditions)
    where = [f"a.programme IN {bound.any_of(programmes)}", f"a.kind IN {bound.any_of(kinds)}", COUNTED]
    if query.scope.documents:
        named = bound.any_of(query.scope.documents)
        reported = f"EXISTS (SELECT 1 FROM reports r WHERE r.activity = a.id AND r.document IN {named})"
        # What a report has left out is in no document that is named, but is somebody's whose report it is, or of the
        # programme that it is on where it is on all of it.
        left_out = (
            f"(NOT {reported} AND EXISTS (SELECT 1 FROM documents d WHERE d.id IN {named} AND d.kind = 'follow-up'"
            " AND (d.organisation IS NULL AND d.programme = a.programme"
            " OR d.organisation IN (SELECT o.organisation FROM holders o WHERE o.activity = a.id))))"
        )
        unfollowed = f"(a.document IN {named} AND NOT a.followed OR {left_out})"
        where.append(unfollowed if conditions.followed_up is False else f"(a.document IN {named} OR {reported})")
    if conditions.statuses:
        where.append(f"a.status IN {bound.any_of(conditions.statuses)}")
    if conditions.excluded_statuses:
        where.append(f"(a.status IS NULL OR a.status NOT IN {bound.any_of(conditions.excluded_statuses)})")
    if conditions.activities:
        where.append(f"a.id IN {bound.any_of(conditions.activities)}")
    if conditions.followed_up is not None and not (query.scope.documents and not conditions.followed_up):
        where.append("a.followed" if conditions.followed_up else "NOT a.followed")
    if conditions.years:
        years = bound.any_of(conditions.years)
        where.append(f"EXISTS (SELECT 1 FROM years y WHERE y.activity = a.id AND y.year IN {years})")
    where += [_field(entry, bound) for entry in conditions.fields]
    if grouping != "organisation" or not conditions.count:
        held = "EXISTS (SELECT 1 FROM holders o WHERE o.activity = a.id AND o.organisation IN {})"
        if conditions.organisations:
            where.append(held.format(bound.any_of(conditions.organisations)))
        if conditions.excluded_organisations:
            where.append(f"NOT {held.format(bound.any_of(conditions.excluded_organisations))}")
    return where


def _goals(query: Query, bound: SqlValues) -> str:
    conditions = query.conditions
    where = [f"goal IN {bound.any_of(conditions.goals)}"] if conditions.goals else []
    if conditions.excluded_goals and not asks_for_groups(query):
        where.append(f"(goal IS NULL OR goal NOT IN {bound.any_of(conditions.excluded_goals)})")
    return f"WHERE {' AND '.join(where)}" if where else ""


def asks_for_groups(query: Query) -> bool:
    """Whether organisations or goals are asked for, not the records themselves."""
    return query.operation in ("who_has", "who_lacks", "most", "least") or query.subject in (
        "organisation", "board", "goal",
    )  # fmt: skip


def _groups(conditions: Conditions, programmes: Sequence[str], grouping: Grouping, bound: SqlValues) -> str:
    """Every group that there is, also those without a record."""
    match grouping:
        case "organisation":
            where = [
                "EXISTS (SELECT 1 FROM planned p WHERE p.organisation = o.id"
                f" AND p.programme IN {bound.any_of(programmes)})"
            ]
            if conditions.organisations:
                where = [f"o.id IN {bound.any_of(conditions.organisations)}"]
            if conditions.excluded_organisations:
                where.append(f"o.id NOT IN {bound.any_of(conditions.excluded_organisations)}")
            nobody = "" if conditions.organisations else f" UNION ALL SELECT '{NOBODY}', 1000000000, NULL"
            return (
                f"SELECT o.id AS key, o.rank, o.name AS title FROM organisations o WHERE {' AND '.join(where)}{nobody}"
            )
        case "goal":
            where = [f"programme IN {bound.any_of(programmes)}"]
            if conditions.goals:
                where.append(f"number IN {bound.any_of(conditions.goals)}")
            return (
                "SELECT programme || '|' || key AS key, rank, title FROM goals "
                f"WHERE {' AND '.join(where)} UNION ALL SELECT '{NOBODY}', 1000000000, NULL"
            )
        case "kind":
            kinds = conditions.kinds or _ALL_KINDS[:2]
            return " UNION ALL ".join(
                f"SELECT {bound.one(kind)} AS key, {rank} AS rank, NULL AS title" for rank, kind in enumerate(kinds)
            )
        case "status":
            return " UNION ALL ".join(
                f"SELECT '{status}' AS key, {rank} AS rank, NULL AS title" for rank, status in enumerate(STATUS_KEYS)
            )


def _meets(query: Query, grouping: Grouping, bound: SqlValues) -> str:
    """Whether a group is what is asked for."""
    conditions = query.conditions
    real = f"key <> '{NOBODY}'"
    if query.operation == "most":
        return f"t.{real} AND t.count > 0 AND t.count = (SELECT MAX(count) FROM tally WHERE {real})"
    if query.operation == "least":
        any_at_all = " AND count > 0" if conditions.count else ""
        return f"t.{real} AND t.count = (SELECT MIN(count) FROM tally WHERE {real}{any_at_all})"
    meets = ["t.count > 0"] if conditions.count is None else [_count(conditions.count, bound)]
    if conditions.all_goals and conditions.goals:
        meets.append(f"t.goals = {bound.one(len(set(conditions.goals)))}")
    if conditions.excluded_goals and asks_for_groups(query) and grouping == "organisation":
        meets.append(
            "NOT EXISTS (SELECT 1 FROM base b WHERE b.key = t.key"
            f" AND b.goal IN {bound.any_of(conditions.excluded_goals)})"
        )
    return " AND ".join(meets)


def _count(count: CountCondition, bound: SqlValues) -> str:
    if count.than is None:
        bounded = f" AND t.count <= {bound.one(count.at_most)}" if count.at_most is not None else ""
        return f"t.count {_RELATIONS[count.relation]} {bound.one(count.number or 0)}{bounded}"
    than = bound.one(count.than)
    return (
        f"t.key <> {than} AND t.count {_RELATIONS[count.relation]} "
        f"(SELECT COUNT(DISTINCT id) FROM found WHERE organisation = {than})"
    )


def _field(condition: FieldCondition, bound: SqlValues) -> str:
    """That a record has, lacks or says something in a field."""
    inner = [f"f.activity = a.id AND f.field = {bound.one(condition.field)}"]
    if condition.value:
        said = [wording for value in condition.value.split("|") for wording in time_wordings(value)]
        inner.append("(" + " OR ".join(f"({' AND '.join(_says(value, bound))})" for value in said) + ")")
    return f"{'' if condition.present else 'NOT '}EXISTS (SELECT 1 FROM fields f WHERE {' AND '.join(inner)})"


def _says(value: str, bound: SqlValues) -> list[str]:
    """That a field says a value in any wording: its distinct words in any inflection, within compounds too.

    A word for a unit need not be said, but another may not stand in its place: "HR-enheten" is said by "HR",
    and not by "HR-avdelningen".
    """
    words = re.findall(r"\w+", fold(value))
    units = [unit for unit in _UNITS if any(unit in word for word in words)]
    distinct = [word for word in words if not word.startswith(_UNITS) and word not in ("for", "och", "pa", "den")]
    says = []
    for word in distinct or words:
        found = _ENDING.sub("", stem(word))
        sought, letters = (
            ("' ' || f.folded", f" {found}") if len(found) < _SHORT else ("REPLACE(f.folded, ' ', '')", found)
        )
        says.append(f"instr({sought}, {bound.one(letters)}) > 0")
    if distinct and units:
        others = " OR ".join(f"instr(f.folded, '{unit}') > 0" for unit in _UNITS)
        same = " OR ".join(f"instr(f.folded, '{unit}') > 0" for unit in units)
        says.append(f"(({same}) OR NOT ({others}))")
    return says
