"""Goals of a plan that have no numbers → the same, counted in the order in which they stand."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.parsing.blocks import Block
from corpus.swedish.text import fold
from corpus.types import Activity

_FEW = 2  # goals that can be counted


def count_goals(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their goals counted, letters ("Mål A") and mere titles alike, where none has a number."""
    goals = {id(block.goal): block.goal for block in blocks if block.goal is not None}
    keys = list(dict.fromkeys(fold(f"{goal.label} {goal.title}") for goal in goals.values()))
    if len(keys) < _FEW or any(goal.number is not None for goal in goals.values()):
        return list(blocks)
    counted = {
        own: replace(goal, number=keys.index(fold(f"{goal.label} {goal.title}")) + 1) for own, goal in goals.items()
    }
    return [replace(block, goal=counted[id(block.goal)]) if block.goal is not None else block for block in blocks]


def count_column(activities: Sequence[Activity]) -> list[Activity]:
    """The activities with their goals counted, where a column of the table names them all without a number."""
    titles = list(dict.fromkeys(entry.goal_title for entry in activities if entry.goal_title))
    if len(titles) < _FEW or any(entry.goal is not None for entry in activities):
        return list(activities)
    return [
        replace(entry, goal=titles.index(entry.goal_title) + 1) if entry.goal_title else entry for entry in activities
    ]
