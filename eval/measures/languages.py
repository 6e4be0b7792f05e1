"""Questions in other languages → how many find their Swedish place, and how many without an answer are refused."""

from dataclasses import replace

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.query.filters import Filters, matcher
from assistant.query.reading import queries_of
from assistant.retrieve.ranking import nearest
from eval.datasets.questions import Row, hits, load_rows, places
from eval.intervals import share_of
from eval.markdown import table

FIRST = 5
NAMES = {
    "en": "English", "fi": "Finnish", "ar": "Arabic", "so": "Somali", "fa": "Dari/Persian", "pl": "Polish",
    "bs": "Bosnian/Croatian/Serbian",
}  # fmt: skip
_ONE = {"hr": "bs", "sr": "bs"}


def languages_table(assistant: Assistant, split: str) -> str:
    """recall@5 of what is answered and of what is ranked before anything is refused, by language."""
    read = [(_language(row), *_found(row, assistant)) for row in load_rows("languages", split)]
    groups = {name: [row for language, *row in read if language == code] for code, name in NAMES.items()}
    groups["all"] = [row for _, *row in read]
    shares = {name: [share_of(row[column] for row in rows) for column in range(3)] for name, rows in groups.items()}
    lines = [[name, *map(str, found)] for name, found in shares.items()]
    refused = load_rows("languages-none", split)
    if refused:
        answered = share_of(assistant.answer(row["question"]).outcome == "answered" for row in refused)
        lines.append(["without an answer: answered", str(answered), "–", "–"])
    return table(["language", f"recall@{FIRST}", "the same, nothing refused", "told so in the language"], lines)


def _found(row: Row, assistant: Assistant) -> tuple[bool, bool, bool]:
    answer = assistant.answer(row["question"])
    return _has(row, answer), _ranked(row, assistant), _told(row, answer)


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
