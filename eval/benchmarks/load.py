"""Many users at once, measured from outside on the real documents, beside one user in the same run."""

import http.client
import json
import os
import random
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import psutil

from assistant.settings import PREFIX, read_settings
from eval.benchmarks.bench import command, server, wait_for
from eval.datasets import DATA
from eval.datasets.strangers import SHIPPED
from eval.markdown import table

USERS, QUESTIONS, ALONE = 50, 2000, 100
_READS = 1.0  # seconds, on average, that somebody reads an answer before they ask on
_PAGES = 0.2  # of the questions are asked on the page, whose answer is then fetched; the others of the API
_PATIENCE = 120.0
_ADDED = "Handlingsplan för Provby kommun 2025–2026\n\nMål 1\n\n" + "\n\n".join(
    f"Aktivitet 1.{i}\nUtbilda personal i grupp {i}.\nAnsvarig: Provnämnden\nTidplan: 2025" for i in range(1, 40)
)


@dataclass
class Answered:
    """Milliseconds of each answer that came, and how many were refused or failed; filled by several threads."""

    times: list[float] = field(default_factory=list)
    refused: int = 0
    failed: int = 0
    seconds: float = 0.0
    worked: float = 0.0  # seconds of the processor that the server took


def load_table(users: int = USERS, questions: int = QUESTIONS, workers: int | None = None) -> str:
    """One user, then so many at once who ask so many questions beside an ``add``; a row each."""
    settings = read_settings(os.environ)
    asked = _of_all_kinds(max(questions, ALONE))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(settings.data / "index", Path(folder) / "index")
        shutil.copytree(settings.documents, Path(folder) / "documents")
        count = len(os.sched_getaffinity(0)) if workers is None else workers
        environ = {**os.environ, f"{PREFIX}DATA": folder, f"{PREFIX}WORKERS": str(count)}
        environ.pop(f"{PREFIX}DOCUMENTS", None)
        with server(environ) as (process, port, started):
            ready = wait_for(port, "/readyz", started)
            of_one = _asked_by(1, asked[:ALONE], process, port, reads=0.0)
            together = _asked_by(users, asked[: questions // 2], process, port, reads=_READS)
            adding = threading.Thread(target=_add, args=(environ, Path(folder)))
            adding.start()
            beside = _asked_by(users, asked[questions // 2 : questions], process, port, reads=_READS)
            adding.join()
            memory = sum(p.memory_full_info().pss for p in (process, *process.children(recursive=True))) / 1e9
    rows = [
        _row("one user", of_one),
        _row(f"{users} users", together),
        _row(f"{users} users beside an `add`", beside),
    ]
    headings = [
        "", "answers", "p50", "p95", "slowest", "answers a second", "processor time of one", "told to wait", "errors",
    ]  # fmt: skip
    said = f"{count} processes that answer; ready after {ready:.1f} s; {memory:.2f} GB afterwards."
    return f"{table(headings, rows)}\n\n{said}"


def _row(name: str, answered: Answered) -> tuple[str, ...]:
    p50, p95, most = (f"{np.percentile(answered.times, p) / 1000:.2f} s" for p in (50, 95, 100))
    rate, worked = (
        f"{len(answered.times) / answered.seconds:.1f}",
        f"{1000 * answered.worked / len(answered.times):.0f} ms",
    )
    return name, str(len(answered.times)), p50, p95, most, rate, worked, str(answered.refused), str(answered.failed)


def _of_all_kinds(count: int) -> list[str]:
    """Development questions for records, comparisons and searches, drawn at random until there are enough."""
    rows = [
        json.loads(line)
        for kind in ("records", "comparisons", "open")
        for path in sorted((DATA / kind / "dev").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    known = [row["question"] for row in rows if row.get("collection", SHIPPED) == SHIPPED and row.get("question")]
    return random.Random(0).choices(known, k=count)


def _worked(process: psutil.Process) -> float:
    """Seconds of the processor that a process and those under it have taken."""
    return sum(sum(entry.cpu_times()[:2]) for entry in (process, *process.children(recursive=True)))


def _asked_by(users: int, questions: Sequence[str], process: psutil.Process, port: int, *, reads: float) -> Answered:
    """Ask the questions, each user one after another, who reads a while after each answer."""
    found, left, lock = Answered(), iter(list(enumerate(questions))), threading.Lock()

    def one(number: int) -> None:
        draw = random.Random(number)
        time.sleep(draw.random() * reads)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        while True:
            with lock:
                at, question = next(left, (-1, ""))
            if at < 0:
                return
            connection.close()  # the server ends one that is idle for five seconds, maybe while this is sent
            started = time.perf_counter()
            status = _ask(connection, question, on_page=draw.random() < _PAGES)
            taken = (time.perf_counter() - started) * 1000
            with lock:
                found.refused += status == 503
                found.failed += status not in (200, 503)
                if status == 200:
                    found.times.append(taken)
            time.sleep(draw.expovariate(1 / reads) if reads else 0.0)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(users)]
    started, worked = time.perf_counter(), _worked(process)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds, found.worked = time.perf_counter() - started, _worked(process) - worked
    return found


def _ask(connection: http.client.HTTPConnection, question: str, *, on_page: bool) -> int:
    """The status of the answer; 0 where none came."""
    try:
        if not on_page:
            body = json.dumps({"question": question})
            return _sent(connection, "POST", "/api/ask", body, "application/json")[0]
        form = urlencode({"question": question})
        status, place = _sent(connection, "POST", "/", form, "application/x-www-form-urlencoded")
        return _sent(connection, "GET", place.partition("#")[0])[0] if status == 303 else status
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0


def _sent(
    connection: http.client.HTTPConnection, method: str, path: str, body: str | None = None, kind: str = "text/plain"
) -> tuple[int, str]:
    connection.request(method, path, body.encode() if body else None, {"Content-Type": kind})
    response = connection.getresponse()
    response.read()
    return response.status, response.getheader("Location", "")


def _add(environ: dict[str, str], folder: Path) -> None:
    document = folder / "provplan.txt"
    document.write_text(_ADDED, encoding="utf-8")
    subprocess.run([command(), "add", str(document)], env=environ, check=True, capture_output=True)
