"""What a person has set right in a record or a passage → a sentence each, for wherever it is shown."""

from collections.abc import Mapping

from assistant.compose.answer import Answer
from assistant.compose.templates import rendered
from assistant.schemas.labels import KIND_LABELS, STATUS_LABELS
from corpus.types import Activity, CorrectedValue, Passage, Plan
from index.storage.store import Index

_WHOLE = ("added", "split", "joined")


def answer_corrected(answer: Answer, index: Index) -> str | None:
    """What an answer says of itself where something that it rests on has been set right."""
    cited = {citation for point in answer.summary.points for citation in point.citations}
    passages = [hit.passage for hit in answer.hits if hit.passage.id in cited]
    records = [index.activities.get(entry) for entry in answer.activities]
    rests = any(_of_what_it_says(passage, index) for passage in passages) or any(a and a.corrected for a in records)
    return rendered("corrections.jinja", form="answer") if rests else None


def corrections_of(record: Activity | Plan | None, index: Index) -> list[str]:
    """A sentence for each thing that has been set right in a record."""
    return [_sentence(entry, index) for entry in record.corrected] if record else []


def corrections_in(passage: Passage, index: Index) -> list[str]:
    """The same of what a passage is of, of its own words, and of its pages."""
    pages = passage.corrected_pages
    said = [rendered("corrections.jinja", form="pages", read=pages.read, now=pages.now)] if pages else []
    return [*_of_what_it_says(passage, index), *said]


def _of_what_it_says(passage: Passage, index: Index) -> list[str]:
    said = corrections_of(index.activities.get(passage.activity or ""), index)
    words = list(dict.fromkeys(passage.text[start:end] for start, end in passage.corrected))
    return [*said, *([rendered("corrections.jinja", form="words", words=words)] if words else [])]


def _sentence(entry: CorrectedValue, index: Index) -> str:
    if entry.field in _WHOLE:
        return rendered("corrections.jinja", form=entry.field)
    read, now = (_in_words(entry.field, value, index) for value in (entry.read, entry.now))
    return rendered("corrections.jinja", form="field", field=entry.field, read=read, now=now)


def _in_words(field: str, value: object, index: Index) -> str | None:
    """A value in words that people know it by."""
    if value is None:
        return None
    text = str(value)
    if field == "organisation" and text in index.organisations:
        return index.organisations[text].name
    labels: Mapping[str, str] = {"kind": KIND_LABELS, "status": STATUS_LABELS}.get(field, {})
    return labels.get(text, text)
