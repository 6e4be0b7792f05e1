"""The lines of plain text → the same with labels and values parted by a colon, where dots or a wide gap part them.

"Ansvarig ...... Rektor", or "Ansvarig        Rektor" among other lines of the kind.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.parsing.fields.names import column_of
from corpus.types import Line

_LEADER = re.compile(r"^(?P<indent>\s*)(?P<label>[^\W\d_][\w /-]{1,38}?)\s*(?:\.{3,}|…+)\s*(?P<value>\S.*)$")
_GAP = re.compile(r"^(?P<indent>\s*)(?P<label>[^\W\d_][\w/-]*(?: [\w/-]+){0,3})(?:\s{3,}|\t+)(?P<value>\S.*)$")
_COLUMNS = re.compile(r"\S(?:\s{3,}|\t)\S")
_PAGE = re.compile(r"\W*\d{1,3}\W*")
_LABELS = frozenset(("title", "responsible", "timeline", "indicator", "follow_up_planned", "results", "status", "kind"))


def mark_aligned(lines: Sequence[Line]) -> list[Line]:
    """The lines with "Label: value" where they have a label of an activity and its value apart."""
    dotted = {i: match for i, line in enumerate(lines) if (match := _labelled(_LEADER, line.text))}
    gaps = {i: match for i, line in enumerate(lines) if i not in dotted and (match := _labelled(_GAP, line.text))}
    # One alone may be the head of a table or a word in running text that is set wide.
    gaps = {i: match for i, match in gaps.items() if _beside(i, gaps)}
    found = dotted | gaps
    return [
        replace(line, text=f"{m['indent']}{m['label']}: {m['value']}", unsure=(), edits=())
        if (m := found.get(i)) is not None
        else line
        for i, line in enumerate(lines)
    ]


def _labelled(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    match = pattern.match(text)
    if match is None or column_of(match["label"]) not in _LABELS:
        return None
    value = match["value"]
    table = _COLUMNS.search(value) or column_of(value) is not None or "|" in text
    return None if table or _PAGE.fullmatch(value) else match


def _beside(i: int, found: dict[int, re.Match[str]]) -> bool:
    """Whether the next line or the one before has another label in the same column."""
    return any(
        j in found
        and found[j]["label"] != found[i]["label"]
        and abs(found[j].start("value") - found[i].start("value")) <= 1
        for j in (i - 1, i + 1)
    )
