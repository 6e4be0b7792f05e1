"""Open questions by people who haven't seen the program → what they get, as the program answers them.

Nothing is fitted here, unlike in ``eval.fitting.reliability``: what stands in the calibration answers.
"""

from pathlib import Path
from typing import Literal

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from eval.datasets.strangers import SHIPPED, StrangerQuestion, collection, stranger_questions
from eval.intervals import share_of
from eval.markdown import table

FIRST = 5
_ASSERTED = ("answered", "says_none")
_Asked = list[tuple[StrangerQuestion, Answer]]


def open_questions_table(assistant: Assistant, split: Literal["dev", "test"], data: Path) -> str:
    """What is asserted, shown and right, by writer and by collection; other collections' indexes lie in ``data``."""
    assistants = {SHIPPED: assistant}
    asked: _Asked = []
    for question in stranger_questions(split):
        name = question.collection
        if name not in assistants:
            assistants[name] = collection(name, assistant.embedder, data)
        asked.append((question, assistants[name].answer(question.question)))
    groups: list[tuple[str, _Asked]] = [
        (writer, [one for one in asked if one[0].writer == writer]) for writer in sorted({q.writer for q, _ in asked})
    ]
    groups.append((SHIPPED, [one for one in asked if one[0].collection == SHIPPED]))
    groups.append(("other collections", [one for one in asked if one[0].collection != SHIPPED]))
    groups.append(("all", asked))
    return table(
        ["questions", "with an answer", "asserted of them", "among the first five shown", "nothing found", "help text",
         "without", "asserted of them", "right of what is asserted"],
        [_row(name, members) for name, members in groups if members],
    )  # fmt: skip


def _row(name: str, asked: _Asked) -> list[str]:
    having = [(question, answer) for question, answer in asked if question.answer is not None]
    none = [answer for question, answer in asked if question.answer is None]
    return [
        name,
        str(len(having)),
        str(share_of(answer.outcome in _ASSERTED for _, answer in having)),
        str(share_of(_found(question, answer) for question, answer in having)),
        str(share_of(answer.outcome == "nothing_found" for _, answer in having)),
        str(share_of(answer.outcome == "refer_to_help" for _, answer in having)),
        str(len(none)),
        str(share_of(answer.outcome in _ASSERTED for answer in none)),
        str(share_of(_found(question, answer) for question, answer in asked if answer.outcome in _ASSERTED)),
    ]


def _found(question: StrangerQuestion, answer: Answer) -> bool:
    return any(question.is_answered_by(hit.passage) for hit in answer.hits[:FIRST])
