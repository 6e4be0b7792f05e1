"""The scope of a query → the programmes whose records are meant, and who has a plan in them."""

from collections.abc import Sequence

from assistant.query.types import Scope
from assistant.retrieve.records import Records


def programmes_of(scope: Scope, records: Records, activities: Sequence[str] = ()) -> tuple[str, ...]:
    """The programmes that a scope names, by their ids, years or documents; else those in force at home.

    ``activities`` are those that a question names: where all stand in plans of others, those in force are meant.
    """
    collection = records.index.collection
    catalogue = collection.catalogue
    found = [
        p for p in catalogue.programmes
        if (not scope.programmes or p.id in scope.programmes)
        and (scope.period is None or p.period == scope.period)
        and (not scope.municipalities or p.municipality in scope.municipalities)
    ]  # fmt: skip
    if scope.programmes or scope.period:
        return tuple(p.id for p in found)
    if scope.documents:
        named = {d.programme for d in collection.documents if d.id in scope.documents}
        return tuple(p.id for p in found if p.id in named)
    current = [p for p in found if p.id in records.in_force]
    if scope.municipalities:
        return tuple(p.id for p in current or found)
    at_home = [p for p in current if p.municipality == catalogue.municipality]
    holding = {records.index.activities[entry].programme for entry in activities}
    elsewhere = [p for p in current if p.id in holding]
    if elsewhere and holding.isdisjoint(p.id for p in at_home):
        return tuple(p.id for p in elsewhere)
    return tuple(p.id for p in at_home or current)


def with_plan(programmes: Sequence[str], records: Records) -> tuple[str, ...]:
    """Those with a plan in one of these programmes, or named as responsible in the municipality's own.

    In the order of the catalogue.
    """
    places = ", ".join("?" * len(programmes))
    rows = records.table.ask(
        "SELECT o.id FROM organisations o WHERE EXISTS "
        f"(SELECT 1 FROM planned p WHERE p.organisation = o.id AND p.programme IN ({places})) ORDER BY o.rank",
        tuple(programmes),
    )
    return tuple(row["id"] for row in rows)
