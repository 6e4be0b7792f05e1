"""The questions that one place answers → what `python -m eval --report` says of finding, as plain data.

Nothing in it depends on the machine or the hour: two runs on the same documents give the same.
Times are kept apart.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from assistant.answer import Assistant
from corpus.swedish.text import stem, words_of
from corpus.swedish.vocabulary import is_content
from eval.baselines.rankings import OURS, UNREFUSED, baselines, ours
from eval.datasets.questions import Question, load_questions
from eval.intervals import chance, corrected, interval
from eval.measures.retrieval import MEASURES, RankingRow, measure
from index.storage.store import Index

Data = dict[str, Any]
_LOW = 1 / 3  # of a question's words; below it the question says it in other words than the place that answers


def finding(assistant: Assistant, on_row: Callable[[str], None] = lambda name: None) -> tuple[Data, Data]:
    """The results, and beside them the milliseconds of each way of searching."""
    questions = load_questions("single")
    overlaps = {question.id: overlap(question, assistant.index) for question in questions}
    rows = []
    for name, ranking in (baselines(assistant) | ours(assistant)).items():
        on_row(name)
        rows.append(measure(name, ranking, questions))
    results: Data = {split: _split(rows, split, overlaps) for split in ("dev", "test")}
    results["questions"] = _by_question(rows, overlaps)
    return results, {row.name: _milliseconds(row) for row in rows}


def _split(rows: Sequence[RankingRow], split: str, overlaps: Mapping[str, float]) -> Data:
    """The measures of each way of searching on a split, and those of ours by stratum and by overlap."""
    parts = {row.name: [i for i, question in enumerate(row.questions) if question.split == split] for row in rows}
    mine = next(row for row in rows if row.name == OURS)
    places = parts[OURS]
    strata = sorted({mine.questions[i].stratum for i in places})
    low = [i for i in places if overlaps[mine.questions[i].id] < _LOW]
    high = [i for i in places if i not in low]
    chances = {
        row.name: chance(
            [mine.values["RR"][i] - row.values["RR"][i] for i in places], [mine.questions[i].activity for i in places]
        )
        for row in rows
        if row is not mine
    }
    return {
        "questions": len(places),
        "places": len({mine.questions[i].activity for i in places}),
        "ways": [
            {"name": row.name, **_measures(row, places), "p": round_(corrected(chances).get(row.name))} for row in rows
        ],
        "strata": [
            {"name": stratum, **_measures(mine, [i for i in places if mine.questions[i].stratum == stratum])}
            for stratum in strata
        ],
        "overlap": [
            {"name": f"{name}: {row.name}", **_measures(row, part)}
            for name, part in (("other words", low), ("the same words", high))
            for row in rows
            if part and row.name in ("BM25, Swedish stems", "dense", UNREFUSED, OURS)
        ],
    }


def _measures(row: RankingRow, places: Sequence[int]) -> Data:
    """Each measure's mean and interval over some of the questions."""
    clusters = [row.questions[i].activity for i in places]
    found: Data = {"questions": len(places)}
    for name in MEASURES:
        values = [row.values[name][i] for i in places]
        low, high = interval(values, clusters)
        found[name] = {"mean": round_(float(np.mean(values))), "low": round_(low), "high": round_(high)}
    return found


def _by_question(rows: Sequence[RankingRow], overlaps: Mapping[str, float]) -> Data:
    """Where ours has each question's answer (0: not among the first ten), for comparing with the run before."""
    mine = next(row for row in rows if row.name == OURS)
    return {
        question.id: {"place": round(1 / rr) if rr else 0, "overlap": round_(overlaps[question.id])}
        for question, rr in zip(mine.questions, mine.values["RR"], strict=True)
    }


def _milliseconds(row: RankingRow) -> Data:
    p50, p95 = np.percentile(np.array(row.seconds) * 1000, [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}


def overlap(question: Question, index: Index) -> float:
    """The share of a question's words, function words apart, that the place says too in some inflection."""
    asked = {stem(word.folded) for word in words_of(question.text) if is_content(word.folded)}
    lines = (
        line.text
        for target in question.targets
        for place in target
        for line in index.collection.lines[place.document][place.lines[0] - 1 : place.lines[1]]
    )
    said = {stem(word.folded) for word in words_of(" ".join(lines))}
    return len(asked & said) / len(asked) if asked else 0.0


def round_(value: float | None) -> float | None:
    """Four decimals: more than the questions can tell apart, and the same on every machine."""
    return None if value is None else round(value, 4)
