"""A question's words → the goals they name: by number, ordinal or place, or by what the goal is about."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from assistant.query.recognise.annotation import Annotation
from corpus.swedish.numbers import NUMBERS, ORDINALS
from corpus.swedish.remembered import Remembered
from corpus.swedish.text import Word, fold, stem, word_set
from corpus.swedish.vocabulary import is_content
from corpus.types import Catalogue, Goal
from index.storage.parts import Vectors

_GOAL_WORDS = word_set("mal malet malen malets mals malens goal goals delmal malomrade malomradet malomraden")
_GLUED = re.compile(r"(?:inriktnings|im|m)?(?:mal)?(\d{1,2})(?:an|n)?")
# As people say "ASF:s trea"; "fyra" is a number as well.
_INDEFINITE = {"etta": 1, "tvaa": 2, "trea": 3, "femma": 5, "sexa": 6, "sjua": 7}
_NOUNS = {word: number for word, number in NUMBERS.items() if word.endswith("an")}
_FROM_THE_END = {"sista": -1, "nast": -2}
_JOINING = word_set("och samt eller and o")
_RANGE = (("till", "och", "med"), ("t", "o", "m"), ("till",), ("tom",))
_NUMBERED = word_set("nr nummer no number")
_ITEM = word_set("aktivitet aktiviteten punkt insats insatsen atgard atgarden")
# What leads from "målet" to what it is about.
_ABOUT = word_set("om for med kring att som dar vi man handlar ror galler som ska det av vars inom avser")
_UNDER = word_set("i under inom pa for")
_EACH_OF = word_set("alla samtliga bada vartenda vart")
_OF_THEM = word_set("de dom stadens kommunens av vara")
_GOALS_OF = word_set("mal malen inriktningsmal inriktningsmalen malomraden")
_IS_IT = word_set("ar var det nu da dar den igen")
_MEETS = word_set("har inte ej saknar far fick helt bara ingen")
_SHARE = 0.5  # of a goal's title that a question has to say where it doesn't say "mål"
_PART = 5  # letters of a stem that may be part of another: "förebygg" in "våldsförebyggande"
_PHRASE = 4  # words from "målet" on in which a goal is put in words of one's own
_LONGEST = 14
_ASKING = word_set("vad vilka vilken vilket vem nar hur har saknar finns hos")
_WITHIN = 9  # words after "målet" in which the goal's title may be said


@dataclass(frozen=True)
class GoalMeaning:
    """How goals are told that a question puts in words of its own.

    ``likeness`` gives how near a phrase is to each of some titles (cosines). The nearest title is meant where it is at
    least ``nearest`` and by ``margin`` nearer than the next.
    """

    likeness: Callable[[str, tuple[str, ...]], Sequence[float]]
    nearest: float
    margin: float


def goal_meaning(embed: Callable[[Sequence[str]], Vectors], *, nearest: float, margin: float) -> GoalMeaning:
    """Goals by a model that embeds texts as unit vectors; the titles of a programme are embedded once."""
    titles = cache(embed)
    meant = Remembered(lambda phrase: embed([phrase])[0], capacity=1, public=lambda _: False)

    def likeness(phrase: str, known: tuple[str, ...]) -> Sequence[float]:
        cosines: list[float] = (titles(known) @ meant(phrase)).tolist()
        return cosines

    return GoalMeaning(likeness, nearest, margin)


def goal_annotations(
    words: Sequence[Word], catalogue: Catalogue, meaning: GoalMeaning | None = None
) -> list[Annotation]:
    """What may name goals; the value is their numbers, those that no goal has too."""
    known = _numbered(catalogue)
    if not known:
        return []
    found = [*_after_the_word(words, known), *_before_the_word(words, known), *_nouns(words), *_glued(words)]
    found += [*_all_of_them(words, known), *(_bare_numbers(words, known) if found else ())]
    return [*found, *_by_title(words, catalogue, meaning)]


def _goal(first: int, last: int, numbers: Sequence[int], certainty: float = 1.0) -> Annotation:
    return Annotation(first, last, "GOAL", tuple(dict.fromkeys(numbers)), certainty)


def is_goal_word(folded: str) -> bool:
    """ "mål", "målen", "inriktningsmålet", misspelt too."""
    return folded in _GOAL_WORDS or (
        len(folded) > 10 and fuzz.ratio(folded[:14], "inriktningsmal") >= 85 and "mal" in folded[9:]
    )


def _after_the_word(words: Sequence[Word], known: Sequence[int]) -> Iterator[Annotation]:
    """ "mål 3", "mål nr ett samt tre", "mål 1-3", "målen 2, 4 och 5"."""
    for i, word in enumerate(words):
        at = i + 1
        if not is_goal_word(word.folded):
            continue
        if at < len(words) and words[at].folded in _NUMBERED:
            at += 1
        numbers, last = _list(words, at, known)
        if numbers:
            yield _goal(i, last, numbers)
    for i, word in enumerate(words[:-1]):
        if word.folded in _NUMBERED and (i == 0 or not is_goal_word(words[i - 1].folded)):
            numbers, last = _list(words, i + 1, known)
            if numbers and not (i and words[i - 1].folded in _ITEM):
                yield _goal(i, last, numbers, 0.8)
        if word.folded in _ITEM and (
            item := re.match(r"\S+ (\d{1,2}) \d", " ".join(w.folded for w in words[i : i + 3]))
        ):
            yield _goal(i, i + 3, [int(item[1])])  # "aktivitet 2.2" stands under goal 2


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
        yield _goal(first, i + 1, sorted(numbers))


def _nouns(words: Sequence[Word]) -> Iterator[Annotation]:
    """ "allt i tvåan", "3:an"."""
    for i, word in enumerate(words):
        noun = word.folded.removesuffix("s")
        if noun in _NOUNS or word.folded in _INDEFINITE:
            yield _goal(i, i + 1, [_NOUNS.get(noun) or _INDEFINITE[word.folded]], 0.9)
        elif (
            word.folded in ("an", "n") and i and words[i - 1].written.isdecimal() and words[i - 1].end + 1 == word.start
        ):
            yield _goal(i - 1, i + 1, [int(words[i - 1].written)], 0.9)


def _glued(words: Sequence[Word]) -> Iterator[Annotation]:
    for i, word in enumerate(words):
        if not word.folded.isdecimal() and (glued := _GLUED.fullmatch(word.folded)):
            yield _goal(i, i + 1, [int(glued[1])])


def _all_of_them(words: Sequence[Word], known: Sequence[int]) -> Iterator[Annotation]:
    """ "i samtliga sex mål", "under alla målen": each of them."""
    for i, word in enumerate(words[:-2]):
        if word.folded in _UNDER and words[i + 1].folded in _EACH_OF:
            at = i + 2
            between = _OF_THEM | {"och", "ett"}
            while at < len(words) - 1 and (words[at].folded in between or _cardinal(words[at]) == len(known)):
                at += 1
            if words[at].folded in _GOALS_OF and _cardinal(words[min(at + 1, len(words) - 1)]) is None:
                yield _goal(i + 1, at + 1, known, 0.95)


def _bare_numbers(words: Sequence[Word], known: Sequence[int]) -> Iterator[Annotation]:
    """ "både i mål 1 och 6 men inte i 2": where goals are named, a number after "i" or "under" is one."""
    for before, i in ((words[i - 1], i) for i in range(1, len(words))):
        last = i + 1 == len(words) or words[i].end + 1 < words[i + 1].start or words[i + 1].folded in _JOINING
        if before.folded in _UNDER and words[i].written.isdecimal() and int(words[i].written) in known and last:
            yield _goal(i, i + 1, [int(words[i].written)], 0.8)


@lru_cache(maxsize=4)
def _numbered(catalogue: Catalogue) -> tuple[int, ...]:
    return tuple(sorted({goal.number for goal in _goals(catalogue) if goal.number is not None}))


@lru_cache(maxsize=4)
def _goals(catalogue: Catalogue) -> tuple[Goal, ...]:
    """The numbered goals of the programme that ran last."""
    for programme in sorted(catalogue.programmes, key=lambda entry: entry.period, reverse=True):
        if any(goal.number is not None for goal in programme.goals):
            return tuple(goal for goal in programme.goals if goal.number is not None)
    return ()


@lru_cache(maxsize=4)
def _titles(catalogue: Catalogue) -> tuple[tuple[int, dict[str, float]], ...]:
    """The numbered goals with the stems of their titles, weighed by how few titles have them."""
    stems = {
        goal.number or 0: {stem(word) for word in fold(goal.title).split() if _says_something(word)}
        for goal in _goals(catalogue)
    }
    count = Counter(word for entry in stems.values() for word in entry)
    return tuple((number, {word: 1 / count[word] for word in entry}) for number, entry in stems.items())


def _says_something(word: str) -> bool:
    return (is_content(word) and len(word) > 2) or word.startswith("samverk")


def _by_title(words: Sequence[Word], catalogue: Catalogue, meaning: GoalMeaning | None) -> Iterator[Annotation]:
    """ "samverkansmålet", "målet om att upptäcka våld", or half of a title without the word."""
    for i, word in enumerate(words):
        if (named := re.fullmatch(r"(\w{4,}?)s?mal(?:et|ets)?", word.folded)) and not is_goal_word(word.folded):
            best = _best(words[i : i + 1], catalogue, {0: named[1]})
            if best:
                yield _goal(i, i + 1, [best[0]], 0.9)
        elif is_goal_word(word.folded) and (at := _about(words, i)):
            best = _best(words[at : at + _WITHIN], catalogue, {})
            if best:
                yield _goal(i, at + 1 + max(best[1]), [best[0]], 0.9)
            elif meaning:
                yield from _by_meaning(words, i, at, catalogue, meaning)
    yield from _by_whole_title(words, catalogue)
    best = _best(words, catalogue, {})
    if best and best[2] >= _SHARE and len(best[1]) >= 2 and max(best[1]) - min(best[1]) < _WITHIN + len(best[1]):
        yield _goal(min(best[1]), max(best[1]) + 1, [best[0]], 0.8 if best[2] >= 0.6 else 0.7)


def _about(words: Sequence[Word], goal: int) -> int:
    """Where what a goal is about begins, after "målet" or "vilket mål är det nu"; 0 where it isn't said."""
    at = goal + 1
    while goal > 0 and words[goal - 1].folded == "vilket" and at < len(words) and words[at].folded in _IS_IT:
        at += 1
    if at + 1 >= len(words) or words[at].folded not in _ABOUT:
        return 0
    meets = words[at].folded == "som" and words[at + 1].folded in _MEETS
    return 0 if meets else at  # "mål som inte har några samverkansaktiviteter"


