"""Small plans in shapes that municipalities use → goals, activities and sections, as written by hand."""

import pytest

from corpus.parsing.document import Structure
from eval.datasets.plans import read

HEAD = "Handlingsplan\nSocialförvaltningen\n\n"


def titles(found: Structure) -> list[tuple[int | str | None, str | None, str]]:
    """The goal (its title where it has no number), number and title of each activity."""
    return [(entry.goal or entry.goal_title, entry.number, entry.title) for entry in found.activities]


def test_part_of_a_goal_is_a_heading_and_no_activity() -> None:
    """Its lines stay in sections, and what says that there is nothing is kept as empty."""
    found = read(
        HEAD
        + """
Mål 1 Våldet ska förebyggas

1.1 Delmål: Normer utmanas

1.1.1 Boksamtal ska hållas
Ansvarig: Biblioteket

Delmål 1.2 Barn känner till sina rättigheter

1.2.1 Elever ska få information om lagen
Ansvarig: Elevhälsan

Mål 2 Våldet ska upptäckas

2.1 Delmål: Unga får hjälp tidigt

Inga insatser i denna plan.
"""
    )
    assert titles(found) == [
        (1, "1.1.1", "Boksamtal ska hållas"),
        (1, "1.2.1", "Elever ska få information om lagen"),
    ]
    assert [(entry.lines, entry.goal, entry.empty) for entry in found.sections[1:]] == [
        ((5, 7), 1, False),
        ((12, 12), 1, False),
        ((17, 21), 2, True),
    ]


def test_part_of_a_goal_may_show_by_its_number_alone() -> None:
    """1.1 stands right over 1.1.1."""
    found = read(
        HEAD
        + """
Mål 1 Våldet ska förebyggas

1.1 Normer utmanas

1.1.1 Boksamtal ska hållas
Ansvarig: Biblioteket

1.1.2 Grupper ska startas
Ansvarig: Fritid
"""
    )
    assert titles(found) == [(1, "1.1.1", "Boksamtal ska hållas"), (1, "1.1.2", "Grupper ska startas")]


def test_part_of_a_goal_without_activities_leaves_the_goal_with_some() -> None:
    """Only a goal with nothing in any of its parts is empty."""
    found = read(
        HEAD
        + """
Mål 1 Våldet ska förebyggas

Delmål 1.1 Normer utmanas

Inga insatser.

Delmål 1.2 Unga får stöd

1.2.1 Grupper ska startas
Ansvarig: Fritid
"""
    )
    assert [entry.empty for entry in found.sections] == [False] * len(found.sections)


LISTED = (
    HEAD
    + """
Vårt uppdrag

Bolaget har formulerat tre egna mål:

• Hyresgäster ska våga bry sig
• Medarbetare ska få stöd
• Entreprenörer ska ha samma förhållningssätt

Hyresgäster ska våga bry sig

Insats: Policyn ska sättas upp i alla trapphus
Affischen ska handla om:

• vart man ringer,
• vad man kan göra.

Ansvar: Samordnare.

Medarbetare ska få stöd

Under planperioden ska vi:

• Ta fram en rutin för chefer
  Ansvarig: HR
• Se över skyddet av
  kontaktuppgifter

Arbetet leds av HR.

Entreprenörer ska ha samma förhållningssätt

Så följer vi upp

Varje år.
"""
)


def test_goals_of_a_list_are_headings_where_they_stand_again() -> None:
    """They have neither word nor number; one of them has nothing under it."""
    found = read(LISTED)
    assert [(entry.goal, entry.goal_title) for entry in found.activities] == [
        (None, "Hyresgäster ska våga bry sig"),
        (None, "Medarbetare ska få stöd"),
        (None, "Medarbetare ska få stöd"),
    ]
    (empty,) = [entry for entry in found.sections if entry.empty]
    assert empty.headings == ("Entreprenörer ska ha samma förhållningssätt",)


def test_promised_list_has_an_activity_a_bullet() -> None:
    """Bullets in the body of a labelled activity are none; a paragraph after the list is a section."""
    found = read(LISTED)
    assert [(entry.title, entry.responsible) for entry in found.activities] == [
        ("Policyn ska sättas upp i alla trapphus", "Samordnare"),
        ("Ta fram en rutin för chefer", "HR"),
        ("Se över skyddet av kontaktuppgifter", None),
    ]
    after = next(line.number for line in found.lines if line.text == "Arbetet leds av HR.")
    assert after in {entry.lines[0] for entry in found.sections}


