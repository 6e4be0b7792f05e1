"""An answer → what its page shows first: the verdict, a lead, and the rows or numbers that carry it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.compose.answer import Answer
from assistant.compose.phrasing import opening
from assistant.compose.points import Point, field_text
from assistant.compose.statements import of_part
from assistant.compose.structural.groups import group_name
from assistant.compose.structural.records import basis_text, field_asked
from assistant.compose.summary import lead
from assistant.compose.templates import rendered
from assistant.query.types import Query
from assistant.retrieve.records import Records
from assistant.retrieve.statement import NOBODY
from assistant.schemas.asking import AskResponse, PointOut
from assistant.schemas.passages import PassageOut
from assistant.types import Finding
from assistant.web.render import page_words
from corpus.types import COMMITMENT_KINDS, Activity

_AT_ONCE = 30  # rows that stand open; of more than these each group is closed
_SHOWN = 8  # rows of an open group, the rest behind a summary
_IN_FULL = 10  # rows that can be opened; the rest are links, so that the page stays light
_OF_PROGRESS = ("status", "result", "plan_vs_followup")
_BY_MEANING = ("search", "compare", "similar")
_UNCITED = 3  # sources that are shown where the answer cites none
_FIELD_WORDS = 20
_FEW = 4  # rows that say more than their title


@dataclass(frozen=True)
class ActivityRow:
    """One activity of a set: its title, what more is said of it, the field that was asked for, and what shows it."""

    activity: Activity
    title: str
    passage: PassageOut | None
    more: str = ""
    field: tuple[str, str | None] | None = None
    in_full: bool = True


@dataclass(frozen=True)
class FactRow:
    """What a plan shows not to be there, with the passage that shows it."""

    text: str
    passage: PassageOut


@dataclass(frozen=True)
class RowGroup:
    """Rows under a heading, None where they need none; ``meets`` where the group is what was asked for."""

    heading: str | None
    rows: tuple[ActivityRow, ...]
    count: int
    meets: bool = True

    @property
    def several_kinds(self) -> bool:
        """Whether a row has to say what kind it is, because the heading doesn't."""
        return self.heading is None or len({row.activity.kind for row in self.rows}) > 1

    @property
    def first(self) -> tuple[ActivityRow, ...]:
        """The rows that are seen at once."""
        return self.rows[:_SHOWN] if len(self.rows) > _SHOWN + 1 else self.rows

    @property
    def rest(self) -> tuple[ActivityRow, ...]:
        """Those behind a summary."""
        return self.rows[len(self.first) :]


@dataclass(frozen=True)
class AnswerView:
    """What stands first on an answer's page.

    ``state`` is the key of the verdict. ``closed``: the groups are numbers, to be opened for their rows. ``facts`` and
    ``points`` are what no row shows.
    ``sources`` are the passages that are cited and that no row leads to, ``more`` the rest; ``documents`` (id, title)
    are what was counted in.
    """

    state: str
    verdict: dict[str, str]
    lead: str
    basis: str
    groups: tuple[RowGroup, ...]
    closed: bool
    facts: tuple[FactRow, ...]
    points: tuple[PointOut, ...]
    sources: tuple[PassageOut, ...]
    more: tuple[PassageOut, ...]
    documents: tuple[tuple[str, str], ...]

    @property
    def most(self) -> int:
        """The largest number of a group."""
        return max((group.count for group in self.groups), default=0)

    @property
    def total(self) -> int:
        """How many rows there are."""
        return sum(len(group.rows) for group in self.groups)

    @property
    def several_owners(self) -> bool:
        """Whether a row has to say whose it is."""
        return any(len({row.activity.organisation for row in group.rows}) > 1 for group in self.groups)


