"""Questions → how good their answers are to read and to quote.

Whether each point stands in what it cites, whether the facts that an answer owes are said, whether
quotations are exact and references complete, and how long answers are.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from assistant.answer import Assistant
from assistant.citing.quotation import quotation
from assistant.citing.reference import reference
from assistant.compose.answer import Answer
from assistant.compose.points import Point, unsupported_claims
from assistant.schemas.asking import answer_out
from corpus.swedish.numbers import NUMBERS
from corpus.swedish.text import fold, stem
from corpus.swedish.vocabulary import is_content
from corpus.types import Passage
from eval.datasets import DATA
from eval.intervals import Share
from eval.markdown import table
from index.storage.store import Index

# Every file of questions that the assistant answers; of a conversation the first turn.
_FILES = ("sample", "outside", "answerable", "facts", "comparisons", "goal-lists", "two-part", "unanswerable")
_NEGATIONS = {"inga", "ingen", "inget", "inte", "ej"}
_PART = 5  # letters of a word that is recognised within a compound
# Words that the templates add to the documents'.
_TEMPLATE = frozenset(
    fold(
        "ansvarig tidplan indikator uppföljning utlovat rapporterat framgår inte även under mål egen aktivitet i "
        "samverkan stadsövergripande hela staden planen handlingsplanen uppföljningen inga egna eller gemensamma "
        "aktiviteter osäker läsning och"
    ).split()
)


@dataclass(frozen=True)
class AnswerScore:
    """What was counted over the answers to some questions; ``longest`` in words, of the text and of a point."""

    points_supported: Share
    words_supported: Share
    facts_said: Share
    whole: Share
    quotes_exact: Share
    sources_exact: Share
    references_complete: Share
    longest: tuple[int, int]


def load_every_question(split: str) -> list[dict[str, Any]]:
    """The rows of all files in a split; a file without splits was seen while building, so it is dev's."""
    rows = []
    for name in _FILES:
        text = (DATA / "questions" / f"{name}.jsonl").read_text(encoding="utf-8")
        for row in map(json.loads, filter(None, text.splitlines())):
            if row.get("split", "dev") == split:
                rows.append({"file": name, **row, **(row["turns"][0] if "turns" in row else {})})
    return rows


def score_answers(rows: Sequence[dict[str, Any]], assistant: Assistant) -> AnswerScore:
    """Over the rows' questions; facts are owed where a row has ``must_say`` and an answer."""
    found = [(row, assistant.answer(row["question"])) for row in rows]
    index = assistant.index
    answers = [answer for _, answer in found]
    points = [point for answer in answers for point in answer.summary.points]
    passages = list({passage.id: passage for answer in answers for passage in shown(answer)}.values())
    facts = [
        [says(fact, answer) for fact in row["must_say"]]
        for row, answer in found
        if row.get("must_say") and row.get("outcome", "answered") == "answered"
    ]
    return AnswerScore(
        points_supported=_share(not unsupported_claims(point.text, point.citations, index) for point in points),
        words_supported=_share(ok for point in points for ok in words_supported(point, index)),
        facts_said=_share(ok for entry in facts for ok in entry),
        whole=_share(all(entry) for entry in facts),
        quotes_exact=_share(quotes_exact(point, index) for point in points if point.statements),
        sources_exact=_share(source_exact(passage, index) for passage in passages),
        references_complete=_share(reference_complete(passage, index) for passage in passages),
        longest=(
            max(len(answer.summary.text.split()) for answer in answers),
            max((len(point.text.split()) for point in points), default=0),
        ),
    )


def shown(answer: Answer) -> list[Passage]:
    """Every passage that an answer shows."""
    near = [hit.passage for finding in answer.findings for hit in finding.near]
    return [*(hit.passage for hit in answer.hits), *answer.city_wide, *near]


def words_supported(point: Point, index: Index) -> list[bool]:
    """For each word of a point, whether what it cites has it, but for the templates' words.

    Measured apart from the check that drops points (``assistant.compose.verify``), which looks at claims only.
    """
    held = set(_TEMPLATE)
    for passage in (index.passages[citation] for citation in point.citations):
        owner = index.organisations.get(passage.organisation or "")
        known = f"{owner.name} {owner.name}s {passage.goal}" if owner else f"{passage.goal}"
        document = next(entry for entry in index.collection.documents if entry.id == passage.document)
        held |= set(fold(f"{passage.text} {known} {document.period} {document.date}").split())
    return [word in held for word in fold(point.text).split()]


