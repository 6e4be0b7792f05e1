"""What was searched for one activity → that activity alone; nothing where several are asked for, or none is sure."""

from dataclasses import replace

import pytest

from assistant.answer import Assistant
from assistant.compose.structural.records import text_of_records
from assistant.query.answer_type import expected_answer
from assistant.query.types import AnswerType, Conditions, ExpectedAnswer, InformationNeed, Query
from assistant.retrieve.described_record import Described
from assistant.retrieve.one_record import narrowed_to_record
from assistant.types import Finding, Reason, Verdict
from corpus.types import Activity
from index.retrieval.search import Hit


def searched(operation: str, *activities: Activity, assistant: Assistant, **conditions: object) -> Finding:
    """A search that was answered with all that shows these activities, best first."""
    query = Query(operation, conditions=Conditions(**conditions), topic=("utbildning",))  # type: ignore[arg-type]
    hits = tuple(Hit(passage, 1.0) for entry in activities for passage in assistant.records.evidence([entry]))
    return Finding(query, "search", "answered", hits=hits, activities=tuple(entry.id for entry in activities))


def nobody() -> Described:
    """No record is sure to be meant."""
    return Described()


def of_several(finding: Finding) -> Finding:
    need = InformationNeed(answer=ExpectedAnswer(of_several=True, of_records_named=True))
    return replace(finding, query=replace(finding.query, need=need))


def test_the_evidence_is_of_the_one_activity(assistant: Assistant) -> None:
    """Where its field answers, what shows another stays out."""
    first, second = [entry for entry in assistant.records.commitments if entry.indicator][:2]
    found = narrowed_to_record(searched("indicator", first, second, assistant=assistant), assistant.records, nobody)
    assert found.activities == (first.id,)
    assert found.hits
    assert {hit.passage.activity for hit in found.hits} == {first.id}


def test_what_is_asked_of_several_is_left(assistant: Assistant) -> None:
    """Neither is a comparison of all organisations thrown away for one of them."""
    found = searched("who", *assistant.records.commitments[:2], assistant=assistant)
    for several in (of_several(found), replace(found, way="compare")):
        assert narrowed_to_record(several, assistant.records, nobody) == several


def test_a_plural_of_the_subject_names_no_several_records(assistant: Assistant) -> None:
    """ "När ska buskarna klippas?" is asked of one, "när genomförs aktiviteterna?" of several."""
    found = searched("when", *assistant.records.commitments[:2], assistant=assistant)
    for question, several in (("När ska buskarna klippas ner?", False), ("När ska insatserna göras?", True)):
        asked = replace(found, query=replace(found.query, need=InformationNeed(answer=expected_answer(question))))
        assert (narrowed_to_record(asked, assistant.records, nobody) == asked) == several


