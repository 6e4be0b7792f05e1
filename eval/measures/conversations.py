"""Conversations, turn by turn → how many turns are answered by one of the first passages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.query.conversation.turns import Turn
from eval.datasets.questions import Place, Row, hits, load_rows
from eval.intervals import Share
from eval.markdown import table

FIRST = 3  # passages that a turn's answer has to be among


@dataclass(frozen=True)
class TurnScore:
    """One turn: its kind, what it was taken to mean, and whether it was answered."""

    id: str
    kind: str
    question: str
    standalone: str
    right: bool


def turns(rows: Iterable[Row], assistant: Assistant) -> list[TurnScore]:
    """Each conversation from its start; a turn leans on what was made of those before it."""
    scores: list[TurnScore] = []
    for row in rows:
        before: Turn | None = None
        for turn in row["turns"]:
            answer = assistant.answer(turn["question"], before=before)
            right = answered(turn, answer, assistant)
            scores.append(TurnScore(row["id"], turn["kind"], turn["question"], answer.standalone, right))
            before = answer.turn or before
    return scores


def answered(turn: Row, answer: Answer, assistant: Assistant) -> bool:
    """Whether the outcome is the one that is owed; of a list how many, otherwise a place among the first passages."""
    owed = turn.get("outcome", "answered")
    if owed == "says_none":
        return answer.outcome == "says_none" and not answer.activities
    if owed == "nothing_found":
        return answer.outcome in ("nothing_found", "uncertain")
    if "without" in turn:
        return bool(answer.coverage) and set(turn["without"]) == set(answer.coverage.has_not if answer.coverage else ())
    if "count" in turn and "activities" in turn and "statuses" not in turn:
        return bool(len(answer.activities) == turn["count"])
    places = tuple(Place(place["doc"], (place["lines"][0], place["lines"][1])) for place in turn["gold"])
    return any(hits(hit.passage, places) for hit in answer.hits[:FIRST])


def conversations_table(assistant: Assistant, split: str) -> str:
    """All turns, those after the first, and each kind."""
    scores = turns(load_rows("conversations", split), assistant)
    kinds = Counter(score.kind for score in scores)
    rows = [
        ("all turns", scores),
        ("after the first", [score for score in scores if score.kind != "first"]),
        *((kind, [score for score in scores if score.kind == kind]) for kind in kinds),
    ]
    return table(
        ["turns", f"answered among the first {FIRST}"],
        [[name, str(Share(sum(score.right for score in group), len(group)))] for name, group in rows],
    )
