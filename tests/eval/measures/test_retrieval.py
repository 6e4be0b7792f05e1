"""The evaluation: what a hit is, and that finding nothing counts as zero."""

from dataclasses import replace

import pytest

from assistant.answer import Assistant
from assistant.compose.points import unsupported_claims
from corpus.types import Passage
from eval.datasets.derived import expected_lists
from eval.datasets.questions import Place, Question, hits, load_questions
from eval.intervals import mean_of, share_of
from eval.markdown import table
from eval.measures.answers import answers_in_full, quotes_exact, says, words_supported
from eval.measures.retrieval import Refusals, measure, refusals
from index.storage.store import Index

DOCUMENT = "handlingsplaner-fri-fran-vald-2022-2026"


@pytest.fixture(scope="module")
def passages(index: Index) -> dict[int, Passage]:
    """The passages of activities by their first line."""
    return {entry.lines[0]: entry for entry in index.collection.passages if entry.activity}


def one(lines: tuple[int, int]) -> Question:
    """A question that one place answers."""
    return Question("q", "fråga", "answered", ((Place(DOCUMENT, lines),),))


@pytest.mark.parametrize(
    ("lines", "hit"),
    [((3090, 3090), True), ((3097, 3099), True), ((3098, 3098), False), ((3089, 3089), False)],
)
def test_a_passage_hits_what_it_overlaps(passages: dict[int, Passage], lines: tuple[int, int], hit: bool) -> None:
    """Lines 3090 to 3097."""
    assert hits(passages[3090], (Place(DOCUMENT, lines),)) is hit
    assert not hits(passages[3090], (Place("another", lines),))


def test_measures_are_those_of_a_hand_calculation(passages: dict[int, Passage]) -> None:
    """Of a set each target counts; of two passages that hit the same one, the second finds nothing new."""
    first, second, other = passages[3090], passages[3099], passages[3129]
    wanted = Question("s", "mängd", "answered", ((Place(DOCUMENT, (3090, 3097)),), (Place(DOCUMENT, (3099, 3106)),)))
    row = measure("", lambda question: [other, first, first, second], [wanted])
    assert (row.mean("recall@5"), row.mean("RR")) == (1.0, 0.5)
    row = measure("", lambda question: [other, first], [wanted])
    assert (row.mean("recall@5"), row.mean("RR")) == (0.5, 0.5)


def test_a_question_without_results_counts_as_zero(passages: dict[int, Passage]) -> None:
    """One found first, one not at all."""
    found = {"fråga": [passages[3090]], "annan": []}
    questions = [one((3090, 3090)), Question("r", "annan", "answered", one((1, 1)).targets)]
    row = measure("", lambda question: found[question], questions)
    assert (row.mean("recall@5"), row.mean("RR")) == (0.5, 0.5)


def test_refusals_count_both_sides(assistant: Assistant) -> None:
    """A question about something else is refused, one about a plan answered."""
    questions = [
        Question("a", "När går bussen till Lund?", "nothing_found", ()),
        Question("b", "När går bussen till Lund?", "answered", ()),
        Question("c", "Vad gör MKB för hyresgäster som utsätts för våld?", "answered", ()),
    ]
    assert refusals(assistant, questions) == Refusals(1, 2, 0, 1)


def test_the_sample_has_its_questions_and_sets() -> None:
    """34 of them; a set has a target for each activity."""
    questions = {question.id: question for question in load_questions("sample")}
    assert len(questions) == 34
    assert len(questions["3-92"].targets) == 2
    assert len(questions["3-12"].targets) == 1
    assert questions["3-95"].targets == ()


def test_a_table_is_markdown() -> None:
    """Aligned, so that it can be read as text too."""
    assert table(["a", "bb"], [["ccc", "d"]]) == "| a   | bb |\n| --- | -- |\n| ccc | d  |"


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        pytest.param("två aktiviteter", True, id="in words"),
        pytest.param("2 aktiviteter", True, id="the figure for the word"),
        pytest.param("kartläggningen", True, id="inflected"),
        pytest.param("sju aktiviteter", False, id="another number"),
        pytest.param("aktiviteter under mål 4", False, id="another goal"),
        pytest.param("inga utbildningar", False, id="denied"),
    ],
)
def test_a_fact_is_said_in_any_inflection_but_not_otherwise(fact: str, said: bool, assistant: Assistant) -> None:
    """Serviceförvaltningen has two activities under goal 3, one of them a survey."""
    assert says(fact, assistant.answer("Vad har serviceförvaltningen åtagit sig under mål 3?")) is said


def test_a_point_that_says_more_than_its_source_is_counted(assistant: Assistant) -> None:
    """A word that stands in no source, and a claim that doesn't."""
    (point, _) = assistant.answer("Vad har serviceförvaltningen åtagit sig under mål 3?").summary.points
    assert all(words_supported(point, assistant.index))
    invented = replace(point, text=point.text + " Budgeten är fem kronor.")
    assert words_supported(invented, assistant.index).count(False) == 3
    assert unsupported_claims(invented.text, invented.citations, assistant.index) == ["fem"]
    assert quotes_exact(point, assistant.index)
    moved = replace(point.statements[0], start=point.statements[0].start + 1)
    assert not quotes_exact(replace(point, statements=(moved,), citations=()), assistant.index)


def test_answers_in_full_show_text_as_text(assistant: Assistant) -> None:
    """A page of two answers, each with its sources."""
    page = answers_in_full(assistant, count=2)
    assert page.count("<section>") == 2
    assert page.count("<h3>") == 2
    assert "Källhänvisning" not in page
    assert "maskinläst text" in page


def test_a_share_and_a_mean_have_their_intervals() -> None:
    """Nine of ten by Wilson; of equal values the mean is certain."""
    assert str(share_of([True] * 9 + [False])) == "9/10 (60%–98%)"
    assert mean_of([0.5] * 4) == "0.50 (0.50–0.50)"
    assert mean_of([0.0, 1.0] * 50).startswith("0.50 (0.4")


def test_every_organisation_and_goal_is_asked_in_every_wording(assistant: Assistant) -> None:
    """Fourteen of them, ten wordings of six goals and the whole."""
    owed = list(expected_lists(assistant))
    assert len(owed) == 14 * (10 * 6 + 1)
    assert len({one.question for one in owed}) == len(owed)
    (asked,) = [one for one in owed if one.question == "Vad har serviceförvaltningen åtagit sig under mål 3?"]
    assert {title[0] for title in asked.titles} == {3090, 3099}
    (none,) = [one for one in owed if one.question == "FGK mål 1"]
    assert none.titles == frozenset()
