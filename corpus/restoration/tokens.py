"""Turn lines into the words to be read: where each stands, and the form under which it is looked up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Marks inside a word are letters misread; at its edges punctuation is punctuation.
WORD = re.compile(r"(?:[^\W_]|[&£$@§¢°€{}~¥]|(?<=[^\W_])[!|\[\](){}](?=[^\W_]))+")
ADDRESS = re.compile(r"\S*(?:www\.|https?:|@)\S*")
# A round glyph alone at a line's head is a bullet; so is one before a capital where lines were wrapped anew.
BULLET = re.compile(r"^\s*([eo¢®©«°*»·])(?=\s+\S)|(?<=\s)([e¢®©«])(?=\s+[A-ZÅÄÖ])")


@dataclass(frozen=True)
class Token:
    """A word of the source: its line, its place there, and the lower-cased form that is looked up."""

    line: int
    start: int
    end: int
    seen: str
    shape: str  # "lower", "Capital" or "UPPER"


def cut_runs(lines: Sequence[str]) -> list[list[Token]]:
    """Cut lines into words; a run is a paragraph, so that words have neighbours across line ends."""
    runs: list[list[Token]] = [[]]
    for number, line in enumerate(lines):
        if not line.strip():
            runs.append([])
            continue
        others = [match.span() for match in ADDRESS.finditer(line)] + find_bullets(line)
        for match in WORD.finditer(line):
            if not any(start <= match.start() < end for start, end in others):
                runs[-1].append(make_token(number, match.start(), match.group()))
    return [run for run in runs if run]


def find_bullets(line: str) -> list[tuple[int, int]]:
    """Return where glyphs stand that may be misread bullets."""
    return [match.span(match.lastindex or 0) for match in BULLET.finditer(line)]


def make_token(line: int, start: int, text: str) -> Token:
    """Return the token of `text`, which begins at `start` of a line."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= 2 and all(letter.isupper() for letter in letters) and len(letters) * 2 > len(text):
        return Token(line, start, start + len(text), text.lower(), "UPPER")
    if text[0].isupper():
        return Token(line, start, start + len(text), text[0].lower() + text[1:], "Capital")
    return Token(line, start, start + len(text), text, "lower")