def quotes_exact(point: Point, index: Index) -> bool:
    """Whether what a point was made from are exact stretches of its passages, and copies mark what is uncertain."""
    return all(
        entry.exact in index.passages[entry.passage.id].text
        and entry.passage.id in point.citations
        and _unmarked(quotation(entry.passage, (entry.start, entry.end), index)) == " ".join(entry.exact.split())
        for entry in point.statements
    )


def _unmarked(copied: str) -> str:
    return " ".join(re.sub(r" \[osäker läsning: källan har ”[^”]*”\]", "", copied).split())


def source_exact(passage: Passage, index: Index) -> bool:
    """Whether a passage's source text is exactly its characters of the document."""
    source = "\n".join(line.source for line in index.collection.lines[passage.document])
    return source[passage.chars[0] : passage.chars[1]] == passage.source_text


def reference_complete(passage: Passage, index: Index) -> bool:
    """Whether a reference has author, year, title, goal, municipality, and its page, or that it has none and lines."""
    text = reference(passage, index)
    document = next(entry for entry in index.collection.documents if entry.id == passage.document)
    plan = index.plans.get(passage.plan or "")
    owed = [(plan.board if plan else None) or document.publisher, plan.title if plan else document.title]
    owed += [document.municipality, f"mål {passage.goal}" if passage.goal is not None else None]
    owed += [f"s. {passage.pages[0]}"] if passage.pages else ["u.s.", f"rad {passage.lines[0]}"]
    owed += ["maskinläst text"] if passage.machine_read else []
    dated = re.search(r"\((?:19|20)\d\d(?:–(?:19|20)\d\d)?\)", text) is not None
    return dated and all(part in text for part in owed if part)


def answers_table(assistant: Assistant) -> str:
    """The scores of both splits, side by side."""
    scores = {split: score_answers(load_every_question(split), assistant) for split in ("dev", "test")}
    rows = [
        ("points whose claims stand in what they cite", "points_supported"),
        ("words of points that stand in what they cite", "words_supported"),
        ("facts that are owed and said", "facts_said"),
        ("questions all of whose facts are said", "whole"),
        ("points made of exact quotations", "quotes_exact"),
        ("passages whose source text is exact", "sources_exact"),
        ("references complete", "references_complete"),
    ]
    body = [[name, *(str(getattr(scores[split], field)) for split in scores)] for name, field in rows]
    body.append(["longest text and point, words", *("{} and {}".format(*scores[split].longest) for split in scores)])
    return table(["measure", *scores], body)


def answers_in_full(assistant: Assistant, count: int = 20) -> str:
    """HTML of the answers to so many development questions, spread evenly over the files, for the report."""
    rows = load_every_question("dev")
    chosen = rows[:: max(1, len(rows) // count)][:count]
    answers = [answer_out(assistant.answer(row["question"]), assistant.index) for row in chosen]
    template = (files("eval") / "reports" / "answers.html").read_text(encoding="utf-8")
    environment = Environment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(answers=answers)


def _share(found: Iterable[bool]) -> Share:
    counted = list(found)
    return Share(sum(counted), len(counted))


def says(fact: str, answer: Answer) -> bool:
    """Whether one statement of an answer, its text or a point, has all of a fact's words in any inflection."""
    owed = [word for word in fold(fact).split() if _carries(word)]
    statements = [answer.summary.text, *(point.text for point in answer.summary.points)]
    return any(all(_has(fold(said).split(), word) for word in owed) for said in statements)


def _carries(word: str) -> bool:
    return is_content(word) or word.isdecimal() or word in NUMBERS or word in _NEGATIONS


def _has(said: Iterable[str], word: str) -> bool:
    if word in NUMBERS or word.isdecimal():
        number = NUMBERS.get(word, word)
        return any(entry == word or str(NUMBERS.get(entry, entry)) == str(number) for entry in said)
    wanted = stem(word)
    return any(
        stem(entry) == wanted
        or (len(wanted) >= _PART and wanted in entry)
        or (len(stem(entry)) >= _PART and wanted.startswith(stem(entry)))
        for entry in said
    )
