"""What each document holds, as a folder of its own on disk: read and embedded once, used by every later build.

A part is named by all that it rests on (the file, what of the catalogue it is read with, the program,
the model), so that a part that is there needs no making. It is never changed, only taken away.
"""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from corpus.files import sha256, write_folder
from corpus.ingest import Part, own_catalogue
from corpus.types import Activity, Catalogue, Correction, Document, IdentityPlace, Line, Passage, Plan
from index.errors import DamagedIndex, IndexFault
from index.storage.fingerprint import Fingerprint
from index.storage.records import counted

FORMAT = 7
_LINES = "lines.json"
_RESTORED = "restored.json"  # the lines before a person set words right, where one has
_VECTORS = "vectors.npy"
_PIECES = "pieces.npy"

T = TypeVar("T")
Vectors = npt.NDArray[np.float32]
Pieces = npt.NDArray[np.int8]  # directions, of which each has 127 as its largest number


@dataclass(frozen=True)
class PartRecords:
    """What a document holds beside its lines; activities are not yet joined to those of other documents."""

    document: Document
    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    passages: tuple[Passage, ...]
    identities: tuple[IdentityPlace, ...]
    unfitting: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class PartSummary:
    """What a part says of itself: what it is of, and its files with their sha256.

    It stands in a file whose name has its own sha256, so that damage to it shows too.
    ``keys[i]`` is the hash of the text that row i of the vectors was made of: first the passages',
    then those of their sentences. ``pieces`` says how many the text of each passage has.
    """

    document_sha256: str
    restorer: str
    embedding: tuple[str, str | None, str]
    plans: int
    activities: int
    passages: int
    warnings: tuple[str, ...]
    keys: tuple[str, ...]
    files: dict[str, str]
    commitments: int = 0
    pieces: tuple[int, ...] = ()  # up to format 5 there were none; its lines are of use still


@dataclass(frozen=True)
class PartVectors:
    """What the model says of a part: of its passages and then of their sentences, and of each passage's pieces."""

    vectors: Vectors
    pieces: tuple[Pieces, ...]


_about = TypeAdapter(PartSummary)
_lines = TypeAdapter(tuple[Line, ...])
_records = TypeAdapter(PartRecords)
_own_catalogue = TypeAdapter(Catalogue)


@dataclass(frozen=True)
class StoredPart:
    """A part that is on disk, by its name and the sha256 of what it says of itself."""

    name: str
    digest: str
    about: PartSummary


def part_name(document: Document, catalogue: Catalogue, fingerprint: Fingerprint) -> str:
    """The name of the part that this document has in an index with this fingerprint.

    A draft that is published is read as it was.
    """
    document = replace(document, draft=False, replaces=None)
    rests_on = [FORMAT, fingerprint.restorer, fingerprint.reader, *embedding_of(fingerprint)]
    return sha256(json.dumps(rests_on).encode() + _own_catalogue.dump_json(own_catalogue(document, catalogue)))[:32]


def embedding_of(fingerprint: Fingerprint) -> tuple[str, str | None, str]:
    """What has to be the same for vectors to be comparable."""
    return fingerprint.model, fingerprint.revision, fingerprint.embedder


def read_part(root: Path, name: str, about: PartSummary, *, vectors: bool = True) -> tuple[Part, PartVectors]:
    """A part and what the model says of it, its vectors only where they are asked for; raises ``DamagedIndex``.

    ``about`` is what the part says of itself.
    """
    records = _parsed(_records, root / name / "records.json", about)
    lines = _parsed(_lines, root / name / _LINES, about)
    part = Part(
        records.document, lines, records.plans, records.activities, records.passages, about.warnings,
        records.identities, unfitting=records.unfitting,
    )  # fmt: skip
    read = _read_array(root / name, _VECTORS, about) if vectors else np.empty((0, 0), dtype=np.float32)
    return part, PartVectors(read, _mapped_pieces(root / name, about))


