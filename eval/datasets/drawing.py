"""A collection → values for the conditions of a query, drawn at random."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from assistant.query.types import Conditions, Grouping
from corpus.ingest import Collection
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import is_content
from corpus.types import Kind, Organisation, Programme

T = TypeVar("T")
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


def drawer(collection: Collection, seed: int) -> Drawer:
    """What draws from a collection; the same queries at the same seed."""
    programmes = sorted(collection.catalogue.programmes, key=lambda entry: entry.period)
    return Drawer(collection, random.Random(seed), programmes[-1], tuple(programmes[:-1]))


def draw_goals(source: Drawer) -> tuple[int, ...]:
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


def draw_responsible(source: Drawer) -> str:
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
