"""What is left when the disk is full, or can be written no more, from each step of a command on: nothing half done.

A step is whatever opens a file to write it, makes, moves or (on a disk that can only be read) deletes one. The fault is
raised by Python's audit hooks in a process of its own, and stays from that step on; then the disk is well again.
"""

import errno
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from eval.benchmarks.crash_safety import WAYS, Kill, Nursery, fork
from eval.markdown import table

_MAKES = ("os.rename", "os.mkdir", "os.link", "os.symlink", "sqlite3.connect")
_DELETES = ("os.remove", "os.rmdir", "os.truncate", "os.chmod")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
FAULTS = {"full": (errno.ENOSPC, _MAKES), "read-only": (errno.EROFS, (*_MAKES, *_DELETES))}
_SAID, _DONE = 3, 0  # the status of a process that says why it can't, and of one that is done


def disk_table(every: int = 1) -> str:
    """How it went, a row for each command and fault; ``every`` n-th step is tried."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_in_nursery, args=(theirs, every))
    process.start()
    theirs.close()
    try:
        rows, faults = ours.recv()
    except EOFError:
        raise RuntimeError("the process that makes disks fail has ended without a result") from None
    finally:
        process.join()
    headings = ["command", "disk", "steps", "tried", "told why", "done all the same", "folder as before", "faults"]
    return "\n".join([table(headings, rows), *faults])


def _in_nursery(result: Connection, every: int) -> None:
    os.environ["TQDM_DISABLE"] = "1"
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        nursery = Nursery(Path(folder))
        rows, faults = [], []
        for way in WAYS:
            for fault in FAULTS:
                row, found = _tried(nursery, way, fault, every)
                rows.append(row)
                faults += found
        result.send((rows, sorted(set(faults))))


def _tried(nursery: Nursery, way: str, fault: str, every: int) -> tuple[list[str], list[str]]:
    steps = _steps(nursery, way, fault)
    left: list[Kill] = []
    said: list[int] = []
    for step in range(1, steps + 1, every):
        nursery.begin_anew(way)
        child = fork(partial(_failing, nursery, fault, step, nursery.commands()[way]))
        _, status = os.waitpid(child, 0)
        said.append(os.waitstatus_to_exitcode(status))
        left.append(nursery.what_is_left(way))
    unexpected = [f"{way}, {fault}: ended with {code}" for code in said if code not in (_SAID, _DONE)]
    faults = [f"{fault}, {entry}" for kill in left for entry in kill.faults] + unexpected
    counts = (
        steps, len(said), said.count(_SAID), said.count(_DONE),
        sum(not kill.new_folder for kill in left) if way != "build" else "–",
        sum(bool(kill.faults) for kill in left) + len(unexpected),
    )  # fmt: skip
    return [way, fault, *map(str, counts)], faults


def _steps(nursery: Nursery, way: str, fault: str) -> int:
    """How many steps a command has."""
    nursery.begin_anew(way)
    reading, writing = os.pipe()
    child = fork(
        lambda: os.write(writing, str(_failing(nursery, fault, sys.maxsize, nursery.commands()[way])).encode())
    )
    os.close(writing)
    with os.fdopen(reading) as counted:
        steps = int(counted.read())
    os.waitpid(child, 0)
    return steps


def _failing(nursery: Nursery, fault: str, at: int, work: Callable[[], object]) -> int:
    """Do something while the disk fails from its ``at``-th step on; returns how many steps there were."""
    number, events = FAULTS[fault]
    inside = str(nursery.root / "now")
    steps = 0

    def hook(event: str, given: tuple[object, ...]) -> None:
        nonlocal steps
        if event == "open":
            if not (isinstance(given[2], int) and given[2] & _WRITES):
                return
        elif event not in events:
            return
        path = given[0]
        if isinstance(path, str | bytes | os.PathLike) and os.fsdecode(path).startswith(inside):
            steps += 1
            if steps >= at:
                raise OSError(number, os.strerror(number), os.fsdecode(path))

    sys.addaudithook(hook)
    work()
    return steps