def mapped_vectors(root: Path, name: str) -> Vectors:
    """The vectors of a part that is known to be whole, read as they are used."""
    mapped: Vectors = np.load(root / name / _VECTORS, mmap_mode="r")
    return mapped


class Parts:
    """The parts that are on disk, in use or left by a build that was broken off; only whole ones are given."""

    def __init__(self, root: Path, fingerprint: Fingerprint) -> None:
        self.root = root
        self.fingerprint = fingerprint

    def find(self, name: str) -> StoredPart | None:
        """The part of this name, where it is there and not damaged."""
        found = self._all.get(name)
        if found is None:
            return None
        try:
            for file, digest in found.about.files.items():
                checked(self.root / name / file, digest)
        except IndexFault:
            return None
        return found

    def lines(self, document_sha256: str) -> tuple[Line, ...] | None:
        """The lines of a file as this program has restored them before, whatever else has changed since."""
        for stored in list(self._all.values()):
            about = stored.about
            if about.document_sha256 == document_sha256 and about.restorer == self.fingerprint.restorer:
                file = _RESTORED if _RESTORED in about.files else _LINES
                try:
                    return _parsed(_lines, self.root / stored.name / file, about)
                except IndexFault:
                    continue
        return None

    def vectors(self, keys: Iterable[str]) -> dict[str, Vectors]:
        """The vectors that this model has made before of texts with these hashes."""
        found: dict[str, Vectors] = {}
        for stored, wanted in self._held(keys, self._holder):
            try:
                vectors = _read_array(self.root / stored.name, _VECTORS, stored.about)
            except IndexFault:
                continue
            rows = {key: row for row, key in enumerate(stored.about.keys)}
            found |= {key: vectors[rows[key]] for key in wanted}
        return found

    def pieces(self, keys: Iterable[str]) -> dict[str, Pieces]:
        """The same of the texts' pieces; only passages have them."""
        found: dict[str, Pieces] = {}
        for stored, wanted in self._held(keys, self._pieces_holder):
            try:
                pieces = _read_pieces(self.root / stored.name, stored.about)
            except IndexFault:
                continue
            by_key = dict(zip(_of_passages(stored.about), pieces, strict=True))
            found |= {key: by_key[key] for key in wanted}
        return found

    def _held(self, keys: Iterable[str], holder: dict[str, str]) -> Iterator[tuple[StoredPart, list[str]]]:
        """The parts that hold some of these texts, each with those that it is the holder of."""
        by_part: dict[str, list[str]] = {}
        for key in keys:
            if key in holder:
                by_part.setdefault(holder[key], []).append(key)
        for name, wanted in by_part.items():
            yield self._all[name], wanted

    def add(self, name: str, part: Part, keys: Sequence[str], meanings: PartVectors) -> StoredPart:
        """Write a part; raises ``OSError`` when it can't be written, and leaves nothing then."""
        records = PartRecords(
            part.document, part.plans, part.activities, part.passages, part.identities, part.unfitting
        )
        contents = {
            _LINES: _lines.dump_json(part.lines),
            "records.json": _records.dump_json(records),
            _VECTORS: _array(meanings.vectors),
            _PIECES: _array(np.concatenate(meanings.pieces) if meanings.pieces else np.empty((0, 0), dtype=np.int8)),
        }
        if part.restored is not None:
            contents[_RESTORED] = _lines.dump_json(part.restored)
        about = PartSummary(
            document_sha256=part.document.sha256,
            restorer=self.fingerprint.restorer,
            embedding=embedding_of(self.fingerprint),
            plans=len(part.plans),
            activities=len(part.activities),
            commitments=counted(part.activities).commitments,
            passages=len(part.passages),
            warnings=part.warnings,
            keys=tuple(keys),
            pieces=tuple(map(len, meanings.pieces)),
            files={file: sha256(content) for file, content in contents.items()},
        )
        said = _about.dump_json(about)
        write_folder(self.root / name, {**contents, _about_file(sha256(said)): said})
        stored = StoredPart(name, sha256(said), about)
        self._all[name] = stored
        self._holder.update(dict.fromkeys(about.keys, name))
        self._pieces_holder.update(dict.fromkeys(_of_passages(about), name))
        return stored

    @cached_property
    def _all(self) -> dict[str, StoredPart]:
        """Every part that says what it is, by its name."""
        found = {}
        for path in sorted(self.root.glob(f"*/{_about_file('*')}")):
            digest = path.stem.removeprefix("part-")
            try:
                found[path.parent.name] = StoredPart(path.parent.name, digest, read_about(path.parent, digest))
            except IndexFault:
                continue
        return found

    @cached_property
    def _holder(self) -> dict[str, str]:
        """The part that has the vector of a text, by the text's hash."""
        return {key: stored.name for stored in self._of_this_model() for key in stored.about.keys}

    @cached_property
    def _pieces_holder(self) -> dict[str, str]:
        """The part that has the pieces of a text, by the text's hash."""
        return {key: stored.name for stored in self._of_this_model() for key in _of_passages(stored.about)}

    def _of_this_model(self) -> Iterator[StoredPart]:
        same = embedding_of(self.fingerprint)
        return (stored for stored in self._all.values() if stored.about.embedding == same)


