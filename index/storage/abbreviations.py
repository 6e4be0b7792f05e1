"""Passages → what the documents write out before an abbreviation in brackets: "lag (2001:1) om … (LSS)".

After Schwartz & Hearst (2003), *A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text*:
of the words before the bracket the fewest that begin with its first letter and have its letters in order.
"""

import re
from collections.abc import Iterable, Iterator

from corpus.swedish.text import fold
from corpus.types import Passage

_BRACKETED = re.compile(r"\(([A-ZÅÄÖ][\wåäöÅÄÖ-]{1,7})\)")
_MOST_WORDS = 8  # that an abbreviation stands for
_WORD = re.compile(r"[\w-]+")


def abbreviations(passages: Iterable[Passage]) -> Iterator[tuple[str, str, str, str]]:
    """Each abbreviation, folded and as written, what it stands for, and the passage that says it."""
    for passage in passages:
        for match in _BRACKETED.finditer(passage.text):
            meaning = _meaning(match[1], passage.text[: match.start()])
            if meaning and sum(letter.isupper() for letter in match[1]) > 1:
                yield fold(match[1]), match[1], meaning, passage.id


def _meaning(short: str, before: str) -> str | None:
    letters = fold(short).replace(" ", "")
    words = list(_WORD.finditer(before))[-_MOST_WORDS:]
    for first in reversed(words):
        said = before[first.start() :].strip()
        if fold(said)[:1] == letters[:1] and _in_order(letters, fold(said)) and fold(said) != letters:
            return " ".join(said.split())
    return None


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
