"""Plan activities ↔ each other: a city-wide activity that every plan prints is one record."""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from corpus.headings import ALIKE, fold, places
from corpus.types import Activity, Catalogue


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
            performer = _performer(activity.title, catalogue)
            merged.append(
                replace(activity, organisation=None, performed_by=(performer,) if performer else ())
            )
        else:
            merged[i] = replace(merged[i], printed_in=merged[i].printed_in + activity.printed_in)
    return merged


def _same(one: Activity, other: Activity) -> bool:
    return (one.kind, one.programme, one.goal) == (other.kind, other.programme, other.goal) and fuzz.ratio(
        fold(one.title), fold(other.title)
    ) >= ALIKE


def _performer(title: str, catalogue: Catalogue) -> str | None:
    """The organisation that the title names first, by its name or the name of one of its units."""
    found = [
        (place, organisation.id)
        for organisation in catalogue.organisations
        for name in (organisation.name, *organisation.units)
        for place in places(title, name)[:1]
    ]
    return min(found)[1] if found else None
