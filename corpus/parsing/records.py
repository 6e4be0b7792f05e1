"""What was found in each block → records: activities with their fields, and sections of the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.parsing.activities.kinds import stated_kind
from corpus.parsing.activities.numbered_titles import number_and_title, parted_title
from corpus.parsing.activities.tables import Row
from corpus.parsing.activities.titles import TitledLines
from corpus.parsing.blocks import Block
from corpus.parsing.duplicates import merged
from corpus.parsing.fields.labelled import Fields, field_label, field_of, is_measure, read_fields, reports_results
from corpus.parsing.fields.legend import Legend, legend_of
from corpus.parsing.fields.status import status_tail
from corpus.parsing.fields.unlabelled import Ending, ending_of, labelled_for_all, responsible_for_all
from corpus.parsing.goals.lists import goal_titles
from corpus.parsing.goals.order import count_column
from corpus.parsing.layout.line_kinds import GoalHeading, bare, goal_heading, kind_word, names_kind, sub_goal
from corpus.passages import passage_at
from corpus.swedish.text import fold
from corpus.types import ACTIVITY_KINDS, Activity, Document, Kind, Line, Plan, Printing, Section, Span

Found = list[TitledLines | Row]

_NONE_PLANNED = re.compile(
    r"^\W*(?:det finns |här finns |nämnden har |förvaltningen har |vi har )?"
    r"(?:inga|ingen|inte några|inte någon)\b"
    r"[^.]{0,60}\b(?:aktivitet|åtgärd|insats)",
    re.IGNORECASE,
)
_NONE_AT_ALL = re.compile(r"^\W*(?:inga|ingen|inget|saknas|ej aktuellt|-|–|—)?\W*$", re.IGNORECASE)
_GOAL_CELL = re.compile(r"(?:(?P<number>\d{1,2})[.):]?|[A-ZÅÄÖ][.):])(?:\s+(?=[^\W\d_])|$)")
_AREAS = ("omrade", "delomrade")
PLAN_KINDS: tuple[Kind, ...] = ("city-wide", "joint", "own")


@dataclass(frozen=True)
class PlanPart:
    """One plan's share of a document, or the whole of a report."""

    lines: Sequence[Line]
    plan: Plan | None
    owner: str | None
    blocks: Sequence[Block]


def says_none(text: Sequence[Line]) -> bool:
    """Whether a block says that there is nothing: "Inga aktiviteter planeras"."""
    if not text:
        return False
    return bool(_NONE_PLANNED.match(bare(text[0].text))) or (
        len(text) == 1 and bool(_NONE_AT_ALL.match(bare(text[0].text)))
    )


def records(
    document: Document, part: PlanPart, found: Sequence[Found], paged: Sequence[Line]
) -> tuple[list[Activity], list[Section]]:
    activities: list[Activity] = []
    sections: list[Section] = []
    runs_on = False
    ending = _ending(document, found)
    legend = legend_of(paged)
    named = reports_results(paged)
    rows = {f"{document.id}.L{row.lines[0]}": row for entries in found for row in entries if isinstance(row, Row)}
    for block, entries in zip(part.blocks, found, strict=True):
        own = [_record(document, part, block, entry, paged, legend, ending=ending, named=named) for entry in entries]
        if (shared := _shared_responsible(block, part)) is not None:
            own = [replace(entry, responsible=entry.responsible or shared) for entry in own]
        activities += own
        text = block.text_lines
        until = own[0].lines[0] if own else None
        leading = block.heading_lines + [line for line in text if until is None or line.number < until]
        leading = [line for line in leading if line.text.strip()]
        trailing = [line for line in text if own and line.number > own[-1].lines[1]]
        if all(isinstance(entry, TitledLines) for entry in entries):
            for before, after in pairwise(own):
                between = [line for line in text if before.lines[1] < line.number < after.lines[0]]
                sections += [_section(document, part, block, between, "background")] if between else []
        below = [_section(document, part, block, trailing, "background")] if trailing else []
        if not leading:
            sections += below
            runs_on = False
            continue
        none_said = bool(text) and says_none(text)
        empty = not own and (not text or none_said)
        is_heading = bool(own) or empty or block.kind == "heading"
        empty = empty and (block.kind != "heading" or none_said or _ends_goal(block, part))
        if empty and block.kind == "heading" and _others_have(block, part, found):
            empty = False  # a part of a goal whose other parts have activities
        section = replace(
            _section(document, part, block, leading, "heading" if is_heading else block.kind),
            empty=empty,
            empty_kinds=_empty_kinds(block) if empty else (),
        )
        if (
            runs_on
            and is_heading
            and sections
            and sections[-1].goal == section.goal
            and sections[-1].headings[:1] == section.headings[:1]
            and sections[-1].lines[1] < section.lines[0]
        ):
            above = sections.pop()
            section = replace(
                above,
                lines=(above.lines[0], section.lines[1]),
                empty=above.empty or section.empty,
                empty_kinds=above.empty_kinds + section.empty_kinds,
            )
        sections += [section, *below]
        runs_on = is_heading and not own
    if document.kind == "plans" and not any(entry.responsible for entry in activities):
        for_all = responsible_for_all(part.lines)
        activities = [replace(entry, responsible=for_all) for entry in activities]
    if document.kind == "plans":
        activities = count_column(activities, [row.goal_head for row in rows.values() if row.goal_head])
    titles = goal_titles(part.lines) if any(entry.goal and not entry.goal_title for entry in activities) else {}
    activities = [
        replace(entry, goal_title=titles.get(entry.goal)) if entry.goal and not entry.goal_title else entry
        for entry in activities
    ]
    activities, dropped = merged(_measured(activities), rows)
    sections += dropped
    sections.sort(key=lambda section: section.lines)
    return activities, sections


