"""Documents in which nothing is called a goal or an activity → both, by how the document is built."""

import pytest

from corpus.parsing.document import Structure
from eval.datasets.plans import read

HEAD = "# Plan för jämställdhet\n\nSocialförvaltningen\n\n## Inledning\n\nPlanen gäller alla.\n\n"


def told(found: Structure) -> list[tuple[str | None, str, str | None]]:
    """The goal, title and responsible of each activity."""
    return [(entry.goal_title, entry.title, entry.responsible) for entry in found.activities]


WANTED = [("Makt", "Ta fram en mall", "HR"), ("Makt", "Utbilda chefer", "Kansliet"), ("Hälsa", "Ge stöd", "HR")]
SHAPES = {
    "headings with fields": "## Makt\n\nOm makt.\n\n### Ta fram en mall\n\nAnsvarig: HR\n\n### Utbilda chefer\n\n"
    "Ansvarig: Kansliet\n\n## Hälsa\n\n### Ge stöd\n\nAnsvarig: HR\n",
    "headings with bullets": "## Makt\n\n### Ta fram en mall\n\n- Ansvarig: HR\n- Tid: 2026\n\n### Utbilda chefer\n\n"
    "- Ansvarig: Kansliet\n- Tid: 2026\n\n## Hälsa\n\n### Ge stöd\n\n- Ansvarig: HR\n- Tid: 2026\n",
    "bullets with brackets": "## Makt\n\nAlla ska ha makt.\n\n- Ta fram en mall (Ansvarig: HR, 2026)\n"
    "- Utbilda chefer (Ansvarig: Kansliet, våren 2027)\n\n## Hälsa\n\n- Ge stöd (Ansvarig: HR, 2026)\n",
    "tables": "## Makt\n\n| Insats | Ansvarig |\n|---|---|\n| Ta fram en mall | HR |\n| Utbilda chefer | Kansliet |\n\n"
    "## Hälsa\n\n| Insats | Ansvarig |\n|---|---|\n| Ge stöd | HR |\n",
    "bands in a table": "| Insats | Ansvarig |\n|---|---|\n\nMakt\n\n| Insats | Ansvarig |\n|---|---|\n"
    "| Ta fram en mall | HR |\n| Utbilda chefer | Kansliet |\n\nHälsa\n\n"
    "| Insats | Ansvarig |\n|---|---|\n| Ge stöd | HR |\n",
    "sentences": "## Makt\n\n### Ta fram en mall\n\nHR ansvarar.\n\n### Utbilda chefer\n\nKansliet ansvarar.\n\n"
    "## Hälsa\n\n### Ge stöd\n\nHR ansvarar.\n",
}


@pytest.mark.parametrize("text", [text for name, text in SHAPES.items() if name != "bullets with brackets"])
def test_goals_are_what_activities_stand_under(text: str) -> None:
    """Headings over activities, or the bands of a table; introduction and follow-up are neither."""
    assert told(read(f"{HEAD}{text}\n## Uppföljning\n\nPlanen följs upp.\n")) == WANTED


def test_brackets_say_who_and_when() -> None:
    """With labels in them."""
    found = read(HEAD + SHAPES["bullets with brackets"])
    assert told(found) == WANTED
    assert [entry.timeline for entry in found.activities] == ["2026", "våren 2027", "2026"]


def test_headings_that_come_again_under_each_goal_are_no_activities() -> None:
    """Nor are those that open a part of the document."""
    parts = "### Nuläge\n\nText.\n\n### Önskat läge\n\nText.\n\n"
    assert told(read(f"{HEAD}## Mål 1: Makt\n\n{parts}## Mål 2: Hälsa\n\n{parts}")) == []


def test_underlined_headings_are_headings() -> None:
    """In plain text; fields are set in below titles that go on over lines."""
    text = """PLAN

Inledning
=========

Planen gäller alla.

Makt
----

Alla ska ha makt.

Ta fram en
mall
    Ansvarig:  HR
    Tid:       2026

Utbilda chefer
    Ansvarig:  Kansliet

Hälsa
-----

Ge stöd
    Ansvarig:  HR

Mät hälsan
    Ansvarig:  HR
"""
    assert told(read(text)) == [*WANTED, ("Hälsa", "Mät hälsan", "HR")]


