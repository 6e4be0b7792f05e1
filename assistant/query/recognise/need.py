"""The words of a question and its shape → what a search by meaning weighs beside the topic.

Names of nobody in the catalogue, organisations that only weigh, years, another municipality, and the terms.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.recognise.organisation_names import CERTAIN
from assistant.query.recognise.other_bodies import asks_about_authority, asks_about_other_municipality, names_of
from assistant.query.types import InformationNeed
from corpus.swedish.text import Word, fold, word_set
from corpus.swedish.vocabulary import is_content
from corpus.types import Catalogue

_ARTICLES = word_set("en ett den det i vid nagon nagot a")
_OPENS = ("", ".", "?", "!", ":")
_SUBJECTS = ("UNIT", "TERM")  # names that can be a subject
_SAYING = (*_SUBJECTS, "ACT")  # names whose words are terms
_NO_TERM = re.compile(r"specifik\w*|paborja\w*|overgripande|hr")
_LEADS = word_set("hos pa inom i under av for fran med enligt och samt")
_SIMILAR = re.compile(r"\b(?:liknande|liknar|motsvarande|likadan\w*|jamforbar\w*|samma sak)\b")
_TOGETHER = ("samverk", "samarb", "tillsamman", "ihop", "gemensamt")
_FAR = 6  # tokens between what acts together and the partner


@dataclass(frozen=True)
class QuestionWords:
    """A question, its words, and the same words spelt right."""

    question: str
    words: tuple[Word, ...]
    spelt: tuple[Word, ...]


def need_of(
    words: QuestionWords,
    shape: Shape,
    names: Sequence[Annotation],
    taken: Set[int],
    topic: Sequence[str],
    catalogue: Catalogue,
) -> InformationNeed:
    """What is weighed; ``taken`` are the tokens of conditions, ``names`` all that may be names."""
    home = fold(catalogue.municipality).removesuffix(" kommun").removesuffix(" stad")
    terms = _terms(words, shape, taken, home)
    uncertain = [
        name for name in names if name.slot == "ORG" and name.certainty < CERTAIN and name.value.means == "all"
    ]
    taken_words = frozenset(
        i
        for token in shape.tokens
        if token.names and token.text not in _SUBJECTS
        for i in range(token.first, token.last)
    )
    return InformationNeed(
        terms=terms,
        mentioned=tuple(dict.fromkeys(o for name in uncertain for o in name.value.organisations)),
        names=(*_pairs(words, taken_words, catalogue), *_single_names(words, terms)),
        years=_years(shape, catalogue),
        similar=bool(_SIMILAR.search(fold(words.question))),
        municipalities=_municipalities(words.words, home),
        outside=asks_about_other_municipality(words.question, names_of(catalogue))
        or asks_about_authority(words.question),
        phrase=_phrase(words, shape, taken, topic),
    )


def _years(shape: Shape, catalogue: Catalogue) -> tuple[int, ...]:
    """The years that are named, but for those of a whole programme."""
    years = tuple(sorted({name.value for t in shape.tokens if t.text == "YEAR" for name in t.names}))
    return () if years in {programme.period for programme in catalogue.programmes} else years


def partner_organisations(shape: Shape) -> tuple[str, ...]:
    """The organisations with which somebody works together: "Vad samverkar FSF med HVOF om?"."""
    found: list[str] = []
    for i, token in enumerate(shape.tokens):
        before = [entry.text for entry in shape.tokens[max(0, i - _FAR) : i]]
        if token.text == "ORG" and before[-1:] == ["med"] and any(word.startswith(_TOGETHER) for word in before):
            found += [o for name in token.names if name.value.means == "all" for o in name.value.organisations]
    return tuple(found)


def _terms(asked: QuestionWords, shape: Shape, taken: Set[int], home: str) -> tuple[str, ...]:
    """The words of subject matter that neither a name nor a condition accounts for, spelt right."""
    kept: list[str] = []
    last = -1
    for i, token in enumerate(shape.tokens):
        named = token.names and token.text not in _SAYING
        words = [asked.spelt[at].folded for at in range(token.first, token.last)]
        content = [w for w in words if is_content(w) and w not in (home, f"{home}s") and not _NO_TERM.fullmatch(w)]
        if i in taken or named or not content:
            continue
        between = [entry.text for entry in shape.tokens[last + 1 : i]]
        if kept and between and between[0] in ("eller", "or") and set(between[1:]) <= _ARTICLES:
            kept[-1] += f"|{content[0]}"  # "lathund eller stödmaterial": one is enough
        else:
            kept += content
        last = i
    return tuple(kept)


def _pairs(words: QuestionWords, taken: Set[int], catalogue: Catalogue) -> list[str]:
    """Two words after each other that are written as a name and are none of the catalogue's, folded."""
    titles = {word for programme in catalogue.programmes for word in fold(programme.title).split()}
    names = []
    for i, (word, after) in enumerate(pairwise(words.words)):
        opens = words.question[: word.start].rstrip()[-1:] in _OPENS
        if (
            word.written[0].isupper()
            and after.written[0].isupper()
            and after.start == word.end + 1
            and not {i, i + 1} & taken
            and not {word.folded, after.folded} & titles
            and not (opens and (not is_content(word.folded) or word.folded.endswith(("ar", "er"))))
        ):
            names.append(f"{word.folded} {after.folded}")
    return names


def _single_names(words: QuestionWords, terms: Sequence[str]) -> list[str]:
    """A word within a sentence that is written as a name, and not as an abbreviation."""
    among = {word for entry in terms for word in entry.split("|")}
    return [
        word.folded
        for word in words.words
        if word.written[0].isupper()
        and not word.written.isupper()
        and words.question[: word.start].rstrip()[-1:] not in _OPENS
        and word.folded in among
    ]


def _municipalities(words: Sequence[Word], home: str) -> tuple[str, ...]:
    """A municipality that is named as one ("Lunds kommun") and isn't the catalogue's."""
    return tuple(
        word.written
        for word, after in pairwise(words)
        if after.folded in ("kommun", "kommuns", "stad", "stads")
        and is_content(word.folded)
        and not word.folded.startswith(home)
        and word.written[0].isupper()
    )


def _phrase(asked: QuestionWords, shape: Shape, taken: Set[int], topic: Sequence[str]) -> str:
    """The topic as it is written, from its first word to its last, without the names and conditions in between."""
    among = {word for entry in topic for word in entry.split("|")}
    tokens = shape.tokens
    among |= {word for token in tokens if token.text == "TERM" for word in _words(asked, token.first, token.last)}
    at = [i for i, token in enumerate(tokens) if _words(asked, token.first, token.last) & among]
    if not at:
        return ""
    runs: list[list[int]] = [[]]
    for i in range(at[0], at[-1] + 1):
        if (tokens[i].names and tokens[i].text not in _SUBJECTS) or i in taken:
            while runs[-1] and tokens[runs[-1][-1]].text in _LEADS:
                runs[-1].pop()
            runs.append([])
        else:
            runs[-1].append(i)
    words, question = asked.words, asked.question
    stretches = ((words[tokens[run[0]].first].start, words[tokens[run[-1]].last - 1].end) for run in runs if run)
    return " ".join(question[start:end] for start, end in stretches)


def _words(words: QuestionWords, first: int, last: int) -> set[str]:
    return {words.words[i].folded for i in range(first, last)}
