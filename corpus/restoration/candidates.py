"""Turn a misread word into the words it may be: a walk through the dictionary's letters along what is seen.

Words of the dictionary first, then compounds of its parts, and always the word as it stands.
"""

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.restoration.confusion import ALONE, LOST, RARE, SPECK, Channel, Unit
from corpus.restoration.words import (
    COMPOUND_SHARE,
    Lexicon,
    children,
    compound_prior,
    unknown_log_probability,
)

WIDEST = 16.0  # nats of damage beyond which no reading is tried
MARGIN = 9.0  # nats behind the best reading that still count
NEAR = 10.0  # as far as a string that is a word already may be from another
ALIEN_COST = math.log(30.0)
SLIP = math.log(4e-6)  # an author's slip of the pen, this very one, per word
MOST = 12
COMMON = -19.0  # a reading likelier than this makes compounds not worth trying


@dataclass(frozen=True)
class Candidate:
    """One reading of a word: lower-case, the units that turn it into what is seen, and its own log-probability."""

    word: str
    units: tuple[Unit, ...]
    prior: float
    known: bool
    parts: tuple[str, ...] = ()


# The units read so far, the last first: a step of the walk adds one without copying those before.
Trail = tuple["Trail", Unit] | None


def unroll(trail: Trail) -> tuple[Unit, ...]:
    """Return the units of a trail in the order they were read."""
    units = []
    while trail is not None:
        trail, unit = trail
        units.append(unit)
    return tuple(reversed(units))


