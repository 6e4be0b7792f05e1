"""Questions in other languages → how many find their Swedish place, and how many without an answer are refused."""

from collections.abc import Iterable

import numpy as np

from assistant.answer import Answer, Assistant
from assistant.filters import Filters, matcher
from assistant.find import nearest
from assistant.foreign import COSINE, OFFSET, SCORE
from assistant.parts import parts_of
from eval.intervals import Share, share_of
from eval.logistic import logistic, odds
from eval.questions import Row, hits, load_rows, places
from eval.report import table

FIRST = 5
NAMES = {
    "en": "English", "fi": "Finnish", "ar": "Arabic", "so": "Somali", "fa": "Dari/Persian", "pl": "Polish",
    "bs": "Bosnian/Croatian/Serbian",
}  # fmt: skip
_ONE = {"hr": "bs", "sr": "bs"}
_MIDDLE, _SCALE = 0.81, 30.0  # as the cosines and scores of such questions lie
_RIDGE = 0.01
_ANSWERED = 0.15  # of the questions with an answer so many may be refused


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
    asked = parts_of(row["question"], assistant.index.collection.catalogue)[0]
    found = nearest(asked, assistant.records, assistant.query, matcher(Filters(), assistant.index))
    return any(hits(hit.passage, owed) for hit in found[:FIRST])


def _told(row: Row, answer: Answer) -> bool:
    return answer.notice is not None and answer.notice.language == _language(row)


def _language(row: Row) -> str:
    language: str = row["language"]
    return _ONE.get(language, language)


def fit_languages(assistant: Assistant) -> str:
    """The weights of ``assistant.foreign`` as they are written there, and the errors on both sides."""
    rows = [(row, 1.0) for row in load_rows("languages", "dev")]
    rows += [(row, 0.0) for row in load_rows("languages-none", "dev")]
    everything = matcher(Filters(), assistant.index)
    seen: list[tuple[float, float, float]] = []
    for row, wanted in rows:
        asked = parts_of(row["question"], assistant.index.collection.catalogue)[0]
        found = nearest(asked, assistant.records, assistant.query, everything)
        if asked.language != "sv":  # what is taken for Swedish is decided as that
            seen.append((max(hit.cosine for hit in found), found[0].score, wanted))
    table_of = np.array(seen, dtype=np.float32)
    values, y = (table_of[:, :2] - _MIDDLE) * _SCALE, table_of[:, 2]
    even = np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean())).astype(np.float32)
    # Each is judged by weights from the others.
    judged = np.empty(len(y))
    for i in range(len(y)):
        others = np.arange(len(y)) != i
        judged[i] = odds(values[i : i + 1], logistic(values[others], y[others], even[others], ridge=_RIDGE))[0]
    bar = float(np.quantile(judged[y == 1], _ANSWERED))
    cosine, score, offset = logistic(values, y, even, ridge=_RIDGE)
    weights = (cosine * _SCALE, score * _SCALE)
    offset -= bar + sum(weights) * _MIDDLE
    return (
        f"COSINE, SCORE, OFFSET = {weights[0]:.1f}, {weights[1]:.1f}, {offset:.1f} (now {COSINE}, {SCORE}, {OFFSET})\n"
        f"refused with an answer {share_of(judged[y == 1] < bar)}, answered without {share_of(judged[y == 0] >= bar)}"
    )
