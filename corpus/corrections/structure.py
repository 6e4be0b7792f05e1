"""Activities and sections as they were read → the same with what a person has added, taken away, split or joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.corrections.places import activity_at, activity_over, line_of, plan_over
from corpus.parsing.fields.labelled import Fields, read_fields
from corpus.parsing.fields.legend import Legend, legend_of
from corpus.parsing.layout.line_kinds import bare
from corpus.passages import passage_at
from corpus.types import Activity, CorrectedValue, Correction, Document, Line, Plan, Printing, Section, Span

_FIELDS = ("responsible", "timeline", "indicator", "results", "follow_up_planned", "status")


@dataclass(frozen=True)
class Read:
    """What was read of one document: its records in their order."""

    document: Document
    lines: tuple[Line, ...]
    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    sections: tuple[Section, ...]


def with_structure(read: Read, corrections: Sequence[Correction]) -> tuple[Read, tuple[Correction, ...]]:
    """What was read, changed by one correction after the other, and those that fit nowhere any more."""
    missed = []
    legend = legend_of(read.lines)
    for entry in corrections:
        line = line_of(entry, read.lines)
        changed = _changed(read, entry, line, legend) if line is not None else None
        if changed is None:
            missed.append(entry)
        else:
            read = changed
    return read, tuple(missed)


def with_pages(read: Read) -> Read:
    """What was read, its activities on the pages that their lines are on now."""
    moved = {line.number for line in read.lines if line.corrected_page}
    activities = (
        replace(entry, pages=_pages(read.lines, entry.lines))
        if not moved.isdisjoint(range(entry.lines[0], entry.lines[1] + 1))
        else entry
        for entry in read.activities
    )
    return replace(read, activities=tuple(activities))


def _changed(read: Read, entry: Correction, line: int, legend: Legend) -> Read | None:
    """What was read, with a correction; None where it doesn't fit."""
    match entry.change:
        case "add":
            return _added(read, (line, line + entry.rows - 1), legend)
        case "remove":
            return _removed(read, line)
        case "split":
            return _split(read, line, legend)
        case "join":
            return _joined(read, line)
        case _:
            return None


def _added(read: Read, span: Span, legend: Legend) -> Read | None:
    """A stretch that belongs to no activity is one: its first line the title, what follows the body."""
    free = all(span[1] < entry.lines[0] or entry.lines[1] < span[0] for entry in read.activities)
    if span[1] > len(read.lines) or not free:
        return None
    section = next((entry for entry in read.sections if entry.lines[0] <= span[0] <= entry.lines[1]), None)
    before = [entry for entry in read.activities if entry.lines[1] < span[0]]
    plan = plan_over(span[0], read.plans)
    near = before[-1] if before and before[-1].plan == (plan.id if plan else None) else None
    owner = plan.organisation if plan else read.document.organisation
    goal = section.goal if section is not None else near.goal if near else None
    told = [entry for entry in read.activities if entry.goal == goal and entry.goal_title and goal is not None]
    activity = Activity(
        id=f"{read.document.id}.L{span[0]}",
        document=read.document.id,
        plan=plan.id if plan else None,
        organisation=owner,
        performed_by=(owner,) if owner else (),
        printed_in=(Printing(plan.id, span),) if plan else (),
        programme=read.document.programme,
        goal=goal,
        kind="follow-up" if read.document.kind == "follow-up" else "own",
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
        lines=span,
        title_lines=(span[0], span[0]),
        body_lines=None,
        pages=None,
        goal_title=told[0].goal_title if told else None,
    )
    activity = replace(_reread(read, activity, legend), corrected=(CorrectedValue("added"),))
    sections = [part for entry in read.sections for part in _without(entry, span, read.lines)]
    return replace(
        read,
        activities=tuple(sorted([*read.activities, activity], key=lambda entry: entry.lines)),
        sections=tuple(_no_longer_empty(entry, activity) for entry in sections),
    )


def _removed(read: Read, line: int) -> Read | None:
    """What was taken for an activity is text like other text."""
    found = activity_at(line, read.activities)
    if found is None or len(found.printed_in) > 1:
        return None
    text = Section(
        read.document.id, found.plan, found.organisation, found.goal, "background",
        (found.goal_title or read.document.title,), found.lines,
    )  # fmt: skip
    kept = tuple(entry for entry in read.activities if entry.id != found.id)
    sections = tuple(sorted([*read.sections, text], key=lambda entry: entry.lines))
    return replace(read, activities=kept, sections=sections)


