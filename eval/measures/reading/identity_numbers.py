"""How well personal identity numbers are found: made-up ones in every shape, read and misread, and what is none.

The numbers are of random dates; the sentences around them are such as stand in municipal documents.
"""

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.privacy.identity_numbers import find_numbers, mask_numbers
from corpus.types import Line
from eval.datasets import DATA

SEED = 11
EACH = 300  # numbers of every shape and share of misread signs
SHAPES = {
    "ten digits, sign": "{y}{m}{d}-{n}",
    "ten digits, +": "{y}{m}{d}+{n}",
    "ten digits, none": "{y}{m}{d}{n}",
    "ten digits, space": "{y}{m}{d} {n}",
    "twelve digits, sign": "{c}{y}{m}{d}-{n}",
    "twelve digits, none": "{c}{y}{m}{d}{n}",
    "twelve digits, space": "{c}{y}{m}{d} {n}",
    "spaces at the sign": "{y}{m}{d} - {n}",
    "over a line's end": "{y}{m}{d}-\n{n}",
    "date with hyphens": "{c}{y}-{m}-{d}-{n}",
}
# Whatever else stands between the parts, before the four last digits, and among them.
UNUSUAL = {
    **{
        f"date with {s!r}, then {t!r}": f"{{c}}{{y}}{s}{{m}}{s}{{d}}{t}{{n}}"
        for s in "-./ "
        for t in (" ", "  ", "/", ".")
    },
    **{f"short date with {s!r}, then {t!r}": f"{{y}}{s}{{m}}{s}{{d}}{t}{{n}}" for s in "-./" for t in (" ", "/", ":")},
    **{
        f"then {t!r}": f"{{y}}{{m}}{{d}}{t}{{n}}"
        for t in (".", "/", "_", ":", "*", " / ", "  ", " -  ", ", ", " | ", "--")
    },
    **{f"long, then {t!r}": f"{{c}}{{y}}{{m}}{{d}}{t}{{n}}" for t in (".", "/", "_", ":", " / ", "  ", " | ", "--")},
    "the last digits in two": "{y}{m}{d}-{n2}",
    "the last digits in two, long": "{c}{y}{m}{d}-{n2}",
    "every digit apart": "{each}",
    "every digit apart, a sign": "{apart} - {last}",
    "year apart": "{c}{y} {m}{d} {n}",
    "glued to a word": "pnr{y}{m}{d}-{n}",
    "glued to a word behind": "{y}{m}{d}-{n}född",
    "in brackets": "({c}{y}{m}{d}){n}",
    "over a line's end, space": "{y}{m}{d}\n{n}",
    "in two cells": "{c}{y}{m}{d} | {n}",
}
_SENTENCES = (
    "Beslutet avser {} och gäller från den 1 mars.",
    "Personnummer: {}",
    "Den enskilde ({}) har fått information om stödet.",
    "Ansökan från Anna Andersson, {}, har kommit in.",
    "{} är placerad i skyddat boende.",
)
# What scans make of digits; a sign may also become another digit, which no checksum can mend.
_CONFUSIONS = {
    "0": "OoDQ", "1": "lI|i", "2": "Zz", "5": "Ss", "6": "Gb", "8": "B", "9": "gq", "4": "A", "3": "", "7": "T",
}  # fmt: skip
_OTHERS = {
    "phone numbers": ("0{0}-{1} {2} {2}", "Telefon: 070{3}", "07{3}", "Ring 08-{1} {2} {2}", "+46 70 {1} {2} {2}"),
    "diary numbers": (
        "Dnr SN 20{2}-00{1}",
        "KS 20{2}/{4}",
        "dnr 20{2}-{4}",
        "20230{7}1{7}-{4}",
        "Ärende {2}0{7}1{7}-{4}",
    ),
    "organisation numbers": ("55{8}{1}{0}-{4}", "1655{8}{1}{0}{4}", "2120{8}{7}-{4}", "Org.nr 55{8}{1}{0}{4}"),
    "dates and periods": ("20{2}-0{7}-1{7}", "20220{7}1{7}–20230{7}1{7}", "{2}0{7}1{7}", "2022-2026", "kl. {4}"),
    "sums and accounts": ("{1} {1} {1} kr", "{4} {4}", "bankgiro {1}-{4}", "{3},50", "{1}{1} {4} kronor", "{3}{0}"),
    "rows of tables": ("{7} {8} {7} {7} {8} {7} {8} {8} {7} {7}", "{0} {2} {0} {2} {0}", "{0} {2} {0} {2} {0} {2} {0}"),
    "words of a scan": ("SOLSIDOR-BIl0", "IOOOlO-OOOO", "lI0|||-l|lI", "OBS!OBS-{4}", "Bild{2}-B0BO", "{2}:{2}-l{1}"),
}


@dataclass(frozen=True)
class IdentityRow:
    """How many of how many were alarmed for."""

    name: str
    alarms: int
    of: int


