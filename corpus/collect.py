"""A documents folder → all that its documents hold. The one way through reading, for whoever needs it.

A document that can't be read stops none of the others: it is left out, and its error is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.catalogue import load_catalogue
from corpus.errors import CorpusError, UnreadableDocument
from corpus.follow import connect, merge_city_wide
from corpus.quarantine import identity_places, quarantine, report
from corpus.read import Source, read_source
from corpus.restore import Reading, restore
from corpus.split import split
from corpus.structure import structure
from corpus.types import Activity, Catalogue, Document, IdentityPlace, Line, Passage, Plan


@dataclass(frozen=True)
class Collection:
    """What a documents folder holds.

    ``problems`` tell of documents left out or not understood, and of personal identity numbers, whose
    places ``identities`` are.
    """

    catalogue: Catalogue
    documents: tuple[Document, ...]
    lines: dict[str, tuple[Line, ...]]
    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    passages: tuple[Passage, ...]
    problems: tuple[str, ...]
    identities: tuple[IdentityPlace, ...] = ()


def collect(
    folder: Path,
    *,
    known: Mapping[str, tuple[Line, ...]] | None = None,
    on_problem: Callable[[str], None] = lambda problem: None,
    on_passages: Callable[[Sequence[Passage]], None] = lambda passages: None,
) -> Collection:
    """Read every document of the catalogue; ``on_problem`` hears of each that can't be read.

    ``known`` are lines that have been restored before, by the sha256 of their document: restoring is
    what takes long, and it depends on the document alone. ``on_passages`` gets the passages of each
    document as soon as they are there, the quickest documents first.

    Raises ``CatalogueError`` when there is no usable catalogue, ``CorpusError`` when no document
    can be read.
    """
    catalogue = load_catalogue(folder)
    read: dict[str, _Read] = {}
    problems: list[str] = []
    for document in sorted(catalogue.documents, key=lambda entry: entry.machine_read):
        try:
            source = read_source(document, folder)
        except UnreadableDocument as error:
            problems.append(str(error))
            on_problem(str(error))
            continue
        if source.machine_read:
            document = replace(document, machine_read=True)
        found = structure(document, _restored(document, source, known or {}), catalogue)
        for warning in found.warnings:
            problems.append(warning)
            on_problem(warning)
        merged = tuple(merge_city_wide(found.activities, catalogue))
        passages = tuple(split(document, found.lines, merged, found.sections, catalogue))
        places = identity_places(document, found.lines, source.identities)
        if places:
            kept, searched = quarantine(merged, passages, source.identities)
            merged, passages = tuple(kept), tuple(searched)
            for place in places:
                problems.append(report(place, document.file))
                on_problem(problems[-1])
        read[document.id] = _Read(document, found.lines, found.plans, merged, passages, places)
        on_passages(passages)
    documents = tuple(read[entry.id].document for entry in catalogue.documents if entry.id in read)
    if not documents:
        reasons = "; ".join(problems) or "the catalogue names none"
        raise CorpusError(f"no document can be read: {reasons}")
    parts = [read[document.id] for document in documents]
    activities = [activity for part in parts for activity in part.activities]
    return Collection(
        catalogue=catalogue,
        documents=documents,
        lines={document.id: part.lines for document, part in zip(documents, parts, strict=True)},
        plans=tuple(plan for part in parts for plan in part.plans),
        activities=tuple(connect(activities, catalogue)),
        passages=tuple(passage for part in parts for passage in part.passages),
        problems=tuple(problems),
        identities=tuple(place for part in parts for place in part.identities),
    )


@dataclass(frozen=True)
class _Read:
    """What one document holds; ``document`` is as the catalogue has it, but for what its reading showed."""

    document: Document
    lines: tuple[Line, ...]
    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    passages: tuple[Passage, ...]
    identities: tuple[IdentityPlace, ...]


def _restored(document: Document, source: Source, known: Mapping[str, tuple[Line, ...]]) -> list[Line]:
    """The lines of a document, each with what it says."""
    texts = [line.source for line in source.lines]
    before = known.get(document.sha256, ())
    # Another version of a reader may have delivered other lines from the same file.
    kept = before if [line.source for line in before] == texts else None
    said: Sequence[Line | Reading] = kept or restore(texts)
    return [
        replace(line, text=entry.text, edits=entry.edits, unsure=entry.unsure)
        for line, entry in zip(source.lines, said, strict=True)
    ]
