"""The lines of a file → its plans: where each begins, and when it was decided.

A new plan begins where the goals begin again, at the cover, contents list or introduction before them.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from corpus.parsing.activities.labels import activity_label
from corpus.parsing.cover import DECIDED, DIARY, decided_in, diary_in
from corpus.parsing.cover_fields import fields_in
from corpus.parsing.goals.headings import goal_key
from corpus.parsing.layout.line_kinds import (
    GoalHeading,
    bare,
    front_heading,
    goal_heading,
    kind_heading,
)
from corpus.parsing.owners import REPLACES, names_alone
from corpus.swedish.text import fold
from corpus.types import Catalogue, Document, Line, Plan, Programme

COVER_LINES = 14
_COVER_TITLE = re.compile(r"\b\w*(?:plan|program|strategi|policy)\b", re.IGNORECASE)
_STATUS = re.compile(r"^\W*status\s*:\s*(?P<status>\S.*)$", re.IGNORECASE)
_DRAFT = re.compile(r"^\W*(?P<status>utkast|förslag|remissversion|arbetsmaterial)\W*$", re.IGNORECASE)


def split_plans(lines: Sequence[Line], headings: Mapping[int, GoalHeading], in_contents: set[int]) -> list[list[Line]]:
    """The lines of each plan. One plan where neither covers nor goals begin again."""
    marks = [i for i, line in enumerate(lines) if line.number in headings or _names_activities(line)]
    cuts = [0]
    for cover in _covers(lines, headings, in_contents):
        if any(cuts[-1] <= mark < cover for mark in marks) and any(mark > cover for mark in marks):
            cuts.append(cover)
    pieces = [list(lines[a:b]) for a, b in pairwise([*cuts, len(lines)])]
    return [part for piece in pieces for part in _split_by_goals(piece, headings, in_contents)]


def _names_activities(line: Line) -> bool:
    return bool(line.text.strip()) and (kind_heading(line.text) is not None or activity_label(line.text) is not None)


def _split_by_goals(
    lines: Sequence[Line], headings: Mapping[int, GoalHeading], in_contents: set[int]
) -> list[list[Line]]:
    places = [(i, headings[line.number]) for i, line in enumerate(lines) if line.number in headings]
    starts = [0]
    seen: list[str] = []
    for (above, before), (i, heading) in pairwise([(0, None), *places]):
        assert heading is not None
        key = goal_key(heading)
        opening = _opening(lines, above + 1, i, in_contents)
        falls = (
            before is not None
            and before.number is not None
            and heading.number is not None
            and heading.number < before.number
            and opening is not None
        )
        if seen and (key == seen[0] or (key in seen and opening is not None) or falls):
            starts.append(_back_over_cover(lines, opening if opening is not None else i, in_contents))
            seen = []
        seen.append(key)
    return [list(lines[a:b]) for a, b in pairwise([*starts, len(lines)])]


def _covers(lines: Sequence[Line], headings: Mapping[int, GoalHeading], in_contents: set[int]) -> list[int]:
    """Where covers begin: short lines that open a page, with a plan's title and an owner or a decision."""
    covers = []
    for i, line in enumerate(lines):
        if not line.text.strip() or line.number in headings or not _opens_page(lines, i):
            continue
        cover = []
        for entry in lines[i : i + 3 * COVER_LINES]:
            text = bare(entry.text)
            if text and (entry.number in in_contents or not _is_cover_line(text)):
                break
            cover += [text] if text else []
        titled = any(_COVER_TITLE.search(text) for text in cover)
        owned = bool(names_alone(cover)) or any(DECIDED.search(text) or DIARY.search(text) for text in cover)
        if 2 <= len(cover) <= COVER_LINES and titled and owned:
            covers.append(i)
    return covers


