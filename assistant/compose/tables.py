"""Sets and comparisons → points: a line for each activity, a row for each organisation."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from assistant.compose.phrasing import clause, numbers, shortened
from assistant.compose.points import (
    POINT_WORDS,
    Point,
    best_lead_statement,
    field_text,
    is_sentence,
    make_point,
    repeats,
    statements_of,
    with_owner,
    with_owner_named,
)
from assistant.compose.promises import points_of_promises, promises
from assistant.compose.selection import best_statements, missing_answer
from assistant.compose.statements import Part, Statement, of_part
from assistant.compose.structural.points import field_point, points_of_groups
from assistant.compose.structural.records import field_asked
from assistant.compose.templates import rendered
from assistant.query.types import Query
from assistant.retrieve.records import Records
from assistant.retrieve.statement import asks_for_groups
from assistant.types import Finding
from corpus.types import Activity, Kind
from index.retrieval.search import Hit
from index.storage.store import Index

_IN_FULL = 4  # activities of a set that are more than a line each
_IN_GROUPS = 7  # activities from which on a set stands in groups
_FEW_OWNERS = 3  # organisations whose activities stand under each one's own heading
_LEAST = 8  # words of a sentence that is shortened: fewer say nothing
_LOOKED_AT = 5  # statements of a passage
_ROW_WORDS = 33  # of what an organisation's best activity says first
_KINDS: tuple[Kind, ...] = ("own", "joint", "city-wide", "follow-up")
_KIND_NAMES = {"own": "egen aktivitet", "joint": "i samverkan", "city-wide": "stadsövergripande"}
_GROUPS = {"own": "Egna aktiviteter", "joint": "Aktiviteter i samverkan", "city-wide": "Stadsövergripande aktiviteter"}
NONE = {
    "own": "inga egna aktiviteter",
    "joint": "inga aktiviteter i samverkan",
    "city-wide": "inga stadsövergripande aktiviteter",
    "both": "inga egna eller gemensamma aktiviteter",
}
_HAVING = "Har något om det"  # where those are asked for who have nothing
_SHOWN: tuple[Part, ...] = ("responsible", "timeline")
_SAYS = {"responsible": "someone", "timeline": "time"}


def points_of_records(finding: Finding, records: Records) -> list[Point]:
    """What shows each record, each group, or that there is none."""
    query = finding.query
    if finding.outcome == "says_none" or query.operation == "who_lacks":
        return points_of_absence(finding, records.index)
    if finding.outcome != "answered":
        return []
    if found := promises(finding, records):
        return points_of_promises(found, records)
    activities = [records.index.activities[entry] for entry in finding.activities]
    if field := field_asked(query):
        return [point for entry in activities if (point := field_point(entry, field, records))]
    if query.group_by or query.operation in ("most", "least"):
        return points_of_groups(finding, records)
    return points_of_set(finding, records, by_owner=asks_for_groups(query) and query.operation != "compare")


def absence_kind(query: Query) -> str:
    """Which kind of activities an organisation was found to have none of: a key of ``NONE``."""
    return (
        query.conditions.kinds[0] if len(query.conditions.kinds) == 1 and query.conditions.kinds[0] in NONE else "both"
    )


def points_of_absence(finding: Finding, index: Index) -> list[Point]:
    """One point an organisation: under which goals its plan has nothing."""
    points = []
    hits = [hit for hit in finding.hits if hit.passage.kind == "heading"]
    hits = sorted(hits, key=lambda hit: finding.coverage.has_not.index(hit.passage.organisation or "")
                  if finding.coverage and hit.passage.organisation in finding.coverage.has_not else 0)  # fmt: skip
    for organisation, found in groupby((hit.passage for hit in hits), key=lambda passage: passage.organisation):
        shown = list(found)
        goals = sorted({passage.goal for passage in shown if passage.goal is not None})
        owner = index.organisations.get(organisation or "")
        text = rendered("point.jinja", form="none", who=owner.name if owner else "Planen",
                        lack=NONE[absence_kind(finding.query)], goals=numbers(goals))  # fmt: skip
        points.append(Point(text, tuple(passage.id for passage in shown)))
    return points


def points_of_set(finding: Finding, records: Records, *, by_owner: bool = False) -> list[Point]:
    """One line an activity, by kind and, of few organisations, by whose; with more of each where they are few.

    ``by_owner``: by whose alone.
    """
    organisations = records.index.organisations
    # One whose text is kept out of the index has nothing to be quoted.
    found = [entry for entry in map(records.index.activities.__getitem__, finding.activities) if records.rows(entry)]
    owners = list(dict.fromkeys(entry.organisation for entry in found))
    apart = by_owner or 1 < len(owners) <= _FEW_OWNERS
    grouped = apart or len(found) >= _IN_GROUPS or len({entry.kind for entry in found}) > 1
    goals = len({entry.goal for entry in found}) > 1

    def place(entry: Activity) -> tuple[int, int]:
        return owners.index(entry.organisation) if apart else 0, 0 if by_owner else _KINDS.index(entry.kind)

    points = []
    for (_, kind), entries in groupby(sorted(found, key=place), key=place):
        same = list(entries)
        owner = organisations.get(same[0].organisation or "") if apart else None
        name = _GROUPS.get(_KINDS[kind], "Aktiviteter")
        group = f"{owner.name}, {name.lower()}" if owner else name
        if by_owner and owner:
            group = owner.name
        for entry in same:
            # The text or the heading says whose they are where they are one organisation's, or all the city's.
            point = activity_point(
                entry, finding.query, records,
                full=len(found) <= _IN_FULL, alone=apart or len(owners) == 1, goal=goals,
            )  # fmt: skip
            points.append(replace(point, group=group, group_count=len(same)) if grouped else point)
    return points


def activity_point(
    activity: Activity,
    query: Query,
    records: Records,
    *,
    full: bool,
    alone: bool,
    more: Sequence[Statement] | None = None,
    goal: bool = False,
) -> Point:
    """An activity in a line: its title and, where that alone says little or there is room, what it is about.

    ``more`` is what to say after the title; None leaves the choice to the activity's own order. ``goal``
    says under which goal it stands.
    """
    found = statements_of(activity, records)
    title = of_part(found, "title") or found[0]
    rest = more if more is not None else [entry for entry in found if entry.part == "sentence" and entry is not title]
    rest = [entry for entry in rest if entry != title]
    if rest and repeats(title, rest[0]) and not is_sentence(title.display_text):  # the title in more words
        title, rest = rest[0], rest[1:]
    rest = [entry for entry in rest if not repeats(entry, title)]
    fields = {part: of_part(found, part) for part in _SHOWN}
    missing = missing_answer(query, found)
    owed = [part for part in query.need.answer.fields if fields[part] is None and _SAYS[part] in missing]
    if not full and not query.need.answer.fields and is_sentence(title.display_text):
        rest, fields = [], dict.fromkeys(_SHOWN)
    room = POINT_WORDS - sum(2 + len((field_text(field) or "").split()) for field in fields.values() if field)
    room -= 3 * len(owed) + 2 * goal
    said = title.display_text
    said = (
        with_owner_named(said, activity.organisation, records.index)
        if alone
        else with_owner(said, activity.organisation, activity.kind, records.index)
    )
    said = shortened(said, max(12, room))
    left = room - len(said.split())
    # What was chosen to be said is said whole or in a point of its own.
    said_more = (
        (e, e.display_text if more is not None else clause(e.display_text, left)) for e in rest if left >= _LEAST
    )
    other, further = next(
        ((e, text) for e, text in said_more if text and len(text.split()) <= left and _whole(text)), (None, None)
    )
    text = rendered(
        "point.jinja", form="activity", said=said, more=further, owed=owed, goal=activity.goal if goal else None,
        responsible=field_text(fields["responsible"]), timeline=field_text(fields["timeline"]),
    )  # fmt: skip
    used = [title, other, *fields.values()]
    return make_point(shortened(text, POINT_WORDS), [entry for entry in used if entry])


def points_of_comparison(finding: Finding, records: Records) -> list[Point]:
    """Of each organisation that has it the sentence that says it, in the order of how well they fit."""
    order = list(dict.fromkeys(hit.passage.organisation for hit in finding.hits))
    rows = [row for row in finding.comparison if row.level == "has" and row.quoted]
    points = []
    for row in sorted(rows, key=lambda row: order.index(row.organisation)):
        if row.quoted is None:
            continue
        passage = row.quoted.passage
        lead = Statement(passage, *row.quoted.span)
        said = shortened(with_owner(lead.display_text, row.organisation, passage.kind, records.index), _ROW_WORDS)
        text = rendered(
            "point.jinja", form="organisation", goal=passage.goal, kind=_KIND_NAMES.get(passage.kind), said=said,
            more=None,
        )  # fmt: skip
        points.append(
            replace(make_point(text, [lead]), group=_HAVING if finding.query.operation == "who_lacks" else None)
        )
    return points


def points_of_organisations(finding: Finding, records: Records) -> list[Point]:
    """One row an organisation, in the order of how well they fit: what its best activity says, and more of it."""
    index, asked = records.index, finding.query
    rows: dict[str, list[Hit]] = {}
    for hit in finding.hits:
        organisation = hit.passage.organisation
        if organisation and (finding.way != "search" or (finding.coverage and organisation in finding.coverage.has)):
            rows.setdefault(organisation, []).append(hit)
    points = []
    for organisation, hits in rows.items():
        different = list({hit.passage.activity or hit.passage.id: hit for hit in reversed(hits)}.values())[::-1]
        own = asked.owned_by(organisation) if finding.way == "search" else asked
        lead = best_lead_statement(own, different[0], records)
        best = different[0].passage
        said = shortened(with_owner(lead.display_text, organisation, best.kind, index), _ROW_WORDS)
        beside = [
            *_answering(own, different[0], lead, records),
            # What was searched answers less and less well, what was compared all belongs.
            *(best_lead_statement(own, hit, records) for hit in different[1:2] if finding.way != "search"),
        ]
        left = POINT_WORDS - len(said.split()) - 6
        other, more = next(
            (
                (e, text)
                for e in beside
                if not repeats(e, lead) and (text := clause(e.display_text, left)) and _whole(text)
            ),
            (None, None),
        )
        text = rendered(
            "point.jinja", form="organisation", goal=best.goal, kind=_KIND_NAMES.get(best.kind),
            said=said, more=with_owner_named(more, organisation, index) if more else None,
        )  # fmt: skip
        points.append(make_point(text, [lead, *([other] if other else [])]))
    return points


def _answering(query: Query, hit: Hit, lead: Statement, records: Records) -> list[Statement]:
    """The statement of a passage beside its lead that answers best."""
    found = best_statements(query, [hit], records, limit=_LOOKED_AT)
    return [e.statement for e in found if e.statement.part == "sentence" and not repeats(e.statement, lead)][:1]


def _whole(text: str) -> bool:
    """Whether a text can be said: a stretch as the document ends it, or a part of one that has a verb left."""
    return not text.endswith("…") or is_sentence(text)
