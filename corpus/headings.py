"""A line of a plan → what kind of line it is: goal heading, section heading, contents line, label.

Works on what a line says, forgiving single misread letters, because headings are recognised by
wording that recurs in municipal plans and not by anything that is true of one document.
"""

import re
from typing import Literal

from rapidfuzz import fuzz

from corpus.types import Kind

Front = Literal["contents", "introduction", "other"]

# Below this two wordings are different ones; one misread letter in eight is forgiven.
ALIKE = 86.0

_FOLD = str.maketrans("åäàáâãöòóôõøéèêëíìîïüúùû", "aaaaaaooooooeeeeiiiiuuuu")
_GOAL_WORDS = ("inriktningsmål", "målområde", "mål", "delmål", "fokusområde", "utvecklingsmål")
_GOAL = re.compile(r"^\W*(\w+)\s+(\d{1,2})\b\s*[-–—:.]*\s*(.*)$")
_ACTIVITY_LABEL = re.compile(r"^\W*(aktivitet|åtgärd|insats)\s*(\d+(?:\.\d+)*)?\s*:\s*", re.IGNORECASE)
_LEADER = re.compile(r"\.{5,}|[.…]{3,}\s*\w*\s*\d{1,3}\s*$")
_PAGE_REFERENCE = re.compile(r"\S(?:\t|  )\s*\d{1,3}\s*$")
_CONTENTS_TAIL = re.compile(r"[.…]{3,}.*$|\s+\d{1,3}\s*$")

_KIND_HEADINGS: tuple[tuple[str, Kind], ...] = (
    ("stadsövergripande aktiviteter", "city-wide"),
    ("kommunövergripande aktiviteter", "city-wide"),
    ("kommungemensamma aktiviteter", "city-wide"),
    ("aktiviteter i samverkan", "joint"),
    ("gemensamma aktiviteter", "joint"),
    ("verksamhetsspecifika aktiviteter", "own"),
    ("förvaltningsspecifika aktiviteter", "own"),
    ("nämndspecifika aktiviteter", "own"),
    ("egna aktiviteter", "own"),
)
_CONTENTS = ("innehållsförteckning", "innehåll")
_INTRODUCTION = ("inledning", "bakgrund")
_OTHER = (
    "syfte och ansvarsfördelning",
    "handlingsplanens inriktning och fokusområden",
    "planens mål",
    "övrig information",
    "genomförande och uppföljning av handlingsplanen",
    "uppföljning av handlingsplanen",
    "sammanfattning av uppföljningen och planering framåt",
    "bilagor",
)


def fold(text: str) -> str:
    """Lower case, no rings or dots, words only: "Övrig information" → "ovrig information"."""
    return " ".join(re.findall(r"\w+", text.lower().translate(_FOLD)))


def places(text: str, wording: str) -> list[int]:
    """Where a text names something, in words from its beginning; misread letters are forgiven."""
    words, wanted = fold(text).split(), fold(wording)
    width = len(wanted.split())
    windows = (" ".join(words[i : i + width]) for i in range(len(words) - width + 1))
    return [i for i, window in enumerate(windows) if fuzz.ratio(window, wanted, score_cutoff=ALIKE)]


def alike(one: str, other: str) -> bool:
    """Whether two wordings are the same but for a misread letter here and there."""
    return fuzz.ratio(fold(one), fold(other)) >= ALIKE


def goal_heading(text: str) -> tuple[int, str] | None:
    """The number and the (perhaps unfinished) title of a goal heading: "Inriktningsmål 3 - …"."""
    match = _GOAL.match(text)
    if match is None or not any(alike(match[1], word) for word in _GOAL_WORDS):
        return None
    return int(match[2]), match[3].strip()


def kind_heading(text: str) -> Kind | None:
    """The kind of activity that a heading opens: "Aktiviteter i samverkan" → ``joint``."""
    return next((kind for wording, kind in _KIND_HEADINGS if alike(text, wording)), None)


def front_heading(text: str) -> Front | None:
    """What a heading outside the goals opens."""
    if any(alike(text, wording) for wording in _CONTENTS):
        return "contents"
    if any(alike(text, wording) for wording in _INTRODUCTION):
        return "introduction"
    return "other" if any(alike(text, wording) for wording in _OTHER) else None


def activity_label(text: str) -> tuple[str | None, int] | None:
    """The number and where the title begins: "Aktivitet 1.1: Ta fram …" → ("1.1", 15)."""
    match = _ACTIVITY_LABEL.match(text)
    return (match[2], match.end()) if match else None


def is_contents_line(text: str) -> bool:
    """Whether a line has the dotted leader or the page number of a contents list."""
    return bool(_LEADER.search(text)) or bool(_PAGE_REFERENCE.search(text))


def contents_title(text: str) -> str:
    """The heading that a contents line points at, without leader and page: "Rutiner.....\t10" → "Rutiner"."""
    return _CONTENTS_TAIL.sub("", text).strip()
