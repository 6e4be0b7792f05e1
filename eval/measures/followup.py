"""Promised against reported, and then against now → whether both sides are said, each as what it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.query.types import Side
from eval.datasets.questions import Row, hits, load_rows, places
from eval.intervals import share_of
from eval.markdown import table

# The keys of a row → the side that a point of the answer has to be.
SIDES: dict[str, Side] = {"planned": "promised", "reported": "reported", "earlier": "earlier", "later": "later"}
_ONE_SIDED = ("none", "earlier")
_NO_FOLLOW_UP = "ingen uppföljning"
_NO_REPORT = "rapporterat: "  # that there is no report has no year
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class SidesScore:
    """One question: which sides a point says, whether those points are dated, and what is said of no follow-up.

    ``shown``: which sides are said or, where it is uncertain, stand among the passages that lie nearest.
    ``unreported`` is None where the documents do report.
    """

    id: str
    kind: str
    found: dict[str, bool]
    shown: dict[str, bool]
    dated: bool
    unreported: bool | None

    @property
    def right(self) -> bool:
        """Every side said, and that there is no follow-up where there is none."""
        return all(self.found.values()) and self.unreported is not False


def sides(rows: Iterable[Row], assistant: Assistant) -> list[SidesScore]:
    """Each question by itself; of a set every place is owed."""
    return [_score(row, assistant.answer(row["question"]), assistant) for row in rows]


def _score(row: Row, answer: Answer, assistant: Assistant) -> SidesScore:
    found = {
        key: _cites(row[key], _cited(answer, row, key), assistant, every=bool(row.get("set")))
        for key in SIDES
        if row.get(key)
    }
    texts = [answer.summary.text, *(point.text for point in answer.summary.points)]
    unreported = any(_NO_FOLLOW_UP in text.lower() for text in texts) if row.get("follow_up") == "none" else None
    near = [*answer.near] if answer.outcome == "uncertain" else []
    shown = {key: said or _cites(row[key], near, assistant, every=bool(row.get("set"))) for key, said in found.items()}
    return SidesScore(row["id"], row["kind"], found, shown, _dated(row, answer), unreported)


def _cited(answer: Answer, row: Row, key: str) -> list[str]:
    """What the points of a side cite; where one side alone is asked for, any point's."""
    points = [point for point in answer.summary.points if row["kind"] == "earlier" or point.side == SIDES[key]]
    return [citation for point in points for citation in point.citations]


def _cites(gold: Sequence[Row], cited: Sequence[str], assistant: Assistant, *, every: bool) -> bool:
    passages = [assistant.index.passages[entry] for entry in cited]
    found = [any(hits(passage, (place,)) for passage in passages) for place in places(gold)]
    return all(found) if every else any(found)


def _dated(row: Row, answer: Answer) -> bool:
    """Whether each point that belongs to a side has a year, and an answer from the earlier programme its years."""
    if row["kind"] == "earlier":
        said = " ".join([answer.summary.text, *(point.text for point in answer.summary.points)])
        return all(str(year) in said for year in row["period"])
    sided = [point for point in answer.summary.points if point.side]
    return bool(sided) and all(_YEAR.search(p.text) or _NO_REPORT in p.text.lower() for p in sided)


def followup_table(assistant: Assistant, split: str) -> str:
    """All questions with two sides, and each kind."""
    scores = sides(load_rows("followup", split), assistant)
    kinds = list(dict.fromkeys(score.kind for score in scores))
    groups = [("two sides", [score for score in scores if score.kind not in _ONE_SIDED]), ("all", scores)]
    groups += [(kind, [score for score in scores if score.kind == kind]) for kind in kinds]
    return table(
        [
            "questions",
            "every side said as what it is",
            "said, or shown as uncertain",
            "with years",
            "that there is no follow-up",
        ],
        [
            [
                name,
                str(share_of(all(score.found.values()) for score in group)),
                str(share_of(all(score.shown.values()) for score in group)),
                str(share_of(score.dated for score in group)),
                str(share_of(score.unreported for score in group if score.unreported is not None)),
            ]
            for name, group in groups
        ],
    )
