"""An index on disk: written whole or not at all, and refused where it doesn't fit.

Each build is a folder of its own below ``index/`` in the data folder; the file ``CURRENT`` names the
one in use and is replaced in one step. Whatever happens before that step, the old index serves.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from corpus.collect import Collection
from corpus.types import Activity, Organisation, Passage, Plan
from index.errors import DamagedIndex, MissingIndex, StaleIndex
from index.fingerprint import Fingerprint

FORMAT = 1
_CURRENT = "CURRENT"
_MANIFEST = "manifest.json"
_COLLECTION = "collection.json"
_VECTORS = "vectors.faiss"
_KEYS = "keys.json"
_REBUILD = "run 'planassistent index'"

Vectors = npt.NDArray[np.float32]
_collection = TypeAdapter(Collection)
_fingerprint = TypeAdapter(Fingerprint)


@dataclass(frozen=True)
class Manifest:
    """What stands beside an index's files: what it was built with, and each file's sha256."""

    format: int
    version: str
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
    with _new_folder(root) as folder:
        contents = {
            _COLLECTION: _collection.dump_json(index.collection),
            _VECTORS: faiss.serialize_index(index.vectors).tobytes(),
            _KEYS: json.dumps(index.keys).encode(),
        }
        digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        manifest = Manifest(FORMAT, index.version, index.fingerprint, digests)
        contents[_MANIFEST] = _manifest.dump_json(manifest, indent=1)
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
    index = load_any(data)
    built = index.fingerprint
    if (built.model, built.revision) != (expected.model, expected.revision):
        raise StaleIndex(
            f"the index was built with the model {built.model!r} ({built.revision}), but the settings "
            f"name {expected.model!r} ({expected.revision}); {_REBUILD}"
        )
    if built.documents_sha256 != expected.documents_sha256:
        raise StaleIndex(f"the index was built from other documents than those in the folder; {_REBUILD}")
    if built.reader != expected.reader:
        raise StaleIndex(f"the index was built by another version of the reader; {_REBUILD}")
    return index


def load_any(data: Path) -> Index:
    """The index in use, whatever it was built with. Raises ``MissingIndex`` or ``DamagedIndex``."""
    root = data / "index"
    try:
        folder = root / (root / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise MissingIndex(f"there is no index yet; {_REBUILD}") from None
    try:
        manifest = _manifest.validate_json(_bytes(folder / _MANIFEST))
    except ValidationError:
        raise DamagedIndex(f"the index file {_MANIFEST} is damaged; {_REBUILD}") from None
    if manifest.format != FORMAT:
        raise StaleIndex(f"the index has the format {manifest.format}, not {FORMAT}; {_REBUILD}")
    contents = {}
    for name, digest in manifest.files.items():
        contents[name] = _bytes(folder / name)
        if hashlib.sha256(contents[name]).hexdigest() != digest:
            raise DamagedIndex(f"the index file {name} is damaged (its checksum differs); {_REBUILD}")
    return Index(
        fingerprint=manifest.fingerprint,
        collection=_collection.validate_json(contents[_COLLECTION]),
        vectors=faiss.deserialize_index(np.frombuffer(contents[_VECTORS], dtype=np.uint8)),
        keys=tuple(json.loads(contents[_KEYS])),
    )


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
        raise DamagedIndex(f"the index file {path.name} is missing; {_REBUILD}") from None
