"""An index → its commitments counted by organisation and goal, and one plan set out by goal and by how far it is."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from assistant.query.recognise.collection_names import in_force
from assistant.query.recognise.cover import STATUSES
from corpus.types import COMMITMENT_KINDS, Activity, Goal, Organisation, Plan, Programme, Status
from index.storage.records import latest_status
from index.storage.store import Index

STRENGTHS = 5

# How far a commitment is by what has been reported of it, as the records' groups by status have it.
ProgressKey = Literal["completed", "ongoing", "planned", "delayed", "unstated", "not_followed"]
PROGRESS: tuple[ProgressKey, ...] = get_args(ProgressKey)
# What a cell can count: of all commitments those of a kind, those reported on, their share, those of a status.
CountView = Literal["all", "own", "joint", "followed", "share", "completed", "ongoing", "planned", "delayed"]
VIEWS: tuple[CountView, ...] = get_args(CountView)
# By view, the filters of the list that shows what a cell counts.
_FILTERS: dict[CountView, str] = {
    "all": "&kinds=own&kinds=joint", "own": "&kinds=own", "joint": "&kinds=joint", "share": "&progress=followed",
}  # fmt: skip


@dataclass(frozen=True)
class OverviewCell:
    """What one organisation has under one goal, None for what stands under no numbered one.

    ``counted`` is how many of them the view counts; ``strength`` runs from 0 (none) to 5 (the most of all cells).
    """

    goal: int | None
    own: int
    joint: int
    counted: int
    strength: int = 0

    @property
    def count(self) -> int:
        """Own and joint activities together."""
        return self.own + self.joint


@dataclass(frozen=True)
class OverviewRow:
    """One organisation with its plan, a cell for each goal, and what of it has been reported on.

    The organisation is None for what no document says whose it is, the plan where it has none of its own.
    """

    organisation: Organisation | None
    plan: Plan | None
    cells: tuple[OverviewCell, ...]
    followed: int

    @property
    def count(self) -> int:
        """All its commitments."""
        return sum(cell.count for cell in self.cells)

    @property
    def total(self) -> OverviewCell:
        """All its cells as one."""
        return _sum(None, self.cells)


@dataclass(frozen=True)
class Overview:
    """A programme: its goals, a row for each organisation, and what is city-wide by goal.

    ``columns`` are the goals' numbers, and None where something stands under none of them.
    """

    programme: Programme
    view: CountView
    goals: tuple[Goal, ...]
    columns: tuple[int | None, ...]
    rows: tuple[OverviewRow, ...]
    city_wide: tuple[int, ...]

    @property
    def filters(self) -> str:
        """What the address of a list has to have besides organisation and goal to show what a cell counts."""
        return _FILTERS.get(self.view, f"&progress={self.view}")

    @property
    def totals(self) -> tuple[OverviewCell, ...]:
        """All organisations' commitments together, by column; their strength says nothing."""
        return tuple(_sum(column, [row.cells[at] for row in self.rows]) for at, column in enumerate(self.columns))

    @property
    def total(self) -> OverviewCell:
        """All commitments of the programme."""
        return _sum(None, self.totals)


@dataclass(frozen=True)
class Progress:
    """How far a plan has come by its follow-ups: commitments by status, without one, and not reported on."""

    by_status: tuple[tuple[Status, int], ...]
    no_status: int
    not_followed: int

    @property
    def followed(self) -> int:
        """Commitments that have been reported on."""
        return sum(count for _, count in self.by_status) + self.no_status


@dataclass(frozen=True)
class GoalPart:
    """What a plan has under one goal. ``goal`` is None for what stands under no goal of the programme."""

    goal: Goal | None
    activities: tuple[Activity, ...]
    city_wide: tuple[Activity, ...]


def overviews(index: Index, view: CountView = "all") -> list[Overview]:
    """The programmes in force that have plans with numbered goals."""
    catalogue = index.collection.catalogue
    current = in_force(catalogue)
    found = [_overview(programme, view, index) for programme in catalogue.programmes if programme.id in current]
    return [overview for overview in found if overview.rows and overview.goals]


def plan_by_goal(plan: Plan, index: Index) -> list[GoalPart]:
    """A plan's activities goal by goal, also the goals under which it has none."""
    programmes = index.collection.catalogue.programmes
    goals = next((entry.goals for entry in programmes if entry.id == plan.programme), ())
    activities = index.collection.activities
    own = [entry for entry in activities if entry.plan == plan.id and entry.kind in COMMITMENT_KINDS]
    shared = [e for e in activities if e.kind == "city-wide" and any(p.plan == plan.id for p in e.printed_in)]
    numbered = [goal for goal in goals if goal.number is not None]
    known = {goal.number for goal in numbered}
    parts = [
        GoalPart(goal, _under(goal.number, own), _under(goal.number, shared))
        for goal in numbered
    ]  # fmt: skip
    rest = GoalPart(
        None,
        tuple(entry for entry in own if entry.goal not in known),
        tuple(entry for entry in shared if entry.goal not in known),
    )
    return [*parts, rest] if rest.activities or rest.city_wide else parts


