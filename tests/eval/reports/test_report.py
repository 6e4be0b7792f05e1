"""The evaluation's statistics, its gate and its page."""

import pytest

from assistant.answer import Assistant
from eval.baselines.rankings import OURS, UNREFUSED, baselines, ours
from eval.datasets.questions import Place, Question, load_questions
from eval.intervals import chance, corrected, interval
from eval.measures.retrieval import MEASURES, measure
from eval.reports.finding import overlap
from eval.reports.gate import Gate, changed, fallen, read_gates
from eval.reports.page import page
from index.storage.store import Index

FIGURE = {"mean": 0.5, "low": 0.4, "high": 0.6}


def way(name: str, mean: float) -> dict[str, object]:
    """A way of searching with the same figure for every measure."""
    return {"name": name, "questions": 2, **{key: {**FIGURE, "mean": mean} for key in MEASURES}, "p": None}


def results(mean: float) -> dict[str, object]:
    """A run in which ours has this figure."""
    split = {"questions": 2, "places": 1, "ways": [way(OURS, mean)], "strata": [way("typo", mean)], "overlap": []}
    return {"dev": split, "test": split, "questions": {"S-1": {"place": 1, "overlap": 0.5}}}


def test_two_questions_for_a_place_count_as_one_drawing() -> None:
    """With one cluster there is nothing to draw; with many the interval holds the mean."""
    assert interval([1.0, 0.0], ["a", "a"]) == (0.5, 0.5)
    low, high = interval([1.0, 0.0] * 50, [str(i) for i in range(100)])
    assert 0.38 < low < 0.45
    assert 0.55 < high < 0.62


def test_a_difference_everywhere_is_no_chance_and_none_is() -> None:
    """Always the same difference; and differences that sum to nothing."""
    clusters = [str(i) for i in range(40)]
    assert chance([0.5] * 30 + [0.1] * 10, clusters) < 0.001
    assert chance([0.0] * 40, clusters) == 1.0
    assert chance([0.5, -0.5] * 20, clusters) > 0.9


def test_holm_corrects_the_smallest_most() -> None:
    """By hand: 0.01 × 3, 0.02 × 2, and 0.5; none falls below one before it."""
    assert corrected({"a": 0.5, "b": 0.01, "c": 0.02}) == pytest.approx({"b": 0.03, "c": 0.04, "a": 0.5})


@pytest.mark.parametrize(
    ("mean", "waiver", "falls"),
    [(0.79, None, 0), (0.77, None, 1), (0.77, "the new reader cuts otherwise", 0)],
    ids=["within the slack", "below", "waived"],
)
def test_a_gate_falls_unless_waived(mean: float, waiver: str | None, falls: int) -> None:
    """0.80 was accepted, with 0.02 of slack."""
    gate = Gate(OURS, "test", "RR", accepted=0.8, slack=0.02, waiver=waiver)
    assert len(fallen([gate], results(mean))) == falls


def test_a_waiver_gives_its_reason() -> None:
    """An empty one is refused."""
    entry = {"way": OURS, "split": "test", "measure": "RR", "accepted": 0.8, "slack": 0.02, "waiver": " "}
    with pytest.raises(ValueError, match="gives no reason"):
        read_gates({"gates": [entry]})


def test_a_question_that_moved_is_listed() -> None:
    """Its place then and now."""
    now = {"questions": {"S-1": {"place": 4}, "S-2": {"place": 1}}}
    assert changed(results(0.5), now) == [("S-1", 1, 4)]


def test_the_page_stands_alone_and_escapes() -> None:
    """No address to load from; a name is text."""
    shown = page(
        {**results(0.5), "degradation": [{"share": 0.1, "questions": 1, "<b>": {"recall@5": 0.5, "RR": 0.4}}]},
        {OURS: {"p50": 1.0, "p95": 2.0}}, [("S-1", 1, 4)], ["RR has <fallen>"],
    )  # fmt: skip
    assert "http" not in shown
    assert "RR has &lt;fallen&gt;" in shown
    assert "&lt;b&gt;, RR" in shown
    assert "<b>" not in shown


def test_overlap_is_the_share_of_words_that_the_place_says(index: Index) -> None:
    """Lines 3520 to 3524 say "områdesvärdar" and nothing of a "fastighetsskötare"."""
    place = Place("handlingsplaner-fri-fran-vald-2022-2026", (3520, 3524))
    question = Question("q", "Är områdesvärdarna fastighetsskötare?", "answered", ((place,),))
    assert overlap(question, index) == 0.5


def test_questions_for_one_place_are_in_one_split() -> None:
    """And there are enough of them to tell ways of searching apart."""
    questions = load_questions("single")
    assert len(questions) >= 160
    assert all(question.targets and question.stratum for question in questions)
    splits: dict[str, set[str]] = {}
    for question in questions:
        splits.setdefault(question.activity, set()).add(question.split)
    assert all(len(found) == 1 for found in splits.values())


@pytest.mark.slow
def test_every_way_finds_something(assistant: Assistant) -> None:
    """A question in a plan's own words; all but chance have it among the first ten, ours first of all."""
    target = ((Place("handlingsplaner-fri-fran-vald-2022-2026", (3520, 3524)),),)
    question = Question("q", "Har MKB anställt områdesvärdar som arbetar trygghetsskapande?", "answered", target)
    row_of = {
        name: measure(name, ranking, [question]) for name, ranking in (baselines(assistant) | ours(assistant)).items()
    }
    for name, row in row_of.items():
        assert (row.mean("RR") > 0) == (name != "random"), name
        assert len(row.seconds) == 1
    assert row_of[OURS].mean("RR") == row_of[UNREFUSED].mean("RR") == 1.0
