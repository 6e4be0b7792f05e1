"""Setting right what was read of a document: the correction goes into the documents folder, then the index is built.

A correction is made by the line that it is of, as the index in use has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.settings import Settings
from corpus.catalogue import load_catalogue
from corpus.corrections.changes import put_correction, take_correction
from corpus.corrections.file import FIELDS, NUMBER, YEARS, load_corrections
from corpus.corrections.words import shape_at
from corpus.errors import CorpusError
from corpus.ingest import Part
from corpus.library import changing, document_named, own_folder
from corpus.types import Correction, Line, Value
from index.storage.fingerprint import fingerprint
from index.storage.store import load_part


@dataclass(frozen=True)
class Corrected:
    """What has been set right in a document, and of it what fits nowhere any more."""

    corrections: tuple[Correction, ...]
    unfitting: tuple[Correction, ...]


def correct(settings: Settings, document: str, *entries: Correction) -> None:
    """Put corrections in, all or none; raises ``CorpusError`` and ``OSError``. The index is not built."""
    document_named(document, load_catalogue(settings.documents))
    own_folder(settings.documents, settings.own_documents)
    with changing(settings.own_documents) as catalogue:
        document_named(document, catalogue)
        for entry in entries:
            put_correction(settings.own_documents, document, entry)


def take_back(settings: Settings, document: str, key: str) -> Correction:
    """Take a correction back by its key; raises ``CorpusError`` and ``OSError``. The index is not built."""
    document_named(document, load_catalogue(settings.documents))
    own_folder(settings.documents, settings.own_documents)
    with changing(settings.own_documents):
        return take_correction(settings.own_documents, document, key)


def corrected(settings: Settings, document: str) -> Corrected:
    """What has been set right in a document; raises ``CorpusError``."""
    document_named(document, load_catalogue(settings.documents))
    entries = load_corrections(settings.documents, document)
    part = part_of(settings, document) if entries else None
    return Corrected(entries, part.unfitting if part else ())


def part_of(settings: Settings, document: str) -> Part | None:
    """A document as the index in use has it, None where it has none. Raises ``IndexFault``."""
    expected = fingerprint(None, model=settings.model, revision=settings.model_revision)
    return load_part(settings.data, document, expected)


def of_activity(line: Line, values: Mapping[str, Value]) -> Correction:
    """What the fields of the activity say that begins at a line."""
    return Correction("activity", "set", line.number, line.source, values=tuple(values.items()))


def of_word(line: Line, read: str, word: str, *, everywhere: bool) -> Correction:
    """What a word is to be read as that stands in a line; raises ``CorpusError`` where it doesn't."""
    start = line.text.find(read)
    if not read.strip() or start < 0:
        raise CorpusError(f"line {line.number} doesn't have {read[:60]!r}; it reads: {line.text[:200]}")
    shape = shape_at(line, (start, start + len(read)))
    if not shape.strip():
        raise CorpusError(f"line {line.number}: the file has no word where {read[:60]!r} is read")
    values: list[tuple[str, Value]] = [("shape", shape), ("word", word)]
    return Correction(
        "word", "set", line.number, line.source, values=(*values, *([("everywhere", 1)] if everywhere else []))
    )


def line_in(lines: Sequence[Line], number: int) -> Line:
    """A line that a correction may be of; raises ``CorpusError``."""
    if not 0 < number <= len(lines):
        raise CorpusError(f"the document has no line {number}; it has {len(lines)}")
    if not lines[number - 1].source.strip():
        raise CorpusError(f"line {number} is empty: name the line on which it begins")
    return lines[number - 1]


def value_of(on: str, name: str, text: str) -> Value:
    """A value as it was written: None where nothing was, numbers and years as such."""
    text = " ".join(text.split())
    years = text.replace("–", "-").split("-")
    if FIELDS[on][name] == YEARS and len(years) in (1, 2) and all(year.strip().isdecimal() for year in years):
        return int(years[0]), int(years[-1])
    return int(text) if FIELDS[on][name] == NUMBER and text.isdecimal() else text or None
