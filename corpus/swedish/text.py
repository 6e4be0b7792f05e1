"""Text → words in the form in which they are compared: folded (lower case, no diacritics), and their stems."""

import re
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

_FOLD = str.maketrans("åäàáâãöòóôõøéèêëíìîïüúùû", "aaaaaaooooooeeeeiiiiuuuu")
_WORD = re.compile(r"\w+")
_DEFINITE = re.compile(r"(?<=\w{4})(?<!it)(?<!h)ets?$")
_stemmer = Stemmer.Stemmer("swedish")


@dataclass(frozen=True)
class Word:
    """A word of a text: as written, folded (lower case, no diacritics), and its span."""

    written: str
    folded: str
    start: int
    end: int


@lru_cache(maxsize=16384)  # the same lines are asked about again and again
def fold(text: str) -> str:
    """Lower case, no rings or dots, words only: "Övrig information" → "ovrig information"."""
    return " ".join(re.findall(r"\w+", text.lower().translate(_FOLD)))


def bare(text: str) -> str:
    """Lower case, no rings or dots, as long as the text: what matches in it stands at the same place."""
    return text.lower().translate(_FOLD)


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


def words_of(text: str) -> list[Word]:
    """The words in order; the genitive's lone s ("MKB:s") is none."""
    return [
        Word(match[0], fold(match[0]), match.start(), match.end())
        for match in _WORD.finditer(text)
        if not (match[0] in "sS" and match.start() > 0 and text[match.start() - 1] in ":'’")
    ]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word: "utbildningar" and "utbildningen" → the same."""
    # Snowball's Swedish leaves the ending of "våldet".
    stemmed: str = _stemmer.stemWord(_DEFINITE.sub("", word))
    return stemmed
