"""Activities → CSV for programs (RFC 4180, UTF-8), one row an activity, its columns named as the API names them.

It says what was asked for, when and from which index, so that the list can be made again. For people: ``spreadsheet``.
"""

import csv
from collections.abc import Sequence
from dataclasses import astuple
from typing import TextIO

from assistant.exports.origin import ORIGIN, Origin
from assistant.schemas.records import ActivityOut

COLUMNS = (
    "id", "organisation", "programme", "goal", "kind", "number", "title", "body", "responsible", "timeline",
    "indicator", "results", "follow_up_planned", "status", "performed_by", "printed_in", "follows", "followed_by",
    "document", "first_line", "last_line", "first_page", "last_page",
)  # fmt: skip

# What a spreadsheet would take for a formula when it opens a file (OWASP, CSV injection).
_FORMULA = ("=", "+", "@", "\t", "\r")


def write_csv(activities: Sequence[ActivityOut], file: TextIO, origin: Origin) -> None:
    """One row an activity under a row of column names; a cell that looks like a formula begins with "'".

    The last columns say where the list comes from: a CSV file has no other place for it.
    """
    writer = csv.writer(file)
    writer.writerow([*COLUMNS, *ORIGIN])
    for activity in activities:
        writer.writerow([harmless(cell) for cell in (*_row(activity), *astuple(origin))])


def _row(activity: ActivityOut) -> list[str | int]:
    pages = activity.pages or (None, None)
    values = {
        **activity.model_dump(include=set(COLUMNS)),
        "organisation": activity.organisation.name if activity.organisation else None,
        "performed_by": ", ".join(activity.performed_by),
        "printed_in": ", ".join(f"{entry.plan}: {entry.lines[0]}-{entry.lines[1]}" for entry in activity.printed_in),
        "follows": ", ".join(activity.follows),
        "followed_by": ", ".join(activity.followed_by),
        "first_line": activity.lines[0],
        "last_line": activity.lines[1],
        "first_page": pages[0],
        "last_page": pages[1],
    }
    return ["" if values[name] is None else values[name] for name in COLUMNS]


def harmless(cell: str | int) -> str | int:
    """A cell that no spreadsheet takes for a formula when it opens a CSV file."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
