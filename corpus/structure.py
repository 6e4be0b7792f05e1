"""Lines → plans, goals, activities and sections. Empty sections are facts and are kept.

A document is walked once, from top to bottom. What a line is comes from ``headings``; what it
belongs to comes from the headings above it; what is title and what is body comes from ``titles``.
No line is lost: what is no activity is a section.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log

from corpus.contents import contents_lines, contents_titles, names_heading
from corpus.fields import Fields, field_label, heads_field, read_fields, status_word
from corpus.fonts import Fonts
from corpus.headings import (
    GoalHeading,
    activity_label,
    bare,
    fold,
    front_heading,
    kind_heading,
    markdown_level,
    number_label,
)
from corpus.pages import carry_pages, footer_lines
from corpus.plans import cover_lines, goal_headings, make_plan, owners, split_plans
from corpus.split import passage_at
from corpus.tables import Row, Table, table_at
from corpus.titles import Group, Layout, bullet, cut, is_open
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

_NONE = re.compile(
    r"^\W*(?:det finns |här finns |nämnden har |förvaltningen har |vi har )?(?:inga|ingen|inte några|inte någon)\b"
    r"[^.]{0,60}\b(?:aktivitet|åtgärd|insats)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"^\s*(\d{1,2})\.?\s+[A-ZÅÄÖ][^\n]{2,80}$")
_HABIT = 5  # titles of a plan that show what they have in common
_PRINTED = 3  # plans in which a title stands alike
_LIST_END = re.compile(r"^\W*(?:genom att|genom)\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Structure:
    """What one document holds. Activities and sections are in the order of the document.

    ``lines`` are the document's with their printed pages; ``warnings`` are sentences for whoever
    adds the document.
    """

    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    sections: tuple[Section, ...]
    lines: tuple[Line, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass
class _Block:
    """The lines under one heading, and what the headings above say of them."""

    heading: tuple[str, ...]
    heading_lines: list[Line]
    goal: GoalHeading | None
    goal_title: str | None
    kind: Kind
    lines: list[Line] = field(default_factory=list)

    @property
    def text_lines(self) -> list[Line]:
        return [line for line in self.lines if line.text.strip()]


@dataclass(frozen=True)
class _Part:
    """One plan's share of a document, or the whole of a report."""

    lines: Sequence[Line]
    plan: Plan | None
    owner: str | None
    blocks: Sequence[_Block]


def structure(document: Document, lines: Sequence[Line], catalogue: Catalogue) -> Structure:
    """The plans, activities and sections of a document."""
    programme = next(entry for entry in catalogue.programmes if entry.id == document.programme)
    footers = footer_lines([line.text for line in lines])
    # A footer says nothing where it stands; its line stays, so that the numbers go on.
    kept = [
        replace(line, text="", unsure=(), edits=()) if i in footers else line for i, line in enumerate(lines)
    ]
    in_contents = contents_lines(kept)
    headings = goal_headings(kept, programme.goals, in_contents)
    pieces = split_plans(kept, headings, in_contents) if document.kind == "plans" else [kept]
    covers = [cover_lines(piece, headings, in_contents) for piece in pieces]
    whose = (
        [document.organisation] * len(pieces)
        if document.organisation is not None
        else owners(pieces, covers, [lines[i] for i in sorted(footers)], catalogue)
    )
    parts = []
    for piece, cover, owner in zip(pieces, covers, whose, strict=True):
        plan = (
            make_plan(document.id, piece, cover, owner, programme, catalogue)
            if document.kind == "plans"
            else None
        )
        parts.append(_Part(piece, plan, owner, list(_blocks(document, piece, headings, in_contents))))
    if not any(block.goal or block.kind in ACTIVITY_KINDS for part in parts for block in part.blocks):
        parts = [replace(part, plan=None) for part in parts]
    bounds = [(part.lines[0].number, part.lines[-1].number) for part in parts]
    paged = carry_pages(lines, bounds)
    groups = _read_blocks(document, parts)
    activities: list[Activity] = []
    sections: list[Section] = []
    for part, found in zip(parts, groups, strict=True):
        own, rest = _contents(document, part, found, paged)
        activities += own
        sections += rest
    return Structure(
        tuple(part.plan for part in parts if part.plan is not None),
        tuple(activities),
        tuple(sections),
        tuple(paged),
        _warnings(document, activities, parts),
    )


