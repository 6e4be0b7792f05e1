"""Activities → CSV for programs (RFC 4180, UTF-8), one row an activity, its columns named as the API names them.

It says what was asked for, when and from which index, so that the list can be made again. For people: ``spreadsheet``.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import TextIO

from assistant.query.filters import Filters
from assistant.schemas.records import ActivityOut
from index.storage.store import Index

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    "id", "organisation", "programme", "goal", "kind", "number", "title", "body", "responsible", "timeline",
    "indicator", "results", "follow_up_planned", "status", "performed_by", "printed_in", "follows", "followed_by",
    "document", "first_line", "last_line", "first_page", "last_page",
)  # fmt: skip

ORIGIN = {
    "asked": "Urval",
    "made": "Datum",
    "index": "Index",
    "documents_sha256": "Dokumentens kontrollsumma",
    "model": "Modell",
    "count": "Antal",
}

# What a spreadsheet would take for a formula when it opens a file (OWASP, CSV injection).
_FORMULA = ("=", "+", "@", "\t", "\r")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what openpyxl refuses


@dataclass(frozen=True)
class Origin:
    """What a file was made from: what was ``asked`` for (a question or filters), the day, the index and model.

    ``count`` says how many records it has of each kind, where it is a list of them.
    """

    asked: str
    made: str
    index: str
    documents_sha256: str
    model: str
    count: str = ""


def origin(asked: str, index: Index, *, made: date, count: str = "") -> Origin:
    """Where a file comes from that is made of this index on this day."""
    known = index.fingerprint
    return Origin(asked, made.isoformat(), index.version, known.documents_sha256, known.model, count)


def filters_text(filters: Filters, words: str = "") -> str:
    """Filters, and words that were searched for, on a line: "goals: 3, 4; words: lathund", "alla" where none."""
    given = [(field.name, getattr(filters, field.name)) for field in fields(filters)]
    said = [f"{name}: {', '.join(map(str, values))}" for name, values in given if values]
    said += [f"words: {words}"] if words else []
    return "; ".join(said) or "alla"


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


def writable(cell: str | int) -> str | int:
    """A cell without the characters that Excel's format refuses."""
    return _NOT_XML.sub("", cell) if isinstance(cell, str) else cell
