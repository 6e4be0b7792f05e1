"""A document's lines → the catalogue entry that can be read from them. What doesn't stand there is None.

Read from the cover: the short lines before contents, introduction and goals. Nothing is concluded
from a file's name, and of two readings that are both possible neither is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.parsing.goals.headings import goal_headings
from corpus.parsing.layout.contents import contents_lines
from corpus.parsing.layout.line_kinds import bare, markdown_level, places
from corpus.parsing.owners import REPLACES, in_municipality, mentions, names_alone, place_of, same_municipality
from corpus.parsing.plans import COVER_LINES, DECIDED, DIARY, cover_lines, split_plans
from corpus.swedish.dates import MONTHS
from corpus.swedish.text import fold
from corpus.types import Catalogue, DocumentKind, Line, Plan, Programme, Span

# Clean texts show less (names and slips that look misread), a 5 % damaged one more: as in restoring.
_MISREAD = 0.03

_FOLLOW_UP = re.compile(
    r"\b\w*(?:uppföljning|uppföljningsrapport|delrapport|slutrapport|årsrapport)\w*\b", re.IGNORECASE
)
_PLANS = re.compile(r"\b(?:handlings|åtgärds|aktivitets|verksamhets)?plan(?:en|er|erna)?\b", re.IGNORECASE)
_TITLE = re.compile(
    r"\b\w*(?:plan|planen|planer|program|programmet|strategi|policy|riktlinje|riktlinjer|uppföljning|rapport)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(r"^\W*(?P<label>[^\W\d_][\w ]{2,30}?)\s*:\s*(?P<value>\S.*)$")
_YEAR = r"(?:19|20)\d\d"
_REST_OF_DATE = r"(?:-[01]\d-[0-3]\d)?"
_PERIOD = re.compile(rf"(?<![\d/])({_YEAR}){_REST_OF_DATE}\s*[-–—]+\s*({_YEAR})(?!\d)")
_ONE_YEAR = re.compile(rf"(?<![\d/–-]){_YEAR}(?![\d/–-])")
_DATE = re.compile(
    rf"(?P<iso>{_YEAR}-[01]\d-[0-3]\d)|(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>{_YEAR})",
    re.IGNORECASE,
)
_MUNICIPALITY = re.compile(r"^\W*(?P<name>[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+)?) (?P<form>kommun|stad)$", re.IGNORECASE)
_BODY = re.compile(r"nämnd|förvaltning|styrelse|kontor|bolag", re.IGNORECASE)
_OWNER_LABELS = {"forvaltning", "bolag", "namnd", "ansvarig namnd", "organisation", "ansvarig forvaltning"}


@dataclass(frozen=True)
class Draft:
    """What a document says of itself.

    ``unknown`` are organisations that it names as those it belongs to and that the catalogue doesn't have.
    """

    title: str | None
    kind: DocumentKind | None
    programme: str | None
    period: Span | None
    date: str | None
    organisation: str | None
    publisher: str | None
    municipality: str | None
    machine_read: bool
    unknown: tuple[str, ...]


def draft(lines: Sequence[Line], catalogue: Catalogue) -> Draft:
    """What can be read from the lines of a document (restored, so that misread words do no harm)."""
    in_contents = contents_lines(lines)
    headings = goal_headings(lines, (), in_contents)
    cover = [
        bare(line.text) for line in cover_lines(lines, headings, in_contents) if not REPLACES.match(bare(line.text))
    ]
    title = _title(cover) or _first_heading(lines)
    kind = _kind(title)
    if title is not None and _BODY.search(title) and len(split_plans(lines, headings, in_contents)) > 1:
        title = None  # of several plans in the file, the first one's
    period = _period(title, cover)
    named = _owners(cover)
    home, other = _municipality(cover, catalogue)
    known = in_municipality(catalogue, other or catalogue.municipality)
    organisation = _only(mentions(named, known)) if kind == "follow-up" else None
    name = next((entry.name for entry in catalogue.organisations if entry.id == organisation), None)
    return Draft(
        title=title,
        kind=kind,
        programme=_programme(title, cover, lines, period, catalogue),
        period=period,
        date=_date(title, cover) if kind == "follow-up" else None,
        organisation=organisation,
        publisher=name or home or other,
        municipality=other,
        machine_read=_misread(lines) >= _MISREAD,
        unknown=tuple(entry for entry in named if not mentions([entry], known)),
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
            found += [entry for entry in _owners(text[:COVER_LINES]) if not mentions([entry], known)]
    return tuple(dict.fromkeys(found))


def _title(cover: Sequence[str]) -> str | None:
    """The first line that names a plan or a report, with the line that it goes on in."""
    for i, text in enumerate(cover):
        if not _TITLE.search(text) or text.startswith("§") or _FIELD.match(text) or DECIDED.search(text):
            continue
        after = cover[i + 1] if i + 1 < len(cover) else ""
        return f"{text} {after}" if after[:1].islower() else text
    return None


def _first_heading(lines: Sequence[Line]) -> str | None:
    """The one heading of the first level, where there is just one."""
    headings = [bare(line.text) for line in lines if markdown_level(line.text) == 1]
    return headings[0] if len(headings) == 1 else None


def _kind(title: str | None) -> DocumentKind | None:
    if title is None:
        return None
    if _FOLLOW_UP.search(title):
        return "follow-up"
    return "plans" if _PLANS.search(title) else None


def _period(title: str | None, cover: Sequence[str]) -> Span | None:
    for texts in ([title or ""], cover):
        found = {
            (int(match[1]), int(match[2]))
            for text in texts
            for match in _PERIOD.finditer(DIARY.sub("", text))
            if int(match[1]) <= int(match[2])
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _date(title: str | None, cover: Sequence[str]) -> str | None:
    """The date that a field says, else the one year in the title that is no period's."""
    fields = [match for text in cover if (match := _FIELD.match(text)) and fold(match["label"]) in ("datum", "daterad")]
    dates = {_iso(match) for field in fields if (match := _DATE.search(field["value"]))}
    years = set(_ONE_YEAR.findall(_PERIOD.sub("", title or "")))
    for found in (dates, years):
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _iso(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"]
    return f"{match['year']}-{MONTHS.index(match['month'].lower()) + 1:02}-{int(match['day']):02}"


def _owners(cover: Sequence[str]) -> list[str]:
    """The organisations that have a line of the cover to themselves or stand in a field for them."""
    alone = [text.strip(" .:") for text in names_alone(cover) if not _TITLE.search(text)]
    fields = [match for text in cover if (match := _FIELD.match(text))]
    labelled = [match["value"].strip() for match in fields if fold(match["label"]) in _OWNER_LABELS]
    return list(dict.fromkeys([*alone, *labelled]))


def _only(found: dict[str, int]) -> str | None:
    return next(iter(found)) if len(found) == 1 else None


def _municipality(cover: Sequence[str], catalogue: Catalogue) -> tuple[str | None, str | None]:
    """The catalogue's municipality, or another, where one stands on a line of the cover, alone or with its board."""
    named = {
        f"{match['name'].title() if match['name'].isupper() else match['name']} {match['form'].lower()}"
        for text in cover
        if (match := _MUNICIPALITY.match(place_of(text) or text))
    }
    if len(named) != 1:
        return None, None
    (name,) = named
    return (catalogue.municipality, None) if same_municipality(name, catalogue.municipality) else (None, name)


def _programme(
    title: str | None, cover: Sequence[str], lines: Sequence[Line], period: Span | None, catalogue: Catalogue
) -> str | None:
    """The one programme of the catalogue that the title names, else the cover, else the text."""
    for texts in ([title or ""], cover, [line.text for line in lines]):
        text = "\n".join(texts)
        named = [entry for entry in catalogue.programmes if _names(text, entry)]
        if len(named) > 1 and period is not None:
            named = [entry for entry in named if entry.period == period]
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
