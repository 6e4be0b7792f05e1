"""Turn the words of a document into what each may say, whatever stands around it."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.restoration.candidates import Candidate, Speller
from corpus.restoration.confusion import Channel
from corpus.restoration.lattice import ECHO
from corpus.restoration.lexicon import COMPOUND_SHARE, Lexicon, split_compound
from corpus.restoration.parallel import ParallelMap, one_by_one
from corpus.restoration.tokens import Token
from corpus.types import OnShare

Key = tuple[str, str]  # what is seen, and its shape
Readings = dict[Key, list[Candidate]]

LONGEST_ACRONYM = 6
ACRONYM = math.log(5e-4)
NUMBER_PRIOR = math.log(0.02)  # any number; which one is a matter of chance
FAIR = 20.0
PART_STRENGTH = 2000.0


def find_candidates(
    tokens: Sequence[Token],
    lexicon: Lexicon,
    channel: Channel,
    *,
    each: ParallelMap = one_by_one,
    on_share: OnShare = lambda share: None,
) -> Readings:
    """Return what each distinct word may be; ``each`` says how many processes work on it."""
    extra = [
        parts
        for seen in sorted({token.seen for token in tokens})
        if seen not in lexicon.log_probability and len(seen) > 6
        for parts in [split_compound(lexicon, seen)]
        if parts is not None
    ]
    speller = Speller(lexicon, channel, extra)
    distinct = {(token.seen, token.shape): token for token in tokens}
    alphabetic = sorted(distinct)  # words that begin alike are looked up by the same process
    found = each(lambda key: _candidates(distinct[key], speller), alphabetic, on_share)
    by_key = dict(zip(alphabetic, found, strict=True))
    return {key: by_key[key] for key in distinct}


def _candidates(token: Token, speller: Speller) -> list[Candidate]:
    if token.seen.isdecimal() and len(token.seen) > 1:
        return [Candidate(token.seen, (), NUMBER_PRIOR, True)]
    found = speller.find(token.seen)
    if token.shape == "Capital":
        found = _with_capital(found, speller, token)
    if token.shape == "UPPER" and len(token.seen) <= LONGEST_ACRONYM:
        found = [replace(item, prior=max(item.prior, ACRONYM)) if item.word == token.seen else item for item in found]
    if token.seen.isdecimal():
        found = [replace(item, prior=NUMBER_PRIOR, known=True) if item.word == token.seen else item for item in found]
    return found


def _with_capital(candidates: list[Candidate], speller: Speller, token: Token) -> list[Candidate]:
    """Add readings where the capital itself is a misread letter ("I6pande" → "löpande")."""
    known = {candidate.word for candidate in candidates}
    seen = token.seen[0].upper() + token.seen[1:]
    more = [item for item in speller.find(seen) if item.word not in known and item.word != seen]
    return candidates + more


def is_poor(candidates: Sequence[Candidate], channel: Channel) -> bool:
    """Return whether a string has no reading yet that is a listed word at a likely price."""
    return not any(
        candidate.known and not candidate.parts and channel.cost(candidate.units) - candidate.prior < FAIR
        for candidate in candidates
    )


def attested(words_seen: Counter[tuple[str, str]]) -> Counter[str]:
    """Return the count of each word without what its most frequent way of being seen gives it, echo excepted."""
    total: Counter[str] = Counter()
    most: defaultdict[str, float] = defaultdict(float)
    for (_, word), count in words_seen.items():
        total[word] += count
        most[word] = max(most[word], count)
    return Counter({word: count - (1.0 - ECHO) * most[word] for word, count in total.items()})


def adapt_compounds(readings: Readings, words: Counter[str], lexicon: Lexicon) -> Readings:
    """Make compounds of this document's own vocabulary likelier: "stöd" often here, so "stödmaterial"."""
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    for word, count in words.items():
        if word in lexicon.listed:
            for cut in range(3, len(word) + 1):
                heads[word[:cut]] += count
            for cut in range(len(word) - 2):
                tails[word[cut:]] += count
    size = sum(words.values())

    def adapted(candidate: Candidate) -> Candidate:
        if not candidate.parts:
            return candidate
        *firsts, last = candidate.parts
        chances = [(heads[part], lexicon.begins[part]) for part in firsts] + [(tails[last], lexicon.ends[last])]
        total = math.log(COMPOUND_SHARE) * len(firsts)
        for count, prior in chances:
            total += math.log((count + PART_STRENGTH * math.exp(prior)) / (size + PART_STRENGTH))
        return replace(candidate, prior=total)

    return {key: [adapted(candidate) for candidate in candidates] for key, candidates in readings.items()}
