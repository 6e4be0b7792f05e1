"""Questions that the records decide, in people's words → exactly the records; and those that only look like it."""

import pytest

from assistant.answer import Assistant
from tests.queries import ASF, FRI, FSF, FSKF, HVOF, MF, MKB, SEF, STK


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("Vilka har samverkansaktiviteter under mål 6?", [FSF, FSKF, FRI, MKB]),
        ("Vilken förvaltning har flest aktiviteter?", [ASF]),
        ("Vilka bolag ingår?", [MKB]),
    ],
)
def test_who_has_it_is_exact(question: str, has: list[str], assistant: Assistant) -> None:
    """All of them and nobody else, and decided."""
    coverage = assistant.answer(question).coverage
    assert coverage is not None
    assert (list(coverage.has), coverage.complete) == (has, True)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Vilka aktiviteter är klara?", 2),
        ("Vilka aktiviteter är påbörjade?", 2),
        ("Är några aktiviteter försenade?", 0),
        ("Vilka av miljöförvaltningens aktiviteter saknar indikator?", 3),
        ("Alla aktiviteter med ansvarig HR-enheten", 4),
        ("Lista alla utom MKB under mål 3", 18),
        ("Vilket mål har flest aktiviteter?", 33),
        ("Vad har Hälsa vård o omsorg åtagit sig unner mål 5?", 0),
        ("När ska MKB vara klar?", 9),
    ],
)
def test_the_set_is_exact(question: str, number: int, assistant: Assistant) -> None:
    """As many as the documents have."""
    assert len(assistant.answer(question).activities) == number


def test_goals_and_programmes_stand_beside_each_other(assistant: Assistant) -> None:
    """By their wordings."""
    goals = assistant.answer("Vad är skillnaden mellan mål 3 och mål 4?").summary.text
    assert "Verksamma i staden ska upptäcka våld" in goals
    assert "Staden erbjuder stöd utifrån den enskildes behov" in goals
    groups = {point.group for point in assistant.answer("Vad skiljer planen från kvinnofridsplanen?").summary.points}
    assert len(groups) == 2


@pytest.mark.parametrize(
    "question",
    [
        "Vilka badplatser sköter fritidsförvaltningen?",
        "Vilket diarienummer har MKB:s handlingsplan?",
        "Vem vann allsvenskan 2023?",
        "Vad står i stadskontorets handlingsplan för 2027–2030?",
        "När beslutades kulturnämndens handlingsplan?",
    ],
)
def test_what_no_document_says_is_no_question_for_all_there_is(question: str, assistant: Assistant) -> None:
    """However little is left besides whose it is."""
    answer = assistant.answer(question)
    assert answer.outcome in ("nothing_found", "uncertain")
    assert answer.activities == ()


def test_turns_change_what_was_asked(assistant: Assistant) -> None:
    """Another goal, everyone else, and the same for somebody else within one kind."""
    first = assistant.answer("Vad har serviceförvaltningen åtagit sig under mål 3?")
    fourth = assistant.answer("Och mål 4?", before=first.turn)
    assert len(fourth.activities) == 1
    others = assistant.answer("Vad gör de andra?", before=fourth.turn)
    owners = {assistant.index.activities[entry].organisation for entry in others.activities}
    assert len(others.activities) == 15
    assert SEF not in owners
    assert {ASF, FSF, HVOF, MF, STK} <= owners
