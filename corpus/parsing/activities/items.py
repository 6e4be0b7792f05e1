"""The lines under a goal → its activities where neither a heading nor a number opens them.

Told by what stands in them: who is responsible and when, by labels, in brackets or in a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.parsing.activities.labels import asked_label, number_label
from corpus.parsing.activities.titles import Group
from corpus.parsing.fields.labelled import any_label, field_label, fields_begin
from corpus.parsing.fields.unlabelled import said_responsible, who_and_when
from corpus.parsing.layout.line_kinds import bare
from corpus.parsing.layout.line_styles import bullet
from corpus.types import Line

_FIELDS = ("responsible", "timeline", "indicator", "follow_up_planned", "status")
_STOP = re.compile(r"[.!?](?:\s|$)")


def asked(lines: Sequence[Line]) -> list[Group]:
    """Activities whose lines are labelled as a table's columns are: "Vad: …", "Vem: …", "När: …"."""
    text = [line for line in lines if line.text.strip()]
    places = [i for i, line in enumerate(text) if asked_label(bare(line.text)) is not None]
    groups = []
    for start, end in pairwise([*places, len(text)]):
        first = next((j for j in range(start + 1, end) if any_label(_item(text[j]))), end)
        body = text[first:end]
        if not any(field_label(_item(line)) in _FIELDS for line in body):
            return []
        groups.append(Group(tuple(text[start:first]), tuple(body)))
    return groups


def told_lists(lines: Sequence[Line], *, since: int | None = None) -> list[list[Line]]:
    """Lists of which most items say who is responsible or when; each from its first item to its last line.

    ``since`` is the year in which the plan begins.
    """
    return [
        [line for item in items for line in item]
        for items in _lists(lines)
        if 2 * sum(_tells(" ".join(bare(line.text) for line in item), since) for item in items) > len(items)
    ]


def told_paragraphs(lines: Sequence[Line]) -> list[Group]:
    """Paragraphs that end by saying who is responsible; what stands after the first sentence's line is body."""
    groups = []
    for paragraph in _paragraphs(lines):
        said = " ".join(bare(line.text) for line in paragraph)
        if bullet(paragraph[0].text) or "|" in said or any_label(said):
            continue
        responsible = said_responsible(said)
        if responsible is None or responsible[1] == 0:
            continue
        ends = (i for i, line in enumerate(paragraph) if _STOP.search(bare(line.text)))
        first = next(ends, 0) + 1
        groups.append(Group(tuple(paragraph[:first]), tuple(paragraph[first:])))
    return groups


def _item(line: Line) -> str:
    """A line without its bullet."""
    mark = bullet(line.text)
    return bare(line.text[len(mark) :] if mark else line.text)


def _number(text: str) -> str | None:
    """ "1" for a line that any plain number opens: "3)", not "3.1"."""
    label = number_label(text)
    return "1" if label is not None and label[0].isdigit() else None


def _tells(text: str, since: int | None) -> bool:
    told = (fields_begin(text), who_and_when(text, since=since), said_responsible(text))
    return any(entry is not None for entry in told)


def _lists(lines: Sequence[Line]) -> Iterator[list[list[Line]]]:
    """The lists, each as the lines of its items: an item goes on until the next with the same mark."""
    mark: str | None = None
    items: list[list[Line]] = []
    gap = False
    for line in lines:
        if not line.text.strip():
            gap = True
            continue
        own = bullet(line.text) or _number(line.text)
        if own is not None and (mark is None or own == mark):
            mark = own
            items.append([line])
        elif items and (not gap or own is not None or line.text.startswith((" ", "\t")) or any_label(line.text)):
            items[-1].append(line)
        elif items:
            yield items
            mark, items = None, []
        gap = False
    if items:
        yield items


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if line.text.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph
