"""Questions in other languages → how many find their Swedish place, and how many without an answer are refused."""

from collections.abc import Iterable
from dataclasses import replace

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.query.filters import Filters, matcher
from assistant.query.reading import queries_of
from assistant.retrieve.ranking import nearest
from eval.datasets.questions import Row, hits, load_rows, places
from eval.intervals import Share, share_of
from eval.markdown import table

FIRST = 5
NAMES = {
    "en": "English", "fi": "Finnish", "ar": "Arabic", "so": "Somali", "fa": "Dari/Persian", "pl": "Polish",
    "bs": "Bosnian/Croatian/Serbian",
}  # fmt: skip
_ONE = {"hr": "bs", "sr": "bs"}


def languages_table(assistant: Assistant, split: str) -> str:
    """recall@5 of what is answered and of what is ranked before anything is refused, by language."""
    rows = load_rows("languages", split)
    groups = {name: [row for row in rows if _language(row) == code] for code, name in NAMES.items()}
    lines = [[name, *map(str, _found(group, assistant))] for name, group in {**groups, "all": rows}.items()]
    refused = load_rows("languages-none", split)
    if refused:
        answered = share_of(assistant.answer(row["question"]).outcome == "answered" for row in refused)
        lines.append(["without an answer: answered", str(answered), "–", "–"])
    return table(["language", f"recall@{FIRST}", "the same, nothing refused", "told so in the language"], lines)


def _found(rows: Iterable[Row], assistant: Assistant) -> tuple[Share, Share, Share]:
    rows = list(rows)
    answers = [assistant.answer(row["question"]) for row in rows]
    return (
        share_of(_has(row, answer) for row, answer in zip(rows, answers, strict=True)),
        share_of(_ranked(row, assistant) for row in rows),
        share_of(_told(row, answer) for row, answer in zip(rows, answers, strict=True)),
    )


def _has(row: Row, answer: Answer) -> bool:
    owed = tuple(places(row["gold"]))
    return any(hits(hit.passage, owed) for hit in answer.hits[:FIRST])


def _ranked(row: Row, assistant: Assistant) -> bool:
    owed = tuple(places(row["gold"]))
    asked = queries_of(row["question"], replace(assistant.records.reader, spell=str))[0]
    found = nearest(asked, assistant.records, assistant.query, matcher(Filters(), assistant.index))
    return any(hits(hit.passage, owed) for hit in found[:FIRST])


def _told(row: Row, answer: Answer) -> bool:
    return answer.notice is not None and answer.notice.language == _language(row)


def _language(row: Row) -> str:
    language: str = row["language"]
    return _ONE.get(language, language)
