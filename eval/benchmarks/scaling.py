"""What one document costs among many, and whether many cost more than their share: time and memory."""

import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from corpus.catalogue import FILE
from eval.datasets.synthetic import make_documents, make_model
from eval.markdown import table
from index.build import build
from index.embedding.embedder import Embedder
from index.storage.fingerprint import fingerprint
from index.storage.store import load

PAGES = 20
_BESIDE = 100
_TIMES = 5
_STRETCH = 100  # documents over which speed is measured


@dataclass(frozen=True)
class Moment:
    """How far a build has come: seconds of processor time, share of the work, bytes of memory."""

    cpu: float
    share: float
    memory: int


def growth_table(count: int = 1000) -> str:
    """Both measurements with so many documents; a tiny model, so that it is our own work that is measured.

    Each in a process of its own: what one has read before, restoring remembers.
    """
    with tempfile.TemporaryDirectory() as folder:
        model = make_model(Path(folder) / "model")
        return "\n\n".join(
            _alone(measure, Path(folder) / name, str(model), *counts)
            for name, measure, counts in (("one", _one_more, ()), ("many", _many, (count,)))
        )


def _alone(measure: Callable[..., str], root: Path, model: str, *counts: int) -> str:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(_measured, measure, root, model, *counts).result()


def _measured(measure: Callable[..., str], root: Path, model: str, *counts: int) -> str:
    # On one core a build does all in this process, whose time and memory are measured.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    embedder = Embedder(model)
    _warm(root / "warm", embedder)
    return measure(root, embedder, *counts)


def _warm(root: Path, embedder: Embedder) -> None:
    """Load the model and the word lists, which a process does once."""
    make_documents(root / "documents", 1, pages=1)
    build(root / "documents", root / "data", embedder)


def _one_more(root: Path, embedder: Embedder) -> str:
    alone, beside, nothing = [], [], []
    make_documents(root / "documents", _BESIDE, pages=PAGES)
    whole = _cpu(partial(build, root / "documents", root / "data", embedder))
    for i in range(_TIMES):
        single = root / f"single-{i}"
        make_documents(single, _BESIDE + i + 1, pages=PAGES)
        _keep_last(single)
        alone.append(_cpu(partial(build, single, root / f"data-{i}", embedder)))
        make_documents(root / "documents", 1, pages=PAGES, start=_BESIDE + i)
        beside.append(_cpu(partial(build, root / "documents", root / "data", embedder)))
        nothing.append(_cpu(partial(build, root / "documents", root / "data", embedder)))
    rows = [
        (f"{_BESIDE} documents of {PAGES} pages, all new", f"{whole:.1f} s"),
        ("one document alone", _spread(alone)),
        (f"one more beside {_BESIDE}", _spread(beside)),
        (f"nothing changed among {_BESIDE}", _spread(nothing)),
    ]
    return f"Processor time of a build, median of {_TIMES} (least to most)\n\n" + table(["build", "time"], rows)


def _keep_last(folder: Path) -> None:
    """Leave of a folder's catalogue the last document only."""
    text = (folder / FILE).read_text(encoding="utf-8")
    first, last = text.index("\n[[documents]]"), text.rindex("\n[[documents]]")
    programmes = [part for part in text[first:last].split("\n[[") if part.startswith("programmes")]
    kept = text[:first] + "".join(f"\n[[{part}" for part in programmes) + text[last:]
    (folder / FILE).write_text(kept, encoding="utf-8")


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _spread(times: list[float]) -> str:
    return f"{statistics.median(times):.2f} s ({min(times):.2f}–{max(times):.2f})"


def _many(root: Path, embedder: Embedder, count: int) -> str:
    make_documents(root / "documents", count, pages=PAGES)
    process = psutil.Process()
    points = [Moment(time.process_time(), 0, process.memory_info().rss)]

    def note(share: float) -> None:
        if share >= points[-1].share + 0.5 / count or share == 1:  # so that noting takes little memory itself
            points.append(Moment(time.process_time(), share, process.memory_info().rss))

    build(root / "documents", root / "data", embedder, on_share=note)
    stretch = min(_STRETCH, count // 2)
    first = next(point for point in points if point.share >= stretch / count)
    last = next(point for point in points if point.share >= 1 - stretch / count)
    pages = stretch * PAGES
    after = process.memory_info().rss
    fits = fingerprint(root / "documents", model=embedder.name, revision=embedder.revision)
    started = time.process_time()
    index = load(root / "data", fits)
    loading = time.process_time() - started
    loaded = process.memory_info().rss
    size = sum(path.stat().st_size for path in (root / "data" / "index").rglob("*") if path.is_file())
    rows = [
        ("documents, passages", f"{len(index.collection.documents)}, {len(index.collection.passages)}"),
        (f"pages a second of processor time, first {stretch}", f"{pages / (first.cpu - points[0].cpu):.1f}"),
        (f"pages a second of processor time, last {stretch}", f"{pages / (points[-1].cpu - last.cpu):.1f}"),
        ("memory before the build", _mb(points[0].memory)),
        (f"memory after the first {stretch}", _mb(first.memory)),
        (f"memory after the last {stretch}", _mb(points[-1].memory)),
        ("memory when the index is written", _mb(after)),
        ("index on disk", _mb(size)),
        ("memory with the index loaded", _mb(loaded)),
        ("processor time of loading it", f"{loading:.1f} s"),
    ]
    return f"{count} documents of {PAGES} pages, one build\n\n" + table(["measured", "value"], rows)


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
