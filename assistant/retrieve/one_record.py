"""What was searched for one activity → that activity alone: its field, its status, what became of it."""

from dataclasses import replace

from assistant.query.types import FIELD_OF, Conditions
from assistant.retrieve.records import Records
from assistant.retrieve.structured import records_found
from assistant.types import Finding
from corpus.types import Activity
from index.retrieval.search import Hit

# What is asked of one activity where a subject says of which.
_OF_ONE = ("who", "when", "indicator", "follow_up", "status", "result")
_MOST = 0.5  # of the words of a subject that a record has to say


def narrowed_to_record(found: Finding, records: Records) -> Finding:
    """What was searched for the field, the status or the result of one activity, narrowed to that activity.

    A report that was found stands for what it reports on; one on several plans for none of them. Where the record has
    the field, the record answers, and so it does where a search alone is uncertain but the question names whose it is
    or under which goal, and the record says what it is. What is asked of several activities is left as it was found.
    """
    operation, expected = found.query.operation, found.query.need.answer
    if found.way != "search" or found.coverage or expected.of_several:
        return found
    if found.outcome == "uncertain" and operation in _OF_ONE:
        return _answered_by_record(found, records)
    if found.outcome != "answered" or not (operation in _OF_ONE or expected.of_one):
        return found
    activities = records.index.activities
    best = next((activities[hit.passage.activity] for hit in found.hits if hit.passage.activity), None)
    if best is None or len(best.follows) > 1:
        return found
    meant = activities[best.follows[0]] if best.follows else best
    # What else was found stays beside it: another document may contradict the one that lies nearest.
    found = replace(found, activities=(meant.id,))
    if operation == "status":
        return _status_of(meant, found, records)
    field = FIELD_OF.get(operation)
    if field is None or operation in ("who", "when") or not getattr(meant, field):
        return found
    shown = {passage.id for passage in records.evidence([meant])}
    hits = tuple(hit for hit in found.hits if hit.passage.id in shown)
    return replace(found, way="records", hits=hits, grouping=None)


def _status_of(activity: Activity, found: Finding, records: Records) -> Finding:
    """How far one activity is by the table, where a report says something of it; else what was found."""
    decided = records_found(replace(found.query, topic=(), conditions=Conditions(activities=(activity.id,))), records)
    known = activity.followed_by and decided.outcome == "answered"
    return replace(decided, query=found.query) if known else found


def _answered_by_record(found: Finding, records: Records) -> Finding:
    """The field or the status of a record that was found near, and alone says most of the words of the subject.

    Of those only that meet every condition of the question, which has to name whose or under which goal: among all
    there are a record may say the words best by chance.
    """
    query, c = found.query, found.query.conditions
    if not (c.organisations or c.goals):
        return found
    listed = replace(query, operation="list", subject="activity", quantifier="which", group_by=None, topic=())
    meeting = set(records_found(listed, records).activities)
    shares = records.coverage(query.topic)
    meant = [at for at, entry in enumerate(records.commitments) if entry.id in meeting]
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
