"""A file → what would be taken in: its catalogue entry as drafted, and what is read of it by that. Changes nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.catalogue import document_of
from corpus.drafts import Draft, draft
from corpus.files import sha256
from corpus.ingest import Part, read_part, restore_source
from corpus.reading.files import Source, read_file
from corpus.types import Catalogue, Document

# A catalogue that knows nothing: what a document says of itself has to do.
NO_CATALOGUE = Catalogue("", (), (), (), ())

# What a new version of a document has from the old one where its own text doesn't say it: that it is
# a version of that document says as much.
_TAKEN_OVER = ("kind", "programme", "organisation", "publisher", "municipality")


@dataclass(frozen=True)
class Preview:
    """A document as it would be taken in; ``entry`` is its catalogue entry, without what the document doesn't say."""

    entry: dict[str, Any]
    draft: Draft
    part: Part


def preview(content: bytes, name: str, catalogue: Catalogue) -> Preview:
    """What would be taken in of a file; raises ``UnreadableDocument``."""
    return preview_source(restore_source(read_file(content, name)), name, sha256(content), catalogue)


def preview_source(source: Source, name: str, digest: str, catalogue: Catalogue) -> Preview:
    """As ``preview``, of a file that has been read and restored."""
    found = draft(source.lines, catalogue, frame=source.frame)
    fields, _ = entry_fields(found, source, None, catalogue)
    entry = {"id": "document", **fields, "file": name, "sha256": digest}
    part = read_part(document_of(entry, catalogue), Path(), catalogue, source=source)
    return Preview(entry, found, part)


def entry_fields(
    found: Draft, source: Source, old: Document | None, catalogue: Catalogue
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a catalogue entry, in its order, without those that nothing says; and which are the old one's."""
    read = {
        "title": found.title,
        "publisher": found.publisher,
        "municipality": found.municipality,
        "kind": found.kind,
        "programme": found.programme,
        "organisation": found.organisation,
        "period": list(found.period) if found.period else None,
        "date": found.date,
        "machine_read": found.machine_read or source.machine_read,
    }
    before = {name: getattr(old, name) for name in _TAKEN_OVER} if old is not None else {}
    if before.get("municipality") == catalogue.municipality:
        del before["municipality"]  # it goes without saying
    taken_over = tuple(name for name, value in before.items() if read[name] is None and value is not None)
    read |= {name: before[name] for name in taken_over}
    return {name: value for name, value in read.items() if value is not None}, taken_over
