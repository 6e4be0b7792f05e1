"""A line of a plan → what kind of line it is: goal heading, section heading.

Works on what a line says, forgiving single misread letters, because headings are recognised by
wording that recurs in municipal plans and not by anything that is true of one document.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from corpus.swedish.numbers import SPELLED
from corpus.swedish.text import fold
from corpus.types import Goal, Kind

Front = Literal["contents", "introduction", "other"]

# Below this two wordings are different ones; one misread letter in eight is forgiven.
ALIKE = 86.0

_MARKDOWN = re.compile(r"^\s*#{1,6}\s+|\*\*|__")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*[^\s*])\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]*[^\s_])_(?![\w_])")
_NUMBERING = re.compile(r"^\W*\d{1,2}(?:\.\d{1,2})*\.?\s+(?=[^\W\d_])")
_GOAL_WORDS = (
    "inriktningsmål",
    "målområde",
    "mål",
    "delmål",
    "huvudmål",
    "effektmål",
    "målsättning",
    "fokusområde",
    "utvecklingsmål",
    "utvecklingsområde",
    "insatsområde",
    "strategiskt område",
    "strategi",
    "prioriterat område",
    "prioritering",
    "inriktning",
    "målbild",
    "perspektiv",
    "tema",
    "område",
)
# "Nämndmål 2", "Övergripande mål 2", "Insatsområde 3": what ends so is a goal too.
_GOAL_ENDINGS = ("mal", "malet", "omrade", "omradet")
# Of these a heading may do without a number: "Målområde: Skydd". "Mål:" alone is a field's label.
_UNNUMBERED_GOAL_WORDS = (
    "inriktningsmål",
    "målområde",
    "fokusområde",
    "insatsområde",
    "utvecklingsområde",
    "prioriterat område",
    "strategiskt område",
)
_GOAL = re.compile(
    r"^\W*(?P<word>[^\W\d_]+(?: [^\W\d_]+)?)\s+"
    r"(?:(?P<number>\d{1,2})|(?P<letter>[A-ZÅÄÖ])|(?P<roman>[IVX]{1,4})|"
    rf"(?P<spelled>{'|'.join(SPELLED)}))(?!\w)\s*"
    r"(?P<mark>[-–—:.]+\s*|$)?(?P<title>.*)$"
)
_BARE_GOAL = re.compile(r"^\W*(?P<word>[^\W\d_]+(?: [^\W\d_]+)?)\s*:\s*(?P<title>\S.*)$")
# Of longer words the letters as written: folded, "normal" would be a goal. What is part of a goal ("Delmål") is none.
_CALLED = re.compile(r"\b(?:m[åa]l|(?!del)\w+mål)(?:et|en)?\b", re.IGNORECASE)
_ACTIVITIES = r"(?:aktiviteter|atgarder|insatser|ataganden)"
_WIDE = r"(?:stads|kommun|koncern)"
_KIND_PATTERNS: tuple[tuple[str, Kind], ...] = (
    (rf"{_WIDE}(?:over(?:gripande|spannande)|gemensamma|vida) {_ACTIVITIES}", "city-wide"),
    (rf"(?:stadens|kommunens) (?:(?:gemensamma|overgripande) )?{_ACTIVITIES}", "city-wide"),
    (rf"(?:alla|samtliga) \w+s {_ACTIVITIES}", "city-wide"),
    (rf"{_ACTIVITIES} som (?:sker|gors|genomfors|utfors) av (?:alla|samtliga|flera) .+", "city-wide"),
    (
        r"(?:for )?(?:hela (?:kommunen|staden)|(?:alla|samtliga) (?:namnder|forvaltningar)(?: och bolag)?)",
        "city-wide",
    ),
    (rf"{_WIDE}(?:overgripande|gemensamt)", "city-wide"),
    (r"(?:i )?samverkan(?: med andra)?|tillsammans med andra", "joint"),
    (rf"(?:gemensamma )?{_ACTIVITIES} (?:for|som galler|i) (?:hela|alla|samtliga) .+", "city-wide"),
    (
        rf"(?:gemensamma )?{_ACTIVITIES}(?: som (?:sker|gors|genomfors))? (?:i|genom) samverkan(?: .+)?",
        "joint",
    ),
    (rf"(?:gemensamma )?{_ACTIVITIES} (?:tillsammans med|med andra) ?.*", "joint"),
    (rf"samverkans{_ACTIVITIES}|(?:forvaltnings|namnds?)?gemensamma {_ACTIVITIES}", "joint"),
    (
        r"(?:verksamhets|forvaltnings|namnd|namnds|bolags|enhets|kontors)(?:specifika|egna|interna) "
        rf"{_ACTIVITIES}",
        "own",
    ),
    (rf"(?:egna|interna|vara|vara egna|specifika) {_ACTIVITIES}", "own"),
    (rf"(?:.+ )?(?!(?:handlings)?planens|arets|malens|malets)\w+s(?: egna)? {_ACTIVITIES}", "own"),
    (r"(?:namndens|forvaltningens|bolagets) egna|verksamhetsspecifikt", "own"),
    (rf"{_ACTIVITIES} som (?:sker|gors|genomfors|utfors) av .+", "own"),
    (rf"{_ACTIVITIES} (?:inom|for|i) (?:.+ )?\w*(?:namnden|forvaltningen|kontoret|bolaget)", "own"),
    (_ACTIVITIES, "own"),
)
_KIND_WORDS: tuple[tuple[str, Kind], ...] = (
    (rf"{_WIDE}(?:over|gemen)|overgripande|(?:alla|samtliga|hela)\b", "city-wide"),
    (r"(?:i )?samverkan|gemensam", "joint"),
    (r"eg(?:en|et|na)\b|verksamhets|forvaltning|namnd|intern", "own"),
)
# Compared letter by letter, for text that is misread.
_KIND_WORDINGS: tuple[tuple[str, Kind], ...] = (
    ("stadsövergripande aktiviteter", "city-wide"),
    ("kommunövergripande aktiviteter", "city-wide"),
    ("kommungemensamma aktiviteter", "city-wide"),
    ("kommunövergripande åtgärder", "city-wide"),
    ("aktiviteter i samverkan", "joint"),
    ("åtgärder i samverkan", "joint"),
    ("verksamhetsspecifika aktiviteter", "own"),
    ("förvaltningsspecifika aktiviteter", "own"),
    ("nämndspecifika aktiviteter", "own"),
)
_CONTENTS = ("innehållsförteckning", "innehåll")
_INTRODUCTION = ("inledning", "bakgrund", "om handlingsplanen", "om planen", "introduktion")
_OTHER = (
    "syfte",
    "syfte och mål",
    "syfte och ansvarsfördelning",
    "bakgrund och syfte",
    "ansvar och organisation",
    "ansvarsfördelning",
    "nuläge",
    "nulägesbeskrivning",
    "lägesbild",
    "definitioner",
    "begrepp",
    "ordlista",
    "styrdokument",
    "handlingsplanens inriktning och fokusområden",
    "fokusområden",
    "planens mål",
    "mål och aktiviteter",
    "mål och åtgärder",
    "mål och insatser",
    "vision",
    "övrig information",
    "övrigt",
    "genomförande",
    "genomförande och uppföljning",
    "genomförande och uppföljning av handlingsplanen",
    "uppföljning av handlingsplanen",
    "uppföljning av planen",
    "uppföljning och revidering",
    "uppföljning och utvärdering",
    "uppföljning och rapportering",
    "implementering och uppföljning",
    "sammanfattning",
    "sammanfattande bedömning",
    "sammanfattning av uppföljningen och planering framåt",
    "samlad bedömning",
    "slutsatser",
    "slutord",
    "fortsatt arbete",
    "arbetet framåt",
    "referenser",
    "källor",
    "bilagor",
    "bilaga",
)


@dataclass(frozen=True)
class GoalHeading:
    """A goal's number (None where it has a letter or nothing), its label and its perhaps unfinished title."""

    number: int | None
    label: str
    title: str


