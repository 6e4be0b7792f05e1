"""The lines of a file → its plans: where each begins, whose it is, when it was decided.

A new plan begins where the goals begin again, at the cover, contents list or introduction before them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from corpus.goals import goal_key
from corpus.headings import (
    ALIKE,
    GoalHeading,
    activity_label,
    bare,
    fold,
    front_heading,
    goal_heading,
    kind_heading,
)
from corpus.types import Catalogue, Line, Plan, Programme

_COVER_LINES = 14
_COVER_TITLE = re.compile(r"\b\w*(?:plan|program|strategi|policy)\b", re.IGNORECASE)
_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_DECIDED = re.compile(
    r"\b(?P<verb>antagen|antogs|beslutad|beslutades|fastställd|fastställdes|godkänd|beslutsdatum|beslut)\b[^\n]*?"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    rf"|(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}}))",
    re.IGNORECASE,
)
_DIARY = re.compile(
    r"\b(?:dnr|diarie-?nr|diarienummer|diarienr|ärendenummer|ärende-?nr)\b[.:]*\s*"
    r"(?P<number>(?:[A-ZÅÄÖ]{2,8}[- ]?)?\d{2,4}[-/:]\d(?:[\d.:/-]*\d)?)",
    re.IGNORECASE,
)
_REPLACES = re.compile(r"^\W*ersätter\b", re.IGNORECASE)
_STATUS = re.compile(r"^\W*status\s*:\s*(?P<status>\S.*)$", re.IGNORECASE)
_DRAFT = re.compile(r"^\W*(?P<status>utkast|förslag|remissversion|arbetsmaterial)\W*$", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"^(?:[\w-]+,? ){0,6}[\w-]*(?:förvaltningen|förvaltning|nämnden|kontoret|styrelsen|bolaget|AB)$",
    re.IGNORECASE,
)


def split_plans(
    lines: Sequence[Line], headings: Mapping[int, GoalHeading], in_contents: set[int]
) -> list[list[Line]]:
    """The lines of each plan. One plan where neither covers nor goals begin again."""
    marks = [i for i, line in enumerate(lines) if line.number in headings or _names_activities(line)]
    cuts = [0]
    for cover in _covers(lines, headings, in_contents):
        if any(cuts[-1] <= mark < cover for mark in marks) and any(mark > cover for mark in marks):
            cuts.append(cover)
    pieces = [list(lines[a:b]) for a, b in pairwise([*cuts, len(lines)])]
    return [part for piece in pieces for part in _split_by_goals(piece, headings, in_contents)]


def _names_activities(line: Line) -> bool:
    return bool(line.text.strip()) and (
        kind_heading(line.text) is not None or activity_label(line.text) is not None
    )


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
        for entry in lines[i : i + 3 * _COVER_LINES]:
            text = bare(entry.text)
            if text and (entry.number in in_contents or not _is_cover_line(text)):
                break
            cover += [text] if text else []
        titled = any(_COVER_TITLE.search(text) for text in cover)
        owned = bool(_alone(cover)) or any(_DECIDED.search(text) or _DIARY.search(text) for text in cover)
        if 2 <= len(cover) <= _COVER_LINES and titled and owned:
            covers.append(i)
    return covers


def _opens_page(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is the first of its sheet, or comes after two empty lines."""
    above = next((line for line in reversed(lines[:i]) if line.text.strip()), None)
    if above is None or (above.sheet is not None and above.sheet != lines[i].sheet):
        return True
    return i >= 2 and not lines[i - 1].text.strip() and not lines[i - 2].text.strip()


def _opening(lines: Sequence[Line], first: int, last: int, in_contents: set[int]) -> int | None:
    """Where the next plan opens between two goals: its introduction, else its contents or cover title."""
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
    for j in range(i - 1, max(-1, i - 1 - 3 * _COVER_LINES), -1):
        text = bare(lines[j].text)
        if not text:
            continue
        apart = cover and lines[j].sheet is not None and lines[j].sheet != lines[cover[-1]].sheet
        if apart or len(cover) == _COVER_LINES or not _is_cover_line(text):
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


def cover_lines(
    lines: Sequence[Line], headings: Mapping[int, GoalHeading], in_contents: set[int]
) -> list[Line]:
    """The lines of a plan that stand before its contents list, introduction and goals."""
    cover: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if line.number in in_contents or line.number in headings or front_heading(line.text):
            break
        if len(cover) == _COVER_LINES or len(line.text) > 120:
            break
        cover.append(line)
    return cover