def test_a_report_on_several_plans_stands_for_none_of_them(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which of them is meant it doesn't say."""
    plans = assistant.records.commitments[:2]
    report = next(entry for entry in assistant.index.activities.values() if entry.follows)
    both = replace(report, follows=tuple(entry.id for entry in plans))
    monkeypatch.setitem(assistant.index.activities, report.id, both)
    found = searched("status", report, assistant=assistant)
    assert narrowed_to_record(found, assistant.records, nobody) == found


def doubtful(operation: str, record: Activity, assistant: Assistant) -> Finding:
    """What a search isn't sure of."""
    return replace(searched(operation, record, assistant=assistant), outcome="uncertain")


def test_a_record_that_is_surely_meant_answers_what_a_search_is_unsure_of(assistant: Assistant) -> None:
    """By its field alone; and what is asked of none that is sure stays uncertain."""
    record = next(entry for entry in assistant.records.commitments if entry.responsible)
    unsure = doubtful("who", record, assistant)
    assert narrowed_to_record(unsure, assistant.records, nobody) == unsure
    found = narrowed_to_record(unsure, assistant.records, lambda: Described(sure=(record,)))
    assert (found.way, found.outcome, found.activities) == ("records", "answered", (record.id,))


@pytest.mark.parametrize(("kind", "outcome"), [("responsible", "answered"), ("who", "uncertain")])
def test_a_record_without_the_field_says_so_where_that_is_asked_for(
    kind: AnswerType, outcome: str, assistant: Assistant
) -> None:
    """ "Vem är ansvarig?" is answered by that none is stated; who leads a course the text may say."""
    record = next(entry for entry in assistant.records.commitments if not entry.responsible)
    unsure = doubtful("who", record, assistant)
    need = InformationNeed(answer=ExpectedAnswer(kind=kind))
    unsure = replace(unsure, query=replace(unsure.query, need=need))
    found = narrowed_to_record(unsure, assistant.records, lambda: Described(sure=(record,)))
    assert found.outcome == outcome
    assert (found == unsure) == (outcome == "uncertain")
    if outcome == "answered":
        assert "anger ingen ansvarig" in text_of_records(found, assistant.records)


def test_what_another_passage_answers_is_not_narrowed_to_a_record(assistant: Assistant) -> None:
    """The likeliest record is the one only where the search has found it too."""
    first, other = [entry for entry in assistant.records.commitments if not entry.followed_by][:2]
    found = searched("who", first, assistant=assistant)
    narrowed = narrowed_to_record(found, assistant.records, lambda: Described(activities=(other,), likely=(0.1,)))
    assert narrowed.activities == (first.id,)


def test_that_nobody_has_reported_is_no_result(assistant: Assistant) -> None:
    """The promise alone is not what became of it."""
    record = next(entry for entry in assistant.records.commitments if not entry.followed_by and not entry.results)
    unsure = doubtful("result", record, assistant)
    assert narrowed_to_record(unsure, assistant.records, lambda: Described(sure=(record,))) == unsure


def test_what_became_of_it_is_said_beside_the_promise(assistant: Assistant) -> None:
    """The report that follows it up is shown with it."""
    record = next(entry for entry in assistant.records.commitments if entry.followed_by)
    found = narrowed_to_record(
        doubtful("result", record, assistant), assistant.records, lambda: Described(sure=(record,))
    )
    assert found.query.operation == "plan_vs_followup"
    assert {hit.passage.activity for hit in found.hits} >= {record.id, *record.followed_by}


@pytest.mark.parametrize("reason", ["unknown_name", "another_year"])
def test_a_record_removes_no_doubt_about_a_name_or_a_year(reason: Reason, assistant: Assistant) -> None:
    """Which record is meant says nothing of what no document has."""
    record = next(entry for entry in assistant.records.commitments if entry.responsible)
    unsure = replace(doubtful("who", record, assistant), verdict=Verdict("uncertain", reason))
    assert narrowed_to_record(unsure, assistant.records, lambda: Described(sure=(record,))) == unsure


def test_what_no_record_has_a_field_for_is_not_answered_by_one(assistant: Assistant) -> None:
    """A clock time is no time plan."""
    record = next(entry for entry in assistant.records.commitments if entry.timeline)
    unsure = doubtful("when", record, assistant)
    need = InformationNeed(answer=ExpectedAnswer(details=frozenset({"clock"})))
    unsure = replace(unsure, query=replace(unsure.query, need=need))
    assert narrowed_to_record(unsure, assistant.records, lambda: Described(sure=(record,))) == unsure


@pytest.mark.parametrize(
    ("question", "one", "several"),
    [
        ("I vilken aktivitet nämns hedersvåld?", True, False),
        ("I vilken förvaltning finns utbildning om hedersvåld?", False, False),
        ("Är utbildningen för cheferna klar?", True, False),
        ("Är utbildningarna om hedersvåld klara?", False, True),
        ("Vem på socialförvaltningen ansvarar för utbildningarna?", False, True),
        ("Vem ansvarar för utbildningar om hedersrelaterat våld?", False, True),
        ("Vad är status för alla utbildningar om hedersvåld?", False, True),
    ],
)
def test_one_is_told_from_several(question: str, one: bool, several: bool) -> None:
    """Where organisations or a plural are asked for, no one activity is."""
    expected = expected_answer(question)
    assert (expected.of_one, expected.of_several) == (one, several)
