"""Lines → plans, goals, activities and sections. Empty sections are facts and are kept.

A document is walked once, from top to bottom. What a line is comes from ``headings``; what it
belongs to comes from the headings above it. No line is lost: what is no activity is a section.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.headings import (
    activity_label,
    alike,
    fold,
    front_heading,
    goal_heading,
    is_contents_line,
    kind_heading,
    places,
)
from corpus.read import footer_lines
from corpus.types import (
    ACTIVITY_KINDS,
    Activity,
    Catalogue,
    Document,
    Kind,
    Line,
    Plan,
    Printing,
    Section,
    Span,
)

_FIELDS = {
    "responsible": r"ansvar(?:ig[at]?)?(?: (?:nämnd|förvaltning|enhet))?",
    "timeline": r"tid(?:s?plan|splanering)",
    "indicator": r"indikator(?:er)?|mått",
    "follow_up_planned": r"uppföljning",
    "results": r"resultat",
}
_LABEL = re.compile(
    r"(?:^|(?<=[.\n ]))(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _FIELDS.items())
    + r")\s*:\s*",
    re.IGNORECASE,
)
_TITLE_ENDS = re.compile(r"\s*(?:beskrivning|uppföljning)\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[•·\-–?*¢]|[eo]\s)\s*\S")
_TITLE_LENGTH = 280
_COVER_LINES = 12
_SENTENCE_END = re.compile(r"[.!?:][\"”’)]?\s*$")


@dataclass(frozen=True)
class Structure:
    """What one document holds. Activities and sections are in the order of the document."""

    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class _Paragraph:
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text.strip() for line in self.lines)

    @property
    def span(self) -> Span:
        return self.lines[0].number, self.lines[-1].number


@dataclass
class _Block:
    """The paragraphs under one heading, and what the headings above say of them."""

    heading: tuple[str, ...]
    heading_lines: list[Line]
    goal: int | None
    kind: Kind
    lines: list[Line]


def structure(document: Document, lines: Sequence[Line], catalogue: Catalogue) -> Structure:
    """The plans, activities and sections of a document."""
    footers = footer_lines([line.text for line in lines])
    kept = [line for i, line in enumerate(lines) if i not in footers]
    parts = _split_plans(kept) if document.kind == "plans" else [kept]
    owners = _owners(parts, [lines[i] for i in sorted(footers)], document, catalogue)
    plans, activities, sections = [], [], []
    for part, owner in zip(parts, owners, strict=True):
        plan = _plan(document, part, owner, catalogue) if document.kind == "plans" else None
        if plan is not None:
            plans.append(plan)
        found, rest = _contents(document, plan, owner, part)
        activities += found
        sections += rest
    return Structure(tuple(plans), tuple(activities), tuple(sections))


def _split_plans(lines: Sequence[Line]) -> list[list[Line]]:
    """Cut where the goals begin again: at the introduction before them, or its cover or contents."""
    starts = []
    after_goals = True
    candidate: int | None = None
    in_contents = _contents_lines(lines)
    for i, line in enumerate(lines):
        if line.number in in_contents or not line.text.strip():
            continue
        heading = goal_heading(line.text)
        if heading is not None:
            if after_goals and heading[0] == 1:
                starts.append(candidate if candidate is not None else i)
                after_goals = False
            elif heading[0] > 1:
                after_goals = True
            candidate = None
        elif candidate is None and front_heading(line.text) == "introduction":
            candidate = i
    starts = [_back_over_cover(lines, start, in_contents) for start in starts]
    if not starts:
        return [list(lines)]
    bounds = [0, *starts[1:], len(lines)]
    return [list(lines[a:b]) for a, b in pairwise(bounds)]


def _back_over_cover(lines: Sequence[Line], start: int, in_contents: set[int]) -> int:
    """Include the contents list and the cover page that stand before an introduction."""
    i = start
    while i > 0 and (not lines[i - 1].text.strip() or lines[i - 1].number in in_contents):
        i -= 1
    cover = i
    for j in range(i - 1, max(-1, i - 1 - _COVER_LINES), -1):
        text = lines[j].text.strip()
        if len(text) > 60 or text.endswith("."):
            break
        if fold(text).startswith("handlingsplan"):
            cover = j
    return cover


def _contents_lines(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that belong to contents lists.

    A contents list is a stretch in which at least a third of the lines have a dotted leader or a
    page number, ended by the first line of a heading that opens running text.
    """
    text = [line for line in lines if line.text.strip()]
    marked = [is_contents_line(line.text) for line in text]
    found: set[int] = set()
    i = 0
    while i < len(text):
        if not marked[i]:
            i += 1
            continue
        last, j = i, i + 1
        while j < len(text) and j - last <= 4 and (marked[j] or text[j].sheet == text[last].sheet):
            if marked[j]:
                last = j
            j += 1
        if sum(marked[i : last + 1]) >= 3:
            first = i
            while first > 0 and text[first - 1].sheet == text[i].sheet and text[i].sheet is not None:
                first -= 1
            while last + 1 < len(text) and text[last + 1].sheet == text[last].sheet is not None:
                if front_heading(text[last + 1].text) == "introduction":
                    break
                last += 1
            found.update(range(text[first].number, text[last].number + 1))
        i = last + 1
    return found


