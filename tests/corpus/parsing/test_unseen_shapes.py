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


def test_brackets_name_who_is_responsible_where_nearly_all_titles_end_in_one() -> None:
    """Most of them name a body; then an office or a company that isn't known as one is read too."""
    found = read(
        HEAD + "## Mål 1: Trygghet\n\n**Åtgärder**\n\n1. Lysa upp gångvägar (gatuenheten)\n2. Rensa buskar "
        "(parkförvaltningen)\n3. Sätta upp skyltar (Ekby Vatten AB)\n4. Mäta trafiken (trafiknämnden)\n"
    )
    assert [(entry.title, entry.responsible) for entry in found.activities] == [
        ("Lysa upp gångvägar", "gatuenheten"),
        ("Rensa buskar", "parkförvaltningen"),
        ("Sätta upp skyltar", "Ekby Vatten AB"),
        ("Mäta trafiken", "trafiknämnden"),
    ]


def test_bracket_that_explains_a_word_names_nobody() -> None:
    """Few titles end so: what stands in the bracket is a part of the title."""
    found = read(
        HEAD + "## Mål 1: Trygghet\n\n**Åtgärder**\n\n1. Lysa upp gångvägar (parken)\n2. Rensa buskar\n"
        "3. Mäta trafiken\n4. Utbilda fler (krisenheten)\n"
    )
    assert [entry.title for entry in found.activities][3] == "Utbilda fler (krisenheten)"
    assert {entry.responsible for entry in found.activities} == {None}


def test_promises_to_citizens_hold_what_each_party_answers_for() -> None:
    """A promise over lists of who does what is a goal, and who the line over a list names is responsible."""
    promise = "Löfte {}\n{}\n\nPolisen ansvarar för att:\n- {}\n\nKommunen ansvarar för att:\n- {}\n\n"
    found = read(
        "Överenskommelse om trygghet\n\nSocialförvaltningen\n\n1. Bakgrund\n\nVi gör det här tillsammans.\n\n"
        + promise.format(1, "Trafiken ska bli lugnare", "mäta hastigheter", "bygga gupp")
        + promise.format(2, "Färre ska råka illa ut", "synas på kvällar", "lysa upp torget")
    )
    assert told(found) == [
        (1, "Trafiken ska bli lugnare", "mäta hastigheter", "Polisen", None),
        (1, "Trafiken ska bli lugnare", "bygga gupp", "Kommunen", None),
        (2, "Färre ska råka illa ut", "synas på kvällar", "Polisen", None),
        (2, "Färre ska råka illa ut", "lysa upp torget", "Kommunen", None),
    ]


def test_promise_with_fields_of_its_own_is_an_activity() -> None:
    """ "Löfte 1" heads no list of who does what."""
    found = read(HEAD + "## Mål 1: Trygghet\n\nLöfte 1: Vi ringer dig\nAnsvarig: Växeln\n\nLöfte 2: Vi svarar\n")
    assert [entry.title for entry in found.activities] == ["Vi ringer dig", "Vi svarar"]


def test_goal_stands_below_the_heading_of_its_area() -> None:
    """The plan calls what stands after "Mål:" its goal; the heading above names the area."""
    found = read(
        HEAD + "## Två områden\n\n### Läsning\nMål: Alla läser hemma och i\nskolan\n\n**Det här gör vi**\n\n"
        "- Vi ger böcker till alla.\n\n### Samtal\nMål: Alla blir hörda\n\n**Det här gör vi**\n\n- Vi bjuder in.\n"
    )
    assert [(entry.goal, entry.goal_title, entry.title) for entry in found.activities] == [
        (1, "Alla läser hemma och i skolan", "Vi ger böcker till alla."),
        (2, "Alla blir hörda", "Vi bjuder in."),
    ]


def test_sign_before_an_item_of_a_report_is_its_status() -> None:
    """By the legend; what else the item says without a label is its result, and no part of who is responsible."""
    found = read(
        "# Uppföljning\n\n| ✔ | Genomförd |\n|---|---|\n| ○ | Planerad |\n\n## Mål 1: Trygghet\n\n"
        "- ✔ Lysa upp gångvägar\n  Ansvarig: Gatuenheten\n  Lamporna sitter.\n"
        "- ○ Rensa buskar\n  Ansvarig: Parkenheten\n  12 platser är valda.\n",
        kind="follow-up",
    )
    assert [(entry.title, entry.status, entry.responsible, entry.results) for entry in found.activities] == [
        ("Lysa upp gångvägar", "completed", "Gatuenheten", "Lamporna sitter."),
        ("Rensa buskar", "planned", "Parkenheten", "12 platser är valda."),
    ]


