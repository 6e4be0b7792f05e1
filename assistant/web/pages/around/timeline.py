"""Activities → the years in which their plans place them: what begins, goes on and ends in each.

Only a time plan that names a year is read; the others are counted. "Hela perioden" beside one is the programme's.
"""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.query.recognise.collection_names import in_force
from assistant.web.dependencies import TheIndex
from assistant.web.render import render, short_names
from corpus.swedish.dates import years_covered
from corpus.types import COMMITMENT_KINDS, Activity, Organisation, Programme
from index.storage.store import Index

timeline = APIRouter(include_in_schema=False)

_MOST = 300  # activities that are drawn of a programme


@dataclass(frozen=True)
class TimelineRow:
    """An activity, and the years that its time plan names, in their order."""

    activity: Activity
    years: tuple[int, ...]


@dataclass(frozen=True)
class Timeline:
    """A programme's activities by organisation and year; ``unplaced`` have no time plan that names a year.

    ``begins`` and ``ends`` are how many have each of the years as the first and the last that is named.
    """

    programme: Programme
    years: tuple[int, ...]
    groups: tuple[tuple[Organisation | None, tuple[TimelineRow, ...]], ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    placed: int
    unplaced: int

    @property
    def left_out(self) -> int:
        """How many have years and are not drawn."""
        return self.placed - sum(len(rows) for _, rows in self.groups)


def timelines(index: Index) -> list[Timeline]:
    """Of each programme in force that has activities."""
    current = in_force(index.collection.catalogue)
    found = [_timeline(p, index) for p in index.collection.catalogue.programmes if p.id in current]
    return [entry for entry in found if entry.placed or entry.unplaced]


@timeline.get("/tidslinje")
def timeline_page(request: Request, index: TheIndex) -> Response:
    """What begins and ends in each year, activity by activity."""
    return HTMLResponse(render("timeline.html", request, timelines=timelines(index), shorts=short_names(index)))


def _timeline(programme: Programme, index: Index) -> Timeline:
    commitments = [
        entry
        for entry in index.collection.activities
        if entry.programme == programme.id and entry.kind in COMMITMENT_KINDS
    ]
    rows = [
        TimelineRow(entry, years_covered(entry.timeline, programme.period))
        for entry in commitments
        if entry.timeline and years_covered(entry.timeline, None)
    ]
    spans = [(row.years[0], row.years[-1]) for row in rows]
    years = tuple(range(min(s[0] for s in spans), max(s[1] for s in spans) + 1)) if spans else ()
    drawn = sorted(rows, key=lambda row: row.years)[:_MOST]
    owners = [*index.organisations.values(), None]
    groups = [(owner, tuple(row for row in drawn if _owner(row.activity, index) == owner)) for owner in owners]
    return Timeline(
        programme,
        years,
        tuple((owner, found) for owner, found in groups if found),
        tuple(sum(span[0] == year for span in spans) for year in years),
        tuple(sum(span[1] == year for span in spans) for year in years),
        len(rows),
        len(commitments) - len(rows),
    )


def _owner(activity: Activity, index: Index) -> Organisation | None:
    return index.organisations.get(activity.organisation or "")
