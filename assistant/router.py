"""One part of a question → what is found and how sure it is: by structure, by comparing everyone, or by searching."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from assistant.answerability.judge import Assessment, assess, judge, near_passages
from assistant.query.filters import RecordFilter
from assistant.query.types import Query
from assistant.retrieve.collection import collection_found
from assistant.retrieve.comparison import compares, set_by_meaning
from assistant.retrieve.described_record import Described, described
from assistant.retrieve.one_record import ASKED_OF_ONE, FIRM_DOUBTS, narrowed_to_record
from assistant.retrieve.ranking import nearest
from assistant.retrieve.records import Records
from assistant.retrieve.similar import similar
from assistant.retrieve.structured import asks_of_collection, binds, decided_by_records, records_found
from assistant.types import Coverage, Finding
from index.embedding.embedder import Embedded
from index.embedding.reranker import Reranker
from index.retrieval.search import Hit

_OF_EACH = 2  # passages that each of several organisations has at least
_FIRST = 3  # records of what is shown as uncertain


def find(
    query: Query,
    records: Records,
    embed: Callable[[str], Embedded],
    matches: RecordFilter,
    *,
    reranker: Reranker | None = None,
) -> Finding:
    """What answers one part of a question: the records where they decide it, else what a search finds.

    ``matches`` says which records a search may find, ``embed`` reads a text with the model.
    """
    if decided_by_records(query, records):
        decide = collection_found if asks_of_collection(query) else records_found
        found = decide(query, records)
        defined = query.operation == "define" and query.defined and found.outcome == "nothing_found"
        if not defined and not _kind_is_subject(query, found):
            return found
        # No name of the catalogue and no abbreviation: a passage may tell what it is.
    elif binds(query, records):
        found = records_found(replace(query, topic=()), records)
        if found.outcome == "says_none" and not _kind_is_subject(query, found):  # on whatever subject
            return found
    embedded = cache(embed)
    searched = _searched(query, records, embedded, matches, reranker=reranker)

    @cache
    def meant() -> Described:
        return described(searched.query, embedded(query.text), records, matches)

    found = narrowed_to_record(searched, records, meant)
    if found.outcome != "uncertain":
        return found
    found = _likeliest_first(found, meant, embedded(query.text), records)
    return _beside_its_report(found, embedded(query.text), records, matches)


def _likeliest_first(finding: Finding, meant: Callable[[], Described], embedded: Embedded, records: Records) -> Finding:
    """What is uncertain of one record, with those first that are likeliest meant."""
    if finding.way != "search" or finding.verdict is None or finding.verdict.reason in FIRM_DOUBTS:
        return finding
    if finding.query.operation not in ASKED_OF_ONE:
        return finding
    likeliest = zip(meant().activities[:_FIRST], meant().likely, strict=False)
    first = [Hit(records.nearest_passage(embedded.vector, entry), likely) for entry, likely in likeliest]
    return _shown_first(finding, first, records) if first else finding


def _beside_its_report(finding: Finding, embedded: Embedded, records: Records, matches: RecordFilter) -> Finding:
    """What is uncertain of how something went: the nearest promise beside the report on it, or the other way about."""
    query = finding.query
    asks = query.operation in ("result", "status", "plan_vs_followup") or query.need.answer.became
    nearest = records.index.activities.get(finding.hits[0].passage.activity or "") if finding.hits else None
    if finding.way != "search" or not asks or nearest is None:
        return finding
    others = [records.index.activities[entry] for entry in (*reversed(nearest.followed_by), *nearest.follows)]
    others = [entry for entry in others if records.rows(entry) and matches(entry)]
    if not others:
        return finding
    other = Hit(records.nearest_passage(embedded.vector, others[0]), finding.hits[0].score)
    return _shown_first(finding, [finding.hits[0], other], records)


def _shown_first(finding: Finding, first: Sequence[Hit], records: Records) -> Finding:
    """What is uncertain with these passages before the others; they keep their scores where they were found."""
    scored = {hit.passage.id: hit for hit in finding.hits}
    hits = dict.fromkeys(scored.get(hit.passage.id, hit) for hit in first) | dict.fromkeys(finding.hits)
    near = near_passages(finding.query, tuple(hits), records)
    verdict = finding.verdict
    if verdict is not None:
        reason = verdict.reason if verdict.reason in FIRM_DOUBTS else near[0].reason
        verdict = replace(verdict, reason=reason, near=near)
    return replace(finding, hits=tuple(entry.hit for entry in near), verdict=verdict)


def _kind_is_subject(query: Query, finding: Finding) -> bool:
    """Whether a kind that no record meets is a word of what was promised ("intern samverkan"), to be searched for."""
    became = query.operation == "plan_vs_followup" or (query.conditions.statuses and query.topic)
    return bool(finding.outcome == "says_none" and query.conditions.kinds and became)


def _searched(
    query: Query,
    records: Records,
    embed: Callable[[str], Embedded],
    matches: RecordFilter,
    *,
    reranker: Reranker | None = None,
) -> Finding:
    """What answers ``query`` by meaning."""
    if query.choices and len(query.choices) > 1:
        return _of_any(query, records, embed, matches)
    if query.need.similar and query.need.terms and (query.owners or query.conditions.excluded_organisations):
        return _similar(query, records, embed, matches)
    hits = nearest(query, records, embed, matches, reranker=reranker)
    verdict = judge(query, hits, embed(query.text), records)
    reported = verdict.reason == "no_result" and query.operation == "result" and _with_report(hits, records)
    if verdict.level != "answered" and (query.need.answer.went or reported) and _of_promise(hits, records):
        # No result stands there, but what was promised does, and beside it a report on it, or that there is none.
        promised = replace(
            query,
            operation="plan_vs_followup",
            need=replace(query.need, answer=replace(query.need.answer, kind="anything", nouns=(), words=frozenset())),
        )
        of_promise = judge(promised, hits, embed(query.text), records)
        if reported or (of_promise.log_odds is not None and of_promise.log_odds >= 0):
            query, verdict = promised, of_promise
    compared = compares(query, records)

    def compare(*, sure: bool = True, found: bool = True) -> Finding:
        return set_by_meaning(
            embed(query.text), query, records, lambda: verdict.near or near_passages(query, hits, records),
            matches=matches, sure=sure, found=found,
        )  # fmt: skip

    if verdict.level == "nothing_found" and verdict.reason != "outside" and compared:
        known = any(records.words.knows(word) for entry in query.need.terms for word in entry.split("|"))
        ruled_out = verdict.reason == "no_such_word" or not known
        found = compare(sure=False, found=not ruled_out)
        return found if found.outcome == "uncertain" else replace(found, way="search", verdict=verdict)
    if verdict.level == "nothing_found":
        return Finding(query, "search", "nothing_found", verdict=verdict)
    if verdict.level == "uncertain" and not (compared or _says_what_each_is(query)):
        return Finding(query, "search", "uncertain", hits=tuple(near.hit for near in verdict.near), verdict=verdict)
    if compared:
        return compare()
    coverage = None
    if len(query.owners) > 1 and query.operation != "plan_vs_followup":
        hits, coverage = _of_each(hits, query, records, embed, matches)
    return Finding(
        query, "search", "answered",
        hits=hits,
        activities=tuple(dict.fromkeys(hit.passage.activity for hit in hits if hit.passage.activity)),
        city_wide=tuple(hit.passage for hit in hits if hit.passage.kind == "city-wide"),
        coverage=coverage,
        verdict=verdict,
    )  # fmt: skip


def _says_what_each_is(query: Query) -> bool:
    """Whether what is shown says what it is: a promise and its report, then and now, what each of several has."""
    return query.operation == "plan_vs_followup" or query.need.side is not None or len(query.owners) > 1


def _of_any(
    query: Query,
    records: Records,
    embed: Callable[[str], Embedded],
    matches: RecordFilter,
) -> Finding:
    """Who is meant is asked back; what would answer it for any of them stands below."""
    hits = nearest(query, records, embed, matches.of(None, *query.choices))
    found = hits if assess(query, hits, embed(query.text), records).likely else ()
    return Finding(query, "search", "ambiguous", hits=found, choices=query.choices)


def _of_each(
    hits: tuple[Hit, ...],
    query: Query,
    records: Records,
    embed: Callable[[str], Embedded],
    matches: RecordFilter,
) -> tuple[tuple[Hit, ...], Coverage | None]:
    """Of several organisations asked about: in whose documents something answers, and the best of each beside ``hits``.

    No coverage where all of them together answer and none alone does.
    """
    best: dict[str, tuple[Hit, ...]] = {}
    support: dict[str, float] = {}
    for owner in query.owners:
        alone = query.owned_by(owner)
        theirs = nearest(alone, records, embed, matches.of(owner))
        found = assess(alone, theirs, embed(alone.text), records)
        if found.features and (found.likely or _says_it(found, records)):
            best[owner], support[owner] = theirs[:_OF_EACH], found.features.coverage
    # Every plan says something of the subject: whoever says much less of what is asked than another has nothing on it.
    least = records.calibration.membership.least_of_best * max(support.values(), default=0.0)
    having = [owner for owner in best if support[owner] >= least]
    shown = {hit.passage.id: hit for hit in (*hits, *(hit for owner in having for hit in best[owner]))}
    has_not = tuple(owner for owner in query.owners if owner not in having)
    return tuple(shown.values()), Coverage(tuple(having), has_not) if having else None


def _says_it(found: Assessment, records: Records) -> bool:
    """Whether passages have the words that are asked about, though it isn't likely that they answer."""
    words = found.features.coverage if found.features and not (found.refused or found.doubt) else 0.0
    return words >= records.calibration.answerability.together


