"""Activities ↔ each other: one record for what every plan prints, reports joined to their activities.

``merge_city_wide`` is for the activities of one document, ``link_activities`` for those of all.
"""

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import combinations

from rapidfuzz import fuzz

from corpus.parsing.layout.line_kinds import ALIKE, places
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import VOCABULARY, is_content
from corpus.types import Activity, Catalogue

# How alike a report's item and an activity must be, and two joint activities: measured on titles that
# say the same in other words (above) and on neighbours under one goal (below).
_REPORTS_ON = 70.0
_NEARLY_SAME = 75.0
_DESCRIPTION = re.compile(
    rf"(?:^|\n)\s*{VOCABULARY.report_items['description']}\s*:?\s*(.*?)"
    rf"(?=\n\s*{VOCABULARY.report_items['after_description']}\b|$)",
    re.IGNORECASE | re.DOTALL,
)


def link_activities(
    activities: Sequence[Activity], catalogue: Catalogue, *, common: Set[str] = frozenset()
) -> list[Activity]:
    """The activities of all documents, linked to what they report on or nearly repeat, both ways.

    ``common`` are the plans that are a whole municipality's: anyone in it can report on them.
    """
    return link_alike(join_reports(activities, common), catalogue)


def merge_city_wide(activities: Sequence[Activity], catalogue: Catalogue) -> list[Activity]:
    """One record for each city-wide activity, at its first printing, with who performs it.

    Printings belong together when programme, goal and (but for misread letters) title are the same.
    ``organisation`` is None: the activity holds for the whole city and is nobody's own.
    """
    merged: list[Activity] = []
    for activity in activities:
        if activity.kind != "city-wide":
            merged.append(activity)
            continue
        i = next((i for i, other in enumerate(merged) if _same(activity, other)), None)
        if i is None:
            performer = _performer(activity, catalogue)
            merged.append(replace(activity, organisation=None, performed_by=(performer,) if performer else ()))
        else:
            merged[i] = replace(merged[i], printed_in=merged[i].printed_in + activity.printed_in)
    return merged


def join_reports(activities: Sequence[Activity], common: Set[str] = frozenset()) -> list[Activity]:
    """Each item of a report joined to the one activity it reports on, where title or description tell which.

    Under one goal of one organisation each activity gets the item that fits it best: an item that is
    printed with a neighbour's title is told by its description.
    """
    # Of what belongs to no programme that is known, nobody can say that it belongs together.
    items = [i for i, entry in enumerate(activities) if entry.kind == "follow-up" and entry.programme is not None]
    commitments: defaultdict[str | None, list[int]] = defaultdict(list)
    for i, entry in enumerate(activities):
        if entry.kind != "follow-up":
            commitments[entry.programme].append(i)
    pairs = sorted(
        (
            (likeness, item, commitment)
            for item in items
            for commitment in commitments[activities[item].programme]
            if _may_report(activities[item], activities[commitment], common)
            and (likeness := _likeness(activities[item], activities[commitment])) >= _REPORTS_ON
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    follows: dict[int, int] = {}
    reported: set[tuple[str, int]] = set()
    for _, item, commitment in pairs:
        # One item a report; another year's report may have its own.
        if item in follows or (activities[item].document, commitment) in reported:
            continue
        follows[item] = commitment
        reported.add((activities[item].document, commitment))
    joined = list(activities)
    for item, commitment in sorted(follows.items()):
        joined[item] = replace(joined[item], follows=(joined[commitment].id,))
        joined[commitment] = replace(joined[commitment], followed_by=(*joined[commitment].followed_by, joined[item].id))
    return joined


def link_alike(activities: Sequence[Activity], catalogue: Catalogue) -> list[Activity]:
    """Joint activities of two organisations that say nearly the same under one goal, linked both ways."""
    joint = [entry for entry in activities if entry.kind == "joint" and entry.programme is not None]
    said = {entry.id: _without_names(entry.title, catalogue) for entry in joint}
    alike: dict[str, list[str]] = {entry.id: [] for entry in joint}
    under: defaultdict[tuple[str | None, int | str | None], list[Activity]] = defaultdict(list)
    for entry in joint:
        under[_goal(entry)].append(entry)
    for one, other in (pair for entries in under.values() for pair in combinations(entries, 2)):
        if one.organisation == other.organisation:
            continue
        words = min(len(said[one.id].split()), len(said[other.id].split()))
        if words >= 2 and fuzz.token_sort_ratio(said[one.id], said[other.id]) >= _NEARLY_SAME:
            alike[one.id].append(other.id)
            alike[other.id].append(one.id)
    return [replace(entry, alike=tuple(alike.get(entry.id, ()))) for entry in activities]


def _goal(activity: Activity) -> tuple[str | None, int | str | None]:
    number: int | str | None = activity.goal
    if number is None and activity.goal_title:
        number = fold(activity.goal_title)
    return activity.programme, number


def _same(one: Activity, other: Activity) -> bool:
    if one.kind != other.kind or one.programme != other.programme or one.goal != other.goal:
        return False
    if fold(one.goal_title or "") != fold(other.goal_title or "") and one.goal is None:
        return False
    return fuzz.ratio(fold(one.title), fold(other.title)) >= ALIKE


def _may_report(item: Activity, activity: Activity, common: Set[str]) -> bool:
    owners = {activity.organisation, *activity.performed_by}
    whole = activity.plan in common and activity.kind != "city-wide"
    if item.organisation is not None and not whole and item.organisation not in owners:
        return False
    return item.goal is None or activity.goal is None or item.goal == activity.goal


def _likeness(item: Activity, activity: Activity) -> float:
    """0 to 100: how well an item's title and description fit an activity, the better fit for more."""
    title = fuzz.ratio(fold(item.title), fold(activity.title))
    said = _description(item)
    if not said:
        return title
    texts = [fold(activity.title), fold(activity.body or "")]
    description = max(fuzz.partial_ratio(said, text) if text else 0.0 for text in texts)
    return max(title, description) * 0.6 + min(title, description) * 0.4


def _description(item: Activity) -> str:
    match = _DESCRIPTION.search(item.body or "")
    return fold(match[1]) if match else ""


def _without_names(title: str, catalogue: Catalogue) -> str:
    """A title's words without the names of organisations, which two titles that say the same differ in."""
    text = f" {fold(title)} "
    for organisation in catalogue.organisations:
        for name in (organisation.name, organisation.board, organisation.abbreviation):
            text = text.replace(f" {fold(name)} ", " ") if fold(name) else text
    return " ".join(word for word in text.split() if is_content(word))


def _performer(activity: Activity, catalogue: Catalogue) -> str | None:
    """The organisation that the title names first, by its own name or a unit's, else the responsible."""
    for text in (activity.title, activity.responsible or ""):
        found = [
            (place, organisation.id)
            for organisation in catalogue.organisations
            for name in (organisation.name, organisation.board, *organisation.units)
            for place in places(text, name)[:1]
        ]
        if found:
            return min(found)[1]
    return None
