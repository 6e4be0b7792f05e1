"""What was found → how far it can be trusted: answered, uncertain or nothing found, each with its reason."""

from dataclasses import dataclass
from typing import Literal

from assistant.query.answer_type import AnswerType, Detail
from index.retrieval.search import Hit

Level = Literal["answered", "uncertain", "nothing_found"]
Reason = Literal[
    # answered
    "sentence_answers",
    # uncertain, of a passage and of all of them
    "no_number", "no_sum", "no_time", "nobody_named", "no_name", "no_contact", "no_result", "no_indicator",
    "another_organisation", "another_year", "unknown_name", "words_apart", "near_subject",
    # nothing found
    "outside", "no_such_word", "another_subject",
]  # fmt: skip

_UNSEEN: dict[AnswerType, Reason] = {
    "number": "no_number", "share": "no_number", "size": "no_number", "money": "no_sum", "contact": "no_contact",
    "date": "no_time", "time": "no_time", "decision": "no_time", "schedule": "no_time", "person": "nobody_named",
    "responsible": "nobody_named", "who": "nobody_named", "unit": "nobody_named", "name": "no_name",
    "diary number": "no_name", "result": "no_result", "opinion": "no_result", "indicator": "no_indicator",
}  # fmt: skip
UNSEEN_DETAILS: dict[Detail, Reason] = {
    "money": "no_sum", "number": "no_number", "clock": "no_time", "time": "no_time", "contact": "no_contact",
}  # fmt: skip


@dataclass(frozen=True)
class NearPassage:
    """A passage that is shown without being called an answer: its nearest sentence, and why it isn't certain."""

    hit: Hit
    sentence: str
    reason: Reason


@dataclass(frozen=True)
class Verdict:
    """How far what was found can be trusted. ``log_odds`` that it answers are None where a rule decided."""

    level: Level
    reason: Reason
    log_odds: float | None = None
    near: tuple[NearPassage, ...] = ()


def unseen(kind: AnswerType) -> Reason | None:
    """The reason for doubt where what a question demands isn't seen; None where it demands nothing certain."""
    return _UNSEEN.get(kind)
