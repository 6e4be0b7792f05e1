"""Setting right what was read of a document: the correction goes into the documents folder, then the index is built.

A correction is made by the line that it is of, as the index in use has it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.curation.log import Via, Who, log_of
from assistant.settings import Settings
from corpus.catalogue import load_catalogue
from corpus.corrections.changes import put_correction, take_correction
from corpus.corrections.file import FIELDS, NUMBER, YEARS, checked, load_corrections, path_of
from corpus.corrections.page_numbers import line_on
from corpus.corrections.words import shape_at
from corpus.errors import CorpusError
from corpus.files import sha256
from corpus.ingest import Part
from corpus.library import changing, document_named, own_folder
from corpus.types import Correction, Line, Value
from index.storage.fingerprint import fingerprint
from index.storage.store import load_part


class ChangedMeanwhile(CorpusError):
    """Somebody else came first."""


class NoSuchWord(CorpusError):
    """A line hasn't the word that is said to be misread in it."""


@dataclass(frozen=True)
class Corrected:
    """What has been set right in a document, and of it what fits nowhere any more."""

    corrections: tuple[Correction, ...]
    unfitting: tuple[Correction, ...]


def correct(
    settings: Settings,
    document: str,
    *entries: Correction,
    via: Via = "command",
    who: Who = None,
    seen: str | None = None,
) -> None:
    """Put corrections in; raises ``CorpusError``, ``OSError``, and ``NotLogged`` when it is done. No index is built.

    ``seen`` is what ``state_of`` gave when they were thought of; raises ``ChangedMeanwhile`` where it is another now.
    """
    document_named(document, load_catalogue(settings.documents))
    own_folder(settings.documents, settings.own_documents)
    folder = settings.own_documents
    with changing(folder) as catalogue:
        document_named(document, catalogue)
        if seen is not None and seen != state_of(folder, document):
            raise ChangedMeanwhile("somebody else has set something right in it meanwhile; look at it again")
        for entry in entries:
            checked(entry, "the correction")
        for entry in entries:
            put_correction(folder, document, entry)
            log_of(settings).add("correct", document, via=via, who=who, **_told(entry))


def take_back(settings: Settings, document: str, key: str, *, via: Via = "command", who: Who = None) -> Correction:
    """Take a correction back by its key; raises ``CorpusError`` and ``OSError``. The index is not built."""
    document_named(document, load_catalogue(settings.documents))
    own_folder(settings.documents, settings.own_documents)
    with changing(settings.own_documents):
        entry = take_correction(settings.own_documents, document, key)
        log_of(settings).add("take back", document, via=via, who=who, **_told(entry))
    return entry


def state_of(folder: Path, document: str) -> str:
    """A name for all that has been set right in a document: another when any of it changes."""
    path = path_of(folder, document)
    return sha256(path.read_bytes())[:16] if path.is_file() else "0"


def _told(entry: Correction) -> dict[str, str | int]:
    """What the log says of a correction: where it is, never what it says."""
    fields = {"fields": ", ".join(name for name, _ in entry.values)} if entry.on != "word" and entry.values else {}
    return {"on": entry.on, "change": entry.change, "line": entry.line, **fields}


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
    found = re.search(rf"(?<!\w){re.escape(read)}(?!\w)", line.text) if read.strip() else None
    if found is None:
        raise NoSuchWord(f"line {line.number} doesn't have the whole word {read[:60]!r}; it reads: {line.text[:200]}")
    shape = shape_at(line, found.span())
    if not shape.strip():
        raise NoSuchWord(f"line {line.number}: the file has no word where {read[:60]!r} is read")
    values: list[tuple[str, Value]] = [("shape", shape), ("word", word)]
    return Correction(
        "word", "set", line.number, line.source, values=(*values, *([("everywhere", 1)] if everywhere else []))
    )


def of_page(lines: Sequence[Line], sheet: int, printed: str, *, onward: bool) -> Correction:
    """The number that is printed on a page of the file, None where nothing is; raises ``CorpusError``.

    ``onward``: the pages after it in the same plan count on from there.
    """
    last = max((line.sheet for line in lines if line.sheet), default=None)
    if last is None:
        raise CorpusError("the document has no pages that can be told apart, so they have no numbers")
    at = line_on(sheet, lines)
    if at is None:
        raise CorpusError(f"the file has no page {sheet} with text on it; it has {last}")
    values: tuple[tuple[str, Value], ...] = (("printed", value_of("page", "printed", printed)), ("onward", int(onward)))
    return Correction("page", "set", at.number, at.source, values=values)


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
    return int(text) if FIELDS[on][name] == NUMBER and re.fullmatch(r"\d{1,6}", text) else text or None