def _owners(
    parts: Sequence[Sequence[Line]], footers: Sequence[Line], document: Document, catalogue: Catalogue
) -> list[str | None]:
    """Whose each part is: the organisation or board on its cover and footers, else the one it names most.

    Lines that stand in several parts are the programme's and say nothing of the owner; and an
    organisation that every part names (a coordinator) weighs less than one that this part names.
    """
    if document.organisation is not None:
        return [document.organisation] * len(parts)
    repeated = Counter(key for part in parts for key in {fold(line.text) for line in part})
    named = []
    for part in parts:
        first, last = part[0].number, part[-1].number
        marks = [line.text for line in footers if first <= line.number <= last]
        marks += [line.text for line in part if len(line.text) < 60 and line.number < first + _COVER_LINES]
        own = [line.text for line in part if len(parts) == 1 or repeated[fold(line.text)] == 1]
        named.append((_mentions(marks, catalogue), _mentions(own, catalogue)))
    total = sum((own for _, own in named), Counter[str]())
    return [
        _most(marks) or _most(Counter({o: n * n / total[o] for o, n in own.items()})) for marks, own in named
    ]


def _mentions(texts: Sequence[str], catalogue: Catalogue) -> Counter[str]:
    """How often the texts name each organisation, by name, board or abbreviation."""
    text = "\n".join(texts)
    counts = Counter[str]()
    for organisation in catalogue.organisations:
        count = len(places(text, organisation.name)) + len(places(text, organisation.board))
        # In capitals only: an abbreviation in small letters may be a word ("fri").
        count += len(re.findall(rf"\b{re.escape(organisation.abbreviation)}\b", text))
        if count:
            counts[organisation.id] = count
    return counts


def _most(scores: Mapping[str, float]) -> str | None:
    """The organisation with the highest score, or None when there is none or two share it."""
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _plan(document: Document, lines: Sequence[Line], owner: str | None, catalogue: Catalogue) -> Plan:
    organisation = next((entry for entry in catalogue.organisations if entry.id == owner), None)
    programme = next(entry for entry in catalogue.programmes if entry.id == document.programme)
    first = next(line for line in lines if line.text.strip())
    return Plan(
        id=f"{document.id}.L{first.number}",
        document=document.id,
        programme=programme.id,
        title=f"Handlingsplan {programme.title} {programme.period[0]}–{programme.period[1]}",
        organisation=owner,
        board=organisation.board if organisation else None,
        decided=None,
        diary_number=None,
        status=None,
        lines=(first.number, _last_text(lines)),
    )


def _last_text(lines: Sequence[Line]) -> int:
    return max(line.number for line in lines if line.text.strip())


def _contents(
    document: Document, plan: Plan | None, owner: str | None, lines: Sequence[Line]
) -> tuple[list[Activity], list[Section]]:
    activities: list[Activity] = []
    sections: list[Section] = []
    runs_on = False  # whether the last section is headings that nothing has followed yet
    for block in _blocks(document, lines):
        found: list[Activity] = []
        if block.kind in ACTIVITY_KINDS:
            found = [_activity(document, plan, owner, block, group) for group in _groups(block)]
        activities += found
        leading = [line for line in block.heading_lines + ([] if found else block.lines) if line.text.strip()]
        if not leading:
            continue
        empty = not any(line.text.strip() for line in block.lines)
        is_heading = bool(found) or empty or block.kind == "heading"
        section = Section(
            document=document.id,
            plan=plan.id if plan else None,
            organisation=owner,
            goal=block.goal,
            kind="heading" if is_heading else block.kind,
            headings=block.heading,
            lines=(leading[0].number, leading[-1].number),
            empty=empty and block.kind != "heading",
        )
        if runs_on and is_heading and sections[-1].goal == section.goal:
            above = sections.pop()
            section = replace(
                above, lines=(above.lines[0], section.lines[1]), empty=above.empty or section.empty
            )
        sections.append(section)
        runs_on = is_heading and not found
    return activities, sections


def _blocks(document: Document, lines: Sequence[Line]) -> Iterator[_Block]:
    """The stretches between headings. Contents lists are left out: they say nothing of their own."""
    in_contents = _contents_lines(lines)
    goal: int | None = None
    goal_title = ""
    block = _Block((), [], None, "background", [])
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        if line.number in in_contents:
            continue
        text = line.text.strip()
        if heading := goal_heading(text):
            yield block
            goal, heading_lines = heading[0], [line]
            while i < len(lines) and lines[i].text.strip() and not alike(lines[i].text, "genom att"):
                heading_lines.append(lines[i])
                i += 1
            goal_title = " ".join(entry.text.strip() for entry in heading_lines)
            kind: Kind = "heading" if document.kind == "plans" else "follow-up"
            block = _Block((goal_title,), heading_lines, goal, kind, [])
        elif goal is not None and (kind_of := kind_heading(text)):
            yield block
            block = _Block((goal_title, text), [line], goal, kind_of, [])
        elif front_heading(text) and not (goal is not None and document.kind == "follow-up"):
            yield block
            goal = None
            block = _Block((text,), [line], None, "background", [])
        else:
            block.lines.append(line)
    yield block


