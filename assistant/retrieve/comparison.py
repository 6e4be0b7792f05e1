"""A subject → by meaning, for every organisation asked about: has it, unclear, or nothing found; never complete.

Each with its activities that fit and the one sentence that says it, of the last two the nearest sentence.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from assistant.query.types import Query
from assistant.retrieve.membership import Membership, membership
from assistant.retrieve.records import Records
from assistant.retrieve.sentences import Sentence
from assistant.retrieve.structured import IN_NO_RECORD
from assistant.types import Compared, Coverage, Finding, Having, NearPassage, Quoted, Verdict
from corpus.types import Activity, Passage
from index.embedding.embedder import Embedded
from index.lexical.term_weights import weighted_terms
from index.retrieval.search import Hit
from index.storage.parts import Vectors

# What stands before a sentence without being of it: a bullet, or what the line is.
_LABEL = re.compile(r"(?:[-•*–?]\s*)?(?:(?:Aktivitet|Beskrivning)(?: \d+(?:\.\d+)*)?\s*:\s*)?")
_NAME = 3  # words
# What asks for everyone who has something, or for all there is on a subject.
_OF_EVERYONE = ("who_has", "who_lacks", "most", "least", "list")


def compares(query: Query, records: Records) -> bool:
    """Whether all organisations' commitments are compared; reports on what was done are searched.

    A question in another language is searched too: who has nothing is told by the words of Swedish; and so is what is
    asked where there is only one organisation.
    """
    if (
        query.language != "sv"
        or len(records.with_plan) < 2
        or not query.need.terms
        or query.owners
        or query.scope.documents
        or not set(query.scope.programmes) <= records.in_force
        or query.need.side
        or query.need.answer.details & IN_NO_RECORD
    ):
        return False
    if query.operation == "count":
        return query.need.answer.of_records
    anyone = query.operation == "who" and query.need.answer.kind == "who"  # no unit, and nobody who is responsible
    return anyone or query.operation in _OF_EVERYONE or bool(query.conditions.excluded_organisations)


def set_by_meaning(
    embedded: Embedded,
    query: Query,
    records: Records,
    nearest: Callable[[], tuple[NearPassage, ...]],
    *,
    matches: Callable[[Passage | Activity], bool] = lambda record: True,
    sure: bool = True,
    found: bool = True,
) -> Finding:
    """The organisations that have commitments that fit, and what lies nearest in the plans of the others.

    Uncertain where nobody is sure to have it: then what lies ``nearest`` is shown beside, as whoever asks for "vilka"
    may ask for something else than organisations, which one of the nearest passages says. Where a search isn't
    ``sure`` nobody is, and where it has ``found`` nothing at all, nothing is found in any plan.
    """
    c = query.conditions

    def allowed(entry: Activity) -> bool:
        wanted = (not c.goals or entry.goal in c.goals) and (not c.kinds or entry.kind in c.kinds)
        return wanted and matches(entry)

    asked_of = [entry for entry in (query.owners or records.with_plan) if entry not in c.excluded_organisations]
    likely = membership(embedded, query.need.terms, records, asked_of, allowed=allowed)
    rows = compared(embedded, query.need.terms, likely, asked_of, records, allowed=allowed)
    if not found:
        rows = tuple(replace(row, level="none_found", activities=()) for row in rows)
    elif not sure:
        rows = tuple(replace(row, level="unclear") if row.level == "has" else row for row in rows)
    if not found or not any(row.quoted for row in rows):
        return Finding(query, "compare", "nothing_found", comparison=rows, coverage=coverage_of(rows))
    odds_of = {entry.id: float(value) for entry, value in zip(likely.commitments, likely.odds, strict=True)}
    coverage = coverage_of(rows)
    lacking = query.operation == "who_lacks"
    if not coverage.has and not (lacking and coverage.has_not):
        near = nearest()
        return Finding(
            query, "compare", "uncertain", hits=tuple(entry.hit for entry in near), comparison=rows, coverage=coverage,
            verdict=Verdict("uncertain", near[0].reason if near else "near_subject", near=near),
        )  # fmt: skip
    chosen = [entry for row in rows if row.level == "has" for entry in row.activities]
    chosen.sort(key=lambda entry: -odds_of[entry])
    said = {row.activities[0]: row.quoted.passage for row in rows if row.activities and row.quoted}
    shown = [
        said.get(entry) or records.nearest_passage(embedded.vector, records.index.activities[entry]) for entry in chosen
    ]
    hits = [Hit(passage, _share(odds_of[entry])) for passage, entry in zip(shown, chosen, strict=True)]
    return Finding(
        query, "compare", "answered", hits=tuple(hits), activities=() if lacking else tuple(chosen),
        comparison=rows, coverage=coverage,
    )  # fmt: skip


def _share(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def compared(
    embedded: Embedded,
    topic: Sequence[str],
    found: Membership,
    organisations: Sequence[str],
    records: Records,
    *,
    allowed: Callable[[Activity], bool] = lambda entry: True,
) -> tuple[Compared, ...]:
    """One row for each of these organisations, the likeliest to have it first.

    ``topic`` is as in ``Query.topic``. Nothing is found in a plan only where no commitment of it is likely enough, and
    none lies as near as the nearest of all. Where nothing is sure, whoever is likeliest is unclear; where no sentence
    of any plan has enough of the question's words, everyone is: people may say the same in quite other words.
    """
    weights, odds = records.calibration.membership, found.odds
    theirs: dict[str, list[int]] = {entry: [] for entry in organisations}
    for i in np.argsort(-odds, kind="stable").tolist():
        entry = found.commitments[i]
        # Its text may be kept out of the index.
        if entry.organisation in theirs and allowed(entry) and records.rows(entry):
            theirs[entry.organisation].append(i)
    best = {organisation: float(odds[rows[0]]) for organisation, rows in theirs.items() if rows}
    compared_ones = []
    for organisation in sorted(theirs, key=lambda entry: -best.get(entry, -np.inf)):
        rows = theirs[organisation]
        if not rows:
            compared_ones.append(Compared(organisation, "none_found"))
            continue
        level: Having = "has" if best[organisation] >= weights.has else "unclear"
        nearest = max(rows, key=lambda row: float(found.behind[row]))
        first = rows[0]
        if best[organisation] < weights.unclear and best[organisation] < max(best.values()):
            near = found.behind[nearest] >= weights.near
            level, first = ("unclear" if near else "none_found"), (nearest if near else first)
        if found.covered < weights.covered:
            level = "unclear"
        fits = [row for row in rows if row == first or odds[row] >= 0] if level != "none_found" else []
        quoted = _sentence(embedded, topic, found.commitments[first], records)
        compared_ones.append(Compared(organisation, level, tuple(found.commitments[row].id for row in fits), quoted))
    return tuple(compared_ones)


def coverage_of(rows: Sequence[Compared]) -> Coverage:
    """Who has it, who has not, and of whom it is unclear; never complete."""

    def at(level: Having) -> tuple[str, ...]:
        return tuple(row.organisation for row in rows if row.level == level)

    return Coverage(has=at("has"), has_not=at("none_found"), unclear=at("unclear"))


def _support(topic: Sequence[str], sentences: Sequence[Sentence], records: Records) -> Vectors:
    """How much of the topic each of these sentences says, by itself and with what stands around it; 0 to 2."""
    words, weights = weighted_terms(topic, records.words)
    alone, around = (records.sentences.coverage(words, weights, sentences, alone=way) for way in (True, False))
    support: Vectors = alone + around
    return support


def _sentence(embedded: Embedded, topic: Sequence[str], activity: Activity, records: Records) -> Quoted:
    """The sentence of an activity that says most of the topic and lies nearest to the question, as much as either.

    What only leads up to a list, or is no more than a name, says nothing where another sentence stands there.
    """
    passages = records.evidence([activity])
    sentences = records.sentences.of(passages)
    sentences = [entry for entry in sentences if _says_something(entry.text)] or sentences
    cosines = {
        text: c for passage in passages for text, c in records.views.of_sentences(embedded.vector, passage).items()
    }
    lowest = min(cosines.values(), default=0.0)
    near = np.array([cosines.get(entry.text, lowest) for entry in sentences]) - lowest
    said = _support(topic, sentences, records) + near / max(float(near.max()), 1e-6)
    best = sentences[int(np.argmax(said))]
    label = _LABEL.match(best.passage.text, *best.span)
    return Quoted(best.passage, (label.end() if label else best.span[0], best.span[1]))


def _says_something(text: str) -> bool:
    return not text.endswith(":") and len(text.split()) > _NAME
