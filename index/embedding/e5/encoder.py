"""Token ids → one vector a text: BERT's encoder (Devlin et al. 2019) in plain torch, mean over tokens."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.embedding.e5.packed import BLOCK, Floats, Packed, unpack

# Tokens that go through the layers together: more of them leave the processor's cache.
TOGETHER = 1024
PADDING = 1
# The layer, counted from 1, that tells best what a piece means where it stands. The last one is made for
# the mean over all pieces: on the development questions it gains half as much.
MEANING = 9


def fast_precision() -> torch.dtype:
    """bfloat16 where the processor has units for its products (AMX), float32 elsewhere, where that is faster."""
    return torch.bfloat16 if torch.cpu.get_capabilities().get("amx_bf16") else torch.float32


class Encoder(nn.Module):
    """The layers, with weights unpacked; the table of pieces stays in 4 bits and is unpacked row by row."""

    def __init__(self, packed: Packed, *, threads: int, precision: torch.dtype = torch.float32) -> None:
        """``threads`` work on as many parts of a batch at a time, each alone on its part.

        ``precision`` is that of the products; sums and norms are of float32.
        """
        super().__init__()
        sizes = packed.sizes
        self.width = sizes.width
        self._longest = sizes.positions - 2  # without the begin and end that each window has
        self._edges = (packed.vocabulary.begin, packed.vocabulary.end)
        self._pieces = packed.blocks("emb.word").reshape(-1, sizes.width // BLOCK, packed.blocks("emb.word").shape[1])
        places = torch.from_numpy(packed.floats("emb.pos")).view(-1, sizes.width)
        self._places = places + torch.from_numpy(packed.floats("emb.type"))[: sizes.width]
        self._norm = _norm(packed, "emb.ln")
        self._layers = nn.ModuleList(_Layer(packed, number, precision) for number in range(sizes.layers))
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="encode")
        self.eval()

    def encode(self, texts: Sequence[Sequence[int]]) -> Floats:
        """Texts as token ids → unit vectors, shape (texts, width)."""
        return self.read(texts)[0]

    def read(self, texts: Sequence[Sequence[int]]) -> tuple[Floats, list[Floats]]:
        """Texts as token ids → unit vectors, shape (texts, width), and of each text its pieces', (pieces, width).

        A text longer than the model reads is cut into windows, which count by their tokens.
        """
        windows = [
            (row, ids[at : at + self._longest]) for row, ids in enumerate(texts) for at in _starts(ids, self._longest)
        ]
        # Like lengths together: nothing is spent on padding. Longest first, so that threads end together.
        windows.sort(key=lambda window: -len(window[1]))
        parts = list(_parts([len(ids) + 2 for _, ids in windows]))
        jobs = [[ids for _, ids in windows[part]] for part in parts]
        # A question is one part: it is not worth another thread.
        made = list(map(self._read, jobs) if len(jobs) == 1 else self._threads.map(self._read, jobs))
        sums = np.zeros((len(texts), self.width), dtype=np.float32)
        pieces: list[list[Floats]] = [[] for _ in texts]
        for (row, ids), (mean, meanings) in zip(windows, (window for part in made for window in part), strict=True):
            sums[row] += max(len(ids), 1) * mean
            pieces[row].append(meanings)
        vectors = np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)
        return vectors, [np.concatenate(of_text) for of_text in pieces]

    def forward(self, hidden: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Pieces' vectors, shape (windows, tokens, width) → what the last layer and ``MEANING`` say of each token.

        ``mask`` is added to attention: 0 for a token, minus infinity for padding.
        """
        hidden = meaning = self._norm(hidden + self._places[: hidden.shape[1]])
        for number, layer in enumerate(self._layers, start=1):
            hidden = layer(hidden, mask)
            if number == MEANING:
                meaning = hidden
        return hidden, meaning

    @torch.inference_mode()
    def _read(self, windows: Sequence[Sequence[int]]) -> list[tuple[Floats, Floats]]:
        """Of each window the mean over its tokens, and what its pieces mean, without begin and end."""
        begin, end = self._edges
        longest = max(map(len, windows)) + 2
        ids = np.full((len(windows), longest), PADDING)
        for row, window in zip(ids, windows, strict=True):
            row[: len(window) + 2] = [begin, *window, end]
        pieces = unpack(self._pieces[ids].reshape(-1, self._pieces.shape[2])).reshape(*ids.shape, self.width)
        lengths = torch.tensor([len(window) + 2 for window in windows])
        there = torch.arange(longest) < lengths[:, None]
        mask = torch.zeros(there.shape).masked_fill(~there, -torch.inf)[:, None, None]
        hidden, meaning = self(torch.from_numpy(pieces), mask)
        pooled: Floats = ((hidden * there[..., None]).sum(dim=1) / lengths[:, None]).numpy()
        return [
            (mean, of_tokens[1 : len(window) + 1])
            for mean, of_tokens, window in zip(pooled, meaning.numpy(), windows, strict=True)
        ]


class _Layer(nn.Module):
    """Attention, then two linear maps with a GELU between; each is added to what came in, and normed."""

    def __init__(self, packed: Packed, number: int, precision: torch.dtype) -> None:
        super().__init__()
        self._precision = precision
        name = f"l{number}"
        width, inner = packed.sizes.width, packed.sizes.inner
        self._heads = packed.sizes.heads
        self._query_key_value = _linear(packed, width, f"{name}.q", f"{name}.k", f"{name}.v").to(precision)
        self._attended = _linear(packed, width, f"{name}.ao").to(precision)
        self._attended_norm = _norm(packed, f"{name}.aln")
        self._in = _linear(packed, width, f"{name}.fi").to(precision)
        self._out = _linear(packed, inner, f"{name}.fo").to(precision)
        self._out_norm = _norm(packed, f"{name}.oln")

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        count, length, width = hidden.shape
        split = self._query_key_value(hidden.to(self._precision)).view(count, length, 3, self._heads, -1)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask.to(self._precision))
        attended = attended.transpose(1, 2).reshape(count, length, width)
        hidden = self._attended_norm(hidden + self._attended(attended))
        inner = functional.gelu(self._in(hidden.to(self._precision)))
        normed: Tensor = self._out_norm(hidden + self._out(inner))
        return normed


def _linear(packed: Packed, columns: int, *names: str) -> nn.Linear:
    """Maps of the same input as one."""
    weight = torch.from_numpy(np.concatenate([packed.weights(f"{name}.w", columns) for name in names]))
    linear = nn.Linear(columns, len(weight), device="meta")
    linear.weight = nn.Parameter(weight, requires_grad=False)
    linear.bias = nn.Parameter(
        torch.from_numpy(np.concatenate([packed.floats(f"{name}.b") for name in names])), requires_grad=False
    )
    return linear


def _norm(packed: Packed, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(packed.sizes.width, packed.sizes.epsilon, device="meta")
    norm.weight = nn.Parameter(torch.from_numpy(packed.floats(f"{name}.w")), requires_grad=False)
    norm.bias = nn.Parameter(torch.from_numpy(packed.floats(f"{name}.b")), requires_grad=False)
    return norm


def _starts(ids: Sequence[int], longest: int) -> range:
    """Where the windows of a text begin; a text without tokens has one, empty."""
    return range(0, max(len(ids), 1), longest)


def _parts(lengths: Sequence[int]) -> list[slice]:
    """Cut a falling row of lengths into parts that take ``TOGETHER`` tokens with their padding, or one window."""
    parts = []
    start = 0
    while start < len(lengths):
        count = max(1, TOGETHER // lengths[start])
        parts.append(slice(start, start + count))
        start += count
    return parts
