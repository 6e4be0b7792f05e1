"""A file → what would be taken in: its catalogue entry as drafted, and what is read of it by that. Changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from corpus.additions import Additions, names_responsible, organisations_named, own_programme
from corpus.catalogue import document_of
from corpus.drafts import Draft, draft, unknown_owners
from corpus.files import sha256
from corpus.ingest import Part, own_catalogue, part_of, restore_apart
from corpus.parsing.layout.aligned import mark_aligned
from corpus.parsing.layout.contents import contents_lines
from corpus.parsing.layout.running_heads import page_frames
from corpus.reading.bounded import bounded
from corpus.reading.files import Source
from corpus.reading.isolated import read_isolated
from corpus.reading.limits import STRUCTURE_SECONDS
from corpus.types import Catalogue, Document, OnShare, Span

# A catalogue that knows nothing: what a document says of itself has to do.
NO_CATALOGUE = Catalogue("", (), (), (), ())

# What a new version of a document has from the old one where its own text doesn't say it: that it is
# a version of that document says as much.
_TAKEN_OVER = ("kind", "programme", "organisation", "publisher", "municipality")


@dataclass(frozen=True)
class Preview:
    """A document as it would be taken in.

    ``entry`` is its catalogue entry, without what the document doesn't say; ``additions`` what the catalogue lacks
    to read it by; ``left_out`` are stretches of lines that are no text of it, each with the reason.
    """

    entry: dict[str, Any]
    draft: Draft
    additions: Additions
    part: Part
    left_out: tuple[tuple[Span, str], ...]


def preview(
    content: bytes,
    name: str,
    catalogue: Catalogue,
    *,
    municipality: str | None = None,
    on_share: OnShare = lambda share: None,
) -> Preview:
    """What would be taken in of a file; raises ``UnreadableDocument``.

    ``municipality`` is whose it is where the document doesn't say; ``on_share`` hears what share of the work is done,
    page by page of a scan.
    """
    read = read_isolated(content, name, on_share=lambda share: on_share(share / 2))
    source = restore_apart(read, name, on_share=lambda share: on_share(0.5 + share / 2))
    return preview_apart(source, name, sha256(content), catalogue, municipality=municipality)


def preview_apart(
    source: Source, name: str, digest: str, catalogue: Catalogue, *, municipality: str | None = None
) -> Preview:
    """As ``preview_source``, in a process of its own; raises ``UnreadableDocument``."""
    work = partial(preview_source, municipality=municipality)
    return bounded(work, source, name, digest, catalogue, name=name, seconds=STRUCTURE_SECONDS)


def preview_source(
    source: Source, name: str, digest: str, catalogue: Catalogue, *, municipality: str | None = None
) -> Preview:
    """As ``preview``, of a file that has been read and restored."""
    found = draft(source.lines, catalogue, frame=source.frame, municipality=municipality)
    fields, _ = entry_fields(found, source, None, catalogue)
    entry = {"id": "document", **fields, "file": name, "sha256": digest}
    part = _read(entry, source, catalogue)
    owners = [found.owner] if found.owner else [*found.unknown, *_unnamed(part, catalogue)]
    if part.plans and not owners and not any(plan.organisation for plan in part.plans):
        owners = names_responsible(part.activities)  # the whole municipality's: its fields say who has what
    additions = organisations_named(owners, found.municipality, catalogue)
    programme = own_programme(found, part.activities, catalogue)
    additions = Additions(additions.organisations, programme.programmes)
    if additions != Additions():
        entry |= entry_of(additions, found)
        part = _read(entry, source, additions.to(catalogue))
    return Preview(entry, found, additions, part, tuple(_left_out(source)))


def entry_of(additions: Additions, found: Draft) -> dict[str, Any]:
    """What an entry says of the organisation and the programme that come in with it."""
    said: dict[str, Any] = {}
    if additions.programmes:
        said["programme"] = additions.programmes[0]["id"]
    if found.owner is not None and found.organisation is None and additions.organisations:
        said["organisation"] = additions.organisations[0]["id"]
    return said


def _read(entry: dict[str, Any], source: Source, catalogue: Catalogue) -> Part:
    document = document_of(entry, catalogue)
    return part_of(document, source, own_catalogue(document, catalogue))


def _unnamed(part: Part, catalogue: Catalogue) -> tuple[str, ...]:
    return unknown_owners(part.plans, part.lines, catalogue, part.document.municipality)


def _left_out(source: Source) -> Iterator[tuple[Span, str]]:
    """Contents lists, and the running heads and feet of pages."""
    lines = source.lines
    running = page_frames(lines)
    kept = mark_aligned([replace(line, text="") if i in running else line for i, line in enumerate(lines)])
    for numbers, reason in (
        (sorted(contents_lines(kept)), "contents list"),
        (sorted(lines[i].number for i in running if lines[i].text.strip()), "head or foot of pages"),
    ):
        for first, last in _stretches(numbers):
            yield (first, last), reason


def _stretches(numbers: Sequence[int]) -> Iterator[Span]:
    first = None
    for i, number in enumerate(numbers):
        first = number if first is None else first
        if i + 1 == len(numbers) or numbers[i + 1] > number + 2:
            yield first, number
            first = None


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
    taken_over = tuple(name for name, value in before.items() if read[name] is None and value is not None)
    read |= {name: before[name] for name in taken_over}
    if read["municipality"] == catalogue.municipality:
        read["municipality"] = None  # it goes without saying
    elif read["municipality"] is None:
        read["municipality"] = ""  # not the catalogue's: nobody has said whose it is
    taken_over = tuple(name for name in taken_over if read[name] is not None)
    return {name: value for name, value in read.items() if value is not None}, taken_over
