"""Lists of goals, as introductions have them → the headings that stand again word for word further down."""

import re
from collections.abc import Sequence

from corpus.parsing.activities.labels import activity_label, number_label
from corpus.parsing.fields.labelled import field_label
from corpus.parsing.layout.line_kinds import (
    GoalHeading,
    bare,
    front_heading,
    kind_heading,
    markdown_level,
)
from corpus.parsing.layout.line_styles import bullet
from corpus.swedish.text import fold
from corpus.types import Line

_OF_GOALS = re.compile(
    r"\b\w*(?:mål|målen)\b|\b(?:\w{3,}|prioriterade |strategiska )områden\b|\b(?:strategier|prioriteringar)\b",
    re.IGNORECASE,
)


def listed_goals(lines: Sequence[Line], in_contents: set[int], known: dict[int, GoalHeading]) -> dict[int, GoalHeading]:
    """Headings that stand word for word in a list of goals before them.

    The list stands below a sentence that speaks of goals, and all of it comes again before any goal that
    calls itself one, with activities under some of it; then a heading needs nothing under it.
    """
    found: dict[int, GoalHeading] = {}
    for last, items in _goal_lists(lines, in_contents):
        heads: dict[int, GoalHeading] = {}
        found_items: set[str] = set()
        acting = False
        for i in range(last + 1, len(lines)):
            line = lines[i]
            if line.number in known:
                break
            acting = acting or (bool(heads) and is_activity_line(line.text))
            if not line.text.strip() or line.number in in_contents or bullet(line.text):
                continue
            if lines[i - 1].text.strip() and markdown_level(line.text) is None:
                continue
            below = lines[i + 1].text if i + 1 < len(lines) else ""
            for text in (bare(line.text), f"{bare(line.text)} {bare(below)}".strip()):
                if fold(text) in items:
                    heads[line.number] = GoalHeading(None, "", bare(line.text))
                    found_items.add(fold(text))
        if acting and found_items == items:
            found |= heads
    return found


def is_activity_line(text: str) -> bool:
    """Whether a line is such as stands among activities."""
    return (
        activity_label(text) is not None
        or kind_heading(text) is not None
        or bullet(text) is not None
        or number_label(text) is not None
        or field_label(text) is not None
        or "|" in text
        or "\t" in text
    )


def _goal_lists(lines: Sequence[Line], in_contents: set[int]) -> list[tuple[int, set[str]]]:
    """Lists below a sentence on goals: the index of each one's last line, and its items folded."""
    lists: list[tuple[int, set[str]]] = []
    i = 0
    while i < len(lines):
        i += 1
        above = lines[i - 1]
        if not above.text.rstrip().endswith(":") or above.number in in_contents:
            continue
        start = i - 1
        while start > 0 and lines[start - 1].text.strip():
            start -= 1
        if not _OF_GOALS.search(" ".join(line.text for line in lines[start:i])):
            continue
        items: list[str] = []
        last = i
        for j in range(i, len(lines)):
            text = bare(lines[j].text)
            if not text:
                continue
            if (mark := bullet(lines[j].text)) is not None:
                items.append(text[len(mark.strip()) :].strip())
            elif (number := number_label(text)) is not None:
                items.append(text[number[1] :])
            elif items and lines[j - 1].text.strip():
                items[-1] += f" {text}"
            else:
                break
            last = j
        if len(items) > 1 and not any(front_heading(item) for item in items):
            lists.append((last, {fold(item) for item in items}))
            i = last + 1
    return lists


def goal_titles(lines: Sequence[Line]) -> dict[int, str]:
    """The goals by number that a list of them says: "1. Skydd" below the heading "Planens mål"."""
    for i, line in enumerate(lines):
        opens = markdown_level(line.text) is not None or line.text.rstrip().endswith(":")
        if opens and _OF_GOALS.search(line.text) and len(found := _counted(lines[i + 1 :])) > 1:
            return found
    return {}


def _counted(lines: Sequence[Line]) -> dict[int, str]:
    """The lines that count from 1, up to the first that doesn't."""
    found: dict[int, str] = {}
    for text in (bare(line.text) for line in lines if line.text.strip()):
        label = number_label(text)
        if label is None or label[0] != str(len(found) + 1):
            break
        found[len(found) + 1] = text[label[1] :]
    return found
