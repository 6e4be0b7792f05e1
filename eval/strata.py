"""Question files by stratum → how well questions are understood, sets are whole, and refusals are right.

Each row of these files has a ``split``: ``dev`` is tuned on, ``test`` is only ever counted.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import sqrt
from statistics import mean
from typing import Any

from assistant.answer import Answer, Assistant
from assistant.understand import Understood, understand
from corpus.types import Activity, Catalogue
from eval.questions import Place, hits
from eval.report import table

Row = dict[str, Any]
_FIELDS = ("intent", "organisations", "goals", "kinds", "statuses", "documents", "period", "ambiguous")


def load_rows(name: str, split: str) -> list[Row]:
    """The rows of ``eval/questions/<name>.jsonl`` that belong to a split."""
    lines = (files("eval") / "questions" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for line in lines if line for row in [json.loads(line)] if row["split"] == split]


@dataclass(frozen=True)
class Share:
    """So many of so many, with the interval that Wilson (1927) gives for 95 %."""

    count: int
    of: int

    def __str__(self) -> str:
        low, high = wilson(self.count, self.of)
        return f"{self.count}/{self.of} ({low:.0%}–{high:.0%})"


def wilson(count: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    share = count / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, (middle - spread) / (1 + z * z / of)), min(1.0, (middle + spread) / (1 + z * z / of))


def understanding(rows: Sequence[Row], catalogue: Catalogue) -> dict[str, Share]:
    """For each field, and for all at once, in how many questions it was understood as it should be."""
    right = [understood_right(row, understand(row["question"], catalogue)) for row in rows]
    shares = {
        field: Share(sum(entry[field] for entry in right if field in entry), sum(field in entry for entry in right))
        for field in _FIELDS
    }
    return {**shares, "all of them": Share(sum(all(entry.values()) for entry in right), len(right))}


def understood_right(row: Row, understood: Understood) -> dict[str, bool]:
    """Field by field; ``<field>_may`` are values that are neither owed nor wrong."""
    right = {
        "intent": understood.intent in (row["intent"], *row.get("intent_ok", ())),
        "period": understood.period == row["period"],
        "ambiguous": bool(understood.choices) == row["ambiguous"],
    }
    for field in ("organisations", "goals", "kinds", "documents", "statuses"):
        if field in row:
            got, owed = set(getattr(understood, field)), set(row[field])
            right[field] = owed <= got <= owed | set(row.get(f"{field}_may", ()))
    # "Egna eller gemensamma" are all there are.
    right["kinds"] = right["kinds"] or (not row["kinds"] and set(understood.kinds) == {"own", "joint"})
    return right


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
    found = sum(any(at(entry, target[0]) for entry in given) for target in owed)
    right_ones = sum(any(at(entry, target[0]) for target in owed) for entry in given)
    evidence = {hit.passage.activity for hit in answer.hits}
    exact = found == len(owed) == len(given) and right_ones == len(given) and evidence == set(answer.activities)
    return SetScore(row["id"], found / len(owed), right_ones / len(given) if given else 0.0, exact)


@dataclass(frozen=True)
class Comparison:
    """How well a comparing question was answered: activities in the first R, organisations as a set."""

    id: str
    recall_at_r: float
    precision: float
    organisations_recall: float
    organisations_precision: float


def comparisons(rows: Iterable[Row], assistant: Assistant) -> list[Comparison]:
    """R is how many activities are owed. What is neither owed nor wrong is left out of the count."""
    return [_comparison(row, assistant.answer(row["question"]), assistant) for row in rows if row["gold"]]


def _comparison(row: Row, answer: Answer, assistant: Assistant) -> Comparison:
    owed, may = places(row["gold"]), places(row.get("maybe_gold", ()))
    given = [assistant.index.activities[entry] for entry in answer.activities]
    counted = [
        entry for entry in given
        if any(at(entry, place) for place in owed) or not any(at(entry, place) for place in may)
    ]  # fmt: skip
    first = counted[: len(owed)]
    right = [entry for entry in counted if any(at(entry, place) for place in owed)]
    has = set(answer.coverage.has) - set(row.get("maybe", ())) if answer.coverage else set()
    return Comparison(
        row["id"],
        sum(any(at(entry, place) for entry in first) for place in owed) / len(owed),
        len(right) / len(counted) if counted else 0.0,
        len(has & set(row["with"])) / len(row["with"]),
        len(has & set(row["with"])) / len(has) if has else 0.0,
    )


def wrongly(rows: Iterable[Row], assistant: Assistant, *, outcome: str) -> tuple[Share, list[str]]:
    """In how many questions the outcome is not the one that is owed, and which."""
    rows = list(rows)
    if outcome == "nothing_found":
        wrong = [row["id"] for row in rows if assistant.answer(row["question"]).outcome == "answered"]
    else:
        wrong = [row["id"] for row in rows if assistant.answer(row["question"]).outcome == "nothing_found"]
    return Share(len(wrong), len(rows)), wrong


def strata_table(assistant: Assistant, split: str) -> str:
    """Every stratum of a split with its measures; shares with their 95 % intervals."""
    understood = understanding(load_rows("understanding", split), assistant.index.collection.catalogue)
    lists = goal_lists(load_rows("goal-lists", split), assistant)
    compared = comparisons(load_rows("comparisons", split), assistant)
    answered, _ = wrongly(load_rows("unanswerable", split), assistant, outcome="nothing_found")
    refused, _ = wrongly(load_rows("answerable", split), assistant, outcome="answered")
    rows = [("understanding", field, str(share)) for field, share in understood.items()]
    rows += [
        ("goal lists", "recall", f"{mean(entry.recall for entry in lists):.2f}"),
        ("goal lists", "precision", f"{mean(entry.precision for entry in lists):.2f}"),
        ("goal lists", "F1", f"{mean(entry.f1 for entry in lists):.2f}"),
        ("goal lists", "exactly complete", str(Share(sum(entry.exact for entry in lists), len(lists)))),
        ("comparisons", "recall at R", f"{mean(entry.recall_at_r for entry in compared):.2f}"),
        ("comparisons", "precision", f"{mean(entry.precision for entry in compared):.2f}"),
        ("comparisons", "organisations, recall", f"{mean(e.organisations_recall for e in compared):.2f}"),
        (
            "comparisons",
            "organisations, precision",
            f"{mean(e.organisations_precision for e in compared):.2f}",
        ),
        ("unanswerable", "false answers", str(answered)),
        ("answerable", "false refusals", str(refused)),
    ]
    return table(["stratum", "measure", "value"], rows)


def places(gold: Iterable[Row]) -> list[Place]:
    """The places of a row's gold."""
    return [Place(place["doc"], (place["lines"][0], place["lines"][1])) for place in gold]


def at(activity: Activity, place: Place) -> bool:
    """Whether an activity stands at a place."""
    return (
        activity.document == place.document
        and activity.lines[0] <= place.lines[1]
        and place.lines[0] <= activity.lines[1]
    )
