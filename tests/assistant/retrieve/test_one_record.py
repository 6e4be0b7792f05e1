"""What was searched for one activity → that activity alone; nothing where several are asked for, or none is sure."""

from dataclasses import replace

import pytest

from assistant.answer import Assistant
from assistant.query.answer_type import expected_answer
from assistant.query.types import Conditions, ExpectedAnswer, InformationNeed, Query
from assistant.retrieve.one_record import narrowed_to_record
from assistant.types import Finding
from corpus.types import Activity
from index.retrieval.search import Hit


def searched(operation: str, *activities: Activity, assistant: Assistant, **conditions: object) -> Finding:
    """A search that was answered with all that shows these activities, best first."""
    query = Query(operation, conditions=Conditions(**conditions), topic=("utbildning",))  # type: ignore[arg-type]
    hits = tuple(Hit(passage, 1.0) for entry in activities for passage in assistant.records.evidence([entry]))
    return Finding(query, "search", "answered", hits=hits, activities=tuple(entry.id for entry in activities))


def of_several(finding: Finding) -> Finding:
    need = InformationNeed(answer=ExpectedAnswer(of_several=True))
    return replace(finding, query=replace(finding.query, need=need))


def test_the_evidence_is_of_the_one_activity(assistant: Assistant) -> None:
    """Where its field answers, what shows another stays out."""
    first, second = [entry for entry in assistant.records.commitments if entry.indicator][:2]
    found = narrowed_to_record(searched("indicator", first, second, assistant=assistant), assistant.records)
    assert found.activities == (first.id,)
    assert found.hits
    assert {hit.passage.activity for hit in found.hits} == {first.id}


def test_what_is_asked_of_several_is_left(assistant: Assistant) -> None:
    """Neither is a comparison of all organisations thrown away for one of them."""
    found = searched("who", *assistant.records.commitments[:2], assistant=assistant)
    for several in (of_several(found), replace(found, way="compare")):
        assert narrowed_to_record(several, assistant.records) == several


def test_a_report_on_several_plans_stands_for_none_of_them(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which of them is meant it doesn't say."""
    plans = assistant.records.commitments[:2]
    report = next(entry for entry in assistant.index.activities.values() if entry.follows)
    both = replace(report, follows=tuple(entry.id for entry in plans))
    monkeypatch.setitem(assistant.index.activities, report.id, both)
    found = searched("status", report, assistant=assistant)
    assert narrowed_to_record(found, assistant.records) == found


def test_a_doubt_about_all_there_is_stays_one(assistant: Assistant) -> None:
    """Whose or under which goal has to be named, and every other condition holds."""
    record = next(entry for entry in assistant.records.commitments if entry.organisation and entry.responsible)
    owners, goals = (record.organisation or "",), (record.goal or 0,)
    words = tuple(record.title.lower().split())
    doubtful = replace(searched("who", record, assistant=assistant), outcome="uncertain")
    doubtful = replace(doubtful, query=replace(doubtful.query, topic=words))
    assert narrowed_to_record(doubtful, assistant.records) == doubtful
    for met, outcome in (
        (Conditions(organisations=owners), "answered"),
        (Conditions(goals=goals, excluded_organisations=owners), "uncertain"),
        (Conditions(organisations=owners, excluded_kinds=(record.kind,)), "uncertain"),
        (Conditions(organisations=owners, statuses=("delayed",)), "uncertain"),
    ):
        asked = replace(doubtful, query=replace(doubtful.query, conditions=met))
        assert narrowed_to_record(asked, assistant.records).outcome == outcome


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
