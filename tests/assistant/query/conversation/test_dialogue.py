"""A turn and the query before → the query that is meant."""

import pytest

from assistant.query.conversation.dialogue import continued
from assistant.query.parse import Reader, parse
from assistant.query.types import Conditions, CountCondition

SEF = "serviceforvaltningen"
MKB = "mkb-fastighets-ab"
KUF = "kulturforvaltningen"
STK = "stadskontoret"
GRF = "grundskoleforvaltningen"


@pytest.mark.parametrize(
    ("turns", "operation", "conditions"),
    [
        (
            ("Vad har serviceförvaltningen åtagit sig under mål 3?", "Och mål 4?"),
            "list",
            Conditions(organisations=(SEF,), goals=(4,)),
        ),
        (
            ("Vad har serviceförvaltningen åtagit sig under mål 3?", "Och mål 4?", "Vad gör de andra?"),
            "list",
            Conditions(excluded_organisations=(SEF,), goals=(4,)),
        ),
        (
            ("Vad har stadskontoret under mål 2?", "och vilka har fler?"),
            "who_has",
            Conditions(goals=(2,), count=CountCondition("more", than=STK)),
        ),
        (
            ("Vad har serviceförvaltningen under mål 3?", "Samma för kultur", "och bara de i samverkan"),
            "list",
            Conditions(organisations=(KUF,), goals=(3,), kinds=("joint",)),
        ),
        (("Vilka har något under mål 2?", "och vilka har inget?"), "who_lacks", Conditions(goals=(2,))),
        (("Lista MKB:s aktiviteter under mål 3", "oavsett mål?"), "list", Conditions(organisations=(MKB,))),
        (
            ("vilken förvaltning har flest aktiviteter?", "och minst?"),
            "least",
            Conditions(excluded_organisations=(MKB,)),  # which is no förvaltning
        ),
        (("vilka aktiviteter har kultur?", "hur många är det?"), "count", Conditions(organisations=(KUF,))),
    ],
)  # fmt: skip
def test_a_turn_changes_the_query_before(
    turns: tuple[str, ...], operation: str, conditions: Conditions, reads: Reader
) -> None:
    """It adds, replaces, takes away, negates, asks of the others or asks something else."""
    query = parse(turns[0], reads)
    for turn in turns[1:]:
        query = continued(turn, query, reads)
    assert (query.operation, query.conditions) == (operation, conditions)


def test_the_others_are_asked_on_the_same_subject(reads: Reader) -> None:
    """Everyone but the one before, and the topic stays."""
    before = parse("Vad gör grundskolan mot hedersförtryck?", reads)
    query = continued("vilka andra gör det?", before, reads)
    assert (query.operation, query.topic) == ("who_has", ("hedersfortryck",))
    assert query.conditions.excluded_organisations == (GRF,)


def test_the_nth_of_a_list_is_pointed_at(reads: Reader) -> None:
    """By its id."""
    before = parse("Vad har serviceförvaltningen under mål 3?", reads)
    query = continued("Vem ansvarar för den andra?", before, reads, listed=("a", "b"))
    assert (query.operation, query.conditions) == ("who", Conditions((SEF,), activities=("b",)))


def test_a_turn_that_names_a_new_subject_starts_afresh(reads: Reader) -> None:
    """Nothing of the query before is left."""
    before = parse("Vad har serviceförvaltningen under mål 3?", reads)
    query = continued("En annan sak: vilken förvaltning har flest försenade aktiviteter?", before, reads)
    assert (query.operation, query.conditions) == (
        "most",
        Conditions(statuses=("delayed",), excluded_organisations=(MKB,)),
    )
