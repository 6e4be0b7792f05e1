"""Development comparisons → where the list of similar activities ends.

The activities that answer one comparison count as similar to each other: not all that are, and some that are alike in
one respect only, so that a cut is asked for half of them and not for most.
"""

from dataclasses import replace
from itertools import product
from statistics import mean

from assistant.answer import Assistant
from assistant.retrieve.similar import similar
from corpus.types import Activity
from eval.datasets.questions import load_rows, places
from eval.fitting.calibration import Fitted
from eval.measures.sets import stands_at
from index.calibration import SimilarCut

_WORDS = (0.1, 0.3, 0.5)
_SHARES = (0.5, 0.6, 0.7, 0.8)
_DEVIATIONS = (1.5, 2.0, 2.5)
_LEAST_RIGHT = 0.5  # of those named


def fit_similar(assistant: Assistant) -> Fitted:
    """Of the cuts that name at least half rightly, the one that finds most; of equal ones the one that names fewest."""
    records = assistant.records
    alike: dict[str, set[str]] = {}
    by_id = {entry.id: entry for entry in records.commitments}
    rows = load_rows("comparisons", "dev")
    for row in rows:
        owed = {entry.id for entry in records.commitments for place in places(row["gold"]) if stands_at(entry, place)}
        for one in owed:
            alike.setdefault(one, set()).update(owed - {one})
    found: list[tuple[float, float, SimilarCut]] = []
    for words, share, deviations in product(_WORDS, _SHARES, _DEVIATIONS):
        cut = SimilarCut(words, share, deviations)
        records.calibration = replace(records.calibration, similar=cut)
        given = {one: _similar(by_id[one], assistant) for one in alike}
        named = [one for one in alike if given[one]]
        right = mean(len(given[one] & alike[one]) / len(given[one]) for one in named) if named else 0.0
        recall = mean(len(given[one] & alike[one]) / max(1, len(alike[one])) for one in alike) if alike else 0.0
        found.append((recall if right >= _LEAST_RIGHT else right - 1, right, cut))
    recall, right, cut = max(found, key=lambda entry: entry[:2])
    return Fitted(
        "similar",
        vars(cut),
        questions=f"{len(rows)} of comparisons (development), {len(alike)} activities",
        measured=f"on the same: of those named {right:.2f} answer a comparison with it, recall {recall:.2f}",
    )


def _similar(activity: Activity, assistant: Assistant) -> set[str]:
    groups = similar(activity, assistant.records)
    return {entry.activity.id for group in groups for entry in group.activities}
