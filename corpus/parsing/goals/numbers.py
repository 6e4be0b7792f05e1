"""The lines of a document → the goal headings that show by their number alone, and by what stands under them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.parsing.activities.items import acting_lists, lists_with_fields
from corpus.parsing.activities.labels import activity_label, number_label
from corpus.parsing.fields.labelled import field_label
from corpus.parsing.layout.line_kinds import GoalHeading, bare, front_heading, markdown_level, roman
from corpus.types import Line

_ROMAN = re.compile(r"^(?P<number>[IVX]{1,4})(?:\s*[.):–—-]+)?\s+(?P<title>[A-ZÅÄÖ].{2,150})$")
_COUNTED = re.compile(r"(?P<number>\d{1,2}|[IVX]{1,4})(?:\s*[.):–—-]+)?\s+(?=[A-ZÅÄÖ])")
_NUMBERED = re.compile(r"^(?P<number>\d{1,2})[.)]?\s+(?P<title>[A-ZÅÄÖ].{2,150})$")


def numbered_goals(lines: Sequence[Line], in_contents: set[int]) -> dict[int, GoalHeading]:
    """The numbered headings over activities: over such as are numbered after them, else over lists."""
    return _over_numbers(lines, in_contents) or _over_lists(lines, in_contents)


def _over_numbers(lines: Sequence[Line], in_contents: set[int]) -> dict[int, GoalHeading]:
    """Numbered headings over activities that are numbered after them: "2 Upptäcka våld" over "2.1 …".

    That they are activities shows by the word, or by who is responsible and when; chapters of a
    guideline are numbered so too.
    """
    found: dict[int, GoalHeading] = {}
    heading: tuple[Line, int, str] | None = None
    numbered = False
    for line in lines:
        text = bare(line.text)
        if not text or line.number in in_contents:
            continue
        label = activity_label(line.text) or number_label(text)
        if label is not None and label[0] and heading and label[0].startswith(f"{heading[1]}."):
            numbered = True
        acts = activity_label(line.text) is not None or field_label(text) in (
            "responsible",
            "timeline",
            "indicator",
        )
        if heading and numbered and acts:
            found[heading[0].number] = GoalHeading(heading[1], str(heading[1]), heading[2])
        match = _NUMBERED.match(text)
        if match and activity_label(line.text) is None and not text.endswith((".", ":", "?")):
            heading, numbered = (line, int(match["number"]), match["title"]), False
    return found


def _over_lists(lines: Sequence[Line], in_contents: set[int]) -> dict[int, GoalHeading]:
    """Numbered headings over lists that say who is responsible and when: two at least.

    A numbered heading of the same sort over something else is a chapter, and so is what stands apart from it.
    """
    heads = [i for i, line in enumerate(lines) if line.number not in in_contents and _ends_stretch(lines, i)]
    found: dict[int, GoalHeading] = {}
    for place, i in enumerate(heads):
        match = _NUMBERED.match(bare(lines[i].text))
        end = heads[place + 1] if place + 1 < len(heads) else len(lines)
        if match and lists_with_fields(lines[i + 1 : end]):
            found[lines[i].number] = GoalHeading(int(match["number"]), match["number"], match["title"])
        elif (match := _ROMAN.match(bare(lines[i].text))) and (acting_lists(lines[i + 1 : end])):
            found[lines[i].number] = GoalHeading(roman(match["number"]), match["number"], match["title"])
    return found if len(found) > 1 else {}


def counted(headings: dict[int, GoalHeading]) -> dict[int, GoalHeading]:
    """The headings; such as have nothing but a title with their numbers, where all count on: "I. Stöd", "II. Skydd"."""
    plain = {line: heading for line, heading in headings.items() if heading.number is None and not heading.label}
    matches = {line: _COUNTED.match(heading.title) for line, heading in plain.items()}
    numbers = [_value(match["number"]) for match in matches.values() if match]
    roman_ones = all(match is None or not match["number"].isdecimal() for match in matches.values())
    if (
        len(numbers) < 2
        or (len(numbers) < len(headings) and not roman_ones)
        or not all(b - a in (0, 1) for a, b in pairwise(numbers))
    ):
        return headings
    return headings | {
        line: GoalHeading(_value(match["number"]), match["number"], heading.title[match.end() :])
        for line, heading in plain.items()
        if (match := matches[line])
    }


def _value(text: str) -> int:
    return int(text) if text.isdecimal() else roman(text) or 0


def _ends_stretch(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is a heading: of Markdown, of a part outside the goals, or with a number and alone."""
    text = bare(lines[i].text)
    if not text:
        return False
    if markdown_level(lines[i].text) is not None or front_heading(text) is not None:
        return True
    alone = (i == 0 or not lines[i - 1].text.strip()) and (i + 1 == len(lines) or not lines[i + 1].text.strip())
    numbered = _NUMBERED.match(text) or _ROMAN.match(text)
    return alone and numbered is not None and not text.endswith((".", ":", "?", ")"))