def recall(
    share: float, *, seed: int = SEED, each: int = EACH, shapes: Mapping[str, str] = SHAPES
) -> Iterator[IdentityRow]:
    """The numbers found in each shape, ``share`` of their signs misread."""
    generator = random.Random(f"{seed} {share}")
    for name, shape in shapes.items():
        found = 0
        for _ in range(each):
            number = misread(write_number(generator, shape), share, generator)
            sentence = generator.choice(_SENTENCES)
            start = sentence.index("{}")
            text = sentence.replace("{}", number)
            # Masked in part is not found; the word that one is glued to needn't be.
            first, last = _digits_of(number)
            found += any(a <= start + first and start + last <= b for a, b in find_numbers(text))
        yield IdentityRow(name, found, each)


def false_alarms(*, seed: int = SEED, each: int = EACH) -> Iterator[IdentityRow]:
    """The alarms for what is no number, by kind; each in a sentence."""
    generator = random.Random(seed)
    for name, shapes in _OTHERS.items():
        alarms = 0
        for _ in range(each):
            parts = [_digits(generator, n) for n in (2, 3, 2, 8, 4, 5, 4)]
            parts += [str(generator.randint(1, 9)), str(generator.randint(2, 9))]
            text = f"Se {generator.choice(shapes).format(*parts)} för mer."
            alarms += bool(find_numbers(text))
        yield IdentityRow(name, alarms, each)


def by_hands(part: str) -> Iterator[IdentityRow]:
    """What writers wrote without having seen the program: their made-up numbers found, and their others alarmed for.

    A number is found where nothing of it is left to read.
    """
    for path in sorted((DATA / "identity_numbers" / part).glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        numbers = [row for row in rows if row["number"]]
        others = [row for row in rows if not row["number"]]
        found = sum(_is_masked(row["text"], row["number"]) for row in numbers)
        yield IdentityRow(f"found, writer {path.stem} ({part})", found, len(numbers))
        alarms = sum(mask_numbers(row["text"]) != row["text"] for row in others)
        yield IdentityRow(f"false alarms, writer {path.stem} ({part})", alarms, len(others))


def _is_masked(text: str, number: str) -> bool:
    """Whether no digit of a number can be read in the masked text any more, nor a number in words."""
    masked = mask_numbers(text)
    left = sum(map(str.isdigit, masked))
    return number not in masked and left <= sum(map(str.isdigit, text.replace(number, "", 1)))


def alarms_in(lines: Sequence[Line]) -> IdentityRow:
    """The alarms in a document that holds no number, by line."""
    return IdentityRow("", len(find_numbers("\n".join(line.source for line in lines))), len(lines))


def write_number(generator: random.Random, shape: str) -> str:
    """A number of a random date, every fifth a samordningsnummer, in a shape of ``SHAPES``."""
    old = "+" in shape
    first = date(1900, 1, 1) if old else date(1925, 1, 1)
    born = first + timedelta(days=generator.randrange(25 * 365 if old else 100 * 365))
    day = born.day + (60 if generator.random() < 0.2 else 0)
    ten = f"{born:%y%m}{day:02}{_digits(generator, 3)}"
    total = sum(sum(divmod(int(digit) * (2 - i % 2), 10)) for i, digit in enumerate(ten))
    ten += str(-total % 10)
    return shape.format(
        c=f"{born:%Y}"[:2], y=ten[:2], m=ten[2:4], d=ten[4:6], n=ten[6:], n2=f"{ten[6:8]} {ten[8:]}",
        each=" ".join(ten), apart=" ".join(ten[:6]), last=" ".join(ten[6:]),
    )  # fmt: skip


def _digits_of(number: str) -> tuple[int, int]:
    """Where the digits of a number begin and end, without a word that it is glued to or a sign around it."""
    glued = re.fullmatch(r"(\(|pnr)?(?P<number>.*?)(född)?", number, re.DOTALL)
    assert glued
    return glued.start("number"), glued.end("number")


def misread(number: str, share: float, generator: random.Random) -> str:
    """A number with a share of its digits misread: nine times of ten as a letter, else as another digit."""
    return "".join(_misread(sign, generator) if generator.random() < share else sign for sign in number)


def _misread(sign: str, generator: random.Random) -> str:
    if not sign.isdecimal():
        return generator.choice("–—~") if sign == "-" else sign
    letters = _CONFUSIONS[sign]
    return generator.choice(letters) if letters and generator.random() < 0.9 else generator.choice("0123456789")


def _digits(generator: random.Random, count: int) -> str:
    return "".join(generator.choice("0123456789") for _ in range(count))


def total(name: str, rows: Iterable[IdentityRow]) -> IdentityRow:
    """All rows as one."""
    rows = list(rows)
    return IdentityRow(name, sum(row.alarms for row in rows), sum(row.of for row in rows))
