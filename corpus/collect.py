"""A documents folder → all that its documents hold. The one way through reading, for whoever needs it.

A document that can't be read stops none of the others: it is left out, and its error is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.catalogue import load_catalogue
from corpus.errors import CorpusError, UnreadableDocument
from corpus.follow import connect, merge_city_wide
from corpus.read import read_source, split_lines
from corpus.restore import Reading, restore
from corpus.split import split
from corpus.structure import structure
from corpus.types import Activity, Catalogue, Document, Line, Passage, Plan


@dataclass(frozen=True)
class Collection:
    """What a documents folder holds; ``problems`` tell of documents left out or not understood."""

    catalogue: Catalogue
    documents: tuple[Document, ...]
    lines: dict[str, tuple[Line, ...]]
    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    passages: tuple[Passage, ...]
    problems: tuple[str, ...]


def collect(
    folder: Path,
    *,
    known: Mapping[str, tuple[Line, ...]] | None = None,
    on_problem: Callable[[str], None] = lambda problem: None,
) -> Collection:
    """Read every document of the catalogue; ``on_problem`` hears of each that can't be read.

    ``known`` are lines that have been restored before, by the sha256 of their document: restoring is
    what takes long, and it depends on the document alone.
    Raises ``CatalogueError`` when there is no usable catalogue, ``CorpusError`` when no document
    can be read.
    """
    catalogue = load_catalogue(folder)
    documents: list[Document] = []
    plans: list[Plan] = []
    activities: list[Activity] = []
    passages: list[Passage] = []
    problems: list[str] = []
    lines: dict[str, tuple[Line, ...]] = {}
    for document in catalogue.documents:
        try:
            source = read_source(document, folder)
        except UnreadableDocument as error:
            problems.append(str(error))
            on_problem(str(error))
            continue
        documents.append(document)
        found = structure(document, _restored(document, source, known or {}), catalogue)
        lines[document.id] = found.lines
        problems += found.warnings
        for warning in found.warnings:
            on_problem(warning)
        merged = merge_city_wide(found.activities, catalogue)
        plans += found.plans
        activities += merged
        passages += split(document, lines[document.id], merged, found.sections, catalogue)
    if not documents:
        reasons = "; ".join(problems) or "the catalogue names none"
        raise CorpusError(f"no document can be read: {reasons}")
    return Collection(
        catalogue,
        tuple(documents),
        lines,
        tuple(plans),
        tuple(connect(activities, catalogue)),
        tuple(passages),
        tuple(problems),
    )


def _restored(document: Document, source: str, known: Mapping[str, tuple[Line, ...]]) -> list[Line]:
    """The lines of a document, each with what it says."""
    lines = split_lines(source)
    said: Sequence[Line | Reading] = known.get(document.sha256) or restore([line.source for line in lines])
    return [
        replace(line, text=entry.text, edits=entry.edits, unsure=entry.unsure)
        for line, entry in zip(lines, said, strict=True)
    ]
