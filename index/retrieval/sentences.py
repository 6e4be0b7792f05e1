"""A passage → its sentences, the smallest stretches that say something by themselves."""

import re

from corpus.types import Passage

# After the end of a sentence, at an empty line, and before an item of a list.
_BETWEEN = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÅÄÖ\"”'–-])|\n\s*\n|\n\s*[•?–-]\s")
_WORD = re.compile(r"\w+")
_WORDS = 3  # that a sentence has at least: fewer say nothing that the passage doesn't


def sentences_of(passage: Passage) -> list[str]:
    """The sentences of a passage in their order, each in single spaces; a heading has none."""
    if passage.kind == "heading":
        return []
    parts = (" ".join(part.split()) for part in _BETWEEN.split(passage.text))
    return [part for part in parts if len(_WORD.findall(part)) >= _WORDS]