def test_column_of_words_for_a_status_says_it_whatever_it_is_called() -> None:
    """ "Hur gick det?" over "Klart" and "På gång"; a comment beside it is the result."""
    found = read(
        "# Uppföljning\n\n## Mål 1: Trygghet\n\n| Aktivitet | Hur gick det? | Kommentar |\n|---|---|---|\n"
        "| Lysa upp | Klart | Lamporna sitter. |\n| Rensa | På gång | Halva parken. |\n",
        kind="follow-up",
    )
    assert [(entry.title, entry.status, entry.results) for entry in found.activities] == [
        ("Lysa upp", "completed", "Lamporna sitter."),
        ("Rensa", "ongoing", "Halva parken."),
    ]


def test_title_that_ends_in_years_is_whole() -> None:
    """ "år" isn't "är", after which a sentence goes on."""
    found = read(HEAD + "## Mål 1: Trygghet\n\n**1. Samtal med alla över 80 år**\n\nDe handlar om oro.\n\nAnsvar: HR\n")
    assert [entry.title for entry in found.activities] == ["Samtal med alla över 80 år"]


def test_numbers_far_to_the_right_count_the_pages_of_a_text() -> None:
    """They end pages, whose heads and feet are no part of what goes on over them."""
    page = "Ekby kommun | Trygghetsplan\n\n{}\n" + " " * 60 + "{}\n\n\n"
    filler = "\n".join(f"Det här är rad {i} av texten på sidan, som går på." for i in range(9))
    text = "".join(
        page.format(f"{filler}\n{last}", n)
        for n, last in ((2, ""), (3, "Aktiviteter\n• Kurser ges.\nAnsvarig: Rektor"), (4, "Tidplan: 2026"), (5, ""))
    )
    lines = split_lines(text)
    assert [line.sheet for line in lines if line.text.startswith("Ekby")] == [1, 2, 3, 4]


def test_organisation_in_bold_type_answers_for_the_list_below() -> None:
    """One of them is known by its name; the others stand as it does."""
    found = read(
        f"{HEAD}## Mål 1: Trygghet\n\n**Gatukontoret**\n\n- Lysa upp\n- Rensa\n\n**Parkenheten**\n\n- Öppna ett kafé\n"
        "\n**Nya insatser 2026**\n\n- Bygga om\n"
    )
    assert [(entry.title, entry.responsible) for entry in found.activities][:3] == [
        ("Lysa upp", "Gatukontoret"),
        ("Rensa", "Gatukontoret"),
        ("Öppna ett kafé", "Parkenheten"),
    ]
    assert "Nya insatser 2026" not in {entry.responsible for entry in found.activities}  # which is no body


def test_lone_row_of_one_cell_is_an_activity() -> None:
    """What heads the rows below it has its like further down, or is called a goal."""
    found = read(
        f"{HEAD}| Insats | Ansvarig | Tid |\n|---|---|---|\n| Lysa upp | | |\n"
        "| Rensa | Gata | 2026 |\n| Kurser | HR | 2027 |\n"
    )
    assert [(entry.title, entry.goal_title) for entry in found.activities] == [
        ("Lysa upp", None), ("Rensa", None), ("Kurser", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "goals"),
    [("**Mål 1: Trygghet**", "**Mål 2: Stöd**", [(1, "Trygghet"), (2, "Stöd")]),
     ("Trygga platser", "Stöd till alla", [(None, "Trygga platser"), (None, "Stöd till alla")])],
)  # fmt: skip
def test_row_of_one_filled_cell_heads_the_rows_below(
    first: str, second: str, goals: list[tuple[int | None, str]]
) -> None:
    """It names a goal, or stands first in a table whose other rows say more."""
    found = read(
        f"{HEAD}| Åtgärd | Ansvarig | Tid |\n|---|---|---|\n| {first} | | |\n| Lysa upp | Gata | 2026 |\n"
        f"| Rensa | Park | 2027 |\n| {second} | | |\n| Kafé | Bibliotek | 2027 |\n"
    )
    assert [(entry.goal, entry.goal_title) for entry in found.activities] == [goals[0], goals[0], goals[1]]


def test_rows_without_more_than_a_title_among_others_stay_activities() -> None:
    """The first row says more than its title."""
    found = read(
        f"{HEAD}| Åtgärd | Ansvarig | Tid |\n|---|---|---|\n| Lysa upp | Gata | 2026 |\n| Rensa | | |\n"
        "| Kafé | HR | 2027 |\n"
    )
    assert [entry.title for entry in found.activities] == ["Lysa upp", "Rensa", "Kafé"]


def test_dash_parts_who_and_when_from_a_title() -> None:
    """Two titles at least end so."""
    found = read(f"{HEAD}## Mål 1: Trygghet\n\n- Lysa upp – Gatukontoret, 2026\n- Rensa – Parkenheten, hösten 2027\n")
    assert told(found) == [
        (1, "Trygghet", "Lysa upp", "Gatukontoret", "2026"),
        (1, "Trygghet", "Rensa", "Parkenheten", "hösten 2027"),
    ]
