"""The answers of the page in memory, each with what was said before it: an id → a question and its answer.

An answer has an address of its own, so that back and forward work and a question never stands in an
address. It ends with its conversation, half an hour after the last question. Help is never kept.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.answer import Answer, Assistant
from assistant.query.filters import Filters
from assistant.query.turns import Turn
from assistant.sessions.conversations import AT_ONCE, LASTS
from assistant.sessions.expiring import Memory

SHOWN = 12  # earlier questions that are shown above an answer; the oldest go


@dataclass(frozen=True)
class Earlier:
    """A question that was asked before, whole, with what was answered in short, and the id of that answer."""

    id: str
    question: str
    text: str


@dataclass(frozen=True)
class Exchange:
    """A question as it was put and its answer from one version of the index.

    ``before`` is the turn it leaned on, ``earlier`` what stands above it on the page, oldest first.
    """

    question: str
    filters: Filters
    at_work: bool
    answer: Answer
    index: str
    before: Turn | None = None
    earlier: tuple[Earlier, ...] = ()
    id: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def follows(self) -> str | None:
        """The id of the answer just before this one; None where it is the first."""
        return self.earlier[-1].id if self.earlier else None


class Exchanges:
    """The answers that can be returned to. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._held: Memory[Exchange] = Memory(lasts=LASTS, at_once=AT_ONCE, clock=clock)

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: str | None) -> Exchange | None:
        """One answer; None where it has ended."""
        return self._held.get(key)

    def ask(
        self,
        assistant: Assistant,
        question: str,
        filters: Filters,
        *,
        at_work: bool = False,
        follows: str | None = None,
        leans: bool = True,
    ) -> Exchange:
        """Ask, and keep the answer unless it is help, with the conversation that it ``follows``.

        ``leans`` says whether the question may lean on that: one that was made whole and then changed doesn't.
        Raises ``Refused`` as ``Assistant.answer`` does.
        """
        previous = self._held.get(follows)
        before = previous.answer.turn if previous and leans else None
        answer = assistant.answer(question, filters, at_work=at_work, before=before)
        earlier: tuple[Earlier, ...] = ()
        if previous:
            said = Earlier(previous.id, previous.answer.standalone, previous.answer.summary.text)
            earlier = (*previous.earlier, said)[-SHOWN:]
        made = Exchange(question, filters, at_work, answer, assistant.index.version, before, earlier)
        if answer.help is None:
            for entry in earlier:
                # What stands above can be returned to for as long as what stands below.
                if held := self._held.get(entry.id):
                    self._held.put(entry.id, held)
            self._held.put(made.id, made)
        return made


def answer_now(exchange: Exchange, assistant: Assistant) -> Answer:
    """The answer as it is now: asked again where another index is in use than the one it was found in."""
    if exchange.index == assistant.index.version:
        return exchange.answer
    return assistant.answer(
        exchange.question, exchange.filters, at_work=exchange.at_work, before=exchange.before
    )  # fmt: skip
