"""A passage → its sentences, the smallest stretches that say something by themselves."""

import re

from corpus.swedish.sentences import sentences
from corpus.types import Passage

_WORD = re.compile(r"\w+")
_WORDS = 3  # that a sentence has at least: fewer say nothing that the passage doesn't


def sentences_of(passage: Passage) -> list[str]:
    """The sentences of a passage in their order, each in single spaces; a heading has none."""
    if passage.kind == "heading":
        return []
    return [part for part in sentences(passage.text) if len(_WORD.findall(part)) >= _WORDS]
