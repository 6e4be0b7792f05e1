"""Restoring in a process of its own: the same readings, and no process is left behind."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from corpus.restoration.restore import restore
from corpus.restoration.worker import RestoringProcess
from tests.processes import PATIENCE
from tests.tiny import MISREAD

STARTS = """
import time
from corpus.restoration.worker import RestoringProcess
with RestoringProcess() as aside:
    aside.restore(["Alla nimnder har ansvar."])
    print(aside.process.pid, flush=True)
    time.sleep(600)
"""


def test_readings_and_progress_are_those_of_restoring_here() -> None:
    """Line by line, also when it is asked again; afterwards the process has ended."""
    shares: list[float] = []
    with RestoringProcess() as aside:
        assert aside.process is None
        assert aside.restore(MISREAD, on_share=shares.append) == restore(MISREAD)
        assert aside.restore(MISREAD[:1]) == restore(MISREAD[:1])
    own: list[float] = []
    restore(MISREAD, on_share=own.append)
    assert shares == own
    assert aside.process is not None
    assert aside.process.returncode == -signal.SIGKILL


def test_where_the_process_is_killed_it_is_restored_here() -> None:
    """Whoever asks doesn't notice."""
    with RestoringProcess() as aside:
        aside.restore(MISREAD)
        assert aside.process is not None
        aside.process.kill()
        aside.process.wait()
        assert aside.restore(MISREAD) == restore(MISREAD)


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
def test_the_process_ends_with_the_one_that_started_it(ending: signal.Signals) -> None:
    """However that ends."""
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTS],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # A shell starts what runs in the background with Ctrl-C ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert starter.stdout is not None
    with starter.stdout as said:
        child = psutil.Process(int(said.readline()))
    os.kill(starter.pid, ending)
    starter.wait(PATIENCE)
    end = time.monotonic() + PATIENCE
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:  # ended, though nobody has asked how
        assert time.monotonic() < end, "the process is left behind"
        time.sleep(0.1)
