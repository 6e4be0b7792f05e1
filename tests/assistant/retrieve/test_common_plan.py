"""A plan of the whole municipality, which no organisation owns → its records are answered with."""

import pytest

from assistant.answer import Assistant
from corpus.new_catalogue import make_catalogue
from index.build import load_or_build
from index.embedding.embedder import Embedder

PLAN = """# Handlingsplan mot våld 2024–2026

Antagen av kommunfullmäktige 2023-11-20

## Mål 1: Utsatta får skydd

### Aktivitet 1.1: Jourtelefon dygnet runt

Telefonen bemannas av socialjouren.

Ansvarig: Socialnämnden
Tidplan: 2024

### Aktivitet 1.2: Utbildning för all personal

Alla går grundutbildningen.

Ansvarig: Socialnämnden och utbildningsnämnden
Tidplan: 2025

## Mål 2: Våldet förebyggs

### Aktivitet 2.1: Kampanj mot våld

Kampanjen riktas till gym.

Ansvarig: Kommunikatör
"""
REPORT = """# Uppföljning av handlingsplan mot våld 2024–2026

Socialförvaltningen

## Mål 1: Utsatta får skydd

### Aktivitet 1.1: Jourtelefon dygnet runt

Status: Genomförd
Resultat: Telefonen öppnade i augusti.

### Aktivitet 1.2: Utbildning för all personal

Status: Försenad
Resultat: Hälften har gått.

## Mål 2: Våldet förebyggs

### Aktivitet 2.1: Kampanj mot våld

Status: Försenad
Resultat: Kampanjen görs nästa år.
"""
PHONE, COURSE, CAMPAIGN = "Jourtelefon dygnet runt", "Utbildning för all personal", "Kampanj mot våld"


@pytest.fixture(scope="module")
def ekby(tmp_path_factory: pytest.TempPathFactory, tiny: Embedder) -> Assistant:
    """An assistant for the plan and the report on it, as they are taken in."""
    folder = tmp_path_factory.mktemp("ekby")
    (folder / "plan.md").write_text(PLAN, encoding="utf-8")
    (folder / "uppfoljning.md").write_text(REPORT, encoding="utf-8")
    make_catalogue(folder, "Ekby kommun")
    index = load_or_build(folder, tmp_path_factory.mktemp("data"), tiny)
    return Assistant(index, tiny)


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        pytest.param("Vilka aktiviteter finns?", [PHONE, COURSE, CAMPAIGN], id="all"),
        pytest.param("Vilka aktiviteter är försenade?", [COURSE, CAMPAIGN], id="status"),
        pytest.param("Vilka aktiviteter finns under mål 2?", [CAMPAIGN], id="goal"),
        pytest.param("Vilka aktiviteter saknar tidplan?", [CAMPAIGN], id="missing"),
        pytest.param("Vad har socialnämnden åtagit sig?", [PHONE, COURSE], id="board"),
        pytest.param("Vilka aktiviteter har utbildningsnämnden?", [COURSE], id="board-with-another"),
    ],
)
def test_records_of_a_plan_without_an_organisation_are_answered_with(
    ekby: Assistant, question: str, titles: list[str]
) -> None:
    """They are held by those whom their fields name; the rest is the whole municipality's."""
    answer = ekby.answer(question)
    assert answer.outcome == "answered"
    assert [ekby.index.activities[entry].title for entry in answer.activities] == titles


def test_what_nobody_holds_is_counted_as_the_municipalitys(ekby: Assistant) -> None:
    """And isn't said to be together with what the boards have."""
    assert ekby.answer("Hur många aktiviteter finns?").summary.text == (
        "Det finns tre aktiviteter, räknat på handlingsplanernas 3 egna och gemensamma aktiviteter: "
        "socialnämnden 2, utbildningsnämnden 1, Ekby kommun 1."
    )


def test_the_plan_is_called_nobodys(ekby: Assistant) -> None:
    """An activity that a board answers for stands in the municipality's plan, not in one of the board's own."""
    said = ekby.answer("Vad gör socialnämnden med jourtelefonen?").summary.text
    assert "socialnämndens handlingsplan" not in said


def test_anyone_reports_on_the_plan_of_all(ekby: Assistant) -> None:
    """A report by another organisation than the one that answers for an activity is joined to it."""
    activities = [entry for entry in ekby.index.collection.activities if entry.kind != "follow-up"]
    assert [len(entry.followed_by) for entry in activities] == [1, 1, 1]
