"""What a question is about → the passages whose records are compared with it, where there are many records."""

import numpy as np

from assistant.retrieve.ranking import most
from assistant.retrieve.records import Records
from index.lexical.term_weights import weighted_terms
from index.storage.columns import Mask, Rows
from index.storage.parts import Vectors

RECORDS = 250  # that are looked at closely: of more only those that lie near or say the words


def likely_rows(query: Vectors, terms: tuple[str, ...], records: Records, among: Mask | None = None) -> Rows:
    """The rows of the passages that lie nearest to a query vector, by themselves or by a sentence, or say most of it.

    ``terms`` are words as in ``Query.topic``; of the passages ``among`` where that is given. Half of them lie near,
    half say the words.
    """
    shares = records.words.coverage(*weighted_terms(terms, records.words))
    if among is None:
        near = records.views.near(query)
    else:
        shares = np.where(among, shares, 0)
        near = records.views.near(query, among=records.views.first(query, np.flatnonzero(among)))
    nearest = near.rows[np.argsort(-near.standard_score, kind="stable")[: RECORDS // 2]]
    return np.union1d(nearest, most(shares, RECORDS // 2))
