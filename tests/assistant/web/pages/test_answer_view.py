"""How an answer is set out: its verdict, a lead of one or two sentences, and rows or numbers that lose no source."""

import pytest

from assistant.answer import Assistant
from assistant.schemas.asking import answer_out
from assistant.web.pages.answer_view import AnswerView, view_of

EVERYONE = "Hur många aktiviteter har varje förvaltning?"
COMPARED = "Vilka har aktiviteter som handlar om utbildning?"


def view(assistant: Assistant, question: str) -> AnswerView:
    """How the answer to a question is set out."""
    answer = assistant.answer(question)
    return view_of(answer, answer_out(answer, assistant.index), assistant.records)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        pytest.param("Vad har MKB åtagit sig under mål 3?", "Säkert svar", id="records"),
        pytest.param(COMPARED, "Bedömt svar", id="judged by meaning"),
        pytest.param("Vad är trygghetsjouren hos MKB?", "Bedömt svar", id="found by meaning"),
        pytest.param("Hur många har utbildats i våldsförebyggande?", "Osäkert", id="uncertain"),
        pytest.param("Vilka aktiviteter har fastighets- och gatukontoret?", "Inget åtagande", id="none"),
        pytest.param("När går bussen till Lund?", "Framgår inte", id="nothing"),
        pytest.param("När ska MKB:s aktiviteter under mål 3 vara klara?", "Framgår inte", id="a field that none gives"),
        pytest.param("Hur har det gått med MKB:s aktiviteter under mål 3?", "Framgår inte", id="no report"),
        pytest.param("Vilka aktiviteter är försenade?", "Ingen sådan hittad", id="none of a status"),
        pytest.param(
            "Vilka gemensamma har serviceförvaltningen under mål 4?",
            "Ingen sådan hittad",
            id="none of a kind",
        ),
        pytest.param(
            "Vad har MKB under mål 3, och hur har det gått med serviceförvaltningens aktiviteter under mål 4?",
            "Svar på en del",
            id="one part of two",
        ),
        pytest.param("Vad har skolan åtagit sig under mål 1?", "Vem menar du?", id="several may be meant"),
    ],
)
def test_a_verdict_is_a_word(assistant: Assistant, question: str, word: str) -> None:
    """Nothing that is judged by meaning, and no field that no plan gives, is called certain."""
    assert view(assistant, question).verdict["word"] == word


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        (EVERYONE, "107 aktiviteter."),
        ("Vad har serviceförvaltningen åtagit sig under mål 4?", "Serviceförvaltningen har en aktivitet under mål 4."),
        (
            "Vilka har inga aktiviteter under mål 6?",
            "Sju av 14 förvaltningar och bolag har inga egna eller gemensamma aktiviteter under mål 6.",
        ),
    ],
)  # fmt: skip
def test_a_lead_names_no_more_than_three(assistant: Assistant, question: str, lead: str) -> None:
    """The rest stands below it."""
    assert view(assistant, question).lead == lead


def test_a_lead_says_nothing_twice(assistant: Assistant) -> None:
    """Of a question in parts each part is said once."""
    for question in (
        "Vilka har något om utbildning, och vilka har något om badplatser och simskola?",
        "Vad har MKB åtagit sig under mål 3, och vilka har något om skoterleder?",
    ):
        said = view(assistant, question).lead.split(". ")
        assert len(said) == len(set(said))


def test_the_lead_of_a_comparison_counts_each_level(assistant: Assistant) -> None:
    """Nine have it, four are unclear, and of the one in whose plan nothing was found the name is said."""
    assert view(assistant, COMPARED).lead == (
        "Nio av 14 har något om det i sin handlingsplan. Hos fyra är det osäkert. "
        "Hos fastighets- och gatukontoret är inget hittat."
    )


def test_numbers_are_closed_and_add_up(assistant: Assistant) -> None:
    """Fourteen groups, one of them empty; their rows are the 107 activities."""
    found = view(assistant, EVERYONE)
    assert found.closed
    assert len(found.groups) == 14
    assert sum(group.count for group in found.groups) == found.total == 107
    assert found.most == 20
    assert [title for _, title in found.documents] == [
        "Handlingsplaner för Fri från våld – en gemensam angelägenhet 2022–2026"
    ]


def test_rows_of_several_organisations_stand_under_whose_they_are(assistant: Assistant) -> None:
    """Of two parts of a question each says whose its rows are."""
    found = view(
        assistant, "Vad har MKB åtagit sig under mål 3 och vad har kulturförvaltningen åtagit sig under mål 1?"
    )
    assert [(group.heading, group.count) for group in found.groups] == [
        ("MKB Fastighets AB, egna aktiviteter", 4),
        ("MKB Fastighets AB, aktiviteter i samverkan", 1),
        ("Kulturförvaltningen", 1),
    ]
    assert not found.closed


@pytest.mark.parametrize(
    "question",
    [
        EVERYONE, COMPARED, "Vilka aktiviteter har arbetsmarknads- och socialförvaltningen?", "Vad är mål 4?",
        "Vilka har inga aktiviteter under mål 6?", "Hur arbetar kommunen med skyddade personuppgifter?",
        "Hur har det gått med arbetsmarknads- och socialförvaltningens aktiviteter under mål 2?",
        "Vem har flest aktiviteter?", "Hur många har utbildats i våldsförebyggande?",
    ],
)  # fmt: skip
def test_every_source_is_led_to(assistant: Assistant, question: str) -> None:
    """From a row of its activity, from what it shows to be missing, or among the sources."""
    answer = assistant.answer(question)
    shown = answer_out(answer, assistant.index)
    found = view_of(answer, shown, assistant.records)
    of_rows = {row.activity.id for group in found.groups for row in group.rows}
    named = {entry.id for entry in (*found.sources, *found.more, *(fact.passage for fact in found.facts))}
    assert all(passage.id in named or passage.activity in of_rows for passage in shown.passages)
    said = {citation for point in found.points for citation in point.citations}
    if not shown.tabled:
        assert said <= {entry.id for entry in found.sources}


def test_a_row_of_few_says_more_and_marks_what_is_unsure(assistant: Assistant) -> None:
    """Its title as it may be misread, and the sentence after it."""
    (group,) = view(assistant, "Vad har serviceförvaltningen åtagit sig under mål 3?").groups
    assert [row.title for row in group.rows] == [
        "Kompetensutveckling för förvaltningens verksamhetsnära chefer",
        "Kartlägga serviceförvaltningens fortsätta(?) arbete med Plan fri från våld — en gemensam angelägenhet",
    ]
    assert group.rows[0].more.startswith("Förvaltningens verksamhetsnära chefer ska erbjudas utbildning")
    assert [row.passage.source.pages for row in group.rows if row.passage] == [(6, 6), (6, 6)]


def test_the_field_that_was_asked_for_marks_what_is_unsure(assistant: Assistant) -> None:
    """As the point says it: the record alone doesn't tell which words may be misread."""
    (group,) = view(assistant, "Vem ansvarar för miljöförvaltningens aktiviteter under mål 4?").groups
    assert ("Ansvarig", "HR-enheten(?)") in [row.field for row in group.rows]
