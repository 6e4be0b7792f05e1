"""A question and its passages → the messages that a language model is asked with."""

from collections.abc import Sequence

from assistant.compose.points import dated_source
from assistant.compose.templates import filled
from assistant.retrieve.records import Records
from corpus.types import Passage


def numbered_messages(
    template: str, question: str, passages: Sequence[Passage], records: Records
) -> list[dict[str, str]]:
    """What a model is told by a template of ``prompts/``: its task, and the question with its numbered passages."""
    numbered = [(i, _source(passage, records), passage.text) for i, passage in enumerate(passages, start=1)]
    return [
        {"role": "system", "content": filled(template, part="system", question="", passages=())},
        {"role": "user", "content": filled(template, part="user", question=question, passages=numbered)},
    ]


def _source(passage: Passage, records: Records) -> str:
    owner = records.index.organisations.get(passage.organisation or "")
    return ", ".join([*([owner.name] if owner else []), dated_source(passage, records.index)])
