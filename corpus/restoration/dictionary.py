"""Turn the Swedish hunspell dictionary into word forms, and the parts that compounds begin and end with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöéüèàáæøç:'-"
# After these endings, and after a longer noun in a consonant, Swedish joins compounds with an s.
S_JOINED = ("an", "ing", "het", "tion", "sion", "skap", "ande", "ende", "tet", "nad", "dom", "ment")
S_JOINED_FROM = 5


@dataclass(frozen=True)
class Dictionary:
    """All forms in lower case; the forms that may begin a compound, with their base words; those that may end one.

    Forms are keys without values: a set that keeps the file's order, in which a million words are soon sorted.
    """

    forms: dict[str, None]
    begins: dict[str, str]
    ends: dict[str, None]


@dataclass(frozen=True)
class Suffix:
    """One rule of the .aff file: what to cut off and add, after which last letters; `part`: gives a first part."""

    strip: int
    ending: str
    condition: tuple[frozenset[str] | None, ...]
    part: bool

    def fits(self, word: str) -> bool:
        last = self.condition[-1]
        if last is not None and word[-1] not in last:  # so it is with most
            return False
        tail = word[-len(self.condition) :]
        return len(tail) == len(self.condition) and all(
            letters is None or letter in letters for letter, letters in zip(tail, self.condition, strict=True)
        )


Rules = dict[str, tuple[int, list[Suffix]]]
Endings = list[tuple[int, str]]


def read_dictionary() -> Dictionary:
    """Read the dictionary of the installed package hunspell-sv."""
    return expand(_installed(".dic"), read_suffixes(_installed(".aff")))


def expand(dic: Path, rules: Rules) -> Dictionary:
    """Apply the suffix rules to every entry; a flag's rules need only a word's last letters, so they are kept by those.

    Flags, as the .aff file says: % no word, Z only in compounds, X and U may begin one, Y may end one.
    """
    forms: list[str] = []
    begins: dict[str, str] = {}
    ends: list[str] = []
    forbidden: set[str] = set()
    longest: dict[str, int] = {}
    cache: dict[tuple[str, str], tuple[Endings, Endings]] = {}
    with dic.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            entry, _, flags = line.strip().partition("/")
            entry = entry.removesuffix(".")  # "ev.", "resp."
            if not entry or not entry.replace("-", "").isalpha() or entry[0] == "-":
                continue
            word = entry.lower()
            if "%" in flags:
                forbidden.add(word)
                continue
            if flags not in longest:
                longest[flags] = max((rules[flag][0] for flag in flags if flag in rules), default=1)
            key = (flags, word[-longest[flags] :])
            if key not in cache:
                cache[key] = _endings(word, flags, rules)
            whole, parts = cache[key]
            size = len(word)
            made = [word, *[word[: size - strip] + ending for strip, ending in whole]]
            last = "Y" in flags and entry[0].islower()
            only_part = "Z" in flags
            if not only_part:
                forms += made
            if last:
                ends += [word] if only_part else made
                if size >= S_JOINED_FROM and word[-1] not in "aeiouyåäös":
                    begins.setdefault(word + "s", word)
            if entry[0].islower():
                if "X" in flags or "U" in flags:
                    begins.setdefault(word, word)
                for strip, ending in parts:
                    begins.setdefault(word[: size - strip] + ending, word)
    allowed = dict.fromkeys(forms)
    last_parts = dict.fromkeys(ends)
    for word in forbidden:
        allowed.pop(word, None)
        last_parts.pop(word, None)
    for form in allowed:
        if form.endswith(S_JOINED):
            begins.setdefault(form + "s", form)
        elif form.endswith("are"):
            begins.setdefault(form[:-1], form)
    return Dictionary(allowed, begins, last_parts)


def _endings(word: str, flags: str, rules: Rules) -> tuple[Endings, Endings]:
    """Return what the flags' rules cut off and add to make forms of a word, and first parts of compounds."""
    applying = [rule for flag in flags if flag in rules for rule in rules[flag][1] if rule.fits(word)]
    forms = [(rule.strip, rule.ending) for rule in applying if not rule.part]
    return forms, [(rule.strip, rule.ending) for rule in applying if rule.part]


def read_suffixes(aff: Path) -> Rules:
    """Return the rules of each flag, and how many letters at a word's end decide which of them apply."""
    rules: Rules = {}
    with aff.open(encoding="utf-8") as lines:
        for line in lines:
            fields = line.split()
            if len(fields) < 5 or fields[0] != "SFX":
                continue
            _, flag, strip, ending, condition = fields[:5]
            ending, _, marks = ending.partition("/")
            letters = tuple(_read_condition(condition))
            rule = Suffix(0 if strip == "0" else len(strip), "" if ending == "0" else ending, letters, "W" in marks)
            longest, of_flag = rules.get(flag, (1, []))
            rules[flag] = (max(longest, len(letters)), [*of_flag, rule])
    return rules


def _read_condition(text: str) -> Iterator[frozenset[str] | None]:
    everything = frozenset(LETTERS)
    for item in re.findall(r"\[\^[^\]]*\]|\[[^\]]*\]|.", text):
        if item == ".":
            yield None
        elif item.startswith("[^"):
            yield everything - frozenset(item[2:-1])
        else:
            yield frozenset(item.strip("[]"))


def _installed(suffix: str) -> Path:
    for file in distribution("hunspell-sv").files or ():
        if file.name == "sv_SE" + suffix:
            return Path(str(file.locate()))
    raise FileNotFoundError(f"sv_SE{suffix}: not in the installed package hunspell-sv; reinstall it with pip")
