"""An index → its commitments counted by organisation and goal, and one plan set out by goal and by how far it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.query.recognise.collection_names import in_force
from assistant.query.recognise.cover import STATUSES
from corpus.types import COMMITMENT_KINDS, Activity, Goal, Organisation, Plan, Programme, Status
from index.storage.store import Index

STRENGTHS = 5


@dataclass(frozen=True)
class OverviewCell:
    """What one organisation has under one goal; ``strength`` runs from 0 (none) to 5 (the most of all cells)."""

    goal: int
    own: int
    joint: int
    strength: int

    @property
    def count(self) -> int:
        """Own and joint activities together."""
        return self.own + self.joint


@dataclass(frozen=True)
class OverviewRow:
    """One organisation with its plan, a cell for each goal, and what of it has been reported on."""

    organisation: Organisation
    plan: Plan
    cells: tuple[OverviewCell, ...]
    followed: int

    @property
    def count(self) -> int:
        """All commitments of the plan that stand under a goal."""
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True)
class Overview:
    """A programme: its goals, a row for each organisation, and what is city-wide by goal."""

    programme: Programme
    goals: tuple[Goal, ...]
    rows: tuple[OverviewRow, ...]
    city_wide: tuple[int, ...]

    @property
    def totals(self) -> tuple[OverviewCell, ...]:
        """All organisations' commitments together, by goal; their strength says nothing."""
        cells = [cell for row in self.rows for cell in row.cells]
        goals = [[cell for cell in cells if cell.goal == goal.number] for goal in self.goals]
        return tuple(
            OverviewCell(found[0].goal, sum(cell.own for cell in found), sum(cell.joint for cell in found), 0)
            for found in goals
        )  # fmt: skip


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


def overviews(index: Index) -> list[Overview]:
    """The programmes in force that have plans with numbered goals."""
    catalogue = index.collection.catalogue
    current = in_force(catalogue)
    found = [_overview(programme, index) for programme in catalogue.programmes if programme.id in current]
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
    """What the follow-ups say of a plan's own and joint activities; of several reports the first with a status."""
    own = [e for e in index.collection.activities if e.plan == plan.id and e.kind in COMMITMENT_KINDS]
    followed = [entry for entry in own if entry.followed_by]
    reports = [[index.activities[report] for report in entry.followed_by] for entry in followed]
    said = [next((report.status for report in found if report.status), None) for found in reports]
    counts = Counter(said)
    return Progress(
        tuple((status, counts[status]) for status in STATUSES if counts[status]),
        counts[None],
        len(own) - len(followed),
    )


def _overview(programme: Programme, index: Index) -> Overview:
    goals = tuple(goal for goal in programme.goals if goal.number is not None)
    activities = [entry for entry in index.collection.activities if entry.programme == programme.id]
    plans = [p for p in index.collection.plans if p.programme == programme.id and p.organisation in index.organisations]
    own = {plan.id: [e for e in activities if e.plan == plan.id and e.kind in COMMITMENT_KINDS] for plan in plans}
    most = max((len(_under(goal.number, own[plan.id])) for goal in goals for plan in plans), default=0)
    city_wide = [entry for entry in activities if entry.kind == "city-wide"]
    return Overview(
        programme,
        goals,
        tuple(
            OverviewRow(
                index.organisations[plan.organisation or ""],
                plan,
                tuple(_cell(goal.number or 0, own[plan.id], most) for goal in goals),
                sum(bool(entry.followed_by) for entry in own[plan.id]),
            )
            for plan in plans
        ),
        tuple(len(_under(goal.number, city_wide)) for goal in goals),
    )


def _cell(goal: int, activities: Sequence[Activity], most: int) -> OverviewCell:
    found = _under(goal, activities)
    strength = -(-len(found) * STRENGTHS // most) if most else 0
    own = sum(entry.kind == "own" for entry in found)
    return OverviewCell(goal, own, len(found) - own, strength)


def _under(goal: int | None, activities: Sequence[Activity]) -> tuple[Activity, ...]:
    return tuple(entry for entry in activities if entry.goal == goal)
