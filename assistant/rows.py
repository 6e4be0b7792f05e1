"""Sets and comparisons → points: a line for each activity, a row for each organisation."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from assistant.choose import chosen, unsaid
from assistant.phrasing import numbers, shortened
from assistant.points import (
    POINT_WORDS,
    Point,
    field_text,
    fields_asked,
    is_sentence,
    lead_for,
    owned,
    point_of,
    repeats,
    stated,
)
from assistant.records import Records
from assistant.sets import Finding
from assistant.statements import Part, Statement, of_part, spoken
from assistant.templates import rendered
from assistant.understand import Understood
from corpus.types import Activity, Kind
from index.search import Hit
from index.store import Index

_IN_FULL = 4  # activities of a set that are more than a line each
_IN_GROUPS = 7  # activities from which on a set stands in groups
_LEAST = 8  # words of a sentence that is shortened: fewer say nothing
_LOOKED_AT = 5  # statements of a passage
# Of organisations that are compared: up to so many are given more words each.
_FEW_ROWS = 3
_KINDS: tuple[Kind, ...] = ("own", "joint", "city-wide", "follow-up")
_KIND_NAMES = {"own": "egen aktivitet", "joint": "i samverkan", "city-wide": "stadsövergripande"}
_GROUPS = {"own": "Egna aktiviteter", "joint": "Aktiviteter i samverkan", "city-wide": "Stadsövergripande aktiviteter"}
NONE = {
    "own": "inga egna aktiviteter",
    "joint": "inga aktiviteter i samverkan",
    "city-wide": "inga stadsövergripande aktiviteter",
    "both": "inga egna eller gemensamma aktiviteter",
}
_SHOWN: tuple[Part, ...] = ("responsible", "timeline")
_SAYS = {"responsible": "someone", "timeline": "time"}
_SHALL = re.compile(r"^(?:Förvaltningen|Bolaget) ska ")


def kind_of_none(asked: Understood) -> str:
    """Which kind of activities an organisation was found to have none of: a key of ``NONE``."""
    return asked.kinds[0] if len(asked.kinds) == 1 and asked.kinds[0] in NONE else "both"


def of_none(finding: Finding, index: Index) -> list[Point]:
    """One point an organisation: under which goals its plan has nothing."""
    points = []
    hits = sorted(finding.hits, key=lambda hit: finding.coverage.has_not.index(hit.passage.organisation or "")
                  if finding.coverage and hit.passage.organisation in finding.coverage.has_not else 0)  # fmt: skip
    for organisation, found in groupby((hit.passage for hit in hits), key=lambda passage: passage.organisation):
        shown = list(found)
        goals = sorted({passage.goal for passage in shown if passage.goal is not None})
        owner = index.organisations.get(organisation or "")
        text = rendered("point.jinja", form="none", who=owner.name if owner else "Planen",
                        lack=NONE[kind_of_none(finding.asked)], goals=numbers(goals))  # fmt: skip
        points.append(Point(text, tuple(passage.id for passage in shown)))
    return points


def of_set(finding: Finding, records: Records) -> list[Point]:
    """One line an activity, by kind; in groups where they are many, with more of each where they are few."""
    activities = sorted((records.index.activities[entry] for entry in finding.activities),
                        key=lambda entry: _KINDS.index(entry.kind))  # fmt: skip
    # One whose text is kept out of the index has nothing to be quoted.
    activities = [entry for entry in activities if records.rows(entry)]
    # The text says whose they are where they are one organisation's, or all the city's.
    alone = len({entry.organisation for entry in activities}) == 1
    points = []
    for kind, found in groupby(activities, key=lambda entry: entry.kind):
        entries = list(found)
        group = f"{_GROUPS[kind]} ({len(entries)})" if len(activities) >= _IN_GROUPS and kind in _GROUPS else None
        for entry in entries:
            point = activity_point(entry, finding.asked, records, full=len(activities) <= _IN_FULL, alone=alone)
            points.append(replace(point, group=group))
    return points


def activity_point(
    activity: Activity,
    asked: Understood,
    records: Records,
    *,
    full: bool,
    alone: bool,
    more: Sequence[Statement] | None = None,
) -> Point:
    """An activity in a line: its title and, where that alone says little or there is room, what it is about.

    ``more`` is what to say after the title; None leaves the choice to the activity's own order.
    """
    found = stated(activity, records)
    title = of_part(found, "title") or found[0]
    rest = more if more is not None else [entry for entry in found if entry.part == "sentence" and entry is not title]
    other = next((entry for entry in rest if not repeats(entry, title)), None)
    if more and other is None:  # a title in more words
        title = more[0]
    fields = {part: of_part(found, part) for part in _SHOWN}
    missing = unsaid(asked, found)
    owed = [part for part in fields_asked(asked) if fields[part] is None and _SAYS[part] in missing]
    if not full and not fields_asked(asked) and is_sentence(spoken(title)):
        other, fields = None, dict.fromkeys(_SHOWN)
    room = POINT_WORDS - sum(2 + len((field_text(field) or "").split()) for field in fields.values() if field)
    room -= 3 * len(owed)
    said = spoken(title) if alone else owned(spoken(title), activity.organisation, activity.kind, records.index)
    said = shortened(said, max(12, room - 10 * bool(other)))
    left = room - len(said.split())
    if left < _LEAST:
        other = None
    text = rendered(
        "point.jinja", form="activity", said=said, more=shortened(spoken(other), left) if other else None,
        responsible=field_text(fields["responsible"]), timeline=field_text(fields["timeline"]), owed=owed,
    )  # fmt: skip
    used = [title, other, *fields.values()]
    return point_of(shortened(text, POINT_WORDS), [entry for entry in used if entry])


def of_organisations(finding: Finding, records: Records) -> list[Point]:
    """One row an organisation, in the order of how well they fit: what its best activity says, and its next."""
    index, asked = records.index, finding.asked
    rows: dict[str, list[Hit]] = {}
    for hit in finding.hits:
        organisation = hit.passage.organisation
        if organisation and (finding.way != "search" or organisation in asked.owners):
            rows.setdefault(organisation, []).append(hit)
    points = []
    for organisation, hits in rows.items():
        different = list({hit.passage.activity or hit.passage.id: hit for hit in reversed(hits)}.values())[::-1]
        leads = [lead_for(asked, hit, records) for hit in different[:2]]
        if len(rows) <= _FEW_ROWS:
            leads = [leads[0], *_answering(asked, different[0], leads[0], records), *leads[1:]]
        best = different[0].passage
        leads = leads[:2]
        more = _SHALL.sub("", _named_owner(spoken(leads[1]), organisation, index)) if len(leads) > 1 else ""
        roomy = len(rows) <= _FEW_ROWS
        text = rendered(
            "point.jinja", form="organisation", goal=best.goal, kind=_KIND_NAMES.get(best.kind),
            said=shortened(owned(spoken(leads[0]), organisation, best.kind, index), 20 if roomy and more else 25),
            more=shortened(more, 20 if roomy else 9),
        )  # fmt: skip
        points.append(point_of(text, leads))
    return points


def _answering(asked: Understood, hit: Hit, lead: Statement, records: Records) -> list[Statement]:
    """The statement of a passage beside its lead that answers best."""
    found = chosen(asked, [hit], records, limit=_LOOKED_AT)
    return [entry.statement for entry in found if not repeats(entry.statement, lead)][:1]


def _named_owner(said: str, organisation: str, index: Index) -> str:
    """A statement with "Förvaltningen" or "Bolaget" for its owner's name where it begins with that."""
    owner = index.organisations[organisation]
    general = "Bolaget" if owner.form == "bolag" else "Förvaltningen"
    return re.sub(rf"^{re.escape(owner.name)}\b", general, said)
