"""Activities → a spreadsheet in Swedish: Excel with filters and links, and CSV as Swedish Excel opens it.

For people. What programs read, with names that stay, is ``activities``.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any, BinaryIO, TextIO

from assistant.citing.places import pages, rows
from assistant.exports.activities import harmless
from assistant.exports.origin import ORIGIN, Origin, names_by_id, table_words
from assistant.schemas.labels import STATUS_LABELS
from assistant.schemas.records import ActivityOut
from index.storage.store import Index

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what openpyxl refuses
_WIDTHS = {"organisation": 30, "programme": 28, "goal": 6, "goal_title": 40, "number": 9, "title": 60, "body": 80,
           "responsible": 30, "timeline": 24, "indicator": 40, "follow_up_planned": 40, "status": 14, "results": 60,
           "performed_by": 30, "document": 40, "id": 22}  # fmt: skip
_WIDTH = 16  # of other columns


def write_swedish_csv(activities: Sequence[ActivityOut], file: TextIO, index: Index, *, base: str = "") -> None:
    """Semicolons between cells, as Excel with Swedish settings expects; the caller writes a byte order mark."""
    writer = csv.writer(file, delimiter=";")
    writer.writerow(table_words()["columns"].values())
    names = names_by_id(index)
    for activity in activities:
        writer.writerow([harmless(cell) for cell in _cells(activity, names, base).values()])


def write_swedish_xlsx(
    activities: Sequence[ActivityOut], file: BinaryIO, origin: Origin, index: Index, *, base: str = ""
) -> None:
    """A sheet with filters on, its headings in view, numbers as numbers and text never a formula.

    ``base`` is the address that links lead to; without it there are none. A second sheet says what was selected, when
    and from which index.
    """
    # Imported here: it is much to load, and few ask for such a file.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    said, names = table_words(), names_by_id(index)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = said["sheets"]["activities"]
    columns = list(said["columns"])
    sheet.append(list(said["columns"].values()))
    for activity in activities:
        cells = _cells(activity, names, base)
        sheet.append([None if cell == "" else _writable(cell) for cell in cells.values()])
    top, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for name, cell in zip(columns, row, strict=True):
            cell.alignment = top
            if isinstance(cell.value, str):
                cell.data_type = "s"
            if name == "link" and cell.value:
                cell.hyperlink, cell.value, cell.style = str(cell.value), said["sheets"]["open"], "Hyperlink"
    for name, cell in zip(columns, sheet[1], strict=True):
        cell.font, cell.alignment = bold, top
        sheet.column_dimensions[cell.column_letter].width = _WIDTHS.get(name, _WIDTH)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    about = book.create_sheet(said["sheets"]["about"])
    known = [(name, value) for name, value in zip(ORIGIN.values(), astuple(origin), strict=True) if value]
    for at, (name, value) in enumerate(known, start=1):
        about.cell(at, 1, name).font = bold
        about.cell(at, 2, _writable(value)).data_type = "s"
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 30, 80
    content = io.BytesIO()
    book.save(content)
    file.write(content.getvalue())


def _cells(activity: ActivityOut, names: Mapping[str, str], base: str) -> dict[str, str | int]:
    """By column, what a row says; "" where the document doesn't say it. ``names`` by id."""
    said = table_words()
    known: dict[str, Any] = {
        **activity.model_dump(include=set(said["columns"])),
        "organisation": activity.organisation.name if activity.organisation
        else said["sheets"]["everyone"] if activity.kind == "city-wide" else None,
        "programme": names.get(activity.programme or ""),
        "kind": said["kinds"].get(activity.kind, activity.kind),
        "status": STATUS_LABELS[activity.status] if activity.status else None,
        "performed_by": ", ".join(names.get(entry, entry) for entry in activity.performed_by),
        "document": names.get(activity.document, activity.document),
        "place": pages(activity.pages) if activity.pages else rows(activity.lines),
        "link": f"{base}/aktiviteter/{activity.id}" if base else None,
    }  # fmt: skip
    return {name: "" if known[name] is None else known[name] for name in said["columns"]}


def _writable(cell: str | int) -> str | int:
    """A cell without the characters that Excel's format refuses."""
    return _NOT_XML.sub("", cell) if isinstance(cell, str) else cell
