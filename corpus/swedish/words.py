"""Which words Swedish has, and how common they are, by how often they are written."""

import math
from functools import cache

from wordfreq import get_frequency_dict

_SEEN = 3e-8  # how often a word is written at least, of all words
_COMMON = 1e-6  # of a word that may end a compound nobody has listed
_END = 5  # letters of such a word at least
# What a word may go on with, where it is long.
_TAILS = frozenset(
    (
        *(
            "n",
            "en",
            "er",
            "ar",
            "or",
            "den",
            "et",
            "na",
            "ns",
            "s",
            "t",
            "de",
            "nas",
            "ens",
            "ets",
            "erna",
            "arna",
            "orna",
        ),
        *("het", "heten", "ngar", "ningar", "nämnd", "nämnden", "kontoret"),
    )
)

# What folding makes of the letters of Swedish words.
_FOLDED = str.maketrans("åäöéèáàü", "aaoeeaau")
_PLURALS = frozenset(("erna", "arna", "orna", "heten"))


def zipf(word: str) -> float:
    """How common a word in small letters is: uses in a thousand million words, as a power of ten; 0 for one unknown.

    wordfreq's own function gives the same and remembers every word that it is asked about.
    """
    frequency = get_frequency_dict("sv", wordlist="large").get(word)
    return 0.0 if frequency is None else max(0.0, round(math.log10(frequency) + 9, 2))


def folded_zipf(word: str) -> float:
    """The same for a folded word: of the words that fold so ("stalla": "ställa") the commonest."""
    return max(zipf(word), _with_diacritics().get(word, 0.0))


@cache
def _with_diacritics() -> dict[str, float]:
    """How common the folded forms are of words that folding changes."""
    found: dict[str, float] = {}
    for word in get_frequency_dict("sv", wordlist="large"):
        if not word.isascii():
            folded = word.translate(_FOLDED)
            found[folded] = max(found.get(folded, 0.0), zipf(word))
    return found


def is_broken_word(above: str, below: str) -> bool:
    """Whether two words that stand on two lines are one: "Socialnämnd", "en"; not "färdigställda", "slingor"."""
    first, rest = above.lower().replace("/", "-").rpartition("-")[2], below.lower()
    words = _words()
    if words.get(first + rest, 0.0) >= _SEEN:
        return True
    if first in words and rest in _PLURALS:
        return True
    if first in words:
        return rest not in words and rest[:1] == "s" and rest[1:] in words  # "Kommunledning", "skontoret"
    if rest in _TAILS:
        return True
    return not any(words.get(first[i:], 0.0) >= _COMMON for i in range(1, len(first) - _END + 1))


@cache
def _words() -> dict[str, float]:
    return dict(get_frequency_dict("sv", wordlist="large"))
