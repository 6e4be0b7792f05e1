"""What was understood → by meaning, who has commitments that fit and who has nothing like it; never complete."""

from collections.abc import Callable

import numpy as np

from assistant.query.types import Query
from assistant.retrieve.membership import membership_log_odds
from assistant.retrieve.records import Records
from assistant.types import Coverage, Finding
from corpus.types import Activity, Passage
from index.retrieval.search import Hit
from index.storage.parts import Vectors


def set_by_meaning(
    query: Vectors,
    asked: Query,
    records: Records,
    *,
    matches: Callable[[Passage | Activity], bool] = lambda record: True,
) -> Finding:
    """The commitments that fit, per organisation its best evidence first of all; never complete."""
    allowed = [
        entry for entry in records.commitments
        if entry.organisation not in asked.conditions.excluded_organisations
        and (not asked.owners or entry.organisation in asked.owners)
        and (not asked.conditions.goals or entry.goal in asked.conditions.goals)
        and (not asked.conditions.kinds or entry.kind in asked.conditions.kinds)
        and matches(entry)
        and records.rows(entry)  # its text may be kept out of the index
    ]  # fmt: skip
    if not allowed:
        return Finding(asked, "compare", "nothing_found")
    kept = {entry.id for entry in allowed}
    odds = membership_log_odds(query, asked, records)[[entry.id in kept for entry in records.commitments]]
    order = [int(i) for i in np.argsort(-odds, kind="stable")]
    chosen = [i for i in order if odds[i] >= 0] or order[:1]
    near = [i for i in order if odds[i] >= records.calibration.membership.unclear][len(chosen) :]
    close = {allowed[i].organisation for i in near}
    having = {allowed[i].organisation for i in chosen}
    asked_of = [o for o in (asked.owners or records.with_plan) if o not in asked.conditions.excluded_organisations]
    hits = [Hit(_nearest(query, allowed[i], records), float(1 / (1 + np.exp(-odds[i])))) for i in chosen]
    return Finding(
        asked, "compare", "answered",
        hits=tuple(hits),
        activities=tuple(allowed[i].id for i in chosen),
        coverage=Coverage(
            has=tuple(o for o in asked_of if o in having),
            has_not=tuple(o for o in asked_of if o not in having | close),
            unclear=tuple(o for o in asked_of if o in close - having),
        ),
    )  # fmt: skip


def _nearest(query: Vectors, activity: Activity, records: Records) -> Passage:
    rows = records.rows(activity)
    return records.index.collection.passages[max(rows, key=lambda row: float(records.vectors[row] @ query))]
