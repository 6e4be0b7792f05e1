"""Plans whose activities no heading announces: told by labels, brackets, questions and sentences in them."""

from dataclasses import replace

import pytest

from corpus.parsing.document import Structure
from eval.datasets.plans import organisation, read

HEAD = "Handlingsplan\nSocialförvaltningen\n\n"


def fields(found: Structure) -> list[tuple[str | None, str, str | None, str | None]]:
    """The number, title, responsible and timeline of each activity."""
    return [(entry.number, entry.title, entry.responsible, entry.timeline) for entry in found.activities]


LABELLED = {
    "bold behind bullets": "- **Åtgärd 1.1:** Kurser ges. Ansvarig: HR. Klart: 2026.\n"
    "- **Åtgärd 1.2:** Frågor ställs. Ansvarig: Chef. Tid: Q2 2026.\n",
    "bold with a full stop, emphasis": "- **Insats 1.1.** Kurser ges. *Ansvarig:* HR. *Klart:* 2026.\n"
    "- **Insats 1.2.** Frågor ställs. _Ansvarig:_ Chef. _När:_ Q2 2026.\n",
    "bold with a dash, nested": "* **Aktivitet 1.1** – Kurser ges\n  * Ansvarig: HR\n  * Tidplan: 2026\n"
    "* **Aktivitet 1.2** – Frågor ställs\n  * Ansvarig: Chef\n  * Tidsram: Q2 2026\n",
    "capitals and nr": "ÅTGÄRD NR 1.1 - Kurser ges\nAnsvarig: HR\nTid: 2026\n\n"
    "Åtagande nr. 1.2: Frågor ställs\nAnsvarig: Chef\nTidsram: Q2 2026\n",
    "wrapped": "• Åtgärd 1.1: Kurser ges. Ansvarig: HR.\n  Klart: 2026.\n"
    "• Åtgärd 1.2: Frågor\n  ställs. Ansvarig: Chef. Klart: Q2 2026.\n",
}


@pytest.mark.parametrize("text", LABELLED.values(), ids=LABELLED.keys())
def test_label_opens_an_activity_behind_bullets_and_bold_type(text: str) -> None:
    """The fields may stand on the title's own line."""
    assert fields(read(f"{HEAD}## Mål 1: Skydd\n\nVåld är vanligt.\n\n{text}")) == [
        ("1.1", "Kurser ges", "HR", "2026"),
        ("1.2", "Frågor ställs", "Chef", "Q2 2026"),
    ]


ASKED = {
    "lines": "Vad: Kurser ges\nVem: HR\nNär: 2026\n\nVad: Frågor ställs\nVem: Chef\nNär: 2027\n",
    "longer": "Vad ska göras: Kurser ges\nVem ansvarar: HR\nNär: 2026\n\nVad ska göras: Frågor\nställs\n"
    "Vem ansvarar: Chef\nNär: 2027\n",
    "bold bullets": "- **Vad:** Kurser ges\n- **Vem:** HR\n- **När:** 2026\n\n- **Vad:** Frågor ställs\n"
    "- **Vem:** Chef\n- **När:** 2027\n",
}


@pytest.mark.parametrize("text", ASKED.values(), ids=ASKED.keys())
@pytest.mark.parametrize("goal", ["Mål 1: Skydd", "Prioriterat område: Skydd"])
def test_question_for_what_opens_an_activity(text: str, goal: str) -> None:
    """A table's columns, one under another."""
    found = read(f"{HEAD}{goal}\n\n{text}")
    assert [entry.goal_title for entry in found.activities] == ["Skydd", "Skydd"]
    assert fields(found) == [(None, "Kurser ges", "HR", "2026"), (None, "Frågor ställs", "Chef", "2027")]


def test_question_for_what_inside_a_labelled_activity_is_body() -> None:
    """The label above it is the activity's."""
    found = read(f"{HEAD}Mål 1: Skydd\n\nÅtgärd 1: Kurser\nVad: Alla går en kurs\nVem: HR\n")
    assert fields(found) == [("1", "Kurser", "HR", None)]