def test_paragraphs_over_their_fields_are_activities() -> None:
    """After an introduction; one that begins as they do is an activity without fields."""
    text = """Plan
Socialförvaltningen

Mål 1: Makt

Makt är ojämnt fördelad.

Kommunen ska ta fram en mall.
Ansvar: HR. Tid: 2026

Kommunen ska utbilda chefer.

Kommunen ska ge stöd.
Ansvar: Kansliet
"""
    assert told(read(text)) == [
        ("Makt", "Kommunen ska ta fram en mall.", "HR"),
        ("Makt", "Kommunen ska utbilda chefer.", None),
        ("Makt", "Kommunen ska ge stöd.", "Kansliet"),
    ]


def test_lists_of_verbs_under_roman_goals_are_activities() -> None:
    """ "II" is a number; who answers for all of them answers for each."""
    text = """Plan

I. Fler mår bra

• Utbilda all personal
• Öppna fritidsgården

II. Färre är ensamma

• Starta telefonkedjor
• Ordna lunchträffar

Kommunstyrelsen ansvarar för samtliga insatser.
"""
    found = read(text)
    assert [(entry.goal, entry.goal_title, entry.title) for entry in found.activities] == [
        (1, "Fler mår bra", "Utbilda all personal"),
        (1, "Fler mår bra", "Öppna fritidsgården"),
        (2, "Färre är ensamma", "Starta telefonkedjor"),
        (2, "Färre är ensamma", "Ordna lunchträffar"),
    ]
    assert {entry.responsible for entry in found.activities} == {"Kommunstyrelsen"}


def test_chapter_of_a_board_makes_it_responsible() -> None:
    """Its numbered paragraphs serve no goal of their own."""
    text = HEAD + "## 2 Kulturnämnden\n\n2.1 Nämnden ska ge stöd.\n\n## 3 Socialnämnden\n\n3.1 Nämnden ska utbilda.\n"
    assert told(read(text)) == [
        (None, "Nämnden ska ge stöd.", "Kulturnämnden"),
        (None, "Nämnden ska utbilda.", "Socialnämnden"),
    ]


def test_years_between_rows_say_when() -> None:
    """A row that says that nothing is planned is no activity."""
    head = "| Aktivitet | Ansvarig |\n|---|---|\n"
    text = f"{head}\n2026\n\n{head}| Ta fram en mall | HR |\n\n2027\n\n{head}| Inga nya aktiviteter | |\n"
    found = read(f"{HEAD}## Mål 1: Makt\n\n{text}")
    assert [(entry.title, entry.timeline) for entry in found.activities] == [("Ta fram en mall", "2026")]


def test_table_that_lists_what_is_told_elsewhere_adds_to_it() -> None:
    """One activity each, with what both say."""
    text = """# Uppföljning

## Sammanställning

| Nr | Aktivitet | Status |
|---|---|---|
| 1.1 | Kurser ges | Klar |
| 1.2 | Frågor ställs | Försenad |

## Mål 1 Skydd

### 1.1 Kurser ges

Ansvarig: HR

### 1.2 Frågor ställs

Ansvarig: Chefen
"""
    found = read(text, kind="follow-up")
    assert [(entry.goal, entry.number, entry.title, entry.responsible, entry.status) for entry in found.activities] == [
        (1, "1.1", "Kurser ges", "HR", "completed"),
        (1, "1.2", "Frågor ställs", "Chefen", "delayed"),
    ]


def test_report_under_headings_says_its_status_in_prose() -> None:
    """What follows the status is the result."""
    text = """# Uppföljning

## Mål 1: Makt

### Kurser

Status: pågår. Två av fyra har hållits.

### Frågor

Frågan har inte behandlats.
"""
    found = read(text, kind="follow-up")
    assert [(entry.title, entry.status, entry.results) for entry in found.activities] == [
        ("Kurser", "ongoing", "Två av fyra har hållits."),
        ("Frågor", None, None),
    ]