def _warnings(document: Document, activities: Sequence[Activity], parts: Sequence[_Part]) -> tuple[str, ...]:
    if activities or document.kind != "plans":
        return ()
    what = "no activities" if any(part.plan for part in parts) else "neither goals nor activities"
    return (f"{document.file}: {what} could be told apart; its text can be searched section by section",)


def _blocks(
    document: Document, lines: Sequence[Line], headings: Mapping[int, GoalHeading], in_contents: set[int]
) -> Iterator[_Block]:
    """The stretches between headings. Contents lists are left out: they say nothing of their own."""
    titles = contents_titles(lines, in_contents)
    names_kinds = any(kind_heading(title) for title in titles)
    has_goals = any(line.number in headings for line in lines)
    repeated = _repeated_labels(lines)
    goal: GoalHeading | None = None
    goal_title: str | None = None
    level: int | None = None
    chapter = 0
    block = _Block((), [], None, None, "background")
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        if line.number in in_contents:
            continue
        text = bare(line.text)
        kind = kind_heading(text) if goal is not None or not has_goals else None
        number = _CHAPTER.match(text)
        if line.number in headings:
            yield block
            goal, heading_lines = headings[line.number], [line]
            while i < len(lines) and _heading_goes_on(lines[i - 1], lines[i], headings):
                heading_lines.append(lines[i])
                i += 1
            printed = " ".join(bare(entry.text) for entry in heading_lines)
            tail = " ".join(bare(entry.text) for entry in heading_lines[1:])
            goal_title = f"{goal.title} {tail}".strip() or goal.label
            level = markdown_level(line.text)
            block = _Block(
                (printed,),
                heading_lines,
                goal,
                goal_title,
                "heading" if document.kind == "plans" else "follow-up",
            )
        elif kind is not None and activity_label(line.text) is None:
            yield block
            above = block.heading[:1] if goal is not None else ()
            block = _Block(
                (*above, text), [line], goal, goal_title, kind if document.kind == "plans" else "follow-up"
            )
        elif text and _opens_front(
            line,
            lines,
            titles,
            goal is not None,
            level,
            repeated,
            names_kinds,
            chapter,
            document.kind == "plans",
        ):
            yield block
            goal, goal_title, level = None, None, None
            chapter = int(number[1]) if number else chapter
            block = _Block((text,), [line], None, None, "background")
        else:
            block.lines.append(line)
    yield block


def _heading_goes_on(above: Line, line: Line, headings: Mapping[int, GoalHeading]) -> bool:
    text = bare(line.text)
    if not text or line.number in headings or _LIST_END.match(text) or markdown_level(line.text):
        return False
    return text[0].islower() or is_open(above.text)


def _repeated_labels(lines: Sequence[Line]) -> set[str]:
    """Wordings that would open a chapter, but stand in every activity: "Uppföljning"."""
    wordings = [fold(bare(line.text)) for line in lines if line.text.strip() and heads_field(line.text)]
    return {wording for wording in wordings if wordings.count(wording) > 1}


def _opens_front(
    line: Line,
    lines: Sequence[Line],
    titles: Sequence[str],
    in_goal: bool,
    level: int | None,
    repeated: set[str],
    names_kinds: bool,
    chapter: int,
    is_plan: bool,
) -> bool:
    """Whether a line is a heading outside the goals."""
    text = bare(line.text)
    if (
        len(text) > 150
        or text.endswith((".", ",", ";"))
        or activity_label(line.text)
        or fold(text) in repeated
    ):
        return False
    if kind_heading(text) and in_goal:
        return False
    own_level = markdown_level(line.text)
    if own_level is not None:
        return not in_goal or (level is not None and own_level <= level) or front_heading(text) is not None
    apart = _stands_apart(line, lines)
    number = _CHAPTER.match(text)
    named = names_heading(text, titles) and (not in_goal or not names_kinds)
    if front_heading(text) is not None:
        return apart or named
    if named:
        return True
    if is_plan and heads_field(text) == "follow_up_planned" and in_goal:
        return apart and not text.endswith(":")
    if number is None or not apart or text.endswith("?") or _is_listed(line, lines):
        return False
    return int(number[1]) == chapter + 1 and (chapter > 0 or not in_goal)


