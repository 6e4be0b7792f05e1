"""The summary written by a language model, where one is configured; each sentence is checked, or dropped.

The model sees numbered passages and the question. A sentence stays only when it names its passages, says
mostly their words, and all its claims stand in them. Where too little is left the extract is used.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.compose.language_model.endpoint import NoText
from assistant.compose.language_model.messages import numbered_messages
from assistant.compose.points import POINT_WORDS, TEXT_WORDS, Point, Summary
from assistant.compose.statements import Statement, statements
from assistant.compose.verify import NEGATIONS, grounding_of, unsupported
from assistant.retrieve.records import Records
from assistant.types import Finding
from corpus.swedish.numbers import NUMBERS
from corpus.swedish.sentences import sentences
from corpus.swedish.text import fold, stem
from corpus.swedish.vocabulary import is_content
from corpus.types import Passage

log = logging.getLogger("planassistent")

_PASSAGES = 5
_OVERLAP = 0.7  # of a sentence's words of subject matter that its passages have
_FEWEST = 3  # words of subject matter: fewer say too little to be checked
_KEPT = 0.5  # of the sentences: of a text that is mostly wrong nothing is taken
_CITED = re.compile(r"\s*((?:\[\d+(?:\s*,\s*\d+)*\]\s*)+)([.!?]?)")
_FIGURE = re.compile(r"\d+")
_MARKUP = re.compile(r"^[\s>*#–•-]+|\*\*|`", re.MULTILINE)


class TextModel(Protocol):
    """What writes: an address (``Endpoint``) with the name that answers carry."""

    @property
    def model(self) -> str:
        """The model's name."""
        ...

    def complete(self, messages: Sequence[dict[str, str]]) -> str:
        """What the model writes; raises ``NoText``."""
        ...


def generated_summary(
    question: str, findings: Sequence[Finding], extract: Summary, model: TextModel, records: Records
) -> Summary:
    """The model's summary of what a search found, or the extract.

    Sets and comparisons are counted, and what isn't found is not written about.
    """
    if any(finding.way != "search" or finding.outcome != "answered" for finding in findings):
        return extract
    passages = list({hit.passage.id: hit.passage for f in findings for hit in f.hits[:_PASSAGES]}.values())[:_PASSAGES]
    try:
        text = model.complete(numbered_messages("generate.jinja", question, passages, records))
    except NoText as error:
        log.warning("the language model gave nothing, so the extract is used: %s", error)
        return extract
    return supported_summary(text, passages, extract, model.model, records)


def supported_summary(
    text: str, passages: Sequence[Passage], extract: Summary, model: str, records: Records
) -> Summary:
    """The sentences of a text that stand in the passages they name; the extract where too few do."""
    found = list(_sentences(text))
    kept: list[Point] = []
    for sentence, numbers in found:
        if not numbers or not all(1 <= number <= len(passages) for number in numbers):
            continue
        cited = [passages[number - 1] for number in numbers]
        words = sum(len(point.text.split()) for point in kept) + len(sentence.split())
        if words <= TEXT_WORDS and len(sentence.split()) <= POINT_WORDS and is_supported(sentence, cited, records):
            kept.append(Point(sentence, tuple(dict.fromkeys(passage.id for passage in cited))))
    if not kept or len(kept) < _KEPT * len(found):
        return extract
    return Summary(" ".join(point.text for point in kept), tuple(kept), generated_by=model)


def is_supported(sentence: str, cited: Sequence[Passage], records: Records) -> bool:
    """Whether a sentence says what its passages say: their words, their claims, and denied or not as there."""
    index = records.index
    if unsupported(sentence, grounding_of(cited, index), index, negations=True):
        return False
    words = _subject(sentence)
    held = {stem(word) for passage in cited for word in fold(f"{' '.join(passage.headings)} {passage.text}").split()}
    if len(words) < _FEWEST or len(words & held) < _OVERLAP * len(words):
        return False
    said = [entry for p in cited for entry in statements(p, index.activities.get(p.activity or ""))]
    near = sorted(said, key=lambda entry: -len(words & _subject(entry.display_text)))
    return (
        bool(near)
        and _denies(sentence) == _denies(near[0].display_text)
        and _figures_of(near[:2]) >= _figures(sentence)
    )


def _sentences(text: str) -> Iterator[tuple[str, list[int]]]:
    """Each sentence with the numbers that stand at its end; [] where it names nothing."""
    text = _MARKUP.sub("", text)
    # "… lampor. [1]" is "… lampor [1].": the number belongs to the sentence before it.
    text = re.sub(r"([.!?])\s*((?:\[\d+(?:\s*,\s*\d+)*\]\s*)+)", r" \2\1 ", text)
    for line in text.splitlines():
        for part in sentences(line):
            numbers = [int(number) for found in _CITED.findall(part) for number in _FIGURE.findall(found[0])]
            sentence = " ".join(_CITED.sub(r"\2", part).split())
            if sentence:
                yield sentence, numbers


def _subject(text: str) -> set[str]:
    return {stem(word) for word in fold(text).split() if is_content(word)}


def _denies(text: str) -> bool:
    return bool(set(fold(text).split()) & NEGATIONS)


def _figures(text: str) -> set[str]:
    words = fold(text).split()
    named = {str(NUMBERS[word]) for word in words if word in NUMBERS and word not in ("ett", "sex", "forsta", "andra")}
    return set(_FIGURE.findall(text)) | named


def _figures_of(found: Sequence[Statement]) -> set[str]:
    return {figure for entry in found for figure in _figures(entry.display_text)}
