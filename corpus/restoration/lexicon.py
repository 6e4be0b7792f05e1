"""Turn the Swedish dictionary (hunspell-sv) and word frequencies (wordfreq) into a `Lexicon`: how likely a word is.

Compounds that no list has ("våldsförebyggande") are read as parts that the dictionary lets meet.
"""

import math
from collections import Counter
from collections.abc import Container, Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

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
TEACHING_WORDS = 40_000  # the commonest, that letters are counted in


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
    listed: Set[str]


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
    log_probability = _word_probabilities(dictionary, frequency)
    first_parts = _part_probabilities(
        {word: frequency.get(base, 0.0) for word, base in dictionary.begins.items() if _is_part(word)}
    )
    last_parts = _part_probabilities(_last_parts(dictionary, frequency))
    return Lexicon(
        words=tuple(sorted(log_probability)),
        log_probability=log_probability,
        begins=first_parts,
        begin_words=tuple(sorted(first_parts)),
        ends=last_parts,
        end_words=tuple(sorted(last_parts)),
        letters=_letter_probabilities(frequency, dictionary.forms),
        listed=dictionary.forms.keys(),
    )


# A million words have few frequencies between them: what they share is worked out once, and most of
# them, which wordfreq doesn't know, are gone through by no loop of Python's.


def _word_probabilities(dictionary: Dictionary, frequency: dict[str, float]) -> dict[str, float]:
    log = lru_cache(maxsize=None)(math.log)
    forms = dictionary.forms
    found = dict.fromkeys(forms, log(FREQUENCY_FLOOR))
    for word, share in frequency.items():
        if word in forms:
            found[word] = log(max(share, FREQUENCY_FLOOR))
        elif word.isalpha():
            found[word] = log(share * UNLISTED_DISCOUNT)
    for word, share in frequency.items():
        genitive = word + "s"
        if genitive in forms:
            found[genitive] = max(found[genitive], log(GENITIVE_SHARE * share))
    for word, base in dictionary.begins.items():
        share = BEGIN_SHARE * max(frequency.get(base, 0.0), FREQUENCY_FLOOR)
        found[word] = max(found.get(word, -math.inf), log(share))
    return found


def _last_parts(dictionary: Dictionary, frequency: dict[str, float]) -> dict[str, float]:
    """Return last parts: those flagged so, other words at a discount, first parts at a hyphen ("barnrätts- och")."""
    found = dict.fromkeys(filter(_is_part, dictionary.ends), 0.0)
    for word, share in frequency.items():
        if word in found:
            found[word] = share
        elif word in dictionary.forms and _is_part(word):
            found[word] = UNFLAGGED_SHARE * share
    for word, base in dictionary.begins.items():
        if word not in found and _is_part(word):
            found[word] = BEGIN_SHARE * frequency.get(base, 0.0)
    return found


def _is_part(word: str) -> bool:
    return len(word) >= SHORTEST_PART and word.isalpha()


def _part_probabilities(shares: dict[str, float]) -> dict[str, float]:
    total = math.log(math.fsum(share + FREQUENCY_FLOOR for share in shares.values()))  # in any order the same
    logs = {share: math.log(share + FREQUENCY_FLOOR) - total for share in set(shares.values())}
    return dict(zip(shares, map(logs.__getitem__, shares.values()), strict=True))


def _letter_probabilities(frequency: Iterable[str], forms: Container[str]) -> dict[str, float]:
    """Return log P(letter | two before) and, keyed by two letters, log P(letter | one before)."""
    counts: Counter[str] = Counter()
    for word in islice((word for word in frequency if word in forms), TEACHING_WORDS):
        padded = f"  {word} "
        counts.update([padded[at - 2 : at + 1] for at in range(2, len(padded))])
        counts.update([padded[at - 1 : at + 1] for at in range(2, len(padded))])
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
    }
