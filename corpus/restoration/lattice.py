"""Turn a run of words with several readings each into how likely each reading is, given its neighbours.

Forward-backward over word pairs (Rabiner 1989); this document's pairs are smoothed by general Swedish pairs, those by
single words.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from operator import mul

from corpus.restoration.word_pairs import BOUNDARY

GENERAL_TRUST = 0.6
DOCUMENT_TRUST = 0.8
OPENNESS = 1.5
SINGLE_STRENGTH = 8000.0
ECHO = 0.03  # what a copy misread alike counts
OPEN = 1e-4
NEGLIGIBLE = 1e-4
HOPELESS = 1e-8
EDGE_SHARE = 0.02


@dataclass(frozen=True)
class Slot:
    """One word as it is seen, and its readings: the keys context knows them by, their priors, P(seen | reading)."""

    seen: str
    keys: tuple[str, ...]
    priors: tuple[float, ...]
    likelihoods: tuple[float, ...]

    @cached_property
    def open(self) -> bool:
        """Whether more than one reading is worth a thought."""
        scores = sorted(
            (prior * likelihood for prior, likelihood in zip(self.priors, self.likelihoods, strict=True)), reverse=True
        )
        return len(scores) > 1 and scores[1] > OPEN * scores[0]


# typeshed has a Counter's values as int; the shares that are counted here are floats, hence the ignores below.
@dataclass(frozen=True)
class Counts:
    """What a document is believed to say: expected counts of its words and pairs, in all and by what is seen.

    A word that is always misread alike would confirm itself; so what a string is read as is judged by the counts
    that differently misread copies have left ("véld" speaks for "våld" in "vald", another "vald" doesn't).
    """

    words: Counter[str] = field(default_factory=Counter)
    words_seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    pairs_left: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    pairs_right: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    pairs_seen: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    firsts: Counter[str] = field(default_factory=Counter)
    firsts_left: Counter[tuple[str, str]] = field(default_factory=Counter)
    firsts_right: Counter[tuple[str, str]] = field(default_factory=Counter)
    firsts_seen: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def pair(self, left: Slot, right: Slot, first: str, second: str) -> float:
        """Return how often the pair stands elsewhere, where what is open here was seen otherwise."""
        count = self.pairs.get((first, second), 0.0)
        if count:
            if left.open:
                count -= self.pairs_left.get((left.seen, first, second), 0.0)
            if right.open:
                count -= self.pairs_right.get((right.seen, first, second), 0.0)
                if left.open:
                    count += self.pairs_seen.get((left.seen, right.seen, first, second), 0.0)
        return max(count, 0.0)

    def first(self, left: Slot, right: Slot, first: str) -> float:
        """Return the same of a pair's first word, whatever follows."""
        count = self.firsts.get(first, 0.0)
        if count:
            if left.open:
                count -= self.firsts_left.get((left.seen, first), 0.0)
            if right.open:
                count -= self.firsts_right.get((right.seen, first), 0.0)
                if left.open:
                    count += self.firsts_seen.get((left.seen, right.seen, first), 0.0)
        return max(count, 0.0)


@dataclass(frozen=True)
class Beliefs:
    """The posterior of one run: per slot the share of each reading, per neighbouring slots the share of each pair."""

    shares: list[list[float]]
    pairs: list[dict[tuple[int, int], float]]


class ReadingModel:
    """Word-pair probabilities of general Swedish and of one document."""

    def __init__(self, pairs: Mapping[tuple[str, str], int], firsts: Mapping[str, int], document: Counts) -> None:
        self._pairs = pairs
        self._firsts = firsts
        self._document = document
        self._size = sum(document.words.values())
        self._followers: Counter[str] = Counter(first for first, _ in pairs)
        self._own_followers: Counter[str] = Counter()
        for (first, _), count in document.pairs.items():
            self._own_followers[first] += min(count, 1.0)  # type: ignore[assignment]

    def single(self, seen: str, key: str, prior: float) -> float:
        """Return P(word)."""
        alike = self._document.words_seen.get((seen, key), 0.0)
        count = max(self._document.words.get(key, 0.0) - alike, 0.0) + ECHO * max(alike - 1.0, 0.0)
        return (count + SINGLE_STRENGTH * prior) / (self._size + SINGLE_STRENGTH)

    def follow(
        self, left: Slot, right: Slot, first: str, seconds: Sequence[str], singles: Sequence[float]
    ) -> list[float]:
        """Return P(second | first) of each of the readings at the right; `singles` are their P(word).

        What a first word has not been followed by yet weighs as its number of different followers does
        (Witten & Bell 1991), and never less than a share: a frequent word must not lose to a rare one by
        having been seen in other company.
        """
        total = self._firsts.get(first, 0)
        chances = singles
        if total:
            share = GENERAL_TRUST * total / (total + OPENNESS * self._followers.get(first, 1))
            pairs = self._pairs
            chances = [
                share * pairs.get((first, second), 0) / total + (1.0 - share) * single
                for second, single in zip(seconds, singles, strict=True)
            ]
        own_total = self._document.first(left, right, first)
        if own_total <= 0.5:
            return list(chances)
        share = DOCUMENT_TRUST * own_total / (own_total + OPENNESS * self._own_followers.get(first, 1.0))
        pair = self._document.pair
        return [
            share * pair(left, right, first, second) / own_total + (1.0 - share) * general
            for second, general in zip(seconds, chances, strict=True)
        ]


def believe(slots: Sequence[Slot], model: ReadingModel) -> Beliefs:
    """Return the posterior of a run; readings that no context could save have none."""
    edge = Slot(BOUNDARY, (BOUNDARY,), (1.0,), (1.0,))
    row = [edge, *slots, edge]
    singles = [
        [EDGE_SHARE]
        if slot is edge
        else [model.single(slot.seen, key, prior) for key, prior in zip(slot.keys, slot.priors, strict=True)]
        for slot in row
    ]
    alive = []
    for slot, chances in zip(row, singles, strict=True):
        scores = [chance * likelihood for chance, likelihood in zip(chances, slot.likelihoods, strict=True)]
        bound = HOPELESS * max(scores)
        alive.append([at for at, score in enumerate(scores) if score >= bound])
    steps = []
    for at, (left, right) in enumerate(pairwise(row), start=1):
        seconds = [right.keys[j] for j in alive[at]]
        likelihoods = [right.likelihoods[j] for j in alive[at]]
        chances = [singles[at][j] for j in alive[at]]
        steps.append(
            [
                list(map(mul, model.follow(left, right, left.keys[i], seconds, chances), likelihoods))
                for i in alive[at - 1]
            ]
        )
    narrow = _forward_backward(steps)
    shares = []
    for slot, places, few in zip(slots, alive[1:-1], narrow.shares, strict=True):
        full = [0.0] * len(slot.keys)
        for at, share in zip(places, few, strict=True):
            full[at] = share
        shares.append(full)
    pairs = [
        {(lefts[i], rights[j]): share for (i, j), share in few.items()}
        for (lefts, rights), few in zip(pairwise(alive[1:-1]), narrow.pairs, strict=True)
    ]
    return Beliefs(shares, pairs)


def add_counts(counts: Counts, slots: Sequence[Slot], beliefs: Beliefs) -> None:
    """Add a run's expected words and pairs to `counts`."""
    for slot, shares in zip(slots, beliefs.shares, strict=True):
        for key, share in zip(slot.keys, shares, strict=True):
            if share > NEGLIGIBLE:
                counts.words[key] += share  # type: ignore[assignment]
                counts.words_seen[slot.seen, key] += share  # type: ignore[assignment]
    for (left, right), pairs in zip(pairwise(slots), beliefs.pairs, strict=True):
        for (i, j), share in pairs.items():
            first, second = left.keys[i], right.keys[j]
            counts.pairs[first, second] += share  # type: ignore[assignment]
            counts.pairs_left[left.seen, first, second] += share  # type: ignore[assignment]
            counts.pairs_right[right.seen, first, second] += share  # type: ignore[assignment]
            counts.pairs_seen[left.seen, right.seen, first, second] += share  # type: ignore[assignment]
            counts.firsts[first] += share  # type: ignore[assignment]
            counts.firsts_left[left.seen, first] += share  # type: ignore[assignment]
            counts.firsts_right[right.seen, first] += share  # type: ignore[assignment]
            counts.firsts_seen[left.seen, right.seen, first] += share  # type: ignore[assignment]


def _forward_backward(steps: list[list[list[float]]]) -> Beliefs:
    forward = [[1.0]]
    for matrix in steps:
        last = forward[-1]
        row = [sum(map(mul, last, column)) for column in zip(*matrix, strict=True)]
        total = sum(row) or 1e-300
        forward.append([value / total for value in row])
    backward = [[1.0]]
    for matrix in reversed(steps):
        after = backward[-1]
        row = [sum(map(mul, values, after)) for values in matrix]
        total = sum(row) or 1e-300
        backward.append([value / total for value in row])
    backward.reverse()
    shares = []
    pairs: list[dict[tuple[int, int], float]] = []
    for at in range(1, len(steps)):
        row = [a * b for a, b in zip(forward[at], backward[at], strict=True)]
        total = sum(row) or 1e-300
        shares.append([value / total for value in row])
    for at in range(1, len(steps) - 1):
        cells = {
            (i, j): forward[at][i] * steps[at][i][j] * backward[at + 1][j]
            for i in range(len(forward[at]))
            for j in range(len(backward[at + 1]))
        }
        total = sum(cells.values()) or 1e-300
        pairs.append({cell: value / total for cell, value in cells.items() if value > NEGLIGIBLE * total})
    return Beliefs(shares, pairs)