def bare(text: str) -> str:
    """A line without what only marks it up: "## **Mål 1**" → "Mål 1"."""
    text = _MARKDOWN.sub("", text).strip()
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(lambda match: match[1] or match[2], text)
    return text


def markdown_level(text: str) -> int | None:
    """1 to 6 for a heading of a Markdown text, None for any other line."""
    match = re.match(r"(#{1,6})\s+\S", text)
    return len(match[1]) if match else None


def places(text: str, wording: str) -> list[int]:
    """Where a text names something, in words from its beginning; misread letters are forgiven."""
    words, wanted = fold(text).split(), fold(wording)
    width = len(wanted.split())
    windows = (" ".join(words[i : i + width]) for i in range(len(words) - width + 1))
    return [i for i, window in enumerate(windows) if fuzz.ratio(window, wanted, score_cutoff=ALIKE)]


def alike(one: str, other: str) -> bool:
    """Whether two wordings are the same but for a misread letter here and there."""
    return fuzz.ratio(fold(one), fold(other), score_cutoff=ALIKE) > 0


def goal_heading(text: str, goals: Sequence[Goal] = ()) -> GoalHeading | None:
    """What a goal heading says: "Inriktningsmål 3 - Verksamma i …" → 3, "Inriktningsmål 3", "Verksamma i …".

    ``goals`` are the programme's: a line that is the title of an unnumbered one is its heading.
    """
    text = bare(text)
    if "\t" in text or "|" in text:
        return None  # a row of a table
    for candidate in (text, _NUMBERING.sub("", text)):
        if heading := _labelled_goal(candidate):
            return heading
    if len(text) > 15 and not text.endswith((".", ",", ";")):
        for goal in goals:
            if goal.number is None and alike(_NUMBERING.sub("", text), goal.title):
                return GoalHeading(None, "", text)
    return None