def progress(plan: Plan, index: Index) -> Progress:
    """What the follow-ups say of a plan's own and joint activities; of several reports the latest with a status."""
    own = [e for e in index.collection.activities if e.plan == plan.id and e.kind in COMMITMENT_KINDS]
    dates = dated(index)
    counts = Counter(progress_of(entry, index, dates) for entry in own)
    return Progress(
        tuple((status, counts[status]) for status in STATUSES if counts[status]),
        counts["unstated"],
        counts["not_followed"],
    )


def progress_of(activity: Activity, index: Index, dates: Mapping[str, str]) -> ProgressKey:
    """How far a commitment is, as the records group it: by its latest report that states a status."""
    status, _ = latest_status(activity, index.activities, dates)
    if status in STATUSES:
        return status
    return "unstated" if activity.followed_by else "not_followed"


def dated(index: Index) -> dict[str, str]:
    """Each document's date, "" where it has none."""
    return {document.id: document.date or "" for document in index.collection.documents}


def _overview(programme: Programme, view: CountView, index: Index) -> Overview:
    goals = tuple(goal for goal in programme.goals if goal.number is not None)
    numbers = [goal.number for goal in goals]
    activities = [entry for entry in index.collection.activities if entry.programme == programme.id]
    commitments = [entry for entry in activities if entry.kind in COMMITMENT_KINDS]
    plans = {p.organisation: p for p in index.collection.plans if p.programme == programme.id}
    owners = {entry.organisation if entry.organisation in index.organisations else None for entry in commitments}
    shown = [entry for entry in index.organisations.values() if entry.id in plans or entry.id in owners]
    outside = any(entry.goal not in numbers for entry in commitments)
    columns = (*numbers, *([None] if outside else []))
    dates = dated(index)
    meant = {entry.id for entry in commitments if _meant(entry, view, index, dates)}
    rows = []
    for organisation in [*shown, *([None] if None in owners else [])]:
        owner = organisation.id if organisation else None
        mine = [e for e in commitments if (e.organisation if e.organisation in index.organisations else None) == owner]
        cells = tuple(_cell(column, mine, meant, numbers) for column in columns)
        rows.append(OverviewRow(organisation, plans.get(owner) if owner else None, cells, _followed(mine)))
    most = 1.0 if view == "share" else max((cell.counted for row in rows for cell in row.cells), default=0)
    city_wide = [entry for entry in activities if entry.kind == "city-wide"]
    return Overview(
        programme,
        view,
        goals,
        columns,
        tuple(replace(row, cells=tuple(_coloured(cell, view, most) for cell in row.cells)) for row in rows),
        tuple(sum(_column(entry, numbers) == column for entry in city_wide) for column in columns),
    )


def _meant(activity: Activity, view: CountView, index: Index, dates: Mapping[str, str]) -> bool:
    """Whether a view counts a commitment."""
    if view in ("own", "joint"):
        return activity.kind == view
    if view in ("followed", "share"):
        return bool(activity.followed_by)
    return view == "all" or progress_of(activity, index, dates) == view


def _column(activity: Activity, numbers: Sequence[int | None]) -> int | None:
    return activity.goal if activity.goal in numbers else None


def _cell(
    column: int | None, activities: Sequence[Activity], meant: Collection[str], numbers: Sequence[int | None]
) -> OverviewCell:
    found = [entry for entry in activities if _column(entry, numbers) == column]
    own = sum(entry.kind == "own" for entry in found)
    return OverviewCell(column, own, len(found) - own, sum(entry.id in meant for entry in found))


def _coloured(cell: OverviewCell, view: CountView, most: float) -> OverviewCell:
    amount = cell.counted / (cell.count or 1) if view == "share" else cell.counted
    return replace(cell, strength=math.ceil(amount * STRENGTHS / most) if most else 0)


def _sum(goal: int | None, cells: Sequence[OverviewCell]) -> OverviewCell:
    return OverviewCell(
        goal, sum(cell.own for cell in cells), sum(cell.joint for cell in cells), sum(cell.counted for cell in cells)
    )


def _followed(activities: Sequence[Activity]) -> int:
    return sum(bool(entry.followed_by) for entry in activities)


def _under(goal: int | None, activities: Sequence[Activity]) -> tuple[Activity, ...]:
    return tuple(entry for entry in activities if entry.goal == goal)
