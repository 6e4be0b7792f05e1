"""A document's lines → the catalogue entry that can be read from them. What doesn't stand there is None.

Read from the cover: the short lines before contents, introduction and goals. Nothing is concluded
from a file's name, and of two readings that are both possible neither is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.parsing.cover import FOLLOW_UP, Cover, read_cover
from corpus.parsing.document import structure
from corpus.parsing.goals.headings import goal_headings
from corpus.parsing.layout.aligned import mark_aligned
from corpus.parsing.layout.contents import contents_lines
from corpus.parsing.layout.line_kinds import bare, places
from corpus.parsing.municipality import municipality_of
from corpus.parsing.owners import in_municipality, mentions, names_on, same_municipality
from corpus.parsing.plans import COVER_LINES, split_plans
from corpus.swedish.titles import may_name_plan, names_plan, names_public_body, year_planned
from corpus.types import Activity, Catalogue, Document, DocumentKind, Line, Plan, Programme, Span

# Clean texts show less (names and slips that look misread), a 5 % damaged one more: as in restoring.
_MISREAD = 0.03

_YEARS = re.compile(r"(?<![\d/–-])(?:19|20)\d\d(?![\d/–-])")
_SPAN = re.compile(r"(?:19|20)\d\d\s*[-–—]+\s*(?:19|20)?\d\d")
_FEW = 2  # activities with someone responsible, or a time, that make a plan of what calls itself nothing


@dataclass(frozen=True)
class Draft:
    """What a document says of itself.

    ``owner`` is whose it is, as printed; ``organisation`` the same where the catalogue has it. ``unknown`` are
    organisations that it names as those it belongs to and that the catalogue doesn't have.
    """

    title: str | None
    kind: DocumentKind | None
    programme: str | None
    period: Span | None
    date: str | None
    decided: str | None
    diary_number: str | None
    owner: str | None
    organisation: str | None
    publisher: str | None
    municipality: str | None
    machine_read: bool
    unknown: tuple[str, ...]


def draft(
    lines: Sequence[Line], catalogue: Catalogue, *, frame: Sequence[str] = (), municipality: str | None = None
) -> Draft:
    """What can be read from the lines of a document (restored, so that misread words do no harm).

    ``frame`` is what stands around the text: the head and foot of a web page; ``municipality`` is whose the
    document is where it doesn't say.
    """
    lines = mark_aligned(lines)
    in_contents = contents_lines(lines)
    headings = goal_headings(lines, (), in_contents)
    cover = read_cover(lines, headings, in_contents)
    municipality = municipality_of(lines, frame) or municipality
    kind = _kind(lines, cover)
    title = cover.title
    several = len(split_plans(lines, headings, in_contents)) > 1
    if title is not None and names_public_body(title) and several:
        title = None  # of several plans in the file, the first one's
    known = in_municipality(catalogue, municipality or "")
    own = [cover.owner] if cover.owner else list(cover.owners)
    organisation = _only(mentions(own, known))
    if kind == "plans" and several:
        organisation = None  # each of them has its own
    name = next((entry.name for entry in catalogue.organisations if entry.id == organisation), None)
    home = municipality is not None and same_municipality(municipality, catalogue.municipality)
    return Draft(
        title=title,
        kind=kind,
        programme=_programme(title, cover, lines, municipality, catalogue),
        period=cover.period or (cover.years if kind == "follow-up" else None) or _year_planned(title),
        date=_date(title, cover) if kind == "follow-up" else None,
        decided=cover.decided,
        diary_number=cover.diary_number,
        owner=cover.owner if not several else None,
        organisation=organisation,
        publisher=name or (cover.owner if not several else None) or (catalogue.municipality if home else municipality),
        municipality=catalogue.municipality if home else municipality,
        machine_read=_misread(lines) >= _MISREAD,
        unknown=tuple(entry for entry in cover.owners if not mentions([entry], known)),
    )


def unknown_owners(
    plans: Sequence[Plan], lines: Sequence[Line], catalogue: Catalogue, municipality: str
) -> tuple[str, ...]:
    """The organisations on the covers of a municipality's plans whose owner the catalogue doesn't know."""
    known = in_municipality(catalogue, municipality)
    found = []
    for plan in plans:
        if plan.organisation is None:
            text = [bare(line.text) for line in lines[plan.lines[0] - 1 : plan.lines[1]] if line.text.strip()]
            found += [entry for entry in names_on(text[:COVER_LINES]) if not mentions([entry], known)]
    return tuple(dict.fromkeys(found))


def _kind(lines: Sequence[Line], cover: Cover) -> DocumentKind | None:
    """A report says so; a plan is known by what it holds: goals with activities, and who does them and when."""
    title = cover.title or ""
    if FOLLOW_UP.search(title):
        return "follow-up"
    found = _as_plan(lines)
    if _reports(found):
        return "follow-up"
    if names_plan(title):
        return "plans"
    telling = [entry for entry in found if entry.responsible or entry.timeline]
    if may_name_plan(title) and found:
        return "plans"
    return "plans" if len(telling) >= _FEW else None


def _as_plan(lines: Sequence[Line]) -> tuple[Activity, ...]:
    """The activities of a document, read as if it were a plan of nobody's."""
    document = Document("draft", "", None, "", "plans", None, None, None, None, "", "", None, False)
    return structure(document, lines, Catalogue("", (), (), (), ())).activities


def _reports(activities: Sequence[Activity]) -> bool:
    """Whether most activities have come somewhere: a status, and results."""
    done = [entry for entry in activities if entry.status is not None]
    return (
        len(activities) > 1
        and len(done) * 2 > len(activities)
        and sum(entry.results is not None for entry in activities) > 0
    )


def _date(title: str | None, cover: Cover) -> str | None:
    """The date that a field says, else the one year in the title that is no period's, else the one it is about."""
    if cover.date is not None:
        return cover.date
    years = set(_YEARS.findall(_SPAN.sub("", title or "")))
    if years:
        return years.pop() if len(years) == 1 else None
    return str(cover.years[1]) if cover.years is not None and cover.years[0] == cover.years[1] else None


def _year_planned(title: str | None) -> Span | None:
    year = year_planned(title or "")
    return (year, year) if year is not None else None


def _only(found: dict[str, int]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _programme(
    title: str | None, cover: Cover, lines: Sequence[Line], municipality: str | None, catalogue: Catalogue
) -> str | None:
    """The one programme of its municipality that the title names, else the text."""
    own = [entry for entry in catalogue.programmes if same_municipality(entry.municipality, municipality or "")]
    for texts in ([title or ""], [line.text for line in lines]):
        text = "\n".join(texts)
        named = [entry for entry in own if _names(text, entry)]
        if len(named) > 1 and cover.period is not None:
            named = [entry for entry in named if entry.period == cover.period]
        if named:
            return named[0].id if len(named) == 1 else None
    return None


def _names(text: str, programme: Programme) -> bool:
    return bool(places(text, programme.title))


def _misread(lines: Sequence[Line]) -> float:
    """The share of the words that had to be read otherwise than they stand, or whose reading is unsure."""
    words = touched = 0
    for line in lines:
        stretches = [*line.unsure, *((start, end) for _, _, start, end in line.edits)]
        for match in re.finditer(r"\w+", line.text):
            words += 1
            touched += any(start < match.end() and match.start() < end for start, end in stretches)
    return touched / words if words else 0.0
