"""A question's words → the programmes, documents, years and units they name, as far as the catalogue tells."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.query.recognise.annotation import Annotation
from corpus.swedish.text import Word, fold, stem, word_set
from corpus.swedish.vocabulary import VOCABULARY, is_content
from corpus.swedish.words import zipf
from corpus.types import Catalogue, Programme

_YEAR = re.compile(r"(?:19|20)\d\d")
_EARLIER = word_set("gamla forra tidigare foregaende aldre")
_NOW = word_set("nuvarande nya gallande aktuella")
_WHICH = word_set(
    "plan planen program programmet plans planens programmets programs handlingsplan handlingsplanen perioden"
)
_BEFORE = word_set("innan fore")
_STRANGE = 2.5  # so rare a short word (Zipf) may be an abbreviation
_DEFINES = word_set("betyder star forkortning forkortningen uttyds menas begreppet uttrycket ordet")
_BARE = 4  # words of "vad är vip?"
_BODY = re.compile(VOCABULARY.organisation)
_END = 70  # likeness of a misspelt title's first and last word
_TITLE = 86  # likeness (0 to 100) from which on words are a misspelt title


def in_force(catalogue: Catalogue, *, year: int | None = None) -> frozenset[str]:
    """The programmes that are meant when no time is said: those that run now, else those that ran last."""
    last = max((programme.period[1] for programme in catalogue.programmes), default=0)
    now = min(year if year is not None else date.today().year, last)
    return frozenset(p.id for p in catalogue.programmes if p.period[1] >= now)


def programme_annotations(words: Sequence[Word], catalogue: Catalogue) -> Iterator[Annotation]:
    """Programmes by title, by a word of their own, by period, as "the earlier one"; the value is an id."""
    current = in_force(catalogue)
    earlier = sorted((p for p in catalogue.programmes if p.id not in current), key=lambda p: p.period)
    later = sorted((p for p in catalogue.programmes if p.id in current), key=lambda p: p.period)
    for i, word in enumerate(words):
        for which, among in ((_EARLIER, earlier), (_NOW, later)):
            if word.folded in which and i + 1 < len(words) and words[i + 1].folded in _WHICH and among:
                yield Annotation(i, i + 2, "PROG", among[-1].id, 0.95)
    yield from _before_another(words, catalogue)
    for programme in catalogue.programmes:
        for title in _titles(programme):
            width = len(title.split())
            for at in range(len(words) - width + 1):
                said = " ".join(word.folded for word in words[at : at + width])
                likeness = 100 if said in (title, title + "s") else fuzz.ratio(said, title) if len(title) > 11 else 0
                if likeness >= _TITLE and _ends_alike(said, title):
                    yield Annotation(at, at + width, "PROG", programme.id, likeness / 100)
        yield from _near_title(words, programme)
        own = _own_words(programme.id, catalogue)
        for i, word in enumerate(words):
            if any(_is_own(word.folded, w) for w in own):
                yield Annotation(i, i + 1, "PROG", programme.id, 0.95)
        yield from _period(words, programme)


def _before_another(words: Sequence[Word], catalogue: Catalogue) -> Iterator[Annotation]:
    """ "Planen före Fri från våld": the last programme that ended before that one began."""
    for i, word in enumerate(words):
        if word.folded not in _BEFORE or i == 0 or words[i - 1].folded not in _WHICH:
            continue
        for programme in catalogue.programmes:
            title = next((t for t in _titles(programme) if _stands_at(words, i + 1, t)), "")
            older = [p for p in catalogue.programmes if p.period[1] < programme.period[0]]
            if title and older:
                last = max(older, key=lambda p: p.period)
                yield Annotation(i - 1, i + 1 + len(title.split()), "PROG", last.id, 1.0)


def _stands_at(words: Sequence[Word], at: int, title: str) -> bool:
    return [word.folded for word in words[at : at + len(title.split())]] == title.split()


def _ends_alike(text: str, title: str) -> bool:
    """Whether words begin and end as a title does, so that they are no window a word beside it."""
    ends = ((text.split()[i], title.split()[i]) for i in (0, -1))
    return all(fuzz.ratio(one, other) >= _END for one, other in ends)


def _near_title(words: Sequence[Word], programme: Programme) -> Iterator[Annotation]:
    """A title with a word left out: "Trygga hem o. platser"."""
    title = {word for word in _titles(programme)[-1].split() if is_content(word) and len(word) > 2}
    if len(title) < 3:
        return
    for at in range(len(words)):
        window = words[at : at + len(title) + 3]
        said = [i for i, word in enumerate(window) if word.folded in title]
        if said and said[0] == 0 and len({window[i].folded for i in said}) == len(title):
            yield Annotation(at, at + said[-1] + 1, "PROG", programme.id, 0.9)


def term_annotations(words: Sequence[Word]) -> Iterator[Annotation]:
    """Abbreviations, by their capitals or because they are no words; the value is the folded term."""
    bare = len(words) <= _BARE and [word.folded for word in words[:2]] == ["vad", "ar"]
    asked = bare or any(word.folded in _DEFINES for word in words)
    for i, word in enumerate(words):
        capitals = word.written.isupper() and 2 <= len(word.written) <= 6 and word.written.isalpha()
        shouted = capitals and sum(other.written.isupper() for other in words) > len(words) / 2
        strange = 2 < len(word.folded) <= 6 and word.folded.isalpha() and zipf(word.written.lower()) < _STRANGE
        if not is_content(word.folded) or word.folded in VOCABULARY.everyday_words or _BODY.fullmatch(word.folded):
            continue
        if (capitals and not shouted) or (strange and not re.search("[aeiouy]", word.folded)):
            yield Annotation(i, i + 1, "TERM", word.folded, 0.8)
        elif strange and asked:
            yield Annotation(i, i + 1, "TERM", word.folded, 0.76)


def _is_own(folded: str, own: str) -> bool:
    return folded in (own, own + "s", own + "en", own + "ens") or (
        folded.startswith((own + "plan", own + "splan", own + "program", own + "sprogram"))
    )


def _period(words: Sequence[Word], programme: Programme) -> Iterator[Annotation]:
    first, last = (str(year) for year in programme.period)
    for i, word in enumerate(words[:-1]):
        after = next((j for j in (i + 1, i + 2) if j < len(words) and words[j].folded in (last, last[2:])), None)
        if word.folded == first and after is not None and (after == i + 1 or words[i + 1].folded in ("till", "tom")):
            yield Annotation(i, after + 1, "PROG", programme.id, 1.0)


@lru_cache(maxsize=16)
def _titles(programme: Programme) -> tuple[str, ...]:
    """The whole title, what stands before a dash, and the title with its period."""
    whole = fold(programme.title)
    main = fold(re.split(r"\s[–—-]\s|[:,]", programme.title)[0])
    first, last = programme.period
    return tuple(dict.fromkeys((f"{whole} {first} {last}", f"{main} {first} {last}", whole, main)))


@lru_cache(maxsize=32)
def _own_words(programme: str, catalogue: Catalogue) -> frozenset[str]:
    """The words of a programme's title that no other programme's title and no goal has, without "planen"."""
    titles = {
        p.id: {_bare(w) for w in fold(p.title).split() if is_content(w) and len(w) > 5} for p in catalogue.programmes
    }
    others = {w for other, words in titles.items() if other != programme for w in words}
    goals = {stem(w) for p in catalogue.programmes for goal in p.goals for w in fold(goal.title).split()}
    own = titles.get(programme, set()) - others
    if programme in in_force(catalogue):  # "trygg", "angelägenhet": words of anybody
        return frozenset()
    return frozenset(word for word in own if stem(word) not in goals and len(word) > 4)


def _bare(word: str) -> str:
    return re.sub(r"s?(?:plan|program)(?:en|met)?$", "", word)


def year_annotations(words: Sequence[Word]) -> Iterator[Annotation]:
    """Years, and "3" beside something that is counted."""
    for i, word in enumerate(words):
        if _YEAR.fullmatch(word.written):
            yield Annotation(i, i + 1, "YEAR", int(word.written))