def test_listed_headings_of_an_introduction_open_no_goals() -> None:
    """The labelled goals after them are the plan's."""
    found = read(
        HEAD
        + """
Inledning

Programmet har två mål:

• Våldet förebyggs
• Våldet upptäcks

Våldet förebyggs

Det handlar om normer.

Våldet upptäcks

Det handlar om frågor.

Mål 1: Förebygga

Åtgärd 1: Kurser ska ges

Mål 2: Upptäcka

Åtgärd 2: Frågor ska ställas
"""
    )
    assert titles(found) == [(1, "1", "Kurser ska ges"), (2, "2", "Frågor ska ställas")]
    assert len(found.plans) == 1


GOALS = {
    "caption over the goal": "Mål:\nSkydd\n\nÅtgärder:\n1. Kurser ska ges\n2. Grupper ska startas\n\n"
    "Mål:\nStöd\n\nÅtgärder:\n1. Frågor ska ställas\n\nUppföljning\n\nVarje år.\n",
    "caption before the goal": "Målsättning: Skydd\n\nÅtgärd 1: Kurser ska ges\nAnsvarig: HR\n\n"
    "Åtgärd 2: Grupper ska startas\n\nMålsättning: Stöd\n\nÅtgärd 1: Frågor ska ställas\n",
    "caption after an empty line": "## Mål\n\nSkydd\n\n### Åtgärder\n\n1. Kurser ska ges\n2. Grupper ska startas\n"
    "\n## Mål\n\nStöd\n\n### Åtgärder\n\n1. Frågor ska ställas\n",
    "heading of the goal alone": "## Skydd\n\n### Åtgärder\n\n1. Kurser ska ges\n2. Grupper ska startas\n\n"
    "## Stöd\n\n### Åtgärder\n\n1. Frågor ska ställas\n\n## Uppföljning\n\nVarje år.\n",
}


@pytest.mark.parametrize("text", GOALS.values(), ids=GOALS.keys())
def test_goals_without_numbers_have_their_titles(text: str) -> None:
    """The title stands after the caption, below it, or by itself; what is called a goal is counted."""
    found = read(HEAD + text)
    assert [(entry.goal_title, entry.number, entry.title) for entry in found.activities] == [
        ("Skydd", "1", "Kurser ska ges"),
        ("Skydd", "2", "Grupper ska startas"),
        ("Stöd", "1", "Frågor ska ställas"),
    ]


def test_goal_that_an_activity_names_is_no_heading() -> None:
    """ "Mål:" is one of its fields there."""
    found = read(
        HEAD
        + "Fokusområde 1: Skydd\n\nÅtgärd 1: Kurser ska ges\n\nMål: Fler vet\n\nAnsvarig: HR\n\n"
        + "Åtgärd 2: Frågor ska ställas\n\nMål: Fler frågar\n\nAnsvarig: Chef\n"
    )
    assert titles(found) == [(1, "1", "Kurser ska ges"), (1, "2", "Frågor ska ställas")]


ACTIVITIES = {
    "title of the goal below its number": "Strategi 1\nSkydd\n\nÅtgärder:\n• Kurser ska ges\n• Frågor ska ställas\n",
    "promise without a colon": "Mål 1: Skydd\n\nDet här ska vi göra\n\n- Kurser ska ges\n- Frågor ska ställas\n",
    "bold titles": "## Mål 1: Skydd\n\n**Kurser ska ges**\n\nDe ges i maj. Alla får gå.\n\n**Ansvarig:** HR\n\n"
    "**Frågor ska ställas**\n\nDe ställs av alla.\n",
    "Markdown headings": "## Mål 1: Skydd\n\nMålet är brett.\n\n### Kurser ska ges\n\nDe ges i maj.\n\n"
    "**Ansvarig:** HR\n\n### Frågor ska ställas\n\n**Ansvarig:** Chef\n",
    "table of questions": "Mål 1: Skydd\n\n| Vad? | Vem? | När? | Hur följs det upp? |\n|---|---|---|---|\n"
    "| Kurser ska ges | HR | 2024 | I bokslutet |\n| Frågor ska ställas | Chef | 2025 | Stickprov |\n",
}


@pytest.mark.parametrize("text", ACTIVITIES.values(), ids=ACTIVITIES.keys())
def test_activities_without_labels_are_told(text: str) -> None:
    """By their list, their type, their level or their table."""
    assert [(entry.goal, entry.goal_title, entry.title) for entry in read(HEAD + text).activities] == [
        (1, "Skydd", "Kurser ska ges"),
        (1, "Skydd", "Frågor ska ställas"),
    ]


def test_table_of_questions_has_fields() -> None:
    """Who, when, and how it is followed up."""
    first, _ = read(HEAD + ACTIVITIES["table of questions"]).activities
    assert (first.responsible, first.timeline, first.follow_up_planned) == ("HR", "2024", "I bokslutet")


