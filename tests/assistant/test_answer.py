"""Questions → answers: what is understood, what is said, and where it stands."""

from datetime import date

import pytest

from assistant.answer import Assistant
from assistant.citing.reference import reference
from assistant.compose.phrasing import listing
from assistant.compose.points import POINT_WORDS, TEXT_WORDS
from assistant.errors import Refused
from assistant.query.filters import Filters
from assistant.question import MAX_CHARACTERS, clean_question
from eval.datasets.questions import load_questions

QUESTION = "Vad har serviceförvaltningen åtagit sig under inriktningsmål 3?"


def test_the_two_activities_that_were_asked_for_come_first(assistant: Assistant) -> None:
    """Lines 3090 to 3106 of the plans, each with its place."""
    answer = assistant.answer(QUESTION)
    assert answer.outcome == "answered"
    assert {hit.passage.lines for hit in answer.hits[:2]} == {(3090, 3097), (3099, 3106)}
    cited = [citation for point in answer.summary.points for citation in point.citations]
    assert {hit.passage.lines for hit in answer.hits} == {(3090, 3097), (3099, 3106)}
    assert cited == [hit.passage.id for hit in answer.hits]


def test_every_answer_keeps_to_its_length_and_cites_what_it_shows(assistant: Assistant) -> None:
    """Over all development questions."""
    for question in load_questions("sample"):
        answer = assistant.answer(question.text)
        assert len(answer.summary.text.split()) <= TEXT_WORDS
        shown = {hit.passage.id for hit in answer.hits}
        for point in answer.summary.points:
            assert len(point.text.split()) <= POINT_WORDS
            assert point.citations
            assert set(point.citations) <= shown


def test_a_question_about_something_else_finds_nothing(assistant: Assistant) -> None:
    """And the answer says that the documents don't say, not that nothing is done."""
    answer = assistant.answer("När går bussen till Lund?")
    assert answer.outcome == "nothing_found"
    assert answer.hits == ()
    assert answer.summary.points == ()
    assert "inget i dokumenten" in answer.summary.text


def test_a_filter_overrides_what_was_understood(assistant: Assistant) -> None:
    """A key that is given decides; an empty one means any."""
    chosen = assistant.answer(QUESTION, Filters(organisations=("mkb-fastighets-ab",), goals=(3,)))
    assert {hit.passage.organisation for hit in chosen.hits} == {"mkb-fastighets-ab"}
    assert {hit.passage.goal for hit in chosen.hits} == {3}
    free = assistant.answer(QUESTION, Filters(organisations=(), goals=()))
    assert len({hit.passage.organisation for hit in free.hits}) > 1


def test_filters_that_leave_nothing_show_that_there_is_nothing(assistant: Assistant) -> None:
    """Fastighets- och gatukontoret has no activity of its own under any goal; its headings show it."""
    filters = Filters(organisations=("fastighets-och-gatukontoret",), kinds=("own",))
    answer = assistant.answer("Vad görs?", filters)
    assert answer.outcome == "says_none"
    assert {hit.passage.kind for hit in answer.hits} == {"heading"}
    assert {hit.passage.goal for hit in answer.hits} == {1, 2, 3, 4, 5, 6}


def test_an_unknown_filter_value_is_named_with_those_that_exist(assistant: Assistant) -> None:
    """Both sentences name the filter and the value."""
    with pytest.raises(Refused, match=r"'goals' doesn't know '9'; it knows: 1, 2, 3, 4, 5, 6") as caught:
        assistant.answer(QUESTION, Filters(goals=(9,)))
    assert "”goals” har inget som heter ”9”" in caught.value.swedish


@pytest.mark.parametrize(
    ("question", "organisations", "goals"),
    [
        (QUESTION, ["serviceforvaltningen"], [3]),
        ("vad gör MKB under mål 6", ["mkb-fastighets-ab"], [6]),
        ("Vad gör SERVICEFÖRVALTNINGENS chefer?", ["serviceforvaltningen"], []),
        ("Vad gor fastighets- och gatukontoret at mal 1?", ["fastighets-och-gatukontoret"], [1]),
        (
            "Har kulturnämnden och miljönämnden mål?",
            ["kulturforvaltningen", "miljoforvaltningen"],
            [],
        ),
        ("Vad gör staden fri från våld?", [], []),
        ("Vad säger mål 9?", [], []),
    ],
)
def test_names_and_goal_numbers_are_understood(
    question: str, organisations: list[str], goals: list[int], assistant: Assistant
) -> None:
    """Full names, boards, abbreviations, genitive, without å ä ö; a word like "fri" is no abbreviation."""
    conditions = assistant.parts(question)[0].conditions
    assert list(conditions.organisations) == organisations
    assert list(conditions.goals) == goals


@pytest.mark.parametrize(
    ("question", "english", "swedish"),
    [
        pytest.param(" \n ", "is empty", "är tom", id="empty"),
        pytest.param("å" * 100_000, "has 100000 characters", "100000 tecken", id="100,000 characters"),
        pytest.param("våld\x00", r"U\+0000 at position 5", "plats 5", id="zero"),
        pytest.param("\x1b[31mvåld", r"U\+001B at position 1", "plats 1", id="escape"),
    ],
)
def test_a_question_that_cannot_be_used_is_refused(question: str, english: str, swedish: str) -> None:
    """With a sentence in each language, neither of which repeats the question."""
    with pytest.raises(Refused, match=english) as caught:
        clean_question(question)
    assert swedish in caught.value.swedish
    assert "våld" not in str(caught.value) + caught.value.swedish


def test_a_question_is_put_in_order_and_kept_whole() -> None:
    """Composed accents, single spaces; the longest question allowed passes."""
    assert clean_question("  Va\u030ald\n i  hemmet? ") == "Våld i hemmet?"
    longest = " ".join(["å" * 199] * (MAX_CHARACTERS // 200))
    assert clean_question(longest) == longest


def test_a_reference_has_author_years_title_activity_and_place(assistant: Assistant) -> None:
    """The board is the author; the page is printed in the footer, and where none is the reference says so."""
    passages = assistant.index.collection.passages
    activity = next(passage for passage in passages if passage.lines[0] == 3090)
    assert reference(activity, assistant.index) == (
        "Servicenämnden (2022–2026). Handlingsplan Fri från våld – en gemensam angelägenhet 2022–2026, mål 3, "
        "aktiviteten ”Kompetensutveckling för förvaltningens verksamhetsnära chefer”. Malmö stad, s. 6, "
        "maskinläst text."
    )
    report = next(passage for passage in passages if passage.document == "uppfoljning-kvinnofrid-2016-2018")
    assert reference(report, assistant.index, accessed=date(2026, 11, 28)) == (
        "Arbetsmarknads- och socialförvaltningen (2019). "
        "Uppföljning av Plan för kvinnofrid och mot våld i nära relation 2016–2018. Malmö stad, "
        "u.s., rad 3–14 i textfilen, hämtad 2026-11-28."
    )


def test_no_two_passages_have_the_same_reference(assistant: Assistant) -> None:
    """Also where they stand in one plan, on one page, or are parts of one activity."""
    references = [reference(passage, assistant.index) for passage in assistant.index.collection.passages]
    assert len(set(references)) == len(references)


@pytest.mark.parametrize(("names", "text"), [([], ""), (["a"], "a"), (["a", "b", "c"], "a, b och c")])
def test_names_are_listed_in_swedish(names: list[str], text: str) -> None:
    """With "och" before the last."""
    assert listing(names) == text
