"""Turn clean Swedish into text as an engine without Swedish would misread it: seeded, each seed with its own habits.

The habits are drawn at random, from more glyphs than the restorer believes in, so that what it learns is tested and not
what it was told.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

WORD = re.compile(r"[\wåäö]+")

TORN = {
    "å": ["a", "d", "i", "é", "4", "á", "à", "â", "4i", "ai", "éa", "o", "3", "&"],
    "ä": ["a", "i", "d", "é", "4", "á", "ai", "ia", "ii", "id", "éi", "e", "3", "&"],
    "ö": ["o", "6", "é", "d", "0", "S", "O", "&", "G", "ó", "oé", "b", "8", "c"],
}
ALIKE = {
    "a": ["o", "d", "e"],
    "b": ["h", "6"],
    "c": ["e", "o"],
    "d": ["cl", "a"],
    "e": ["c", "o"],
    "f": ["t", "£", "{", "r"],
    "g": ["q", "9", "y"],
    "h": ["b", "n", "li"],
    "i": ["l", "1", "t", "!", "j"],
    "j": ["i", "]", "y"],
    "k": ["lc", "h"],
    "l": ["1", "I", "i", "t"],
    "m": ["rn", "in", "nn"],
    "n": ["u", "ri", "m"],
    "o": ["0", "c", "6"],
    "r": ["t", "i", "f"],
    "s": ["5", "8"],
    "t": ["r", "f", "l"],
    "u": ["n", "ii"],
    "v": ["y", "w"],
    "z": ["2"],
}
FONTS = 2


@dataclass(frozen=True)
class Habits:
    """How one typeface is misread: per letter, how prone it is and what it may become with which weight."""

    prone: dict[str, float]
    become: dict[str, list[tuple[str, float]]]


def damage(lines: Sequence[str], share: float, seed: int) -> list[str]:
    """Return `lines` with about `share` of their words misread; the same seed gives the same text."""
    if not share:
        return list(lines)
    chance = random.Random(f"{seed} {share}")
    fonts = [draw_habits(chance) for _ in range(FONTS)]
    font_of = []
    font = 0
    for line in lines:
        if not line.strip():
            font = int(chance.random() < 0.35)
        font_of.append(font)
    words = sum(len(WORD.findall(line)) for line in lines)
    low, high = 0.0, 60.0
    spoiled = list(lines)
    for _ in range(14):
        scale = (low + high) / 2
        draw = random.Random(f"{seed} {share} again")
        spoiled = [misread(line, fonts[font], scale, draw) for line, font in zip(lines, font_of, strict=True)]
        changed = sum(count_changed(before, after) for before, after in zip(lines, spoiled, strict=True))
        if changed < share * words:
            low = scale
        else:
            high = scale
    return spoiled


def draw_habits(chance: random.Random) -> Habits:
    """Draw one typeface: accented letters suffer most, a few others sometimes, each in a handful of ways."""
    prone: dict[str, float] = {}
    become: dict[str, list[tuple[str, float]]] = {}
    for letter, looks in TORN.items():
        prone[letter] = chance.uniform(0.3, 1.0)
        chosen = chance.sample(looks, chance.randint(2, 6))
        become[letter] = [(look, chance.expovariate(1.0)) for look in chosen]
    for letter, looks in ALIKE.items():
        prone[letter] = chance.expovariate(1.0) * 0.004
        become[letter] = [(look, chance.expovariate(1.0)) for look in looks]
    return Habits(prone, become)


def misread(line: str, habits: Habits, scale: float, draw: random.Random) -> str:
    out = []
    for letter in line:
        low = letter.lower()
        roll, pick = draw.random(), draw.random()
        if low in habits.prone and roll < min(0.97, habits.prone[low] * scale):
            look = pick_weighted(habits.become[low], pick)
            out.append(look.upper() if letter.isupper() and look in "aoei" else look)
        else:
            out.append(letter)
    return "".join(out)


def pick_weighted(looks: Sequence[tuple[str, float]], pick: float) -> str:
    """Return the look at `pick`, 0 to 1, of the summed weights."""
    point = pick * sum(weight for _, weight in looks)
    for look, weight in looks:
        point -= weight
        if point <= 0:
            return look
    return looks[-1][0]


def count_changed(before: str, after: str) -> int:
    return sum(one != two for one, two in zip(before.split(), after.split(), strict=False))
