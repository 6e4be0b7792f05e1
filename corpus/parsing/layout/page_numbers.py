"""The lines of a document → its sheets, its page footers and the printed page numbers.

A printed number is carried from a footer to other sheets of the same plan only as far as nothing
contradicts it; beyond that a page is None.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from corpus.parsing.layout.contents import contents_entries, names_heading
from corpus.types import Line, Span

# "6(8)", "6 (8)" or "Sida 6 av 8" at the end of a short line: the printed page number, and of how many.
FOOTER = re.compile(
    r"(?:^|\s)(?:(?P<page>\d{1,3})\s?\((?P<of>\d{1,3})\)"
    r"|(?:sida|sid\.?)\s+(?P<page2>\d{1,3})(?:\s*(?:av|/|\()\s*(?P<of2>\d{1,3})\)?)?)\s*$",
    re.IGNORECASE,
)
# A number alone at the foot of a page of text: set far from the margin, or between dashes.
_ALONE = re.compile(r"(?:\s{15,}|\s*[-–—]\s)(?P<page>\d{1,3})(?:\s[-–—])?\s*")
_FEWEST = 3  # of them that count pages
_PAGE_LINES = 8  # of a page at least
_LENGTH = 140
_SAME_TITLE = 85.0
_NAMED = 2  # headings of a contents list that show where its pages are
_CUT = 3  # empty lines that only a page end leaves behind
_NO_NUMBER = re.compile(r"\bsid(?:a|an|nr)?\.?[\s(/)]*(?:av|of)?[\s(/)]*$", re.IGNORECASE)


def footer_number(text: str) -> tuple[int, int | None] | None:
    """The page number that a footer prints and, where it says so, of how many."""
    match = FOOTER.search(text) if len(text) < _LENGTH else None
    if match is None:
        return None
    page, of = match["page"] or match["page2"], match["of"] or match["of2"]
    number, total = int(page), int(of) if of else None
    return None if number == 0 or (total is not None and number > total) else (number, total)


def sheets(texts: Sequence[str]) -> list[int | None]:
    """The sheet of each line, or None throughout where nothing shows page breaks.

    Text extracted from pages shows a new one by a form feed, a line that begins with a single
    space, or a line with a lone space after three empty ones. A document keeps to one of them: to
    form feeds where it has any, else to what it uses most, at least three times. Footers end a
    sheet too, and so do three empty lines where lines that begin with a space show the rest.
    """
    form_feed = {i for i, text in enumerate(texts) if text.startswith("\f")}
    indented = {i for i, text in enumerate(texts) if re.match(r" \S", text)}
    lone = {i for i in range(_CUT, len(texts)) if texts[i] == " " and not any(texts[i - _CUT : i])}
    starts = form_feed or max((indented, lone), key=len)
    ends = _ends_of_footers(texts) or _counted(texts)
    if len(starts) < 3 and not form_feed:
        starts = set()
    if not form_feed:
        after = {start for i in ends if (start := _next_text(texts, i + 1)) is not None}
        if len(ends) > 1 and _stand_on_top(texts, ends):
            after = {i for i in ends if i > 0}
        starts = starts | after
    if starts & indented and len(indented) >= 3:
        starts |= {
            i
            for i in range(_CUT, len(texts))
            if texts[i].strip() and not any(text.strip() for text in texts[i - _CUT : i])
        }
    if not starts:
        return [None] * len(texts)
    found, sheet = [], 1
    for i in range(len(texts)):
        if i in starts and any(text.strip() for text in texts[:i][-40:]):
            sheet += 1
        found.append(sheet)
    return list(found)


def footer_lines(texts: Sequence[str]) -> set[int]:
    """The indices of page footers: the line with the page number and what runs on before it.

    Where the number stands alone, or its line begins in mid-sentence, the running title above it is
    the rest of the footer.
    """
    ends = _ends_of_footers(texts)
    found: set[int] = set(ends)
    for i in ends:
        rest = FOOTER.sub("", texts[i]).strip()
        if rest and not rest[0].islower():
            continue
        above = next((j for j in range(i - 1, max(i - 3, -1), -1) if texts[j].strip()), None)
        if above is not None and above not in found and _is_running_title(texts, above, alone=not rest):
            found.add(above)
    return found


def carry_pages(
    lines: Sequence[Line], plans: Sequence[Span], in_contents: set[int] | frozenset[int] = frozenset()
) -> list[Line]:
    """The lines with the printed numbers of their pages, as far as each plan's footers agree.

    A sheet with no footer takes the number that footers on either side give it, or the one on one
    side where counting on to the plan's end (or back to its beginning) stays within the count
    that the footers print. A plan without footers is numbered by its contents list (whose lines are
    ``in_contents``) where that agrees with the sheets throughout. Numbers that the file's format says
    (``page`` of the lines given) hold where no footer of the plan contradicts them and fill what is left.
    """
    pages: dict[tuple[int, int], int] = {}
    bounds = plans or [(1, lines[-1].number)] if lines else []
    for nth, (first, last) in enumerate(bounds):
        numbers: dict[int, tuple[int, int | None]] = {}
        for line in lines[first - 1 : last]:
            number = footer_number(line.text)
            if line.sheet is not None and number is not None:
                numbers[line.sheet] = number
        own = sorted({line.sheet for line in lines[first - 1 : last] if line.sheet and line.text.strip()})
        carried = _carried(own, numbers) if numbers else _listed(lines[first - 1 : last], set(in_contents))
        said = {line.sheet: line.page for line in lines[first - 1 : last] if line.sheet and line.page}
        if all(said.get(sheet, number) == number for sheet, (number, _) in numbers.items()):
            carried = said | carried
        pages.update({(nth, sheet): page for sheet, page in carried.items()})
    place = {n: nth for nth, (first, last) in enumerate(bounds) for n in range(first, last + 1)}
    return [
        replace(line, page=pages.get((place.get(line.number, -1), line.sheet)) if line.sheet else None)
        for line in lines
    ]


def _carried(own: Sequence[int], numbers: Mapping[int, tuple[int, int | None]]) -> dict[int, int]:
    pages = {sheet: number for sheet, (number, _) in numbers.items()}
    known = sorted(pages)
    totals = {total for _, total in numbers.values()}
    if not known or len(totals) != 1:
        return pages
    for one, other in pairwise(known):
        if pages[other] - pages[one] == other - one:
            pages.update({sheet: pages[one] + sheet - one for sheet in range(one, other)})
    first, last = known[0], known[-1]
    # A page before the first would have no number: then the sheets aren't the pages.
    if pages[first] - (first - own[0]) >= 1:
        pages.update({sheet: pages[first] - (first - sheet) for sheet in own if sheet < first})
    total = totals.pop()
    if total is not None and pages[last] + (own[-1] - last) == total:
        pages.update({sheet: pages[last] + sheet - last for sheet in own if sheet > last})
    return pages


def _listed(lines: Sequence[Line], in_contents: set[int]) -> dict[int, int]:
    """The pages that a contents list gives a plan's sheets: by two headings at least, and all alike."""
    text = [line for line in lines if line.text.strip() and line.number not in in_contents]
    shifts = set()
    named = 0
    for title, page in contents_entries(lines, in_contents):
        places = [line for line in text if names_heading(line.text, [title])] if page is not None else []
        # A heading that stands under every goal tells no page.
        if page is not None and len(places) == 1 and places[0].sheet is not None:
            shifts.add(page - places[0].sheet)
            named += 1
    if len(shifts) != 1 or named < _NAMED:
        return {}
    shift = shifts.pop()
    after = max((line.number for line in lines if line.number in in_contents), default=0)
    return {
        line.sheet: line.sheet + shift
        for line in text
        if line.sheet is not None and line.number > after and line.sheet + shift >= 1
    }


