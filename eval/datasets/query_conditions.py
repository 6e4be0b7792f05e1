"""The conditions of a query, drawn at random from what a collection holds."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.query.types import (
    Conditions,
    Field,
    FieldCondition,
    Grouping,
)
from corpus.ingest import Collection
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import is_content
from corpus.types import Kind, Organisation, Programme, Status

T = TypeVar("T")
_FIELDS: tuple[Field, ...] = ("responsible", "timeline", "indicator", "results", "follow_up_planned")
_STATUSES: tuple[Status, ...] = ("completed", "ongoing", "planned", "delayed")
_NO_SUBJECT = ("anvander", "personer", "relevanta", "avdelningen", "gemensamma", "utbildas", "tillsammans")


@dataclass(frozen=True)
class Drawer:
    """Draws from one collection; ``goals`` are numbers of the programme in force."""

    collection: Collection
    random: random.Random
    programme: Programme
    earlier: tuple[Programme, ...]

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        return self.collection.catalogue.organisations

    @property
    def goals(self) -> tuple[int, ...]:
        return tuple(goal.number for goal in self.programme.goals if goal.number is not None)

    def some(self, values: Sequence[T], count: int) -> tuple[T, ...]:
        """So many of the values, in their order."""
        chosen = set(self.random.sample(range(len(values)), min(count, len(values))))
        return tuple(value for i, value in enumerate(values) if i in chosen)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def count_of(self) -> int:
        """How many things are named together: mostly one."""
        return self.random.choices((1, 2, 3), (80, 16, 4))[0]


def draw_conditions(source: Drawer, names: Sequence[str], number: int) -> Conditions:
    """So many different conditions of those named; a name that stands twice is drawn twice as often."""
    conditions = Conditions()
    chosen: list[str] = []
    while len(chosen) < min(number, len(set(names))):
        name = source.random.choice(names)
        if name not in chosen and not _excludes(name, chosen):
            chosen.append(name)
            conditions = _with(source, conditions, name)
        elif number > 2:
            number -= 1
    return conditions


def _excludes(name: str, chosen: Sequence[str]) -> bool:
    """Whether a condition makes no sense beside another."""
    together = (
        {"organisations", "excluded_organisations"}, {"statuses", "followed_up", "not_status"},
        {"goals", "excluded_goals"}, {"fields", "responsible"}, {"years", "followed_up"},
    )  # fmt: skip
    return any(name in pair and pair & set(chosen) for pair in together)


def _with(source: Drawer, conditions: Conditions, name: str) -> Conditions:
    match name:
        case "organisations":
            group = draw_group(source) if source.chance(0.13) else ()
            few = tuple(entry.id for entry in source.some(source.organisations, source.count_of()))
            return replace(conditions, organisations=group or few)
        case "excluded_organisations":
            return replace(conditions, excluded_organisations=draw_excluded(source))
        case "goals":
            return replace(conditions, goals=_goals(source))
        case "excluded_goals":
            return replace(conditions, excluded_goals=source.some(source.goals, 1))
        case "kinds":
            return replace(conditions, kinds=draw_kinds(source))
        case "statuses":
            return replace(conditions, statuses=(source.random.choice(_STATUSES),))
        case "not_status":
            return replace(conditions, excluded_statuses=(source.random.choice(("completed", "completed", "ongoing")),))
        case "fields":
            field = FieldCondition(source.random.choice(_FIELDS), present=source.chance(0.3))
            return replace(conditions, fields=(field,))
        case "responsible":
            return replace(conditions, fields=(FieldCondition("responsible", value=_responsible(source)),))
        case "years":
            first, last = source.programme.period
            return replace(conditions, years=(source.random.randint(first, last),))
    return replace(conditions, followed_up=source.chance(0.4))


def _goals(source: Drawer) -> tuple[int, ...]:
    if source.chance(0.08):  # a range
        first = source.random.randint(0, len(source.goals) - 3)
        return source.goals[first : first + 3]
    return source.some(source.goals, source.random.choices((1, 2), (88, 12))[0])


def draw_kinds(source: Drawer) -> tuple[Kind, ...]:
    return (source.random.choices(("own", "joint", "city-wide"), (45, 35, 20))[0],)


def draw_excluded(source: Drawer) -> tuple[str, ...]:
    group = draw_group(source) if source.chance(0.3) else ()
    return group or tuple(entry.id for entry in source.some(source.organisations, source.count_of()))


def draw_group(source: Drawer) -> tuple[str, ...]:
    groups = [group.members for group in source.collection.catalogue.groups if group.means == "all"]
    if not groups:
        return ()
    members = source.random.choice(groups)
    return tuple(entry.id for entry in source.organisations if entry.id in members)


def draw_grouping(source: Drawer, conditions: Conditions) -> Grouping:
    named: tuple[tuple[Grouping, int], ...] = (
        ("organisation", len(conditions.organisations)),
        ("goal", len(conditions.goals)),
        ("kind", len(conditions.kinds)),
    )
    free: list[Grouping] = [name for name, count in named if count != 1]
    return source.random.choice(free or ["status"])


def _responsible(source: Drawer) -> str:
    values = {a.responsible for a in source.collection.activities if a.responsible and len(a.responsible) < 40}
    return fold(source.random.choice(sorted(values)))


def draw_topic(source: Drawer) -> tuple[str, ...]:
    """The subject matter of an activity: one or two of its title's rarer words, folded; no names, no verbs."""
    plain = [a for a in source.collection.activities if a.kind != "follow-up"]
    count = Counter(word for a in plain for word in set(fold(a.title).split()))
    names = {w for o in source.organisations for w in fold(f"{o.name} {o.board} {' '.join(o.other_names)}").split()}
    goals = {w for goal in source.programme.goals for w in fold(goal.title).split()}
    while True:
        activity = source.random.choice(plain)
        words = [
            word
            for written in dict.fromkeys(activity.title.split()[1:])
            if (word := fold(written.strip('.,:;()”"')))
            and word.isalpha()
            and 4 < len(word) < 28
            and is_content(word)
            and count[word] <= 4
            and not word.endswith(("forvaltningen", "namnden", "forvaltningens", "kontoret", "liga", "lig", "ande"))
            and not word.endswith(("era", "erar", "aktiga", "iska", "samma", "nara", "t", "s", "das", "ska"))
            and word not in _NO_SUBJECT
            and word not in names | goals
        ]
        if words:
            chosen = sorted(words, key=len)[-source.random.choice((1, 1, 2)) :]
            return tuple(word for word in words if word in chosen)
