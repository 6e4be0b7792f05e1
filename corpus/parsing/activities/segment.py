"""The blocks of a document's parts → the activities in each: by labels, lists, tables, paragraphs or titles.

The first of these ways that the lines of a block show is taken.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import log

from corpus.parsing.activities.items import asked, told_lists, told_paragraphs
from corpus.parsing.activities.labels import activity_label, number_label
from corpus.parsing.activities.lists import lists_alone, promised_lists
from corpus.parsing.activities.tables import Table, table_at
from corpus.parsing.activities.titles import Group, Layout, cut
from corpus.parsing.blocks import Block
from corpus.parsing.fields.labelled import any_label, field_label, heads_field
from corpus.parsing.layout.line_kinds import bare
from corpus.parsing.layout.line_styles import bullet, is_bold
from corpus.parsing.layout.title_likeness import Fonts
from corpus.parsing.records import Found, Part, says_none
from corpus.swedish.text import fold
from corpus.types import Document, Line

_HABIT = 5  # titles of a plan that show what they have in common
_PRINTED = 3  # plans in which a title stands alike


def read_blocks(document: Document, parts: Sequence[Part]) -> list[list[Found]]:
    """The activities in each block of each part.

    Read twice: what the first reading took for titles and bodies teaches the second what they look
    like in this document and in each plan.
    """
    layout = _layout(document, parts, [])
    headed = [any(block.announces for block in part.blocks) for part in parts]
    first = [
        [_found(document, block, layout, headed=announced) for block in part.blocks]
        for part, announced in zip(parts, headed, strict=True)
    ]
    learned = [group for found in first for entries in found for group in entries if isinstance(group, Group)]
    heads = Counter(fold(group.title[0].text) for group in learned)
    printed = tuple(head for head, count in heads.items() if count >= _PRINTED)
    layout = replace(_layout(document, parts, learned), printed=printed)
    second = []
    for part, found, announced in zip(parts, first, headed, strict=True):
        own = [
            group
            for block, entries in zip(part.blocks, found, strict=True)
            for group in entries
            if isinstance(group, Group) and block.kind in ("own", "joint")
        ]
        habits = _habits(layout, own)
        second.append(
            [
                # What every plan prints has no share in this plan's habits.
                _found(document, block, layout if block.kind == "city-wide" else habits, headed=announced)
                for block in part.blocks
            ]
        )
    return second


def with_lists(part: Part) -> Part:
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


def _layout(document: Document, parts: Sequence[Part], learned: Sequence[Group]) -> Layout:
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


def _habits(layout: Layout, groups: Sequence[Group]) -> Layout:
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


def _found(document: Document, block: Block, layout: Layout, *, headed: bool) -> Found:
    """The activities of a block; ``headed``: the plan has headings that announce its activities."""
    text = block.text_lines
    if not text or says_none(text):
        return []
    labelled = any(activity_label(line.text) for line in text)
    unlabelled = block.goal is not None and document.kind == "plans" and not labelled
    if unlabelled and (questions := asked(block.lines)):
        return list(questions)
    if block.announces:
        return _activities(block.lines, layout, preamble=False)
    lists = promised_lists(block.lines) if unlabelled else []
    if unlabelled and not lists and not headed:
        lists = told_lists(block.lines, since=document.period[0] if document.period else None)
    if lists:
        return [group for items in lists for group in cut(items, layout, preamble=False)]
    if _has_activities(document, text, in_goal=block.goal is not None):
        return _activities(block.lines, layout, preamble=True)
    if unlabelled and not headed and (paragraphs := told_paragraphs(block.lines)):
        return list(paragraphs)
    return [row for table in _tables(block.lines) for row in table.rows]


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
    if in_goal:
        return numbered > 0 and sum(label is not None for label in labels) >= numbered
    return 1 < numbered <= labels.count("responsible")


def _tables(lines: Sequence[Line]) -> list[Table]:
    tables: list[Table] = []
    for i, line in enumerate(lines):
        if (not tables or line.number > tables[-1].lines[1]) and line.text.strip():
            table = table_at(lines, i)
            if table is not None:
                tables.append(table)
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