def view_of(answer: Answer, response: AskResponse, records: Records) -> AnswerView:
    """How an answer is set out; ``response`` is the same answer as the API gives it."""
    groups = _with_owners(tuple(_groups(answer, response, records)), records)
    inside = {row.activity.id for group in groups for row in group.rows}
    by_tally = any(_by_tally(finding) for finding in answer.findings)
    facts = tuple(_facts(response)) if not groups else ()
    seen = {fact.passage.id for fact in facts}
    points = [
        out
        for out, point in zip(response.summary.points, answer.summary.points, strict=True)
        if not (_activity_of(point, records) in inside or (by_tally and not point.statements))
        and not (len(out.citations) == 1 and out.citations[0] in seen)
    ]
    left = [entry for entry in response.passages if entry.id not in seen and entry.activity not in inside]
    cited = {citation for point in points for citation in point.citations}
    sources = [entry for entry in left if entry.id in cited] or left[:_UNCITED]
    sources = left if answer.outcome in ("uncertain", "ambiguous") else [] if response.tabled else sources
    bases = dict.fromkeys(basis_text(finding) for finding in answer.findings if finding.basis)
    words, state = page_words(), _verdict(answer, records)
    return AnswerView(
        state=state,
        verdict=words["verdict"][state],
        lead=lead(answer.findings, answer.summary, records),
        basis=" ".join(words["words"]["counted"].format(basis=basis) for basis in bases),
        groups=groups,
        closed=by_tally or len(inside) > _AT_ONCE or any(f.query.operation == "count" for f in answer.findings),
        facts=facts,
        points=tuple(points),
        sources=tuple(sources),
        more=tuple(entry for entry in left if entry not in sources),
        documents=tuple(_documents(groups, records)),
    )


def _facts(response: AskResponse) -> Iterator[FactRow]:
    passages = {passage.id: passage for passage in response.passages}
    for point in response.summary.points:
        if len(point.citations) == 1 and not point.quotes and not point.pair and point.citations[0] in passages:
            yield FactRow(point.text, passages[point.citations[0]])


def _documents(groups: Sequence[RowGroup], records: Records) -> Iterator[tuple[str, str]]:
    """The documents that the rows stand in."""
    found = {row.activity.document for group in groups for row in group.rows}
    for document in records.index.collection.documents:
        if document.id in found:
            yield document.id, document.title


def _verdict(answer: Answer, records: Records) -> str:
    """Which verdict: what is judged by meaning is no certain answer, and neither is what no record gives.

    Of a question in parts, some of which are answered and some not, it is an answer to a part.
    """
    told = [_tells(finding, records) for finding in answer.findings]
    if answer.outcome in ("answered", "says_none") and not all(told):
        return "partly" if any(told) else "nothing_found"
    if answer.outcome == "answered" and any(f.comparison or f.way in _BY_MEANING for f in answer.findings):
        return "judged"
    if answer.outcome == "says_none" and not all(_of_commitments(finding.query) for finding in answer.findings):
        return "none_such"
    return answer.outcome


def _tells(finding: Finding, records: Records) -> bool:
    """Whether a part of a question is answered: by what is there, or by that nothing is."""
    if finding.outcome == "answered":
        return finding.way != "records" or _given(finding, records)
    return finding.outcome == "says_none"


def _given(finding: Finding, records: Records) -> bool:
    """Whether any record gives what is asked of them: a field, or a report on them."""
    found = [records.index.activities[entry] for entry in finding.activities]
    c = finding.query.conditions
    if field := field_asked(finding.query):
        return not found or any(getattr(entry, field) for entry in found)
    if finding.query.operation in _OF_PROGRESS and not (c.statuses or c.excluded_statuses):
        return not found or any(entry.followed_by for entry in found)
    return True


def _of_commitments(query: Query) -> bool:
    """Whether none is no commitment at all, and not one of a kind, a status, a year, a number or with a field."""
    c = query.conditions
    kinds = c.excluded_kinds or (c.kinds and not set(COMMITMENT_KINDS) <= set(c.kinds))
    told_apart = (kinds, c.statuses, c.excluded_statuses, c.fields, c.years, c.count, c.followed_up is not None)
    return query.operation in ("find", "list", "count", "who_has") and not any(told_apart)


