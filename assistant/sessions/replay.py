"""A conversation that the caller brings along, question by question → the answer to its last one.

What the questions up to one were taken to mean is held in memory for half an hour, under a keyed hash of them, so that
a long conversation isn't asked all over for each turn. Help is never kept, and nothing is written.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Sequence

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.errors import Refused
from assistant.query.conversation.turns import Turn
from assistant.query.filters import Filters
from assistant.sessions.expiring_store import CAPACITY, LIFETIME, ExpiringStore

_MOST = 12  # questions before the last: what was asked earlier is leant on no more


class ReplayedTurns:
    """What questions lean on. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._turns: ExpiringStore[Turn] = ExpiringStore(lifetime=LIFETIME, capacity=CAPACITY, clock=clock)
        self._key = secrets.token_bytes(32)

    def answer(
        self, assistant: Assistant, questions: Sequence[str], filters: Filters, *, at_work: bool = False
    ) -> Answer:
        """The answer to the last question; raises ``Refused`` as ``Assistant.answer`` does, of that one alone.

        An earlier one that couldn't be answered, or that was met with help, is leant on no more than it was then.
        """
        before: Turn | None = None
        for count in range(max(1, len(questions) - _MOST), len(questions)):
            place = self._place(assistant, questions[:count], filters, at_work)
            held = self._turns.get(place)
            if held is None:
                try:
                    held = assistant.answer(questions[count - 1], filters, at_work=at_work, before=before).turn
                except Refused:
                    continue
                if held is not None:
                    self._turns.put(place, held)
            before = held or before
        answer = assistant.answer(questions[-1], filters, at_work=at_work, before=before)
        if answer.turn is not None:
            self._turns.put(self._place(assistant, questions, filters, at_work), answer.turn)
        return answer

    def _place(self, assistant: Assistant, questions: Sequence[str], filters: Filters, at_work: bool) -> str:
        text = json.dumps([assistant.index.version, list(questions), repr(filters), at_work])
        return hashlib.blake2b(text.encode(), key=self._key).hexdigest()