def _similar(
    query: Query,
    records: Records,
    embed: Callable[[str], Embedded],
    matches: RecordFilter,
) -> Finding:
    """What others do that is like the activity that the question describes."""
    owners = query.owners or query.conditions.excluded_organisations
    meant = replace(query, conditions=replace(query.conditions, organisations=owners, excluded_organisations=()))
    commitments = [hit for hit in nearest(meant, records, embed, matches) if _is_commitment(hit, records)]
    if not assess(meant, commitments, embed(meant.text), records).likely:
        return Finding(query, "similar", "nothing_found")
    activity = records.index.activities[commitments[0].passage.activity or ""]
    groups = similar(activity, records)
    hits = [
        Hit(passage, entry.score)
        for group in groups
        for entry in group.activities
        for passage in records.evidence([entry.activity])[:1]
    ]
    having = tuple(group.organisation for group in groups)
    others = [entry for entry in records.with_plan if entry != activity.organisation]
    return Finding(
        query, "similar", "answered" if hits else "nothing_found",
        hits=tuple(sorted(hits, key=lambda hit: -hit.score)),
        activities=tuple(hit.passage.activity for hit in hits if hit.passage.activity),
        coverage=Coverage(having, tuple(entry for entry in others if entry not in having)),
    )  # fmt: skip


def _of_promise(hits: Sequence[Hit], records: Records) -> bool:
    """Whether the best hit is what a plan in force promises, or a report on it."""
    best = records.index.activities.get(hits[0].passage.activity or "") if hits else None
    return bool(best and best.programme in records.in_force and (best.plan or best.follows))


def _with_report(hits: Sequence[Hit], records: Records) -> bool:
    """Whether the two best hits are a promise and a report on it."""
    found = [records.index.activities.get(hit.passage.activity or "") for hit in hits[:2]]
    first, second = found if len(found) == 2 else (None, None)
    return bool(first and second and (second.id in first.followed_by or first.id in second.followed_by))


def _is_commitment(hit: Hit, records: Records) -> bool:
    return hit.passage.activity in records.commitment_ids
