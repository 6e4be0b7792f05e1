"""Activities → files for a spreadsheet: CSV (RFC 4180, UTF-8) and XLSX, one row an activity."""

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO, TextIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from assistant.schemas import ActivityOut

COLUMNS = (
    "id", "organisation", "programme", "goal", "kind", "number", "title", "body", "responsible", "timeline",
    "indicator", "results", "follow_up_planned", "status", "performed_by", "printed_in", "follows", "followed_by",
    "document", "first_line", "last_line", "first_page", "last_page",
)  # fmt: skip

# What a spreadsheet would take for a formula when it opens a file (OWASP, CSV injection).
_FORMULA = ("=", "+", "@", "\t", "\r")
_WIDTHS = {"title": 60, "body": 80, "organisation": 30, "responsible": 30, "id": 20}


def write_csv(activities: Sequence[ActivityOut], file: TextIO) -> None:
    """One row an activity under a row of column names; a cell that looks like a formula begins with "'"."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for activity in activities:
        writer.writerow([_harmless(cell) for cell in _row(activity)])


def write_xlsx(activities: Sequence[ActivityOut], file: BinaryIO) -> None:
    """A sheet that can be sorted and filtered; numbers are numbers, text is never a formula."""
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
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
