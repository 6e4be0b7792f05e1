"""Restoring in a process of its own: Python runs one thread at a time, and whoever asks may have other work.

The process ends with the one that started it, however that ends.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import BinaryIO, cast

from corpus.restoration.parallel import OnShare, in_two_processes
from corpus.restoration.restore import Reading, restore


class RestoringProcess:
    """Such a process, started when it is first asked; it ends with ``with``. Its answers are those of ``restore``."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "RestoringProcess":
        return self

    def __exit__(self, *exception: object) -> None:
        if self.process is not None:
            self.process.kill()
            with suppress(BrokenPipeError):  # it had ended before it had read everything
                self.process.communicate()

    def restore(self, lines: Sequence[str], *, on_share: OnShare = lambda share: None) -> list[Reading]:
        """As ``restore``; done here where the other process has been ended from outside."""
        self.process = self.process or _start()
        into, out_of = cast(BinaryIO, self.process.stdin), cast(BinaryIO, self.process.stdout)
        try:
            pickle.dump(list(lines), into)
            into.flush()
            while not isinstance(said := pickle.load(out_of), list):
                on_share(said)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            return restore(lines, on_share=on_share)
        return said


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            "corpus.restoration.worker",
        ],  # -P: it finds no other code where one happens to stand
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # no Ctrl-C of the terminal reaches it: it ends with whoever started it
    )


def _serve(source: BinaryIO, target: BinaryIO) -> None:
    """Restore what comes, share by share told, until nothing can come any more."""
    asked: SimpleQueue[list[str]] = SimpleQueue()

    def listen() -> None:
        while True:
            try:
                asked.put(pickle.load(source))
            except (EOFError, pickle.UnpicklingError):
                os._exit(0)  # nobody is there: not even what is being restored is wanted

    def say(said: float | list[Reading]) -> None:
        pickle.dump(said, target)
        target.flush()

    threading.Thread(target=listen, daemon=True).start()
    while True:
        say(restore(asked.get(), each=in_two_processes, on_share=say))


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
