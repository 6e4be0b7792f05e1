"""The page to read first: a question → an answer with its sources.

Whatever asks, the API, the page, the terminal or the evaluation, asks ``Assistant.answer``.
"""

import time
import unicodedata
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.errors import Refused
from assistant.filters import Filters, check, matcher
from assistant.summary import Summary, summarise
from assistant.understand import Understood, understand
from corpus.types import Passage
from index.search import Hit, search
from index.store import Index

if TYPE_CHECKING:
    # Importing it brings torch, which takes seconds: the server answers before.
    from index.embed import Embedder

Outcome = Literal["answered", "nothing_found"]

MAX_CHARACTERS = 2000
PASSAGES = 10

# Below this nothing is an answer. Cosines of multilingual-e5-small lie close together, so that it
# tells other subjects from ours and no more; `python -m eval` counts its errors on both sides.
FLOOR = 0.838
# What a named organisation or goal adds to the cosine: more than the spread of a question's first
# fifty passages, so that it decides unless nothing there fits.
ORGANISATION_BONUS = 0.05
GOAL_BONUS = 0.03


@dataclass(frozen=True)
class Answer:
    """What a question gets. ``hits`` are in order of relevance; ``filters`` is what was searched."""

    id: str
    question: str
    understood: Understood
    filters: Filters
    outcome: Outcome
    summary: Summary
    hits: tuple[Hit, ...]
    elapsed_ms: int


class Assistant:
    """An index and the model it was built with, ready to answer. Safe to use from several threads."""

    def __init__(self, index: Index, embedder: "Embedder") -> None:
        self.index = index
        self._embedder = embedder

    def answer(self, question: str, filters: Filters | None = None) -> Answer:
        """The answer to a question; raises ``Refused`` where the question or a filter can't be used."""
        started = time.perf_counter()
        question = clean_question(question)
        filters = check(filters or Filters(), self.index)
        understood = understand(question, self.index.collection.catalogue)
        hits = self._search(question, understood, filters)
        summary = summarise(question, hits, self.index)
        return Answer(
            id=uuid.uuid4().hex,
            question=question,
            understood=understood,
            filters=filters,
            outcome="answered" if hits else "nothing_found",
            summary=summary,
            hits=hits,
            elapsed_ms=round((time.perf_counter() - started) * 1000),
        )

    def _search(self, question: str, understood: Understood, filters: Filters) -> tuple[Hit, ...]:
        """The passages that fit well enough; headings only where they are asked for."""
        matches = matcher(filters, self.index)
        organisations = understood.organisations if filters.organisations is None else filters.organisations
        goals = understood.goals if filters.goals is None else filters.goals

        def allowed(passage: Passage) -> bool:
            return matches(passage) and (passage.kind != "heading" or "heading" in (filters.kinds or ()))

        def bonus(passage: Passage) -> float:
            named = ORGANISATION_BONUS * (passage.organisation in organisations)
            return named + GOAL_BONUS * (passage.goal in goals)

        query = self._embedder.queries([question])[0]
        hits = search(self.index, query, allowed=allowed, bonus=bonus, limit=PASSAGES)
        return tuple(hit for hit in hits if hit.score >= FLOOR)


def clean_question(question: str) -> str:
    """The question with its spaces and accents in order; raises ``Refused`` when there is none to answer."""
    text = unicodedata.normalize("NFC", question).strip()
    if not text:
        raise Refused("the question is empty; write one", "Frågan är tom. Skriv en fråga.")
    if len(text) > MAX_CHARACTERS:
        raise Refused(
            f"the question has {len(text)} characters; at most {MAX_CHARACTERS} are read, so shorten it",
            f"Frågan är {len(text)} tecken lång. Korta den till högst {MAX_CHARACTERS} tecken.",
        )
    control = next((c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r"), None)
    if control is not None:
        raise Refused(
            f"the question holds the control character U+{ord(control):04X} "
            f"at position {text.index(control) + 1}; take it out",
            f"Frågan innehåller ett styrtecken (U+{ord(control):04X}) på plats {text.index(control) + 1}. "
            "Ta bort det.",
        )
    return " ".join(text.split())