def _is_listed(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the line after a numbered one is numbered too: then they are a list, no headings."""
    after = lines[line.number - lines[0].number + 1 :]
    below = next((entry.text for entry in after if entry.text.strip()), "")
    return bool(_CHAPTER.match(bare(below)))


def _stands_apart(line: Line, lines: Sequence[Line]) -> bool:
    """Whether an empty line, a page's end or the beginning of the part stands before a line."""
    i = line.number - lines[0].number
    return i <= 0 or not lines[i - 1].text.strip() or lines[i - 1].sheet != line.sheet


# --- What a block holds ---------------------------------------------------------------------------------------


_Found = list[Group | Row]


def _read_blocks(document: Document, parts: Sequence[_Part]) -> list[list[_Found]]:
    """The activities in each block of each part.

    Read twice: what the first reading took for titles and bodies teaches the second what they look
    like in this document and in each plan.
    """
    layout = _layout(document, parts, [])
    first = [[_found(document, block, layout) for block in part.blocks] for part in parts]
    learned = [group for found in first for entries in found for group in entries if isinstance(group, Group)]
    heads = Counter(fold(group.title[0].text) for group in learned)
    printed = tuple(head for head, count in heads.items() if count >= _PRINTED)
    layout = replace(_layout(document, parts, learned), printed=printed)
    second = []
    for part, found in zip(parts, first, strict=True):
        own = [
            group
            for block, entries in zip(part.blocks, found, strict=True)
            for group in entries
            if isinstance(group, Group) and block.kind in ("own", "joint")
        ]
        second.append([_found(document, block, _habits(layout, own)) for block in part.blocks])
    return second


def _layout(document: Document, parts: Sequence[_Part], learned: Sequence[Group]) -> Layout:
    """What the headings, the titles that every plan prints and the introductions show of the document."""
    blocks = [block for part in parts for block in part.blocks]
    wide = [line for block in blocks if block.kind == "city-wide" for line in block.text_lines]
    titles = [line for block in blocks for line in block.heading_lines] + wide
    bodies = [
        line
        for block in blocks
        if block.kind == "background"
        for line in block.text_lines
        if len(line.text) > 60
    ]
    titles += [line for group in learned for line in group.title]
    bodies += [line for group in learned for line in group.body]
    lengths = sorted(len(bare(line.text)) for part in parts for line in part.lines if len(line.text) > 40)
    body_width = lengths[len(lengths) * 98 // 100] if lengths else 100
    title_lengths = sorted(len(bare(line.text)) for line in wide)
    title_width = title_lengths[-1] if len(title_lengths) >= 10 else body_width
    return Layout(
        title_width=min(title_width, body_width),
        body_width=body_width,
        fonts=Fonts(titles, bodies) if document.machine_read and titles and bodies else None,
    )


def _habits(layout: Layout, groups: Sequence[Group]) -> Layout:
    """The layout with what this plan's titles have in common: whether they promise, whether they end with a stop."""
    texts = [" ".join(line.text for line in group.title).strip() for group in groups]
    if len(texts) < _HABIT:
        return layout
    opens, opening = Counter(fold(text).split()[0] for text in texts if fold(text)).most_common(1)[0]
    stopped = sum(text.endswith(".") for text in texts)
    lone = sum(not group.body for group in groups)
    return replace(
        layout,
        promises=_cost(sum(bool(re.search(r"\bska(?:ll)?\b", text)) for text in texts), len(texts)),
        opening=_cost(opening, len(texts)),
        opens=opens,
        stops=0.8 if stopped >= 0.6 * len(texts) else 0.0,
        bare=1.0 if lone >= 0.6 * len(texts) else 0.0,
    )


def _cost(count: int, of: int) -> float:
    """What it costs a title to be without what four out of five have: more, the fewer are without."""
    return 2.0 * log((count + 0.5) / (of - count + 0.5)) if count >= 0.8 * of else 0.0


def _found(document: Document, block: _Block, layout: Layout) -> _Found:
    text = block.text_lines
    if not text or _NONE.match(bare(text[0].text)):
        return []
    if (
        block.kind == "background"
        or block.goal is not None
        and block.kind in ("heading", "follow-up")
        and len(block.heading) == 1
    ):
        if not _has_activities(document, text, in_goal=block.goal is not None):
            return [row for table in _tables(block.lines) for row in table.rows] if block.goal else []
        return _activities(block.lines, layout, preamble=True)
    return _activities(block.lines, layout, preamble=False)


def _has_activities(document: Document, text: Sequence[Line], *, in_goal: bool) -> bool:
    """Whether activities stand where no heading announces them: labelled, or numbered with fields."""
    labelled = [line for line in text if activity_label(line.text) is not None]
    if labelled:
        return in_goal or len(labelled) > 1 or activity_label(labelled[0].text) != (None, 0)
    fields = sum(field_label(line.text) in ("responsible", "timeline", "indicator") for line in text)
    numbered = sum(number_label(line.text) is not None for line in text)
    if in_goal and document.kind == "plans":
        return fields > 0 or numbered > 1
    return fields > 1 and numbered > 0


def _tables(lines: Sequence[Line]) -> list[Table]:
    tables: list[Table] = []
    for i, line in enumerate(lines):
        if (not tables or line.number > tables[-1].lines[1]) and line.text.strip():
            table = table_at(lines, i)
            if table is not None:
                tables.append(table)
    return tables


def _activities(lines: Sequence[Line], layout: Layout, *, preamble: bool) -> _Found:
    """The activities of a stretch: those of its tables, and those between them."""
    found: _Found = []
    start = lines[0].number if lines else 0
    tables = _tables(lines)
    for table in tables:
        before = [line for line in lines if start <= line.number < table.lines[0]]
        # A sentence before a table introduces it.
        if any(activity_label(line.text) or field_label(line.text) for line in before):
            found += cut(before, layout, preamble=preamble)
        found += table.rows
        start = table.lines[1] + 1
    rest = [line for line in lines if line.number >= start]
    if not tables or any(activity_label(line.text) or field_label(line.text) for line in rest):
        found += cut(rest, layout, preamble=preamble or bool(tables))
    return found


# --- Records --------------------------------------------------------------------------------------------------


def _contents(
    document: Document, part: _Part, found: Sequence[_Found], paged: Sequence[Line]
) -> tuple[list[Activity], list[Section]]:
    activities: list[Activity] = []
    sections: list[Section] = []
    runs_on = False
    for block, entries in zip(part.blocks, found, strict=True):
        own = [_record(document, part, block, entry, paged) for entry in entries]
        activities += own
        text = block.text_lines
        until = own[0].lines[0] if own else None
        leading = block.heading_lines + [line for line in text if until is None or line.number < until]
        leading = [line for line in leading if line.text.strip()]
        trailing = [line for line in text if own and line.number > own[-1].lines[1]]
        if trailing:
            sections.append(_section(document, part, block, trailing, "background"))
        if not leading:
            runs_on = False
            continue
        none_said = bool(text) and bool(_NONE.match(bare(text[0].text)))
        empty = not own and (not text or none_said)
        is_heading = bool(own) or empty or block.kind == "heading"
        section = replace(
            _section(document, part, block, leading, "heading" if is_heading else block.kind),
            empty=empty and (block.kind != "heading" or none_said or _ends_goal(block, part)),
        )
        if (
            runs_on
            and is_heading
            and sections
            and sections[-1].goal == section.goal
            and sections[-1].headings[:1] == section.headings[:1]
        ):
            above = sections.pop()
            section = replace(
                above, lines=(above.lines[0], section.lines[1]), empty=above.empty or section.empty
            )
        sections.append(section)
        runs_on = is_heading and not own
    sections.sort(key=lambda section: section.lines)
    return activities, sections


def _ends_goal(block: _Block, part: _Part) -> bool:
    """Whether a goal has nothing under it at all, no heading for activities either."""
    i = next(i for i, entry in enumerate(part.blocks) if entry is block)
    after = part.blocks[i + 1] if i + 1 < len(part.blocks) else None
    return block.goal is not None and (after is None or after.goal is not block.goal)


def _section(document: Document, part: _Part, block: _Block, lines: Sequence[Line], kind: Kind) -> Section:
    return Section(
        document=document.id,
        plan=part.plan.id if part.plan else None,
        organisation=part.owner,
        goal=block.goal.number if block.goal else None,
        kind=kind,
        headings=block.heading,
        lines=(lines[0].number, lines[-1].number),
    )


def _record(
    document: Document, part: _Part, block: _Block, entry: Group | Row, paged: Sequence[Line]
) -> Activity:
    if isinstance(entry, Row):
        return _row_activity(document, part, block, entry, paged)
    first, last = entry.title[0].number, (entry.body or entry.title)[-1].number
    number, title = _title(entry.title)
    body_lines: Span | None = (entry.body[0].number, last) if entry.body else None
    follow_up = document.kind == "follow-up"
    fields = Fields()
    if body_lines is not None:
        offset = part.lines[0].number
        fields = read_fields(part.lines[body_lines[0] - offset : last - offset + 1], follow_up=follow_up)
    activity = _activity(document, part, block, (first, last), paged)
    return replace(
        activity,
        number=number,
        title=title,
        body="\n".join(bare(line.text) for line in entry.body) or None,
        responsible=fields.responsible,
        timeline=fields.timeline,
        indicator=fields.indicator,
        results=fields.results,
        follow_up_planned=fields.follow_up_planned,
        status=fields.status,
        status_source=_source(document, paged, (first, last), fields.status_line),
        title_lines=(first, entry.title[-1].number),
        body_lines=body_lines,
    )


def _row_activity(
    document: Document, part: _Part, block: _Block, row: Row, paged: Sequence[Line]
) -> Activity:
    cells: dict[str | None, str] = {}
    for name, value in row.cells:
        cells.setdefault(name, value)
    status = status_word(cells["status"]) if "status" in cells else None
    return replace(
        _activity(document, part, block, row.lines, paged),
        number=row.number,
        title=row.title,
        body=cells.get("description"),
        responsible=cells.get("responsible"),
        timeline=cells.get("timeline"),
        indicator=cells.get("indicator"),
        results=cells.get("results"),
        follow_up_planned=cells.get("follow_up_planned"),
        status=status,
        status_source=_source(document, paged, row.lines, row.lines[0] if status else None),
    )


def _activity(document: Document, part: _Part, block: _Block, lines: Span, paged: Sequence[Line]) -> Activity:
    """An activity of which only its place is known yet."""
    pages = [line.page for line in paged[lines[0] - 1 : lines[1]] if line.source.strip()]
    known = [page for page in pages if page is not None]
    return Activity(
        id=f"{document.id}.L{lines[0]}",
        document=document.id,
        plan=part.plan.id if part.plan else None,
        organisation=part.owner,
        performed_by=(part.owner,) if part.owner else (),
        printed_in=(Printing(part.plan.id, lines),) if part.plan else (),
        programme=document.programme,
        goal=block.goal.number if block.goal else None,
        kind="follow-up"
        if document.kind == "follow-up"
        else block.kind
        if block.kind in ACTIVITY_KINDS
        else "own",
        number=None,
        title="",
        body=None,
        responsible=None,
        timeline=None,
        indicator=None,
        results=None,
        follow_up_planned=None,
        status=None,
        status_source=None,
        follows=(),
        followed_by=(),
        lines=lines,
        title_lines=lines,
        body_lines=None,
        pages=(known[0], known[-1]) if known and len(known) == len(pages) else None,
        goal_title=block.goal_title,
    )


def _title(lines: Sequence[Line]) -> tuple[str | None, str]:
    """The number and the title that these lines print, without label, bullet and number."""
    text = " ".join(bare(line.text) for line in lines)
    number = None
    if (label := activity_label(text)) is not None or (label := number_label(text)) is not None:
        number, text = label[0], text[label[1] :]
    elif mark := bullet(text):
        text = text[len(mark) :].strip()
    return number, text


def _source(document: Document, lines: Sequence[Line], span: Span, line: int | None) -> str | None:
    return passage_at(document, lines, span, line) if line is not None else None
