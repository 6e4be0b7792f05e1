"""Reading a file, or drawing a page of it, in a process of its own, with limits of memory and time: a file that is
made to break its reader breaks that process alone.

The process gets the file's bytes and gives lines of text or a picture back, as JSON: nothing of what it sends is
executed. It knows none of the settings, may write no file, and ends with what it says.
"""

import base64
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, replace
from typing import Any, BinaryIO, TextIO, cast, get_args

from corpus.errors import Cause, UnreadableDocument
from corpus.reading.bounded import bound_memory, bounded, environ_apart
from corpus.reading.files import Source, printable, read_file
from corpus.reading.formats import is_text
from corpus.reading.limits import DRAWING_SECONDS, READING_SECONDS, STEP_SECONDS
from corpus.reading.printed.page_picture import DrawnPage, PlacedWord
from corpus.types import Line, OnPage, OnShare

_SILENT = 600.0  # seconds without a word, whatever the process waits for
_SILENT_DRAWING = 60.0
_GRACE = 5  # seconds of processor time after which the process is killed, where its end at the limit isn't heeded
_MB = 1_000_000
_LONGEST_LINE = 200 * _MB  # bytes: all the text that a document may have, each letter escaped, and what is said of it
_BREAKS = (
    "is damaged or made in a way that breaks the program that reads it; "
    "open it, save it again and put that in its place"
)


def read_isolated(
    content: bytes,
    name: str,
    *,
    on_share: OnShare = lambda share: None,
    on_page: OnPage = lambda read, pages: None,
) -> Source:
    """As ``read_file``, in a process of its own; raises as it does."""
    if is_text(content, name):  # no library of others is needed
        return bounded(read_file, content, name, name=name, seconds=STEP_SECONDS)
    said, why = _ask(content, {"name": name}, silent=_SILENT, on_share=on_share, on_page=on_page)
    if "lines" not in said:
        raise UnreadableDocument(f"{printable(name)}: {why}", why.cause)
    return _source(said)


def draw_isolated(content: bytes, sheet: int, *, read_picture: bool) -> DrawnPage:
    """As ``draw_page``, in a process of its own; raises ``UnreadableDocument``, the reason alone."""
    told = {"sheet": sheet, "read_picture": read_picture}
    said, why = _ask(content, told, silent=_SILENT_DRAWING)
    if "picture" not in said:
        raise why
    try:
        words = None if said["words"] is None else tuple(_placed(*word) for word in said["words"])
        return DrawnPage(base64.b64decode(said["picture"]), int(said["width"]), int(said["height"]), words)
    except (KeyError, TypeError, ValueError):  # whoever breaks the process may let it say anything
        raise UnreadableDocument(_BREAKS) from None


def _placed(text: str, *places: float) -> PlacedWord:
    return PlacedWord(str(text), *(float(place) for place in places))


def _ask(
    content: bytes,
    told: Mapping[str, Any],
    *,
    silent: float,
    on_share: OnShare = lambda share: None,
    on_page: OnPage = lambda read, pages: None,
) -> tuple[dict[str, Any], UnreadableDocument]:
    """What a process says of a file at last, and why it has said nothing where that is so.

    Raises ``UnreadableDocument`` where it refuses the file.
    """
    process = _start()
    overdue = threading.Event()
    try:
        said = _talk(process, content, told, on_share, on_page, overdue, silent)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with what it may have started
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                cast(BinaryIO, pipe).close()
    if "refused" in said:
        cause = said.get("cause")
        raise UnreadableDocument(str(said["refused"]), cast(Cause, cause if cause in get_args(Cause) else "damaged"))
    return said, _why(process.returncode, overdue=silent if overdue.is_set() else None)


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "corpus.reading.isolated"],  # -P: it finds no other code that happens to lie there
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environ_apart(),
        start_new_session=True,
    )