def goal_by_wording(topic: Sequence[str], catalogue: Catalogue) -> int | None:
    """The goal whose title all words of a topic say, and half of it; None where none is."""
    words = [Word(entry, entry, 0, 0) for entry in topic]
    best = _best(words, catalogue, {})
    whole = best is not None and best[2] >= _SHARE and len(best[1]) == len(words) > 1
    return best[0] if best and whole else None


def _by_whole_title(words: Sequence[Word], catalogue: Catalogue) -> Iterator[Annotation]:
    """A goal's wording as it is printed, with "målet" before it or not."""
    for goal in _goals(catalogue):
        title = fold(goal.title).split()
        for at in range(len(words) - len(title) + 1):
            if [word.folded for word in words[at : at + len(title)]] == title:
                leads = 2 if at > 1 and words[at - 1].folded in _ABOUT else 1
                led = leads if at and is_goal_word(words[at - leads].folded) else 0
                yield _goal(at - led, at + len(title), [goal.number or 0])


def _by_meaning(
    words: Sequence[Word], goal: int, at: int, catalogue: Catalogue, meaning: GoalMeaning
) -> Iterator[Annotation]:
    """ "målet om att våldet inte ska hända igen": by the title that what follows is nearest to."""
    last = phrase_end(words, at)
    titles = tuple(goal.title for goal in _goals(catalogue))
    if last - goal < _PHRASE or len(titles) < 2:
        return
    cosines = meaning.likeness(" ".join(word.written for word in words[at:last]), titles)
    first, second = sorted(range(len(titles)), key=lambda i: -cosines[i])[:2]
    if cosines[first] >= meaning.nearest and cosines[first] - cosines[second] >= meaning.margin:
        yield _goal(goal, last, [_goals(catalogue)[first].number or 0], 0.9)


