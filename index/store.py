"""An index on disk: written whole or not at all, and refused where it doesn't fit.

Each build is a folder of its own below ``index/`` in the data folder; the file ``CURRENT`` names the
one in use and is replaced in one step. Whatever happens before that step, the old index serves. A
lock keeps two builds apart, and a build from taking away what is being read.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from corpus.collect import Collection
from corpus.types import Activity, Line, Organisation, Passage, Plan
from index.errors import DamagedIndex, IndexFault, MissingIndex, StaleIndex
from index.fingerprint import Fingerprint

FORMAT = 3
_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_COLLECTION = "collection.json"
_VECTORS = "vectors.faiss"
_KEYS = "keys.json"

Vectors = npt.NDArray[np.float32]
_collection = TypeAdapter(Collection)
_fingerprint = TypeAdapter(Fingerprint)


@dataclass(frozen=True)
class Manifest:
    """What stands beside an index's files: what it was built with, and each file's sha256."""

    format: int
    fingerprint: Fingerprint
    files: dict[str, str]


@dataclass(frozen=True)
class Index:
    """Everything that answers: the documents' records and the vectors of their passages.

    Row i of ``vectors`` belongs to ``collection.passages[i]``; ``keys[i]`` is the hash of the text
    that was embedded for it.
    """

    fingerprint: Fingerprint
    collection: Collection
    vectors: faiss.Index
    keys: tuple[str, ...]
    passages: dict[str, Passage] = field(init=False)
    activities: dict[str, Activity] = field(init=False)
    plans: dict[str, Plan] = field(init=False)
    organisations: dict[str, Organisation] = field(init=False)

    def __post_init__(self) -> None:
        for name, entries in (
            ("passages", self.collection.passages),
            ("activities", self.collection.activities),
            ("plans", self.collection.plans),
            ("organisations", self.collection.catalogue.organisations),
        ):
            object.__setattr__(self, name, {entry.id: entry for entry in entries})

    @property
    def version(self) -> str:
        """A name for this reading of these documents by this model."""
        return hashlib.sha256(_fingerprint.dump_json(self.fingerprint)).hexdigest()[:12]


_manifest = TypeAdapter(Manifest)


def save(index: Index, data: Path) -> None:
    """Write an index and put it in use. Raises ``OSError`` when it can't be written; nothing changes then."""
    root = data / "index"
    root.mkdir(parents=True, exist_ok=True)
    with _lock(root, fcntl.LOCK_EX), _new_folder(root) as folder:
        contents = {
            _COLLECTION: _collection.dump_json(index.collection),
            _VECTORS: faiss.serialize_index(index.vectors).tobytes(),
            _KEYS: json.dumps(index.keys).encode(),
        }
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        contents[_MANIFEST] = _manifest.dump_json(Manifest(FORMAT, index.fingerprint, digests), indent=1)
        for name, content in contents.items():
            _write(folder / name, content)
        _write(root / f"{_CURRENT}.new", folder.name.encode())
        os.replace(root / f"{_CURRENT}.new", root / _CURRENT)
        for other in root.iterdir():
            if other.is_dir() and other != folder:
                shutil.rmtree(other, ignore_errors=True)


def load(data: Path, expected: Fingerprint) -> Index:
    """The index in use.

    Raises ``MissingIndex``, ``DamagedIndex``, or ``StaleIndex`` where it was built otherwise.
    """
    with _in_use(data) as (manifest, folder):
        # Before anything is parsed: another version's records may have another shape.
        _check(manifest.fingerprint, expected)
        contents = {name: _checked(folder, name, manifest) for name in (_COLLECTION, _VECTORS, _KEYS)}
    try:
        collection = _collection.validate_json(contents[_COLLECTION])
    except ValidationError:
        raise DamagedIndex(f"the index file {_COLLECTION} can't be read") from None
    return Index(manifest.fingerprint, collection, _faiss(contents), tuple(json.loads(contents[_KEYS])))


