"""What was promised → what is reported on it, each with its date."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.choose import chosen
from assistant.phrasing import shortened
from assistant.points import Point, dated_source, point_of, repeats, stated, stated_point
from assistant.records import Records
from assistant.sets import Finding
from assistant.statements import Statement, of_part, spoken
from assistant.templates import rendered
from assistant.understand import Understood
from corpus.types import COMMITMENT_KINDS, Activity
from index.search import Hit

_PAIRS = 2  # promises with their reports
_REPORTED = 2  # statements of a report
_BEHIND = 0.03  # of a score: promises further behind the best are about something else


@dataclass(frozen=True)
class Promise:
    """What a plan promises and what is reported on it."""

    title: Statement
    more: Statement | None
    reported: tuple[Statement, ...]


def promises(finding: Finding, records: Records) -> list[Promise]:
    """What was promised that the question asks about, with the statements that report on it, best first."""
    index, asked = records.index, finding.asked
    reports: dict[str, tuple[str, ...]] = {}
    for hit in finding.hits:
        entry = index.activities.get(hit.passage.activity or "")
        if entry is None or hit.score < finding.hits[0].score - _BEHIND:
            continue
        found = [entry.id] if entry.kind in COMMITMENT_KINDS else entry.follows
        for promised in found:
            if not asked.owners or index.activities[promised].organisation in asked.owners:
                reports.setdefault(promised, index.activities[promised].followed_by)
    return [_promise(index.activities[entry], reports[entry], asked, records) for entry in list(reports)[:_PAIRS]]


def _promise(activity: Activity, reports: Sequence[str], asked: Understood, records: Records) -> Promise:
    found = stated(activity, records)
    title = of_part(found, "title") or found[0]
    more = next((entry for entry in found if entry.part == "sentence" and not repeats(entry, title)), None)
    return Promise(title, more, reported_on(reports, asked, records))


def reported_on(reports: Sequence[str], asked: Understood, records: Records) -> tuple[Statement, ...]:
    """The statements of these follow-up items' results that answer best."""
    reported: list[Statement] = []
    for report in (records.index.activities[entry] for entry in reports):
        told = " ".join((report.results or "").split())
        hits = [Hit(passage, 1.0) for passage in records.evidence([report])]
        best = chosen(replace(asked, owners=()), hits, records, limit=_REPORTED,
                      allowed=lambda entry, told=told: " ".join(entry.exact.split()) in told)  # type: ignore[misc]  # fmt: skip
        reported += [entry.statement for entry in best]
    return tuple(reported)


def of_promises(finding: Finding, records: Records) -> list[Point]:
    """What was promised, and beside it what is reported, each with its date."""
    index = records.index
    points = []
    for promise in promises(finding, records):
        used = [promise.title, *([promise.more] if promise.more else [])]
        source = dated_source(promise.title.passage, index)
        said, more = shortened(spoken(promise.title), 20), promise.more and shortened(spoken(promise.more), 13)
        points.append(point_of(rendered("point.jinja", form="promised", said=said, more=more, dated=source), used))
        points += [stated_point(spoken(entry), [entry], index, form="reported") for entry in promise.reported]
        if not promise.reported:
            points.append(Point(rendered("point.jinja", form="unreported"), points[-1].citations))
    return points