def phrase_end(words: Sequence[Word], first: int) -> int:
    """Where a phrase ends that begins with a word: at a sign, or at a word that asks or says whose."""
    last = first + 1
    while last < min(len(words), first + _LONGEST):
        apart = words[last].start - words[last - 1].end > 1
        if apart or words[last].folded in _ASKING:
            break
        last += 1
    return last


def _best(
    words: Sequence[Word], catalogue: Catalogue, instead: dict[int, str]
) -> tuple[int, frozenset[int], float] | None:
    """The goal whose title words say most of, the words and the share; None where two are said as much."""
    scored = []
    for number, stems in _titles(catalogue):
        said = {i: _said(instead.get(i, word.folded), stems) for i, word in enumerate(words)}
        places = frozenset(i for i, part in said.items() if part)
        weight = sum(stems[part] for part in {part for part in said.values() if part})
        scored.append((weight / (sum(stems.values()) or 1), weight, number, places))
    scored.sort(key=lambda entry: (-entry[0], entry[2]))
    if not scored or not scored[0][3] or (len(scored) > 1 and scored[1][0] >= scored[0][0] - 0.02):
        return None
    return scored[0][2], scored[0][3], scored[0][0]


def _said(folded: str, stems: dict[str, float]) -> str | None:
    """The title's stem that a word says, whole or as part of a compound."""
    if not _says_something(folded):
        return None
    own = stem(folded)
    if own in stems:
        return own
    return next(
        (
            title
            for title in sorted(stems)
            if (len(title) >= _PART and title in own) or (len(own) >= _PART and own in title)
        ),
        None,
    )
