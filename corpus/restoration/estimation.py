"""Turn a document's possible readings into beliefs: what its engine does to letters and what its words are.

Expectation-maximisation (Dempster, Laird & Rubin 1977): first from the words alone, then with their neighbours, where
each line belongs more or less to one of two typefaces with habits of its own.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from corpus.restoration.candidates import Candidate
from corpus.restoration.confusion import Channel, Unit, learn_channel, prior_channel, right_doubles
from corpus.restoration.lattice import ECHO, SINGLE_STRENGTH, Beliefs, Counts, ReadingModel, Slot, add_counts, believe
from corpus.restoration.tokens import Token
from corpus.restoration.word_pairs import fold, load_pairs
from corpus.restoration.word_readings import Key, Readings
from corpus.types import OnShare

# A Counter's values are int to typeshed; here they are shares (float), for which alone "assignment" is ignored below.

FIRST_ROUNDS = 8
ROUNDS = 3
LONG = 5
ONE_DIGIT = 0.05
EVEN = (0.5, 0.5)
PLAIN: frozenset[Unit] = frozenset({("å", "a"), ("ä", "a"), ("ö", "o")})  # dots and ring lost, no more


Taught = dict[Key, list[tuple[Unit, ...]]]


@dataclass(frozen=True)
class Learned:
    """The channels of both typefaces, the document's expected words, and the posterior of each run."""

    channels: list[Channel]
    counts: Counts
    beliefs: list[Beliefs]


@dataclass(frozen=True)
class FirstLook:
    """What words alone tell: one channel for all, and how often each string is which word."""

    channel: Channel
    words: Counter[str]
    words_seen: Counter[tuple[str, str]]


def look_first(readings: Readings, frequency: Counter[Key], rounds: int = FIRST_ROUNDS) -> FirstLook:
    """Learn from the words alone, without context: the engine's habits and the document's words from each other."""
    channel = prior_channel()
    words: Counter[str] = Counter()
    shares: dict[Key, list[float]] = {}
    size = sum(frequency.values())
    taught = _taught(readings)
    for _ in range(rounds):
        units: Counter[Unit] = Counter()
        now: Counter[str] = Counter()
        for key, candidates in readings.items():
            before = shares.get(key, [0.0] * len(candidates))
            own = frequency[key]
            scores = [
                (
                    max(words[fold(candidate.word)] - own * share, 0.0)
                    + ECHO * max(own * share - 1.0, 0.0)
                    + SINGLE_STRENGTH * math.exp(candidate.prior)
                )
                / (size + SINGLE_STRENGTH)
                * math.exp(-channel.cost(candidate.units))
                * chance(candidate)
                for candidate, share in zip(candidates, before, strict=True)
            ]
            total = sum(scores) or 1e-300
            shares[key] = [score / total for score in scores]
            for candidate, share, lesson in zip(candidates, shares[key], taught[key], strict=True):
                if share > 1e-3:  # typeshed's Counter has whole numbers only
                    now[fold(candidate.word)] += frequency[key] * share  # type: ignore[assignment]
                    for unit in lesson:
                        units[unit] += frequency[key] * share  # type: ignore[assignment]
        channel, words = learn_channel(units), now
    words_seen: Counter[tuple[str, str]] = Counter()
    for key, candidates in readings.items():
        for candidate, share in zip(candidates, shares[key], strict=True):  # typeshed's Counter, as above
            words_seen[key[0], fold(candidate.word)] += frequency[key] * share  # type: ignore[assignment]
    return FirstLook(channel, words, words_seen)


