"""An index on disk: written whole or not at all, and refused where it doesn't fit.

Below ``index/`` in the data folder lie the parts of the documents (``parts``) and a manifest that says
which of them make the index; the file ``CURRENT`` names the manifest in use and is replaced in one
step. Whatever happens before that step, the old index serves; what it leaves is used by the next
build or taken away by it. A lock keeps two builds apart, another a build from taking away what is
being read.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from pydantic import TypeAdapter, ValidationError

from corpus.files import locked, replace_file, sha256, sync_folder, write
from corpus.ingest import Collection, Part, assemble
from corpus.parsing.layout.running_heads import page_frames
from corpus.types import Activity, Catalogue, Document, Organisation, Passage, Plan
from index.errors import DamagedIndex, IndexFault, MissingIndex, NothingPublished, StaleIndex
from index.storage import off_topic
from index.storage.approximate import ApproximateVectors, Base, made_base, read_base
from index.storage.columns import PassageColumns
from index.storage.fingerprint import Fingerprint
from index.storage.off_topic import OffTopicVectors
from index.storage.parts import PartSummary, Pieces, StoredPart, Vectors, checked, mapped_vectors, read_about, read_part
from index.storage.published import without_drafts

_CURRENT = "CURRENT"
_PARTS = "parts"
_KINDS = ("passages", "sentences")  # that have vectors, in the order in which a part has them
_ANOTHER_VERSION = "the index was built by another version of the program"


@dataclass(frozen=True)
class Manifest:
    """What an index is made of: ``parts`` are document, name and digest of each, in the order of the catalogue.

    ``off_topic`` is the digest of what it means; ``bases`` are those of the passages and of the sentences where there
    are many. It lies in a file whose name has its own sha256.
    """

    fingerprint: Fingerprint
    catalogue: Catalogue
    parts: tuple[tuple[str, str, str], ...]
    off_topic: str
    problems: tuple[str, ...]
    bases: dict[str, Base] = field(default_factory=dict)


_manifest = TypeAdapter(Manifest)
_fingerprint = TypeAdapter(Fingerprint)


@dataclass(frozen=True)
class Index:
    """Everything that answers: the documents' records, the vectors of their passages, sentences and pieces.

    Row i of ``vectors`` and ``pieces[i]`` belong to ``collection.passages[i]``; ``sentences`` has a row for
    each of the ``sentences_of`` each passage, in their order. ``off_topic`` is what the documents are not about.
    """

    fingerprint: Fingerprint
    collection: Collection
    vectors: faiss.Index | ApproximateVectors
    sentences: faiss.Index | ApproximateVectors
    pieces: tuple[Pieces, ...]
    off_topic: OffTopicVectors
    passages: dict[str, Passage] = field(init=False)
    activities: dict[str, Activity] = field(init=False)
    plans: dict[str, Plan] = field(init=False)
    organisations: dict[str, Organisation] = field(init=False)
    _frames: dict[str, frozenset[int]] = field(init=False, default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, entries in (
            ("passages", self.collection.passages),
            ("activities", self.collection.activities),
            ("plans", self.collection.plans),
            ("organisations", self.collection.catalogue.organisations),
        ):
            object.__setattr__(self, name, {entry.id: entry for entry in entries})

    @cached_property
    def columns(self) -> PassageColumns:
        """What structure says of each passage."""
        return PassageColumns(self.collection)

    @property
    def version(self) -> str:
        """A name for this reading of these documents by this model."""
        return self.fingerprint.version

    def frame_lines(self, document: str) -> frozenset[int]:
        """The numbers of a document's lines that are running heads and feet of its pages."""
        if document not in self._frames:
            lines = self.collection.lines[document]
            self._frames[document] = frozenset(lines[i].number for i in page_frames(lines))
        return self._frames[document]


