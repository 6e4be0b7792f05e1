"""The page to read first: a question → an answer with its sources.

Whatever asks, the API, the page, the terminal or the evaluation, asks ``Assistant.answer``.
"""

import re
import time
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from assistant.compose.endpoint import completed
from assistant.compose.generate import TextModel, written
from assistant.compose.notices import Notice, notice_for
from assistant.compose.summary import Summary, help_summary, summarise
from assistant.errors import Refused
from assistant.query.conversation.turns import Turn, next_turn, whole_question
from assistant.query.filters import Filters, check, matcher
from assistant.query.parse import Reader
from assistant.query.reading import MAX_PARTS, filtered, queries_of
from assistant.query.types import Query
from assistant.retrieve.records import Records
from assistant.router import find
from assistant.safety.help import Help, HelpLine, asking_part, help_for
from assistant.second_opinion import ChoosingModel, reconsidered
from assistant.types import HAVING, Compared, Coverage, Finding, NearPassage, Outcome, Reason
from corpus.privacy.identity_numbers import mask_numbers
from corpus.swedish.remembered import forgetting
from corpus.types import Passage
from index.calibration import Calibration
from index.embedding.embedder import Embedded, Embedder
from index.embedding.reranker import Reranker
from index.retrieval.search import Hit
from index.storage.store import Index

MAX_CHARACTERS = 2000
MAX_WORDS = 350
MAX_WORD = 200  # characters
_WORD = re.compile(r"\w+")
Embed = Callable[[str], Embedded]
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


class Assistant:
    """An index and the model it was built with, ready to answer. Safe to use from several threads."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        writer: TextModel | None = None,
        reranker: Reranker | None = None,
        *,
        interpreter: TextModel | None = None,
        verifier: ChoosingModel | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        """``writer`` is a language model that writes summaries; without one they are extracts.

        ``interpreter`` is one that is asked what a question asks for where the grammar is unsure, ``verifier`` one that
        is asked of a search's passages whether they answer.
        ``calibration`` is the one of the index's model where none is given.
        """
        self.index = index
        self.records = Records(index, calibration)
        self.records.read_by_meaning(embedder.queries)
        if interpreter is not None:
            self.records.read_with_help(lambda messages: completed(interpreter.complete, messages))
        self.embedder = embedder
        self.reranker = reranker
        self._writer = writer
        self._verifier = verifier

    def answer(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        at_work: bool = False,
        before: Turn | None = None,
        models: bool = True,
    ) -> Answer:
        """The answer to a question; raises ``Refused`` where the question or a filter can't be used.

        ``at_work``: whoever asks has said that it is asked at work, and gets no help text.
        ``before`` is what was asked last in the same conversation. Without ``models`` no language model is asked.
        """
        with forgetting():
            return self._answered(question, filters, at_work=at_work, before=before, models=models)

    def _answered(
        self, question: str, filters: Filters | None, *, at_work: bool, before: Turn | None, models: bool
    ) -> Answer:
        started = time.perf_counter()
        readable = mask_numbers(ends_of(readable_question(question)))
        embed = cache(self.query)  # one reading of each text serves all that ask for it
        met = None if at_work else self._help(readable, embed)
        if isinstance(met, Help):
            return self._with_help(readable, met, embed, started)
        question = mask_numbers(clean_question(question))
        whole = whole_question(question, before, self.records.reader if models else self._reader_alone)
        if len(whole.parts) > MAX_PARTS:
            raise Refused(
                f"the question asks for more than {MAX_PARTS} things; ask for at most {MAX_PARTS} at a time",
                f"Frågan gäller fler än {MAX_PARTS} saker. Fråga om högst {MAX_PARTS} åt gången.",
            )
        filters = check(filters or Filters(), self.index)
        asked = [filtered(part, filters) for part in whole.parts]
        matches = matcher(filters, self.index)
        findings = [find(part, self.records, embed, matches, reranker=self.reranker) for part in asked]
        if models and self._verifier is not None:
            findings = reconsidered(whole.text, findings, self._verifier, self.records)
        summary = summarise(findings, self.records)
        if models and self._writer is not None:
            summary = written(whole.text, findings, summary, self._writer, self.records)
        answer = _answer(question, findings, summary, self.index, started)
        notice = notice_for(asked[0].language, answer.outcome, findings, self.index)
        first = answer.hits[0].passage.organisation if answer.hits else None
        turn = next_turn(whole, before, query=answer.query, listed=answer.activities, first=first)
        return replace(answer, standalone=whole.text, turn=turn, notice=notice, help_line=met)

    def help(self, message: str) -> Help | HelpLine | None:
        """The help that a message calls for, the text or a line; of one that is too long both ends are read."""
        with forgetting():
            return self._help(message, self.query)

    def _help(self, message: str, embed: Embed) -> Help | HelpLine | None:
        ends = [message] if len(message) <= MAX_CHARACTERS else [message[:MAX_CHARACTERS], message[-MAX_CHARACTERS:]]
        contacts = self.index.collection.catalogue.help_contacts
        fitted = self.records.calibration.danger
        found = [help_for(end, lambda text: embed(text).vector, fitted, contacts) for end in ends]
        return next((e for e in found if isinstance(e, Help)), next((e for e in found if e), None))

    def _with_help(self, message: str, help_text: Help, embed: Embed, started: float) -> Answer:
        """The help, and below it what the documents offer where that was asked too."""
        findings: list[Finding] = []
        if help_text.also_asks:
            asking = asking_part(message[:MAX_CHARACTERS])  # no part of such a message goes to a model
            parts = queries_of(asking, self._reader_alone)[:MAX_PARTS] if _refusal(message) is None else []
            matches = matcher(Filters(), self.index)
            findings = [find(part, self.records, embed, matches, reranker=self.reranker) for part in parts]
            findings = [finding for finding in findings if finding.outcome in ("answered", "says_none")]
        below = _answer(message, findings, summarise(findings, self.records), self.index, started)
        summary = help_summary(help_text, below.summary)
        return replace(below, outcome="refer_to_help", summary=summary, help=help_text, standalone=message)

    @property
    def _reader_alone(self) -> Reader:
        """What questions are read with where no language model is asked."""
        return replace(self.records.reader, complete=None)

    def parts(self, question: str) -> list[Query]:
        """The parts of a question."""
        return queries_of(question, self.records.reader)

    def query(self, text: str) -> Embedded:
        """A question as the model reads it."""
        return self.embedder.query(text)


def _answer(question: str, findings: list[Finding], summary: Summary, index: Index, started: float) -> Answer:
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


def clean_question(question: str) -> str:
    """The question with its spaces and accents in order; raises ``Refused`` when there is none to answer."""
    text = readable_question(question)
    if (refusal := _refusal(text)) is not None:
        raise refusal
    return text


def comparison_question(need: str) -> str:
    """The question who has something for a need; raises ``Refused`` where the need can't be read."""
    return f"Vilka har aktiviteter som handlar om {clean_question(need)}?"


