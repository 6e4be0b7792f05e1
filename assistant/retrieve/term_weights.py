"""How much a word says: rare in Swedish and rare in the documents is much, common in either is little."""

import math
from collections.abc import Sequence
from functools import cache

from wordfreq import get_frequency_dict

from assistant.query.words import is_content
from assistant.retrieve.overlap import Overlap
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import present_tense

# Logarithms to base ten of uses in a thousand million words (Zipf's scale): "början" has 5.3.
_COMMON, _RARE = 6.3, 3.3
_LEAST = 0.15


@cache
def _frequencies() -> dict[str, float]:
    folded: dict[str, float] = {}
    for word, frequency in get_frequency_dict("sv", wordlist="small").items():
        folded[fold(word)] = max(frequency, folded.get(fold(word), 0.0))
    return folded


def rarity(folded: str) -> float:
    """How rare a folded word is in Swedish, from a little above 0 to 1: a word that no list has is rare."""
    frequency = _frequencies().get(folded)
    if frequency is None:
        return 1.0
    return min(1.0, max(_LEAST, (_COMMON - math.log10(frequency) - 9) / (_COMMON - _RARE)))


def weighed(
    words: Sequence[str], texts: Overlap, *, without: frozenset[str] = frozenset()
) -> tuple[list[str], list[float]]:
    """The words of subject matter ("a|b" are alternatives) and how much each says, from 0 to 1.

    A verb's past form gets its present as an alternative.
    """
    kept, weights = [], []
    for word in dict.fromkeys(words):
        entries = [entry for entry in word.split("|") if is_content(entry)]
        if entries and not set(entries) <= without:
            kept.append("|".join(dict.fromkeys(form for entry in entries for form in (entry, present_tense(entry)))))
            weights.append(min(texts.weight(entry) * rarity(entry) for entry in entries))
    return kept, weights
