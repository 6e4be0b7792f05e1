"""The lines of a document → its goal headings: those that call themselves so, and those that only act so.

A goal without a word such as "Mål 1" is known by what stands under it: activities numbered after it,
or headings of activities that begin again.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.parsing.activities.items import owner_of_heading
from corpus.parsing.activities.labels import activity_label
from corpus.parsing.activities.lists import announced_lists
from corpus.parsing.fields.labelled import any_label, heads_field
from corpus.parsing.goals.lists import is_activity_line, listed_goals
from corpus.parsing.goals.numbers import counted, numbered_goals
from corpus.parsing.goals.outline import outlined_goals
from corpus.parsing.layout.contents import contents_titles, names_heading
from corpus.parsing.layout.line_kinds import (
    GoalHeading,
    bare,
    front_heading,
    goal_heading,
    kind_heading,
    markdown_level,
    sub_goal,
)
from corpus.parsing.layout.line_styles import bullet
from corpus.swedish.text import fold
from corpus.types import Goal, Line

_CHAPTER = re.compile(r"^\s*\d{1,2}\.?\s")
_LONGEST = 130
_FEW = 2
_PROMISE = re.compile(
    r"^\W*(?P<label>(?:medborgar)?löfte\s+(?P<number>\d{1,2}))(?:\s*[-–—:.]\s*(?P<title>.*)|$)", re.IGNORECASE
)
_CAPTION = re.compile(
    r"^(?P<word>(?:övergripande |långsiktigt )?(?:mål|målsättning|delmål|huvudmål|effektmål|målområde|fokusområde"
    r"|insatsområde|inriktningsmål|strategi))\s*(?::\s*(?P<title>.*)|$)",
    re.IGNORECASE,
)


def goal_headings(lines: Sequence[Line], goals: Sequence[Goal], in_contents: set[int]) -> dict[int, GoalHeading]:
    """The goal headings by line number.

    ``goals`` are the programme's, where they are known: by their titles headings are known that nothing else shows.
    """
    return _shown(lines, (), in_contents) or _shown(lines, goals, in_contents)


def _shown(lines: Sequence[Line], goals: Sequence[Goal], in_contents: set[int]) -> dict[int, GoalHeading]:
    found = _labelled(lines, goals, in_contents) or _promises(lines, in_contents)
    found |= {n: heading for n, heading in numbered_goals(lines, in_contents).items() if not found}
    found |= listed_goals(lines, in_contents, found)
    found |= {n: heading for n, heading in _captioned(lines, in_contents).items() if not found}
    found |= _acting(lines, in_contents, found)
    found = {n: heading for n, heading in found.items() if owner_of_heading(heading.title) is None}
    return counted(found or outlined_goals(lines, in_contents) or _over_labels(lines, in_contents))


def _labelled(lines: Sequence[Line], goals: Sequence[Goal], in_contents: set[int]) -> dict[int, GoalHeading]:
    """The headings that call themselves a goal. A mere list of goals, before their sections, has none."""
    found = [
        (i, heading)
        for i, line in enumerate(lines)
        if line.text.strip() and line.number not in in_contents and (heading := goal_heading(line.text, goals))
    ]
    listed: set[int] = set()
    for run in _runs(lines, found):
        if len(run) < 2:
            continue
        after = next((heading for i, heading in found if i > run[-1][0]), None)
        if after is not None and goal_key(after) == goal_key(run[0][1]):
            listed.update(i for i, _ in run)
    # A part of a goal is none, where there are goals for it to be part of.
    whole = [entry for entry in found if not sub_goal(lines[entry[0]].text)]
    return {lines[i].number: _titled(lines, i, heading) for i, heading in whole or found if i not in listed}


def _promises(lines: Sequence[Line], in_contents: set[int]) -> dict[int, GoalHeading]:
    """Promises to citizens that hold lists of who does what, which are their activities: "Medborgarlöfte 1"."""
    places = [i for i, line in enumerate(lines) if line.number not in in_contents and _PROMISE.match(bare(line.text))]
    ends = [*places[1:], len(lines)]
    if len(places) < _FEW or not all(announced_lists(lines[i + 1 : end]) for i, end in zip(places, ends, strict=False)):
        return {}
    found = {}
    for i in places:
        match = _PROMISE.match(bare(lines[i].text))
        assert match is not None
        heading = GoalHeading(int(match["number"]), match["label"], (match["title"] or "").strip())
        found[lines[i].number] = _titled(lines, i, heading)
    return found


def _titled(lines: Sequence[Line], i: int, heading: GoalHeading) -> GoalHeading:
    """The heading, with its title from the line right under it where it stands there: "Mål 1" over "Skydd"."""
    if heading.title:
        return heading
    below = next((line for line in lines[i + 1 : i + 3] if line.text.strip()), None)
    if below is None or not _may_title(below) or (below is not lines[i + 1] and below.text.rstrip().endswith(".")):
        return heading
    return replace(heading, title=bare(below.text))


def _may_title(line: Line) -> bool:
    return (
        _may_head(replace(line, text=line.text.rstrip(" .")))
        and not is_activity_line(line.text)
        and goal_heading(line.text) is None
        and not sub_goal(line.text)
    )


def _captioned(lines: Sequence[Line], in_contents: set[int]) -> dict[int, GoalHeading]:
    """Headings such as "Mål: Skydd", or "Mål" over "Skydd": two at least, each with activities under it.

    "Mål: …" may as well be a field of an activity; then an activity stands before the first.
    """
    text = [(i, line) for i, line in enumerate(lines) if line.text.strip() and line.number not in in_contents]
    found: dict[int, GoalHeading] = {}
    acting = True  # whether activities stand under the heading before
    for place, (i, line) in enumerate(text):
        match = _CAPTION.match(bare(line.text))
        headed = i > 0 and markdown_level(lines[i - 1].text) is not None
        if match is None or (i > 0 and lines[i - 1].text.strip() and not headed):
            if not found and activity_label(line.text) is not None:
                return {}
            acting = acting or is_activity_line(line.text)
            continue
        if found and sub_goal(line.text):
            continue  # a part of the goal above
        title = (match["title"] or "").strip()
        if not title and place + 1 < len(text) and text[place + 1][0] <= i + 2:
            below = text[place + 1][1]
            title = bare(below.text) if _may_title(below) else ""
        if not title:
            continue
        if not acting:
            return {}
        # The heading right above names the same goal by its area.
        found[lines[i - 1].number if headed else line.number] = GoalHeading(None, match["word"], title)
        acting = False
    return found if len(found) > 1 and acting else {}


def _runs(lines: Sequence[Line], found: Sequence[tuple[int, GoalHeading]]) -> list[list[tuple[int, GoalHeading]]]:
    """Goal headings with no other text between them than the rest of their titles."""
    runs: list[list[tuple[int, GoalHeading]]] = []
    for i, heading in found:
        if runs and goal_key(heading) not in {goal_key(other) for _, other in runs[-1]}:
            between = [line.text.strip() for line in lines[runs[-1][-1][0] + 1 : i] if line.text.strip()]
            if len(between) <= 1 and all(text[0].islower() for text in between):
                runs[-1].append((i, heading))
                continue
        runs.append([(i, heading)])
    return runs


def goal_key(heading: GoalHeading) -> str:
    return str(heading.number) if heading.number is not None else fold(heading.label + " " + heading.title)


def _acting(lines: Sequence[Line], in_contents: set[int], known: dict[int, GoalHeading]) -> dict[int, GoalHeading]:
    """Headings with no sign of a goal but what they head: headings of activities that begin again.

    Between two headings of the same kind of activity a goal must have begun; it is the short line
    that stands alone before the second, a sentence on the goal at most between them.
    """
    text = [line for line in lines if line.text.strip() and line.number not in in_contents]
    named = contents_titles(lines, in_contents)
    found: dict[int, GoalHeading] = {}
    since: set[str] | None = None  # the kinds since the last goal; None before any
    for i, line in enumerate(text):
        if line.number in known:
            since = set()
            continue
        kind = kind_heading(line.text)
        if kind is None:
            continue
        wording = fold(line.text)
        if (since is None and not known) or (since is not None and wording in since):
            place = _heading_above(lines, text, i, named)
            if place is not None:
                found[place.number] = GoalHeading(None, "", bare(place.text))
                since = set()
        since = (since or set()) | {wording}
    titles = {fold(heading.title) for heading in found.values()}
    for line in text:
        if fold(line.text) in titles and _alone(lines, line):
            found.setdefault(line.number, GoalHeading(None, "", bare(line.text)))
    return found


def _over_labels(lines: Sequence[Line], in_contents: set[int]) -> dict[int, GoalHeading]:
    """Headings over labelled activities where nothing else shows goals: two at least, fewer than those."""
    text = [line for line in lines if line.text.strip() and line.number not in in_contents]
    labelled = [i for i, line in enumerate(text) if activity_label(line.text) is not None]
    found: dict[int, GoalHeading] = {}
    for i in labelled:
        above = text[i - 1] if i > 0 else None
        if above is not None and _may_head(above) and _alone(lines, above) and not _CHAPTER.match(above.text):
            found[above.number] = GoalHeading(None, "", bare(above.text))
    return found if 2 <= len(found) < len(labelled) else {}


def _may_head(line: Line) -> bool:
    """Whether a line is short and neither a sentence nor a label, a bullet or a row of a table."""
    written = bare(line.text)
    return (
        len(written) < _LONGEST
        and written[0].isupper()
        and not written.endswith((".", ",", ";", ":"))
        and not any_label(written)
        and heads_field(written) is None
        and front_heading(written) is None
        and bullet(line.text) is None
        and "\t" not in line.text
        and "|" not in line.text
    )


def _alone(lines: Sequence[Line], line: Line) -> bool:
    """Whether an empty line stands before a line, and another or a heading of activities after it."""
    i = line.number - lines[0].number
    before = lines[i - 1].text.strip() if i > 0 else ""
    after = lines[i + 1].text.strip() if i + 1 < len(lines) else ""
    return not before and (not after or kind_heading(after) is not None)


def _heading_above(lines: Sequence[Line], text: Sequence[Line], i: int, named: Sequence[str]) -> Line | None:
    """The line before a heading of activities that may be its goal's: short, alone, no sentence, no label."""
    for steps, line in enumerate(reversed(text[max(0, i - 6) : i])):
        written = bare(line.text)
        if kind_heading(written) or activity_label(line.text) or front_heading(written) or sub_goal(written):
            return None
        if _may_head(line) and (names_heading(written, named) or _alone(lines, line)):
            return line
        if steps >= 5 or any_label(written) or bullet(line.text):
            return None
    return None
