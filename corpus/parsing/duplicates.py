"""Activities that a document tells of twice, in a table or a summary and in a section of their own → one each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.parsing.activities.tables import Row
from corpus.swedish.text import fold
from corpus.types import Activity, Section


def merged(activities: list[Activity], rows: Mapping[str, Row]) -> tuple[list[Activity], list[Section]]:
    """The activities, those that a table lists besides made one with what is said of them elsewhere.

    ``rows`` are those that stand in tables, by id. A row that is taken up by another activity stays as a section.
    """
    by_title: dict[str, list[Activity]] = {}
    for activity in activities:
        by_title.setdefault(fold(activity.title), []).append(activity)
    twins: dict[str, Activity] = {}  # of a row, the activity that it says more of
    for alike in by_title.values():
        told = [entry for entry in alike if entry.id not in rows]
        listed = [entry for entry in alike if entry.id in rows]
        if len(told) == 1 and len(listed) == 1:
            twins[listed[0].id] = told[0]
        elif len(told) == 2 and not listed and (bare_one := _without_body(told)) is not None:
            twins[bare_one.id] = next(entry for entry in told if entry is not bare_one)
        elif not told and len(listed) == 2 and _heads(rows[listed[0].id]).isdisjoint(_heads(rows[listed[1].id])):
            twins[listed[1].id] = listed[0]
    more = {twin.id: next(entry for entry in activities if entry.id == row) for row, twin in twins.items()}
    merged = [_with_row(entry, more.get(entry.id)) for entry in activities if entry.id not in twins]
    return merged, [_as_section(entry) for entry in activities if entry.id in twins]


def _without_body(alike: Sequence[Activity]) -> Activity | None:
    """Of two activities of one title the one that nothing is said of, as in a summary; None where that isn't one."""
    empty = [entry for entry in alike if entry.body is None and entry.goal is None and entry.goal_title is None]
    return empty[0] if len(empty) == 1 else None


def _heads(row: Row) -> set[str]:
    return {fold(head) for _, head, _ in row.cells}


def _with_row(activity: Activity, row: Activity | None) -> Activity:
    """The activity with what a row says and it doesn't."""
    if row is None:
        return activity
    names = ("number", "responsible", "timeline", "indicator", "results", "follow_up_planned", "body")
    told = {name: getattr(activity, name) or getattr(row, name) for name in names}
    status, source = (activity.status, activity.status_source) if activity.status else (row.status, row.status_source)
    goal, title = (
        (activity.goal, activity.goal_title) if activity.goal or activity.goal_title else (row.goal, row.goal_title)
    )
    return replace(activity, **told, status=status, status_source=source, goal=goal, goal_title=title)


def _as_section(row: Activity) -> Section:
    return Section(row.document, row.plan, row.organisation, row.goal, "background", (row.title,), row.lines)