def owners(
    parts: Sequence[Sequence[Line]],
    covers: Sequence[Sequence[Line]],
    footers: Sequence[Line],
    catalogue: Catalogue,
) -> list[str | None]:
    """Whose each part is: the organisation or board on its cover and footers, else the one it names most.

    Lines that stand in several parts are the programme's and say nothing of the owner; and an
    organisation that every part names (a coordinator) weighs less than one that this part names.
    A cover that names an organisation which the catalogue doesn't know leaves the owner unknown.
    """
    repeated = Counter(key for part in parts for key in {fold(line.text) for line in part})
    named = []
    for part, cover in zip(parts, covers, strict=True):
        first, last = part[0].number, part[-1].number
        marks = [line.text for line in footers if first <= line.number <= last]
        titles = [line.text for line in cover if not _REPLACES.match(line.text)]
        own = [line.text for line in part if len(parts) == 1 or repeated[fold(line.text)] == 1]
        scores = _mentions([*marks, *titles], catalogue)
        # A name that has its line to itself is the owner's; in a sentence it may be anyone's.
        scores += Counter({owner: 2 * n for owner, n in _mentions(_alone(titles), catalogue).items()})
        unknown = not scores and bool(_alone(titles))
        named.append((scores, Counter[str]() if unknown else _mentions(own, catalogue)))
    total = sum((own for _, own in named), Counter[str]())
    found = [_most(marks) for marks, _ in named]
    claims = [Counter({owner: n * n / total[owner] for owner, n in own.items()}) for _, own in named]
    # An organisation has one plan: where one names it most surely, another that names it too is not its.
    while True:
        taken = {owner for owner in found if owner is not None}
        best = [
            (claim[owner], i, owner)
            for i, claim in enumerate(claims)
            if found[i] is None and (owner := _most(_free(claim, taken)))
        ]
        if not best:
            return found
        _, i, owner = max(best)
        found[i] = owner


def _free(claim: Mapping[str, float], taken: set[str]) -> dict[str, float]:
    """A plan's claims without those of organisations that have their plan; none where its own was weak."""
    free = {owner: score for owner, score in claim.items() if owner not in taken}
    top = max(claim.values(), default=0.0)
    return {owner: score for owner, score in free.items() if score * 4 >= top}


def _alone(texts: Sequence[str]) -> list[str]:
    """The lines that are nothing but an organisation's name."""
    return [text for text in texts if _ORGANISATION.match(bare(text).strip(" .:"))]


def _mentions(texts: Sequence[str], catalogue: Catalogue) -> Counter[str]:
    """How often the texts name each organisation, by name, board or abbreviation; longer names first."""
    text = "\n".join(texts)
    words = fold(text).split()
    counts = Counter[str]()
    # Boards stand in the genitive too: "socialnämndens".
    names = [
        (fold(name).removesuffix("s"), entry.id)
        for entry in catalogue.organisations
        for name in (entry.name, entry.board)
        if name
    ]
    for width in sorted({len(name.split()) for name, _ in names}, reverse=True):
        like = {name: owner for name, owner in names if len(name.split()) == width}
        i = 0
        while i <= len(words) - width:
            window = " ".join(words[i : i + width]).removesuffix("s")
            # The likest of them: "förskole-" and "grundskoleförvaltningen" are alike too.
            best = process.extractOne(window, like.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
            if best is not None:
                counts[like[best[0]]] += 1
                words[i : i + width] = [""] * width
            i += width if best is not None else 1
    for entry in catalogue.organisations:
        # In capitals only: an abbreviation in small letters may be a word ("fri").
        if entry.abbreviation and (count := len(re.findall(rf"\b{re.escape(entry.abbreviation)}\b", text))):
            counts[entry.id] += count
    return counts


def _most(scores: Mapping[str, float]) -> str | None:
    """The organisation with the highest score, or None when there is none or two share it."""
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def make_plan(
    document: str,
    lines: Sequence[Line],
    cover: Sequence[Line],
    owner: str | None,
    programme: Programme,
    catalogue: Catalogue,
) -> Plan:
    """The plan that these lines hold; what its cover doesn't say is None."""
    organisation = next((entry for entry in catalogue.organisations if entry.id == owner), None)
    text = [line for line in lines if line.source.strip()]
    said = "\n".join(bare(line.text) for line in cover if not _REPLACES.match(bare(line.text)))
    decided = _DECIDED.search(said)
    diary = _DIARY.search(said)
    status = next(
        (
            match["status"]
            for line in cover
            if (match := _STATUS.match(bare(line.text)) or _DRAFT.match(bare(line.text)))
        ),
        None,
    )
    return Plan(
        id=f"{document}.L{text[0].number}",
        document=document,
        programme=programme.id,
        title=f"Handlingsplan {programme.title} {programme.period[0]}–{programme.period[1]}",
        organisation=owner,
        board=organisation.board if organisation else None,
        decided=_date(decided) if decided else None,
        diary_number=diary["number"] if diary else None,
        status=status.strip() if status else None,
        lines=(text[0].number, text[-1].number),
    )


def _date(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"]
    month = _MONTHS.index(match["month"].lower()) + 1
    return f"{match['year']}-{month:02}-{int(match['day']):02}"
