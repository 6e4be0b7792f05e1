"""A question in another language than Swedish → whether what lies nearest may answer it, and how to say so.

The model compares across languages, but Swedish words tell nothing of such a question: only nearness
decides, and the notice says in the question's own language how far to trust that.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.language import RIGHT_TO_LEFT
from assistant.outsiders import asks_of_outsiders
from assistant.records import Records
from assistant.sets import Outcome
from assistant.understand import Understood
from corpus.types import Passage
from index.search import Hit

# What the nearest passage's cosine and the best score weigh (`python -m eval fit languages`). The offset is
# where seventeen of twenty development questions that have an answer get it: the notice says that it may be none.
COSINE, SCORE, OFFSET = 29.6, 64.5, -78.8


@dataclass(frozen=True)
class Notice:
    """What is said of an answer to a question in another language, in that language."""

    language: str
    right_to_left: bool
    text: str


def may_answer(asked: Understood, hits: Sequence[Hit], records: Records) -> bool:
    """Whether the nearest passages may answer a question in another language."""
    if not hits or asks_of_outsiders(asked, records) or score(hits) < 0:
        return False
    return any(all(_is_of(hit.passage, year, records) for year in asked.years) for hit in hits)


def score(hits: Sequence[Hit]) -> float:
    """Above 0: what lies nearest may be an answer; ``hits`` are in order."""
    return OFFSET + COSINE * max(hit.cosine for hit in hits) + SCORE * hits[0].score


def _is_of(passage: Passage, year: int, records: Records) -> bool:
    return str(year) in passage.text or records.dated.get(passage.document) == str(year)


def notice_for(language: str, outcome: Outcome) -> Notice | None:
    """The notice for an answer; None in Swedish."""
    if language not in notices():
        return None
    words = notices()[language]
    said = [words.get("badly", ""), words[outcome if outcome in words else "answered"]]
    return Notice(language, language in RIGHT_TO_LEFT, " ".join(entry for entry in said if entry))


@cache
def notices() -> dict[str, dict[str, str]]:
    """The notices, by language and outcome."""
    return tomllib.loads((files("prompts") / "languages.toml").read_text(encoding="utf-8"))
