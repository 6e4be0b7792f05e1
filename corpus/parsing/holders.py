"""Activities of a plan that is the whole municipality's → whose each is: whom its field for the responsible names."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.parsing.owners import mentions, several_names
from corpus.types import COMMITMENT_KINDS, Activity, Catalogue


def with_performers(activities: Sequence[Activity], catalogue: Catalogue) -> list[Activity]:
    """Each activity with its organisation; of several that answer for it alike, all perform it and none owns it.

    ``catalogue`` has the organisations of the plan's municipality alone. What names none of them stays the whole
    municipality's, also where it names somebody's title ("enhetschef").
    """
    return [_with_performers(entry, catalogue) for entry in activities]


def _with_performers(activity: Activity, catalogue: Catalogue) -> Activity:
    if activity.organisation is not None or activity.kind not in COMMITMENT_KINDS or not activity.responsible:
        return activity
    found = mentions(several_names(activity.responsible), catalogue)
    owners = tuple(entry.id for entry in catalogue.organisations if entry.id in found)
    return replace(activity, organisation=owners[0] if len(owners) == 1 else None, performed_by=owners)
