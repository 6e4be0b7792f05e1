"""A label, or the head of a table's column → what it names: a field, the activity's title, its goal, its number."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.parsing.layout.line_kinds import ALIKE, bare
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import VOCABULARY

_LONGEST = 70  # characters of a label
_FUZZY = 5  # letters from which a misread one is forgiven


@lru_cache(maxsize=4096)
def field_name(label: str) -> str | None:
    """The field that a label names, misread letters forgiven; None for others."""
    name = _named(label, _LABELS)
    return None if name == "other" else name


@lru_cache(maxsize=4096)
def column_of(head: str) -> str | None:
    """What a column holds: a field's name, "title", "goal" or "number"; None for any other column."""
    head = bare(head)
    name = "number" if head.strip(" .:") == "#" else _named(head, _COLUMNS)
    return None if name == "other" else name


def _named(label: str, wordings: tuple[tuple[str, str, re.Pattern[str]], ...]) -> str | None:
    folded = fold(label)
    if not folded or len(folded) > _LONGEST:
        return None
    for name, plain, _ in wordings:
        if plain == folded:
            return name
    for name, _, pattern in wordings:
        if pattern.fullmatch(folded):
            return name
    likeness = (
        (fuzz.ratio(folded, plain, score_cutoff=ALIKE), name) for name, plain, _ in wordings if len(plain) > _FUZZY
    )
    best = max(likeness, default=(0.0, ""))
    return best[1] if best[0] else None


def _compiled(entries: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Each wording with its name: folded, "" where it has "*" (which stands for any ending), and as a pattern."""
    return tuple(
        (name, "" if "*" in wording else fold(wording), re.compile(" ".join(_words(wording))))
        for name, wording in entries
    )


def _words(wording: str) -> Iterator[str]:
    words = wording.split()
    for i, word in enumerate(words):
        last = i == len(words) - 1
        if word == "*":
            yield ".+"
        elif word.endswith("*"):
            yield fold(word) + (r"\w*(?: .*)?" if last else r"\w*")
        elif word.startswith("*"):
            yield r"(?:.* )?\w*" + fold(word.strip("*")) + (r"\w*(?: .*)?" if word.endswith("*") else "")
        elif fold(word):
            yield fold(word)


_FIELDS = [(name, wording) for name, field in VOCABULARY.fields.items() for wording in field.labels]
_HEADS = [(name, wording) for name, field in VOCABULARY.fields.items() for wording in field.columns]
_LABELS = _compiled([("other", wording) for wording in VOCABULARY.columns["other"]] + _FIELDS)
# What a column is called besides, "other" before all: "målvärde" is no goal.
_COLUMNS = _compiled(
    [(name, wording) for name in ("other", "number", "title") for wording in VOCABULARY.columns[name]]
    + _FIELDS
    + _HEADS
    + [("goal", wording) for wording in VOCABULARY.columns["goal"]]
)
