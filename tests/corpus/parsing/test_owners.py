"""Whose the plans of a file are, where no cover says it: who acts in each."""

import pytest

from corpus.parsing.owners import genitive_owner, owners, several_names
from corpus.reading.files import split_lines
from corpus.types import Catalogue
from eval.datasets.plans import CULTURE, SOCIAL, catalogue, organisation

SCHOOL = organisation("Skolavdelningen", "Skolnämnden")
CULTURE_AND_LEISURE = organisation("Kultur- och fritidsförvaltningen", "Kultur- och fritidsnämnden")
TECHNICAL = organisation("Gatukontoret", "Tekniska nämnden")
EXECUTIVE = organisation("Kommunkontoret", "Kommunstyrelsen")


def owner(text: str, known: Catalogue) -> str | None:
    """Whose the first of two plans is, the second being another's whom the catalogue doesn't know."""
    lines = split_lines(f"{text}\nAlla hjälps åt.")
    return owners([lines[:-1], lines[-1:]], [[], []], [], known)[0]


@pytest.mark.parametrize(
    "text",
    [
        "I samband med detta ska socialnämnden starta grupper.",
        "Till hösten startar socialförvaltningen en grupp.",
        "Insatserna genomförs av socialförvaltningen.",
        "Från i år har socialnämnden en rutin.",
    ],
)
def test_owner_is_the_one_who_acts(text: str) -> None:
    """A preposition further up in the sentence is of another word, and a passive names who acts after "av"."""
    assert owner(text, catalogue(SOCIAL, CULTURE)) == "socialförvaltningen"


@pytest.mark.parametrize(
    "text",
    [
        "Grupper startas tillsammans med kultur- och fritidsnämnden och socialnämnden.",
        "Resultatet lämnas till kommunstyrelsen.",
        "Resultatet lämnas till tekniska nämnden.",
        "Planen är framtagen med stöd av socialförvaltningen.",
    ],
)
def test_who_is_worked_with_or_reported_to_owns_nothing(text: str) -> None:
    """Right after the preposition, as one of two too."""
    assert owner(text, catalogue(SOCIAL, CULTURE_AND_LEISURE, TECHNICAL, EXECUTIVE)) is None


def test_department_is_named_as_a_board_is() -> None:
    """In the genitive, beside another, and where it is only worked with."""
    assert genitive_owner("Skolavdelningens handlingsplan") == "Skolavdelningen"
    assert several_names("Skolavdelningen och kulturavdelningen") == ["Skolavdelningen", "kulturavdelningen"]
    assert owner("Grupper startas med skolavdelningen.", catalogue(SOCIAL, SCHOOL)) is None
