"""Questions for sets → how whole and how clean the answers are: lists under a goal, and comparisons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.types import Coverage
from corpus.types import Activity
from eval.datasets.questions import Place, Row, hits, places
from eval.intervals import Share


@dataclass(frozen=True)
class SetScore:
    """How well one set was given; of an empty set, whether it was said to be empty."""

    id: str
    recall: float
    precision: float
    exact: bool

    @property
    def f1(self) -> float:
        """The harmonic mean of recall and precision."""
        return (
            2 * self.recall * self.precision / (self.recall + self.precision) if self.recall + self.precision else 0.0
        )


def goal_lists(rows: Sequence[Row], assistant: Assistant) -> list[SetScore]:
    """The activities of each answer against those that structure owes."""
    return [_goal_list(row, assistant.answer(row["question"]), assistant) for row in rows]


def _goal_list(row: Row, answer: Answer, assistant: Assistant) -> SetScore:
    given = [assistant.index.activities[entry] for entry in answer.activities]
    if row["outcome"] == "says_none":
        shown = any(hits(hit.passage, tuple(places(row["gold"]))) for hit in answer.hits)
        right = answer.outcome == "says_none" and not given and shown
        return SetScore(row["id"], float(right), float(right), right)
    owed = [(place,) for place in places(row["gold"])]
    found = sum(any(stands_at(entry, target[0]) for entry in given) for target in owed)
    right_ones = sum(any(stands_at(entry, target[0]) for target in owed) for entry in given)
    evidence = {hit.passage.activity for hit in answer.hits}
    exact = found == len(owed) == len(given) and right_ones == len(given) and evidence == set(answer.activities)
    return SetScore(row["id"], found / len(owed), right_ones / len(given) if given else 0.0, exact)


@dataclass(frozen=True)
class Comparison:
    """How well a comparing question was answered: activities in the first R, organisations as a set.

    ``right`` are the organisations that are said to have it and do, or to have nothing and do; ``missed`` of those that
    have it the ones in whose plan nothing is said to be found.
    """

    id: str
    recall_at_r: float
    precision: float
    organisations_recall: float
    organisations_precision: float
    right: Share
    missed: Share


def comparisons(rows: Iterable[Row], assistant: Assistant) -> list[Comparison]:
    """R is how many activities are owed. What is neither owed nor wrong is left out of the count."""
    return [_comparison(row, assistant.answer(row["question"]), assistant) for row in rows if row["gold"]]


def _comparison(row: Row, answer: Answer, assistant: Assistant) -> Comparison:
    owed, may = places(row["gold"]), places(row.get("maybe_gold", ()))
    given = [assistant.index.activities[entry] for entry in answer.activities]
    counted = [
        entry for entry in given
        if any(stands_at(entry, place) for place in owed) or not any(stands_at(entry, place) for place in may)
    ]  # fmt: skip
    first = counted[: len(owed)]
    right = [entry for entry in counted if any(stands_at(entry, place) for place in owed)]
    has = set(answer.coverage.has) - set(row.get("maybe", ())) if answer.coverage else set()
    coverage = answer.coverage or Coverage()
    owes = set(row["with"])
    lacks = {o for o in assistant.records.with_plan if o not in owes and o not in row.get("maybe", ())}
    lacks -= {o for finding in answer.findings for o in finding.query.conditions.excluded_organisations}
    right_ones = len(owes & set(coverage.has)) + len(lacks & set(coverage.has_not))
    return Comparison(
        row["id"],
        sum(any(stands_at(entry, place) for entry in first) for place in owed) / len(owed),
        len(right) / len(counted) if counted else 0.0,
        len(has & set(row["with"])) / len(row["with"]),
        len(has & set(row["with"])) / len(has) if has else 0.0,
        Share(right_ones, len(owes | lacks)),
        Share(len(owes & set(coverage.has_not)), len(owes)),
    )


def stands_at(activity: Activity, place: Place) -> bool:
    """Whether an activity stands at a place."""
    return (
        activity.document == place.document
        and activity.lines[0] <= place.lines[1]
        and place.lines[0] <= activity.lines[1]
    )