def _paragraphs(lines: Sequence[Line]) -> list[_Paragraph]:
    """Lines between blank ones; a blank line or page end inside a sentence parts nothing."""
    paragraphs: list[list[Line]] = []
    parted = True
    for line in lines:
        text = line.text.strip()
        if not text:
            parted = True
            continue
        last = paragraphs[-1][-1].text.strip() if paragraphs else ""
        runs_on = (
            bool(last) and not _SENTENCE_END.search(last) and text[0].islower() and not _BULLET.match(text)
        )
        if paragraphs and (not parted or runs_on) and activity_label(text) is None:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        parted = False
    return [_Paragraph(tuple(entry)) for entry in paragraphs]


def _groups(block: _Block) -> Iterator[list[_Paragraph]]:
    """The paragraphs of each activity, its title first."""
    group: list[_Paragraph] = []
    paragraphs = _paragraphs(block.lines)
    for i, paragraph in enumerate(paragraphs):
        is_last = i + 1 == len(paragraphs)
        if block.kind == "follow-up":
            if activity_label(paragraph.text) is not None:
                if group:
                    yield group
                group = [paragraph]
            elif group:
                group.append(paragraph)
            continue
        if group and _opens_activity(block.kind, paragraph, is_last=is_last):
            yield group
            group = []
        group.append(paragraph)
    if group:
        yield group


def _opens_activity(kind: Kind, paragraph: _Paragraph, *, is_last: bool) -> bool:
    text = paragraph.text
    if kind == "city-wide" or activity_label(text) is not None:
        return True
    if _LABEL.match(text) or _BULLET.match(text) or len(text) > _TITLE_LENGTH or is_last:
        return False
    return not _SENTENCE_END.search(text)


def _activity(
    document: Document, plan: Plan | None, owner: str | None, block: _Block, group: Sequence[_Paragraph]
) -> Activity:
    title, *body = group
    label = activity_label(title.text)
    title_lines = list(title.lines)
    if label is not None and block.kind == "follow-up":
        # "Beskrivning:" on the line after ends the title although no blank line does.
        cut = next((i for i, line in enumerate(title_lines) if _TITLE_ENDS.match(line.text)), None)
        if cut:
            body = [_Paragraph(tuple(title_lines[cut:])), *body]
            title_lines = title_lines[:cut]
    first, last = title_lines[0].number, (body[-1].lines[-1] if body else title_lines[-1]).number
    printed_title = " ".join(line.text.strip() for line in title_lines)
    body_text = "\n".join(paragraph.text for paragraph in body) or None
    pages = [line.page for paragraph in group for line in paragraph.lines]
    activity = Activity(
        id=f"{document.id}.L{first}",
        document=document.id,
        plan=plan.id if plan else None,
        organisation=owner,
        performed_by=(owner,) if owner else (),
        printed_in=(Printing(plan.id, (first, last)),) if plan else (),
        programme=document.programme,
        goal=block.goal,
        kind=block.kind,
        number=label[0] if label else None,
        title=printed_title[label[1] :] if label else printed_title,
        body=body_text,
        responsible=None,
        timeline=None,
        indicator=None,
        results=None,
        follow_up_planned=None,
        status=None,
        status_source=None,
        follows=(),
        followed_by=(),
        lines=(first, last),
        title_lines=(first, title_lines[-1].number),
        body_lines=(body[0].span[0], body[-1].span[1]) if body else None,
        pages=(pages[0], pages[-1]) if pages[0] is not None and pages[-1] is not None else None,
    )
    if body_text is None or block.kind == "follow-up":
        return activity
    fields = _fields(body_text)
    return replace(
        activity,
        responsible=fields.get("responsible"),
        timeline=fields.get("timeline"),
        indicator=fields.get("indicator"),
        results=fields.get("results"),
        follow_up_planned=fields.get("follow_up_planned"),
    )


def _fields(body: str) -> dict[str, str]:
    """What the labels in a body say: "Ansvar: HR-enheten. Tidplan: 2023" → responsible, timeline."""
    matches = list(_LABEL.finditer(body))
    fields: dict[str, str] = {}
    for match, end in zip(matches, [*(match.start() for match in matches[1:]), len(body)], strict=False):
        value = " ".join(re.split(r"\n(?=[A-ZÅÄÖ])", body[match.end() : end])[0].split())
        if match.lastgroup and value:
            fields.setdefault(match.lastgroup, value)
    return fields
