"""Activities → files for a spreadsheet: CSV (RFC 4180, UTF-8) and XLSX, one row an activity.

Each says what was asked for, when and from which index, so that the list can be made again.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import BinaryIO, TextIO

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
_WIDTHS = {"title": 60, "body": 80, "organisation": 30, "responsible": 30, "id": 20}


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


def filters_text(filters: Filters) -> str:
    """Filters on a line: "organisations: mkb; goals: 3, 4", "alla" where there are none."""
    given = [(field.name, getattr(filters, field.name)) for field in fields(filters)]
    said = [f"{name}: {', '.join(map(str, values))}" for name, values in given if values]
    return "; ".join(said) or "alla"


def write_csv(activities: Sequence[ActivityOut], file: TextIO, origin: Origin) -> None:
    """One row an activity under a row of column names; a cell that looks like a formula begins with "'".

    The last columns say where the list comes from: a CSV file has no other place for it.
    """
    writer = csv.writer(file)
    writer.writerow([*COLUMNS, *ORIGIN])
    for activity in activities:
        writer.writerow([_harmless(cell) for cell in (*_row(activity), *astuple(origin))])


def write_xlsx(activities: Sequence[ActivityOut], file: BinaryIO, origin: Origin) -> None:
    """A sheet that can be sorted and filtered; numbers are numbers, text is never a formula.

    A second sheet says where the list comes from.
    """
    # Imported here: it is much to load, and few ask for such a file.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Aktiviteter"
    sheet.append(COLUMNS)
    for activity in activities:
        sheet.append([None if cell == "" else cell for cell in map(_writable, _row(activity))])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for cell in sheet[1]:
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(str(cell.value), 14)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    about = book.create_sheet("Om listan")
    known = [(name, said) for name, said in zip(ORIGIN.values(), astuple(origin), strict=True) if said]
    for row, (name, value) in enumerate(known, start=1):
        about.cell(row, 1, name).font = Font(bold=True)
        about.cell(row, 2, _writable(value)).data_type = "s"
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 30, 80
    content = io.BytesIO()
    book.save(content)
    file.write(content.getvalue())


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


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _writable(cell: str | int) -> str | int:
    return _NOT_XML.sub("", cell) if isinstance(cell, str) else cell
