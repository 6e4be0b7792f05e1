"""Number words: "tre", "trean" and "tredje" → 3; what counts as a number in running text."""

import re
from collections.abc import Collection

from corpus.swedish.text import word_set

# Folded word → number: cardinals, the nouns for them ("trean"), ordinals, and English up to six.
NUMBERS = {
    "ett": 1, "tva": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "atta": 8, "nio": 9, "tio": 10,
    "elva": 11, "tolv": 12, "ettan": 1, "tvaan": 2, "trean": 3, "fyran": 4, "femman": 5, "sexan": 6,
    "forsta": 1, "andra": 2, "tredje": 3, "fjarde": 4, "femte": 5, "sjatte": 6, "sjunde": 7, "attonde": 8,
    "nionde": 9, "tionde": 10, "elfte": 11, "tolfte": 12,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
ORDINALS = word_set("forsta andra tredje fjarde femte sjatte sjunde attonde nionde tionde elfte tolfte")
# As a heading of a document spells them: "Mål två".
SPELLED = ("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")

# Cardinals that are nothing else: "ett" and "andra" mostly are.
_CARDINALS = frozenset(w for w, n in NUMBERS.items() if n > 1 and w not in ORDINALS and not w.endswith("an"))
_GREATER = re.compile(
    r"(?:tret|fjor|fem|sex|sjut|ar|nit)ton|(?:tjugo|(?:tret|fyr|fem|sex|sjut|at|nit)tio)"
    r"(?:en|ett|tva|tre|fyra|fem|sex|sju|atta|nio)?|\w*(?:hundra|tusen)(?:tal)?|dussin(?:tals)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_GOALS = re.compile(r"\b\w*[Mm]ål \d+(?:(?:, | och |–)\d+)*")


def is_number(folded: str) -> bool:
    """Whether a folded word says how many: figures but for years, and number words that are nothing else."""
    if folded.isdecimal():
        return not _YEAR.fullmatch(folded)
    return folded in _CARDINALS or _GREATER.fullmatch(folded) is not None


def without_goals(text: str, goals: Collection[int] | None = None) -> str:
    """A text without its references to goals, whose numbers count nothing: "Två insatser under mål 3 och 4" → "Två …".

    With ``goals`` only references to these are left out.
    """

    def left_out(match: re.Match[str]) -> str:
        return " " if goals is None or set(map(int, re.findall(r"\d+", match[0]))) <= set(goals) else match[0]

    return _GOALS.sub(left_out, text)
