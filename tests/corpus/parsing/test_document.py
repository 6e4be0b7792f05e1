"""Plans of many shapes → the right owners, goals, kinds, titles, bodies and fields."""

import pytest

from corpus.parsing.activities.titles import Layout, cut
from corpus.parsing.document import Structure
from corpus.reading.files import split_lines
from eval.datasets.plans import organisation, read

LABELLED = """
Handlingsplan mot våld 2024
Socialförvaltningen
Antagen av socialnämnden 2023-05-22 § 87, dnr SN 2023/114
Ersätter: Handlingsplan 2019–2022, antagen 2019-03-25 § 41

Inledning

Planen har två mål:

Mål 1: Våldet ska förebyggas
Mål 2: Våldet ska upptäckas

Mål 1: Våldet ska förebyggas

Aktiviteter i samverkan

Aktivitet 1.1 Föräldrastöd ska erbjudas i hela kommunen
Kurserna ges varje termin. Det gäller särskilt:

• förstagångsföräldrar,
• föräldrar som är nya i Sverige.

Ansvarig: Enhetschef
Tidplan: Våren 2024, därefter
löpande
Indikator: Antal grupper
Uppföljning: Redovisas årligen
Status: Ej påbörjad

Aktivitet 1.2 Frågor om våld ska ställas till alla som söker
ekonomiskt bistånd
Ansvarig: Sektionschef

Mål 2: Våldet ska upptäckas

Inga aktiviteter under planperioden.

Uppföljning

Planen följs upp varje år.
"""


@pytest.fixture(scope="module")
def labelled() -> Structure:
    """A plan with labels, a list of goals, and a goal without activities."""
    return read(LABELLED)


def test_labelled_activity_has_title_body_and_fields(labelled: Structure) -> None:
    """No empty line stands between title and body, and one stands inside the body."""
    activity = labelled.activities[0]
    assert activity.title == "Föräldrastöd ska erbjudas i hela kommunen"
    assert (activity.goal, activity.kind, activity.number) == (1, "joint", "1.1")
    assert (activity.title_lines, activity.body_lines) == ((17, 17), (18, 28))
    assert activity.responsible == "Enhetschef"
    assert activity.timeline == "Våren 2024, därefter löpande"
    assert activity.indicator == "Antal grupper"
    assert activity.follow_up_planned == "Redovisas årligen"
    assert activity.results is None
    assert activity.status == "planned"


def test_status_has_the_passage_that_says_it(labelled: Structure) -> None:
    """A status without a source would be a guess; an activity that says nothing has neither."""
    first, second = labelled.activities
    text = "".join(line.source + "\n" for line in labelled.lines)
    start, end = (int(part) for part in (first.status_source or "").rsplit(".C", 1)[1].split("-"))
    assert "Status: Ej påbörjad" in text[start:end]
    assert (second.status, second.status_source) == (None, None)


def test_title_goes_on_over_the_line_it_was_broken_at(labelled: Structure) -> None:
    """A line that begins in small letters continues a title."""
    title = "Frågor om våld ska ställas till alla som söker ekonomiskt bistånd"
    assert labelled.activities[1].title == title


def test_goal_without_activities_is_kept_as_empty(labelled: Structure) -> None:
    """ "Inga aktiviteter" says so; the heading and the sentence are one section."""
    section = next(entry for entry in labelled.sections if entry.empty)
    assert (section.goal, section.lines) == (2, (34, 36))
    assert section.empty_kinds == ("city-wide", "joint", "own")


def test_list_of_goals_in_the_introduction_opens_no_goals(labelled: Structure) -> None:
    """The goals are listed on lines 10 and 11; their sections come later."""
    introduction = next(entry for entry in labelled.sections if entry.headings == ("Inledning",))
    assert (introduction.kind, introduction.lines) == ("background", (6, 11))


def test_cover_tells_when_and_by_number_the_plan_was_decided(labelled: Structure) -> None:
    """The plan that it replaces was decided on another day."""
    plan = labelled.plans[0]
    assert (plan.organisation, plan.decided, plan.diary_number) == (
        "socialförvaltningen",
        "2023-05-22",
        "SN 2023/114",
    )


