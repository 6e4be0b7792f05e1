"""What our own code makes of a text in a process of its own: the same, within limits, and no process is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from corpus.errors import Cause, UnreadableDocument
from corpus.ingest import read_part
from corpus.preview import NO_CATALOGUE, preview
from corpus.reading import bounded as bounded_module
from corpus.reading.bounded import bounded
from corpus.restoration.restore import restore
from tests.formats import to_docx, to_html, to_pdf
from tests.processes import PATIENCE
from tests.tiny import MISREAD

TEXT = "# Handlingsplan för Provby kommun 2025–2026\n\n## Mål 1: Trygghet\n\n1.1 Kurser för alla\n\nAnsvarig: Rektor\n"
STARTS = """
import os, time
from corpus.reading.bounded import bounded
print(bounded(os.getpid, name="plan", seconds=9), flush=True)
bounded(time.sleep, 600, name="plan", seconds=600)
"""


@pytest.fixture(autouse=True)
def no_process_waits() -> Iterator[None]:
    """Each test begins and ends without a process."""
    end_waiting()
    yield
    end_waiting()


def end_waiting() -> None:
    while bounded_module._waiting:
        bounded_module._waiting.pop().end()


def pid() -> int:
    return bounded(os.getpid, name="plan", seconds=9)


def test_what_is_done_apart_is_what_is_done_here() -> None:
    """Progress and all; one process does one thing after another."""
    shares: list[float] = []
    own: list[float] = []
    found = bounded(restore, MISREAD, name="plan", seconds=60, on_share=shares.append)
    first = pid()
    restore(MISREAD, on_share=own.append)
    assert found == restore(MISREAD)
    assert shares == own
    assert first == pid() != os.getpid()


@pytest.mark.parametrize(
    ("does", "sentence", "cause"),
    [
        ("while True: pass", "^plan\ufffd.txt: takes more than 1 seconds of processor time", "too_slow"),
        ("x = bytearray(4_000_000_000)", "^plan\ufffd.txt: needs more than 2000 MB of memory", "too_much"),
        ("def f(): f()\nf()", r"^plan\ufffd.txt: is made in a way that isn't understood \(RecursionError\)", "damaged"),
        ("int('x')", r"isn't understood \(ValueError\); open it", "damaged"),
        ("import os; os._exit(0)", "the program that looks through it ends", "damaged"),
        ("import os; os.abort()", "the program that looks through it ends", "damaged"),
        ("import os; os.write(1, b'x' * 99)", "the program that looks through it ends", "damaged"),
        ("from corpus.errors import *; raise UnreadableDocument('plan: bad', 'empty')", "^plan: bad$", "empty"),
    ],
)  # fmt: skip
def test_what_breaks_takes_nothing_with_it(does: str, sentence: str, cause: Cause) -> None:
    """It is said what of, the next text is looked through all the same, and no second process is left."""
    with pytest.raises(UnreadableDocument, match=sentence) as refused:
        bounded(exec, does, {}, name="plan\n.txt", seconds=1)
    assert refused.value.cause == cause
    assert bounded(len, "text", name="plan", seconds=1) == 4
    assert len([child for child in psutil.Process().children() if child.pid == pid()]) == 1
    assert len(bounded_module._waiting) == 1


def test_what_waits_for_nothing_is_ended_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it takes no processor time."""
    monkeypatch.setattr(bounded_module, "_SLOWER", 0.5)
    with pytest.raises(UnreadableDocument, match="takes more than 1 seconds"):
        bounded(time.sleep, 600, name="plan", seconds=1)


def test_time_is_given_anew_to_each() -> None:
    """A process that has served long isn't ended for that."""
    spin = "import time\nend = time.process_time() + 0.7\nwhile time.process_time() < end: pass"
    for _ in range(4):
        bounded(exec, spin, {}, name="plan", seconds=2)
    assert len(bounded_module._waiting) == 1


def test_whoever_asks_does_not_notice_that_a_process_was_killed() -> None:
    """Where nobody asked it, and where it was at work: another does it."""
    first = pid()
    os.kill(first, signal.SIGKILL)
    second = pid()
    once = "import os\nif os.getpid() == {}: os.kill(os.getpid(), 9)"
    assert bounded(exec, once.format(second), {}, name="plan", seconds=9) is None
    assert len({first, second, pid()}) == 3


def test_a_copy_of_this_process_has_a_process_of_its_own() -> None:
    """Both would talk through the same pipe."""
    first = pid()
    waiting = bounded_module._waiting[0]
    waiting.starter = 0
    assert pid() != first
    assert waiting.process.wait(PATIENCE) == 0  # nobody talks to it any more


def test_it_knows_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of a language model is nothing that a document needs."""
    monkeypatch.setenv("PLANASSISTENT_LLM_KEY", "hemlig")
    assert bounded(os.getenv, "PLANASSISTENT_LLM_KEY", name="plan", seconds=9) is None


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT], ids=["killed", "Ctrl-C"])
def test_the_process_ends_with_the_one_that_started_it(ending: signal.Signals) -> None:
    """However that ends, and whatever it does."""
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


def test_a_process_that_nobody_asks_ends() -> None:
    """Its memory is somebody else's then."""
    code = (
        "import sys\nfrom corpus.reading import bounded\n"
        "bounded._IDLE = 0.1\nbounded._serve(sys.stdin.buffer, sys.stdout.buffer)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.wait(PATIENCE) == 0
    process.communicate()


@pytest.mark.parametrize(
    ("name", "made"),
    [("plan.txt", str.encode), ("plan.md", str.encode), ("plan.html", to_html), ("plan.docx", to_docx),
     ("plan.pdf", to_pdf)],
)  # fmt: skip
def test_the_structure_of_every_format_is_told_apart(
    name: str, made: Callable[[str], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is looked through here, neither for a preview nor for the index."""

    def fails(*given: object, **options: object) -> None:
        raise AssertionError("looked through in the program's own process")

    for step in ("ingest.structure", "drafts.structure", "ingest.restore_source", "ingest.split"):
        monkeypatch.setattr(f"corpus.{step}", fails)
    (tmp_path / name).write_bytes(content := made(TEXT))
    seen = preview(content, name, NO_CATALOGUE)
    assert [entry.responsible for entry in seen.part.activities] == ["Rektor"]
    document = replace(seen.part.document, file=name)
    assert read_part(document, tmp_path, NO_CATALOGUE).activities == seen.part.activities


def test_a_text_that_takes_too_long_to_tell_apart_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a sentence, and in that time."""
    monkeypatch.setattr("corpus.preview.STRUCTURE_SECONDS", 1)
    lines = "\n".join(f"Mål {i} Vi ska utbilda personal om våld och följa upp det." for i in range(6_000))
    with pytest.raises(UnreadableDocument, match=r"^plan\.txt: takes more than 1 seconds .* split it"):
        preview(lines.encode(), "plan.txt", NO_CATALOGUE)
