"""A documents folder → what its documents hold. The one way through reading, for whoever needs it.

Each document is read by itself, from its file and ``own_catalogue``: a document that comes, goes or
can't be read changes nothing in the others. What ties documents together is added by ``assemble``.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from corpus.corrections.overlay import unfitting, with_corrections
from corpus.corrections.structure import Read
from corpus.corrections.words import with_words
from corpus.errors import UnreadableDocument
from corpus.linking import link_activities, merge_city_wide
from corpus.parsing.document import structure
from corpus.parsing.owners import in_municipality
from corpus.passages import split
from corpus.privacy.quarantine import identity_places, quarantine, report
from corpus.reading.bounded import bounded
from corpus.reading.files import Source, printable, read_source
from corpus.reading.isolated import read_isolated
from corpus.reading.limits import READING_SECONDS, STRUCTURE_SECONDS
from corpus.restoration.parallel import in_two_processes
from corpus.restoration.restore import Reading, restore, tidy_lines
from corpus.types import Activity, Catalogue, Correction, Document, IdentityPlace, Line, OnShare, Passage, Plan

Restorer = Callable[[Sequence[str]], list[Reading]]


@dataclass(frozen=True)
class Part:
    """What one document holds, of a superseded one the lines; ``warnings`` are for whoever added it.

    ``document`` is as the catalogue has it, but for what its reading showed. ``restored`` are the lines before a
    person set words of them right, None where that is so of none; ``unfitting`` are corrections that fit nowhere.
    """

    document: Document
    lines: tuple[Line, ...]
    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...]
    identities: tuple[IdentityPlace, ...] = ()
    restored: tuple[Line, ...] | None = None
    unfitting: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class Collection:
    """What a documents folder holds.

    ``problems`` tell of documents left out or not understood, and of personal identity numbers, whose
    places ``identities`` are. ``unfitting`` has, by document, corrections that fit nowhere any more.
    """

    catalogue: Catalogue
    documents: tuple[Document, ...]
    lines: dict[str, tuple[Line, ...]]
    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    passages: tuple[Passage, ...]
    problems: tuple[str, ...]
    identities: tuple[IdentityPlace, ...] = ()
    unfitting: dict[str, tuple[Correction, ...]] = field(default_factory=dict)


def own_catalogue(document: Document, catalogue: Catalogue) -> Catalogue:
    """What of the catalogue the reading of one document rests on, and nothing else."""
    programmes = tuple(entry for entry in catalogue.programmes if entry.id == document.programme)
    return Catalogue(catalogue.municipality, programmes, catalogue.organisations, (document,), ())


def read_part(
    document: Document,
    folder: Path,
    catalogue: Catalogue,
    *,
    source: Source | None = None,
    restored: Sequence[Line] | None = None,
    on_share: OnShare | None = None,
) -> Part:
    """Read one document; raises ``UnreadableDocument``, also where what was set right in it can't be read.

    Each step is done in a process of its own. Restoring is what takes long, and it depends on the file alone:
    ``source`` is the file read and restored a moment ago, ``restored`` are its lines as they were restored once;
    ``on_share`` hears what share of restoring is done.
    """
    if document.fault is not None:
        raise UnreadableDocument(
            f"{printable(document.file)}: it is left out, because what was set right in it can't be read: "
            f"{document.fault}; correct that, or put the file back from a backup"
        )
    own = own_catalogue(document, catalogue)
    if source is None:
        read = read_source(document, folder, read_isolated)
        source = restore_apart(read, document.file, restored, on_share=on_share)
    return bounded(part_of, document, source, own, name=document.file, seconds=STRUCTURE_SECONDS)


def part_of(document: Document, source: Source, own: Catalogue) -> Part:
    """What a document holds whose file has been read and restored; ``own`` is what its reading rests on."""
    if source.machine_read:
        document = replace(document, machine_read=True)
    if document.superseded_by is not None:
        places = identity_places(document, source.lines, source.identities)
        return Part(document, source.lines, (), (), (), tuple(report(place, document.file) for place in places), places)
    words = [entry for entry in document.corrections if entry.on == "word"]
    lines, no_word = with_words(source.lines, words)
    found = structure(document, lines, own)
    activities = tuple(merge_city_wide(found.activities, in_municipality(own, document.municipality)))
    read, no_place = with_corrections(Read(document, found.lines, found.plans, activities, found.sections), own)
    activities = read.activities
    passages = tuple(split(document, read.lines, activities, read.sections, own))
    places = identity_places(document, read.lines, source.identities)
    if places:
        activities, passages = quarantine(activities, passages, source.identities)
    missed = (*no_word, *no_place)
    warnings = (
        *found.warnings,
        *unfitting(document.file, missed),
        *(report(place, document.file) for place in places),
    )
    return Part(
        document, read.lines, read.plans, activities, passages, warnings, places,
        restored=source.lines if words else None, unfitting=missed,
    )  # fmt: skip


def is_as_described(document: Document, folder: Path) -> bool:
    """Whether the file is there and is the one that the catalogue describes."""
    try:
        with (folder / document.file).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == document.sha256
    except OSError:
        return False


def assemble(catalogue: Catalogue, parts: Iterable[Part], problems: Iterable[str] = ()) -> Collection:
    """The parts as one, in their order, with the activities joined that belong together."""
    parts = list(parts)
    activities = [activity for part in parts for activity in part.activities]
    common = {plan.id for part in parts for plan in part.plans if plan.organisation is None}
    return Collection(
        catalogue=catalogue,
        documents=tuple(part.document for part in parts),
        lines={part.document.id: part.lines for part in parts},
        plans=tuple(plan for part in parts for plan in part.plans),
        activities=tuple(link_activities(activities, catalogue, common=common)),
        passages=tuple(passage for part in parts for passage in part.passages),
        problems=tuple(problems),
        identities=tuple(place for part in parts for place in part.identities),
        unfitting={part.document.id: part.unfitting for part in parts if part.unfitting},
    )


def restore_apart(
    source: Source, name: str, restored: Sequence[Line] | None = None, *, on_share: OnShare | None = None
) -> Source:
    """As ``restore_source``, in a process of its own; ``name`` is the file's. Raises ``UnreadableDocument``."""
    return bounded(_restored, source, restored, name=name, seconds=READING_SECONDS, on_share=on_share)


def _restored(source: Source, restored: Sequence[Line] | None, *, on_share: OnShare = lambda share: None) -> Source:
    return restore_source(source, restored, partial(restore, each=in_two_processes, on_share=on_share))


def restore_source(source: Source, restored: Sequence[Line] | None = None, restorer: Restorer = restore) -> Source:
    """A file whose lines say what they say; ``restored`` as in ``read_part``.

    What was born digital is never restored: its letters are those that were typed.
    """
    sources = [line.source for line in source.lines]
    # Another version of a reader may have delivered other lines from the same file.
    fits = restored is not None and [line.source for line in restored] == sources
    if source.born_digital:
        restorer = tidy_lines
    said: Sequence[Line | Reading] = (
        restored if restored is not None and fits and not source.born_digital else restorer(sources)
    )
    lines = [
        replace(line, text=entry.text, edits=entry.edits, unsure=entry.unsure)
        for line, entry in zip(source.lines, said, strict=True)
    ]
    return replace(source, lines=tuple(lines))
