"""Text → words in the form in which they are compared: folded (lower case, no diacritics), and their stems."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import Stemmer

from corpus.swedish.text_cache import TextCache

_FOLD = str.maketrans("åäàáâãöòóôõøéèêëíìîïüúùû", "aaaaaaooooooeeeeiiiiuuuu")
_WORD = re.compile(r"\w+")
_DEFINITE = re.compile(r"(?<=\w{4})(?<!it)(?<!h)ets?$")
_BROKEN = re.compile(r"[a-zåäö]{2}[-\u00ad\u2010]$")
_GOES_ON = re.compile(r"(?!(?:och|eller|samt|resp|respektive|till)\b)[a-zåäö]")
_KEPT = re.compile(r"[A-ZÅÄÖ]-$|\d–$|\d{4}-\d\d-$")
_KEPT_ON = re.compile(r"(?!(?:och|eller|samt|resp|respektive|till)\b)[a-zåäö\d]")
_END = 8  # characters that a break shows itself by
_stemmer = Stemmer.Stemmer("swedish", 0)  # without a memory of its own


@dataclass(frozen=True)
class Word:
    """A word of a text: as written, folded (lower case, no diacritics), and its span."""

    written: str
    folded: str
    start: int
    end: int


_folded = TextCache(lambda text: " ".join(_WORD.findall(text.lower().translate(_FOLD))), capacity=16384)
# Snowball's Swedish leaves the ending of "våldet".
_stemmed = TextCache(lambda word: str(_stemmer.stemWord(_DEFINITE.sub("", word))), capacity=50_000)


def fold(text: str) -> str:
    """Lower case, no rings or dots, words only: "Övrig information" → "ovrig information"."""
    return _folded(text)  # the same lines are asked about again and again


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


def stem(word: str) -> str:
    """The stem of a folded word: "utbildningar" and "utbildningen" → the same."""
    return _stemmed(word)


def join_lines(lines: Iterable[str]) -> str:
    """Lines as one; a hyphen at the end of one that a small letter follows broke a word: "trygg-", "het" → "trygghet".

    It stays after a capital ("HR-", "avdelningen") and in a number. No word is broken before "och" and the like
    ("individ-", "och familjeomsorg"), nor after a single letter ("e-", "tjänst").
    """
    pieces: list[str] = []
    end = ""  # of what is joined by now: looking through all of it for each line costs the square of its length
    for line in filter(None, (" ".join(line.split()) for line in lines)):
        if _BROKEN.search(end) and _GOES_ON.match(line):
            pieces[-1], end = pieces[-1][:-1], end[:-1]
        elif pieces and not (_KEPT.search(end) and _KEPT_ON.match(line)):
            pieces.append(" ")
            end += " "
        pieces.append(line)
        end = (end + line)[-_END:]
    return "".join(pieces)