def learn(
    runs: Sequence[Sequence[Token]],
    readings: Readings,
    first: FirstLook,
    *,
    on_share: OnShare = lambda share: None,
) -> Learned:
    """Read the whole document again and again, each time with what the last time taught."""
    pairs, firsts = load_pairs()
    channels = [first.channel, first.channel]
    weights: dict[int, tuple[float, float]] = {}
    beliefs: list[Beliefs] = []
    counts = Counts(words=first.words, words_seen=first.words_seen)
    words = {
        key: (tuple(fold(each.word) for each in candidates), tuple(math.exp(each.prior) for each in candidates))
        for key, candidates in readings.items()
    }
    chances = {key: [chance(candidate) for candidate in candidates] for key, candidates in readings.items()}
    taught = _taught(readings)
    for turn in range(ROUNDS + 1):
        on_share(turn / (ROUNDS + 1))
        fits = {
            key: [[math.exp(-each.cost(candidate.units)) for each in channels] for candidate in candidates]
            for key, candidates in readings.items()
        }
        model = ReadingModel(pairs, firsts, counts)
        slots = [
            [
                Slot(token.seen, *words[key], _likelihoods(fits[key], chances[key], weights.get(token.line, EVEN)))
                for token in run
                for key in [(token.seen, token.shape)]
            ]
            for run in runs
        ]
        beliefs = [believe(run_slots, model) for run_slots in slots]
        if turn == ROUNDS:
            break
        counts = Counts()
        for run_slots, belief in zip(slots, beliefs, strict=True):
            add_counts(counts, run_slots, belief)
        channels, weights = _learn(runs, taught, beliefs, fits, turn)
    return Learned(channels, counts, beliefs)


def teaching_units(seen: str, candidate: Candidate, candidates: Sequence[Candidate]) -> tuple[Unit, ...]:
    """Return the units that a reading lets us count: its own, and pairs of letters that came through whole.

    A string that is a word as it stands teaches nothing when short ("vald"), and that its letters are right when long:
    what an engine truly does shows in strings that are no words.
    """
    standing = next((other for other in candidates if other.word == seen), None)
    is_word = standing is not None and standing.known and len(seen) > 1
    if is_word and (len(seen) < LONG or candidate is not standing):
        return ()
    return candidate.units + right_doubles(candidate.units)


def chance(candidate: Candidate) -> float:
    """Return P(this very number | some number); 1 for a word."""
    return ONE_DIGIT if candidate.word.isdecimal() else 1.0


def _taught(readings: Readings) -> Taught:
    """Return the teaching units of each reading of each word."""
    return {
        key: [teaching_units(key[0], candidate, candidates) for candidate in candidates]
        for key, candidates in readings.items()
    }


def _likelihoods(
    fits: Sequence[Sequence[float]], chances: Sequence[float], weights: tuple[float, float]
) -> tuple[float, ...]:
    """Return P(seen | reading) on a line that belongs to each typeface as `weights` say."""
    one, two = weights
    return tuple([chance * (one * fit[0] + two * fit[1]) for fit, chance in zip(fits, chances, strict=True)])


def _learn(
    runs: Sequence[Sequence[Token]],
    taught: Taught,
    beliefs: Sequence[Beliefs],
    fits: dict[Key, list[list[float]]],
    turn: int,
) -> tuple[list[Channel], dict[int, tuple[float, float]]]:
    """Return two channels, for two typefaces, and how much each line belongs to each."""
    per_line: defaultdict[int, Counter[Unit]] = defaultdict(Counter)
    fit: defaultdict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for run, belief in zip(runs, beliefs, strict=True):
        for token, shares in zip(run, belief.shares, strict=True):
            key = (token.seen, token.shape)
            as_one, as_other = zip(*fits[key], strict=True)
            of_line = fit[token.line]
            of_line[0] += math.log(sum(map(mul, shares, as_one)) + 1e-300)
            of_line[1] += math.log(sum(map(mul, shares, as_other)) + 1e-300)
            for lesson, share in zip(taught[key], shares, strict=True):
                if share > 1e-3:
                    for unit in lesson:
                        per_line[token.line][unit] += share  # type: ignore[assignment]
    new_weights: dict[int, tuple[float, float]] = {}
    both: list[Counter[Unit]] = [Counter(), Counter()]
    pooled: Counter[Unit] = Counter()
    for line, units in per_line.items():
        if turn == 0:
            plain = sum(n for (true, seen), n in units.items() if (true, seen) in PLAIN)
            other = sum(n for (true, seen), n in units.items() if true in {"å", "ä", "ö"} and seen != true) - plain
            share = (plain + 0.5) / (plain + other + 1.0)
        else:
            one, two = fit[line]
            share = 1.0 / (1.0 + math.exp(max(-50.0, min(50.0, two - one))))
        new_weights[line] = (share, 1.0 - share)
        for unit, count in units.items():
            both[0][unit] += count * share  # type: ignore[assignment]
            both[1][unit] += count * (1.0 - share)  # type: ignore[assignment]
            pooled[unit] += count
    return [learn_channel(each, pooled) for each in both], new_weights
