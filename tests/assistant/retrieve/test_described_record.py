"""The one record that a question describes in its own words; none where nothing is like it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.answer import Assistant
from assistant.query.filters import Filters, matcher
from assistant.query.types import Conditions
from assistant.retrieve.described_record import Described, candidates, described
from assistant.retrieve.structured import records_found


@pytest.fixture
def describes(assistant: Assistant) -> Callable[[str], Described]:
    """What a question describes."""

    def found(question: str) -> Described:
        (asked,) = assistant.parts(question)
        return described(asked, assistant.query(asked.text), assistant.records, matcher(Filters(), assistant.index))

    return found


def test_a_record_is_told_in_other_words(describes: Callable[[str], Described]) -> None:
    """By far the likeliest of all."""
    found = describes("Vem ansvarar för att undersöka om den som slår kan få flytta i stället för den utsatta?")
    assert found.activities[0].title.startswith("Förvaltningen ska undersöka vilka möjligheter det finns att flytta")
    assert found.likely[0] > 2 * found.likely[1]


@pytest.mark.parametrize("question", ["Vem sköter snöröjningen på cykelbanorna?", "Vad kostar det att hyra en kanot?"])
def test_what_no_record_is_about_describes_none(question: str, describes: Callable[[str], Described]) -> None:
    """None of them is an alternative like each."""
    assert describes(question).sure == ()


def test_they_and_none_of_them_add_up(describes: Callable[[str], Described]) -> None:
    """Likeliest first."""
    found = describes("Vem ansvarar för hembesöken?")
    assert 0 < sum(found.likely) < 1
    assert list(found.likely) == sorted(found.likely, reverse=True)


def test_only_what_meets_the_conditions_may_be_meant(assistant: Assistant) -> None:
    """Whose it is and under which goal binds."""
    (asked,) = assistant.parts("Vem hos MKB ansvarar för lathunden under mål 3?")
    among = candidates(
        asked, assistant.query(asked.text).vector, assistant.records, matcher(Filters(), assistant.index)
    )
    assert among
    assert {(entry.activity.organisation, entry.activity.goal) for entry in among} == {("mkb-fastighets-ab", 3)}


@pytest.mark.parametrize(
    "condition", [{"statuses": ("delayed",)}, {"excluded_organisations": ("mkb-fastighets-ab",)}, {"years": (2023,)}]
)
def test_every_other_condition_binds_too(condition: dict[str, Any], assistant: Assistant) -> None:
    """What doesn't meet a status, a year or an exception can't be what a question describes."""
    (asked,) = assistant.parts("Vem ansvarar för lathunden?")
    meant = replace(asked, conditions=replace(Conditions(goals=(3,)), **condition))
    listed = replace(meant, operation="list", topic=(), subject="activity")
    meeting = set(records_found(listed, assistant.records).activities)
    vector, every = assistant.query(asked.text).vector, matcher(Filters(), assistant.index)
    among = {entry.activity.id for entry in candidates(meant, vector, assistant.records, every)}
    assert among == meeting
    assert len(among) < len(candidates(asked, vector, assistant.records, every))


def test_a_promise_and_its_report_are_one(assistant: Assistant) -> None:
    """So that neither stands in the other's way."""
    undertakings = {entry.activity.id: entry for entry in assistant.records.undertakings}
    promised = next(entry for entry in assistant.records.commitments if entry.followed_by)
    assert set(assistant.records.rows(assistant.index.activities[promised.followed_by[0]])) <= set(
        undertakings[promised.id].rows
    )
    assert promised.followed_by[0] not in undertakings
