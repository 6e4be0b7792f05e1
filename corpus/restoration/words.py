"""Turn the Swedish dictionary (hunspell-sv) and word frequencies (wordfreq) into a `Lexicon`: how likely a word is.

Compounds that no list has ("våldsförebyggande") are read as parts that the dictionary lets meet.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from wordfreq import get_frequency_dict

from corpus.restoration.dictionary import Dictionary, read_dictionary

NUMBER = "<num>"

FREQUENCY_FLOOR = 2e-9  # below the rarest word that wordfreq lists (1e-8)
UNLISTED_DISCOUNT = 0.02  # wordfreq counts tweets without dots ("fran", "malmo"); the dictionary has none
COMPOUND_SHARE = 0.01  # of running words in Swedish administrative prose, those in no word list
UNKNOWN_SHARE = 0.003
UNFLAGGED_SHARE = 0.2
BEGIN_SHARE = 0.01  # a first part that stands alone: "stöd- och ..."
GENITIVE_SHARE = 0.003
SHORTEST_PART = 3


@dataclass(frozen=True)
class Lexicon:
    """Known lower-case words with natural-log probabilities, the parts of compounds, and letter statistics."""

    words: tuple[str, ...]
    log_probability: dict[str, float]
    begins: dict[str, float]
    begin_words: tuple[str, ...]
    ends: dict[str, float]
    end_words: tuple[str, ...]
    letters: dict[str, float]
    listed: frozenset[str]


def split_compound(lexicon: Lexicon, word: str) -> tuple[str, ...] | None:
    """Return the likeliest two known parts of `word`, or three where no two fit; None where it is no compound."""
    best: tuple[float, tuple[str, ...]] = (-math.inf, ())
    begins = [cut for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1) if word[:cut] in lexicon.begins]
    for cut in begins:
        if word[cut:] in lexicon.ends:
            parts = (word[:cut], word[cut:])
            best = max(best, (compound_prior(lexicon, parts), parts))
    if not best[1]:
        for cut in begins:
            for second in range(cut + SHORTEST_PART, len(word) - SHORTEST_PART + 1):
                if word[cut:second] in lexicon.begins and word[second:] in lexicon.ends:
                    parts3 = (word[:cut], word[cut:second], word[second:])
                    best = max(best, (compound_prior(lexicon, parts3), parts3))
    return best[1] or None


def compound_prior(lexicon: Lexicon, parts: tuple[str, ...]) -> float:
    """Return the log-probability of a compound of these parts."""
    total = math.log(COMPOUND_SHARE) * (len(parts) - 1) + lexicon.ends[parts[-1]]
    return total + sum(lexicon.begins[part] for part in parts[:-1])


def unknown_log_probability(lexicon: Lexicon, word: str) -> float:
    """Return how likely `word` is as a word nobody has listed, letter by letter."""
    total = math.log(UNKNOWN_SHARE)
    padded = f"  {word} "
    floor = math.log(1e-4)
    for at in range(2, len(padded)):
        total += lexicon.letters.get(padded[at - 2 : at + 1], lexicon.letters.get(padded[at - 1 : at + 1], floor) - 2.0)
    return total


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the installed word resources; takes some seconds the first time in a process."""
    frequency: dict[str, float] = get_frequency_dict("sv", wordlist="large")
    dictionary = read_dictionary()
    forms, begins = dictionary.forms, dictionary.begins
    probability: dict[str, float] = {}
    for word, share in frequency.items():
        if word.isalpha() and word not in forms:
            probability[word] = share * UNLISTED_DISCOUNT
    for word in forms:
        probability[word] = max(frequency.get(word, 0.0), FREQUENCY_FLOOR)
        if word[-1] == "s":
            probability[word] = max(probability[word], GENITIVE_SHARE * frequency.get(word[:-1], 0.0))
    for word, base in begins.items():
        share = BEGIN_SHARE * max(frequency.get(base, 0.0), FREQUENCY_FLOOR)
        probability[word] = max(probability.get(word, 0.0), share)
    logs = {share: math.log(share) for share in set(probability.values())}
    first_parts = _part_probabilities((word, frequency.get(base, 0.0)) for word, base in begins.items())
    last_parts = _part_probabilities(_last_parts(dictionary, frequency))
    return Lexicon(
        words=tuple(sorted(probability)),
        log_probability={word: logs[share] for word, share in probability.items()},
        begins=first_parts,
        begin_words=tuple(sorted(first_parts)),
        ends=last_parts,
        end_words=tuple(sorted(last_parts)),
        letters=_letter_probabilities(frequency, forms),
        listed=frozenset(forms),
    )


def children(words: tuple[str, ...] | list[str], prefix: str) -> str:
    """Return the letters that can follow `prefix` in the sorted `words`; "." stands for the end of a word."""
    found = []
    at = bisect_left(words, prefix)
    if at < len(words) and words[at] == prefix:
        found.append(".")
        at += 1
    size = len(prefix)
    while at < len(words) and words[at].startswith(prefix):
        letter = words[at][size]
        found.append(letter)
        at = bisect_left(words, prefix + letter + "\uffff", at)
    return "".join(found)


def _last_parts(dictionary: Dictionary, frequency: dict[str, float]) -> Iterator[tuple[str, float]]:
    """Yield last parts: those flagged so, other words at a discount, and first parts at a hyphen ("barnrätts- och")."""
    forms, ends = dictionary.forms, dictionary.ends
    others = {word for word in frequency if word in forms and word not in ends and len(word) >= SHORTEST_PART}
    for word in ends:
        yield word, frequency.get(word, 0.0)
    for word in others:
        yield word, UNFLAGGED_SHARE * frequency[word]
    for word, base in dictionary.begins.items():
        if word not in ends and word not in others:
            yield word, BEGIN_SHARE * frequency.get(base, 0.0)


def _part_probabilities(parts: Iterable[tuple[str, float]]) -> dict[str, float]:
    weights = {word: share + FREQUENCY_FLOOR for word, share in parts if len(word) >= SHORTEST_PART and word.isalpha()}
    total = math.log(math.fsum(weights.values()))  # in any order the same
    return {word: math.log(weight) - total for word, weight in weights.items()}


def _letter_probabilities(frequency: dict[str, float], forms: set[str]) -> dict[str, float]:
    """Return log P(letter | two before) and, keyed by two letters, log P(letter | one before)."""
    counts: Counter[str] = Counter()
    taken = 0
    for word in frequency:
        if word not in forms:
            continue
        padded = f"  {word} "
        for at in range(2, len(padded)):
            counts[padded[at - 2 : at + 1]] += 1
            counts[padded[at - 1 : at + 1]] += 1
            counts[padded[at - 2 : at]] += 0
        taken += 1
        if taken == 40_000:
            break
    before_two: Counter[str] = Counter()
    before_one: Counter[str] = Counter()
    for gram, count in counts.items():
        if len(gram) == 3:
            before_two[gram[:2]] += count
        else:
            before_one[gram[0]] += count
    return {
        gram: math.log(count / (before_two[gram[:2]] if len(gram) == 3 else before_one[gram[0]]))
        for gram, count in counts.items()
        if count
    }
