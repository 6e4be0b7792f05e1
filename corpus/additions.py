"""What a document says that its catalogue lacks → the organisations and the programme to enter with it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.catalogue import catalogue_with
from corpus.drafts import Draft
from corpus.parsing.owners import in_municipality, mentions, several_names
from corpus.swedish.text import fold
from corpus.swedish.titles import is_company, without_report
from corpus.types import Activity, Catalogue, Goal, Programme, Span

_LONGEST_ID = 80
_YEARS = re.compile(r"[\s,(]*\b(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)\d\d|\d\d))?\)?\s*$")
_DEFINITE = re.compile(r"^(\w*(?:plan|program))(?:en|met)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Additions:
    """Entries to write beside a document's own, as a catalogue has them."""

    organisations: tuple[dict[str, Any], ...] = ()
    programmes: tuple[dict[str, Any], ...] = ()

    def to(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with these in it."""
        return catalogue_with(catalogue, self.organisations, self.programmes)

    def came_with(self, document: str) -> "Additions":
        """The same, marked as what a draft brought: nobody else is told of it before that is published."""
        mark = {"came_with": document}
        return Additions(
            tuple({**entry, **mark} for entry in self.organisations),
            tuple({**entry, **mark} for entry in self.programmes),
        )


def organisations_named(names: Iterable[str], municipality: str | None, catalogue: Catalogue) -> Additions:
    """An entry for each name that the catalogue lacks in this municipality, under the name that is printed."""
    if municipality is None:
        return Additions()
    known = in_municipality(catalogue, municipality)
    taken = {entry.id for entry in catalogue.organisations}
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        if fold(name) in found or mentions([name], known):
            continue
        identifier = free(slug(name), taken, municipality)
        taken.add(identifier)
        found[fold(name)] = {
            "id": identifier,
            "name": name,
            "abbreviation": "",
            "board": name,
            "form": "bolag" if is_company(name) else "förvaltning",
            **_of(municipality, catalogue),
        }
    return Additions(organisations=tuple(found.values()))


def names_responsible(activities: Iterable[Activity]) -> list[str]:
    """The organisations that fields name as those who answer for activities, as they are written first in a line."""
    names = [name for entry in activities if entry.responsible for name in several_names(entry.responsible)]
    return list(dict.fromkeys(name[:1].upper() + name[1:] for name in names))


def own_programme(draft: Draft, activities: Sequence[Activity], catalogue: Catalogue) -> Additions:
    """A programme of the document's own where it belongs to none; its title and its years have to be told."""
    if draft.programme is not None or draft.kind is None or draft.title is None or draft.period is None:
        return Additions()
    if draft.municipality is None:
        return Additions()
    title = programme_title(draft.title)
    identifier = free(
        slug(f"{title} {years(draft.period)}"), {entry.id for entry in catalogue.programmes}, draft.municipality
    )
    entry: dict[str, Any] = {
        "id": identifier,
        "title": title,
        "period": list(draft.period),
        "goals": [
            {"title": goal.title} if goal.number is None else {"number": goal.number, "title": goal.title}
            for goal in goals_of(activities)
        ],
        **_of(draft.municipality, catalogue),
    }
    return Additions(programmes=(entry,))


def programme_title(title: str) -> str:
    """What a plan or a report on it is called by its programme: no years, no "Uppföljning av"."""
    bare = _YEARS.sub("", without_report(title)).strip(" ,–-")
    bare = _DEFINITE.sub(r"\1", bare)
    return bare[:1].upper() + bare[1:] or title


def goals_of(activities: Sequence[Activity]) -> list[Goal]:
    """The goals that activities stand under, each once, in the order of the document."""
    goals: dict[object, Goal] = {}
    for activity in activities:
        if activity.goal_title:
            key = activity.goal if activity.goal is not None else fold(activity.goal_title)
            goals.setdefault(key, Goal(activity.goal, activity.goal_title))
    return list(goals.values())


def with_goals(programme: Programme, goals: Sequence[Goal]) -> Programme:
    """The programme with the goals that it lacks."""
    known = {(goal.number, fold(goal.title) if goal.number is None else "") for goal in programme.goals}
    new = [goal for goal in goals if (goal.number, fold(goal.title) if goal.number is None else "") not in known]
    return replace(programme, goals=(*programme.goals, *new)) if new else programme


def slug(text: str) -> str:
    """An id made of a text: "Plan för å 2026–2028" → "plan-for-a-2026-2028"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:_LONGEST_ID].strip("-") or "namnlos"


def free(identifier: str, taken: set[str], municipality: str) -> str:
    """The id, with its municipality where another has it, and a number where that is taken too."""
    if identifier not in taken:
        return identifier
    named = f"{identifier}-{slug(municipality)}"
    number = 1
    while (found := named if number == 1 else f"{named}-{number}") in taken:
        number += 1
    return found


def years(period: Span) -> str:
    return "–".join(map(str, dict.fromkeys(period)))


def _of(municipality: str, catalogue: Catalogue) -> dict[str, Any]:
    return {} if municipality == catalogue.municipality else {"municipality": municipality}