@pytest.mark.parametrize(("label", "number"), [("A1.", "A1"), ("A1", "A1"), ("A1:", "A1"), ("1a)", "1a"), ("1)", "1")])
def test_number_before_a_title_is_no_part_of_it(label: str, number: str) -> None:
    """Letters and digits, with or without a sign after them."""
    found = read(HEAD + f"Mål 1: Skydd\n\n{label} Kurser ska ges\nDe ges i maj.\nAnsvarig: HR\n")
    assert titles(found) == [(1, number, "Kurser ska ges")]


def test_fields_after_a_title_on_its_own_line_are_no_part_of_it() -> None:
    """Each activity is one line."""
    found = read(
        HEAD
        + "Mål 1: Skydd\n\nÅtgärder:\n1) Kurser ska ges. Ansvarig: HR. Tidplan: 2024.\n"
        + "2) Frågor ska ställas. Ansvarig: Chef.\n"
    )
    assert [(entry.title, entry.responsible, entry.timeline) for entry in found.activities] == [
        ("Kurser ska ges", "HR", "2024"),
        ("Frågor ska ställas", "Chef", None),
    ]


LISTS = {
    "nothing but bullets": "Mål 1: Skydd\n\n• Kurser ska ges\n• Grupper ska startas\n\nMål 2: Stöd\n\n"
    "• Frågor ska ställas\n",
    "bullets and promises": "Mål 1: Skydd\n\nSenast 2025 ska vi\n\n- Kurser ska ges\n- Grupper ska startas\n\n"
    "Mål 2: Stöd\n\n- Frågor ska ställas\n",
    "nothing but numbers": "Mål 1: Skydd\n\n1. Kurser ska ges\n2. Grupper ska startas\n\nMål 2: Stöd\n\n"
    "3. Frågor ska ställas\n",
    "parts of goals": "Mål 1: Skydd\n\nDelmål 1: Alla vet\n\nAktiviteter:\n• Kurser ska ges\n\nDelmål 2: Alla kan\n\n"
    "Aktiviteter:\n• Grupper ska startas\n\nMål 2: Stöd\n\nDelmål 1: Alla hörs\n\nAktiviteter:\n"
    "• Frågor ska ställas\n",
    "two lists": "Mål 1: Skydd\n\nUnder 2024 ska vi:\n• Kurser ska ges\n\nArbetet går vidare.\n\nUnder 2025 ska vi:\n"
    "• Grupper ska startas\n\nMål 2: Stöd\n\nVi ska\n• Frågor ska ställas\n",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS.keys())
def test_lists_under_goals_hold_activities(text: str) -> None:
    """No line is lost: each is in an activity or a section."""
    found = read(HEAD + text)
    assert [(entry.goal, entry.title) for entry in found.activities] == [
        (1, "Kurser ska ges"),
        (1, "Grupper ska startas"),
        (2, "Frågor ska ställas"),
    ]
    spans = [*(entry.lines for entry in found.activities), *(entry.lines for entry in found.sections)]
    told = {number for first, last in spans for number in range(first, last + 1)}
    assert {line.number for line in found.lines if line.text.strip()} <= told


def test_list_in_the_body_of_a_numbered_activity_is_body() -> None:
    """Whatever sentence stands over it."""
    found = read(
        HEAD
        + "Mål 1: Skydd\n\n1.1 Personal ska utbildas\nVi ska:\n• ge kurser,\n• bjuda in föreläsare.\nAnsvarig: HR\n\n"
        + "1.2 En rutin ska tas fram\nAnsvarig: Chef\n"
    )
    assert titles(found) == [(1, "1.1", "Personal ska utbildas"), (1, "1.2", "En rutin ska tas fram")]


def test_measures_after_a_list_are_no_activities() -> None:
    """ "Så mäter vi" promises nothing."""
    found = read(
        HEAD + "Mål 1: Skydd\n\nSå här gör vi:\n\n1. Utbildar personal\n2. Tar fram en rutin\n\nSå mäter vi:\n\n"
        "• Andel utbildade\n• Antal rutiner\n"
    )
    assert titles(found) == [(1, "1", "Utbildar personal"), (1, "2", "Tar fram en rutin")]


def test_chapters_that_a_guideline_lists_are_no_goals() -> None:
    """Neither its areas nor its bullets make it a plan."""
    found = read(
        "Riktlinje\n\nRiktlinjen har tre områden:\n\n• Samtal\n• Dokumentation\n• Uppföljning\n\nSamtal\n\n"
        "I samtalet ska vi:\n\n• lyssna\n• fråga\n\nDokumentation\n\n• Anteckna\n\nUppföljning\n\nVarje år.\n"
    )
    assert (found.plans, found.activities) == ((), ())
