"""What was understood of a question → filters that can be removed or changed, each a way to ask again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.query.filters import Filters, known_values, period_of
from assistant.query.types import Query
from corpus.types import ACTIVITY_KINDS, Catalogue
from index.storage.store import Index

# The filters that are shown, as the form names them.
NAMES = ("organisations", "goals", "kinds", "statuses", "period", "municipality", "documents")
Given = Mapping[str, Sequence[str | int]]


@dataclass(frozen=True)
class FilterTag:
    """One thing that was understood: of which filter, its value, and the filters that ask without it."""

    name: str
    value: str
    without: Given


@dataclass(frozen=True)
class Choice:
    """One filter as it can be changed: what can be chosen, what is, and what is kept of the others."""

    name: str
    values: tuple[str, ...]
    chosen: tuple[str, ...]


def filter_tags(query: Query, filters: Filters, catalogue: Catalogue) -> list[FilterTag]:
    """A tag for each value; what the form has already changed stays changed."""
    given = given_filters(filters)
    return [
        FilterTag(name, str(value), given | {name: [other for other in values if other != value]})
        for name, values in _understood(query, catalogue).items()
        for value in values
    ]


def choices(query: Query, index: Index) -> list[Choice]:
    """Every filter with all that it can hold, but for those that leave nothing to choose."""
    known = known_values(index) | {"kinds": list(ACTIVITY_KINDS)}
    understood = _understood(query, index.collection.catalogue)
    found = [Choice(name, tuple(known[name]), tuple(str(value) for value in understood[name])) for name in NAMES]
    return [choice for choice in found if len(choice.values) > 1 or choice.chosen]


def given_filters(filters: Filters) -> dict[str, Sequence[str | int]]:
    """The filters that have been given, by name; an empty one means any."""
    return {name: getattr(filters, name) for name in NAMES if getattr(filters, name) is not None}


def _understood(query: Query, catalogue: Catalogue) -> dict[str, Sequence[str | int]]:
    conditions = query.conditions
    period = period_of(query, catalogue)
    return {
        "organisations": conditions.organisations,
        "goals": conditions.goals,
        "kinds": conditions.kinds,
        "statuses": conditions.statuses,
        "period": (period,) if period else (),
        "municipality": query.scope.municipalities,
        "documents": query.scope.documents,
    }
