"""The lines under a goal → its activities where neither a heading nor a number opens them.

Told by what stands in them: who is responsible and when, by labels, in brackets or in a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.parsing.activities.labels import activity_label, asked_label, number_label
from corpus.parsing.activities.titles import TitledLines
from corpus.parsing.fields.labelled import any_label, field_label, fields_begin
from corpus.parsing.fields.status import status_heading, status_tail
from corpus.parsing.fields.unlabelled import stated_responsible, who_and_when
from corpus.parsing.layout.line_kinds import bare
from corpus.parsing.layout.line_styles import bullet
from corpus.parsing.owners import names_alone
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import VOCABULARY
from corpus.types import Line

_FIELDS = ("responsible", "timeline", "indicator", "follow_up_planned", "status")
# A verb in the infinitive, or one of the short ones, opens what is to be done.
_ACTS = re.compile(r"(?:\w+as?|se|ge|få|gå|bli|nå|utse|bistå)\b(?! (?:har|är)\b)", re.IGNORECASE)
_OF_OWNER = re.compile(
    rf"(?:\d[\d.]*\s+)?(?:{VOCABULARY.activity} (?:för|i|inom|av) |för )?"
    r"(?P<name>(?!(?:en|ett|den|det|vår|hela)\b)(?:[\w-]+,? (?:och )?){0,4}?[\w-]*"
    r"(?:nämnden|styrelsen|förvaltningen|kontoret|bolaget|\bAB))"
    rf"(?:s (?:egna )?(?:{VOCABULARY.activity}|ansvar|uppdrag|del|plan|handlingsplan))?",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:ska|skall|kommer att)\b", re.IGNORECASE)
_STOP = re.compile(r"[.!?](?:\s|$)")


def labelled_items(lines: Sequence[Line]) -> list[TitledLines]:
    """Activities whose lines are labelled as a table's columns are: "Vad: …", "Vem: …", "När: …"."""
    text = [line for line in lines if line.text.strip()]
    places = [i for i, line in enumerate(text) if asked_label(bare(line.text)) is not None]
    groups = []
    for start, end in pairwise([*places, len(text)]):
        first = next((j for j in range(start + 1, end) if any_label(_item(text[j]))), end)
        body = text[first:end]
        if not any(field_label(_item(line)) in _FIELDS for line in body):
            return []
        groups.append(TitledLines(tuple(text[start:first]), tuple(body)))
    return groups


def lists_with_fields(lines: Sequence[Line], *, since: int | None = None, reported: bool = False) -> list[list[Line]]:
    """Lists of which most items say who is responsible or when; each from its first item to its last line.

    ``since`` is the year in which the plan begins; in a report (``reported``) items may end in their status instead.
    """
    return [
        [line for item in items for line in item]
        for items in _lists(lines)
        if 2 * sum(_tells(" ".join(bare(line.text) for line in item), since) for item in items) > len(items)
        or (reported and 2 * sum(status_tail(_item(item[-1])) is not None for item in items) > len(items))
    ]


def lists_by_status(lines: Sequence[Line], heading: str) -> list[TitledLines]:
    """The items of lists below lines that say their status, or below such a heading: "Pågår:" and a bullet for each."""
    status = status_heading(heading)
    items: list[TitledLines] = []
    for line in lines:
        text = bare(line.text)
        if not text:
            continue
        if bullet(line.text) is not None and status is not None:
            items.append(TitledLines((line,), (), status=status))
        elif items and items[-1].status is status and line.text.startswith((" ", "\t")):
            items[-1] = replace(items[-1], body=(*items[-1].body, line))
        else:
            status = status_heading(text) if bullet(line.text) is None and not text.endswith(".") else None
    return items


