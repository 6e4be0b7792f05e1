"""What a file was made from: the selection in words, the day, the index and the model; and what the file is called.

For people a selection is in Swedish, with names (``selection_text``); for programs it has the API's names and ids
(``filters_text``).
"""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files

from assistant.query.filters import Filters
from assistant.schemas.labels import FILTER_LABELS, STATUS_LABELS
from index.storage.store import Index

ORIGIN = {
    "asked": "Urval",
    "made": "Datum",
    "index": "Index",
    "documents_sha256": "Dokumentens kontrollsumma",
    "model": "Modell",
    "count": "Antal",
}


@dataclass(frozen=True)
class Origin:
    """What a file was made from: what was ``asked`` for (a question or filters), the day, the index and model.

    ``count`` says how many records it has of each kind, where it is a list of them.
    """

    asked: str
    made: str
    index: str
    documents_sha256: str
    model: str
    count: str = ""


def origin(question: str, index: Index, *, made: date, count: str = "") -> Origin:
    """Where a file comes from that is made of this index on this day."""
    known = index.fingerprint
    return Origin(question, made.isoformat(), index.version, known.documents_sha256, known.model, count)


def filters_text(filters: Filters, words: str = "") -> str:
    """Filters, and words that were searched for, on a line: "goals: 3, 4; words: lathund", "alla" where none."""
    given = [(field.name, getattr(filters, field.name)) for field in fields(filters)]
    said = [f"{name}: {', '.join(map(str, values))}" for name, values in given if values]
    said += [f"words: {words}"] if words else []
    return "; ".join(said) or "alla"


def selection_text(filters: Filters, index: Index, words: str = "") -> str:
    """The same in Swedish: "Förvaltning eller bolag: MKB Fastighets AB; Mål: 3", "alla" where there is none."""
    said, names = table_words(), names_by_id(index)
    known: dict[str, dict[str, str]] = {"kinds": said["kinds"], "statuses": STATUS_LABELS}
    labels, parts = FILTER_LABELS | said["filters"], []
    for field in fields(Filters):
        values = [known.get(field.name, names).get(str(v), str(v)) for v in getattr(filters, field.name) or ()]
        if values:
            parts.append(f"{labels[field.name]}: {', '.join(values)}")
    parts += [f"{labels['words']}: {words}"] if words else []
    return "; ".join(parts) or labels["all"]


def file_name(what: str, made: str, ending: str) -> str:
    """A file's name, with the day and without the question: names end up in logs and lists."""
    return f"{table_words()['files'][what].format(made=made)}.{ending}"


@cache
def table_words() -> dict[str, dict[str, str]]:
    """``prompts/tables.toml``."""
    return tomllib.loads((files("prompts") / "tables.toml").read_text(encoding="utf-8"))


def names_by_id(index: Index) -> dict[str, str]:
    """What organisations, programmes and documents are called, by id."""
    catalogue = index.collection.catalogue
    return {
        **{entry.id: entry.name for entry in catalogue.organisations},
        **{p.id: f"{p.title} {p.period[0]}–{p.period[1]}" for p in catalogue.programmes},
        **{entry.id: entry.title for entry in index.collection.documents},
    }
