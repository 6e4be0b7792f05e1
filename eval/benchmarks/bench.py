"""Speed and memory of the program as a whole, measured from outside on the real documents."""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil

from assistant.service import open_index, the_embedder
from assistant.settings import PREFIX, read_settings
from corpus.types import COMMITMENT_KINDS
from eval.datasets.questions import load_questions
from eval.markdown import table
from index.embedding.embedder import Embedder
from index.storage.store import Index

QUESTIONS = 200
_PATIENCE = 120.0  # seconds


def bench() -> str:
    """The table: what, what was measured, and the target."""
    settings = read_settings(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, f"{PREFIX}DATA": folder}
        build_s, again_s = _build(environ), _build(environ)
        built = replace(settings, data=Path(folder))
        questions = questions_of(open_index(built, the_embedder(built)))
        with server(environ) as (process, port, started):
            health_s = wait_for(port, "/healthz", started)
            ready_s = wait_for(port, "/readyz", started)
            ask_ms = _ask(port, questions)
            memory_gb = process.memory_info().rss / 1e9
    encode_ms = _encode(the_embedder(settings), questions)
    percentiles = [
        (f"{name}, p{p}", f"{np.percentile(times, p):.0f} ms", target)
        for name, times, targets in (
            ("`/api/ask`", ask_ms, ("", "≤ 100 ms")),
            ("one bare query encode", encode_ms, ("", "")),
        )
        for p, target in zip((50, 95), targets, strict=True)
    ]
    return table(
        ["measured", "value", "target"],
        [
            ("cold build of the documents' index", f"{build_s:.0f} s", "≤ 30 s"),
            ("the same when nothing has changed", f"{again_s:.1f} s", "≤ 3 s"),
            ("`/healthz` after the start", f"{health_s:.1f} s", "≤ 2 s"),
            ("`/readyz` after the start", f"{ready_s:.1f} s", "≤ 10 s"),
            *percentiles,
            ("resident memory after 200 questions", f"{memory_gb:.2f} GB", "≤ 1.2 GB"),
        ],
    )


def _build(environ: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run([command(), "index"], env=environ, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def command() -> str:
    """The installed command, beside the Python that runs this."""
    return str(Path(sys.executable).with_name("planassistent"))


@contextmanager
def server(environ: dict[str, str]) -> Iterator[tuple[psutil.Process, int, float]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen([command(), "serve", "--port", str(port)], env=environ)
    try:
        yield psutil.Process(process.pid), port, started
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, path: str, started: float) -> float:
    """Seconds from the start until a path answers 200."""
    while time.perf_counter() - started < _PATIENCE:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return time.perf_counter() - started
        except ConnectionError:
            pass
        finally:
            connection.close()
        time.sleep(0.02)
    raise TimeoutError(f"{path} has not answered within {_PATIENCE:.0f} s")


def _ask(port: int, questions: Sequence[str]) -> list[float]:
    """Milliseconds for each question, one after another over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    times = []
    for question in questions:
        body = json.dumps({"question": question})
        started = time.perf_counter()
        connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        times.append((time.perf_counter() - started) * 1000)
        if response.status != 200:
            raise RuntimeError(f"/api/ask answered {response.status}")
    return times


def _encode(embedder: Embedder, questions: Sequence[str]) -> list[float]:
    embedder.load()
    times = []
    for question in questions:
        started = time.perf_counter()
        embedder.queries([question])
        times.append((time.perf_counter() - started) * 1000)
    return times


def questions_of(index: Index) -> list[str]:
    """``QUESTIONS`` questions: the development sample, each organisation × goal, and titles as keywords."""
    asked = [question.text for question in load_questions("sample")]
    asked += [
        f"Vad har {organisation.name.lower()} åtagit sig under mål {goal.number}?"
        for organisation in index.collection.catalogue.organisations
        for goal in index.collection.catalogue.programmes[0].goals
    ]
    asked += [entry.title for entry in index.collection.activities if entry.kind in COMMITMENT_KINDS]
    random.Random(0).shuffle(asked)
    return asked[:QUESTIONS]