def _groups(answer: Answer, response: AskResponse, records: Records) -> Iterator[RowGroup]:
    """The sets that the records decide, by their tallies or in the order and under the headings of the points."""
    passages = {passage.activity: passage for passage in reversed(response.passages) if passage.activity}
    apart = {point.pair for point in answer.summary.points if point.pair}
    points = {_activity_of(point, records): point for point in reversed(answer.summary.points) if point.statements}
    made = 0
    for finding in answer.findings:
        if finding.way != "records" or finding.outcome != "answered" or apart:
            continue
        field = field_asked(finding.query)
        label = opening(rendered("field.jinja", field=field).split("|")[0]) if field else ""
        for heading, activities, meets in _sets(finding, points, records):
            rows = []
            for activity in activities:
                point = points.get(activity.id)
                title = of_part(point.statements, "title") if point else None
                few = len(finding.activities) <= _FEW and not field
                value = of_part(point.statements, field) if point and field else None
                rows.append(
                    ActivityRow(
                        activity,
                        title.display_text if title else activity.title,
                        passages.get(activity.id),
                        more=_more(point) if point and few else "",
                        field=(label, field_text(value, _FIELD_WORDS) or getattr(activity, field)) if field else None,
                        in_full=made < _IN_FULL,
                    )
                )
                made += 1
            yield RowGroup(heading, tuple(rows), len(rows), meets)


def _with_owners(groups: tuple[RowGroup, ...], records: Records) -> tuple[RowGroup, ...]:
    """The groups with whose they are in the heading, where several have one owner each and not the same."""
    owners = [{row.activity.organisation or "" for row in group.rows} for group in groups]
    known = records.index.organisations
    if len(set().union(*owners)) < 2 or any(len(found) != 1 or not found <= known.keys() for found in owners):
        return groups
    names = [known[entry].name for found in owners for entry in found]
    return tuple(
        group
        if group.heading and group.heading.startswith(name)
        else replace(group, heading=f"{name}, {group.heading.lower()}" if group.heading else name)
        for group, name in zip(groups, names, strict=True)
    )


def _sets(
    finding: Finding, points: dict[str | None, Point], records: Records
) -> Iterator[tuple[str | None, list[Activity], bool]]:
    known = records.index.activities
    if _by_tally(finding):
        for tally in finding.tallies:
            if tally.key != NOBODY or tally.count:
                name = opening(group_name(tally, finding, records))
                yield name, [known[entry] for entry in tally.activities], tally.meets
        return
    # In the order of the points, which is by kind and by whose; what has none comes last.
    order = {entry: at for at, entry in enumerate(points)}
    found = sorted(finding.activities, key=lambda entry: -order.get(entry, -1))
    headings = dict.fromkeys(points[entry].group if entry in points else None for entry in found)
    for heading in headings:
        mine = [known[e] for e in found if (points[e].group if e in points else None) == heading]
        yield heading, mine, True


def _by_tally(finding: Finding) -> bool:
    """Whether the groups of an answer are numbers that were asked for."""
    query = finding.query
    if finding.way != "records" or finding.outcome != "answered" or not finding.activities:
        return False
    several = sum(bool(tally.count) for tally in finding.tallies) > 1
    return several and bool(query.group_by or query.operation in ("most", "least", "count", "who_has"))


def _activity_of(point: Point, records: Records) -> str | None:
    """The activity that a point is about: the one of its first passage."""
    if point.pair or not point.statements or not point.citations:
        return None
    return records.index.passages[point.citations[0]].activity


def _more(point: Point) -> str:
    """What a point says after the activity's title."""
    return _joined(entry.display_text for entry in point.statements[1:] if entry.part == "sentence")


def _joined(texts: Iterable[str]) -> str:
    ended: Sequence[str] = [text if text.endswith((".", "!", "?", "…", ":")) else f"{text}." for text in texts]
    return " ".join(ended)
