"""Records as they were read → the same with the values that a person has set right, each with what was read there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from corpus.corrections.documents import is_known
from corpus.corrections.places import activity_at, line_of, plan_over
from corpus.corrections.structure import Read
from corpus.passages import passage_at
from corpus.types import (
    Activity,
    Catalogue,
    CorrectedValue,
    Correction,
    Kind,
    Plan,
    Section,
)


def with_fields(
    read: Read, corrections: Sequence[Correction], catalogue: Catalogue
) -> tuple[Read, tuple[Correction, ...]]:
    """What was read, with the fields that were set right, and the corrections that fit nowhere any more."""
    missed = []
    for entry in corrections:
        changed: Read | None = None
        if entry.on == "document":
            changed = read if all(getattr(read.document, name) == value for name, value in entry.values) else None
        elif (line := line_of(entry, read.lines)) is not None and _names_known(entry, catalogue):
            changed = _plan(read, entry, line, catalogue) if entry.on == "plan" else _activity(read, entry, line)
        if changed is None:
            missed.append(entry)
        else:
            read = changed
    return read, tuple(missed)


def _names_known(entry: Correction, catalogue: Catalogue) -> bool:
    return all(is_known(name, value, catalogue) for name, value in entry.values)


def _plan(read: Read, entry: Correction, line: int, catalogue: Catalogue) -> Read | None:
    """A plan's fields; its owner is also that of what stands in it."""
    found = plan_over(line, read.plans)
    if found is None:
        return None
    values = cast(dict[str, Any], dict(entry.values))
    plan = replace(found, **values, corrected=_noted(found, values))
    activities, sections = read.activities, read.sections
    if "organisation" in values:
        owner: str | None = values["organisation"]
        board = next((o.board for o in catalogue.organisations if o.id == owner), None)
        plan = replace(plan, board=board)
        activities = tuple(_owned(e, found, owner) for e in activities)
        sections = tuple(_of(e, found, owner) for e in sections)
    plans = tuple(plan if entry.id == plan.id else entry for entry in read.plans)
    return replace(read, plans=plans, activities=activities, sections=sections)


def _owned(activity: Activity, plan: Plan, owner: str | None) -> Activity:
    if activity.plan != plan.id or activity.kind == "city-wide" or activity.organisation != plan.organisation:
        return activity
    noted = CorrectedValue("organisation", activity.organisation, owner)
    return replace(
        activity, organisation=owner, performed_by=(owner,) if owner else (), corrected=(*activity.corrected, noted)
    )


def _of(section: Section, plan: Plan, owner: str | None) -> Section:
    return replace(section, organisation=owner) if section.plan == plan.id else section


def _activity(read: Read, entry: Correction, line: int) -> Read | None:
    found = activity_at(line, read.activities)
    if found is None:
        return None
    values = cast(dict[str, Any], dict(entry.values))
    if "goal" in values and "goal_title" not in values:
        values["goal_title"] = _goal_title(read, values["goal"])
    changed = found
    kind: Kind = values.get("kind", found.kind)
    if (kind == "follow-up") != (read.document.kind == "follow-up"):
        return None
    if (kind == "city-wide") != (found.kind == "city-wide"):
        if len(found.printed_in) > 1:
            return None  # it stands in several plans, of which one can't be meant alone
        changed = _for_all(changed) if kind == "city-wide" else _of_one(changed, read)
    owner = values.pop("organisation", None)
    changed = replace(changed, **values)
    if owner is not None or "organisation" in dict(entry.values):
        changed = replace(
            changed, organisation=None if kind == "city-wide" else owner, performed_by=(owner,) if owner else ()
        )
    if "status" in values:
        said = passage_at(read.document, read.lines, found.lines, found.lines[0])
        changed = replace(changed, status_source=said if changed.status else None)
    changed = replace(changed, corrected=_noted(found, dict(entry.values)))
    activities = tuple(changed if other.id == found.id else other for other in read.activities)
    return replace(read, activities=activities)


def _for_all(activity: Activity) -> Activity:
    return replace(activity, organisation=None)


def _of_one(activity: Activity, read: Read) -> Activity:
    plan = next((entry for entry in read.plans if entry.id == activity.plan), None)
    owner = plan.organisation if plan else None
    return replace(activity, organisation=owner, performed_by=(owner,) if owner else ())


def _goal_title(read: Read, goal: int | None) -> str | None:
    """What the goal of a number is called in this document."""
    titles = (entry.goal_title for entry in read.activities if goal is not None and entry.goal == goal)
    return next((title for title in titles if title), None)


def _noted(record: Plan | Activity, values: dict[str, Any]) -> tuple[CorrectedValue, ...]:
    """The record's corrections, with these: a value that was set right twice keeps what was read first."""
    noted = {entry.field: entry for entry in record.corrected}
    for name, value in values.items():
        read = noted[name].read if name in noted else getattr(record, name)
        if name == "organisation" and isinstance(record, Activity) and record.organisation is None:
            read = next(iter(record.performed_by), None)
        if read == value:  # set back to what was read
            noted.pop(name, None)
        else:
            noted[name] = CorrectedValue(name, read, value)
    return tuple(noted.values())
