"""The blocks of a document's parts → the activities in each: by labels, lists, tables, paragraphs or titles.

The first of these ways that the lines of a block show is taken.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import log

from corpus.parsing.activities.items import (
    acting_lists,
    labelled_items,
    labelled_paragraphs,
    lists_by_status,
    lists_with_fields,
    numbered_items,
    owner_of_heading,
    told_paragraphs,
)
from corpus.parsing.activities.labels import activity_label, number_label
from corpus.parsing.activities.lists import announced_lists, lists_alone
from corpus.parsing.activities.tables import Table, table_at, under_band
from corpus.parsing.activities.titles import Layout, TitledLines, cut
from corpus.parsing.blocks import Block
from corpus.parsing.fields.labelled import any_label, field_label, heads_field, labels_in
from corpus.parsing.fields.legend import is_sign
from corpus.parsing.fields.names import field_name
from corpus.parsing.fields.unlabelled import labelled_for_all
from corpus.parsing.layout.line_kinds import bare, front_heading, markdown_level, sub_goal
from corpus.parsing.layout.line_styles import bullet, is_bold
from corpus.parsing.layout.title_likeness import Fonts
from corpus.parsing.records import Found, PlanPart, says_none
from corpus.swedish.text import fold
from corpus.types import Document, Line

_INTRODUCES = re.compile(
    r"\b(?:nedan\w*|följande|tabell\w*|redovisas|anges|framgår|sammanställ\w*|klicka)\b", re.IGNORECASE
)
_OF_GOAL = re.compile(r"[^\W\d_][^:.]{2,40}\bmål(?:et|en|ets)\s*:", re.IGNORECASE)
_SENTENCE = 250  # characters of one that introduces
_HABIT = 5  # titles of a plan that show what they have in common
_PRINTED = 3  # plans in which a title stands alike


def read_blocks(document: Document, parts: Sequence[PlanPart]) -> list[list[Found]]:
    """The activities in each block of each part.

    Read twice: what the first reading took for titles and bodies teaches the second what they look
    like in this document and in each plan.
    """
    layout = _layout(document, parts, [])
    first = [
        [
            _found(
                document,
                block,
                layout,
                headed=_is_headed(block, part),
                titled=_is_titled(part),
                goals=_has_goals(part),
            )
            for block in part.blocks
        ]
        for part in parts
    ]
    learned = [group for found in first for entries in found for group in entries if isinstance(group, TitledLines)]
    heads = Counter(fold(group.title[0].text) for group in learned)
    printed = tuple(head for head, count in heads.items() if count >= _PRINTED)
    layout = replace(_layout(document, parts, learned), printed=printed)
    second = []
    for part, found in zip(parts, first, strict=True):
        own = [
            group
            for block, entries in zip(part.blocks, found, strict=True)
            for group in entries
            if isinstance(group, TitledLines) and block.kind in ("own", "joint")
        ]
        habits = _habits(layout, own)
        second.append(
            [
                # What every plan prints has no share in this plan's habits.
                _found(
                    document,
                    block,
                    layout if block.kind == "city-wide" else habits,
                    headed=_is_headed(block, part),
                    titled=_is_titled(part),
                    goals=_has_goals(part),
                )
                for block in part.blocks
            ]
        )
    return second


def _is_titled(part: PlanPart) -> bool:
    """Whether headings under the goals, or without any goal, may be activities: their wordings don't come again."""
    goals = any(block.goal for block in part.blocks)
    lines = [line for block in part.blocks if block.goal or not goals for line in (*block.lines, *block.heading_lines)]
    titles = [fold(bare(line.text)) for line in lines if markdown_level(line.text)]
    return len(titles) == len(set(titles))


def _has_goals(part: PlanPart) -> bool:
    return any(block.goal for block in part.blocks)


def _is_headed(block: Block, part: PlanPart) -> bool:
    """Whether a heading announces the activities of a block's goal."""
    return any(entry.announces and entry.goal is block.goal for entry in part.blocks)


def with_lists(part: PlanPart) -> PlanPart:
    """The part; where its goals hold nothing but lists, the headings right over bullets announce activities."""
    under = [block for block in part.blocks if block.goal is not None and block.text_lines]
    said = [block.text_lines for block in under if not says_none(block.text_lines)]
    if len(under) < 2 or any(block.announces for block in part.blocks) or not lists_alone(said):
        return part
    bulleted = [block for block in under if bullet(block.text_lines[0].text) is not None]
    blocks = [
        replace(block, announces=True) if any(block is entry for entry in bulleted) else block for block in part.blocks
    ]
    return replace(part, blocks=blocks)