def _shared_responsible(block: Block, part: PlanPart) -> str | None:
    """Who is responsible for all activities of a block's goal, where a line under it says so."""
    if block.goal is None:
        return None
    lines = [line for other in part.blocks if other.goal is block.goal for line in other.lines]
    return next((who for line in lines if (who := labelled_for_all(bare(line.text))) is not None), None)


def _measured(activities: list[Activity]) -> list[Activity]:
    """The activities; where "Uppföljning" mostly says what is counted, and nothing else does, those are indicators."""
    told = [entry.follow_up_planned for entry in activities if entry.follow_up_planned]
    if any(entry.indicator for entry in activities) or 2 * sum(map(is_measure, told)) <= len(told):
        return activities
    return [replace(entry, indicator=entry.follow_up_planned, follow_up_planned=None) for entry in activities]


def _kind_is_given(part: PlanPart, block: Block) -> bool:
    """Whether the heading over a block says of which kind its activities are.

    "Åtgärder" alone does so where other headings of the plan tell the kinds apart.
    """
    headed = [entry for entry in part.blocks if entry.announces and names_kind(entry.heading[-1])]
    return block.announces and bool(headed)


def _with_kind(activity: Activity, field: Kind | None, document: Document, part: PlanPart, block: Block) -> Activity:
    """The activity with the kind that its field says, else the heading over it, else its own text."""
    if document.kind != "plans":
        return activity
    if field is None and not _kind_is_given(part, block):
        field = stated_kind(activity.title, activity.body, activity.responsible)
    return replace(activity, kind=field or activity.kind)


def _empty_kinds(block: Block) -> tuple[Kind, ...]:
    """The kinds of activities that are missing where a block is empty: under a bare goal, all of them."""
    if block.kind in PLAN_KINDS:
        return (block.kind,)
    return PLAN_KINDS if block.goal is not None and block.kind == "heading" else ()


def _ends_goal(block: Block, part: PlanPart) -> bool:
    """Whether a goal has nothing under it at all, no heading for activities either."""
    i = next(i for i, entry in enumerate(part.blocks) if entry is block)
    after = part.blocks[i + 1] if i + 1 < len(part.blocks) else None
    return block.goal is not None and (after is None or after.goal is not block.goal)


def _others_have(block: Block, part: PlanPart, found: Sequence[Found]) -> bool:
    """Whether another block of the same goal holds activities."""
    blocks = zip(part.blocks, found, strict=True)
    return any(entries and other.goal is block.goal for other, entries in blocks)