def labelled_paragraphs(lines: Sequence[Line]) -> list[TitledLines]:
    """Paragraphs that end with their fields, after an introduction at most: "Kommunen ska …" over "Ansvar: …".

    One between them that begins as they do is an activity of which no field is told.
    """
    paragraphs = [_parted(paragraph) for paragraph in _paragraphs(lines)]
    told = [i for i, (text, fields) in enumerate(paragraphs) if text and fields]
    if not told or any(number_label(line.text) or activity_label(line.text) for line in lines):
        return []
    if not all(_runs_on(text) for text, fields in paragraphs if fields):
        return []  # a title and its body, a line each
    opens = [_opening(paragraphs[i][0][0]) for i in told]
    usual = max(opens, key=opens.count) if len(set(opens)) < len(opens) else ""
    groups: list[TitledLines] = []
    for i, (text, fields) in enumerate(paragraphs):
        if text and (fields or (usual and _opening(text[0]) == usual)):
            groups.append(TitledLines(tuple(text), tuple(fields)))
        elif i > told[0] or (i == told[0] - 1 and text and _is_short(text)) or not text:
            return []  # titles or bodies stand apart from their fields
    return groups


def acting_lists(lines: Sequence[Line]) -> list[TitledLines]:
    """The items of lists that say what to do, each with a verb first: "Utbilda chefer", "Ta fram en rutin"."""
    found: list[TitledLines] = []
    for items in _lists(lines):
        acts = sum(_ACTS.match(_item(item[0])) is not None for item in items)
        if len(items) > 1 and 3 * acts >= 2 * len(items) and bullet(items[0][0].text):
            found += [TitledLines(tuple(item), ()) for item in items]
    return found


def owner_of_heading(text: str) -> str | None:
    """The organisation whose activities a heading announces: "4 Socialnämndens åtaganden" → "Socialnämnden"."""
    match = _OF_OWNER.fullmatch(bare(text).strip(" .:"))
    named = names_alone([match["name"]]) if match is not None else []
    return named[0] if named else None


def numbered_items(lines: Sequence[Line]) -> list[TitledLines]:
    """The numbered paragraphs of a stretch, each a title and what follows it; else the items of lists that promise."""
    numbered = [i for i, line in enumerate(lines) if number_label(line.text) is not None]
    if numbered:
        groups = []
        for start, end in pairwise([*numbered, len(lines)]):
            first, *rest = _paragraphs(lines[start:end])
            body = [line for paragraph in rest for line in paragraph]
            groups.append(TitledLines(tuple(first), tuple(body) if any(any_label(line.text) for line in body) else ()))
        return groups
    return [
        TitledLines(tuple(item), ())
        for items in _lists(lines)
        for item in items
        if _WILL.search(" ".join(bare(line.text) for line in item)) or _ACTS.match(_item(item[0]))
    ]


def _parted(paragraph: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """A paragraph's lines before its first label, and from there on."""
    first = next((i for i, line in enumerate(paragraph) if any_label(line.text)), len(paragraph))
    known = any(field_label(line.text) in _FIELDS for line in paragraph[first:])
    return (list(paragraph[:first]), list(paragraph[first:])) if known else (list(paragraph), [])


def _runs_on(text: Sequence[Line]) -> bool:
    """Whether the lines of a paragraph are one text that was broken where its lines were full."""
    width = max((len(line.text.rstrip()) for line in text), default=0)
    return all(
        bare(after.text)[:1].islower() or len(before.text.rstrip()) + len(after.text.split()[0]) + 1 > width
        for before, after in pairwise(text)
    )


def _opening(line: Line) -> str:
    return " ".join(fold(line.text).split()[:2])


def _is_short(text: Sequence[Line]) -> bool:
    """Whether a paragraph may be a title: no sentence."""
    return len(text) == 1 and not bare(text[0].text).endswith((".", ":", "!"))


def told_paragraphs(lines: Sequence[Line]) -> list[TitledLines]:
    """Paragraphs that end by saying who is responsible; what stands after the first sentence's line is body."""
    groups = []
    for paragraph in _paragraphs(lines):
        said = " ".join(bare(line.text) for line in paragraph)
        if bullet(paragraph[0].text) or "|" in said or any_label(said):
            continue
        responsible = stated_responsible(said)
        if responsible is None or responsible[1] == 0:
            continue
        ends = (i for i, line in enumerate(paragraph) if _STOP.search(bare(line.text)))
        first = next(ends, 0) + 1
        groups.append(TitledLines(tuple(paragraph[:first]), tuple(paragraph[first:])))
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
    told = (fields_begin(text), who_and_when(text, since=since), stated_responsible(text))
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