BRACKETS = """
1. Skydd

Skydd behövs.

• Kurser ges (SF, 2025–2026)
• Frågor ställs av alla som
  tar emot besök (SF och HR, löpande)

2. Stöd

• Grupper startas (Chef; senast hösten 2026)

3. Uppföljning av planen

Planen följs upp (varje år).
"""


def test_bracket_at_the_end_says_who_and_when() -> None:
    """And the numbered headings over such lists are goals; the chapter after them isn't."""
    found = read(HEAD + BRACKETS)
    assert [(entry.goal, entry.goal_title) for entry in found.activities] == [(1, "Skydd")] * 2 + [(2, "Stöd")]
    assert fields(found) == [
        (None, "Kurser ges", "SF", "2025–2026"),
        (None, "Frågor ställs av alla som tar emot besök", "SF och HR", "löpande"),
        (None, "Grupper startas", "Chef", "senast hösten 2026"),
    ]


@pytest.mark.parametrize(
    "bracket", ["(Chef)", "(2025)", "(se bilaga 2, sidan 4)", "(bland annat skola, polis)"], ids=str
)
def test_other_brackets_say_neither_who_nor_when(bracket: str) -> None:
    """They stay in the title."""
    found = read(
        f"{HEAD}Mål 1: Skydd\n\n• Kurser ges (SF, 2025)\n• Rutin finns (SF, 2026)\n• Grupper startas {bracket}\n"
    )
    assert fields(found)[-1] == (None, f"Grupper startas {bracket}", None, None)


def test_one_bracket_alone_may_be_a_reference() -> None:
    """It is no habit of the plan."""
    found = read(f"{HEAD}Mål 1: Skydd\n\nÅtgärd 1: Följa råden i Våga se (Socialstyrelsen, 2024)\nAnsvarig: HR\n")
    assert fields(found) == [("1", "Följa råden i Våga se (Socialstyrelsen, 2024)", "HR", None)]


def test_references_before_the_plans_time_are_no_activities() -> None:
    """What a list cites describes the goal; the plan begins in 2023."""
    found = read(f"{HEAD}Mål 1: Skydd\n\n- Var femte utsätts (Brå, 2019)\n- Barn drabbas (Socialstyrelsen, 2021)\n")
    assert found.activities == ()


def test_lists_before_a_heading_of_activities_describe_the_goal() -> None:
    """Where headings announce the activities, nothing else holds any."""
    found = read(
        f"{HEAD}Mål 1: Skydd\n\n- Skolan når alla. Rektor ansvarar.\n- Jouren är öppen (Jouren, löpande)\n\n"
        "Det gäller alla. Socialnämnden ansvarar.\n\nÅtgärder\n\n- Kurser ges\n- Frågor ställs\n"
    )
    assert [entry.title for entry in found.activities] == ["Kurser ges", "Frågor ställs"]


def test_paragraph_that_says_who_is_responsible_is_an_activity() -> None:
    """Its first sentence is the title; a paragraph that says it of nobody in particular describes the goal."""
    found = read(
        f"{HEAD}Mål 1: Stöd\n\nVi ansvarar.\n\nMål 2: Skydd\n\n"
        "Barn erbjuds samtal inom två veckor. Barnenheten ansvarar för det.\n\n"
        "Boenden ses över.\nDet görs varje år. Ansvarig är stabschefen.\n"
    )
    assert [(entry.goal, entry.title, entry.responsible) for entry in found.activities] == [
        (2, "Barn erbjuds samtal inom två veckor", "Barnenheten"),
        (2, "Boenden ses över.", "stabschefen"),
    ]


STATUSES = [
    ("Genomfört. Alla har gått kursen.", "completed"),
    ("Klart.", "completed"),
    ("Pågår enligt plan. Två är kvar.", "ongoing"),
    ("Ej påbörjad.", "planned"),
    ("Försenat. Lokalen är inte färdig.", "delayed"),
    ("Status: 🟢 Klart", "completed"),
    ("Status: 🔴", None),
    ("Klara besked har getts till alla.", None),
    ("Delvis av tidsbrist har få gått kursen.", None),
    ("Ej genomförd.", None),
]