@contextmanager
def building(data: Path, *, on_wait: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Be the only one that builds here; gives the folder of the parts. ``on_wait`` hears of another build.

    Raises ``OSError`` when nothing can be written.
    """
    root = data / "index"
    (root / _PARTS).mkdir(parents=True, exist_ok=True)
    with locked(root / "BUILD", on_wait=on_wait):
        yield root / _PARTS


def save(
    data: Path,
    fingerprint: Fingerprint,
    catalogue: Catalogue,
    parts: Mapping[str, StoredPart],
    beside: str,
    problems: tuple[str, ...],
) -> None:
    """Put an index of these parts, by their documents' ids, in use and take away what no longer belongs to any.

    ``beside`` is what ``off_topic.write`` gave.
    Raises ``OSError`` when it can't be written; the old one stays in use then. Only for whoever is ``building``.
    """
    root = data / "index"
    names = tuple((document, part.name, part.digest) for document, part in parts.items())
    bases = _bases(root, list(parts.values()))
    content = _manifest.dump_json(Manifest(fingerprint, catalogue, names, beside, problems, bases), indent=1)
    name = f"build-{sha256(content)}"
    with _reading(root, shared=False):
        write(root / f"{name}.json", content)
        sync_folder(root)
        replace_file(root / _CURRENT, name.encode())
        kept = {part.name for part in parts.values()} | {off_topic.name_of(fingerprint)}
        _sweep(root, keep={f"{name}.json", *(base.file for base in bases.values())}, parts=kept)


def _bases(root: Path, parts: Sequence[StoredPart]) -> dict[str, Base]:
    """The bases of so many vectors, of passages and of sentences; those in use where they still serve."""
    old: dict[str, Base] = {}
    with suppress(OSError, IndexFault, ValueError):  # none in use, or another version's
        old = _manifest.validate_python(_manifest_content(root)).bases
    made = {
        kind: made_base(
            root, kind, _stretches(kind, [(part.name, part.about) for part in parts]),
            partial(_vectors_of, kind, {part.name: part.about.passages for part in parts}, root), old.get(kind),
        )
        for kind in _KINDS
    }  # fmt: skip
    return {kind: base for kind, base in made.items() if base is not None}


def _stretches(kind: str, parts: Iterable[tuple[str, PartSummary]]) -> list[tuple[str, int]]:
    return [(name, about.passages if kind == _KINDS[0] else len(about.keys) - about.passages) for name, about in parts]


def _vectors_of(
    kind: str, passages: Mapping[str, int], root: Path, part: str, *, read: Mapping[str, Vectors] | None = None
) -> Vectors:
    vectors = read[part] if read else mapped_vectors(root / _PARTS, part)
    return vectors[: passages[part]] if kind == _KINDS[0] else vectors[passages[part] :]


def clear(data: Path) -> None:
    """Take the index away: there are no documents any more, and nothing that was in it is to be quoted."""
    root = data / "index"
    with building(data), _reading(root, shared=False):
        replace_file(root / _CURRENT, b"")
        _sweep(root, keep=set(), parts=set())


def _sweep(root: Path, *, keep: set[str], parts: set[str]) -> None:
    """Remove every manifest and part but these, and what builds that were broken off have left."""
    for entry in root.iterdir():
        if entry.name not in {_CURRENT, _PARTS, "LOCK", "BUILD", *keep}:
            _remove(entry)
    for entry in (root / _PARTS).iterdir():
        if entry.name not in parts:
            _remove(entry)


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)


def load(data: Path, expected: Fingerprint, *, any_documents: bool = False, drafts: bool = False) -> Index:
    """The index in use, without drafts unless they are asked for.

    Raises ``MissingIndex``, ``DamagedIndex``, ``NothingPublished`` where all is drafts, or ``StaleIndex`` where it was
    built otherwise; with ``any_documents`` one of other documents than expected will do.
    """
    root = data / "index"
    if in_use(data) is None:
        raise MissingIndex("there is no index yet")
    with _reading(root):
        manifest = _manifest_in_use(root, expected, any_documents=any_documents)
        hidden = set() if drafts else {entry.id for entry in manifest.catalogue.documents if entry.draft}
        # A base has rows for every document: where one is left out, vectors are read and compared exactly.
        based = len(manifest.bases) == len(_KINDS) and not hidden
        abouts = [
            (name, read_about(root / _PARTS / name, digest))
            for document, name, digest in manifest.parts
            if document not in hidden
        ]
        read = [read_part(root / _PARTS, name, about, vectors=not based) for name, about in abouts]
        beside = off_topic.read(root / _PARTS, manifest.fingerprint, manifest.off_topic)
        if not any(about.passages for _, about in abouts):
            raise NothingPublished("no document is published; publish a draft in the office, or take a document in")
        held = {name: said.vectors for (name, _), (_, said) in zip(abouts, read, strict=True)} if not based else {}
        bases = manifest.bases if based else {}
        vectors, sentences = (_vectors(kind, root, bases.get(kind), abouts, held) for kind in _KINDS)
    catalogue, problems = manifest.catalogue, manifest.problems
    parts = [part for part, _ in read]
    if not drafts:  # also of one that has been removed something may be left in the catalogue
        catalogue, parts, problems = without_drafts(catalogue, parts, problems)
    states = {entry.id: entry for entry in catalogue.documents}
    return Index(
        manifest.fingerprint,
        assemble(catalogue, [_as_published(part, states) for part in parts], problems),
        vectors=vectors,
        sentences=sentences,
        pieces=tuple(of_passage for _, said in read for of_passage in said.pieces),
        off_topic=beside,
    )


def _as_published(part: Part, documents: Mapping[str, Document]) -> Part:
    """A part whose document is a draft or not as the catalogue has it now: it is read once, before it is published."""
    state = documents[part.document.id]
    return replace(part, document=replace(part.document, draft=state.draft, replaces=state.replaces))


def load_part(data: Path, document: str, expected: Fingerprint) -> Part | None:
    """One document's part of the index in use, None where it has none. Raises as ``load`` does."""
    root = data / "index"
    with _reading(root):
        manifest = _manifest_in_use(root, expected, any_documents=True)
        for name, part, digest in manifest.parts:
            if name == document:
                return read_part(root / _PARTS, part, read_about(root / _PARTS / part, digest))[0]
    return None


def has_drafts(data: Path, expected: Fingerprint) -> bool:
    """Whether the index in use has documents that are for keepers only. Raises as ``load`` does."""
    root = data / "index"
    with _reading(root):
        return any(entry.draft for entry in _manifest_in_use(root, expected, any_documents=True).catalogue.documents)


def in_use(data: Path) -> str | None:
    """The name of what is in use, None where nothing is: it changes when another index is put in use.

    Cheap, and needs no lock.
    """
    try:
        return (data / "index" / _CURRENT).read_text(encoding="ascii", errors="replace") or None
    except OSError:
        return None


def is_cleared(data: Path) -> bool:
    """Whether the index was taken away by ``clear``, rather than by whoever moved the folder."""
    try:
        return (data / "index" / _CURRENT).read_bytes() == b""
    except OSError:
        return False


def _reading(root: Path, *, shared: bool = True) -> AbstractContextManager[None]:
    """Nobody takes anything away meanwhile; or with ``shared`` off, nobody reads."""
    return locked(root / "LOCK", shared=shared)


def _check(built: Fingerprint, expected: Fingerprint, *, any_documents: bool) -> None:
    if (built.model, built.revision) != (expected.model, expected.revision):
        raise StaleIndex(
            f"the index was built with the model {built.model!r} ({built.revision}), but the settings "
            f"name {expected.model!r} ({expected.revision})"
        )
    if built.documents_sha256 != expected.documents_sha256 and not any_documents:
        raise StaleIndex("the index was built from other documents than those in the folder")
    if replace(built, documents_sha256=expected.documents_sha256) != expected:
        raise StaleIndex(_ANOTHER_VERSION)


def _manifest_in_use(root: Path, expected: Fingerprint, *, any_documents: bool) -> Manifest:
    content = _manifest_content(root)
    try:
        # Before the rest is parsed: another version's records may have another shape.
        _check(_fingerprint.validate_python(content["fingerprint"]), expected, any_documents=any_documents)
        return _manifest.validate_python(content)
    except (KeyError, TypeError, ValidationError):
        raise StaleIndex(_ANOTHER_VERSION) from None


def _manifest_content(root: Path) -> dict[str, Any]:
    name = (root / _CURRENT).read_text(encoding="ascii", errors="replace")
    if not re.fullmatch(r"build-[0-9a-f]{64}", name):
        if re.fullmatch(r"build-[0-9a-f]{12}", name) and (root / name).is_dir():
            raise StaleIndex(_ANOTHER_VERSION)  # up to format 3 each build was a folder
        raise DamagedIndex(f"the index file {_CURRENT} is damaged")
    content: dict[str, Any] = json.loads(checked(root / f"{name}.json", name.removeprefix("build-")))
    return content


def _vectors(
    kind: str, root: Path, base: Base | None, parts: Sequence[tuple[str, PartSummary]], read: Mapping[str, Vectors]
) -> faiss.Index | ApproximateVectors:
    """The vectors of passages or of sentences: exact inner products, or with a base nearly so.

    Those that were ``read`` already are not read again.
    """
    stretches = _stretches(kind, parts)
    vectors_of = partial(_vectors_of, kind, {name: about.passages for name, about in parts}, root, read=read)
    if base is not None:
        return read_base(root, base, stretches, vectors_of)
    stacked = np.concatenate([vectors_of(name) for name, about in parts if about.keys])
    index = faiss.IndexFlatIP(stacked.shape[1])
    index.add(stacked)
    return index
