"""A query → the passages that fit, ranked: candidates by vectors and words, then the best of them by their pieces."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, replace

import numpy as np

from assistant.query.filters import RecordFilter
from assistant.query.types import Query
from assistant.retrieve.records import Records
from corpus.types import Passage
from index.calibration import RankingWeights
from index.embedding.embedder import Embedded
from index.embedding.reranker import Reranker
from index.lexical.term_weights import piece_weights, weighted_terms
from index.retrieval.search import Hit, best
from index.retrieval.similarity import CANDIDATES, Nearness
from index.storage.columns import Mask, Rows
from index.storage.parts import Vectors

PASSAGES = 10
LOOKED_AT = 20  # passages that are ranked again, by their pieces


def nearest(
    query: Query,
    records: Records,
    embed: Callable[[str], Embedded],
    matches: RecordFilter,
    *,
    weights: RankingWeights | None = None,
    sentences: bool = True,
    reranker: Reranker | None = None,
) -> tuple[Hit, ...]:
    """The passages that fit, best first; headings only where they are asked for.

    Without ``weights`` they are the model's. Other weights, and leaving ``sentences`` out, are for the evaluation.
    """
    weights = weights or records.calibration.ranking
    passages = records.index.collection.passages
    question = embed(query.text)

    shares = _word_coverage(query, records)
    theirs = records.views.first(question.vector, records.index.columns.of_organisations(query.owners))
    also = np.concatenate([theirs, most(shares, CANDIDATES)])
    near = records.views.near(question.vector, sentences=sentences, also=also)
    among = _that_may_answer(query, records, matches)
    allowed = among[near.rows]
    if allowed.sum() < LOOKED_AT and len(near.rows) < len(passages):
        # Filters leave few of the nearest: of what they allow, the nearest.
        best_said = most(np.where(among, shares, 0), CANDIDATES)
        among_rows = np.union1d(records.views.first(question.vector, np.flatnonzero(among)), best_said)
        near = records.views.near(question.vector, sentences=sentences, among=among_rows)
        allowed = np.ones(len(near.rows), dtype=bool)
    signs = features(query, records, near.rows, shares)
    score = near.standard_score + signs @ np.array(astuple(weights)[: signs.shape[1]], dtype=np.float32)
    first = _first(passages, near, score, np.flatnonzero(allowed), weights)
    closer = weights.pieces * records.views.by_pieces(
        question.pieces, piece_weights(question.words, query.language), [hit.passage for hit in first]
    )
    if reranker is not None:
        texts = [" ".join((*hit.passage.headings, *hit.passage.text.split())) for hit in first]
        closer = closer + weights.reranker * reranker.standard_score(query.text, texts)
    again = [
        replace(hit, score=hit.score + weights.spread * float(more)) for hit, more in zip(first, closer, strict=True)
    ]
    return tuple(best(again, PASSAGES))


def _first(
    passages: Sequence[Passage], near: Nearness, score: Vectors, allowed: Rows, weights: RankingWeights
) -> list[Hit]:
    """The best of the ``allowed`` places of what is near; of the same wording one, which may take some of the first."""
    count = 5 * LOOKED_AT
    while True:
        least = -np.partition(-score[allowed], count - 1)[count - 1] if count < len(allowed) else -np.inf
        hits = [
            Hit(
                passages[near.rows[at]], weights.middle + weights.spread * float(score[at]), float(near.cosine[at])
            )
            for at in allowed[score[allowed] >= least].tolist()
        ]  # fmt: skip
        first = best(hits, LOOKED_AT)
        if len(first) == LOOKED_AT or count >= len(allowed):
            return first
        count *= 4


def _that_may_answer(query: Query, records: Records, matches: RecordFilter) -> Mask:
    """Which of all passages may answer; shape (passages,)."""
    columns = records.index.columns
    found = matches.passages()
    if "heading" not in query.conditions.kinds:
        found &= ~columns.meeting(kind=("heading",))
    if query.need.side == "later":
        found &= columns.meeting(programme=records.in_force or ("",))
    elif query.need.side == "earlier":
        found &= columns.meeting(programme=query.scope.programmes or ("",))
    return found


def most(shares: Vectors, limit: int) -> Rows:
    """The rows with the most of something, at most so many, and none that has nothing of it."""
    rows = np.flatnonzero(shares)
    return rows if len(rows) <= limit else rows[np.argpartition(-shares[rows], limit - 1)[:limit]]


def _word_coverage(query: Query, records: Records) -> Vectors:
    """The share of the question's words' weight that each passage has; shape (passages,)."""
    return records.words.coverage(*weighted_terms(query.need.terms, records.words))


def features(query: Query, records: Records, rows: Rows, shares: Vectors | None = None) -> Vectors:
    """What ``RankingWeights`` weighs of these passages, in its order; shape (rows, features).

    ``shares`` are those of the question's words, where they have been looked up.
    """
    shares = _word_coverage(query, records) if shares is None else shares
    columns = records.index.columns
    earlier = [entry for entry in query.scope.programmes if entry not in records.in_force]
    background = ["background"] if query.operation in ("find", "list") else []
    structure = [
        columns.has("organisation", query.owners, rows),
        columns.has("organisation", query.need.mentioned, rows),
        columns.has("goal", query.conditions.goals, rows),
        columns.has("document", query.scope.documents, rows) | columns.has("programme", earlier, rows),
        ~columns.has("programme", (*records.in_force, *earlier), rows),
        columns.has("kind", background, rows),
    ]
    return np.column_stack([shares[rows], *(sign.astype(np.float32) for sign in structure)])
