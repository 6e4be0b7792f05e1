"""Needs in several wordings → how far all wordings give the same organisations at the same level."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from eval.datasets import DATA
from eval.markdown import table

Levels = Mapping[str, str]


@dataclass(frozen=True)
class Agreement:
    """One need: ``compared`` is the share of its wordings that get a comparison at all.

    The others are means over all pairs of those, None where there is no pair: ``same_level`` the share of the
    organisations at the same level; ``same_having`` those that both are told to have it, of those that either is.
    """

    id: str
    compared: float
    same_level: float | None
    same_having: float | None


def agreement(assistant: Assistant) -> list[Agreement]:
    """The needs of ``eval/datasets/data/paraphrases.toml``."""
    needs = tomllib.loads((DATA / "paraphrases.toml").read_text(encoding="utf-8"))["needs"]
    return [_agreement(need["id"], [levels(assistant.answer(said)) for said in need["wordings"]]) for need in needs]


def levels(answer: Answer) -> Levels:
    """Each organisation's level; of an answer without a comparison none."""
    return {row.organisation: row.level for row in answer.comparison}


def _agreement(name: str, said: Sequence[Levels]) -> Agreement:
    pairs = list(combinations([one for one in said if one], 2))
    return Agreement(
        name,
        mean(bool(one) for one in said),
        mean(_same_level(one, other) for one, other in pairs) if pairs else None,
        mean(_same_having(one, other) for one, other in pairs) if pairs else None,
    )


def _same_level(one: Levels, other: Levels) -> float:
    known = set(one) & set(other)
    return mean(one[entry] == other[entry] for entry in known) if known else 0.0


def _same_having(one: Levels, other: Levels) -> float:
    a, b = ({entry for entry, level in found.items() if level == "has"} for found in (one, other))
    return len(a & b) / len(a | b) if a | b else 1.0


def overall(agreements: Sequence[Agreement]) -> Agreement:
    """The means over all needs."""

    def over(values: Iterable[float | None]) -> float:
        return mean(value for value in values if value is not None)

    return Agreement(
        "all",
        over(a.compared for a in agreements),
        over(a.same_level for a in agreements),
        over(a.same_having for a in agreements),
    )


def agreement_table(assistant: Assistant) -> str:
    """Each need, and all."""
    found = agreement(assistant)
    return table(
        ["need in five wordings", "wordings compared", "organisations at the same level", "same organisations have it"],
        [[a.id, *map(_share, (a.compared, a.same_level, a.same_having))] for a in (*found, overall(found))],
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