def _labelled_goal(text: str) -> GoalHeading | None:
    match = _GOAL.match(text)
    if match is not None and _is_goal_word(match["word"]):
        title = match["title"].strip()
        if title and not match["mark"] and not title[0].isupper():
            return None  # "Mål 1 och 2 följs upp": running text
        label = re.sub(r"\s+", " ", text[: match.start("mark") if match["mark"] else match.start("title")])
        if match["spelled"] and not match["mark"]:
            return None
        number = int(match["number"]) if match["number"] else roman(match["roman"] or match["letter"] or "")
        if match["spelled"]:
            number = SPELLED.index(match["spelled"]) + 1
        return GoalHeading(number, label.strip(" \t-–—:.*#"), title)
    match = _BARE_GOAL.match(text)
    if match is not None and any(alike(match["word"], word) for word in _UNNUMBERED_GOAL_WORDS):
        return GoalHeading(None, match["word"], match["title"].strip())
    return None


def roman(text: str) -> int | None:
    """The number that a Roman one says: "IV" → 4; "I", "V" and "X" alone are numbers too, other letters are none."""
    if re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", text) is None or not text:
        return None
    values = {"I": 1, "V": 5, "X": 10}
    pairs = zip(text, [*text[1:], ""], strict=True)
    return sum(-values[one] if values.get(after, 0) > values[one] else values[one] for one, after in pairs)


def _is_goal_word(word: str) -> bool:
    return any(alike(word, known) for known in _GOAL_WORDS) or fold(word).endswith(_GOAL_ENDINGS)


def calls_goal(text: str) -> bool:
    """Whether a label, a heading or the head of a column says that goals stand there: "Övergripande mål", "Mål 2"."""
    return _CALLED.search(text) is not None


@lru_cache(maxsize=16384)
def kind_heading(text: str) -> Kind | None:
    """The kind of activity that a heading opens: "Aktiviteter i samverkan" → ``joint``."""
    text = _NUMBERING.sub("", bare(text))
    if not text or len(text) > 110 or text.endswith((".", ",", ";")):
        return None
    folded = fold(re.sub(r"\([^)]*\)", "", text))
    for pattern, kind in _KIND_PATTERNS:
        if re.fullmatch(pattern, folded):
            return kind
    return next((kind for wording, kind in _KIND_WORDINGS if alike(folded, wording)), None)


def names_kind(text: str) -> bool:
    """Whether a heading of activities says of which kind they are: "Åtgärder" alone doesn't."""
    text = _NUMBERING.sub("", bare(text))
    return kind_heading(text) is not None and not re.fullmatch(_ACTIVITIES, fold(text))


def sub_goal(text: str) -> bool:
    """Whether a line is the heading of a part of a goal: "1.1 Delmål: …", "Delmål 2.1 …", "Mål 2.1 …"."""
    text = bare(text)
    if "\t" in text or "|" in text or len(text) > 200:
        return False
    if re.match(r"\W*(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?delmål(?:\s*:\s*\S|\s+\d{1,2}(?!\w))", text, re.IGNORECASE):
        return True
    match = re.match(r"\W*(?P<word>[^\W\d_]+(?: [^\W\d_]+)?)\s+\d{1,2}\.\d{1,2}(?![\w.])", text)
    return match is not None and _is_goal_word(match["word"])


@lru_cache(maxsize=16384)
def front_heading(text: str) -> Front | None:
    """What a heading outside the goals opens."""
    text = _NUMBERING.sub("", bare(text))
    if not text or len(text) > 80 or text.endswith((".", ",", ";")):
        return None
    if any(alike(text, wording) for wording in _CONTENTS):
        return "contents"
    if any(alike(text, wording) for wording in _INTRODUCTION):
        return "introduction"
    if re.match(r"bilaga \d+\b", fold(text)):
        return "other"
    return "other" if any(alike(text, wording) for wording in _OTHER) else None


def kind_word(value: str) -> Kind | None:
    """The kind that a field says in a word or two: "I samverkan" → ``joint``."""
    folded = fold(value)
    for pattern, kind in _KIND_WORDS:
        if re.match(pattern, folded):
            return kind
    return None


def is_shared(text: str) -> bool:
    """Whether a heading says "gemensamma" and no more: all share them, or two do; the others tell which."""
    folded = fold(re.sub(r"\([^)]*\)", "", _NUMBERING.sub("", bare(text))))
    return re.fullmatch(rf"(?:forvaltnings|namnds?)?gemensamma {_ACTIVITIES}", folded) is not None
