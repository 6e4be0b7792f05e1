"""Our own code at work on a document's text in a process of its own, with limits of memory and of processor time: a
text that is made to hold it up ends that process alone, and whoever asks has their processor for other things.

What comes back is pickled: no library reads a file there, only Python of ours a text. The process serves one asker
after another, ends when nobody has asked for a while, and ends with the one that started it, however that ends.
"""

import atexit
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO, TypeVar, cast

from corpus.errors import CorpusError, UnreadableDocument
from corpus.reading.files import printable
from corpus.reading.limits import MEMORY_MB
from corpus.types import OnShare

T = TypeVar("T")

_IDLE = 20.0  # seconds after which a process that nobody asks ends
_SLOWER = 5  # times the processor time that may pass, where others want the processor too
_TRIES = 2  # one that ends without a reason may have been ended from outside
_MB = 1_000_000
_OURS = "PLANASSISTENT_"
# Each thread would reserve memory of its own.
_SMALL = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


def bounded(work: Callable[..., T], *given: object, name: str, seconds: int, on_share: OnShare | None = None) -> T:
    """What a function makes of what it is given, within so many seconds of processor time.

    ``name`` is the file's, for the sentence in the ``UnreadableDocument`` that is raised where the function takes more
    time or memory than it may, or stumbles; a ``CorpusError`` of its own is raised as it is. ``on_share``, where it is
    given, is heard by way of an argument of this name.
    """
    for attempt in range(_TRIES):
        process = _free()
        try:
            said = process.ask((work, given, seconds, on_share is not None), _SLOWER * seconds, on_share)
        except BaseException as error:
            process.end()
            if not isinstance(error, _Ended):
                raise
            if error.status == -signal.SIGXCPU or process.overdue.is_set():
                raise UnreadableDocument(
                    f"{printable(name)}: takes more than {seconds} seconds of processor time to be looked through; "
                    "split it into several documents",
                    "too_slow",
                ) from None
            if attempt + 1 < _TRIES:
                continue
            raise UnreadableDocument(
                f"{printable(name)}: the program that looks through it ends; split it into several documents"
            ) from None
        process.let_go()
        if isinstance(said, _Stumbled):
            raise UnreadableDocument(f"{printable(name)}: {said.why}", "too_much" if said.for_memory else "damaged")
        if isinstance(said, CorpusError):
            raise said
        return cast(T, said)
    raise AssertionError


def environ_apart() -> dict[str, str]:
    """What a process that reads knows of its surroundings: none of the settings."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**environ, **_SMALL, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def bound_memory() -> None:
    """Bound what this process may take of memory; it may write no file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * _MB, MEMORY_MB * _MB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


class _Ended(Exception):
    """A process has ended without an answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _Stumbled:
    """What stands in the place of an answer where the function could go no further."""

    def __init__(self, why: str, *, for_memory: bool = False) -> None:
        self.why, self.for_memory = why, for_memory


class _Share(float):
    """What share of a work is done."""


class _BoundedProcess:
    """Such a process; it does one thing at a time."""

    def __init__(self) -> None:
        self.starter = os.getpid()
        self.overdue = threading.Event()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "corpus.reading.bounded"],  # -P: it finds no other code that lies there
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environ_apart(),
            start_new_session=True,  # no Ctrl-C of the terminal reaches it
        )

    def ask(self, what: object, patience: float, on_share: OnShare | None) -> object:
        into, out_of = cast(BinaryIO, self.process.stdin), cast(BinaryIO, self.process.stdout)
        watch = threading.Timer(patience, self._kill)
        watch.daemon = True  # where a person breaks off, nobody waits for it
        try:
            watch.start()
            pickle.dump(what, into)
            into.flush()
            while isinstance(said := pickle.load(out_of), _Share):
                if on_share is not None:
                    on_share(float(said))
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            self.process.kill()
            raise _Ended(self.process.wait()) from None
        finally:
            watch.cancel()
        return said

    def _kill(self) -> None:
        self.overdue.set()
        self.process.kill()

    def let_go(self) -> None:
        """Leave it to whoever asks next; one is enough to wait for them."""
        with _lock:
            if not _waiting:
                _waiting.append(self)
                return
        self.end()

    def end(self) -> None:
        """End it with whatever it does."""
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)  # with the copy that it may have made of itself
            self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close what this process talks to it through."""
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):
                cast(BinaryIO, pipe).close()


_lock = threading.Lock()
_waiting: list[_BoundedProcess] = []


def _free() -> _BoundedProcess:
    """A process that has nothing to do: the one that waits, else a new one."""
    with _lock:
        waiting = _waiting.pop() if _waiting else None
    if waiting is None:
        return _BoundedProcess()
    if waiting.starter != os.getpid():  # of whom this process is a copy
        waiting.hang_up()
        return _BoundedProcess()
    if waiting.process.poll() is not None:
        waiting.end()
        return _BoundedProcess()
    return waiting


@atexit.register
def _end_waiting() -> None:
    while _waiting:
        process = _waiting.pop()
        process.end() if process.starter == os.getpid() else process.hang_up()


def _serve(source: BinaryIO, target: BinaryIO) -> None:
    """Do what is asked until nobody asks for a while, or nobody can any more."""
    asked: SimpleQueue[tuple[Callable[..., object], tuple[object, ...], int, bool]] = SimpleQueue()

    def listen() -> None:
        while True:
            try:
                asked.put(pickle.load(source))
            except (EOFError, pickle.UnpicklingError):
                os._exit(0)  # nobody is there: not even what is being done is wanted

    def say(said: object) -> None:
        pickle.dump(said, target)
        target.flush()

    bound_memory()
    threading.Thread(target=listen, daemon=True).start()
    while True:
        try:
            work, given, seconds, tells = asked.get(timeout=_IDLE)
        except Empty:
            os._exit(0)
        bound_time(seconds)
        say(_done(work, given, {"on_share": lambda share: say(_Share(share))} if tells else {}))


def bound_time(seconds: int) -> None:
    """So much processor time from now on; then this process is ended."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))


def _done(work: Callable[..., object], given: tuple[object, ...], options: dict[str, Any]) -> object:
    try:
        return work(*given, **options)
    except CorpusError as error:
        return error
    except MemoryError:
        return _Stumbled(f"needs more than {MEMORY_MB} MB of memory to be looked through; split it", for_memory=True)
    except Exception as error:  # whatever a text breaks, the other documents are read
        return _Stumbled(
            f"is made in a way that isn't understood ({type(error).__name__}); "
            "open it, save it again and put that in its place"
        )


if __name__ == "__main__":
    from corpus.reading.bounded import _serve as serve  # of the module's own name, by which what is said is known

    serve(sys.stdin.buffer, sys.stdout.buffer)
