"""Conversations that the caller brings along: each question is asked once, however long they grow."""

from typing import Any, cast

from assistant.answer import Assistant
from assistant.query.conversation.turns import Turn
from assistant.query.filters import Filters
from assistant.query.types import Query
from assistant.sessions.replay import ReplayedTurns


class CountedAssistant:
    """Answers nothing, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.index = type("CountedIndex", (), {"version": "1"})

    def answer(self, question: str, filters: Filters, **_: Any) -> Any:
        """An answer that has only what the next turn leans on."""
        self.asked.append(question)
        return type("CountedAnswer", (), {"turn": Turn(Query(text=question))})


def test_each_turn_of_a_long_conversation_costs_one_question() -> None:
    """Also once there are more than are leant on."""
    assistant, turns = CountedAssistant(), ReplayedTurns()
    asked = [f"fråga {i}" for i in range(20)]
    for count in range(1, len(asked) + 1):
        turns.answer(cast(Assistant, assistant), asked[:count], Filters())
    assert assistant.asked == asked