def _split(read: Read, line: int, legend: Legend) -> Read | None:
    """An activity is two, of which the second begins at a line."""
    found = activity_over(line, read.activities)
    if found is None or line == found.lines[0] or len(found.printed_in) > 1:
        return None
    marks = (CorrectedValue("split"),)
    above = (found.lines[0], _last_filled(read.lines, line - 1, found.lines[0]))
    below = (line, found.lines[1])
    title_above = (found.title_lines[0], min(found.title_lines[1], above[1]))
    one = _reread(
        read,
        replace(found, lines=above, title_lines=title_above, printed_in=_printed(found, above)),
        legend,
        title=found.title if title_above == found.title_lines else None,
    )
    other = _reread(
        read,
        replace(
            found, id=f"{read.document.id}.L{line}", lines=below, title_lines=(line, line), number=None,
            printed_in=_printed(found, below), corrected=(),
        ),
        legend,
    )  # fmt: skip
    halves = [replace(half, corrected=(*half.corrected, *marks)) for half in (one, other)]
    kept = [entry for entry in read.activities if entry.id != found.id]
    return replace(read, activities=tuple(sorted([*kept, *halves], key=lambda entry: entry.lines)))


def _joined(read: Read, line: int) -> Read | None:
    """An activity belongs to the one before it in its plan."""
    other = activity_at(line, read.activities)
    if other is None:
        return None
    before = [entry for entry in read.activities if entry.lines[1] < other.lines[0] and entry.plan == other.plan]
    one = max(before, key=lambda entry: entry.lines, default=None)
    if one is None or len(one.printed_in) > 1 or len(other.printed_in) > 1:
        return None
    span = (one.lines[0], other.lines[1])
    said = [one.body, other.title, other.body]
    whole = replace(
        one,
        lines=span,
        printed_in=_printed(one, span),
        body="\n".join(text for text in said if text),
        body_lines=((one.body_lines or other.lines)[0], span[1]),
        pages=_pages(read.lines, span),
        **{name: getattr(one, name) or getattr(other, name) for name in _FIELDS},
        corrected=(*one.corrected, CorrectedValue("joined")),
    )
    whole = replace(whole, status_source=_status_source(read, whole))
    activities = [whole if entry.id == one.id else entry for entry in read.activities if entry.id != other.id]
    sections = [part for entry in read.sections for part in _without(entry, span, read.lines)]
    return replace(read, activities=tuple(activities), sections=tuple(sections))


def _reread(read: Read, activity: Activity, legend: Legend, *, title: str | None = None) -> Activity:
    """An activity whose lines are others than were read: its title, body and fields from those."""
    after = activity.title_lines[1]
    body = [line for line in read.lines[after : activity.lines[1]] if line.text.strip()]
    heading = read.lines[activity.title_lines[0] - 1 : after]
    follow_up = read.document.kind == "follow-up"
    fields = read_fields(body, follow_up=follow_up, legend=legend) if body else Fields()
    made = replace(
        activity,
        title=title or " ".join(bare(line.text) for line in heading if line.text.strip()),
        body="\n".join(bare(line.text) for line in body) or None,
        body_lines=(body[0].number, activity.lines[1]) if body else None,
        pages=_pages(read.lines, activity.lines),
        **{name: getattr(fields, name) for name in _FIELDS},
    )
    return replace(made, status_source=_status_source(read, made))


def _status_source(read: Read, activity: Activity) -> str | None:
    if activity.status is None:
        return None
    return passage_at(read.document, read.lines, activity.lines, activity.lines[0])


def _printed(activity: Activity, span: Span) -> tuple[Printing, ...]:
    return tuple(replace(entry, lines=span) for entry in activity.printed_in)


def _pages(lines: Sequence[Line], span: Span) -> Span | None:
    pages = [line.page for line in lines[span[0] - 1 : span[1]] if line.source.strip()]
    known = [page for page in pages if page is not None]
    return (known[0], known[-1]) if known and len(known) == len(pages) else None


def _last_filled(lines: Sequence[Line], last: int, first: int) -> int:
    """The last line up to ``last`` that isn't empty."""
    return next(number for number in range(last, first - 1, -1) if lines[number - 1].text.strip() or number == first)


def _without(section: Section, span: Span, lines: Sequence[Line]) -> Iterator[Section]:
    """What of a section lies outside a stretch; empty lines alone are nothing."""
    first, last = section.lines
    if last < span[0] or span[1] < first:
        yield section
        return
    for a, b in ((first, min(last, span[0] - 1)), (max(first, span[1] + 1), last)):
        said = [number for number in range(a, b + 1) if lines[number - 1].text.strip()]
        if said:
            yield replace(section, lines=(said[0], said[-1]))


def _no_longer_empty(section: Section, activity: Activity) -> Section:
    """A section that showed that activities are missing, where there is one now."""
    if not section.empty or (section.plan, section.goal) != (activity.plan, activity.goal):
        return section
    kinds = tuple(kind for kind in section.empty_kinds if kind != activity.kind)
    return replace(section, empty=bool(kinds), empty_kinds=kinds)
