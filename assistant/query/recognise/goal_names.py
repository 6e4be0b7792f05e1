"""A question's words → the goals they name: by number, ordinal or place, and by what the goal is about."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.query.recognise.annotation import Annotation
from assistant.query.recognise.goal_titles import (
    GoalMeaning,
    goal_named,
    goals_by_title,
    is_goal_word,
    numbered_goals,
)
from corpus.swedish.numbers import NUMBERS, ORDINALS
from corpus.swedish.text import Word, word_set
from corpus.types import Catalogue

_GLUED = re.compile(r"(?:inriktnings|im|m)?(?:mal)?(\d{1,2})(?:an|n)?")
# As people say "ASF:s trea"; "fyra" is a number as well.
_INDEFINITE = {"etta": 1, "tvaa": 2, "trea": 3, "femma": 5, "sexa": 6, "sjua": 7}
_NOUNS = {word: number for word, number in NUMBERS.items() if word.endswith("an")}
_FROM_THE_END = {"sista": -1, "nast": -2}
_JOINING = word_set("och samt eller and o")
_RANGE = (("till", "och", "med"), ("t", "o", "m"), ("till",), ("tom",))
# What follows a goal from which on, or down to which, all are meant, and what leads up to the last of them.
_OPEN = re.compile(
    r"(?:(?:och |eller )(?P<up>uppat|framat|hogre|senare)|(?P<alone>uppat)"
    r"|(?:och |eller )(?:nedat|nerat|bakat|lagre|tidigare)|nedat|nerat)\b"
)
# "Till och med mål 3" alone may mean "even goal 3".
_UP_TO = re.compile(r"(?:^| )(?:(?:fram|upp|mal\w*|allt|alla) till och med|upp till|t o m|tom)(?= |$)(?: mal\w*)?$")
# Two goals between which something is asked are no range.
_RELATES = re.compile(r"skill|skilj|jamfor|samband|samverk|fordel|relation")
_SINCE = ("fran", "och", "med")
_NUMBERED = word_set("nr nummer no number")
_ITEM = word_set("aktivitet aktiviteten punkt insats insatsen atgard atgarden")
_UNDER = word_set("i under inom pa for")
_EACH_OF = word_set("alla samtliga bada vartenda vart")
_OF_THEM = word_set("de dom stadens kommunens av vara")
_GOALS_OF = word_set("mal malen inriktningsmal inriktningsmalen malomraden")


def goal_annotations(
    words: Sequence[Word], catalogue: Catalogue, meaning: GoalMeaning | None = None
) -> list[Annotation]:
    """What may name goals; the value is their numbers, those that no goal has too."""
    known = _numbered(catalogue)
    if not known:
        return []
    found = [*_after_the_word(words, known), *_before_the_word(words, known), *_nouns(words), *_glued(words)]
    found += [*_all_of_them(words, known), *(_bare_numbers(words, known) if found else ())]
    found += [*_between(words, found), *_open_ended(words, found, known)]
    return [*found, *goals_by_title(words, catalogue, meaning)]


def _between(words: Sequence[Word], annotations: Sequence[Annotation]) -> Iterator[Annotation]:
    """ "från tvåan till fyran", "mellan mål 2 och mål 5": those in between too."""
    for one in annotations:
        for other in annotations:
            if other.first <= one.last or len(one.value) != 1 or len(other.value) != 1:
                continue
            gap = tuple(word.folded for word in words[one.last : other.first])
            within = gap == ("och",) and one.first > 0 and words[one.first - 1].folded == "mellan"
            within = within and not any(_RELATES.search(word.folded) for word in words)
            if (within or gap in _RANGE) and one.value[0] < other.value[0]:
                yield goal_named(one.first, other.last, range(one.value[0], other.value[0] + 1))


def _open_ended(words: Sequence[Word], annotations: Sequence[Annotation], known: Sequence[int]) -> Iterator[Annotation]:
    """ "från fjärde målet och uppåt", "tvåan och nedåt", "till och med mål 3"."""
    for one in annotations:
        if len(one.value) != 1 or one.value[0] not in known:
            continue
        number = one.value[0]
        before = [word.folded for word in words[max(0, one.first - 4) : one.first]]
        if after := _OPEN.match(" ".join(word.folded for word in words[one.last : one.last + 2])):
            meant = [n for n in known if (n >= number if after["up"] or after["alone"] else n <= number)]
            yield goal_named(one.first, one.last + len(after[0].split()), meant)
        elif tuple(before[-3:]) == _SINCE:
            yield goal_named(one.first - 3, one.last, [n for n in known if n >= number])
        elif (led := _UP_TO.search(" ".join(before))) and not any(0 <= one.first - o.last < 4 for o in annotations):
            yield goal_named(one.first - len(led[0].split()), one.last, [n for n in known if n <= number])


def _after_the_word(words: Sequence[Word], known: Sequence[int]) -> Iterator[Annotation]:
    """ "mål 3", "mål nr ett samt tre", "mål 1-3", "målen 2, 4 och 5"."""
    for i, word in enumerate(words):
        at = i + 1
        if not is_goal_word(word.folded):
            continue
        if at < len(words) and words[at].folded in _NUMBERED:
            at += 1
        if at + 2 < len(words) and (words[at].folded, words[at + 2].folded) == ("mellan", "och"):
            bounds = _cardinal(words[at + 1]), _cardinal(words[min(at + 3, len(words) - 1)])
            if bounds[0] and bounds[1]:
                yield goal_named(i, at + 4, range(bounds[0], bounds[1] + 1))
        numbers, last = _list(words, at, known)
        if numbers:
            yield goal_named(i, last, numbers)
    for i, word in enumerate(words[:-1]):
        if word.folded in _NUMBERED and (i == 0 or not is_goal_word(words[i - 1].folded)):
            numbers, last = _list(words, i + 1, known)
            if numbers and not (i and words[i - 1].folded in _ITEM):
                yield goal_named(i, last, numbers, 0.8)
        if word.folded in _ITEM and (
            item := re.match(r"\S+ (\d{1,2}) \d", " ".join(w.folded for w in words[i : i + 3]))
        ):
            yield goal_named(i, i + 3, [int(item[1])])  # "aktivitet 2.2" stands under goal 2


def _list(words: Sequence[Word], at: int, known: Sequence[int]) -> tuple[list[int], int]:
    """The numbers from a word on, and where they end."""
    numbers: list[int] = []
    last, spans = at, False
    while at < len(words):
        number = _cardinal(words[at])
        if number is None or (numbers and number > max(*known, 9)):
            break
        before = words[at - 1]
        dashed = numbers and before.end + 1 == words[at].start and before.written.isdecimal()
        spans = bool(numbers) and (spans or bool(dashed and number > numbers[-1] + 1))
        numbers += range(numbers[-1] + 1, number + 1) if spans and number > numbers[-1] else [number]
        last = at + 1
        at, spans = _to_the_next(words, last)
    return numbers, last


def _to_the_next(words: Sequence[Word], at: int) -> tuple[int, bool]:
    """Where the next number of a list may stand, and whether a span leads to it: "4 till och med mål 6"."""
    said = tuple(word.folded for word in words[at : at + 3])
    span = next((leads for leads in _RANGE if said[: len(leads)] == leads), ())
    if span:
        after = at + len(span)
        return after + (after < len(words) and is_goal_word(words[after].folded)), True
    return at + (said[:1] != () and said[0] in _JOINING), False


def _cardinal(word: Word) -> int | None:
    if word.written.isdecimal():
        return int(word.written) if len(word.written) <= 2 else None
    return None if word.folded in ORDINALS else NUMBERS.get(word.folded)


def _before_the_word(words: Sequence[Word], known: Sequence[int]) -> Iterator[Annotation]:
    """ "första och tredje målet", "3:e målet", "de två sista målen", "näst sista målet"."""
    for i, word in enumerate(words):
        if not is_goal_word(word.folded):
            continue
        numbers: list[int] = []
        at = i - 1
        while at >= 0:
            folded = words[at].folded
            if folded in ("e", "a") and at and words[at - 1].written.isdecimal():
                numbers.append(int(words[at - 1].written))
                at -= 2
            elif folded in ORDINALS:
                numbers.append(NUMBERS[folded])
                at -= 1
            elif folded == "sista":
                nearly = at > 0 and words[at - 1].folded == "nast"
                numbers.append(known[-2] if nearly and len(known) > 1 else known[-1])
                at -= 2 if nearly else 1
            elif numbers and folded in _JOINING:
                at -= 1
            else:
                break
        if not numbers:
            continue
        first = at + 1
        count = NUMBERS.get(words[at].folded, 0) if at >= 0 else 0
        beside = words[first].folded
        if count > 1 and beside in ("sista", "forsta"):
            numbers = list(known[-count:] if beside == "sista" else known[:count])
            first = at
        elif beside == "forsta" and at + 2 < i and _cardinal(words[at + 2]):
            numbers = list(known[: NUMBERS[words[at + 2].folded]])
        yield goal_named(first, i + 1, sorted(numbers))


def _nouns(words: Sequence[Word]) -> Iterator[Annotation]:
    """ "allt i tvåan", "3:an"."""
    for i, word in enumerate(words):
        noun = word.folded.removesuffix("s")
        if noun in _NOUNS or word.folded in _INDEFINITE:
            yield goal_named(i, i + 1, [_NOUNS.get(noun) or _INDEFINITE[word.folded]], 0.9)
        elif (
            word.folded in ("an", "n") and i and words[i - 1].written.isdecimal() and words[i - 1].end + 1 == word.start
        ):
            yield goal_named(i - 1, i + 1, [int(words[i - 1].written)], 0.9)


def _glued(words: Sequence[Word]) -> Iterator[Annotation]:
    for i, word in enumerate(words):
        if not word.folded.isdecimal() and (glued := _GLUED.fullmatch(word.folded)):
            yield goal_named(i, i + 1, [int(glued[1])])


def _all_of_them(words: Sequence[Word], known: Sequence[int]) -> Iterator[Annotation]:
    """ "i samtliga sex mål", "under alla målen": each of them."""
    for i, word in enumerate(words[:-2]):
        if word.folded in _UNDER and words[i + 1].folded in _EACH_OF:
            at = i + 2
            between = _OF_THEM | {"och", "ett"}
            while at < len(words) - 1 and (words[at].folded in between or _cardinal(words[at]) == len(known)):
                at += 1
            if words[at].folded in _GOALS_OF and _cardinal(words[min(at + 1, len(words) - 1)]) is None:
                yield goal_named(i + 1, at + 1, known, 0.95)


def _bare_numbers(words: Sequence[Word], known: Sequence[int]) -> Iterator[Annotation]:
    """ "både i mål 1 och 6 men inte i 2": where goals are named, a number after "i" or "under" is one."""
    for before, i in ((words[i - 1], i) for i in range(1, len(words))):
        last = i + 1 == len(words) or words[i].end + 1 < words[i + 1].start or words[i + 1].folded in _JOINING
        if before.folded in _UNDER and words[i].written.isdecimal() and int(words[i].written) in known and last:
            yield goal_named(i, i + 1, [int(words[i].written)], 0.8)


@lru_cache(maxsize=4)
def _numbered(catalogue: Catalogue) -> tuple[int, ...]:
    return tuple(sorted({goal.number for goal in numbered_goals(catalogue) if goal.number is not None}))
