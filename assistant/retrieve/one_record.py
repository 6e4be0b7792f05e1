"""What was searched for one activity → that activity alone: its field, its status, what became of it, what it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.query.types import FIELD_OF, AnswerType, Conditions, Operation, Query
from assistant.retrieve.described_record import Described
from assistant.retrieve.records import Records
from assistant.retrieve.structured import IN_NO_RECORD, records_found
from assistant.types import Finding, Reason, Verdict
from corpus.types import Activity
from index.retrieval.search import Hit

# What is asked of one activity where a subject says of which.
ASKED_OF_ONE = ("who", "when", "indicator", "follow_up", "status", "result", "plan_vs_followup")
# What the labelled field of an activity answers, however it is asked for.
_FIELD_OPERATION: dict[AnswerType, Operation] = {
    "unit": "who", "responsible": "who", "time": "when", "schedule": "when", "indicator": "indicator",
}  # fmt: skip
_LABELLED: tuple[AnswerType, ...] = ("responsible", "schedule", "indicator")
# Doubts that no record removes.
FIRM_DOUBTS: tuple[Reason, ...] = ("outside", "no_such_word", "another_year", "unknown_name")


def narrowed_to_record(finding: Finding, records: Records, describes: Callable[[], Described]) -> Finding:
    """What was searched for the field, the status or the result of one activity, narrowed to that activity.

    Where it is sure which record the question describes, that one answers, though a search alone was uncertain; what a
    search is sure of is narrowed to the record that is likeliest. A report stands for what it reports on, one on
    several plans for none of them. What is asked of several activities is left as it was found.
    """
    query, expected = finding.query, finding.query.need.answer
    of_one = query.operation in ASKED_OF_ONE or expected.kind in _FIELD_OPERATION or expected.of_one
    if not _is_searched(finding) or not (of_one or (finding.outcome == "answered" and query.operation == "find")):
        return finding
    meant = describes()
    if finding.outcome != "answered":
        return _answered_by(meant.sure, finding, records) if meant.sure else finding
    if not meant.sure and (expected.of_several or not of_one):
        return finding
    these = meant.sure or _likeliest(meant, finding) or _nearest(finding, records)
    if not these:
        return finding
    # What else was found stays beside it: another document may contradict the one that lies nearest.
    finding = replace(finding, activities=tuple(entry.id for entry in these))
    if query.operation == "status":
        return _status_of(these, finding, records) or finding
    field = FIELD_OF.get(query.operation)
    if field is None or query.operation in ("who", "when") or not any(getattr(entry, field) for entry in these):
        return finding
    shown = {passage.id for passage in records.evidence(these)}
    hits = tuple(hit for hit in finding.hits if hit.passage.id in shown)
    return replace(finding, way="records", hits=hits, grouping=None) if hits else finding


def _likeliest(described_record: Described, finding: Finding) -> tuple[Activity, ...]:
    """The likeliest record, where the search has found it too: else something else answers."""
    shown = {hit.passage.activity for hit in finding.hits}
    return tuple(entry for entry in described_record.activities[:1] if shown & {entry.id, *entry.followed_by})


def _nearest(finding: Finding, records: Records) -> tuple[Activity, ...]:
    """The record that lies nearest, or that is reported on there; none where several are."""
    activities = records.index.activities
    best = next((activities[hit.passage.activity] for hit in finding.hits if hit.passage.activity), None)
    if best is None or len(best.follows) > 1:
        return ()
    return (activities[best.follows[0]] if best.follows else best,)


def _is_searched(finding: Finding) -> bool:
    """Whether it was searched for, or nobody is sure to do what somebody is asked for who does it."""
    if finding.query.need.answer.details & IN_NO_RECORD or (finding.verdict and finding.verdict.reason in FIRM_DOUBTS):
        return False
    if finding.way == "compare":
        return finding.query.operation == "who" and finding.outcome in ("uncertain", "nothing_found")
    return finding.way == "search" and finding.coverage is None and finding.outcome != "ambiguous"


def _answered_by(activities: Sequence[Activity], finding: Finding, records: Records) -> Finding:
    """The answer of the records that are surely meant, where they have one."""
    query, answer = finding.query, finding.query.need.answer
    operation = _FIELD_OPERATION.get(answer.kind, query.operation) if query.operation == "find" else query.operation
    ids = tuple(entry.id for entry in activities)
    if operation == "status" and (status := _status_of(activities, finding, records)):
        return status
    if field := FIELD_OF.get(operation):
        asked = replace(query, operation=operation)
        if not any(getattr(entry, field) for entry in activities):  # the text may still say it
            return replace(_of_these(ids, asked, records), query=asked) if answer.kind in _LABELLED else finding
        return _shown(activities, replace(finding, query=asked, way="records"), records)
    if operation in ("status", "result", "plan_vs_followup") or answer.went:
        if operation != "plan_vs_followup" and not any(entry.followed_by or entry.results for entry in activities):
            return finding  # that nobody has reported on it is no result
        anything = replace(answer, kind="anything", nouns=(), words=frozenset())
        promised = replace(query, operation="plan_vs_followup", need=replace(query.need, answer=anything))
        return _shown(activities, replace(finding, query=promised, way="search"), records)
    if answer.kind != "anything" or answer.details:  # which the record may not say
        return finding
    return _shown(activities, replace(finding, way="search"), records)


def _shown(activities: Sequence[Activity], finding: Finding, records: Records) -> Finding:
    """These records as the answer; where no field of theirs is, the reports on them too."""
    searched = finding.way == "search"
    reports = [records.index.activities[report] for entry in activities for report in entry.followed_by if searched]
    hits = tuple(Hit(passage, 1.0) for passage in records.evidence([*activities, *reports]))
    return replace(
        finding, outcome="answered", verdict=Verdict("answered", "sentence_answers") if searched else None,
         coverage=None, comparison=(), hits=hits, near=(), activities=tuple(entry.id for entry in activities),
    )  # fmt: skip


def _of_these(activities: tuple[str, ...], query: Query, records: Records) -> Finding:
    return records_found(replace(query, topic=(), conditions=Conditions(activities=activities)), records)


def _status_of(activities: Sequence[Activity], finding: Finding, records: Records) -> Finding | None:
    """How far these are by the table, where a report says something of them."""
    decided = _of_these(tuple(entry.id for entry in activities), finding.query, records)
    known = any(entry.followed_by for entry in activities) and decided.outcome == "answered"
    return replace(decided, query=finding.query) if known else None
