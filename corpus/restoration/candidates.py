"""Turn a misread word into the words it may be: a walk through the dictionary's letters along what is seen.

Words of the dictionary first, then compounds of its parts, and always the word as it stands.
"""

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.restoration.confusion import ALONE, LOST, RARE, SPECK, Channel, Unit
from corpus.restoration.lexicon import COMPOUND_SHARE, Lexicon, compound_prior, unknown_log_probability
from corpus.restoration.trie import Node, grow_trie

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
Move = tuple[Node, float, Unit]


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
        self._words = grow_trie(lexicon.words, sorted(self._extra))
        self._begins = grow_trie(lexicon.begin_words)
        self._ends = grow_trie(lexicon.end_words)
        # seen → the first letter of what may be true → what may be true; the longest seen units are two characters
        self._by_seen: dict[str, dict[str, list[tuple[str, float]]]] = {}
        for (true, seen), log_share in channel.log_probability.items():
            if seen and true and true != seen and -log_share < WIDEST:
                self._by_seen.setdefault(seen, {}).setdefault(true[0], []).append((true, -log_share))
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

    def _walk_words(
        self, seen: str, candidates: dict[str, tuple[float, Candidate]], *, rare: bool, widest: float
    ) -> None:
        best = -math.inf
        size = len(seen)
        pairs = self._pairs(seen)
        stack: list[tuple[int, Node, float, bool, Trail]] = [(0, self._words, 0.0, rare, None)]
        push, pop = stack.append, stack.pop
        rare_cost, lost_cost, speck_cost = -math.log(RARE), -math.log(LOST), -math.log(SPECK)
        limit = widest
        while stack:
            at, node, cost, may, trail = pop()
            if cost > limit and at < size:
                continue
            kids = node.kids
            if kids is None:
                kids = node.grow()
            if at == size:
                if node.word is not None:
                    old = candidates.get(node.word)
                    if old is None or cost < old[0]:
                        candidate = self._candidate(node.word, trail)
                        candidates[node.word] = (cost, candidate)
                        best = max(best, candidate.prior - cost)
                        limit = min(widest, MARGIN - 5.0 - best)  # no word is likelier than e^-3 or so
            elif not kids:
                continue
            if cost > limit:
                continue
            # The dearest steps are pushed first and so tried last, when a good reading already bounds the search.
            if may and cost + lost_cost <= limit:
                for letter, kid in kids.items():
                    if letter not in "åäö":
                        push((at, kid, cost + lost_cost, False, (trail, (letter, ""))))
            for true, price in self._lost:
                if true in kids and cost + price <= limit and not (trail and trail[1] == (true, "")):
                    push((at, kids[true], cost + price, may, (trail, (true, ""))))
            if at == size:
                continue
            glyph = seen[at]
            if may and cost + rare_cost <= limit:
                # A letter of another script has a price for every letter already.
                tried = kids if is_alien(glyph) else self._readings_of(glyph)
                for letter, kid in kids.items():
                    if letter != glyph and letter not in tried:
                        push((at + 1, kid, cost + rare_cost, False, (trail, (letter, glyph))))
                if cost + speck_cost <= limit and at:
                    push((at + 1, node, cost + speck_cost, False, (trail, ("", glyph))))
            room = limit - cost
            pair = pairs[at]
            if pair:
                for kid, price, unit in node.moves[pair] if pair in node.moves else self._moves(node, pair):
                    if price <= room:
                        push((at + 2, kid, cost + price, may, (trail, unit)))
            for kid, price, unit in node.moves[glyph] if glyph in node.moves else self._moves(node, glyph):
                if price <= room:
                    push((at + 1, kid, cost + price, may, (trail, unit)))
            if glyph in kids:
                push((at + 1, kids[glyph], cost + self._kept.get(glyph, 0.01), may, (trail, (glyph, glyph))))

    def _candidate(self, word: str, trail: Trail) -> Candidate:
        """The reading that a walk through the dictionary ends with."""
        prior = self.lexicon.log_probability.get(word)
        units = read_alone(unroll(trail))
        if prior is not None:
            return Candidate(word, units, prior, word in self.lexicon.listed)
        parts = self._extra[word]
        return Candidate(word, units, compound_prior(self.lexicon, parts), True, parts)

    def _moves(self, node: Node, seen: str) -> list[Move]:
        """Where each reading of `seen` leads from a node, what it costs, and its unit; the dearest first."""
        kids = node.grow() if node.kids is None else node.kids
        found: list[Move] = []
        if len(seen) == 1 and is_alien(seen):
            found = [(kid, ALIEN_COST * (letter != sound_of(seen)), (letter, seen)) for letter, kid in kids.items()]
        else:
            readings = self._by_seen.get(seen, {})
            for letter in kids.keys() & readings.keys():
                for true, price in readings[letter]:
                    kid: Node | None = kids[letter]
                    if kid and len(true) == 2:
                        kid = (kid.grow() if kid.kids is None else kid.kids).get(true[1])
                    if kid:
                        found.append((kid, price, (true, seen)))
            found.sort(key=lambda move: (-move[1], move[2]))
        node.moves[seen] = found
        return found

    def _pairs(self, seen: str) -> list[str]:
        """At each place of a string its two letters from there, where they may be another's; else nothing."""
        pairs = [seen[at : at + 2] for at in range(len(seen))]
        return [pair if len(pair) == 2 and pair in self._by_seen else "" for pair in pairs]

    def _readings_of(self, glyph: str) -> set[str]:
        return {true for readings in self._by_seen.get(glyph, {}).values() for true, _ in readings}

    def _walk_compounds(self, seen: str, candidates: dict[str, tuple[float, Candidate]]) -> None:
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
                            old = candidates.get(joined.word)
                            if total <= WIDEST and (old is None or total - joined.prior < old[0] - old[1].prior):
                                candidates[joined.word] = (total, joined)
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
        root, priors = (self._ends, self.lexicon.ends) if whole else (self._begins, self.lexicon.begins)
        size = len(seen)
        pairs = self._pairs(seen)
        found: dict[tuple[int, str], tuple[int, str, float, float, tuple[Unit, ...]]] = {}
        stack: list[tuple[int, Node, float, Trail]] = [(start, root, 0.0, None)]
        push, pop = stack.append, stack.pop
        while stack:
            at, node, cost, trail = pop()
            part = node.word
            if part is not None and (at == size if whole else at <= size - 3):
                old = found.get((at, part))
                if old is None or cost < old[2]:
                    found[at, part] = (at, part, cost, priors[part], unroll(trail))
            if at == size:
                continue
            kids = node.grow() if node.kids is None else node.kids
            room = widest - cost
            glyph = seen[at]
            if glyph in kids:
                push((at + 1, kids[glyph], cost + self._kept.get(glyph, 0.01), (trail, (glyph, glyph))))
            for kid, price, unit in node.moves[glyph] if glyph in node.moves else self._moves(node, glyph):
                if price <= room:
                    push((at + 1, kid, cost + price, (trail, unit)))
            pair = pairs[at]
            if pair:
                for kid, price, unit in node.moves[pair] if pair in node.moves else self._moves(node, pair):
                    if price <= room:
                        push((at + 2, kid, cost + price, (trail, unit)))
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
