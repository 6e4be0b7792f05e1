"""What was promised → what is reported on it; and then → now. Each side is kept apart, with its years."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.compose.phrasing import shortened
from assistant.compose.points import Point, dated_source, make_point, repeats, statement_point, statements_of
from assistant.compose.selection import best_statements, ranked, select_statements
from assistant.compose.statements import Statement, of_part
from assistant.compose.templates import rendered
from assistant.query.types import Query
from assistant.retrieve.records import Records
from assistant.types import Finding
from corpus.types import COMMITMENT_KINDS, Activity
from index.retrieval.search import Hit
from index.storage.store import Index

_PAIRS = 2  # promises with their reports, where they were searched
_REPORTED = 2  # statements of a report
_MANY = 3  # promises from which on a report is one statement
_THEN_OR_NOW = 4  # passages, a statement of each
_LOOKED_AT = 12  # statements
_GROUPS = {"earlier": "Då", "later": "Nu"}
_BEHIND = 0.03  # of a score: promises further behind the best are about something else


@dataclass(frozen=True)
class Promise:
    """What a plan promises and what is reported on it; ``followed`` whether any document reports on its owner."""

    activity: Activity
    title: Statement
    more: Statement | None
    reported: tuple[Statement, ...]
    followed: bool


def promises(finding: Finding, records: Records) -> list[Promise]:
    """What was promised that the question asks about, with what is reported on it, best first.

    Empty where the question doesn't ask what became of something, or what was found is no promise.
    """
    asked = finding.query
    became = finding.way == "search" and asked.need.answer.became
    if (
        finding.outcome != "answered"
        or asked.need.side
        or not (became or asked.operation in ("plan_vs_followup", "result", "status"))
    ):
        return []
    if finding.way == "records":
        meant = [records.index.activities[entry] for entry in finding.activities]
        meant = [entry for entry in meant if records.rows(entry)]
    else:
        meant = _meant(finding, records)[:_PAIRS]
    limit = _REPORTED if len(meant) < _MANY else 1
    return [_promise(activity, asked, records, limit=limit) for activity in meant]


def _meant(finding: Finding, records: Records) -> list[Activity]:
    """The commitments among the hits, and those that a hit reports on."""
    index, asked = records.index, finding.query
    found: dict[str, Activity] = {}
    best: float | None = None
    for hit in finding.hits:
        entry = index.activities.get(hit.passage.activity or "")
        meant = () if entry is None else (entry.id,) if _is_promise(entry) else entry.follows
        if not meant and asked.operation != "plan_vs_followup" and best is None:
            return []  # what is asked about was no promise
        if not meant:
            continue
        best = hit.score if best is None else best
        if hit.score < best - _BEHIND:
            break
        for promised in (index.activities[id_] for id_ in meant):
            owners = {promised.organisation, *promised.performed_by}
            if not asked.owners or owners & set(asked.owners):
                found.setdefault(promised.id, promised)
    return list(found.values())


def _is_promise(activity: Activity) -> bool:
    return activity.kind in COMMITMENT_KINDS or activity.kind == "city-wide"


def _promise(activity: Activity, query: Query, records: Records, *, limit: int) -> Promise:
    index = records.index
    reported = reported_on((activity.id, *activity.followed_by), query, records, limit=limit)
    promised = [entry for entry in statements_of(activity, records) if not _within(entry, activity.results)]
    title = of_part(promised, "title") or promised[0]
    more = next((entry for entry in promised if entry.part == "sentence" and not repeats(entry, title)), None)
    return Promise(activity, title, more, reported, followed(activity, index))


def reported_on(
    reports: Sequence[str], query: Query, records: Records, *, limit: int = _REPORTED
) -> tuple[Statement, ...]:
    """The statements of these activities' results that answer best."""
    activities = [records.index.activities[entry] for entry in reports]
    return tuple(entry for report in activities for entry in _told(report, query, records, limit=limit))


def followed(activity: Activity, index: Index) -> bool:
    """Whether any document follows up what the activity's owner has promised, whatever it says of this one."""
    owners = {activity.organisation, *activity.performed_by}
    plan = index.plans.get(activity.plan or "")
    common = plan is not None and plan.organisation is None  # the whole municipality's: anyone in it reports on it
    return any(
        document.kind == "follow-up"
        and document.programme == activity.programme
        and (common or document.organisation in owners)
        for document in index.collection.documents
    )


def unfollowed(finding: Finding, records: Records) -> bool:
    """Whether it was asked how something went that a plan promises, and no document follows it up."""
    near = finding.near or finding.hits
    if finding.query.operation not in ("result", "status") or finding.outcome == "answered" or not near:
        return False
    nearest = records.index.activities.get(near[0].passage.activity or "")
    return bool(nearest and _is_promise(nearest) and not nearest.results and not followed(nearest, records.index))


def _told(report: Activity, query: Query, records: Records, *, limit: int) -> list[Statement]:
    """What a report, or a plan itself, says of how it went: the statements that answer, else the first."""
    if not report.results:
        return []
    hits = [Hit(passage, 1.0) for passage in records.evidence([report])]
    ranking = ranked(query.owned_by(), hits, records)
    best = select_statements(ranking, limit=limit, allowed=lambda entry: _within(entry, report.results))
    found = [entry.statement for entry in best]
    return found or [entry for entry in statements_of(report, records) if _within(entry, report.results)][:1]


def _within(statement: Statement, text: str | None) -> bool:
    return bool(text) and " ".join(statement.exact.split()) in " ".join((text or "").split())


def points_of_promises(found: Sequence[Promise], records: Records) -> list[Point]:
    """What was promised, and beside it what is reported, each with its date."""
    index = records.index
    points = []
    for promise in found:
        used = [promise.title, *([promise.more] if promise.more else [])]
        source = dated_source(promise.title.passage, index)
        said, more = (
            shortened(promise.title.display_text, 20),
            promise.more and shortened(promise.more.display_text, 13),
        )
        text = rendered("point.jinja", form="promised", said=said, more=more, dated=source)
        mine = [replace(make_point(text, used), side="promised")]
        for entry in promise.reported:
            mine.append(replace(statement_point(entry.display_text, [entry], index, form="reported"), side="reported"))
        if not promise.reported:
            unreported = rendered("point.jinja", form="unreported", followed=promise.followed)
            mine.append(Point(unreported, mine[0].citations, side="reported"))
        points += [replace(point, pair=promise.activity.id) for point in mine]
    return points


def points_of_periods(finding: Finding, records: Records) -> list[Point]:
    """What was said then, or is said now: the statements that answer, each with the years of its programme."""
    programmes = {programme.id: programme for programme in records.index.collection.catalogue.programmes}
    points = []
    best: dict[str, Statement] = {}
    for entry in best_statements(finding.query, finding.hits, records, limit=_LOOKED_AT):
        best.setdefault(entry.statement.passage.id, entry.statement)
    for statement in list(best.values())[:_THEN_OR_NOW]:
        programme = programmes.get(statement.passage.programme or "")
        years = "–".join(map(str, programme.period)) if programme else None
        source = dated_source(statement.passage, records.index)
        text = rendered(
            "point.jinja", form="time", said=shortened(statement.display_text, 30), years=years, dated=source
        )
        group = _GROUPS.get(finding.query.need.side or "")
        points.append(replace(make_point(text, [statement]), side=finding.query.need.side, group=group))
    return list(dict.fromkeys(points))
