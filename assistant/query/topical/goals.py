"""A question's words → the goals they name: by number or ordinal, or by what the goal is about."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.swedish.numbers import NUMBERS, ORDINALS
from corpus.swedish.text import Word, fold, stem, word_set
from corpus.swedish.vocabulary import is_content
from corpus.types import Catalogue

_GOAL_WORDS = word_set("mal malet malen malets mals goal goals delmal malomrade malomradet")
_JOINING = word_set("och samt eller and")
_NUMBERED = word_set("nr nummer no number")
_RANGE = word_set("till tom")
_ITEM = word_set("aktivitet aktiviteten punkt")
_GLUED = re.compile(r"^(?:inriktnings)?mal(\d{1,2})$")
# What of a goal's title a question has to say before it means the goal, where it doesn't say "mål".
_SAYS_IT = 0.5
# A stem that is part of another ("förebygg" in "våldsförebyggande") has at least so many letters.
_PART = 5


@dataclass(frozen=True)
class GoalsNamed:
    """The numbers named, those that no programme has, how certain it is, and the words that say it."""

    numbers: tuple[int, ...]
    unknown: tuple[int, ...]
    certainty: float
    words: frozenset[int]


def goals_named(words: Sequence[Word], catalogue: Catalogue, *, taken: frozenset[int]) -> GoalsNamed:
    """The goals that a question names; ``taken`` are the words that name something else."""
    known = {goal.number for programme in catalogue.programmes for goal in programme.goals} - {None}
    numbers, used, goal_word = _by_number(words, max((n for n in known if n), default=0))
    if numbers:
        named = tuple(n for n in numbers if n in known)
        unknown = tuple(n for n in numbers if n not in known)
        # Beside a number the goal's own words add nothing: "förhindra att våld upprepas (mål 2)".
        about = _about(words, catalogue, taken | used, only=named)
        return GoalsNamed(named, unknown, 1.0, used | about[1])
    best, matched, share = _best_title(words, catalogue, taken | used)
    if best is not None and (goal_word or (share >= _SAYS_IT and len(matched) >= 2)):
        return GoalsNamed((best,), (), 0.8, used | matched)
    return GoalsNamed((), (), 0.0, used)


def _folded(words: Sequence[Word]) -> str:
    return " ".join(word.folded for word in words)


def _is_goal_word(folded: str) -> bool:
    return folded in _GOAL_WORDS or (
        len(folded) > 10 and fuzz.ratio(folded[:14], "inriktningsmal") >= 85 and "mal" in folded[9:]
    )


def _by_number(words: Sequence[Word], highest: int) -> tuple[list[int], frozenset[int], bool]:
    """The numbers beside "mål", the words used, and whether "mål" is said at all."""
    numbers: list[int] = []
    used: set[int] = set()
    goal_word = False
    for i, word in enumerate(words):
        if glued := _GLUED.match(word.folded):
            numbers.append(int(glued[1]))
            used.add(i)
            goal_word = True
        elif _is_goal_word(word.folded):
            goal_word = True
            used.add(i)
            j = i + 1
            if j < len(words) and words[j].folded in _NUMBERED:
                used.add(j)
                j += 1
            numbers += _forward(words, j, used, highest)
            if not numbers or i - 1 not in used:
                numbers += _ordinals_before(words, i, used)
        elif word.folded in _ITEM and (item := re.match(r"\S+ (\d{1,2}) \d", _folded(words[i : i + 3]))):
            numbers.append(int(item[1]))  # "aktivitet 2.2" stands under goal 2
            used |= {i, i + 1, i + 2}
    return sorted(set(numbers)), frozenset(used), goal_word


def _forward(words: Sequence[Word], i: int, used: set[int], highest: int) -> list[int]:
    """The numbers from word ``i`` on: "3", "ett samt femman", "1-3", "2, 4 och 5"."""
    found: list[int] = []
    while i < len(words):
        word = words[i]
        number = _number(word, ordinals=False)
        if number is None or (found and number > max(highest, 9)):
            break
        joined_by_dash = found and words[i - 1].end + 1 == word.start and words[i - 1].written.isdecimal()
        spans = found and (words[i - 1].folded in _RANGE or joined_by_dash)
        found += range(found[-1] + 1, number + 1) if spans and number > found[-1] else [number]
        used.add(i)
        i += 1
        if i + 1 < len(words) and words[i].folded in _JOINING | _RANGE:
            if _number(words[i + 1], ordinals=False) is None:
                break
            used.add(i)
            i += 1
    return found


def _ordinals_before(words: Sequence[Word], i: int, used: set[int]) -> list[int]:
    """What stands before "målet": "första och tredje", "3:e"."""
    found: list[int] = []
    j = i - 1
    while j >= 0:
        if words[j].folded in ORDINALS:
            found.append(NUMBERS[words[j].folded])
        elif words[j].folded in ("e", "a") and j > 0 and words[j - 1].written.isdecimal():
            found.append(int(words[j - 1].written))
            used.add(j)
            j -= 1
        elif not (found and words[j].folded in _JOINING):
            break
        used.add(j)
        j -= 1
    return found


def _number(word: Word, *, ordinals: bool) -> int | None:
    if word.written.isdecimal() and len(word.written) <= 2:
        return int(word.written)
    if word.folded in ORDINALS and not ordinals:
        return None
    return NUMBERS.get(word.folded)


@lru_cache(maxsize=4)
def _titles(catalogue: Catalogue) -> tuple[tuple[int, dict[str, float]], ...]:
    """The numbered goals with the stems of their titles, weighed by how few titles have them."""
    numbered = [
        (goal.number, frozenset(stem(word) for word in fold(goal.title).split() if is_content(word)))
        for programme in catalogue.programmes
        for goal in programme.goals
        if goal.number is not None
    ]
    count = Counter(word for _, stems in numbered for word in stems)
    return tuple((number, {word: 1 / count[word] for word in stems}) for number, stems in numbered)


def _about(
    words: Sequence[Word], catalogue: Catalogue, taken: frozenset[int], *, only: Sequence[int]
) -> tuple[float, frozenset[int]]:
    """How much of these goals' titles the words say, at most 1, and which words."""
    best: tuple[float, frozenset[int]] = (0.0, frozenset())
    matched: set[int] = set()
    for number, stems in _titles(catalogue):
        if number not in only:
            continue
        said = {i: _said(word.folded, stems) for i, word in enumerate(words) if i not in taken}
        places = frozenset(i for i, part in said.items() if part)
        weight = sum(stems[title] for title in {part for part in said.values() if part})
        best = max(best, (weight / (sum(stems.values()) or 1), places), key=lambda entry: entry[0])
        matched |= places
    return best[0], frozenset(matched)


def _said(folded: str, stems: dict[str, float]) -> str | None:
    """The title's stem that a word says, whole or as part of a compound."""
    if not is_content(folded):
        return None
    own = stem(folded)
    if own in stems:
        return own
    return next(
        (title for title in stems if (len(title) >= _PART and title in own) or (len(own) >= _PART and own in title)),
        None,
    )


def _best_title(
    words: Sequence[Word], catalogue: Catalogue, taken: frozenset[int]
) -> tuple[int | None, frozenset[int], float]:
    """The goal whose title the words say most of, the words, and how much; None where two say as much."""
    scored = sorted(
        ((_about(words, catalogue, taken, only=(number,)), number) for number, _ in _titles(catalogue)),
        key=lambda entry: -entry[0][0],
    )
    if not scored or scored[0][0][0] == 0:
        return None, frozenset(), 0.0
    (share, matched), number = scored[0]
    if len(scored) > 1 and scored[1][0][0] >= share - 0.05:
        return None, frozenset(), 0.0
    return number, matched, share
