"""The headings of a document → its goals, where nothing calls them so: those that activities stand under.

A heading over a list or a table of activities is a goal, and so is the heading above headings that are
activities themselves, with fields below them. What only announces activities ("Åtgärder") is none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.parsing.activities.items import lists_with_fields, owner_of_heading
from corpus.parsing.activities.labels import activity_label
from corpus.parsing.activities.lists import announced_lists
from corpus.parsing.activities.tables import table_at
from corpus.parsing.fields.labelled import any_label, labels_in
from corpus.parsing.fields.unlabelled import stated_responsible
from corpus.parsing.layout.line_kinds import GoalHeading, bare, front_heading, kind_heading, markdown_level
from corpus.parsing.layout.line_styles import BOLD_LEVEL, bullet, is_bold
from corpus.swedish.text import fold, join_lines
from corpus.types import Line

_NUMBERED = re.compile(r"(?P<number>\d{1,2})[.):]?\s+(?=\S)")
_CHAPTER = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+(?=\S)")
_LETTERED = re.compile(r"[A-ZÅÄÖ][.):]\s+(?=\S)")
# Headings of what a plan consists of, whatever it is about.
_GENERAL = re.compile(
    r"(?:\d+ )?(?:bilag\w*|plan|(?:.*\b)?(?:handlings|atgards|aktivitets|verksamhets)plan\w*"
    r"|(?:.*\b)?(?:aktiviteter|atgarder|insatser|ataganden|loften)\w*|(?:atgards|insats|aktivitets)(?:lista|tabell|oversikt)\w*"
    r"|(?:.*\b)?mal(?:en)? och .*|.*\boch mal|mal|malen|(?:prioriterade |strategiska )?(?:fokus|mal)?omraden"
    r"|(?:resultat|redovisning|sammanstallning|uppfoljning|oversikt|status|genomforande|ansvar|tidplan|ekonomi)\b.*"
    r"|sa gor vi.*|(?:det har|detta|vad) (?:ska|skall|vill|gor) vi.*|vi ska.*)"
)
_FEW = 2  # goals in bold type
_FIELDS = {"responsible", "timeline", "indicator", "status"}


@dataclass(frozen=True)
class _Section:
    """A heading and the lines under it, up to the next heading; ``parent`` is the heading above it, by index."""

    line: Line
    level: int
    lines: tuple[Line, ...]
    parent: int | None

    @property
    def text(self) -> str:
        return bare(self.line.text)


def outlined_goals(lines: Sequence[Line], in_contents: set[int], *, since: int | None = None) -> dict[int, GoalHeading]:
    """The goals by line number; none where no activities stand under headings with levels."""
    return _outlined(_sections(lines, in_contents), since) or _in_bold(_sections(lines, in_contents, bold=True))


def _in_bold(sections: Sequence[_Section]) -> dict[int, GoalHeading]:
    """The headings in bold type that have a list that promises each: two at least, one after another."""
    heads = [section for section in sections if section.level == BOLD_LEVEL]
    listing = [i for i, head in enumerate(heads) if announced_lists(head.lines)]
    if len(listing) < _FEW or listing != list(range(listing[0], listing[-1] + 1)):
        return {}
    return {heads[i].line.number: _heading(heads[i].text) for i in listing}


def _outlined(sections: Sequence[_Section], since: int | None) -> dict[int, GoalHeading]:
    """The goals among headings: over activities that they list, or over headings that are activities."""
    listing = [i for i, section in enumerate(sections) if _lists_activities(section, since)]
    acting = [i for i, section in enumerate(sections) if i not in listing and _is_activity(section)]
    goals: list[int] = []
    if len(acting) > 1:
        level = Counter(sections[i].level for i in acting).most_common(1)[0][0]
        goals += [parent for i in acting if sections[i].level == level and (parent := sections[i].parent) is not None]
    for i in listing:
        own = i
        while _is_general(sections[own].text) and (parent := sections[own].parent) is not None:
            own = parent
        goals.append(own)
    found = dict.fromkeys(i for i in goals if _may_be_goal(sections[i], i))
    return {sections[i].line.number: _heading(sections[i].text) for i in sorted(found)}


def _sections(lines: Sequence[Line], in_contents: set[int], *, bold: bool = False) -> list[_Section]:
    """The stretches below headings; ``bold``: lines in bold type are some too, below all others."""
    levels = {i: _level(line, bold) for i, line in enumerate(lines) if line.number not in in_contents}
    places = [i for i, level in levels.items() if level is not None]
    found: list[_Section] = []
    for place, end in pairwise([*places, len(lines)]):
        level = levels[place] or 1
        parent = next((i for i in range(len(found) - 1, -1, -1) if found[i].level < level), None)
        under = tuple(line for line in lines[place + 1 : end] if line.number not in in_contents)
        found.append(_Section(lines[place], level, under, parent))
    return found


def _level(line: Line, bold: bool) -> int | None:
    level = markdown_level(line.text)
    return BOLD_LEVEL if level is None and bold and is_bold(line.text) and not any_label(line.text) else level


def _lists_activities(section: _Section, since: int | None) -> bool:
    """Whether the lines right under a heading are activities of their own: a table, a list, labelled ones."""
    if front_heading(section.text) is not None:
        return False
    if any("|" in line.text and table_at(section.lines, i) is not None for i, line in enumerate(section.lines)):
        return True
    if any(activity_label(line.text) is not None for line in section.lines):
        return activity_label(section.line.text) is None
    if announced_lists(section.lines) or lists_with_fields(section.lines, since=since):
        return True
    named = [line for line in section.lines if "responsible" in labels_in(line.text)]
    return len(named) > 1


def _is_activity(section: _Section) -> bool:
    """Whether a heading has fields right below it, as an activity has."""
    if front_heading(section.text) is not None or section.level == 1:
        return False
    if stated_responsible(join_lines(line.text for line in section.lines)) is not None:
        return True
    labels = [labels_in(line.text.lstrip(" -*•")) & _FIELDS for line in section.lines if line.text.strip()]
    told = set().union(*labels) if labels else set()
    return bool(told) and (len(told) > 1 or bullet(section.text) is None)


def _is_general(text: str) -> bool:
    return (
        kind_heading(text) is not None or front_heading(text) is not None or _GENERAL.fullmatch(fold(text)) is not None
    )


def _may_be_goal(section: _Section, place: int) -> bool:
    """Whether a heading names something: the first of the highest level is the document's title."""
    named = owner_of_heading(section.text) is not None
    return not (place == 0 and section.level == 1) and not _is_general(section.text) and not named


def _heading(text: str) -> GoalHeading:
    text = _CHAPTER.sub("", text)
    if (match := _NUMBERED.match(text)) is not None:
        return GoalHeading(int(match["number"]), match["number"], text[match.end() :])
    match = _LETTERED.match(text)
    return GoalHeading(None, match[0].strip() if match else "", text[match.end() :] if match else text)