def _of_passages(about: PartSummary) -> tuple[str, ...]:
    """The hashes of the texts of passages; those of sentences come after them."""
    return about.keys[: about.passages]


def checked(path: Path, digest: str | None) -> bytes:
    """A file's content; raises ``DamagedIndex`` when it is gone or isn't what was written."""
    try:
        content = path.read_bytes()
    except OSError:
        raise DamagedIndex(f"the index file {path.name} is missing") from None
    if sha256(content) != digest:
        raise DamagedIndex(f"the index file {path.name} is damaged (its checksum differs)")
    return content


def _about_file(digest: str) -> str:
    return f"part-{digest}.json"


def read_about(folder: Path, digest: str) -> PartSummary:
    """What a part says of itself; raises ``DamagedIndex``."""
    return _validated(_about, checked(folder / _about_file(digest), digest), _about_file(digest))


def _parsed(adapter: TypeAdapter[T], path: Path, about: PartSummary) -> T:
    return _validated(adapter, checked(path, about.files.get(path.name)), path.name)


def _validated(adapter: TypeAdapter[T], content: bytes, name: str) -> T:
    try:
        return adapter.validate_json(content)
    except ValidationError:
        raise DamagedIndex(f"the index file {name} can't be read") from None


def _array(array: npt.NDArray[Any]) -> bytes:
    content = io.BytesIO()
    np.save(content, array, allow_pickle=False)
    return content.getvalue()


def _read_array(folder: Path, file: str, about: PartSummary) -> npt.NDArray[Any]:
    content = checked(folder / file, about.files.get(file))
    array: npt.NDArray[Any] = np.load(io.BytesIO(content), allow_pickle=False)
    return array


def _read_pieces(folder: Path, about: PartSummary) -> tuple[Pieces, ...]:
    return tuple(np.split(_read_array(folder, _PIECES, about), np.cumsum(about.pieces)[:-1])) if about.pieces else ()


def _mapped_pieces(folder: Path, about: PartSummary) -> tuple[Pieces, ...]:
    """The pieces of each passage, read when they are looked at: there are a hundred times as many as vectors.

    What the file says of itself and its size are checked, its content only by a build.
    """
    if not sum(about.pieces):
        return _read_pieces(folder, about)
    try:
        mapped = np.load(folder / _PIECES, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    except FileNotFoundError:
        raise DamagedIndex(f"the index file {_PIECES} is missing") from None
    except (OSError, ValueError):
        raise DamagedIndex(f"the index file {_PIECES} is damaged") from None
    if len(mapped) != sum(about.pieces):
        raise DamagedIndex(f"the index file {_PIECES} is damaged (its length differs)")
    return tuple(np.split(mapped, np.cumsum(about.pieces)[:-1]))