def test_plan_that_says_no_date_has_none() -> None:
    """Unknown stays unknown."""
    plan = read("\nHandlingsplan\nSocialförvaltningen\n\nMål 1: Skydd\n\nEgna åtgärder\n\nÅtgärd 1: Boende\n").plans[0]
    assert (plan.decided, plan.diary_number, plan.status) == (None, None, None)


def test_owner_that_the_catalogue_does_not_know_is_none() -> None:
    """The plan is Räddningsnämnden's, whoever else it names."""
    found = read(
        "\nHandlingsplan 2024\nRäddningsnämnden\n\nInledning\n\nSocialförvaltningen samordnar arbetet.\n\n"
        "Mål 1: Skydd\n\nEgna åtgärder\n\nÅtgärd 1: Larm ska testas\n"
    )
    assert [plan.organisation for plan in found.plans] == [None]


def test_cover_opens_a_new_plan() -> None:
    """Two plans in one file; the second has one goal only, and it is the first's second."""
    found = read(
        """
Handlingsplan för trygghet 2024
Socialförvaltningen

Mål 1: Förebygga

Egna åtgärder

Åtgärd 1: Kurser ska ges

Mål 2: Upptäcka

Egna åtgärder

Åtgärd 2: Frågor ska ställas


Handlingsplan för trygghet 2024
Kulturförvaltningen
Beslutad av kulturnämnden 2024-03-06

Mål 2: Upptäcka

Egna åtgärder

Åtgärd 1: Personal ska utbildas
"""
    )
    assert [(plan.organisation, plan.lines) for plan in found.plans] == [
        ("socialförvaltningen", (1, 14)),
        ("kulturförvaltningen", (17, 25)),
    ]
    assert [(entry.plan, entry.goal) for entry in found.activities] == [
        ("plan.L1", 1),
        ("plan.L1", 2),
        ("plan.L17", 2),
    ]


def test_goals_may_have_neither_label_nor_number() -> None:
    """Headings of activities that begin again show that a goal has begun."""
    found = read(
        """
Handlingsplan 2024
Kulturnämnden

Trygga mötesplatser

Egna insatser

Insats 1 – Personalen ska gå en kurs

Kunskap om våld

Målet är att fler vet vart de kan vända sig.

Egna insatser

Insats 2 – Affischer ska sättas upp
"""
    )
    assert [(entry.goal, entry.goal_title, entry.title) for entry in found.activities] == [
        (None, "Trygga mötesplatser", "Personalen ska gå en kurs"),
        (None, "Kunskap om våld", "Affischer ska sättas upp"),
    ]


def test_numbered_headings_over_numbered_activities_are_goals() -> None:
    """2.1 stands under 2; the chapters before and after have no activities."""
    found = read(
        """
Handlingsplan
Socialförvaltningen

1 Bakgrund

Kommunen har en plan.

2 Våldet ska förebyggas

2.1 Kurser ska ges till alla
Kurserna ges varje termin.
Ansvarig: Enhetschef

2.2 Personal ska utbildas
Ansvarig: HR

3 Uppföljning

Planen följs upp.
"""
    )
    assert [(entry.goal, entry.number, entry.title, entry.body_lines) for entry in found.activities] == [
        (2, "2.1", "Kurser ska ges till alla", (11, 12)),
        (2, "2.2", "Personal ska utbildas", (15, 15)),
    ]


