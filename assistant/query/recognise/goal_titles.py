"""A question's words → the goals they name by what those are about: by wording, in part, or in words of one's own."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from assistant.query.recognise.annotation import Annotation
from corpus.swedish.text import Word, fold, stem, word_set
from corpus.swedish.text_cache import TextCache
from corpus.swedish.vocabulary import is_content
from corpus.types import Catalogue, Goal
from index.storage.parts import Vectors

_GOAL_WORDS = word_set("mal malet malen malets mals malens goal goals delmal malomrade malomradet malomraden")
# What leads from "målet" to what it is about.
_ABOUT = word_set("om for med kring att som dar vi man handlar ror galler som ska det av vars inom avser")
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
    meant = TextCache(lambda phrase: embed([phrase])[0], capacity=1, public=lambda _: False)

    def likeness(phrase: str, known: tuple[str, ...]) -> Sequence[float]:
        cosines: list[float] = (titles(known) @ meant(phrase)).tolist()
        return cosines

    return GoalMeaning(likeness, nearest, margin)


def goal_named(first: int, last: int, numbers: Sequence[int], certainty: float = 1.0) -> Annotation:
    return Annotation(first, last, "GOAL", tuple(dict.fromkeys(numbers)), certainty)


def is_goal_word(folded: str) -> bool:
    """ "mål", "målen", "inriktningsmålet", misspelt too."""
    return folded in _GOAL_WORDS or (
        len(folded) > 10 and fuzz.ratio(folded[:14], "inriktningsmal") >= 85 and "mal" in folded[9:]
    )


@lru_cache(maxsize=4)
def numbered_goals(catalogue: Catalogue) -> tuple[Goal, ...]:
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
        for goal in numbered_goals(catalogue)
    }
    count = Counter(word for entry in stems.values() for word in entry)
    return tuple((number, {word: 1 / count[word] for word in entry}) for number, entry in stems.items())


def _says_something(word: str) -> bool:
    return (is_content(word) and len(word) > 2) or word.startswith("samverk")


def goals_by_title(words: Sequence[Word], catalogue: Catalogue, meaning: GoalMeaning | None) -> Iterator[Annotation]:
    """ "samverkansmålet", "målet om att upptäcka våld", or half of a title without the word."""
    for i, word in enumerate(words):
        if (named := re.fullmatch(r"(\w{4,}?)s?mal(?:et|ets)?", word.folded)) and not is_goal_word(word.folded):
            best = _best(words[i : i + 1], catalogue, {0: named[1]})
            if best:
                yield goal_named(i, i + 1, [best[0]], 0.9)
        elif is_goal_word(word.folded) and (at := _about(words, i)):
            best = _best(words[at : at + _WITHIN], catalogue, {})
            if best:
                yield goal_named(i, at + 1 + max(best[1]), [best[0]], 0.9)
            elif meaning:
                yield from _by_meaning(words, i, at, catalogue, meaning)
    yield from _by_whole_title(words, catalogue)
    best = _best(words, catalogue, {})
    if best and best[2] >= _SHARE and len(best[1]) >= 2 and max(best[1]) - min(best[1]) < _WITHIN + len(best[1]):
        yield goal_named(min(best[1]), max(best[1]) + 1, [best[0]], 0.8 if best[2] >= 0.6 else 0.7)


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
    for goal in numbered_goals(catalogue):
        title = fold(goal.title).split()
        for at in range(len(words) - len(title) + 1):
            if [word.folded for word in words[at : at + len(title)]] == title:
                leads = 2 if at > 1 and words[at - 1].folded in _ABOUT else 1
                led = leads if at and is_goal_word(words[at - leads].folded) else 0
                yield goal_named(at - led, at + len(title), [goal.number or 0])


def _by_meaning(
    words: Sequence[Word], goal: int, at: int, catalogue: Catalogue, meaning: GoalMeaning
) -> Iterator[Annotation]:
    """ "målet om att våldet inte ska hända igen": by the title that what follows is nearest to."""
    last = phrase_end(words, at)
    titles = tuple(goal.title for goal in numbered_goals(catalogue))
    if last - goal < _PHRASE or len(titles) < 2:
        return
    cosines = meaning.likeness(" ".join(word.written for word in words[at:last]), titles)
    first, second = sorted(range(len(titles)), key=lambda i: -cosines[i])[:2]
    if cosines[first] >= meaning.nearest and cosines[first] - cosines[second] >= meaning.margin:
        yield goal_named(goal, last, [numbered_goals(catalogue)[first].number or 0], 0.9)


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
        said = {i: _matching_stem(instead.get(i, word.folded), stems) for i, word in enumerate(words)}
        places = frozenset(i for i, part in said.items() if part)
        weight = sum(stems[part] for part in {part for part in said.values() if part})
        scored.append((weight / (sum(stems.values()) or 1), weight, number, places))
    scored.sort(key=lambda entry: (-entry[0], entry[2]))
    if not scored or not scored[0][3] or (len(scored) > 1 and scored[1][0] >= scored[0][0] - 0.02):
        return None
    return scored[0][2], scored[0][3], scored[0][0]


def _matching_stem(folded: str, stems: dict[str, float]) -> str | None:
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
