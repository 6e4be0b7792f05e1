"""Conversations in memory: an id → what was asked last. Nothing is written, and all of it ends.

A conversation ends half an hour after its last turn; of more than a thousand the oldest go.
"""

import time
import uuid
from collections.abc import Callable

from assistant.query.turns import Turn
from assistant.sessions.expiring import Memory

LASTS = 30 * 60  # seconds
AT_ONCE = 1000


class Conversations:
    """What was asked last in each conversation. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._turns: Memory[Turn] = Memory(lasts=LASTS, at_once=AT_ONCE, clock=clock)

    def __len__(self) -> int:
        return len(self._turns)

    def before(self, conversation: str | None) -> Turn | None:
        """What was asked last in a conversation; None in a new one and in one that has ended."""
        return self._turns.get(conversation)

    def keep(self, conversation: str | None, turn: Turn | None) -> str:
        """Keep a turn, where there is one to keep, and give the conversation's id: a new one where it has none."""
        conversation = conversation or uuid.uuid4().hex
        if turn is not None:
            self._turns.put(conversation, turn)
        return conversation