def _talk(
    process: subprocess.Popen[bytes],
    content: bytes,
    told: Mapping[str, Any],
    on_share: OnShare,
    on_page: OnPage,
    overdue: threading.Event,
    silent: float,
) -> dict[str, Any]:
    """What the process says at last; an empty object where it has ended without a word, or was too long silent."""
    into, out_of = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
    # It may have ended already.
    with suppress(BrokenPipeError, ConnectionResetError), _watched(process, overdue, silent):
        into.write(json.dumps(told).encode() + b"\n" + content)
        into.close()
    while True:
        with _watched(process, overdue, silent):
            line = out_of.readline(_LONGEST_LINE)
        if not line:
            with suppress(subprocess.TimeoutExpired):  # it may have said its last and go on
                process.wait(_GRACE)
            return {}
        try:
            said = json.loads(line)
            share = said.get("share")
        except (ValueError, AttributeError, RecursionError):
            return {}  # broken off, or no word of ours
        if share is not None:
            on_share(share)
        elif "pages" in said:
            on_page(*said["pages"])
        else:
            return cast(dict[str, Any], said)


@contextmanager
def _watched(process: subprocess.Popen[bytes], overdue: threading.Event, silent: float) -> Iterator[None]:
    """End the process where it says nothing for so many seconds."""

    def end() -> None:
        overdue.set()
        process.kill()

    watch = threading.Timer(silent, end)
    watch.daemon = True  # where a person breaks off, nobody waits for it
    try:
        watch.start()
        yield
    finally:
        watch.cancel()


def _why(status: int, *, overdue: float | None) -> UnreadableDocument:
    """Why a process has ended without a word; ``overdue`` is after how many seconds it was ended, if it was."""
    if overdue is not None:
        return UnreadableDocument(
            f"nothing was heard of it for {overdue:.0f} seconds; open it, save it again and put that in its place",
            "too_slow",
        )
    if status == -signal.SIGXCPU:
        return UnreadableDocument(
            f"takes more than {STEP_SECONDS} seconds of processor time for one page, or {READING_SECONDS} in all; "
            "open it, save it again as PDF and put that in its place",
            "too_slow",
        )
    return UnreadableDocument(_BREAKS)


def _source(said: Mapping[str, Any]) -> Source:
    lines = (
        Line(number, start, source=text, text=text, sheet=sheet, page=page)
        for number, start, text, sheet, page in said["lines"]
    )
    return Source(
        tuple(lines), bool(said["machine_read"]), tuple(said["identities"]), bool(said["born_digital"]),
        tuple(said["frame"]),
    )  # fmt: skip


def _to_json(source: Source) -> dict[str, Any]:
    lines = [(line.number, line.start, line.source, line.sheet, line.page) for line in source.lines]
    assert all(line == replace(line, text=line.source, unsure=(), edits=()) for line in source.lines)
    return {
        "lines": lines, "machine_read": source.machine_read, "identities": source.identities,
        "born_digital": source.born_digital, "frame": source.frame,
    }  # fmt: skip


def _limit(seconds: int, most: int) -> None:
    """Bound what this process may take: so many seconds of a processor until it says more; what it starts alike."""
    bound_memory()
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, most + _GRACE))


def _next_step() -> None:
    """Time for another page."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (min(READING_SECONDS, spent + STEP_SECONDS), READING_SECONDS + _GRACE))


def _serve(given: BinaryIO, out: TextIO) -> None:
    """Read, or draw of, the one file that is given."""

    def say(what: Mapping[str, Any]) -> None:
        out.write(json.dumps(what) + "\n")
        out.flush()

    def on_share(share: float) -> None:
        _next_step()
        say({"share": share})

    def on_page(read: int, pages: int) -> None:
        say({"pages": (read, pages)})

    told = json.loads(given.readline())
    try:
        if "sheet" in told:
            _limit(DRAWING_SECONDS, DRAWING_SECONDS)
            say(_drawn(given.read(), told["sheet"], read_picture=told["read_picture"]))
        else:
            _limit(STEP_SECONDS, READING_SECONDS)
            say(_to_json(read_file(given.read(), told["name"], on_share=on_share, on_page=on_page)))
    except UnreadableDocument as error:
        say({"refused": str(error), "cause": error.cause})


def _drawn(content: bytes, sheet: int, *, read_picture: bool) -> dict[str, Any]:
    from corpus.reading.printed.drawing import draw_page  # not where only lines are wanted

    page = draw_page(content, sheet, read_picture=read_picture)
    words = None if page.words is None else [astuple(word) for word in page.words]
    return {
        "picture": base64.b64encode(page.picture).decode(), "width": page.width, "height": page.height, "words": words
    }  # fmt: skip


if __name__ == "__main__":
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints says nothing to whoever asked
    _serve(sys.stdin.buffer, answers)
