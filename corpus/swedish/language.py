"""A whole text → whether it is written in another language than Swedish, whose reading nothing here can judge."""

import re
from collections.abc import Iterable
from math import ceil, log10

import wordfreq

from corpus.swedish.text import word_set

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 12  # words of a text that can be told
_MOST = 2000  # words that are looked at, from all of the text
# Written so in Swedish alone, and by a scan hardly otherwise.
_SWEDISH = word_set("och att eller inte vid ska från är sig efter också även")
_SHARE = 0.02  # of them in Swedish prose there are five times as many, in a plan of tables twice
# The neighbours' languages, those of many readers, and the great ones; other scripts tell themselves.
_OTHERS = ("en", "nb", "da", "fi", "de", "fr", "es", "nl", "pl", "sh")
_UNKNOWN = 1.5  # what a word loses in a language that doesn't have it, on Zipf's scale
_MARGIN = 0.4  # by which words are commoner in the other language, on average


def is_other_language(texts: Iterable[str]) -> bool:
    """Whether these texts together are in another language or script than Swedish: "Planen gjelder hele kommunen"."""
    words = [word for text in texts for word in _WORD.findall(text.casefold())]
    words = words[:: max(1, ceil(len(words) / _MOST))]
    if len(words) < _LEAST:
        return False
    foreign = sum(not re.match(r"[a-zà-ɏ]", word) for word in words)
    if 2 * foreign > len(words):
        return True
    if sum(word in _SWEDISH for word in words) >= _SHARE * len(words):
        return False
    swedish = _commonness(words, "sv")
    return any(_commonness(words, code) - swedish > _MARGIN for code in _OTHERS)


def _commonness(words: list[str], code: str) -> float:
    """How common the words are in a language, on average, on Zipf's scale."""
    shares = wordfreq.get_frequency_dict(code, "small")
    return sum(log10(shares[word]) + 9 if word in shares else -_UNKNOWN for word in words) / len(words)
