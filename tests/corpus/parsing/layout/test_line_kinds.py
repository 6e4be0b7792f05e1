"""What kind of line a line is."""

import pytest

from corpus.parsing.activities.labels import activity_label, number_label
from corpus.parsing.layout.contents import contents_lines, contents_title
from corpus.parsing.layout.line_kinds import calls_goal, front_heading, goal_heading, kind_heading
from corpus.reading.files import split_lines
from corpus.types import Goal


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        (
            "Inriktningsmål 3 - Verksamma i staden ska upptäcka våld",
            3,
            "Verksamma i staden ska upptäcka våld",
        ),
        ("inriktningsmal 3 - Verksamma i staden", 3, "Verksamma i staden"),
        ("Mål 1: Våldet ska förebyggas", 1, "Våldet ska förebyggas"),
        ("## Mål 1: Våldet ska förebyggas", 1, "Våldet ska förebyggas"),
        ("Målområde B. Tidig upptäckt", None, "Tidig upptäckt"),
        ("Fokusområde IV – Skydd och stöd", 4, "Skydd och stöd"),
        ("2.1 Delmål 4 Fler får stöd", 4, "Fler får stöd"),
        ("Målområde: Skydd", None, "Skydd"),
        ("Nämndmål två – Kunskap", 2, "Kunskap"),
    ],
)
def test_goal_heading_is_known_by_its_label(line: str, number: int | None, title: str) -> None:
    """A goal has a word for goal and a number, a letter or nothing; misread letters are forgiven."""
    heading = goal_heading(line)
    assert heading is not None
    assert (heading.number, heading.title) == (number, title)


@pytest.mark.parametrize(
    "line",
    [
        "Mål 1 och 2 följs upp varje år",
        "Målet är att fler ska få stöd",
        "Mål: Alla chefer utbildas",
        "3 Uppföljning",
    ],
)
def test_running_text_is_no_goal_heading(line: str) -> None:
    """A sentence about goals, a field's label and a numbered chapter are no goals."""
    assert goal_heading(line) is None


def test_unnumbered_goal_is_known_by_the_programmes_title() -> None:
    """A goal with neither label nor number is known where the programme names it."""
    heading = goal_heading("Våld i nära relation ska förebyggas", [Goal(None, "Våld i nära relation ska förebyggas")])
    assert heading is not None
    assert heading.number is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Stadsovergripande aktiviteter", "city-wide"),
        ("Kommunövergripande åtgärder (gäller alla förvaltningar)", "city-wide"),
        ("Åtgärder för samtliga nämnder", "city-wide"),
        ("Aktiviteter i samverkan", "joint"),
        ("### Åtgärder i samverkan med andra", "joint"),
        ("Verksamhetsspecifika aktiviteter", "own"),
        ("Barn- och utbildningsnämndens åtgärder", "own"),
        ("Egna insatser", "own"),
        ("Aktiviteterna följs upp varje år", None),
        ("Planens aktiviteter", None),
    ],
)
def test_heading_of_activities_tells_their_kind(line: str, kind: str | None) -> None:
    """The words tell whether activities are the whole city's, joint or an organisation's own."""
    assert kind_heading(line) == kind


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("Aktivitet 1.1: Förvaltningen ska utveckla arbetet", "1.1", "Förvaltningen ska utveckla arbetet"),
        ("Aktivitet 2.1 Frågor om våld ska ställas", "2.1", "Frågor om våld ska ställas"),
        ("Aktivitet: Kompetensutveckling", None, "Kompetensutveckling"),
        ("Insats 3 – Alla chefer utbildas", "3", "Alla chefer utbildas"),
        ("**Åtgärd 4:** Alla chefer utbildas", "4", "Alla chefer utbildas"),
    ],
)
def test_label_opens_an_activity(line: str, number: str | None, title: str) -> None:
    """A label with a number or a colon opens an activity; its title begins after it."""
    label = activity_label(line)
    assert label is not None
    assert (label[0], line[label[1] :]) == (number, title)


@pytest.mark.parametrize("line", ["Insats 3 pågår sedan 2022", "Aktiviteten är slutförd.", "Insatser för barn"])
def test_running_text_opens_no_activity(line: str) -> None:
    """The word alone doesn't make a label."""
    assert activity_label(line) is None


def test_number_before_a_title_is_told_from_it() -> None:
    """A number with a bracket or two parts stands before a title; a year doesn't."""
    assert number_label("3) Chefer ska få kunskap") == ("3", 3)
    assert number_label("1.2 Chefer ska få kunskap") == ("1.2", 4)
    assert number_label("2023 ska alla chefer få kunskap") is None


def test_heading_outside_the_goals_is_known_with_a_number_before_it() -> None:
    """Chapters may be numbered; a sentence that begins like one is none."""
    assert front_heading("1 Inledning") == "introduction"
    assert front_heading("4. Uppföljning och revidering") == "other"
    assert front_heading("Inledningen handlar om våld.") is None


def test_contents_list_ends_where_text_begins() -> None:
    """Lines with page numbers, their wrapped beginnings, the list's heading; not the introduction."""
    lines = split_lines(
        "Innehållsförteckning\n"
        "\n"
        "Inledning ................ 2\n"
        "Mål 1: Våldet ska förebyggas, och det ska\n"
        "märkas .................. 3\n"
        "Uppföljning .............. 4\n"
        "\n"
        "Inledning\n"
        "\n"
        "Våldet är ett hinder för jämställdhet.\n"
    )
    assert contents_lines(lines) == {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(
    ("line", "title"),
    [("Rutiner.....\t10", "Rutiner"), ("Övrig information ............. 9", "Övrig information")],
)
def test_contents_title_is_without_leader_and_page(line: str, title: str) -> None:
    """What is left of a contents line is the heading that it names."""
    assert contents_title(line) == title


@pytest.mark.parametrize("text", ["Mål", "Målen", "Mål 2", "Övergripande mål", "Effektmål 2026", "Våra mål för alla"])
def test_goals_are_called_so(text: str) -> None:
    """By the word, alone, in a compound or among others."""
    assert calls_goal(text)


@pytest.mark.parametrize("text", ["Normal", "Normal nivå", "Delmål", "Fokusområde", "Målvärde", ""])
def test_what_only_looks_like_a_goal_is_not_called_one(text: str) -> None:
    """Nor is a part of one."""
    assert not calls_goal(text)
