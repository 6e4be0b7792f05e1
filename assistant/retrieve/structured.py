"""A query without a topic → exactly the records that it asks for, who has them and who has not, by the table."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.query.types import Conditions, Query, without_what_is_met
from assistant.retrieve.records import Records
from assistant.retrieve.scope import programmes_of, with_plan
from assistant.retrieve.statement import COUNTED, NOBODY, asks_for_groups, grouping_of, kinds_of, sql_statement
from assistant.types import Basis, Coverage, Finding, Outcome, Tally
from corpus.types import Activity, Passage
from index.retrieval.search import Hit

_LEFTOVER = 2  # words
# What is told of each record: of all of them only where nothing else can be meant.
_OF_EACH = ("who", "when", "indicator", "follow_up", "status", "result", "plan_vs_followup")
# Details that no field of a record has.
IN_NO_RECORD = frozenset({"money", "clock", "contact"})
# What is asked of the collection itself, where no record has to meet anything.
_COLLECTION = ("organisation", "board", "goal", "programme", "plan", "document", "follow-up")


def decided_by_records(query: Query, records: Records) -> bool:
    """Whether the records answer a part of a question: nothing is left to search for, and something is asked for.

    Then and now are compared by what the documents say, and so is a promise of another municipality.
    """
    need = query.need
    if need.side or need.similar or query.outside or _topic(query, records) or _other_years(query, records):
        return False
    if need.answer.details & IN_NO_RECORD:
        return False
    pointed = [records.index.activities[entry] for entry in query.conditions.activities]
    if query.operation == "who" and pointed and not any(entry.responsible for entry in pointed):
        return False  # no field says it, but the text may
    if query.conditions != Conditions() or query.subject != "activity" or query.choices or query.unknown:
        return True
    if query.operation in ("find", "list"):  # "hej" and "berätta" are no questions for all there is
        return query.operation == "list"
    if (
        query.operation == "count" and not need.answer.of_records and not query.group_by
    ):  # "Av dem som ni ringde, hur många sa ja?"
        return not need.terms
    return query.operation not in _OF_EACH or not need.terms


def _other_years(query: Query, records: Records) -> bool:
    """Whether a year is named in which no programme runs."""
    periods = [programme.period for programme in records.index.collection.catalogue.programmes]
    return any(not any(first <= year <= last for first, last in periods) for year in query.need.years)


def binds(query: Query, records: Records) -> bool:
    """Whether records have to meet something that no subject outweighs: where none does, there is nothing on any."""
    c = query.conditions
    if _other_years(query, records) or query.operation not in ("find", "list", "count", "who_has"):
        return False
    fields = any(field.value is None for field in c.fields)
    return bool(_of_status(query) or c.followed_up is not None or fields or (c.organisations and c.goals))


def _topic(query: Query, records: Records) -> bool:
    """Whether a subject is left; a word or two that no document has ("tack", "egentligen") narrow no set."""
    if len(query.topic) <= _LEFTOVER and query.conditions.organisations and query.conditions.goals:
        return any(records.words.knows(entry) for entry in query.topic)
    return bool(query.topic)


def asks_of_collection(query: Query) -> bool:
    """Whether a query asks what the collection holds or what a name in it stands for, and not for records."""
    if query.operation in ("define", "describe", "compare"):
        return True
    if query.operation in ("who", "when"):
        return query.subject == "plan"
    return query.operation in ("list", "count", "find") and query.subject in _COLLECTION and not _of_records(query)


def _of_records(query: Query) -> bool:
    """Whether organisations or goals are asked for by records that meet something."""
    c = query.conditions
    by_goal = bool(c.goals) and query.subject != "goal"
    by_owner = bool(c.organisations or c.excluded_organisations) and query.subject == "goal"
    return query.subject in ("organisation", "board", "goal") and bool(
        by_goal or by_owner or c.excluded_goals or c.kinds or c.excluded_kinds or c.statuses or c.excluded_statuses
        or c.fields or c.years or c.count or c.activities or c.followed_up is not None
    )  # fmt: skip


def records_found(query: Query, records: Records) -> Finding:
    """The records that meet a query, whole and in the order of the documents, with what shows them or their absence."""
    if query.choices:
        return Finding(query, "records", "ambiguous", choices=query.choices)
    if query.quantifier == "every" and query.operation == "list" and query.subject == "activity":
        return _exceptions(query, records)
    programmes = programmes_of(query.scope, records, query.conditions.activities)
    if query.unknown or not programmes:
        return Finding(query, "records", "nothing_found")
    grouping = grouping_of(query)
    tallies = _tallies(query, programmes, records)
    basis = _basis(query, programmes, records)
    chosen = _chosen(query, tallies, records)
    coverage = _coverage(query, tallies, chosen, programmes, records)
    none_wanted = query.operation == "who_lacks"
    outcome: Outcome = "answered"
    if none_wanted:
        activities: list[Activity] = []
        headings = _headings(coverage.has_not, query, programmes, records)
        if grouping == "goal":
            empty = [int(number) for t in tallies if not t.meets and (number := t.key.rpartition("|")[2]).isdecimal()]
            lacking_goals = replace(query, conditions=replace(query.conditions, goals=tuple(empty)))
            headings = _headings(query.conditions.organisations, lacking_goals, programmes, records) if empty else []
    else:
        activities = chosen
        lacking = coverage.has_not if query.conditions.organisations or not chosen else ()
        headings = _headings(lacking, query, programmes, records)
        if not chosen and query.operation not in ("most", "least"):
            known = bool(coverage.has_not) and (not _of_status(query) or basis.followed)
            outcome = "says_none" if known else "nothing_found"
    if query.operation == "least":  # those who have least may have nothing
        headings = _headings(
            [tally.key for tally in tallies if tally.meets and not tally.count] if grouping == "organisation" else (),
            query, programmes, records,
        )  # fmt: skip
    evidence = [*_evidence(query, activities, records), *headings]
    if not evidence and _of_status(query):
        evidence = _reports(programmes, records)
    if activities and not evidence:
        # All of it is kept out of the index: there is something, but nothing that shows it.
        return Finding(query, "records", "nothing_found")
    return Finding(
        query, "records", outcome,
        hits=tuple(Hit(passage, 1.0) for passage in evidence),
        activities=tuple(entry.id for entry in activities),
        city_wide=_city_wide(query, programmes, records, any_found=bool(chosen)),
        coverage=coverage, grouping=grouping, tallies=tuple(tallies), basis=basis,
    )  # fmt: skip


def _exceptions(query: Query, records: Records) -> Finding:
    """Of all records that are meant those that don't meet what is asked of every one; ``tallies`` are of all."""
    c = query.conditions
    every = records_found(replace(query, quantifier="which", conditions=without_what_is_met(c)), records)
    if every.outcome != "answered":
        return replace(every, query=query)
    met = set(records_found(replace(query, quantifier="which"), records).activities)
    lacking = [records.index.activities[entry] for entry in every.activities if entry not in met]
    shown = _evidence(query, lacking or [records.index.activities[entry] for entry in every.activities], records)
    return replace(
        every, query=query, activities=tuple(entry.id for entry in lacking),
        hits=tuple(Hit(passage, 1.0) for passage in shown), city_wide=(),
    )  # fmt: skip


