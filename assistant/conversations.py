"""Conversations in memory: an id → what was asked last. Nothing is written, and all of it ends.

A conversation ends half an hour after its last turn; of more than a thousand the oldest go.
"""

import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable

from assistant.turns import Turn

LASTS = 30 * 60  # seconds
AT_ONCE = 1000


class Conversations:
    """What was asked last in each conversation. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, tuple[float, Turn]] = OrderedDict()

    def __len__(self) -> int:
        with self._lock:
            self._end_old()
            return len(self._turns)

    def before(self, conversation: str | None) -> Turn | None:
        """What was asked last in a conversation; None in a new one and in one that has ended."""
        with self._lock:
            self._end_old()
            found = self._turns.get(conversation or "")
            return found[1] if found else None

    def keep(self, conversation: str | None, turn: Turn | None) -> str:
        """Keep a turn, where there is one to keep, and give the conversation's id: a new one where it has none."""
        conversation = conversation or uuid.uuid4().hex
        with self._lock:
            if turn is not None:
                self._turns[conversation] = (self._clock(), turn)
                self._turns.move_to_end(conversation)
            self._end_old()
            while len(self._turns) > AT_ONCE:
                self._turns.popitem(last=False)
        return conversation

    def _end_old(self) -> None:
        while self._turns and next(iter(self._turns.values()))[0] <= self._clock() - LASTS:
            self._turns.popitem(last=False)
