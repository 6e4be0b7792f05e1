"""An index → its records as sets need them: commitments, their evidence, what shows that there are none."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.query.language_model.suggestion import Complete
from assistant.query.parse import Reader, reading_by_meaning
from assistant.query.recognise.collection_names import in_force
from assistant.query.spelling import Spelling
from assistant.retrieve.sentences import Sentences
from corpus.swedish.sentences import sentences
from corpus.types import COMMITMENT_KINDS, Activity, Passage
from index.calibration import Calibration, calibration_for
from index.embedding.embedder import Embedded
from index.lexical.matching import WordIndex
from index.lexical.term_weights import weighted_terms
from index.retrieval.search import folded_text
from index.retrieval.similarity import PassageSimilarity
from index.storage.parts import Vectors
from index.storage.records import RecordTable
from index.storage.store import Index

_UNIT_LETTERS = 60  # of a field that names who is responsible; a longer one tells what they do


@dataclass(frozen=True)
class Undertaking:
    """A commitment with the reports on it, or what a report alone speaks of; ``rows`` are the passages of them all."""

    activity: Activity
    documents: frozenset[str]
    rows: tuple[int, ...]


class Records:
    """Looked up once for an index and kept. Everything is in the order of the documents."""

    def __init__(self, index: Index, calibration: Calibration | None = None) -> None:
        """``calibration`` is the one of the index's model where none is given."""
        self.index = index
        self.calibration = calibration or calibration_for(index.fingerprint.model)
        self.table = RecordTable(index.collection)
        self.units = tuple(
            row["folded"] for row in self.table.ask(
                "SELECT DISTINCT folded FROM fields WHERE field = 'responsible' AND length(folded) < ? ORDER BY folded",
                (_UNIT_LETTERS,),
            )
        )  # fmt: skip
        self.times = tuple(
            row["folded"] for row in self.table.ask(
                "SELECT DISTINCT folded FROM fields WHERE field = 'timeline' ORDER BY folded"
            )
        )  # fmt: skip
        self.in_force = in_force(index.collection.catalogue)
        activities = [entry for entry in index.collection.activities if entry.programme in self.in_force]
        self.commitments = tuple(
            entry for entry in activities if entry.kind in COMMITMENT_KINDS and entry.plan is not None
        )
        planned = self.table.ask("SELECT programme, organisation FROM planned")
        having = {row["organisation"] for row in planned if row["programme"] in self.in_force}
        self.with_plan = tuple(organisation for organisation in index.organisations if organisation in having)
        self._commitments_by: dict[str | None, list[Activity]] = {}
        for entry in self.commitments:
            self._commitments_by.setdefault(entry.organisation, []).append(entry)
        self.commitment_ids = frozenset(entry.id for entry in self.commitments)
        self._rows: dict[str, list[int]] = {}
        for row, passage in enumerate(index.collection.passages):
            if passage.activity:
                self._rows.setdefault(passage.activity, []).append(row)
        self.undertakings = self._undertakings()
        self.commitment_rows = tuple(row for entry in self.commitments for row in self._rows.get(entry.id, ()))
        self._undertaking_of = _holders(self.undertakings)
        self.views = PassageSimilarity(index)
        self.spelling = Spelling(passage.text for passage in index.collection.passages)
        self.words = WordIndex([_in_pairs(passage) for passage in index.collection.passages])
        self.dated = {d.id: d.date[:4] for d in index.collection.documents if d.date}
        titles = {entry.id: entry.title for entry in index.collection.activities}
        self.reader = Reader(
            index.collection.catalogue, self.units, self.times, self.spelling.corrected, self.words.knows, titles,
            _reported(activities),
        )  # fmt: skip
        self.sentences = Sentences(index.collection.passages, index.activities, self.words)

    def _undertakings(self) -> tuple[Undertaking, ...]:
        """Every activity with what reports on it alone; a report on several stands for none of them."""
        told: dict[str, list[Activity]] = {}
        for entry in self.index.collection.activities:
            if len(entry.follows) < 2:
                told.setdefault(next(iter(entry.follows), entry.id), []).append(entry)
        found = [
            Undertaking(
                self.index.activities[main],
                frozenset(entry.document for entry in entries),
                tuple(row for entry in entries for row in self._rows.get(entry.id, ())),
            )
            for main, entries in told.items()
        ]
        return tuple(entry for entry in found if entry.rows)

    def read_with_help(self, complete: Complete) -> None:
        """Ask a language model for the query of a question of which the grammar is unsure."""
        self.reader = replace(self.reader, complete=complete)

    def read_by_meaning(self, embed: Callable[[Sequence[str]], Vectors], read: Callable[[str], Embedded]) -> None:
        """Tell goals that are put in other words, and what a question is about, by a model that was fitted for it."""
        self.reader = reading_by_meaning(self.reader, self.calibration, embed, read)

    def evidence(self, activities: Iterable[Activity]) -> list[Passage]:
        """The passages of these activities, all of each."""
        passages = self.index.collection.passages
        return [passages[row] for entry in activities for row in self._rows.get(entry.id, ())]

    def status_of(self, activity: Activity) -> list[Passage]:
        """The passages that say how far an activity has come."""
        said = (activity, *(self.index.activities[entry] for entry in activity.followed_by))
        sources = [self.index.passages.get(entry.status_source or "") for entry in said]
        return [source for source in sources if source]

    def contains_phrase(self, wording: str) -> bool:
        """Whether any passage has this (folded) wording, word by word."""
        passages = self.index.collection.passages
        return any(
            f" {said} " in f" {folded_text(passages[row])} "
            for said in dict.fromkeys((wording, wording.removesuffix("s")))
            for row in self.words.texts_with(said.split()).tolist()
        )

    def rows(self, activity: Activity) -> Sequence[int]:
        """The rows of an activity's passages among all passages."""
        return self._rows.get(activity.id, ())

    def undertakings_of(self, rows: Iterable[int]) -> tuple[Undertaking, ...]:
        """The undertakings that these passages are of."""
        found = {at for row in rows for at in self._undertaking_of.get(row, ())}
        return tuple(self.undertakings[at] for at in sorted(found))

    def commitments_by(self, organisation: str) -> Sequence[Activity]:
        """The commitments of an organisation."""
        return self._commitments_by.get(organisation, ())

    def commitments_of(self, rows: Iterable[int]) -> tuple[Activity, ...]:
        """The commitments that these passages are of, in the order of the documents."""
        passages = self.index.collection.passages
        found = {passages[row].activity: None for row in sorted(rows)}
        return tuple(self.index.activities[entry] for entry in found if entry in self.commitment_ids)

    def nearest_passage(self, query: Vectors, activity: Activity) -> Passage:
        """The passage of an activity that lies nearest to a query vector."""
        rows = self.rows(activity)
        nearest = rows[int(np.argmax(self.views.vectors_of(rows) @ query))]
        return self.index.collection.passages[nearest]

    def nearness(self, query: Vectors, activities: Sequence[Activity]) -> Vectors:
        """For each activity the cosine of its nearest passage, 0 where it has none; shape (activities,)."""
        rows = [row for entry in activities for row in self.rows(entry)]
        cosines = dict(zip(rows, (self.views.vectors_of(rows) @ query).tolist(), strict=True))
        return np.array(
            [max((cosines[row] for row in self.rows(entry)), default=0.0) for entry in activities],
            dtype=np.float32,
        )

    def coverage(self, words: Sequence[str]) -> Vectors:
        """For each commitment how much of the words' weight its best passage has, 0 to 1; shape (commitments,)."""
        covered = self.words.coverage(*weighted_terms(words, self.words))
        rows = (list(self.rows(entry)) for entry in self.commitments)
        return np.array([covered[row].max(initial=0.0) for row in rows], dtype=np.float32)


def _holders(undertakings: Sequence[Undertaking]) -> dict[int, list[int]]:
    """The numbers of the undertakings that each row is of."""
    found: dict[int, list[int]] = {}
    for number, entry in enumerate(undertakings):
        for row in entry.rows:
            found.setdefault(row, []).append(number)
    return found


def _reported(activities: Iterable[Activity]) -> dict[str, tuple[str, ...]]:
    """What reports speak of by a number of their own, by that number."""
    numbered: dict[str, tuple[str, ...]] = {}
    for entry in activities:
        if entry.kind == "follow-up" and entry.number:
            numbered[entry.number] = (*numbered.get(entry.number, ()), *entry.follows)
    return numbered


def _in_pairs(passage: Passage) -> list[str]:
    """Every two sentences of a passage that follow each other, so that the words of one thing stay together.

    Those too that say nothing by themselves: "Ansvarig: Gatuenheten" has a word that is asked for.
    """
    parts = sentences(passage.text)
    return [" ".join(parts[i : i + 2]) for i in range(len(parts))] or [passage.text]
