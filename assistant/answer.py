"""The page to read first: a question → an answer with its sources.

Whatever asks, the API, the page, the terminal or the evaluation, asks ``Assistant.answer``.
"""

import time
from dataclasses import replace

from assistant.compose.answer import Answer, answer_of
from assistant.compose.language_model.endpoint import completed
from assistant.compose.language_model.generate import TextModel, generated_summary
from assistant.compose.notices import notice_for
from assistant.compose.summary import help_summary, summarise
from assistant.errors import Refused
from assistant.model_verdict import VerdictModel, with_model_verdict
from assistant.query.conversation.turns import Turn, next_turn, whole_question
from assistant.query.filters import Filters, check, matcher
from assistant.query.parse import Reader
from assistant.query.reading import MAX_PARTS, filtered, queries_of
from assistant.query.types import Query
from assistant.question import (
    MAX_CHARACTERS,
    MAX_MESSAGE,
    check_pieces,
    clean_question,
    ends_of,
    readable_question,
    refusal_of,
)
from assistant.retrieve.ranking import nearest
from assistant.retrieve.records import Records
from assistant.router import find
from assistant.safety.help import Help, HelpLine, asking_part, help_for
from assistant.types import Finding
from corpus.privacy.identity_numbers import mask_numbers
from corpus.swedish.text_cache import TextCache, question_cache
from index.calibration import Calibration
from index.embedding.embedder import Embedded, Embedder
from index.embedding.reranker import Reranker
from index.retrieval.search import Hit
from index.storage.store import Index


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
        verifier: VerdictModel | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        """``writer`` is a language model that writes summaries; without one they are extracts.

        ``interpreter`` is one that is asked what a question asks for where the grammar is unsure, ``verifier`` one that
        is asked of a search's passages whether they answer.
        ``calibration`` is the one of the index's model where none is given.
        """
        self.index = index
        self.records = Records(index, calibration)
        self._read = TextCache(embedder.query, capacity=1, public=lambda _: False)
        self.records.read_by_meaning(embedder.queries, self._read)
        if interpreter is not None:
            self.records.read_with_help(lambda messages, schema: completed(interpreter.complete, messages, schema))
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
        with question_cache():
            return self._answered(question, filters, at_work=at_work, before=before, models=models)

    def _answered(
        self, question: str, filters: Filters | None, *, at_work: bool, before: Turn | None, models: bool
    ) -> Answer:
        started = time.perf_counter()
        readable = mask_numbers(ends_of(readable_question(question)))
        met = None if at_work else self._help(readable)
        if isinstance(met, Help):
            return self._with_help(readable, met, started)
        question = self._readable(question)
        whole = whole_question(question, before, self.records.reader if models else self._reader_alone)
        if len(whole.parts) > MAX_PARTS:
            raise Refused(
                f"the question asks for more than {MAX_PARTS} things; ask for at most {MAX_PARTS} at a time",
                f"Frågan gäller fler än {MAX_PARTS} saker. Fråga om högst {MAX_PARTS} åt gången.",
            )
        filters = check(filters or Filters(), self.index)
        asked = [filtered(part, filters) for part in whole.parts]
        matches = matcher(filters, self.index)
        findings = [find(part, self.records, self.query, matches, reranker=self.reranker) for part in asked]
        if models and self._verifier is not None:
            findings = with_model_verdict(whole.text, findings, self._verifier, self.records)
        summary = summarise(findings, self.records)
        if models and self._writer is not None:
            summary = generated_summary(whole.text, findings, summary, self._writer, self.records)
        answer = answer_of(question, findings, summary, self.index, started)
        notice = notice_for(asked[0].language, answer.outcome, findings, self.index)
        first = answer.hits[0].passage.organisation if answer.hits else None
        turn = next_turn(whole, before, query=answer.query, listed=answer.activities, first=first)
        return replace(answer, standalone=whole.text, turn=turn, notice=notice, help_line=met)

    def help(self, message: str) -> Help | HelpLine | None:
        """The help that a message calls for, the text or a line; of one that is too long both ends are read."""
        with question_cache():
            return self._help(message)

    def search(self, text: str, filters: Filters | None = None) -> tuple[Hit, ...]:
        """Passages by nearness, best first, answers or not; raises as ``answer`` does."""
        with question_cache():
            filters = check(filters or Filters(), self.index)
            asked = filtered(self.parts(self._readable(text))[0], filters)
            return nearest(asked, self.records, self.query, matcher(filters, self.index), reranker=self.reranker)

    def _readable(self, question: str) -> str:
        """What is read of a question; raises ``Refused`` where that is nothing or too much."""
        text = mask_numbers(clean_question(question))
        check_pieces(self.embedder.pieces(text))
        return text

    def _help(self, message: str) -> Help | HelpLine | None:
        ends = [message] if len(message) <= MAX_MESSAGE else [message[:MAX_MESSAGE], message[-MAX_MESSAGE:]]
        contacts = self.index.collection.catalogue.help_contacts
        fitted = self.records.calibration.danger
        found = [help_for(end, lambda text: self.query(text).vector, fitted, contacts) for end in ends]
        return next((e for e in found if isinstance(e, Help)), next((e for e in found if e), None))

    def _with_help(self, message: str, help_text: Help, started: float) -> Answer:
        """The help, and below it what the documents offer where that was asked too."""
        findings: list[Finding] = []
        if help_text.also_asks:
            asking = asking_part(message[:MAX_CHARACTERS])  # no part of such a message goes to a model
            parts = queries_of(asking, self._reader_alone)[:MAX_PARTS] if refusal_of(message) is None else []
            matches = matcher(Filters(), self.index)
            findings = [find(part, self.records, self.query, matches, reranker=self.reranker) for part in parts]
            findings = [finding for finding in findings if _is_offered(finding)]
        below = answer_of(message, findings, summarise(findings, self.records), self.index, started)
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
        """A question as the model reads it; one reading of a text serves all that ask for it in an answer."""
        return self._read(text)


def _is_offered(finding: Finding) -> bool:
    """Whether what was found may stand below the help: an answer, or what is more likely one than not."""
    if finding.outcome != "uncertain":
        return finding.outcome in ("answered", "says_none")
    odds = finding.verdict.log_odds if finding.verdict else None
    return odds is not None and odds >= 0