def _tallies(query: Query, programmes: Sequence[str], records: Records) -> list[Tally]:
    """The groups in order, each with its records; what belongs to no group last, where there is any."""
    groups: dict[str, list[str]] = {}
    first: dict[str, tuple[int, bool, str | None]] = {}
    for row in records.table.ask(*sql_statement(query, programmes)):
        first.setdefault(row["key"], (row["count"], bool(row["meets"]), row["title"]))
        groups.setdefault(row["key"], []).extend([row["activity"]] if row["activity"] else [])
    return [
        Tally(key, count, meets, tuple(dict.fromkeys(groups[key])), title)
        for key, (count, meets, title) in first.items()
        if key != NOBODY or count
    ]


def _chosen(query: Query, tallies: Sequence[Tally], records: Records) -> list[Activity]:
    """The records of the groups that are asked for, in the order of the documents."""
    by_group = asks_for_groups(query) or query.conditions.all_goals or query.conditions.count is not None
    ids = {entry for tally in tallies if tally.meets or not by_group for entry in tally.activities}
    return [entry for entry in records.index.collection.activities if entry.id in ids]


def _coverage(
    query: Query, tallies: Sequence[Tally], chosen: Sequence[Activity], programmes: Sequence[str], records: Records
) -> Coverage:
    """Who has what is asked for, in the order of the catalogue; whose plan isn't there, nobody can say."""
    planned = with_plan(programmes, records)
    if grouping_of(query) == "organisation":
        having = {tally.key for tally in tallies if tally.meets}
        than = query.conditions.count.than if query.conditions.count else None
        asked_of = [tally.key for tally in tallies if tally.key not in (NOBODY, than)]
    else:
        named, excluded = query.conditions.organisations, query.conditions.excluded_organisations
        having = {o for entry in chosen for o in holders(entry)}
        asked_of = [o for o in (named or planned) if o not in excluded]
    known = set(_followed(programmes, records)) & set(planned) if _of_status(query) else set(planned)
    return Coverage(
        has=tuple(o for o in asked_of if o in having),
        has_not=tuple(o for o in asked_of if o not in having and o in known),
        unclear=tuple(o for o in asked_of if o not in having and o not in known),
        complete=all(o in planned for o in asked_of) and not _of_status(query),
    )