def _opens_page(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is the first of its sheet, or comes after two empty lines."""
    above = next((line for line in reversed(lines[:i]) if line.text.strip()), None)
    if above is None or (above.sheet is not None and above.sheet != lines[i].sheet):
        return True
    return i >= 2 and not lines[i - 1].text.strip() and not lines[i - 2].text.strip()


def _opening(lines: Sequence[Line], first: int, last: int, in_contents: set[int]) -> int | None:
    """Where the next plan opens between two goals: its introduction, else its contents or cover title, its owner."""
    between = [i for i in range(first, last) if lines[i].text.strip()]
    for i in between:
        if lines[i].number not in in_contents and front_heading(lines[i].text) == "introduction":
            return i
    for i in between:
        text = bare(lines[i].text)
        if lines[i].number in in_contents or (
            len(text) < 90 and fold(text).startswith("handlingsplan ") and text[-1] != "."
        ):
            return i
    for i in between:
        alone = not lines[i - 1].text.strip() and (i + 1 == last or not lines[i + 1].text.strip())
        if alone and names_alone([lines[i].text]) and not lines[i].text.rstrip().endswith("."):
            return i
    return None


def _back_over_cover(lines: Sequence[Line], start: int, in_contents: set[int]) -> int:
    """Include the contents list and the cover page that stand before an introduction."""
    first = start
    i = start
    while i > 0 and (not lines[i - 1].text.strip() or lines[i - 1].number in in_contents):
        i -= 1
        if lines[i].text.strip():
            first = i
    cover: list[int] = []
    for j in range(i - 1, max(-1, i - 1 - 3 * COVER_LINES), -1):
        text = bare(lines[j].text)
        if not text:
            continue
        apart = cover and lines[j].sheet is not None and lines[j].sheet != lines[cover[-1]].sheet
        if apart or len(cover) == COVER_LINES or not _is_cover_line(text):
            break
        cover.append(j)
    if any(_COVER_TITLE.search(lines[j].text) for j in cover) and _begins_sheet(lines, cover[-1]):
        return cover[-1]
    return first


def _begins_sheet(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is the first of its sheet, or, where sheets can't be told, comes after an empty line."""
    above = next((line for line in reversed(lines[:i]) if line.text.strip()), None)
    if above is None or lines[i].sheet is None:
        return above is None or not lines[i - 1].text.strip()
    return above.sheet != lines[i].sheet


def _is_cover_line(text: str) -> bool:
    if len(text) > 100 or text.endswith((".", ",", ";")) or "\t" in text or "|" in text:
        return False
    return not (front_heading(text) or kind_heading(text) or goal_heading(text) or text[0] in "•–-")


def cover_lines(lines: Sequence[Line], headings: Mapping[int, GoalHeading], in_contents: set[int]) -> list[Line]:
    """The lines of a plan that stand before its contents list, introduction and goals."""
    cover: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if line.number in in_contents or line.number in headings or front_heading(line.text):
            break
        if len(cover) == COVER_LINES or len(line.text) > 120:
            break
        cover.append(line)
    return cover


def make_plan(
    document: Document,
    lines: Sequence[Line],
    cover: Sequence[Line],
    owner: str | None,
    programme: Programme | None,
    catalogue: Catalogue,
) -> Plan:
    """The plan that these lines hold; what its cover doesn't say is None."""
    organisation = next((entry for entry in catalogue.organisations if entry.id == owner), None)
    text = [line for line in lines if line.source.strip()]
    said = [line.text for line in cover if not REPLACES.match(bare(line.text))]
    fields = fields_in(said)
    status = next(
        (
            match["status"]
            for line in cover
            if (match := _STATUS.match(bare(line.text)) or _DRAFT.match(bare(line.text)))
        ),
        None,
    )
    return Plan(
        id=f"{document.id}.L{text[0].number}",
        document=document.id,
        programme=document.programme,
        title=_title(programme) if programme else document.title,
        organisation=owner,
        board=organisation.board if organisation else None,
        decided=decided_in(said, fields),
        diary_number=diary_in(said, fields),
        status=status.strip() if status else None,
        lines=(text[0].number, text[-1].number),
    )


def _title(programme: Programme) -> str:
    """What a plan within a programme is called; a programme may be called a plan itself."""
    titled = f"{programme.title} {programme.period[0]}–{programme.period[1]}"
    return titled if re.search(r"\b\w*plan\b", programme.title, re.IGNORECASE) else f"Handlingsplan {titled}"
