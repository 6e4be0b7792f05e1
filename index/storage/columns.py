"""What structure says of each passage, as columns of numbers: a filter is looked up for all passages at once."""

from collections.abc import Collection as Values
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from corpus.ingest import Collection

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


class PassageColumns:
    """The columns of a collection's passages, in their order. Safe to use from several threads."""

    def __init__(self, collection: Collection) -> None:
        passages = collection.passages
        activities = {entry.id: entry for entry in collection.activities}
        of = [activities.get(passage.activity or "") for passage in passages]
        self._size = len(passages)
        self._columns = {
            "organisation": _Column(passage.organisation for passage in passages),
            "programme": _Column(passage.programme for passage in passages),
            "document": _Column(passage.document for passage in passages),
            "goal": _Column(passage.goal for passage in passages),
            "kind": _Column(passage.kind for passage in passages),
            "status": _Column(activity.status if activity else None for activity in of),
        }
        self._performed: dict[str, list[int]] = {}
        for row, activity in enumerate(of):
            for organisation in activity.performed_by if activity else ():
                self._performed.setdefault(organisation, []).append(row)

    def meeting(self, **wanted: Values[object] | None) -> Mask:
        """Which passages have one of the values wanted of each column; None or an empty one means any."""
        found = np.ones(self._size, dtype=np.bool_)
        for name, values in wanted.items():
            if values:
                found &= self._columns[name].has(values)
        return found

    def has(self, name: str, values: Iterable[object], rows: Rows) -> Mask:
        """Which of these rows have one of the values in a column; shape (rows,)."""
        return self._columns[name].has(values, rows)

    def held_by(self, organisations: Iterable[str]) -> Mask:
        """Which passages are these organisations' own, or of an activity that one of them performs."""
        organisations = list(organisations)
        found = self._columns["organisation"].has(organisations)
        for organisation in organisations:
            found[self._performed.get(organisation, [])] = True
        return found

    def of_organisations(self, organisations: Values[str]) -> Rows:
        """The rows of the passages that are these organisations' own."""
        return np.flatnonzero(self._columns["organisation"].has(organisations))


class _Column:
    """One value a passage, each kept as its number."""

    def __init__(self, values: Iterable[object]) -> None:
        self._numbers: dict[object, int] = {}
        self._held = np.array([self._numbers.setdefault(value, len(self._numbers)) for value in values], dtype=np.int32)

    def has(self, values: Iterable[object], rows: Rows | None = None) -> Mask:
        """Which passages have one of these values, of these rows where some are given."""
        wanted = np.zeros(len(self._numbers) + 1, dtype=np.bool_)
        wanted[[self._numbers.get(value, -1) for value in values]] = True
        wanted[-1] = False  # of what no passage has
        found: Mask = wanted[self._held if rows is None else self._held[rows]]
        return found
