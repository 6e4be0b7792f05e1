"""An id that somebody names → the record in the index that has it; raises ``NotFound`` where none has."""

from collections.abc import Mapping
from typing import TypeVar

from assistant.errors import NotFound
from corpus.types import Activity, Document, Line, Passage, Plan
from index.storage.store import Index

Record = TypeVar("Record")


def activity_by_id(activity_id: str, index: Index) -> Activity:
    """The activity."""
    return _by_id(activity_id, index.activities, "activity", "Aktiviteten")


def passage_by_id(passage_id: str, index: Index) -> Passage:
    """The passage."""
    return _by_id(passage_id, index.passages, "passage", "Stycket")


def plan_by_id(plan_id: str, index: Index) -> Plan:
    """The plan."""
    return _by_id(plan_id, index.plans, "plan", "Planen")


def document_by_id(document_id: str, index: Index) -> Document:
    """The document."""
    documents = {document.id: document for document in index.collection.documents}
    return _by_id(document_id, documents, "document", "Dokumentet")


def lines_by_id(document_id: str, index: Index) -> tuple[Line, ...]:
    """The lines of the document."""
    return _by_id(document_id, index.collection.lines, "document", "Dokumentet")


def _by_id(name: str, records: Mapping[str, Record], english: str, swedish: str) -> Record:
    if name not in records:
        raise NotFound(f"there is no {english} {name[:120]!r}", f"{swedish} finns inte.")
    return records[name]