def _section(document: Document, part: PlanPart, block: Block, lines: Sequence[Line], kind: Kind) -> Section:
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
    document: Document,
    part: PlanPart,
    block: Block,
    entry: TitledLines | Row,
    paged: Sequence[Line],
    legend: Legend,
    *,
    ending: Ending,
    named: bool,
) -> Activity:
    """An entry as an activity; ``ending`` reads the end of its title, ``named``: the document has a field results."""
    if isinstance(entry, Row):
        return _row_activity(document, part, block, entry, paged, legend, named=named)
    first, last = entry.title[0].number, (entry.body or entry.title)[-1].number
    number, title, lead, rest = parted_title(entry.title, told=any(field_label(line.text) for line in entry.body))
    body_lines: Span | None = (entry.body[0].number, last) if entry.body else None
    offset = part.lines[0].number
    text = list(part.lines[body_lines[0] - offset : last - offset + 1]) if body_lines else []
    body = [bare(line.text) for line in entry.body]
    if rest:
        text = [replace(entry.title[-1], text=rest), *text]
    if lead:
        body = [lead, *body]
    led = legend.leads(title) if document.kind == "follow-up" else None
    if led is not None:
        title = title[led[1] :]
    elif document.kind == "follow-up" and (led := status_tail(title)) is not None:
        title = title[: led[1]]
    fields = read_fields(text, follow_up=document.kind == "follow-up", legend=legend) if text else Fields()
    if (end := ending(title)) is not None:
        fields = replace(fields, responsible=fields.responsible or end[0], timeline=fields.timeline or end[1])
        title = title[: end[2]]
    activity = _activity(document, part, block, (first, last), paged)
    activity = replace(
        activity,
        number=number,
        title=title,
        body="\n".join(body) or None,
        responsible=fields.responsible or entry.responsible,
        timeline=fields.timeline,
        indicator=fields.indicator,
        results=fields.results or (None if named else fields.done),
        follow_up_planned=fields.follow_up_planned,
        status=led[0] if led else fields.status or entry.status,
        status_source=_source(
            document, paged, (first, last), first if led or (entry.status and not fields.status) else fields.status_line
        ),
        title_lines=(first, entry.title[-1].number),
        body_lines=body_lines,
    )
    return _with_kind(activity, fields.kind, document, part, block)


def _row_activity(
    document: Document, part: PlanPart, block: Block, row: Row, paged: Sequence[Line], legend: Legend, *, named: bool
) -> Activity:
    follow_up = document.kind == "follow-up"
    cells: dict[str | None, str] = {}
    for name, label, value in row.cells:
        cells.setdefault(field_of(name, label, value, follow_up=follow_up) if name else None, value)
    status = legend.status(cells["status"]) if "status" in cells else None
    activity = _activity(document, part, block, row.lines, paged)
    goal = _goal_in(row.goal) if row.goal else None
    if block.goal is not None and row.goal_head and fold(row.goal_head) in _AREAS:
        goal = None  # a part of what the heading names
    if goal is not None and block.goal is not None and goal.number is None and sub_goal(row.goal or ""):
        goal = None  # a part of the goal that the heading names
    activity = replace(
        activity,
        goal=goal.number if goal else activity.goal,
        goal_title=goal.title or goal.label if goal else activity.goal_title,
        number=row.number,
        title=row.title,
        body=row.body or cells.get("description"),
        responsible=cells.get("responsible"),
        timeline=cells.get("timeline"),
        indicator=cells.get("indicator"),
        results=cells.get("results") or (None if named else cells.get("done")),
        follow_up_planned=cells.get("follow_up_planned"),
        status=status,
        status_source=_source(document, paged, row.lines, row.lines[0] if status else None),
    )
    return _with_kind(activity, kind_word(cells.get("kind", "")), document, part, block)


def _goal_in(cell: str) -> GoalHeading:
    """The goal that a table's cell names: by label, by number or letter, or by its title alone."""
    if (heading := goal_heading(cell)) is not None:
        return heading
    match = _GOAL_CELL.match(cell)
    number = match["number"] if match else None
    return GoalHeading(int(number) if number else None, "", cell[match.end() :] if match else cell)


def _activity(document: Document, part: PlanPart, block: Block, lines: Span, paged: Sequence[Line]) -> Activity:
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
        kind="follow-up" if document.kind == "follow-up" else block.kind if block.kind in ACTIVITY_KINDS else "own",
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


def _ending(document: Document, found: Sequence[Found]) -> Ending:
    """What reads who and when from the end of the document's titles."""
    titled = [entry for entries in found for entry in entries if isinstance(entry, TitledLines)]
    return ending_of([number_and_title(entry.title)[1] for entry in titled], since=_since(document))


def _since(document: Document) -> int | None:
    return document.period[0] if document.period else None


def _source(document: Document, lines: Sequence[Line], span: Span, line: int | None) -> str | None:
    return passage_at(document, lines, span, line) if line is not None else None