class Speller:
    """Finds candidates in one lexicon, extended by the words that one document is sure to have."""

    def __init__(self, lexicon: Lexicon, channel: Channel, extra: Iterable[tuple[str, ...]] = ()) -> None:
        """`extra` are compounds that stand in the document, as their parts."""
        self.lexicon = lexicon
        self._extra = {"".join(parts): parts for parts in extra}
        self._extra_words = tuple(sorted(self._extra))
        self._begin_words = lexicon.begin_words
        self._end_words = lexicon.end_words
        self._kids: dict[str, str] = {}
        self._begin_kids: dict[str, str] = {}
        self._end_kids: dict[str, str] = {}
        # seen → what may be true; the longest seen units are two characters
        self._by_seen: dict[str, list[tuple[str, float]]] = {}
        for (true, seen), log_share in channel.log_probability.items():
            if seen and true and true != seen and -log_share < WIDEST:
                self._by_seen.setdefault(seen, []).append((true, -log_share))
        for options in self._by_seen.values():
            options.sort(key=lambda option: (-option[1], option[0]))
        self._lost = [
            (true, -share) for (true, seen), share in channel.log_probability.items() if not seen and true in "åäö"
        ]
        self._kept = {true: -share for (true, seen), share in channel.log_probability.items() if true == seen}

    def find(self, seen: str) -> list[Candidate]:
        """Return readings of `seen`, likeliest first; a capital at its head is to be lower case already."""
        units = read_alone(tuple((letter, letter) for letter in seen))
        own = self.lexicon.log_probability.get(seen)
        parts = () if own is not None else self._extra.get(seen, ())
        if own is not None:
            keep = Candidate(seen, units, own, seen in self.lexicon.listed)
        elif parts:
            keep = Candidate(seen, units, compound_prior(self.lexicon, parts), True, parts)
        else:
            keep = Candidate(seen, units, unknown_log_probability(self.lexicon, seen), False)
        found: dict[str, tuple[float, Candidate]] = {}
        listed = own is not None
        self._walk_words(
            seen, found, rare=not keep.known and len(seen) >= 4, widest=NEAR if keep.known and not parts else WIDEST
        )
        best = max((candidate.prior - cost for cost, candidate in found.values()), default=-math.inf)
        if not listed and len(seen) >= 7 and best < COMMON:
            self._walk_compounds(seen, found)
        if not keep.known:
            slips = [candidate.prior + SLIP for _, candidate in found.values() if is_one_edit(candidate.units)]
            keep = replace(keep, prior=max([keep.prior, *slips]))
            found.pop(seen, None)
        if seen not in found:
            found[seen] = (sum(self._kept.get(letter, 0.01) for letter in seen), keep)
        ranked = sorted(found.values(), key=lambda item: (item[0] - item[1].prior, item[1].word))
        bound = ranked[0][0] - ranked[0][1].prior + MARGIN + 6.0
        chosen = [candidate for cost, candidate in ranked[:MOST] if cost - candidate.prior <= bound]
        if all(candidate.word != seen for candidate in chosen):
            chosen.append(keep)
        return chosen

    def _children(self, prefix: str) -> str:
        kids = self._kids.get(prefix)
        if kids is None:
            kids = children(self.lexicon.words, prefix)
            if self._extra_words:
                kids = "".join(sorted({*kids, *children(self._extra_words, prefix)}))
            self._kids[prefix] = kids
        return kids

    def _walk_words(self, seen: str, found: dict[str, tuple[float, Candidate]], *, rare: bool, widest: float) -> None:
        best = -math.inf
        size = len(seen)
        stack: list[tuple[int, str, float, bool, Trail]] = [(0, "", 0.0, rare, None)]
        rare_cost, lost_cost, speck_cost = -math.log(RARE), -math.log(LOST), -math.log(SPECK)
        words = self.lexicon.log_probability
        extra = self._extra
        while stack:
            at, prefix, cost, may, trail = stack.pop()
            kids = self._children(prefix)
            if at == size:
                if "." in kids:
                    parts = extra[prefix] if prefix not in words else ()
                    prior = compound_prior(self.lexicon, parts) if parts else words[prefix]
                    old = found.get(prefix)
                    if old is None or cost < old[0]:
                        found[prefix] = (
                            cost,
                            Candidate(
                                prefix,
                                read_alone(unroll(trail)),
                                prior,
                                bool(parts) or prefix in self.lexicon.listed,
                                parts,
                            ),
                        )
                        best = max(best, prior - cost)
            elif kids == ".":
                continue
            limit = min(widest, MARGIN - 5.0 - best)  # no word is likelier than e^-3 or so
            if cost > limit:
                continue
            # The dearest steps are pushed first and so tried last, when a good reading already bounds the search.
            if may and cost + lost_cost <= limit:
                for kid in kids:
                    if kid not in ".åäö":
                        stack.append((at, prefix + kid, cost + lost_cost, False, (trail, (kid, ""))))
            for true, price in self._lost:
                if true in kids and cost + price <= limit and not (trail and trail[1] == (true, "")):
                    stack.append((at, prefix + true, cost + price, may, (trail, (true, ""))))
            if at == size:
                continue
            glyph = seen[at]
            options = self._by_seen.get(glyph, ())
            if is_alien(glyph):
                options = [(kid, ALIEN_COST * (kid != sound_of(glyph))) for kid in kids if kid != "."]
            if may and cost + rare_cost <= limit:
                tried = {true for true, _ in options}
                for kid in kids:
                    if kid != glyph and kid != "." and kid not in tried:
                        stack.append((at + 1, prefix + kid, cost + rare_cost, False, (trail, (kid, glyph))))
                if cost + speck_cost <= limit and at:
                    stack.append((at + 1, prefix, cost + speck_cost, False, (trail, ("", glyph))))
            for width, choices in (
                (2, self._by_seen.get(seen[at : at + 2], ()) if at + 1 < size else ()),
                (1, options),
            ):
                for true, price in choices:
                    if true[0] in kids and cost + price <= limit:
                        if len(true) == 2 and true[1] not in self._children(prefix + true[0]):
                            continue
                        unit = (true, seen[at : at + width])
                        stack.append((at + width, prefix + true, cost + price, may, (trail, unit)))
            if glyph in kids and glyph != ".":
                stack.append((at + 1, prefix + glyph, cost + self._kept.get(glyph, 0.01), may, (trail, (glyph, glyph))))

    def _walk_compounds(self, seen: str, found: dict[str, tuple[float, Candidate]]) -> None:
        """Join a first part (or two) and a last part, each walked through its own list; keep the best few per place."""
        reached: dict[int, list[Candidate]] = {0: [Candidate("", (), 0.0, True)]}
        spent: dict[int, float] = {0: 0.0}
        costs: dict[tuple[str, tuple[Unit, ...]], float] = {("", ()): 0.0}
        share = math.log(COMPOUND_SHARE)
        for depth in range(3):
            following: defaultdict[int, list[tuple[float, Candidate]]] = defaultdict(list)
            for start, states in sorted(reached.items()):
                if depth:
                    for _, part, cost, prior, units in self._walk_part(seen, start, WIDEST - spent[start], whole=True):
                        for state in states:
                            total = costs[state.word, state.units] + cost
                            joined = _join(state, part, units, prior + share)
                            old = found.get(joined.word)
                            if total <= WIDEST and (old is None or total - joined.prior < old[0] - old[1].prior):
                                found[joined.word] = (total, joined)
                if depth < 2 and len(seen) - start >= 6:
                    for end, part, cost, prior, units in self._walk_part(
                        seen, start, WIDEST - spent[start], whole=False
                    ):
                        for state in states:
                            total = costs[state.word, state.units] + cost
                            if total <= WIDEST:
                                following[end].append((total, _join(state, part, units, prior + share * (depth > 0))))
            reached, spent = {}, {}
            for end, ends in following.items():
                best = sorted(ends, key=lambda item: (item[0] - item[1].prior, item[1].word))[:4]
                reached[end] = [state for _, state in best]
                spent[end] = min(total for total, _ in best)
                costs.update({(state.word, state.units): total for total, state in best})

    def _walk_part(
        self, seen: str, start: int, widest: float, *, whole: bool
    ) -> list[tuple[int, str, float, float, tuple[Unit, ...]]]:
        """Return (end, part, cost, log-probability, units) of the parts that `seen` may have from `start` on."""
        words, cache, priors = (
            (self._end_words, self._end_kids, self.lexicon.ends)
            if whole
            else (self._begin_words, self._begin_kids, self.lexicon.begins)
        )
        size = len(seen)
        found: dict[tuple[int, str], tuple[int, str, float, float, tuple[Unit, ...]]] = {}
        stack: list[tuple[int, str, float, tuple[Unit, ...]]] = [(start, "", 0.0, ())]
        while stack:
            at, prefix, cost, units = stack.pop()
            kids = cache.get(prefix)
            if kids is None:
                kids = cache[prefix] = children(words, prefix)
            if "." in kids and (at == size if whole else at <= size - 3):
                prior = priors[prefix]
                old = found.get((at, prefix))
                if old is None or cost < old[2]:
                    found[at, prefix] = (at, prefix, cost, prior, units)
            if at == size:
                continue
            glyph = seen[at]
            if glyph in kids and glyph != ".":
                stack.append((at + 1, prefix + glyph, cost + self._kept.get(glyph, 0.01), (*units, (glyph, glyph))))
            for true, price in self._by_seen.get(glyph, ()):
                if true[0] in kids and cost + price <= widest:
                    stack.append((at + 1, prefix + true, cost + price, (*units, (true, glyph))))
            pair = seen[at : at + 2]
            if len(pair) == 2:
                for true, price in self._by_seen.get(pair, ()):
                    if true[0] in kids and cost + price <= widest:
                        stack.append((at + 2, prefix + true, cost + price, (*units, (true, pair))))
        return list(found.values())


def _join(state: Candidate, part: str, units: tuple[Unit, ...], prior: float) -> Candidate:
    return Candidate(state.word + part, state.units + units, state.prior + prior, True, (*state.parts, part))


def is_one_edit(units: tuple[Unit, ...]) -> bool:
    """Return whether one letter more, less or other is all that the reading changes."""
    changed = [unit for unit in units if unit[0].strip() != unit[1]]
    return len(changed) == 1 and max(len(side) for side in changed[0]) == 1


def is_alien(glyph: str) -> bool:
    """Return whether `glyph` is a letter of another script: it says no more than that a letter stood there."""
    return glyph > "\u024f" and glyph.isalpha() and not unicodedata.name(glyph, "").startswith("LATIN")


def sound_of(glyph: str) -> str:
    """Return the Latin letter that Unicode's name of a letter begins with: ARABIC LETTER LAM → l."""
    return unicodedata.name(glyph, "?").split()[-1][0].lower()


def read_alone(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Mark the only unit of the word "i"."""
    return ((ALONE, units[0][1]),) if len(units) == 1 and units[0][0] == ALONE.strip() else units