@pytest.mark.parametrize(("said", "status"), STATUSES, ids=[entry[0] for entry in STATUSES])
def test_first_sentence_of_a_follow_up_may_be_a_status(said: str, status: str | None) -> None:
    """Only one that says nothing else; a colour without a word says nothing that is known."""
    found = read(f"Uppföljning\nSocialförvaltningen\n\nMål 1: Skydd\n\nInsats 1.1: Kurser\n{said}\n", kind="follow-up")
    assert [entry.status for entry in found.activities] == [status]


def test_goal_column_has_numbers_and_letters_of_goals() -> None:
    """An empty cell has the goal above it."""
    found = read(
        f"{HEAD}| Prioriterat område | Insats | Ansvarig | Tidplan |\n|---|---|---|---|\n"
        "| 1. Skydd | Kurser ges | HR | 2025 |\n|  | Frågor ställs | Chef | 2026 |\n"
        "| 2 Stöd | Grupper startas | Chef | – |\n| C) Hjälp | Jouren är öppen | Chef | – |\n"
    )
    goals = [(entry.goal, entry.goal_title) for entry in found.activities]
    assert goals == [(1, "Skydd"), (1, "Skydd"), (2, "Stöd"), (None, "Hjälp")]
    assert fields(found)[-1] == (None, "Jouren är öppen", "Chef", None)


@pytest.mark.parametrize("head", ["Mål", "Övergripande mål", "Strategiskt mål", "Prioriterat mål"])
def test_goal_stands_in_the_column_that_says_so(head: str) -> None:
    """Beside one of areas."""
    found = read(
        f"{HEAD}| Fokusområde | {head} | Insats | Ansvarig |\n|---|---|---|---|\n"
        "| Skolan | Alla trivs | Kurser ges | HR |\n| Vården | Ingen väntar | Grupper startas | Chef |\n"
    )
    goals = [(entry.goal, entry.goal_title) for entry in found.activities]
    assert goals == [(1, "Alla trivs"), (2, "Ingen väntar")]


def test_name_of_an_organisation_opens_its_plan_where_goals_begin_again() -> None:
    """Alone on its line, as a heading or not."""
    goals = "## Mål 1: Skydd\n\n- Åtgärd 1: Kurser ges. Ansvarig: HR.\n\n"
    found = read(f"# Handlingsplaner 2025\n\n# Socialförvaltningen\n\n{goals}# Kulturförvaltningen\n\n{goals}")
    assert [(plan.organisation, plan.lines[0]) for plan in found.plans] == [
        ("socialförvaltningen", 1),
        ("kulturförvaltningen", 9),
    ]


COVERS = ["Räddningsnämnden, Ekby kommun", "Räddningsnämnden i Ekby kommun", "Ekby kommun, räddningsnämnden"]


@pytest.mark.parametrize("cover", COVERS)
def test_unknown_board_beside_its_municipality_leaves_the_owner_unknown(cover: str) -> None:
    """Whoever else the plan names."""
    found = read(
        f"Handlingsplan\n\n{cover}\n\nInledning\n\nSocialförvaltningen samordnar.\n\nMål 1: Skydd\n\nÅtgärd 1: Larm\n"
    )
    assert [plan.organisation for plan in found.plans] == [None]


def test_organisation_of_another_municipality_owns_no_plan_here() -> None:
    """Each municipality has its own socialnämnd; the document is Sandvik's."""
    other = replace(organisation("Socialförvaltningen", "Socialnämnden"), municipality="Ekby kommun")
    found = read(f"{HEAD}Mål 1: Skydd\n\nÅtgärd 1: Larm\n", organisations=(other,))
    assert [plan.organisation for plan in found.plans] == [None]


@pytest.mark.parametrize(("line", "title_ends"), [("Rutinen skrivs om", 6), ("Arbetet ses över med stöd av", 7)])
def test_title_may_end_with_a_particle_before_a_new_sentence(line: str, title_ends: int) -> None:
    """ "Den" begins a sentence, "Brottsofferjouren" may go on with one."""
    below = "Den gamla är från 2016." if title_ends == 6 else "Brottsofferjouren"
    found = read(f"{HEAD}Mål 1: Skydd\n\nÅtgärd 1: {line}\n{below}\nAnsvarig: HR\n")
    assert [entry.title_lines for entry in found.activities] == [(6, title_ends)]
