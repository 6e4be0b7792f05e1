"""Findings and the summary of them → the answer, as every edge of the program shows it."""

import time
import uuid
from dataclasses import dataclass, replace
from typing import Any

from assistant.compose.notices import Notice
from assistant.compose.points import Summary
from assistant.query.conversation.turns import Turn
from assistant.query.types import Query
from assistant.safety.help import Help, HelpLine
from assistant.types import HAVING, Compared, Coverage, Finding, NearPassage, Outcome, Reason
from corpus.types import Passage
from index.retrieval.search import Hit
from index.storage.store import Index

# Of several parts' outcomes the first of these is the whole's.
_OUTCOMES: tuple[Outcome, ...] = ("ambiguous", "answered", "says_none", "uncertain", "nothing_found")


@dataclass(frozen=True)
class Answer:
    """What a question gets.

    ``findings`` has one entry for each part of the question; the rest is what they say together.
    ``hits`` are in order of relevance, ``near`` is what lies near and answers nothing. ``coverage``
    is None where nobody was asked after. ``help`` is what comes first of all where someone seems to
    be in danger, ``help_line`` what stands above the answer where someone may be. ``standalone`` is the whole
    question that was searched, once a turn of a conversation is made whole, and ``turn`` what the next one leans on;
    None of a help text, which nothing remembers. ``notice`` is what is said of it in another language, where the
    question is in that.
    """

    id: str
    question: str
    query: Query
    findings: tuple[Finding, ...]
    outcome: Outcome
    summary: Summary
    hits: tuple[Hit, ...]
    activities: tuple[str, ...]
    city_wide: tuple[Passage, ...]
    coverage: Coverage | None
    choices: tuple[str, ...]
    elapsed_ms: int
    help: Help | None = None
    help_line: HelpLine | None = None
    standalone: str = ""
    turn: Turn | None = None
    notice: Notice | None = None

    @property
    def comparison(self) -> tuple[Compared, ...]:
        """One entry for every organisation asked about, where meaning decides: of the first part that compares.

        In the order of their levels: who has it first, or where that was asked, who has not.
        """
        found = next((finding for finding in self.findings if finding.comparison), None)
        if found is None:
            return ()
        lacking = found.query.operation == "who_lacks"
        order = tuple(reversed(HAVING)) if lacking else HAVING
        return tuple(sorted(found.comparison, key=lambda row: order.index(row.level)))

    @property
    def near(self) -> dict[str, NearPassage]:
        """By passage, why what is shown of an uncertain answer isn't sure."""
        verdicts = [finding.verdict for finding in self.findings if finding.verdict]
        return {near.hit.passage.id: near for verdict in verdicts for near in verdict.near}

    @property
    def reason(self) -> Reason | None:
        """The reason of the part that the outcome is from; None where the records decide."""
        found = [f.verdict.reason for f in self.findings if f.outcome == self.outcome and f.verdict]
        return found[0] if found else None


def answer_of(question: str, findings: list[Finding], summary: Summary, index: Index, started: float) -> Answer:
    """The parts' findings as one answer: answered where any part is."""
    outcomes = [finding.outcome for finding in findings]
    outcome = next((o for o in _OUTCOMES if o in outcomes), _OUTCOMES[-1])
    hits: dict[str, Hit] = {}
    city_wide: dict[str, Passage] = {}
    for finding in findings:
        hits |= {hit.passage.id: hit for hit in finding.hits if hit.passage.id not in hits}
        city_wide |= {passage.id: passage for passage in finding.city_wide}
    # A report of what was promised, or the promise, which wasn't found but belongs to what was.
    cited = {citation: index.passages[citation] for point in summary.points for citation in point.citations}
    hits |= {key: Hit(passage, 0.0) for key, passage in cited.items() if key not in hits}
    named = {document for finding in findings if finding.way == "records" for document in finding.query.scope.documents}
    hits = dict(sorted(hits.items(), key=lambda entry: entry[1].passage.document not in named)) if named else hits
    return Answer(
        id=uuid.uuid4().hex,
        question=question,
        query=_together([finding.query for finding in findings]),
        findings=tuple(findings),
        outcome=outcome,
        summary=summary,
        hits=tuple(hits.values()),
        activities=tuple(dict.fromkeys(entry for finding in findings for entry in finding.activities)),
        city_wide=tuple(city_wide.values()),
        coverage=_covered([finding.coverage for finding in findings if finding.coverage]),
        choices=tuple(dict.fromkeys(choice for finding in findings for choice in finding.choices)),
        elapsed_ms=round((time.perf_counter() - started) * 1000),
    )


def _together(parts: list[Query]) -> Query:
    """The first part, naming what all parts name."""
    if not parts:
        return Query()

    def named(slot: str) -> Any:
        return tuple(dict.fromkeys(value for part in parts for value in getattr(part.conditions, slot)))

    first = parts[0]
    slots = ("organisations", "excluded_organisations", "kinds", "statuses")
    conditions = replace(first.conditions, goals=tuple(sorted(named("goals"))), **{slot: named(slot) for slot in slots})
    documents = tuple(dict.fromkeys(document for part in parts for document in part.scope.documents))
    return replace(first, conditions=conditions, scope=replace(first.scope, documents=documents))


def _covered(coverages: list[Coverage]) -> Coverage | None:
    """Who has something in any part; whoever has nothing in one part and something in another has."""
    if not coverages:
        return None
    has = tuple(dict.fromkeys(entry for coverage in coverages for entry in coverage.has))
    unclear = tuple(dict.fromkeys(e for c in coverages for e in c.unclear if e not in has))
    has_not = tuple(dict.fromkeys(e for c in coverages for e in c.has_not if e not in has + unclear))
    return Coverage(has, has_not, unclear, complete=all(coverage.complete for coverage in coverages))
