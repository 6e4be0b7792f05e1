"""The versions of a document: those that it has taken the place of, and what changed from one to the next.

A document that is replaced stays in the folder with its file and what was set right in it, until somebody removes it.
It answers nothing, so that its activities are in no index: they are read again from its lines.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.corrections.file import FIELDS
from corpus.errors import CorpusError
from corpus.ingest import read_part
from corpus.reading.files import Source
from corpus.swedish.text import fold
from corpus.types import Activity, Document, Line, Plan
from index.storage.store import Index

MOST_VERSIONS = 20  # before the one in force; who wants more removes some
_ALIKE = 0.5  # of the words of two activities that they have in common, to be one


@dataclass(frozen=True)
class VersionRecords:
    """What one version of a document holds."""

    document: Document
    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class ChangedField:
    """A field, what it said before and what it says now."""

    name: str
    before: object
    now: object


@dataclass(frozen=True)
class VersionChanges:
    """What changed between two versions; ``changed`` are activities as they are now, each with its fields."""

    document: tuple[ChangedField, ...]
    added: tuple[Activity, ...]
    gone: tuple[Activity, ...]
    changed: tuple[tuple[Activity, tuple[ChangedField, ...]], ...]
    unchanged: int


def earlier_versions(document_id: str, documents: Sequence[Document]) -> list[Document]:
    """The documents that one has taken the place of, and those that they had; the latest first."""
    found: list[Document] = []
    waiting = [document_id]
    while waiting:
        later = waiting.pop(0)
        before = [entry for entry in documents if entry.superseded_by == later and entry not in found]
        found += before
        waiting += [entry.id for entry in before]
    return found


def records_of(document: Document, index: Index) -> VersionRecords:
    """What a version holds: of the one in force as it is in the index. Raises ``CorpusError`` where it isn't read."""
    lines = index.collection.lines.get(document.id)
    if lines is None:
        raise CorpusError(f"{document.id} isn't in the index")
    if document.superseded_by is None:
        plans = tuple(entry for entry in index.collection.plans if entry.document == document.id)
        own = tuple(entry for entry in index.collection.activities if entry.document == document.id)
        return VersionRecords(document, plans, own, lines)
    source = Source(lines, machine_read=document.machine_read)
    read = read_part(replace(document, superseded_by=None), Path(), index.collection.catalogue, source=source)
    return VersionRecords(document, read.plans, read.activities, read.lines)


def changes_between(before: VersionRecords, now: VersionRecords) -> VersionChanges:
    """What is different in the later of two versions."""
    pairs = dict(_pairs(before.activities, now.activities))
    was = {new: old for old, new in pairs.items()}
    compared = [
        (entry, _activity_fields(before.activities[was[i]], entry))
        for i, entry in enumerate(now.activities)
        if i in was
    ]
    changed = [(entry, fields) for entry, fields in compared if fields]
    return VersionChanges(
        _document_fields(before, now),
        tuple(entry for i, entry in enumerate(now.activities) if i not in was),
        tuple(entry for i, entry in enumerate(before.activities) if i not in pairs),
        tuple(changed),
        len(pairs) - len(changed),
    )


def _pairs(before: Sequence[Activity], now: Sequence[Activity]) -> Iterator[tuple[int, int]]:
    """Which activity is which: by title, whose it is and its goal; by title; then by most of their words.

    Several with one title are taken in the order in which they stand.
    """
    left, there = list(range(len(before))), list(range(len(now)))
    keys: list[Callable[[Activity], Hashable]] = [
        lambda entry: (fold(entry.title), entry.organisation, entry.goal),
        lambda entry: (fold(entry.title), entry.organisation),
        lambda entry: fold(entry.title),
    ]
    for key in keys:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for new in there:
            waiting[key(now[new])].append(new)
        for old in list(left):
            if same := waiting[key(before[old])]:
                new = same.pop(0)
                left.remove(old)
                there.remove(new)
                yield old, new
    words = {id(entry): _words(entry) for entry in (*before, *now)}
    close = sorted(
        (-share, old, new)
        for old in left
        for new in there
        if (before[old].organisation, before[old].goal) == (now[new].organisation, now[new].goal)
        and (share := _shared(words[id(before[old])], words[id(now[new])])) >= _ALIKE
    )
    for _, old, new in close:
        if old in left and new in there:
            left.remove(old)
            there.remove(new)
            yield old, new


def _words(entry: Activity) -> set[str]:
    return set(fold(f"{entry.title} {entry.body or ''}").split())


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _activity_fields(before: Activity, now: Activity) -> tuple[ChangedField, ...]:
    """The fields that differ; the text where none does, as it holds them too."""
    return tuple(_differing(before, now, FIELDS["activity"])) or tuple(_differing(before, now, ("body",)))


def _document_fields(before: VersionRecords, now: VersionRecords) -> tuple[ChangedField, ...]:
    """The document's fields, and of a file with one plan the plan's."""
    fields = list(_differing(before.document, now.document, FIELDS["document"]))
    if len(before.plans) == len(now.plans) == 1:
        names = [name for name in FIELDS["plan"] if name not in FIELDS["document"]]
        fields += _differing(before.plans[0], now.plans[0], names)
    return tuple(fields)


def _differing(before: object, now: object, names: Sequence[str] | dict[str, str]) -> Iterator[ChangedField]:
    for name in names:
        was, is_now = getattr(before, name), getattr(now, name)
        if _said(was) != _said(is_now):
            yield ChangedField(name, was, is_now)


def _said(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value
