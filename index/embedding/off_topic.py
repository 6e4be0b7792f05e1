"""Sentences about what plans are not about: the law, advice, other services, the weather, the world at large.

A question's cosine says little by itself. How much nearer the documents lie than these sentences says
whether it is about them at all, as a whole and word by word. They are of no document and no place; another
model gets its own vectors.
"""

import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from corpus.files import sha256, write_folder
from index.embedding.embedder import Embedder
from index.errors import DamagedIndex
from index.storage.fingerprint import Fingerprint
from index.storage.parts import Pieces, Vectors, checked, embedding_of


@dataclass(frozen=True)
class Elsewhere:
    """What the sentences mean: their vectors, shape (sentences, dimension), and all their pieces', (pieces, dimension).

    A model that doesn't tell its pieces has none.
    """

    vectors: Vectors
    pieces: Pieces


@cache
def elsewhere() -> tuple[str, ...]:
    """The sentences."""
    return tuple((files("index") / "embedding" / "off_topic.txt").read_text(encoding="utf-8").splitlines())


def name_of(fingerprint: Fingerprint) -> str:
    """The folder among the parts that has what they mean to this model."""
    return sha256(repr(("pieces", embedding_of(fingerprint), elsewhere())).encode())[:32]


def made(root: Path, fingerprint: Fingerprint, embedder: Embedder) -> str:
    """Embed them where that hasn't been done, and return the digest that their file is named by.

    ``root`` is the folder of the parts. Raises ``OSError`` when it can't be written.
    """
    folder = root / name_of(fingerprint)
    for path in folder.glob("*.npz"):
        try:
            checked(path, path.stem)
        except DamagedIndex:
            continue
        return path.stem
    sentences = list(elsewhere())
    pieces = np.concatenate([read.pieces for read in embedder.read(sentences)])
    content = io.BytesIO()
    np.savez(content, vectors=embedder.queries(sentences), pieces=pieces)
    digest = sha256(content.getvalue())
    write_folder(folder, {f"{digest}.npz": content.getvalue()})
    return digest


def read(root: Path, fingerprint: Fingerprint, digest: str) -> Elsewhere:
    """What they mean; raises ``DamagedIndex``."""
    content = checked(root / name_of(fingerprint) / f"{digest}.npz", digest)
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        return Elsewhere(held["vectors"], held["pieces"])
