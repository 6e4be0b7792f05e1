"""Goals of a plan that have no numbers → the same, counted in the order in which they stand.

Counted are letters ("Mål A"), and titles that the plan calls goals: by their label, the heading over them, or the
column that they stand in. Themes and areas are headings, and stay without a number.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.parsing.blocks import Block
from corpus.parsing.layout.line_kinds import calls_goal
from corpus.swedish.text import fold
from corpus.types import Activity

_FEW = 2  # goals that can be counted
_LETTER = re.compile(r"(?:^|.*\s)[A-ZÅÄÖ][.):]?")


def count_goals(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their goals counted, where the plan calls them goals and none has a number."""
    goals = {id(block.goal): block.goal for block in blocks if block.goal is not None}
    keys = list(dict.fromkeys(fold(f"{goal.label} {goal.title}") for goal in goals.values()))
    if len(keys) < _FEW or any(goal.number is not None for goal in goals.values()):
        return list(blocks)
    labels = [goal.label for goal in goals.values()]
    labelled = all(_LETTER.fullmatch(label) or calls_goal(label) for label in labels)
    first = next(i for i, block in enumerate(blocks) if block.goal is not None)
    above = blocks[first - 1].heading[-1:] if first else ()
    if not labelled and not (above and not any(labels) and calls_goal(above[0])):
        return list(blocks)
    counted = {
        own: replace(goal, number=keys.index(fold(f"{goal.label} {goal.title}")) + 1) for own, goal in goals.items()
    }
    return [replace(block, goal=counted[id(block.goal)]) if block.goal is not None else block for block in blocks]


def count_column(activities: Sequence[Activity], columns: Sequence[str]) -> list[Activity]:
    """The activities with their goals counted, where no table numbers them; ``columns`` are the heads of theirs."""
    titles = list(dict.fromkeys(entry.goal_title for entry in activities if entry.goal_title))
    called = bool(columns) and all(map(calls_goal, columns))
    if len(titles) < _FEW or not called or any(entry.goal is not None for entry in activities):
        return list(activities)
    return [
        replace(entry, goal=titles.index(entry.goal_title) + 1) if entry.goal_title else entry for entry in activities
    ]
