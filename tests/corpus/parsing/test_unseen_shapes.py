"""Shapes of strangers' documents: where their goals, fields and contents lists stand otherwise than elsewhere."""

import pytest

from corpus.parsing.cover import read_cover
from corpus.parsing.document import Structure
from corpus.reading.files import split_lines
from corpus.reading.printed.text_layer import fault_of_text
from corpus.restoration.restore import restore
from eval.datasets.plans import read

HEAD = "# Plan för trygghet\n\nSocialförvaltningen\n\n## Inledning\n\nPlanen gäller alla.\n\n"


def told(found: Structure) -> list[tuple[int | None, str | None, str, str | None, str | None]]:
    """The goal, its title, the title, responsible and time of each activity."""
    return [(a.goal, a.goal_title, a.title, a.responsible, a.timeline) for a in found.activities]


def test_contents_list_with_one_space_before_its_pages() -> None:
    """Its heading and pages that count on tell; what it names are the activities further down, not these lines."""
    found = read(
        "# Plan för trygghet\n\nSocialförvaltningen\n\n**Innehåll**\n\n1. Inledning 3\n\nMål 1: Skydd 3\n\n"
        "1.1 Kurser för chefer 3\n\n1.2 Nya rutiner 4\n\nMål 2: Stöd 4\n\n2.1 Samtal med barn 4\n\n# 1. Inledning\n\n"
        "Planen gäller alla.\n\n## Mål 1: Skydd\n\n**1.1 Kurser för chefer**\n\nAlla chefer går kursen.\n\n"
        "| Ansvarig | Tid |\n|---|---|\n| HR | 2026 |\n\n**1.2 Nya rutiner**\n\nDe skrivs om.\n\n| Ansvarig | Tid |\n"
        "|---|---|\n| Kansliet | 2027 |\n\n## Mål 2: Stöd\n\n**2.1 Samtal med barn**\n\nPå skolan.\n\n"
        "| Ansvarig | Tid |\n|---|---|\n| Skolan | 2028 |\n"
    )
    assert told(found) == [
        (1, "Skydd", "Kurser för chefer", "HR", "2026"),
        (1, "Skydd", "Nya rutiner", "Kansliet", "2027"),
        (2, "Stöd", "Samtal med barn", "Skolan", "2028"),
    ]


def test_square_brackets_say_who_and_perhaps_when() -> None:
    """What is counted for the whole goal, below its list, is no activity's indicator."""
    found = read(
        HEAD + "## Mål för tryggheten\n\n### Alla vågar gå ut\n\n* Lysa upp gångvägar [gatukontoret, 2026]\n"
        "* Rensa buskar [parkenheten]\n\n**Så mäter vi målet:**\n\n- antal trygga\n\n"
        "### Ingen är ensam\n\n* Öppna ett kafé [biblioteket, 2027]\n* Ringa äldre [hemtjänsten, löpande]\n"
    )
    assert told(found) == [
        (1, "Alla vågar gå ut", "Lysa upp gångvägar", "gatukontoret", "2026"),
        (1, "Alla vågar gå ut", "Rensa buskar", "parkenheten", None),
        (2, "Ingen är ensam", "Öppna ett kafé", "biblioteket", "2027"),
        (2, "Ingen är ensam", "Ringa äldre", "hemtjänsten", "löpande"),
    ]
    assert {entry.indicator for entry in found.activities} == {None}


@pytest.mark.parametrize(
    "lead", ["Så når vi målet:", "Insatser för att nå målet:", "Vi arbetar så här för att uppnå målen:"]
)
def test_list_of_what_is_done_for_a_goal_holds_activities(lead: str) -> None:
    """A lead-in that ends in "målet" tells how it is measured only where it says so."""
    found = read(f"{HEAD}## Mål 1: Trygghet\n\n{lead}\n\n- Lysa upp gångvägar\n- Rensa buskar\n")
    assert [entry.title for entry in found.activities] == ["Lysa upp gångvägar", "Rensa buskar"]


@pytest.mark.parametrize("lead", ["Så mäter vi målet:", "Indikatorer för målet:", "Så följer vi upp målet:"])
def test_list_of_how_a_goal_is_measured_holds_no_activities(lead: str) -> None:
    """It stands below the activities."""
    listed = "- Lysa upp gångvägar\n- Rensa buskar\n"
    found = read(f"{HEAD}## Mål 1: Trygghet\n\n{listed}\n{lead}\n\n- antal trygga\n")
    assert [entry.title for entry in found.activities] == ["Lysa upp gångvägar", "Rensa buskar"]


def test_goals_in_bold_type_over_lists() -> None:
    """The heading over them calls them goals, so they are counted; a heading after them ends the last."""
    found = read(
        HEAD + "## Planens mål\n\n**Vi ska ge unga inflytande.**\n\nDet saknas.\n\nDetta gör vi:\n\n"
        "- Ungdomsrådet yttrar sig.\n\n**Vi ska ge unga en fritid.**\n\nDetta gör vi:\n\n- Gården håller öppet.\n\n"
        "## Hur vi följer planen\n\nVarje år.\n"
    )
    assert [(entry.goal, entry.title) for entry in found.activities] == [
        (1, "Ungdomsrådet yttrar sig."),
        (2, "Gården håller öppet."),
    ]


