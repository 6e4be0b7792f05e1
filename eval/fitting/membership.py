"""Development comparisons → the weights of set membership, and how well they do for an unseen question."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import mean

import numpy as np

from assistant.answer import Assistant
from assistant.retrieve.membership import FEATURES, membership_features
from eval.datasets.questions import Row, load_rows, places
from eval.fitting.calibration import Fitted
from eval.fitting.logistic import logistic, odds
from eval.measures.sets import at
from index.calibration import MembershipWeights
from index.storage.parts import Vectors

_RIDGE = 0.005
_OWED = 4.5  # what an activity that is owed weighs against one that isn't: so that as many are missed as are wrong
_UNCLEAR = -0.8  # log odds down to which a commitment may belong: its organisation is then named as unclear
_LEAST_OF_BEST = 0.5  # every plan says something of the subject: what says half as much as another's has nothing on it


@dataclass(frozen=True)
class _Asked:
    """A comparison: the signs of the commitments, and whether each is owed; what is neither owed nor wrong is out."""

    signs: Vectors
    owed: Vectors


def fit_membership(assistant: Assistant) -> Fitted:
    """The weights and the offset; precision and recall with each question left out in turn."""
    asked = [_asked(row, assistant) for row in load_rows("comparisons", "dev") if row["gold"]]
    names = [field.name for field in fields(MembershipWeights)[: FEATURES + 1]]
    fitted = {name: round(float(weight), 2) for name, weight in zip(names, _fitted(asked), strict=True)}
    found = [_measured(one, _fitted([other for other in asked if other is not one])) for one in asked]
    return Fitted(
        "membership",
        {**fitted, "unclear": _UNCLEAR, "least_of_best": _LEAST_OF_BEST},
        questions=f"{len(asked)} of comparisons (development)",
        measured=f"each question left out in turn: recall at R {mean(recall for recall, _ in found):.2f}, "
        f"precision {mean(right for _, right in found):.2f}",
    )


def _asked(row: Row, assistant: Assistant) -> _Asked:
    records = assistant.records
    part = assistant.parts(row["question"])[0]
    owed, may = places(row["gold"]), places(row.get("maybe_gold", ()))
    belongs = np.array([any(at(entry, place) for place in owed) for entry in records.commitments])
    left_out = np.array([any(at(entry, place) for place in may) for entry in records.commitments]) & ~belongs
    excluded = part.conditions.excluded_organisations
    kept = ~left_out & np.array([entry.organisation not in excluded for entry in records.commitments])
    return _Asked(
        membership_features(assistant.query(part.text).vector, part, records)[kept], belongs[kept].astype(np.float64)
    )


def _fitted(asked: Sequence[_Asked]) -> Vectors:
    """Each question weighs the same."""
    x, y = np.concatenate([one.signs for one in asked]), np.concatenate([one.owed for one in asked])
    weights = np.concatenate([np.where(one.owed == 1, _OWED, 1.0) / len(one.owed) for one in asked])
    return logistic(x, y, weights, ridge=_RIDGE)


def _measured(one: _Asked, weights: Vectors) -> tuple[float, float]:
    """Recall among the first R of what is given, and precision; the best is always given."""
    found = odds(one.signs, weights)
    order = np.argsort(-found, kind="stable")
    given = [row for row in order if found[row] >= 0] or [order[0]]
    first = given[: int(one.owed.sum())]
    return float(one.owed[first].sum() / one.owed.sum()), float(one.owed[given].mean())
