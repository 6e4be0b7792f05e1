"""What an engine makes of a letter: probabilities that it prints `seen` for `true`, learned from the document itself.

A noisy channel (Kernighan, Church & Gale 1990) over units of one or two characters (Brill & Moore 2000), its
probabilities by expectation-maximisation (Dempster, Laird & Rubin 1977) from the readings' own posteriors.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

Unit = tuple[str, str]  # (true, seen); "" seen: lost, "" true: a speck, " i " true: a word of one letter

# Glyphs of alike shape, as any engine may take one for the other: weak beliefs to start from.
# A letter with dots or a ring often falls apart into two ("ä" → "ai", "éa", "ii").
LOOKALIKES: dict[str, str] = {
    "å": "a d i é 4 á à â ä 3 A &",
    "ä": "a i d é 4 á à â å ii ai ia éi id éa 3 A 4i &",
    "ö": "o 6 é d 0 S G O & £ b e ó ò ô 5 oé 6é dé éd 66 oe ce",
    "é": "e 6 d",
    "a": "d o e 4 i á é A",
    "b": "h 6 l d",
    "c": "e o G C",
    "d": "cl a é 4",
    "e": "c o é a",
    "f": "t £ { r i [ ( I",
    "g": "q 9 e y o",
    "h": "b n li It bh",
    "i": "l 1 I j t ! 7 / ï í é",
    "j": "i y ] ; f",
    "k": "lc h K",
    "l": "1 I i t | ! [ L",
    "m": "rn in nn ni n",
    "n": "u ri m ii h",
    "o": "0 c e 6 O ö a",
    "p": "n P",
    "q": "g 9",
    "r": "t i f",
    "s": "5 S 8 a x",
    "t": "r f i l 1 + c T",
    "u": "n ii a U",
    "v": "y r w V x",
    "w": "vv W",
    "x": "z X",
    "y": "v g Y",
    "z": "2 x Z",
    " i ": "1 7 I l / | t j",
    "rn": "m",
    "in": "m",
    "nn": "m",
    "ri": "n",
    "li": "h",
    "cl": "d",
    "ti": "n",
    "gg": "ge eg",
    "rv": "tv",
    "lö": "I 1 l",
    "fi": "ﬁ",
    "fl": "ﬂ",
    "ff": "ﬀ",
    "tt": "ft n",
}
ACCENTED = "åäö"
FRAGMENTS = "aidéeo6&4"  # what an accented letter is torn into, two at a time
ALONE = " i "  # the word "i", which fares worse than the letter
ANY_GLYPH = "abcdefghijklmnopqrstuvwxyz0123456789éáàâóòôèêõãëïü&£$@§{}°ASGOQCD"  # what an accented letter may pass for
PRIOR_DAMAGE = {"accented": 0.25, "single": 0.012, "double": 0.006}
RARE = 2e-6  # any character for any other
LOST = 2e-6
SPECK = 1e-6
PRIOR_STRENGTH = 12.0  # occurrences that a belief above weighs


@dataclass(frozen=True)
class Channel:
    """Log P(seen | true) for the units that were believed or learned; everything else is rare."""

    log_probability: dict[Unit, float]

    def cost(self, units: Iterable[Unit]) -> float:
        """Return −log P of what is seen, unit by unit."""
        table = self.log_probability
        return -sum([table[unit] if unit in table else _rare(unit) for unit in units])

    def share(self, unit: Unit) -> float:
        """Return P(seen | true) of one unit."""
        return math.exp(self.log_probability.get(unit, _rare(unit)))


def prior_channel() -> Channel:
    """Return the beliefs before any document is read."""
    return Channel(_normalise(_prior_counts(), {}))


def learn_channel(counts: Mapping[Unit, float], base: Mapping[Unit, float] | None = None) -> Channel:
    """Return the channel that `counts` of units suggest, drawn to `base` (or the beliefs) where they are few."""
    return Channel(_normalise(_prior_counts(), counts, base))


def _rare(unit: Unit) -> float:
    true, seen = unit
    if true == seen:
        return -0.01
    if not seen:
        return math.log(LOST)
    if not true:
        return math.log(SPECK)
    return math.log(RARE) * max(len(true), len(seen))


def _prior_counts() -> dict[Unit, float]:
    counts: dict[Unit, float] = {}
    for true, looks in LOOKALIKES.items():
        kind = "accented" if true in ACCENTED else "single" if len(true) == 1 or true == ALONE else "double"
        seens = looks.split()
        weights = [1.0 / (rank + 2) for rank in range(len(seens))]
        for seen, weight in zip(seens, weights, strict=True):
            counts[true, seen] = PRIOR_DAMAGE[kind] * weight / sum(weights)
    for true in ACCENTED:
        counts[true, ""] = 3e-4
        for seen in ANY_GLYPH:
            counts.setdefault((true, seen), 1e-3)
        for first in FRAGMENTS:
            for second in FRAGMENTS:
                counts.setdefault((true, first + second), 5e-4)
    return counts


def _normalise(
    prior: Mapping[Unit, float], counts: Mapping[Unit, float], base: Mapping[Unit, float] | None = None
) -> dict[Unit, float]:
    """Return log-probabilities; what a unit's lookalikes leave is the chance that it is read right."""
    totals: defaultdict[str, float] = defaultdict(float)
    for (true, _), count in counts.items():
        totals[true] += count
    base_totals: defaultdict[str, float] = defaultdict(float)
    for (true, _), count in (base or {}).items():
        base_totals[true] += count
    share: dict[Unit, float] = {}
    strength = PRIOR_STRENGTH
    for unit in sorted({*prior, *counts, *(base or {})}):
        true, seen = unit
        if true.strip() == seen or not true:
            continue
        belief = prior.get(unit, LOST if not seen else RARE)
        if base is not None:
            belief = (base.get(unit, 0.0) + strength * belief) / (base_totals[true] + strength)
        share[unit] = (counts.get(unit, 0.0) + strength * belief) / (totals[true] + strength)
    wrong: defaultdict[str, float] = defaultdict(float)
    for (true, _), part in share.items():
        wrong[true] += part
    table = {unit: math.log(part) for unit, part in share.items()}
    for true in {true for true, _ in share} | {true for true, seen in counts if true == seen}:
        if len(true) == 1 or true == ALONE:
            table[true, true.strip()] = math.log(max(1.0 - wrong[true], 0.02))
    return table


@lru_cache(maxsize=1 << 16)
def right_doubles(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return the two-letter units ("rn") that were read right, letter by letter, within `units`."""
    found = []
    for (true, seen), (next_true, next_seen) in pairwise(units):
        if true == seen and next_true == next_seen and true + next_true in LOOKALIKES:
            found.append((true + next_true, true + next_true))
    return tuple(found)