def holders(activity: Activity) -> tuple[str, ...]:
    """Whose an activity is: its owner's, or of a city-wide one those who perform it."""
    return (activity.organisation,) if activity.organisation else activity.performed_by


def _of_status(query: Query) -> bool:
    """Whether a query asks for what only reports can say."""
    return bool(query.conditions.statuses or query.conditions.excluded_statuses)


def _narrowed(query: Query) -> bool:
    """Whether records have to meet more than whose, which goal and which kind they are of."""
    c = query.conditions
    return bool(_of_status(query) or c.fields or c.years or c.count or c.activities or c.followed_up is not None)


def _followed(programmes: Sequence[str], records: Records) -> list[str]:
    """The organisations any of whose records is reported on."""
    rows = records.table.ask(
        "SELECT DISTINCT h.organisation FROM activities a JOIN holders h ON h.activity = a.id "
        f"WHERE (a.followed OR a.status IS NOT NULL) AND a.programme IN ({', '.join('?' * len(programmes))})",
        tuple(programmes),
    )
    return [row["organisation"] for row in rows]


def _basis(query: Query, programmes: Sequence[str], records: Records) -> Basis:
    """What was counted: every record of these programmes and kinds."""
    kinds = kinds_of(query.conditions)
    row = records.table.ask(
        "SELECT COUNT(*) AS records, COALESCE(SUM(followed), 0) AS followed FROM activities "
        f"WHERE programme IN ({', '.join('?' * len(programmes))}) AND kind IN ({', '.join('?' * len(kinds))}) "
        f"AND {COUNTED}",
        (*programmes, *kinds),
    )[0]
    return Basis(kinds, row["records"], row["followed"], tuple(programmes))


def _evidence(query: Query, activities: Sequence[Activity], records: Records) -> list[Passage]:
    """The passages of the records; where their status or results are asked for, those that say it come first."""
    reports = records.index.activities
    if _of_status(query):
        found = [p for entry in activities for p in (*records.status_of(entry), *records.evidence([entry]))]
    elif query.operation in ("status", "result"):
        followed = [reports[report] for entry in activities for report in entry.followed_by]
        found = [*records.evidence(followed), *records.evidence(activities)]
    else:
        found = records.evidence(activities)
    return list({passage.id: passage for passage in found}.values())


def _headings(organisations: Sequence[str], query: Query, programmes: Sequence[str], records: Records) -> list[Passage]:
    """The headings of plans under which nothing stands; for a goal without such, the goal's own."""
    if not organisations or _narrowed(query):
        return []
    goals = query.conditions.goals
    within = f"AND p.goal IN ({', '.join('?' * len(goals))})" if goals else ""
    rows = records.table.ask(
        "SELECT p.id FROM passages p JOIN organisations o ON o.id = p.organisation "
        "WHERE p.kind = 'heading' AND p.plan IS NOT NULL AND p.goal IS NOT NULL "
        f"AND p.programme IN ({', '.join('?' * len(programmes))}) "
        f"AND p.organisation IN ({', '.join('?' * len(organisations))}) {within} "
        # The goal's own heading has one heading under the organisation, an empty one stands below it.
        "AND (p.depth > 2 OR NOT EXISTS (SELECT 1 FROM passages q WHERE q.kind = 'heading' "
        "AND q.organisation = p.organisation AND q.programme = p.programme AND q.goal = p.goal AND q.depth > 2)) "
        "ORDER BY o.rank, p.rank",
        (*programmes, *organisations, *goals),
    )
    return [records.index.passages[row["id"]] for row in rows]


def _reports(programmes: Sequence[str], records: Records) -> list[Passage]:
    """Where each report on these programmes begins: what was looked through for a status that nothing has."""
    rows = records.table.ask(
        "SELECT id, MIN(rank) FROM passages WHERE document IN (SELECT id FROM documents WHERE kind = 'follow-up' "
        f"AND programme IN ({', '.join('?' * len(programmes))})) GROUP BY document ORDER BY rank",
        tuple(programmes),
    )
    return [records.index.passages[row["id"]] for row in rows]


def _city_wide(query: Query, programmes: Sequence[str], records: Records, *, any_found: bool) -> tuple[Passage, ...]:
    """What holds for the whole city beside a set of activities, under the same goals."""
    conditions = query.conditions
    if ("city-wide" in conditions.kinds and any_found) or _narrowed(query) or asks_for_groups(query):
        return ()
    found = [
        entry for entry in records.index.collection.activities
        if entry.kind == "city-wide" and entry.programme in programmes
        and (not conditions.goals or entry.goal in conditions.goals)
        and entry.goal not in conditions.excluded_goals
    ]  # fmt: skip
    return tuple(records.evidence(found))
