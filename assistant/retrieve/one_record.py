"""What was searched for one activity → that activity alone: its field, its status, what became of it."""

from dataclasses import replace

from assistant.query.types import Conditions
from assistant.retrieve.records import Records
from assistant.retrieve.statement import FIELD_OF
from assistant.retrieve.structured import records_found
from assistant.types import Finding
from corpus.types import Activity
from index.retrieval.search import Hit

# What is asked of one activity where a subject says of which.
_OF_ONE = ("who", "when", "indicator", "follow_up", "status", "result")
_MOST = 0.5  # of the words of a subject that a record has to say


def of_one(found: Finding, records: Records) -> Finding:
    """What was searched for the field, the status or the result of one activity: that activity alone.

    A report that was found stands for what it reports on. Where the record has the field, the record answers, and
    so it does where a search alone is uncertain but the question names whose it is and the record says what it is.
    """
    operation = found.query.operation
    if operation in _OF_ONE and (found.outcome == "uncertain" or (found.way == "compare" and operation in FIELD_OF)):
        return _of_named_record(found, records)
    of_one = operation in _OF_ONE or found.query.need.answer.of_one
    if found.way != "search" or found.outcome != "answered" or found.coverage or not of_one:
        return found
    activities = records.index.activities
    best = next((activities[hit.passage.activity] for hit in found.hits if hit.passage.activity), None)
    if best is None:
        return found
    meant = best.follows[0] if best.follows else best.id
    found = replace(found, activities=(meant,))
    if operation == "status":
        return _status_of(activities[meant], found, records)
    field = FIELD_OF.get(operation)
    if field is None or operation in ("who", "when") or not getattr(activities[meant], field):
        return found
    shown = {passage.id for passage in records.evidence([activities[meant]])}
    hits = tuple(hit for hit in found.hits if hit.passage.id in shown)
    return replace(found, way="records", hits=hits, grouping=None)


def _status_of(activity: Activity, found: Finding, records: Records) -> Finding:
    """How far one activity is by the table, where a report says something of it; else what was found."""
    decided = records_found(replace(found.query, topic=(), conditions=Conditions(activities=(activity.id,))), records)
    known = activity.followed_by and decided.outcome == "answered"
    return replace(decided, query=found.query) if known else found


def _of_named_record(found: Finding, records: Records) -> Finding:
    """The field or the status of a record that was found near, and alone says most of the words of the subject."""
    query, c = found.query, found.query.conditions
    shares = records.coverage(query.topic)
    meant = [
        at for at, entry in enumerate(records.commitments)
        if (not c.organisations or entry.organisation in c.organisations) and (not c.goals or entry.goal in c.goals)
    ]  # fmt: skip
    most = max((shares[at] for at in meant), default=0.0)
    saying = [records.commitments[at] for at in meant if shares[at] == most]
    activities = records.index.activities
    near = [activities[hit.passage.activity] for hit in found.hits if hit.passage.activity]
    if len(saying) != 1 or most < _MOST:
        return found
    (record,) = saying
    if not any(record.id in (entry.id, *entry.follows) for entry in near):
        return found
    field = FIELD_OF.get(query.operation)
    if not (getattr(record, field) if field else record.followed_by):
        return found
    if query.operation == "status":
        return _status_of(record, found, records)
    shown = records.evidence([record, *(activities[entry] for entry in record.followed_by if not field)])
    return replace(
        found, way="records" if field else "search", outcome="answered", verdict=None, coverage=None, comparison=(),
        hits=tuple(Hit(passage, 1.0) for passage in shown), activities=(record.id,),
    )  # fmt: skip