def _ends_of_footers(texts: Sequence[str]) -> list[int]:
    return [i for i, text in enumerate(texts) if footer_number(text) is not None]


def _counted(texts: Sequence[str]) -> list[int]:
    """Numbers alone on their lines, far to the right or between dashes, that count the pages: three at least."""
    found = [(i, int(match["page"])) for i, text in enumerate(texts) if (match := _ALONE.fullmatch(text))]
    follows = all(after - before == 1 for (_, before), (_, after) in pairwise(found))
    apart = all(after - before >= _PAGE_LINES for (before, _), (after, _) in pairwise(found))
    return [i for i, _ in found] if len(found) >= _FEWEST and follows and apart else []


def _next_text(texts: Sequence[str], start: int) -> int | None:
    return next((i for i in range(start, len(texts)) if texts[i].strip()), None)


def _stand_on_top(texts: Sequence[str], ends: Sequence[int]) -> bool:
    """Whether the numbers head their pages: the first stands before all text, and page 1 comes first."""
    number = footer_number(texts[ends[0]])
    return number is not None and number[0] == 1 and not any(text.strip() for text in texts[: ends[0]])


def _is_running_title(texts: Sequence[str], i: int, *, alone: bool) -> bool:
    text = texts[i].strip()
    if len(text) >= _LENGTH or text.endswith((".", ":", ",")):
        return False
    # Alone, a number has a title above it only where other footers have the same.
    return not alone or any(
        fuzz.partial_ratio(text, other.strip()) > _SAME_TITLE
        for j, other in enumerate(texts)
        if j != i and len(other.strip()) > len(text) / 2 and footer_number(other) is not None
    )


def without_page(text: str) -> str:
    """A header without the words for its page, whose numbers are left out already: "Plan Sida (av)" → "Plan "."""
    return _NO_NUMBER.sub("", text)
