"""How much a word says: rare in Swedish and rare in the documents is much, common in either is little."""

import math
from functools import cache

from wordfreq import get_frequency_dict

from corpus.structuring.headings import fold

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