TABLES = {
    "tabs": "Åtgärd\tAnsvarig\tTidplan\tStatus\nUtbilda all personal\tHR\t2024\tPågående\n",
    "bars": "| Åtgärd | Ansvarig | Tidplan | Status |\n|---|---|---|---|\n"
    "| Utbilda all personal | HR | 2024 | Pågående |\n",
    "spaces": "Åtgärd           Ansvarig    Tidplan    Status\n"
    "Utbilda all      HR          2024       Pågående\npersonal\n",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_row_of_a_table_is_an_activity(table: str) -> None:
    """The first column is the title, the others are fields; columns stand apart in three ways."""
    found = read(f"\nHandlingsplan\nSocialförvaltningen\n\nMål 1: Kunskap\n\nEgna åtgärder\n\n{table}")
    (activity,) = found.activities
    assert activity.title == "Utbilda all personal"
    assert (activity.responsible, activity.timeline, activity.status) == ("HR", "2024", "ongoing")


def test_listed_activities_have_fields_in_running_text() -> None:
    """Each bullet opens an activity; bullets below it are body."""
    found = read(
        """
Handlingsplan
Socialförvaltningen

Mål 1: Kunskap

Egna åtgärder

• Skolan ska erbjuda grupper för alla som
  vill vara med.
  Teman är bland annat:
  – vänskap
  – samtycke
  Ansvarig: Rektor. Tidsplan: 2025. Mått: Antal deltagare
  och deras egen skattning.
• Alla ska få frågor om våld.
  Ansvarig: Skolsköterskor.
"""
    )
    first, second = found.activities
    assert (first.title, first.body_lines) == (
        "Skolan ska erbjuda grupper för alla som vill vara med.",
        (10, 14),
    )
    assert (first.responsible, first.timeline) == ("Rektor", "2025")
    assert first.indicator == "Antal deltagare och deras egen skattning"
    assert (second.title, second.responsible) == ("Alla ska få frågor om våld.", "Skolsköterskor")


def test_footer_inside_a_body_parts_nothing() -> None:
    """The body goes on after the page's end; the footer is no text of it."""
    found = read(
        """
Handlingsplan
Socialförvaltningen

Mål 1: Kunskap

Egna åtgärder

Aktivitet 1: Personal ska utbildas
Utbildningen tas fram tillsammans med

Handlingsplan mot våld     1(2)

skolan, så att kunskapen finns kvar.
Ansvarig: HR

Handlingsplan mot våld     2(2)
"""
    )
    (activity,) = found.activities
    assert activity.body_lines == (9, 14)
    assert activity.body == "Utbildningen tas fram tillsammans med\nskolan, så att kunskapen finns kvar.\nAnsvarig: HR"
    assert activity.pages == (1, 2)


def test_document_in_which_nothing_is_recognised_becomes_sections_with_a_warning() -> None:
    """A guideline has chapters and no plan; whoever adds it hears of it."""
    found = read("\nRiktlinje\n\n1. Syfte\n\nRiktlinjen ger stöd.\n\n2. Ansvar\n\nVarje chef ansvarar.\n")
    assert (found.plans, found.activities) == ((), ())
    assert [entry.headings for entry in found.sections][1:] == [("1. Syfte",), ("2. Ansvar",)]
    assert len(found.warnings) == 1


@pytest.mark.parametrize("text", ["", "\n", "Mål", "1(1)", "\x0c", "Innehåll\n\n1 ... 2"], ids=repr)
def test_scraps_are_read_without_error(text: str) -> None:
    """Whatever is added, nothing but sections may come of it."""
    assert read(text).activities == ()


def test_titles_without_bodies_and_with_full_stops_are_told_by_their_alternation() -> None:
    """Clean text has no fonts: the layout alone tells."""
    lines = split_lines("Dialog\n\nBolaget för dialog med polisen.\n\nUtbildning\n\nAlla utbildas, också om\n\nvåld.\n")
    groups = cut(lines, Layout(), preamble=False)
    assert [[line.number for line in group.title] for group in groups] == [[1], [5]]
    assert [[line.number for line in group.body] for group in groups] == [[3], [7, 9]]


def test_unknown_names_in_the_text_give_no_owner() -> None:
    """An organisation beside the catalogue's is not taken for one of them."""
    found = read(LABELLED, organisations=(organisation("Tekniska förvaltningen", "Tekniska nämnden"),))
    assert [plan.organisation for plan in found.plans] == [None]


def test_a_section_never_ends_before_it_begins() -> None:
    """Of a heading without a text, which what stands between the activities under the next one isn't joined to."""
    found = read("# Plan mot våld\n# Socialförvaltningen\n## 2. Hjälp\n\nSF, hösten 2026)\n## 2. Hjälp\n")
    assert [entry.lines for entry in found.sections if entry.lines[0] > entry.lines[1]] == []