def _refusal(text: str) -> Refused | None:
    """Why a question is more than is read of one, or nothing; None where it is neither."""
    if len(text) > MAX_CHARACTERS:
        return Refused(
            f"the question has {len(text)} characters; at most {MAX_CHARACTERS} are read, so shorten it",
            f"Frågan är {len(text)} tecken lång. Korta den till högst {MAX_CHARACTERS} tecken.",
        )
    words = _WORD.findall(text)
    if not words:
        return Refused("the question has no words; write it in words", "Frågan har inga ord. Skriv den med ord.")
    if len(words) > MAX_WORDS:
        return Refused(
            f"the question has {len(words)} words; at most {MAX_WORDS} are read, so shorten it",
            f"Frågan har {len(words)} ord. Korta den till högst {MAX_WORDS} ord.",
        )
    if (longest := max(map(len, words))) > MAX_WORD:
        return Refused(
            f"the question has a word of {longest} characters; at most {MAX_WORD} are read, so shorten it",
            f"Ett ord i frågan är {longest} tecken långt. Korta det till högst {MAX_WORD} tecken.",
        )
    return None


def ends_of(text: str) -> str:
    """A text that is longer than a question without its middle: both ends of it are read, and no more."""
    return text if len(text) <= 2 * MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]} {text[-MAX_CHARACTERS:]}"


def readable_question(question: str) -> str:
    """The question with its spaces and accents in order, however long; raises ``Refused`` when there is none."""
    text = unicodedata.normalize("NFC", question).strip()
    if not text:
        raise Refused("the question is empty; write one", "Frågan är tom. Skriv en fråga.")
    control = next((c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r"), None)
    if control is not None:
        raise Refused(
            f"the question holds the control character U+{ord(control):04X} "
            f"at position {text.index(control) + 1}; take it out",
            f"Frågan innehåller ett styrtecken (U+{ord(control):04X}) på plats {text.index(control) + 1}. Ta bort det.",
        )
    return " ".join(text.split())
