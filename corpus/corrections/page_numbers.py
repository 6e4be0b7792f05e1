"""Lines with the page numbers that were read → the same with those that a person has set right."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.corrections.places import line_of, plan_over
from corpus.privacy.identity_numbers import mask_numbers
from corpus.types import CorrectedValue, Correction, Line, Plan


def with_page_numbers(
    lines: Sequence[Line], plans: Sequence[Plan], corrections: Iterable[Correction]
) -> tuple[tuple[Line, ...], tuple[Correction, ...]]:
    """The lines, and the corrections of pages that fit nowhere any more.

    One page of the file has the number; ``onward`` the pages after it in the same plan count on from there, up to the
    next one that was set right.
    """
    placed, missed = [], []
    for entry in corrections:
        at = line_of(entry, lines)
        sheet = lines[at - 1].sheet if at is not None else None
        if at is None or sheet is None:
            missed.append(entry)
        else:
            placed.append((sheet, at, entry))
    found = tuple(lines)
    for sheet, at, entry in sorted(placed, key=lambda place: place[:2]):
        values, plan = dict(entry.values), plan_over(at, plans)
        found = tuple(
            _numbered(line, values["printed"], line.sheet - sheet)
            if line.sheet == sheet
            or (line.sheet and line.sheet > sheet and values.get("onward") and plan_over(line.number, plans) == plan)
            else line
            for line in found
        )
    return found, tuple(missed)


def line_on(sheet: int, lines: Sequence[Line]) -> Line | None:
    """The line that a page of the file is known by: its first that stands nowhere else, else its first."""
    own = [
        line
        for line in lines
        if line.sheet == sheet and line.source.strip() and mask_numbers(line.source) == line.source
    ]
    times: dict[str, int] = {}
    for line in lines:
        text = " ".join(line.source.split())
        times[text] = times.get(text, 0) + 1
    return next((line for line in own if times[" ".join(line.source.split())] == 1), next(iter(own), None))


def _numbered(line: Line, printed: object, after: int) -> Line:
    page = printed + after if isinstance(printed, int) else None
    read = line.corrected_page.read if line.corrected_page else line.page
    return replace(line, page=page, corrected_page=CorrectedValue("page", read, page) if page != read else None)
