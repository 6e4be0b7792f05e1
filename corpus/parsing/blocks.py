"""The lines of a plan or a report → blocks: a heading, and the lines under it.

What a line is comes from ``headings``; what it belongs to comes from the headings above it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.parsing.activities.labels import activity_label, number_label
from corpus.parsing.fields.labelled import heads_field
from corpus.parsing.layout.contents import contents_titles, names_heading
from corpus.parsing.layout.line_kinds import (
    GoalHeading,
    bare,
    front_heading,
    is_shared,
    kind_heading,
    markdown_level,
    sub_goal,
)
from corpus.parsing.layout.line_styles import BOLD_LEVEL, is_bold, is_open
from corpus.swedish.text import fold
from corpus.types import Document, Kind, Line

_CHAPTER = re.compile(r"^\s*(\d{1,2})\.?\s+[A-ZÅÄÖ][^\n]{2,80}$")
_LEVELLED = 3  # headings with levels, beside which a number alone makes none
_LIST_OPENS = re.compile(r"^\W*(?:genom att|genom)\W*$", re.IGNORECASE)


@dataclass
class Block:
    """The lines under one heading, and what the headings above say of them.

    ``announces``: the heading is one of activities, so that what follows is activities.
    """

    heading: tuple[str, ...]
    heading_lines: list[Line]
    goal: GoalHeading | None
    goal_title: str | None
    kind: Kind
    lines: list[Line] = field(default_factory=list)
    announces: bool = False

    @property
    def text_lines(self) -> list[Line]:
        return [line for line in self.lines if line.text.strip()]


def blocks(
    document: Document, lines: Sequence[Line], headings: Mapping[int, GoalHeading], in_contents: set[int]
) -> Iterator[Block]:
    """The stretches between headings. Contents lists are left out: they say nothing of their own."""
    titles = contents_titles(lines, in_contents)
    names_kinds = any(kind_heading(title) for title in titles)
    has_goals = any(line.number in headings for line in lines)
    levelled = sum(markdown_level(line.text) is not None for line in lines) >= _LEVELLED
    repeated = _repeated([line for line in lines if line.number not in in_contents])
    kinds = {kind_heading(line.text) for line in lines if line.text.strip() and not is_shared(line.text)}
    goal: GoalHeading | None = None
    goal_title: str | None = None
    level: int | None = None
    chapter = 0
    goal_heading_text = ""
    levels = [own for line in lines if line.number in headings and (own := markdown_level(line.text)) is not None]
    block = Block((), [], None, None, "background")
    i = 0
    while i < len(lines):
        line = lines[i]
        i += 1
        if line.number in in_contents:
            continue
        text = bare(line.text)
        kind = kind_heading(text) if goal is not None or not has_goals else None
        if kind is not None and is_shared(text) and "joint" in kinds:
            kind = "city-wide"
        number = _CHAPTER.match(text)
        if line.number in headings:
            yield block
            goal, heading_lines = headings[line.number], [line]
            under = _title_under(lines, i, goal)
            heading_lines += lines[i:under]
            i = under
            if under > line.number - lines[0].number + 1 and _title_goes_on(lines, i, headings):
                heading_lines += lines[i : i + 2]
                i += 2
            while i < len(lines) and _heading_goes_on(lines[i - 1], lines[i], headings):
                heading_lines.append(lines[i])
                i += 1
            printed = " ".join(bare(entry.text) for entry in heading_lines if entry.text.strip())
            tail = " ".join(bare(entry.text) for entry in heading_lines if entry.number > lines[under - 1].number)
            goal_heading_text = printed
            goal_title = f"{goal.title} {tail}".strip() or goal.label
            # Some web pages have goals at levels of their own; one in bold type is below all headings.
            level = (
                min(levels)
                if markdown_level(line.text)
                else BOLD_LEVEL
                if is_bold(line.text) and not goal.label
                else None
            )
            block = Block(
                (printed,),
                heading_lines,
                goal,
                goal_title,
                "heading" if document.kind == "plans" else "follow-up",
            )
        elif goal is not None and goal_title and _opens_part(lines, i - 1):
            yield block
            heading_lines = [line]
            while i < len(lines) and _heading_goes_on(lines[i - 1], lines[i], headings):
                heading_lines.append(lines[i])
                i += 1
            printed = " ".join(bare(entry.text) for entry in heading_lines)
            kind = "heading" if document.kind == "plans" else "follow-up"
            block = Block((goal_heading_text, printed), heading_lines, goal, goal_title, kind)
        elif kind is not None and activity_label(line.text) is None:
            yield block
            above = block.heading[:1] if goal is not None else ()
            kind = kind if document.kind == "plans" else "follow-up"
            block = Block((*above, text), [line], goal, goal_title, kind, announces=True)
        elif text and _opens_front(
            line,
            lines,
            titles,
            goal,
            level,
            repeated,
            names_kinds,
            None if levelled else chapter,
            document.kind == "plans",
        ):
            yield block
            chapter = int(number[1]) if number else chapter
            if document.kind == "follow-up" and front_heading(text) is None:
                above = (goal_title,) if goal is not None and goal_title else ()
                block = Block((*above, text), [line], goal, goal_title, "follow-up")
            else:
                goal, goal_title, level = None, None, None
                block = Block((text,), [line], None, None, "background")
        else:
            block.lines.append(line)
    yield block


def _title_under(lines: Sequence[Line], i: int, goal: GoalHeading) -> int:
    """The index after a goal's title where it stands under its label, perhaps after an empty line; else ``i``.

    Under a heading its label may stand before it: "### Läsning" over "Mål: Alla läser".
    """
    if not goal.title or goal.title in bare(lines[i - 1].text):
        return i
    below = ((j, bare(lines[j].text)) for j in range(i, min(i + 2, len(lines))))
    return next((j + 1 for j, text in below if re.sub(r"^[^:]*:\s*", "", text) == goal.title or text == goal.title), i)


def _title_goes_on(lines: Sequence[Line], i: int, headings: Mapping[int, GoalHeading]) -> bool:
    """Whether a title under its label goes on after one empty line, as where every second line is empty."""
    if i + 1 >= len(lines) or lines[i].text.strip():
        return False
    text = bare(lines[i + 1].text)
    return text[:1].islower() and lines[i + 1].number not in headings and not text.endswith((".", ":"))


def _opens_part(lines: Sequence[Line], i: int) -> bool:
    """Whether a line under a goal is the heading of a part of it: by its word, or by numbers that go deeper."""
    if sub_goal(lines[i].text):
        return True
    label = number_label(lines[i].text)
    if label is None or "." not in label[0] or activity_label(lines[i].text) is not None:
        return False
    below = next((line.text for line in lines[i + 1 :] if line.text.strip()), "")
    after = activity_label(below) or number_label(below)
    return after is not None and after[0] is not None and after[0].startswith(f"{label[0]}.")


def _heading_goes_on(above: Line, line: Line, headings: Mapping[int, GoalHeading]) -> bool:
    text = bare(line.text)
    if not text or line.number in headings or _LIST_OPENS.match(text) or markdown_level(line.text):
        return False
    return text[0].islower() or is_open(above.text)


def _repeated(lines: Sequence[Line]) -> set[str]:
    """Wordings that would open a chapter, but stand in every activity: "Uppföljning", "### Fortsatt arbete"."""
    text = [line for line in lines if line.text.strip()]
    wordings = Counter(fold(bare(line.text)) for line in text if heads_field(line.text) or markdown_level(line.text))
    return {wording for wording, count in wordings.items() if count > 1}


def _opens_front(
    line: Line,
    lines: Sequence[Line],
    titles: Sequence[str],
    goal: GoalHeading | None,
    level: int | None,
    repeated: set[str],
    names_kinds: bool,
    chapter: int | None,
    is_plan: bool,
) -> bool:
    """Whether a line is a heading outside the goals."""
    in_goal = goal is not None
    text = bare(line.text)
    own_level = markdown_level(line.text)
    if own_level is not None and level is not None and own_level <= level and activity_label(line.text) is None:
        return True
    if own_level is not None and level is not None and own_level > level + 1:
        return False  # below an activity
    if len(text) > 150 or text.endswith((".", ",", ";")) or activity_label(line.text) or fold(text) in repeated:
        return False
    if kind_heading(text) and in_goal:
        return False
    if own_level is not None:
        return not in_goal or (level is not None and own_level <= level) or front_heading(text) is not None
    apart = _is_separated(line, lines)
    number = _CHAPTER.match(text)
    named = names_heading(text, titles) and (not in_goal or not names_kinds) and not _is_numbered_under(text, goal)
    if front_heading(text) is not None:
        return apart or named
    if named:
        return True
    if is_plan and heads_field(text) == "follow_up_planned" and in_goal:
        return apart and not text.endswith(":")
    if chapter is None or number is None or not apart or text.endswith("?") or _is_listed(line, lines):
        return False
    return int(number[1]) == chapter + 1 and (chapter > 0 or not in_goal)


def _is_numbered_under(text: str, goal: GoalHeading | None) -> bool:
    """Whether a line has a number within its goal's: "1.2 Kurser" under "Mål 1", in the contents list or not."""
    label = number_label(text)
    return goal is not None and goal.number is not None and label is not None and label[0].startswith(f"{goal.number}.")


def _is_listed(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the line after a numbered one is numbered too: then they are a list, no headings."""
    after = lines[line.number - lines[0].number + 1 :]
    below = next((entry.text for entry in after if entry.text.strip()), "")
    return bool(_CHAPTER.match(bare(below)))


def _is_separated(line: Line, lines: Sequence[Line]) -> bool:
    """Whether an empty line, a page's end or the beginning of the part stands before a line."""
    i = line.number - lines[0].number
    return i <= 0 or not lines[i - 1].text.strip() or lines[i - 1].sheet != line.sheet
