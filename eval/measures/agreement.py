"""Needs in several wordings → how far all wordings give the same organisations at the same level."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

from assistant.answer import Answer, Assistant
from eval.datasets import DATA
from eval.reports.markdown import table

Levels = Mapping[str, str]


@dataclass(frozen=True)
class Agreement:
    """One need: shares of all pairs of wordings.

    ``same_level`` of the organisations; ``same_having`` those that both are told to have it, of those that either is.
    ``compared`` is the share of the wordings that get a comparison at all; one that gets none agrees with no other.
    """

    id: str
    same_level: float
    same_having: float
    compared: float


def agreement(assistant: Assistant) -> list[Agreement]:
    """The needs of ``eval/datasets/data/paraphrases.toml``."""
    needs = tomllib.loads((DATA / "paraphrases.toml").read_text(encoding="utf-8"))["needs"]
    return [_agreement(need["id"], [levels(assistant.answer(said)) for said in need["wordings"]]) for need in needs]


def levels(answer: Answer) -> Levels:
    """Each organisation's level; of an answer without a comparison none."""
    return {row.organisation: row.level for row in answer.comparison}


def _agreement(name: str, said: Sequence[Levels]) -> Agreement:
    pairs = list(combinations(said, 2))
    return Agreement(
        name,
        mean(_same_level(one, other) for one, other in pairs),
        mean(_same_having(one, other) for one, other in pairs),
        mean(bool(one) for one in said),
    )


def _same_level(one: Levels, other: Levels) -> float:
    known = set(one) & set(other)
    return mean(one[entry] == other[entry] for entry in known) if known else 0.0


def _same_having(one: Levels, other: Levels) -> float:
    if not one or not other:
        return 0.0
    a, b = ({entry for entry, level in found.items() if level == "has"} for found in (one, other))
    return len(a & b) / len(a | b) if a | b else 1.0


def agreement_table(assistant: Assistant) -> str:
    """Each need, and all."""
    found = agreement(assistant)
    rows = [[a.id, f"{a.compared:.2f}", f"{a.same_level:.2f}", f"{a.same_having:.2f}"] for a in found]
    whole = [mean(values) for values in zip(*((a.compared, a.same_level, a.same_having) for a in found), strict=True)]
    return table(
        ["need in five wordings", "wordings compared", "organisations at the same level", "same organisations have it"],
        [*rows, ["all", *(f"{value:.2f}" for value in whole)]],
    )
