"""The structure of a document against gold written by hand → one row of figures a plan, and one for all.

Gold has the format of a ``structure.json``: plans with activities, their titles and bodies as lines. A right
activity has the same owner, goal and kind and the same title lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from corpus.parsing.document import Structure
from corpus.swedish.text import fold
from corpus.types import Activity, Catalogue, Plan, Span

# A field that is misread here and there still says the same.
_SAME_VALUE = 85.0
_FIELDS = {
    "responsible": "responsible",
    "timeline": "timeline",
    "indicator": "indicator",
    "follow_up_planned": "follow_up_commitment",
}


class Key(NamedTuple):
    """What makes two activities the same; ``goal`` is a number, or the folded title of an unnumbered goal."""

    owner: str | None
    goal: int | str | None
    kind: str
    title_lines: Span


class StructureRow(NamedTuple):
    """The figures of one plan, or of all (``plan`` is "all"). None where nothing is to be found."""

    plan: str
    wanted: int
    found: int
    right: int
    f1: float | None
    owner_right: float | None
    fields: int
    fields_right: float | None
    body_f1: float | None


@dataclass(frozen=True)
class _Counts:
    wanted: int = 0
    found: int = 0
    right: int = 0
    owners: int = 0
    owners_right: int = 0
    fields: int = 0
    fields_right: int = 0
    body_wanted: int = 0
    body_found: int = 0
    body_right: int = 0

    def __add__(self, other: "_Counts") -> "_Counts":
        return _Counts(*(a + b for a, b in zip(self._all(), other._all(), strict=True)))

    def _all(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)

    def row(self, plan: str) -> StructureRow:
        return StructureRow(
            plan,
            self.wanted,
            self.found,
            self.right,
            _f1(self.right, self.wanted, self.found),
            self.owners_right / self.owners if self.owners else None,
            self.fields,
            self.fields_right / self.fields if self.fields else None,
            _f1(self.body_right, self.body_wanted, self.body_found),
        )


def score(structure: Structure, gold: Mapping[str, Any], catalogue: Catalogue) -> list[StructureRow]:
    """One row for each plan of the gold, in its order, and the row "all" last.

    What was found outside every plan of the gold isn't counted: a gold may be of a part of a document.
    """
    names = {organisation.id: organisation.name for organisation in catalogue.organisations}
    rows, total = [], _Counts()
    for plan in gold["plans"]:
        counts = _plan_counts(structure, plan, names)
        rows.append(counts.row(plan["organisation"] or "?"))
        total += counts
    return [*rows, total.row("all")]


def wrong(structure: Structure, gold: Mapping[str, Any], catalogue: Catalogue) -> list[tuple[str, Key]]:
    """The activities that are missing from what was found, and those that are too many."""
    names = {organisation.id: organisation.name for organisation in catalogue.organisations}
    differences = []
    for plan in gold["plans"]:
        wanted = {_gold_key(plan, activity) for activity in plan["activities"]}
        got = {_key(activity, structure, names) for activity in _inside(structure.activities, plan)}
        differences += [("missing", key) for key in wanted - got] + [("too many", key) for key in got - wanted]
    return sorted(differences, key=lambda entry: (entry[1].title_lines, entry[0]))


def _plan_counts(structure: Structure, plan: Mapping[str, Any], names: Mapping[str, str]) -> _Counts:
    wanted = {_gold_key(plan, activity): activity for activity in plan["activities"]}
    got = {_key(activity, structure, names): activity for activity in _inside(structure.activities, plan)}
    both = wanted.keys() & got.keys()
    owner = next((entry for entry in structure.plans if _overlap(entry.lines, plan)), None)
    owner_name = _owner(owner, names) if owner else _reported(structure, plan, names)
    right_fields = [same for key in both for same in _fields(wanted[key], got[key])]
    body_wanted = {n for activity in wanted.values() for n in _numbers(activity.get("body_lines"))}
    body_found = {n for activity in got.values() for n in _numbers(activity.body_lines)}
    return _Counts(
        wanted=len(wanted),
        found=len(got),
        right=len(both),
        owners=1,
        owners_right=int(owner_name == fold(plan["organisation"] or "")),
        fields=len(right_fields),
        fields_right=sum(right_fields),
        body_wanted=len(body_wanted),
        body_found=len(body_found),
        body_right=len(body_wanted & body_found),
    )


def _inside(activities: Iterable[Activity], plan: Mapping[str, Any]) -> list[Activity]:
    return [entry for entry in activities if plan["first_line"] <= entry.lines[0] <= plan["last_line"]]


def _overlap(lines: Span, plan: Mapping[str, Any]) -> bool:
    """Whether more than half of the gold's plan lies in these lines."""
    shared = min(lines[1], plan["last_line"]) - max(lines[0], plan["first_line"]) + 1
    return bool(shared * 2 > plan["last_line"] - plan["first_line"] + 1)


def _reported(structure: Structure, plan: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Whose a report is that holds no plan."""
    first = next((entry for entry in structure.sections if _overlap((entry.lines[0], plan["last_line"]), plan)), None)
    return fold(names.get(first.organisation or "", "")) if first else ""


def _owner(plan: Plan, names: Mapping[str, str]) -> str:
    return fold(names.get(plan.organisation or "", ""))


def _gold_key(plan: Mapping[str, Any], activity: Mapping[str, Any]) -> Key:
    goal = activity["goal"]
    if goal is None and activity.get("goal_title"):
        goal = fold(activity["goal_title"])
    first, last = activity["title_lines"]
    return Key(fold(plan["organisation"] or ""), goal, activity["kind"], (first, last))


def _key(activity: Activity, structure: Structure, names: Mapping[str, str]) -> Key:
    plan = next((entry for entry in structure.plans if entry.id == activity.plan), None)
    owner = _owner(plan, names) if plan else fold(names.get(activity.organisation or "", ""))
    goal: int | str | None = activity.goal
    if goal is None and activity.goal_title:
        goal = fold(activity.goal_title)
    return Key(owner, goal, activity.kind, activity.title_lines)


def _fields(wanted: Mapping[str, Any], got: Activity) -> list[bool]:
    """For each labelled field that the gold or the activity has: whether both say the same.

    A value that the gold takes from running text (no label, or no body to hold one) isn't counted.
    """
    same = []
    unlabelled = wanted.get("responsible_labelled") is False
    for name, other_name in _FIELDS.items():
        value = wanted.get(name, wanted.get(other_name))
        if value is not None and (unlabelled or wanted.get("note", "").startswith("The title itself")):
            value = None
        mine = getattr(got, name)
        if value is not None or mine is not None:
            same.append(fuzz.ratio(fold(value or ""), fold(mine or "")) >= _SAME_VALUE)
    if wanted.get("status") is not None or "status" in wanted:
        same.append(wanted["status"] == got.status)
    return same


def _numbers(span: Sequence[int] | None) -> range:
    return range(span[0], span[1] + 1) if span else range(0)


def _f1(right: int, wanted: int, found: int) -> float | None:
    return 2 * right / (wanted + found) if wanted + found else None
