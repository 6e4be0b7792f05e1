"""What looks like a condition, a field or a range and is none: it is left to be searched for."""

import pytest

from assistant.query.parse import Reader, parse


@pytest.mark.parametrize(
    ("question", "goals"),
    [
        ("en jämförelse mellan mål 2 och mål 4", (2, 4)),
        ("Vad är skillnaden mellan ettan och fyran?", (1, 4)),
        ("Hur går det med mål 3 framåt?", (3,)),
        ("Vad har gjorts i mål 2 tidigare?", (2,)),
        ("Är till och med mål 3 klart?", (3,)),
    ],
)
def test_goals_that_are_named_by_themselves_are_no_range(question: str, goals: tuple[int, ...], reads: Reader) -> None:
    """Where they are compared, and where an adverb follows."""
    assert parse(question, reads).conditions.goals == goals


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("Vilket ansvar har socialnämnden?", "when"),
        ("var står det om skyddat boende", "status"),
        ("var står det att de måste hjälpa", "status"),
        ("hur vet man att man är utsatt", "indicator"),
        ("Hur märker man att någon blir slagen?", "indicator"),
    ],
)
def test_everyday_words_ask_for_no_field(question: str, operation: str, reads: Reader) -> None:
    """Though they begin as those that do."""
    assert parse(question, reads).operation != operation


def test_ages_are_no_number_of_activities(reads: Reader) -> None:
    """Nor who has so many."""
    query = parse("Vad finns för barn mellan 7 och 12 år?", reads)
    assert (query.conditions.count, query.operation) == (None, "find")


def test_a_beating_leaves_nobody_out(reads: Reader) -> None:
    """As "stryk" is what one does to an entry of a list as well."""
    query = parse("barn som får stryk, hos kulturförvaltningen", reads)
    assert query.conditions.excluded_organisations == ()
    assert query.conditions.organisations == ("kulturforvaltningen",)


def test_when_after_what_leads_to_a_question_asks_for_a_time(reads: Reader) -> None:
    """A clause of what is asked about doesn't."""
    assert parse("Berätta när de aktiviteter som MKB har ska vara klara", reads).operation == "when"
    assert parse("vad gör man när de unga blir hotade", reads).operation != "when"


def test_a_promise_is_told_by_any_verb(reads: Reader) -> None:
    """Also by one that begins as "vi" does."""
    assert "personalen" in parse("Personalen ska vidareutbildas. När är det klart?", reads).topic


@pytest.mark.parametrize(
    "question",
    [
        "Vi på MKB delar ut en broschyr till nya hyresgäster, vad heter den?",
        "Kulturförvaltningen ordnar teater för unga på biblioteken. Vad kallas det?",
    ],
)
def test_what_is_asked_of_something_else_defines_no_organisation(question: str, reads: Reader) -> None:
    """Though whose it is stands there."""
    assert parse(question, reads).operation != "define"
    assert parse("Vad är MKB för något?", reads).operation == "define"
