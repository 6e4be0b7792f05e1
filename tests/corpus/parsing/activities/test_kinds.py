"""What an activity says of itself → its kind, where no heading says it."""

import pytest

from corpus.parsing.activities.kinds import stated_kind
from eval.datasets.plans import read

SAID = [
    ("Fem lägenheter ska lämnas", "Insatsen genomförs i samverkan med socialförvaltningen.", "joint"),
    ("En lathund", "Lathunden tas fram gemensamt med socialförvaltningen.", "joint"),
    ("Ett forum", "Forumet planeras tillsammans med polisen och regionen.", "joint"),
    ("Rutin i samverkan med lönecentrum", None, "joint"),
    ("Skolan och socialtjänsten ska i samverkan införa samrådstider", None, "joint"),
    ("Boksamtal", "Samtalen hålls av bibliotekarien tillsammans med klassens lärare.", None),
    ("Teater", "Pjäsen tas fram tillsammans med eleverna.", None),
    ("En rutin för samverkan ska tas fram", None, None),
    ("Personal ska utbildas", "Kursen ges i maj.\nAnsvarig: HR\nMått: Antal. Görs i samverkan med HR.", None),
    ("Webbutbildning", "Insatsen gäller hela kommunen och står i samtliga nämnders planer.", "city-wide"),
    ("Kurser", "Beskrivning: Kursen ges tillsammans med polisen.\nAnsvarig: HR", "joint"),
    ("Möten", "Ansvarig: HR\nSamverkan: Polisen", "joint"),
    ("Möten", "Ansvarig: HR\nSamverkan: Nej", None),
    ("Webbutbildning", "Åtgärden står i samtliga nämnders handlingsplaner.", "city-wide"),
    ("En riktlinje som gäller hela kommunen ska tas fram", None, None),
    ("Alla chefer ska utbildas", "Kursen riktar sig till chefer i samtliga nämnder.", None),
]


@pytest.mark.parametrize(("title", "body", "kind"), SAID, ids=[str(entry[1] or entry[0]) for entry in SAID])
def test_kind_is_what_the_text_says_of_the_activity(title: str, body: str | None, kind: str | None) -> None:
    """Partners are others than those who work there and those whom it is for; the first sentences count."""
    assert stated_kind(title, body) == kind


def test_heading_decides_over_the_text() -> None:
    """The kommun has its own sense of what is joint."""
    found = read(
        """
Handlingsplan
Socialförvaltningen

Mål 1: Kunskap

Egna åtgärder

Åtgärd 1: En lathund ska tas fram
Lathunden tas fram gemensamt med skolan.
"""
    )
    assert [entry.kind for entry in found.activities] == ["own"]


@pytest.mark.parametrize("heading", ["", "Åtgärder\n\n"], ids=["no heading", "heading of no kind"])
def test_text_decides_where_no_heading_says_a_kind(heading: str) -> None:
    """ "Åtgärder" tells nothing of who takes part."""
    found = read(
        f"""
Handlingsplan
Socialförvaltningen

Mål 1: Kunskap

{heading}Åtgärd 1: En lathund ska tas fram
Lathunden tas fram gemensamt med skolan.

Åtgärd 2: Personal ska utbildas
Ansvarig: HR
"""
    )
    assert [entry.kind for entry in found.activities] == ["joint", "own"]


def test_field_decides_over_the_text() -> None:
    """A column or a label for the kind is the plan's own word."""
    found = read(
        "Handlingsplan\nSocialförvaltningen\n\nMål 1: Kunskap\n\n| Nr | Aktivitet | Typ | Ansvarig |\n"
        "|---|---|---|---|\n| 1 | Kurs | Kommunövergripande | HR |\n"
        "| 2 | Rutin i samverkan med polisen | Egen | Chef |\n"
    )
    assert [entry.kind for entry in found.activities] == ["city-wide", "own"]