def test_letters_are_counted() -> None:
    """As headings; areas without letter or number are not."""
    fields = "Ansvarig: HR\nTidpunkt: 2026\n\n"
    text = f"Mål A. Skydd\n\nÅtgärd A1: Kurser\n{fields}Mål B. Stöd\n\nÅtgärd B1: Samtal\n{fields}"
    assert [(entry.goal, entry.goal_title) for entry in read(HEAD + text).activities] == [(1, "Skydd"), (2, "Stöd")]


def test_of_two_columns_the_goal_is_the_one_called_so() -> None:
    """And it is counted, whatever the areas beside it are called."""
    found = read(
        HEAD + "| Fokusområde | Mål | Insats | Ansvarig |\n|---|---|---|---|\n| Hälsa | Fler rör sig | Kurser | HR |\n"
        "| Hälsa | Färre röker | Samtal | Skolan |\n| Miljö | Renare luft | Cyklar | HR |\n"
    )
    assert [(entry.goal, entry.goal_title) for entry in found.activities] == [
        (1, "Fler rör sig"),
        (2, "Färre röker"),
        (3, "Renare luft"),
    ]


def test_responsible_for_all_activities_of_a_goal() -> None:
    """A label says so once; the paragraph above it is no activity."""
    found = read(
        HEAD + "## Mål 1: Skydd\n\nMånga är rädda.\n\nAnsvarig för samtliga åtgärder under mål 1: HR\n\n"
        "### Åtgärder\n\n• Ge kurser.\n• Skriva rutiner.\n\n## Mål 2: Stöd\n\n### Åtgärder\n\n• Ringa äldre.\n"
    )
    assert told(found) == [
        (1, "Skydd", "Ge kurser.", "HR", None),
        (1, "Skydd", "Skriva rutiner.", "HR", None),
        (2, "Stöd", "Ringa äldre.", None, None),
    ]


def test_titles_over_two_headings_and_decisions_in_a_sentence() -> None:
    """And a title that ends in a board or a municipality is a title."""
    for text, title, decided in (
        (
            "# Handlingsplan mot våld\n\n# i nära relationer\n\nDnr KS 2025/1\n",
            "Handlingsplan mot våld i nära relationer",
            None,
        ),
        ("Tillgänglighetsplan för Ekby kommun\n\nGäller 2026–2030\n", "Tillgänglighetsplan för Ekby kommun", None),
        (
            "# Kulturplan\n\nKommunfullmäktige antog planen den 16 juni 2025.\n\n## Bakgrund\n\nText.\n",
            "Kulturplan",
            "2025-06-16",
        ),
    ):
        cover = read_cover(split_lines(text), {}, set())
        assert (cover.title, cover.decided) == (title, decided)


def test_table_goes_on_after_the_foot_and_head_of_two_pages() -> None:
    """Its head stands on the first page alone."""
    text = (
        HEAD + "## Mål 1: Skydd\n\n| Insats | Ansvarig |\n|---|---|\n| Kurser ges | HR |\n\nSid 1 (2)\n\f"
        "Ekby kommun, plan för trygghet\n\n| Rutiner skrivs | Kansliet |\n|---|---|\n| Rutan lagas | Skolan |\n"
    )
    assert [(entry.title, entry.responsible) for entry in read(text).activities] == [
        ("Kurser ges", "HR"),
        ("Rutiner skrivs", "Kansliet"),
        ("Rutan lagas", "Skolan"),
    ]


def test_dotted_leaders_are_no_damage() -> None:
    """A page with a contents list has more dots than letters, and its text is sound."""
    assert fault_of_text("Innehåll\n" + "".join(f"{n}. Mål och åtgärder{'.' * 80}{n}\n" for n in range(1, 9))) is None
    assert fault_of_text("#%&/ =?)( " * 20) is not None


def test_numbers_with_letters_are_no_misread_words() -> None:
    """The likes of "1a" to "3b" in a table's column of numbers leave a clean text as it is."""
    rows = [f"| {n}{letter} | Ge stöd åt barn och unga |" for n in (1, 2, 3) for letter in "abc"]
    assert [reading.text for reading in restore(["| Nr | Insats |", *rows])] == ["| Nr | Insats |", *rows]


def test_title_is_no_shorter_for_an_abbreviation_in_it() -> None:
    """Only a whole sentence before another is a title by itself."""
    found = read(
        HEAD + "## Mål 1: Trygghet\n\n- Samverka med bl.a. Region Skåne om våld. Ansvarig: HR. Klart: 2026\n"
        "- Lots. En lots anställs. Ansvarig: Rektor. Klart: 2027\n"
    )
    assert told(found) == [
        (1, "Trygghet", "Samverka med bl.a. Region Skåne om våld", "HR", "2026"),
        (1, "Trygghet", "Lots", "Rektor", "2027"),
    ]


def test_field_table_may_have_an_empty_last_cell() -> None:
    """As some programs write it, without spaces."""
    found = read(
        HEAD + "## Mål 1: Trygghet\n\n### Åtgärd 1.1 Kurser\n\n|Ansvarig|Tid|\n|---|---|\n|HR||\n\n"
        "### Åtgärd 1.2 Rutiner\n\n|Ansvarig|Tid|\n|---|---|\n||2027|\n"
    )
    assert told(found) == [
        (1, "Trygghet", "Kurser", "HR", None),
        (1, "Trygghet", "Rutiner", None, "2027"),
    ]
