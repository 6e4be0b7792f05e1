"""Questions that the records decide, by people who haven't seen the program → how many are answered exactly right.

A row names what the answer must be: the set of ``activities``, the set of ``organisations`` (abbreviations), a
``number``, words that the answer ``says``. Only what a row names is compared, and all of it has to hold. A row is about
the shipped documents where it names no other ``collection``.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from corpus.types import Organisation
from eval.datasets.questions import Row, split_rows
from eval.datasets.strangers import SHIPPED, collection
from eval.intervals import share_of
from eval.markdown import table

# Asked for who has nothing, the answer's set are those without; so they are wherever an answer names those.
_LACKING = frozenset({"who_lacks", "every"})


def wrong_with(row: Row, answer: Answer, organisations: Mapping[str, Organisation]) -> list[str]:
    """What of a row doesn't hold of its answer, a word each; empty where it is answered exactly right."""
    wrong = []
    if "activities" in row and set(row["activities"]) != set(answer.activities):
        wrong.append("activities")
    if "organisations" in row and set(row["organisations"]) != _organisations(row, answer, organisations):
        wrong.append("organisations")
    # Beside a set its size is only a remark: the set is what was asked for.
    if "number" in row and "activities" not in row and not _says_number(row["number"], answer):
        wrong.append("number")
    if "says" in row and not all(_folded(said) in _text(answer) for said in row["says"]):
        wrong.append("says")
    return wrong


def record_questions_table(assistant: Assistant, split: str, data: Path, *, rows_too: bool = False) -> str:
    """The share answered exactly right by kind and by writer; with ``rows_too`` (dev alone) each question that isn't.

    The indexes of other collections than the assistant's are kept in ``data``.
    """
    rows = split_rows("records", split)
    assistants = {SHIPPED: assistant}
    for name in {row.get("collection", SHIPPED) for row in rows} - {SHIPPED}:
        assistants[name] = collection(name, assistant.embedder, data)
    answers = [assistants[row.get("collection", SHIPPED)].answer(row["question"]) for row in rows]
    wrong = [
        wrong_with(row, answer, assistants[row.get("collection", SHIPPED)].index.organisations)
        for row, answer in zip(rows, answers, strict=True)
    ]
    parts = []
    for by in ("kind", "writer"):
        lines = [
            [name, str(share_of(not w for row, w in zip(rows, wrong, strict=True) if row[by] == name))]
            for name in sorted({row[by] for row in rows})
        ]
        parts.append(table([by, "answered exactly right"], [*lines, ["all", str(share_of(not w for w in wrong))]]))
    if rows_too and split == "dev":
        parts.append("\n".join(
            f"{row['id']} {row['question']} | {', '.join(w)} | {answer.outcome}: {answer.summary.text[:160]}"
            for row, answer, w in zip(rows, answers, wrong, strict=True)
            if w
        ))  # fmt: skip
    return "\n\n".join(parts)


def _organisations(row: Row, answer: Answer, organisations: Mapping[str, Organisation]) -> set[str]:
    if answer.coverage is None:
        return set()
    open_form = row["kind"] not in (*_LACKING, "who_has", "most", "least")  # "every": those that haven't, or that have
    lacking = row["kind"] in _LACKING or (open_form and answer.query.operation == "who_lacks")
    chosen = answer.coverage.has_not if lacking else answer.coverage.has
    return {organisations[entry].abbreviation for entry in chosen}


def _says_number(number: int, answer: Answer) -> bool:
    words = dict(zip(_NUMBER_WORDS, range(len(_NUMBER_WORDS)), strict=True))
    said = {str(words.get(word, word)) for word in re.findall(r"\w+", _text(answer))}
    return str(number) in said or (number == 0 and bool({"ingen", "inga", "inget"} & said))


_NUMBER_WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def _text(answer: Answer) -> str:
    return _folded(" ".join([answer.summary.text, *(point.text for point in answer.summary.points)]))


def _folded(text: str) -> str:
    """In small letters; a dash between years is the document's hyphen, set as Swedish does."""
    return " ".join(text.lower().replace("–", "-").split())
