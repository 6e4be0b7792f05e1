"""Two organisations, or two municipalities, side by side: their numbers and their activities goal by goal.

A row that both have nothing in is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.errors import NotFound
from assistant.query.recognise.collection_names import in_force
from assistant.web.dependencies import TheIndex
from assistant.web.pages.overview import PROGRESS, dated, progress_of
from assistant.web.render import page_words, render
from corpus.types import COMMITMENT_KINDS, Activity, Goal, Programme
from index.storage.store import Index

side_by_side = APIRouter(include_in_schema=False)

_FIELDS = ("responsible", "timeline", "indicator", "follow_up_planned")


@dataclass(frozen=True)
class NumberRow:
    """What is counted, by its key in the page's words, and how many each of the two has."""

    what: str
    counts: tuple[int, int]


@dataclass(frozen=True)
class GoalRow:
    """A goal, None for what stands under none, and what each of the two has under it."""

    programme: Programme
    goal: Goal | None
    activities: tuple[tuple[Activity, ...], tuple[Activity, ...]]


@dataclass(frozen=True)
class SideBySide:
    """Two of what can be compared, by name, with the rows that at least one of them has something in."""

    names: tuple[str, str]
    numbers: tuple[NumberRow, ...]
    goals: tuple[GoalRow, ...]


def comparable(index: Index) -> dict[str, str]:
    """What can be set side by side, id → name: the organisations, and the municipalities where there are several."""
    catalogue = index.collection.catalogue
    municipalities = dict.fromkeys(document.municipality for document in index.collection.documents)
    several = {name: name for name in municipalities} if len(municipalities) > 1 else {}
    return {entry.id: entry.name for entry in catalogue.organisations} | several


def set_side_by_side(one: str, other: str, index: Index) -> SideBySide:
    """Two ids of ``comparable``; raises ``NotFound`` for others."""
    names = comparable(index)
    if not {one, other} <= names.keys():
        raise NotFound("one of these organisations is not in the collection", "En av dem finns inte i samlingen.")
    sides = (_commitments(one, index), _commitments(other, index))
    numbers = [NumberRow(what, (_count(sides[0], has), _count(sides[1], has))) for what, has in _counted(index)]
    return SideBySide(
        (names[one], names[other]),
        tuple(row for row in numbers if any(row.counts)),
        tuple(row for row in _goals(sides, index) if any(row.activities)),
    )


@side_by_side.get("/jamfor/tva")
def side_by_side_page(request: Request, index: TheIndex, one: str = "", other: str = "") -> Response:
    """The two that are chosen, or only the form where one is missing."""
    found = set_side_by_side(one, other, index) if one and other else None
    page = render(
        "side_by_side.html", request, found=found, one=one, other=other, comparable=comparable(index),
        counted=page_words()["counted"],
    )  # fmt: skip
    return HTMLResponse(page)


def _commitments(side: str, index: Index) -> list[Activity]:
    """In the programmes in force; of a municipality those of its documents."""
    current = in_force(index.collection.catalogue)
    documents = {entry.id for entry in index.collection.documents if entry.municipality == side}
    return [
        entry
        for entry in index.collection.activities
        if entry.kind in COMMITMENT_KINDS
        and entry.programme in current
        and (entry.organisation == side or entry.document in documents)
    ]


def _counted(index: Index) -> Iterator[tuple[str, Callable[[Activity], bool]]]:
    """What is counted of both: kinds, what is reported, and what their plans state."""
    dates = dated(index)
    yield "all", lambda entry: True
    yield "own", lambda entry: entry.kind == "own"
    yield "joint", lambda entry: entry.kind == "joint"
    yield "followed", lambda entry: bool(entry.followed_by)
    # mypy knows no lambda with a default value.
    for status in PROGRESS[:-1]:
        yield status, lambda entry, status=status: progress_of(entry, index, dates) == status  # type: ignore[misc]
    for field in _FIELDS:
        yield field, lambda entry, field=field: bool(getattr(entry, field))  # type: ignore[misc]


def _count(activities: Sequence[Activity], has: Callable[[Activity], bool]) -> int:
    return sum(map(has, activities))


def _goals(sides: tuple[list[Activity], list[Activity]], index: Index) -> Iterator[GoalRow]:
    for programme in index.collection.catalogue.programmes:
        numbered = [goal for goal in programme.goals if goal.number is not None]
        known = {goal.number for goal in numbered}
        mine = [[entry for entry in side if entry.programme == programme.id] for side in sides]
        for goal in [*numbered, None]:
            first, second = (
                tuple(e for e in side if (e.goal == goal.number if goal else e.goal not in known)) for side in mine
            )
            yield GoalRow(programme, goal, (first, second))