def _layout(document: Document, parts: Sequence[PlanPart], learned: Sequence[TitledLines]) -> Layout:
    """What the headings, the titles that every plan prints and the introductions show of the document."""
    blocks = [block for part in parts for block in part.blocks]
    wide = [line for block in blocks if block.kind == "city-wide" for line in block.text_lines]
    titles = [line for block in blocks for line in block.heading_lines] + wide
    bodies = [
        line for block in blocks if block.kind == "background" for line in block.text_lines if len(line.text) > 60
    ]
    titles += [line for group in learned for line in group.title]
    bodies += [line for group in learned for line in group.body]
    lengths = sorted(len(bare(line.text)) for part in parts for line in part.lines if len(line.text) > 40)
    body_width = lengths[len(lengths) * 98 // 100] if lengths else 100
    title_lengths = sorted(len(bare(line.text)) for line in wide)
    title_width = title_lengths[-1] if len(title_lengths) >= 10 else body_width
    return Layout(
        title_width=min(title_width, body_width),
        body_width=body_width,
        fonts=Fonts(titles, bodies) if document.machine_read and titles and bodies else None,
    )


def _habits(layout: Layout, groups: Sequence[TitledLines]) -> Layout:
    """The layout with what this plan's titles have in common."""
    texts = [" ".join(line.text for line in group.title).strip() for group in groups]
    if len(texts) < _HABIT:
        return layout
    opens, opening = Counter(fold(text).split()[0] for text in texts if fold(text)).most_common(1)[0]
    stopped = sum(text.endswith(".") for text in texts)
    lone = sum(not group.body for group in groups)
    return replace(
        layout,
        promises=_cost(sum(bool(re.search(r"\bska(?:ll)?\b", text)) for text in texts), len(texts)),
        opening=_cost(opening, len(texts)),
        opens=opens,
        stops=0.8 if stopped >= 0.6 * len(texts) else 0.0,
        bare=1.0 if lone >= 0.6 * len(texts) else 0.0,
    )


def _cost(count: int, of: int) -> float:
    """What it costs a title to be without what four out of five have: more, the fewer are without."""
    return 2.0 * log((count + 0.5) / (of - count + 0.5)) if count >= 0.8 * of else 0.0


def _found(document: Document, block: Block, layout: Layout, *, headed: bool, titled: bool, goals: bool) -> Found:
    """The activities of a block; ``headed``: a heading announces its goal's, ``titled``: headings may be some.

    ``goals``: the part has any.
    """
    block = _without_shared(block)
    found = _told(document, block, layout, headed=headed, titled=titled)
    if not found and not goals and document.kind == "plans" and not block.announces:
        lists = lists_with_fields(block.lines, since=document.period[0] if document.period else None)
        found = [group for items in lists for group in cut(items, layout, preamble=False)]
    owner = owner_of_heading(block.heading[-1]) if document.kind == "plans" and block.heading else None
    return [
        replace(entry, responsible=entry.responsible or owner) if isinstance(entry, TitledLines) else entry
        for entry in found
        if not isinstance(entry, TitledLines) or _may_be_activity(entry)
    ]


def _without_shared(block: Block) -> Block:
    """The block without what is said of its goal or of all its activities: who is responsible, how it is measured."""
    lines: list[Line] = []
    measures = False  # whether a list below "Så mäter vi målet:" goes on
    for line in block.lines:
        text = bare(line.text)
        measures = _measures_goal(text) or (measures and (not text or bullet(line.text) is not None))
        shared = measures or labelled_for_all(text) is not None
        lines.append(replace(line, text="") if shared and text else line)
    return replace(block, lines=lines) if block.goal is not None else block


def _measures_goal(text: str) -> bool:
    """Whether a line opens how a goal is measured or followed up; "Så når vi målet:" opens its activities."""
    label = text.partition(":")[0]
    return _OF_GOAL.match(text) is not None and field_name(label) in ("indicator", "follow_up_planned")


def _may_be_activity(group: TitledLines) -> bool:
    """Whether a heading may be an activity's title: not "Nuläge", nor a part of a goal with sentences alone below."""
    line = group.title[0]
    if markdown_level(line.text) is None:
        return True
    told = any(field_label(entry.text) for entry in group.body)
    return told or not (front_heading(line.text) or heads_field(line.text) or sub_goal(line.text))


def _told(document: Document, block: Block, layout: Layout, *, headed: bool, titled: bool) -> Found:
    text = block.text_lines
    if not text or says_none(text):
        return []
    labelled = any(activity_label(line.text) for line in text)
    unlabelled = block.goal is not None and document.kind == "plans" and not labelled
    if unlabelled and (questions := labelled_items(block.lines)):
        return list(questions)
    if block.announces:
        return [] if _introduces(text) else _activities(block.lines, layout, preamble=False)
    lists = announced_lists(block.lines) if unlabelled else []
    if lists:
        return [
            replace(group, responsible=items.responsible)
            for items in lists
            for group in cut(items.lines, layout, preamble=False)
        ]
    reported = block.goal is not None and document.kind == "follow-up" and not labelled
    if (unlabelled or reported) and not headed:
        told = lists_with_fields(block.lines, since=document.period[0] if document.period else None, reported=reported)
        if told:
            return [group for items in told for group in cut(items, layout, preamble=False)]
    if document.kind == "follow-up" and not labelled and block.heading:
        listed = lists_by_status(block.lines, block.heading[-1])
        if listed:
            return list(listed)
    plain = unlabelled and not any(markdown_level(line.text) or is_bold(line.text) or "|" in line.text for line in text)
    if plain and not headed and (paragraphs := labelled_paragraphs(block.lines)):
        return list(paragraphs)
    under = titled and not headed and unlabelled and any(markdown_level(line.text) for line in text)
    if under or _has_activities(document, text, in_goal=block.goal is not None):
        return _activities(block.lines, layout, preamble=True)
    if unlabelled and not headed and (paragraphs := told_paragraphs(block.lines)):
        return list(paragraphs)
    rows = [row for table in _tables(block.lines) for row in table.rows]
    if not rows and titled and block.goal is None and _heads_activity(block):
        return [TitledLines(tuple(block.heading_lines), tuple(text))]
    if not rows and unlabelled and not headed:
        return list(acting_lists(block.lines))
    if not rows and document.kind == "plans" and block.goal is None and block.heading:
        return list(numbered_items(block.lines)) if owner_of_heading(block.heading[-1]) else []
    return list(rows)


def _introduces(text: Sequence[Line]) -> bool:
    """Whether a heading of activities has nothing below it but a sentence on where or how they are told."""
    said = " ".join(bare(line.text) for line in text)
    plain = not any(bullet(line.text) or number_label(line.text) or "|" in line.text for line in text)
    # A title with a sentence under it, parted by an empty line, is an activity.
    plain = plain and text[-1].number - text[0].number < len(text)
    return plain and len(said) < _SENTENCE and not labels_in(said) and _INTRODUCES.search(said) is not None


def _heads_activity(block: Block) -> bool:
    """Whether a heading under no goal is an activity: who is responsible and when stand right below it."""
    if not block.heading_lines or front_heading(block.heading[-1]) is not None:
        return False
    return {"responsible", "timeline"} <= {name for line in block.text_lines for name in labels_in(line.text)}


def _has_activities(document: Document, text: Sequence[Line], *, in_goal: bool) -> bool:
    """Whether activities stand where no heading announces them: labelled, or numbered with fields."""
    labelled = [line for line in text if activity_label(line.text) is not None]
    if labelled:
        return in_goal or len(labelled) > 1 or activity_label(labelled[0].text) != (None, 0)
    labels = [field_label(line.text) or heads_field(line.text) for line in text]
    fields = sum(label in ("responsible", "timeline", "indicator") for label in labels)
    numbered = sum(number_label(line.text) is not None for line in text)
    if in_goal and document.kind == "plans":
        bold = sum(is_bold(line.text) and not any_label(line.text) for line in text)
        return fields > 0 or numbered > 1 or bold > 1 or number_label(text[0].text) is not None
    if in_goal and any(markdown_level(line.text) for line in text):
        return "status" in labels or "responsible" in labels or any(is_sign(bare(line.text)) for line in text)
    if in_goal:
        return numbered > 0 and sum(label is not None for label in labels) >= numbered
    return 1 < numbered <= labels.count("responsible")


def _tables(lines: Sequence[Line]) -> list[Table]:
    """The tables of a stretch; a line alone between two of one head parts them: a goal's title, or a year."""
    tables: list[Table] = []
    alone: list[str] = []
    for i, line in enumerate(lines):
        if not line.text.strip() or (tables and line.number <= tables[-1].lines[1]):
            continue
        table = table_at(lines, i)
        if table is None:
            alone.append(bare(line.text))
            continue
        if tables and len(alone) == 1 and table.head == tables[-1].head:
            table = under_band(table, alone[0])
        tables.append(table)
        alone = []
    return tables


def _activities(lines: Sequence[Line], layout: Layout, *, preamble: bool) -> Found:
    """The activities of a stretch: those of its tables, and those between them."""
    found: Found = []
    start = lines[0].number if lines else 0
    tables = _tables(lines)
    for table in tables:
        before = [line for line in lines if start <= line.number < table.lines[0]]
        # A sentence before a table introduces it.
        if any(activity_label(line.text) or field_label(line.text) for line in before):
            found += cut(before, layout, preamble=preamble)
        found += table.rows
        start = table.lines[1] + 1
    rest = [line for line in lines if line.number >= start]
    if not tables or any(activity_label(line.text) or field_label(line.text) for line in rest):
        found += cut(rest, layout, preamble=preamble or bool(tables))
    return found
