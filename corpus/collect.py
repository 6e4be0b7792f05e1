"""A documents folder → all that its documents hold. The one way through reading, for whoever needs it.

A document that can't be read stops none of the others: it is left out, and its error is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import load_catalogue
from corpus.errors import CorpusError, UnreadableDocument
from corpus.follow import connect, merge_city_wide
from corpus.read import read_source, split_lines
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


def collect(folder: Path, *, on_problem: Callable[[str], None] = lambda problem: None) -> Collection:
    """Read every document of the catalogue; ``on_problem`` hears of each that can't be read.

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
        lines[document.id] = tuple(split_lines(source))
        found = structure(document, lines[document.id], catalogue)
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
