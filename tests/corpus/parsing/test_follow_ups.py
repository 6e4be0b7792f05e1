"""Reports on plans → items with their status, told from promises of a report."""

import pytest

from eval.datasets.plans import read


def test_report_is_told_from_a_promise_of_follow_up() -> None:
    """What has been done is results; how it will be followed up isn't."""
    found = read(
        """
Handlingsplan
Socialförvaltningen

Mål 1: Kunskap

Egna åtgärder

Personalen ska utbildas

Alla chefer går en kurs. Ansvar: HR. Uppföljning: Vartannat år.

Enheten har sedan 2022 utbildat 70 personer i hela kommunen.
"""
    )
    (activity,) = found.activities
    assert activity.follow_up_planned == "Vartannat år"
    assert activity.results == "Enheten har sedan 2022 utbildat 70 personer i hela kommunen."


def test_follow_up_has_items_with_status_from_what_it_says() -> None:
    """Only what is said of the whole activity is its status."""
    found = read(
        """
Uppföljning 2024
Socialförvaltningen

Mål 1: Kunskap

Aktivitet 1.1: Personal ska utbildas.
Beskrivning: Alla ska gå kursen.

Uppföljning
Aktiviteten är slutförd. Alla har gått kursen.

Aktivitet 1.2: Affischer ska sättas upp.

Uppföljning
En affisch är klar och fler är på gång.
""",
        kind="follow-up",
    )
    first, second = found.activities
    assert {entry.kind for entry in found.activities} == {"follow-up"}
    assert (first.status, first.results) == ("completed", "Aktiviteten är slutförd. Alla har gått kursen.")
    assert (second.status, second.results) == (None, "En affisch är klar och fler är på gång.")


REPORT = "# Uppföljning av plan för trygghet 2025\n\nSocialförvaltningen\n\n## Inledning\n\nHär redovisas läget.\n\n"


@pytest.mark.parametrize("item", ["- {} – {}\n", "- {} ({})\n"], ids=["dash", "bracket"])
def test_status_ends_the_items_of_a_report(item: str) -> None:
    """What stands before it is the title."""
    found = read(
        f"{REPORT}## Mål 1: Trygghet\n\n" + item.format("Lysa upp", "genomförd") + item.format("Rensa", "ej påbörjad"),
        kind="follow-up",
    )
    assert [(entry.title, entry.status) for entry in found.activities] == [
        ("Lysa upp", "completed"),
        ("Rensa", "planned"),
    ]


def test_lists_of_a_report_stand_below_their_status() -> None:
    """Below a goal as below headings of their own."""
    under = read(f"{REPORT}## Mål 1: Trygghet\n\nGenomfört:\n- Lysa upp\n\nPågår:\n- Rensa\n", kind="follow-up")
    headed = read(
        f"{REPORT}## Genomförda åtgärder\n\n- Lysa upp\n\n## Pågående åtgärder\n\n- Rensa\n", kind="follow-up"
    )
    for found in (under, headed):
        assert [(entry.title, entry.status) for entry in found.activities] == [
            ("Lysa upp", "completed"),
            ("Rensa", "ongoing"),
        ]
