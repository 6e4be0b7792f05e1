"""One part of a question → what is found: by structure, by comparing everyone, or by searching."""

from collections.abc import Callable

from assistant.evidence import answers
from assistant.records import Records
from assistant.sets import WORDS_WEIGHT, Finding, decided_by_structure, set_by_meaning, structural_set
from assistant.understand import Understood
from corpus.types import Activity, Passage
from index.search import Hit, search
from index.store import Vectors

PASSAGES = 10
NEAREST = 3  # passages that are offered where nothing answers

# Below this nothing is an answer. Cosines of multilingual-e5-small lie close together, so that it
# tells other subjects from ours and no more; `python -m eval` counts its errors on both sides.
FLOOR = 0.838
# What a named organisation, goal or document adds to the cosine: more than the spread of a question's
# first fifty passages, so that it decides unless nothing there fits.
ORGANISATION_BONUS = 0.08
GOAL_BONUS = 0.04
DOCUMENT_BONUS = 0.05
# What may be a name weighs less; a document of an earlier programme answers where nothing else fits.
WEAK_BONUS = 0.02
EARLIER = 0.05
# Two organisations that a word may mean are told apart by how much better one's best passage fits.
DECIDES = 0.06


def find(
    asked: Understood,
    records: Records,
    query: Callable[[str], Vectors],
    matches: Callable[[Passage | Activity], bool],
) -> Finding:
    """What answers ``asked`` among the records that ``matches`` allows; ``query`` embeds a question."""
    if decided_by_structure(asked, records):
        if asked.choices:
            return Finding(asked, "set", "ambiguous", choices=asked.choices)
        return structural_set(asked, records, matches=matches)
    vector = query(asked.text)
    if asked.choices and len(asked.choices) > 1:
        return Finding(asked, "search", "ambiguous", choices=asked.choices)
    if asked.rest and not asked.owners and asked.intent in ("compare", "list", "count"):
        return set_by_meaning(vector, asked, records, matches=matches)
    hits = _search(vector, asked, records, matches)
    if not answers(asked, hits, records):
        return Finding(asked, "search", "nothing_found", near=hits[:NEAREST])
    return Finding(
        asked, "search", "answered",
        hits=hits,
        activities=tuple(dict.fromkeys(hit.passage.activity for hit in hits if hit.passage.activity)),
        city_wide=tuple(hit.passage for hit in hits if hit.passage.kind == "city-wide"),
    )  # fmt: skip


def _search(
    vector: Vectors, asked: Understood, records: Records, matches: Callable[[Passage | Activity], bool]
) -> tuple[Hit, ...]:
    """The passages that fit, best first; headings only where they are asked for."""
    index = records.index
    ids = (passage.id for passage in index.collection.passages)
    shares: dict[str, float] = dict(zip(ids, records.words.shares(asked.rest).tolist(), strict=True))

    def allowed(passage: Passage) -> bool:
        return matches(passage) and (passage.kind != "heading" or "heading" in asked.kinds)

    def bonus(passage: Passage) -> float:
        added: float = (
            WORDS_WEIGHT * shares[passage.id]
            + ORGANISATION_BONUS * (passage.organisation in asked.owners)
            + WEAK_BONUS * (passage.organisation in asked.weak)
            + GOAL_BONUS * (passage.goal in asked.goals)
            + DOCUMENT_BONUS * (passage.document in asked.documents)
            - EARLIER * (passage.programme not in records.in_force and passage.programme != asked.programme)
        )
        return added

    hits = search(index, vector, allowed=allowed, bonus=bonus, limit=PASSAGES)
    return tuple(hit for hit in hits if hit.score >= FLOOR)