def load_vectors(data: Path, model: Fingerprint) -> dict[str, Vectors]:
    """The vectors of the index in use by the hash of their text; none if another model made them."""
    try:
        with _in_use(data) as (manifest, folder):
            contents = {name: _checked(folder, name, manifest) for name in (_VECTORS, _KEYS)}
    except IndexFault:
        return {}
    if _model(manifest.fingerprint) != _model(model):
        return {}
    vectors = _faiss(contents)
    return {key: np.asarray(vectors.reconstruct(row)) for row, key in enumerate(json.loads(contents[_KEYS]))}


def load_readings(data: Path, expected: Fingerprint) -> dict[str, tuple[Line, ...]]:
    """The lines of the index in use by the sha256 of their document; none if they were restored otherwise."""
    try:
        with _in_use(data) as (manifest, folder):
            if manifest.fingerprint.restorer != expected.restorer:
                return {}
            collection = _collection.validate_json(_checked(folder, _COLLECTION, manifest))
    except (IndexFault, ValidationError):
        return {}
    return {document.sha256: collection.lines[document.id] for document in collection.documents}


def _check(built: Fingerprint, expected: Fingerprint) -> None:
    if (built.model, built.revision) != (expected.model, expected.revision):
        raise StaleIndex(
            f"the index was built with the model {built.model!r} ({built.revision}), but the settings "
            f"name {expected.model!r} ({expected.revision})"
        )
    if built.documents_sha256 != expected.documents_sha256:
        raise StaleIndex("the index was built from other documents than those in the folder")
    if built != expected:
        raise StaleIndex("the index was built by another version of the program")


def _model(fingerprint: Fingerprint) -> tuple[str, str | None, str]:
    return fingerprint.model, fingerprint.revision, fingerprint.embedder


@contextmanager
def _in_use(data: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and folder of the index in use, which nobody takes away meanwhile."""
    root = data / "index"
    if not (root / _CURRENT).is_file():
        raise MissingIndex("there is no index yet")
    with _lock(root, fcntl.LOCK_SH):
        name = _bytes(root / _CURRENT).decode("ascii", errors="replace").strip()
        if not re.fullmatch(r"build-[0-9a-f]{12}", name):
            raise DamagedIndex(f"the index file {_CURRENT} is damaged")
        yield _manifest_in(root / name), root / name


def _manifest_in(folder: Path) -> Manifest:
    try:
        content = json.loads(_bytes(folder / _MANIFEST))
        # Before the rest: another format's manifest has other fields.
        if content["format"] != FORMAT:
            raise StaleIndex(f"the index has the format {content['format']}, not {FORMAT}")
        return _manifest.validate_python(content)
    except (ValueError, KeyError, TypeError, ValidationError):
        raise DamagedIndex(f"the index file {_MANIFEST} is damaged") from None


def _checked(folder: Path, name: str, manifest: Manifest) -> bytes:
    content = _bytes(folder / name)
    if hashlib.sha256(content).hexdigest() != manifest.files.get(name):
        raise DamagedIndex(f"the index file {name} is damaged (its checksum differs)")
    return content


def _faiss(contents: Mapping[str, bytes]) -> faiss.Index:
    return faiss.deserialize_index(np.frombuffer(contents[_VECTORS], dtype=np.uint8))


@contextmanager
def _lock(root: Path, mode: int) -> Iterator[None]:
    """Hold the index's lock: one writer alone, or any number of readers. Freed when the process ends."""
    with (root / "LOCK").open("ab") as file:
        fcntl.flock(file, mode)
        yield


@contextmanager
def _new_folder(root: Path) -> Iterator[Path]:
    """A folder that is removed again when what is written into it isn't finished."""
    folder = root / f"build-{uuid.uuid4().hex[:12]}"
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise DamagedIndex(f"the index file {path.name} is missing") from None
