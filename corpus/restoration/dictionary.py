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
    """All forms in lower case; the forms that may begin a compound, with their base words; those that may end one."""

    forms: set[str]
    begins: dict[str, str]
    ends: set[str]


@dataclass(frozen=True)
class Suffix:
    """One rule of the .aff file: what to cut off and add, after which last letters; `part`: gives a first part."""

    strip: int
    ending: str
    condition: tuple[frozenset[str] | None, ...]
    part: bool

    def fits(self, word: str) -> bool:
        tail = word[-len(self.condition) :]
        return len(tail) == len(self.condition) and all(
            letters is None or letter in letters for letter, letters in zip(tail, self.condition, strict=True)
        )


def read_dictionary() -> Dictionary:
    """Read the dictionary of the installed package hunspell-sv."""
    return expand(_installed(".dic"), read_suffixes(_installed(".aff")))


def expand(dic: Path, rules: dict[str, tuple[int, list[Suffix]]]) -> Dictionary:
    """Apply the suffix rules to every entry; a flag's rules need only a word's last letters, so they are kept by those.

    Flags, as the .aff file says: % no word, Z only in compounds, X and U may begin one, Y may end one.
    """
    forms: set[str] = set()
    begins: dict[str, str] = {}
    ends: set[str] = set()
    forbidden: set[str] = set()
    cache: dict[tuple[str, str], list[Suffix]] = {}
    with dic.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            entry, _, flags = line.strip().partition("/")
            entry = entry.removesuffix(".")  # "ev.", "resp."
            if not entry or not entry.replace("-", "").replace("é", "e").isalpha() or entry[0] == "-":
                continue
            word = entry.lower()
            if "%" in flags:
                forbidden.add(word)
                continue
            only_part = "Z" in flags
            last = "Y" in flags and entry[0].islower()
            if not only_part:
                forms.add(word)
            if last:
                ends.add(word)
                if len(word) >= S_JOINED_FROM and word[-1] not in "aeiouyåäös":
                    begins.setdefault(word + "s", word)
            if ("X" in flags or "U" in flags) and entry[0].islower():
                begins.setdefault(word, word)
            for flag in flags:
                if flag not in rules:
                    continue
                longest, of_flag = rules[flag]
                key = (flag, word[-longest:])
                applying = cache.get(key)
                if applying is None:
                    applying = cache[key] = [rule for rule in of_flag if rule.fits(word)]
                for rule in applying:
                    form = word[: len(word) - rule.strip] + rule.ending
                    if rule.part:
                        if entry[0].islower():
                            begins.setdefault(form, word)
                    elif not only_part:
                        forms.add(form)
                        if last:
                            ends.add(form)
    forms -= forbidden
    for form in forms:
        if form.endswith("are"):
            begins.setdefault(form[:-1], form)
        elif form.endswith(S_JOINED):
            begins.setdefault(form + "s", form)
    return Dictionary(forms, begins, ends - forbidden)


def read_suffixes(aff: Path) -> dict[str, tuple[int, list[Suffix]]]:
    """Return the rules of each flag, and how many letters at a word's end decide which of them apply."""
    rules: dict[str, tuple[int, list[Suffix]]] = {}
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
