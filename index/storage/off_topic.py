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
from index.errors import DamagedIndex
from index.storage.fingerprint import Fingerprint
from index.storage.parts import Pieces, Vectors, checked, embedding_of


@dataclass(frozen=True)
class OffTopicVectors:
    """What the sentences mean: their vectors, shape (sentences, dimension), and all their pieces', (pieces, dimension).

    A model that doesn't tell its pieces has none.
    """

    vectors: Vectors
    pieces: Pieces


@cache
def off_topic_sentences() -> tuple[str, ...]:
    """The sentences."""
    return tuple((files("index") / "storage" / "off_topic.txt").read_text(encoding="utf-8").splitlines())


def name_of(fingerprint: Fingerprint) -> str:
    """The folder among the parts that has what they mean to this model."""
    return sha256(repr(("pieces", embedding_of(fingerprint), off_topic_sentences())).encode())[:32]


def written(root: Path, fingerprint: Fingerprint) -> str | None:
    """The digest that the file of what they mean is named by; None where there is none. ``root`` holds the parts."""
    for path in (root / name_of(fingerprint)).glob("*.npz"):
        try:
            checked(path, path.stem)
        except DamagedIndex:
            continue
        return path.stem
    return None


def write(root: Path, fingerprint: Fingerprint, meant: OffTopicVectors) -> str:
    """Write down what they mean, and return the digest; raises ``OSError`` where it can't be written."""
    content = io.BytesIO()
    np.savez(content, vectors=meant.vectors, pieces=meant.pieces)
    digest = sha256(content.getvalue())
    write_folder(root / name_of(fingerprint), {f"{digest}.npz": content.getvalue()})
    return digest


def read(root: Path, fingerprint: Fingerprint, digest: str) -> OffTopicVectors:
    """What they mean; raises ``DamagedIndex``."""
    content = checked(root / name_of(fingerprint) / f"{digest}.npz", digest)
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        return OffTopicVectors(held["vectors"], held["pieces"])
