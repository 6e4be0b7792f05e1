"""Sentences about what plans are not about: the law, advice, other services, the weather, the world at large.

A question's cosine says little by itself. How much nearer the documents lie than these sentences says
whether it is about them at all. They are of no document and no place; another model gets its own vectors.
"""

import io
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from corpus.files import sha256, write_folder
from index.embed import Embedder
from index.errors import DamagedIndex
from index.fingerprint import Fingerprint
from index.parts import Vectors, checked, embedding_of


@cache
def elsewhere() -> tuple[str, ...]:
    """The sentences."""
    return tuple((files("index") / "elsewhere.txt").read_text(encoding="utf-8").splitlines())


def name_of(fingerprint: Fingerprint) -> str:
    """The folder among the parts that has their vectors by this model."""
    return sha256(repr((embedding_of(fingerprint), elsewhere())).encode())[:32]


def made(root: Path, fingerprint: Fingerprint, embedder: Embedder) -> str:
    """Make the vectors where they aren't there, and return the digest that their file is named by.

    ``root`` is the folder of the parts. Raises ``OSError`` when it can't be written.
    """
    folder = root / name_of(fingerprint)
    for path in folder.glob("*.npy"):
        try:
            checked(path, path.stem)
        except DamagedIndex:
            continue
        return path.stem
    array = io.BytesIO()
    np.save(array, embedder.queries(list(elsewhere())), allow_pickle=False)
    digest = sha256(array.getvalue())
    write_folder(folder, {f"{digest}.npy": array.getvalue()})
    return digest


def read(root: Path, fingerprint: Fingerprint, digest: str) -> Vectors:
    """Their vectors, shape (sentences, dimension); raises ``DamagedIndex``."""
    content = checked(root / name_of(fingerprint) / f"{digest}.npy", digest)
    vectors: Vectors = np.load(io.BytesIO(content), allow_pickle=False)
    return vectors
