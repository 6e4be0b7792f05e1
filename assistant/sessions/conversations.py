"""Conversations in memory: questions and answers, each with what was asked before it. Nothing is written.

The API and the page share this store. The API names a conversation and leans on the last answer in it; the page
names the answer that a question follows, so that back and forward work and a question never stands in an address.
An answer ends with its conversation, half an hour after the last question. Help is never kept, neither the
text nor the line; that there was none is, so that it needn't be looked for again.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.query.conversation.turns import Turn
from assistant.query.filters import Filters
from assistant.safety.help import Help, HelpLine
from assistant.sessions.expiring_store import ExpiringStore

LIFETIME = 30 * 60  # seconds after the last question
CAPACITY = 1000  # conversations
_EXCHANGES = 2000
SHOWN = 12  # earlier questions that are shown above an answer; the oldest go


def new_id() -> str:
    """An id that nobody can guess: whoever has it may read the answer, or go on with the conversation."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class EarlierQuestion:
    """A question that was asked before, whole, with what was answered in short, and the id of that answer."""

    id: str
    question: str
    text: str


@dataclass(frozen=True)
class Exchange:
    """A question as it was put and its answer from one version of the index.

    ``before`` is the turn it leaned on, ``earlier`` what stands above it on the page, oldest first. ``without_help``:
    none was called for; else it has to be found anew, as it is never kept.
    """

    question: str
    filters: Filters
    at_work: bool
    answer: Answer
    index: str
    before: Turn | None = None
    earlier: tuple[EarlierQuestion, ...] = ()
    without_help: bool = False
    conversation: str = field(default_factory=new_id)
    id: str = field(default_factory=new_id)

    @property
    def follows(self) -> str | None:
        """The id of the answer just before this one; None where it is the first."""
        return self.earlier[-1].id if self.earlier else None


class Conversations:
    """The conversations that are going on, with their answers. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._exchanges: ExpiringStore[Exchange] = ExpiringStore(lifetime=LIFETIME, capacity=_EXCHANGES, clock=clock)
        self._last: ExpiringStore[str] = ExpiringStore(lifetime=LIFETIME, capacity=CAPACITY, clock=clock)

    def __len__(self) -> int:
        return len(self._last)

    def get(self, exchange_id: str | None) -> Exchange | None:
        """One answer; None where it has ended."""
        return self._exchanges.get(exchange_id)

    def last(self, conversation: str | None) -> Exchange | None:
        """The last answer of a conversation; None in a new one and in one that has ended."""
        return self.get(self._last.get(conversation))

    def ask(
        self,
        assistant: Assistant,
        question: str,
        filters: Filters,
        *,
        at_work: bool = False,
        conversation: str | None = None,
        follows: str | None = None,
        leans: bool = True,
    ) -> Exchange:
        """Ask, and keep the answer unless it is help, with what was asked before it.

        That is the answer that the question ``follows``, else the last one of its ``conversation``. Where neither is
        held, a conversation begins, with an id of ours: one that the caller made up could be guessed by another.
        ``leans`` says whether the question may lean on what was asked: one that was made whole and then changed
        doesn't.
        Raises ``Refused`` as ``Assistant.answer`` does.
        """
        previous = self.get(follows) if follows else self.last(conversation)
        before = previous.answer.turn if previous and leans else None
        answer = assistant.answer(question, filters, at_work=at_work, before=before)
        earlier: tuple[EarlierQuestion, ...] = ()
        if previous:
            above = EarlierQuestion(previous.id, previous.answer.standalone, previous.answer.summary.text)
            earlier = (*previous.earlier, above)[-SHOWN:]
        made = Exchange(
            question, filters, at_work, answer, assistant.index.version, before, earlier,
            not (answer.help or answer.help_line or at_work), previous.conversation if previous else new_id(),
        )  # fmt: skip
        if answer.help is None:
            self.keep(replace(made, answer=replace(answer, help_line=None)) if answer.help_line else made)
        return made

    def keep(self, exchange: Exchange) -> None:
        """Keep an answer from now on, and for as long what stands above it."""
        for entry in exchange.earlier:
            if held := self.get(entry.id):
                self._exchanges.put(entry.id, held)
        self._exchanges.put(exchange.id, exchange)
        self._last.put(exchange.conversation, exchange.id)

    def answer_again(
        self,
        assistant: Assistant,
        question: str,
        filters: Filters,
        *,
        at_work: bool = False,
        conversation: str | None = None,
    ) -> Answer:
        """The answer that a question has in a conversation, which it adds nothing to: as for a file of it.

        The question that was asked last leans on what it leaned on then, any other on that one.
        """
        previous = self.last(conversation)
        before = None
        if previous is not None:
            before = previous.before if previous.question == question else previous.answer.turn
        return assistant.answer(question, filters, at_work=at_work, before=before)


def current_help(exchange: Exchange, assistant: Assistant) -> Help | HelpLine | None:
    """The help that a question calls for, found anew where it called for any, as that is kept nowhere."""
    if exchange.at_work or (exchange.without_help and exchange.index == assistant.index.version):
        return None
    return assistant.help(exchange.question)


def current_answer(exchange: Exchange, assistant: Assistant) -> Answer:
    """The answer as it is now: asked again where another index is in use than the one it was found in."""
    if exchange.index == assistant.index.version:
        return exchange.answer
    return assistant.answer(exchange.question, exchange.filters, at_work=exchange.at_work, before=exchange.before)
