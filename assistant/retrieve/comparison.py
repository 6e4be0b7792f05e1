"""A subject → by meaning, for every organisation asked about: has it, unclear, or nothing found; never complete.

Each with its activities that fit and the one sentence that says it, of the last two the nearest sentence.
"""

from collections.abc import Callable, Sequence

import numpy as np

from assistant.query.topical.understand import Understood
from assistant.retrieve.membership import membership_log_odds
from assistant.retrieve.records import Records
from assistant.types import Compared, Coverage, Finding, Having, Quoted
from corpus.types import Activity, Passage
from index.embedding.embedder import Embedded
from index.lexical.term_weights import weighted_terms
from index.retrieval.search import Hit
from index.storage.parts import Vectors


def set_by_meaning(
    query: Embedded,
    asked: Understood,
    records: Records,
    *,
    matches: Callable[[Passage | Activity], bool] = lambda record: True,
) -> Finding:
    """The organisations that have commitments that fit, and what lies nearest in the plans of the others."""

    def allowed(entry: Activity) -> bool:
        return (not asked.goals or entry.goal in asked.goals) and (
            not asked.kinds or entry.kind in asked.kinds
        ) and matches(entry)  # fmt: skip

    asked_of = [entry for entry in (asked.owners or records.with_plan) if entry not in asked.excluded]
    odds = membership_log_odds(query, asked.rest, records)
    rows = compared(query, asked.rest, odds, asked_of, records, allowed=allowed)
    if not any(row.quoted for row in rows):
        return Finding(asked, "compare", "nothing_found")
    odds_of = {entry.id: float(value) for entry, value in zip(records.commitments, odds, strict=True)}
    chosen = [entry for row in rows if row.level == "has" for entry in row.activities]
    chosen.sort(key=lambda entry: -odds_of[entry])
    said = {row.activities[0]: row.quoted.passage for row in rows if row.activities and row.quoted}
    hits = [
        Hit(said.get(entry) or nearest_passage(query, records.index.activities[entry], records),
            float(1 / (1 + np.exp(-odds_of[entry]))))
        for entry in chosen
    ]  # fmt: skip
    return Finding(
        asked, "compare", "answered", hits=tuple(hits), activities=tuple(chosen), comparison=rows,
        coverage=coverage_of(rows),
    )  # fmt: skip


def compared(
    query: Embedded,
    topic: Sequence[str],
    odds: Vectors,
    organisations: Sequence[str],
    records: Records,
    *,
    allowed: Callable[[Activity], bool] = lambda entry: True,
) -> tuple[Compared, ...]:
    """One row for each of these organisations, in their order.

    ``odds`` are the log odds that each commitment belongs to the set; ``topic`` as in ``Query.topic``. Where nothing is
    sure, whoever lies nearest is unclear.
    """
    weights = records.calibration.membership
    theirs: dict[str, list[int]] = {entry: [] for entry in organisations}
    for i in np.argsort(-odds, kind="stable").tolist():
        entry = records.commitments[i]
        # Its text may be kept out of the index.
        if entry.organisation in theirs and allowed(entry) and records.rows(entry):
            theirs[entry.organisation].append(i)
    best = {organisation: float(odds[found[0]]) for organisation, found in theirs.items() if found}
    support = _support(topic, records)
    rows = []
    for organisation, found in theirs.items():
        if not found:
            rows.append(Compared(organisation, "none_found"))
            continue
        level: Having = "has" if best[organisation] >= weights.has else "unclear"
        if best[organisation] < weights.unclear and best[organisation] < max(best.values()):
            level = "none_found"
        fits = [i for i in found if i == found[0] or odds[i] >= 0] if level != "none_found" else []
        quoted = _sentence(query, support, records.commitments[found[0]], records)
        rows.append(Compared(organisation, level, tuple(records.commitments[i].id for i in fits), quoted))
    return tuple(rows)


def coverage_of(rows: Sequence[Compared]) -> Coverage:
    """Who has it, who has not, and of whom it is unclear; never complete."""

    def at(level: Having) -> tuple[str, ...]:
        return tuple(row.organisation for row in rows if row.level == level)

    return Coverage(has=at("has"), has_not=at("none_found"), unclear=at("unclear"))


def nearest_passage(query: Embedded, activity: Activity, records: Records) -> Passage:
    """The passage of an activity that lies nearest to a question."""
    rows = records.rows(activity)
    return records.index.collection.passages[max(rows, key=lambda row: float(records.vectors[row] @ query.vector))]


def _support(topic: Sequence[str], records: Records) -> Vectors:
    """For every sentence how much of the topic it says, by itself and with what stands around it; 0 to 2."""
    words, weights = weighted_terms(topic, records.words)
    support: Vectors = records.sentences.coverage(words, weights, alone=True) + records.sentences.coverage(
        words, weights
    )
    return support


def _sentence(query: Embedded, support: Vectors, activity: Activity, records: Records) -> Quoted:
    """The sentence of an activity that says most of the topic and lies nearest to the question, as much as either."""
    passages = records.evidence([activity])
    rows = records.sentences.of(passages)
    cosines = {text: c for passage in passages for text, c in records.views.of_sentences(query.vector, passage).items()}
    lowest = min(cosines.values(), default=0.0)
    near = np.array([cosines.get(records.sentences[row].text, lowest) for row in rows]) - lowest
    said = support[rows] + near / max(float(near.max()), 1e-6)
    best = records.sentences[rows[int(np.argmax(said))]]
    return Quoted(best.passage, best.span)
