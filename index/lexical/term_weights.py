"""The specificity of terms (Spärck Jones 1972): high for a word that is rare in its language and in the documents.

Frequencies are wordfreq's: that a text says "folk" tells less than that it says "könsstympning", though both may be
rare in plans.
"""

import math
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
from wordfreq import available_languages, get_frequency_dict

from corpus.swedish.text import fold, words_of
from corpus.swedish.vocabulary import is_content, present_tense
from index.lexical.matching import WordIndex
from index.storage.parts import Vectors

# Zipf's scale, logarithms to base ten of uses in a thousand million words: from _COMMON on ("början" has 5.3) a word
# weighs the least, up to _RARE it weighs in full.
_COMMON, _RARE = 6.3, 3.3
_LEAST = 0.15
_SAME_LIST = {"bs": "sh"}
_SIGNS = "\"'”’.,:;!?()–-"


def language_specificity(word: str, language: str = "sv") -> float:
    """The specificity of a word in a language, from its frequency there, 0.15 to 1.

    1 for a word that no list has, and in a language without a list.

    Swedish words are folded, those of other languages in lower case.
    """
    frequency = _frequencies(_SAME_LIST.get(language, language)).get(word)
    if frequency is None:
        return 1.0
    return min(1.0, max(_LEAST, (_COMMON - math.log10(frequency) - 9) / (_COMMON - _RARE)))


@cache
def _frequencies(language: str) -> dict[str, float]:
    if language not in available_languages("small"):
        return {}
    listed = get_frequency_dict(language, wordlist="small")
    if language != "sv":
        return listed
    folded: dict[str, float] = {}
    for word, frequency in listed.items():
        folded[fold(word)] = max(frequency, folded.get(fold(word), 0.0))
    return folded


def weighted_terms(
    words: Sequence[str], texts: WordIndex, *, without: frozenset[str] = frozenset()
) -> tuple[list[str], list[float]]:
    """The terms of subject matter ("a|b" are alternatives) and how much each tells, from 0 to 1.

    A verb's past form gets its present as an alternative.
    """
    terms, weights = [], []
    for word in dict.fromkeys(words):
        entries = [entry for entry in word.split("|") if is_content(entry)]
        if entries and not set(entries) <= without:
            terms.append("|".join(dict.fromkeys(form for entry in entries for form in (entry, present_tense(entry)))))
            weights.append(min(texts.specificity(entry) * language_specificity(entry) for entry in entries))
    return terms, weights


def piece_weights(words: Sequence[str], language: str = "sv") -> Vectors:
    """How much each piece of a question tells, by the word that it is of; shape (pieces,).

    Swedish function words tell nothing; in another language what is common there tells little.
    """
    weights = {}
    for written, count in Counter(words).items():
        word = next(iter(words_of(written)), None)
        counts = word is not None and (language != "sv" or is_content(word.folded))
        lower = written.strip(_SIGNS).lower()
        specificity = language_specificity(fold(lower) if language == "sv" else lower, language)
        weights[written] = specificity / count if counts else 0.0
    return np.array([weights[word] for word in words], dtype=np.float32)
