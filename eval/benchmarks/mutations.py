"""Real documents, changed at random → how each is taken: read, refused with a sentence, or the reader broken by it.

Each changed file is read whole (lines, restoring, structure) in a process of its own with limits, wider than those of
``add``, because words are restored in it too; a process is forked for each, so that what all need is loaded once.
They are forked from a process that has loaded nothing else, so that the limits mean the same whoever measures.
"""

import io
import json
import multiprocessing
import os
import random
import resource
import signal
import time
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.errors import CorpusError
from corpus.files import sha256
from corpus.ingest import restore_source
from corpus.preview import NO_CATALOGUE, preview_source
from corpus.reading.files import read_file
from eval.markdown import table

SEED = 22
SECONDS = 60  # of processor time for one file, with the restoring of its words
MEMORY = 3_000_000_000
_TIMES = 200
_COUNTED = 1000  # files of a run that is kept
_RUNS = Path(__file__).parent.parent / "reports" / "mutations.json"
_DATA = Path(__file__).parent.parent / "datasets" / "data"
_SEEDS = (_DATA / "documents" / "cases", _DATA / "plans" / "dev")
_FORMATS = (".docx", ".pdf", ".html", ".txt", ".md")
_LARGEST = 60_000  # bytes of a seed: many small ones say more than a few large
# What makes readers stumble: ends of numbers, marks of formats, letters of many bytes.
_PIECES = (
    b"\x00", b"\xff", b"-1", b"0", b"99999999999", b"1e999", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<!--", b"]]>", b"&b;",
    b"<w:tbl>", b"</w:p>", b"<w:tc>", b"<table>", b"<td rowspan=99999 colspan=99999>", b"<ul><li>", b"<div>", b"obj",
    b"<<", b">>", b"/Kids [1 0 R]", b"/Length 0", b"endstream", b"stream\n", b"% ", b"(((((", b"PK\x03\x04", b"\n\n\n",
    "å".encode(), "ﬃ".encode(), "\u202e".encode(), "\ufeff".encode(), b"| | |\n", b"# ", b"1.1.1.1 ", b"- - - ",
)  # fmt: skip

Taken = Literal["read", "refused", "broken", "too slow", "killed"]
_TAKEN: tuple[Taken, ...] = ("read", "refused", "broken", "too slow", "killed")


@dataclass(frozen=True)
class Mutation:
    """One changed file: which it was and how it was taken; ``why`` is the place of a fault."""

    file: str
    taken: Taken
    seconds: float
    why: str = ""


def mutate(times: int, *, seed: int = SEED) -> list[Mutation]:
    """Change and read so many files, of each format alike."""
    with multiprocessing.get_context("spawn").Pool(1) as fresh:
        return fresh.apply(_mutate, (times, seed))


def _mutate(times: int, seed: int) -> list[Mutation]:
    generator = random.Random(seed)
    seeds = {ending: _files(ending) for ending in _FORMATS}
    for name, content in (entry for entries in seeds.values() for entry in entries):
        with suppress(CorpusError):  # what is loaded and looked up once, before a process is forked for each
            _read(content, name)
    made = []
    for number in range(times):
        ending = _FORMATS[number % len(_FORMATS)]
        name, content = generator.choice(seeds[ending])
        changed = changed_file(content, [other for _, other in seeds[ending]], generator)
        taken, seconds, why = read_in_fork(changed, name)
        made.append(Mutation(name, taken, seconds, why))
    return made


def _files(ending: str) -> list[tuple[str, bytes]]:
    paths = (path for folder in _SEEDS for path in sorted(folder.glob(f"*{ending}")))
    return [(path.name, path.read_bytes()) for path in paths if path.stat().st_size <= _LARGEST]


def changed_file(content: bytes, others: Sequence[bytes], generator: random.Random) -> bytes:
    """A file changed in a few places: mostly inside, of a Word file in the XML that it packs."""
    if content.startswith(b"PK") and generator.random() < 0.8:
        return _repacked(content, generator)
    for _ in range(generator.randint(1, 6)):
        content = _changed(content, generator.choice(others), generator)
    return content


def _repacked(content: bytes, generator: random.Random) -> bytes:
    archive = zipfile.ZipFile(io.BytesIO(content))
    files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    inside = [name for name in files if name.endswith((".xml", ".rels"))]
    favoured = [name for name in inside if name in ("word/document.xml", "word/styles.xml", "word/numbering.xml")]
    for _ in range(generator.randint(1, 4)):
        name = generator.choice(favoured if generator.random() < 0.7 else inside)
        files[name] = (_changed_markup if generator.random() < 0.8 else _changed_bytes)(files[name], generator)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name, data)
    return made.getvalue()


def _changed_markup(content: bytes, generator: random.Random) -> bytes:
    """XML that mostly stays XML: an element taken out, doubled or moved into itself, or a value exchanged."""
    ends = [at for at in range(len(content)) if content.startswith(b"</w:", at)]
    quoted = [at for at in range(len(content)) if content.startswith(b'="', at)]
    if quoted and generator.random() < 0.5:
        at = generator.choice(quoted) + 2
        end = content.find(b'"', at)
        value = generator.choice((b"0", b"-1", b"99999999", b"", b"x", content[at:end] * 2))
        return content[:at] + value + content[end:]
    if not ends:
        return content
    end = content.find(b">", generator.choice(ends)) + 1
    tag = content[content.rfind(b"</", 0, end) + 2 : end - 1]
    start = content.rfind(b"<" + tag, 0, end)
    piece = content[start:end]
    match generator.randrange(3):
        case 0:
            return content[:start] + content[end:]
        case 1:
            return content[:start] + piece * generator.choice((2, 3, 40)) + content[end:]
    return content[:start] + b"<" + tag + b">" + piece + b"</" + tag + b">" + content[end:]


def _changed_bytes(content: bytes, generator: random.Random) -> bytes:
    return _changed(content, content, generator)


def _changed(content: bytes, other: bytes, generator: random.Random) -> bytes:
    """A stretch of bytes taken out, doubled, turned over or exchanged for one of another file, or a piece put in."""
    start = generator.randrange(len(content) + 1)
    end = min(len(content), start + generator.choice((1, 2, 8, 50, 400, 5_000)))
    match generator.randrange(7):
        case 0:
            return content[:start] + content[end:]
        case 1:
            return content[:end] + content[start:end] * generator.choice((1, 2, 30)) + content[end:]
        case 2:
            return content[:start] + generator.choice(_PIECES) * generator.choice((1, 1, 3, 500)) + content[start:]
        case 3:
            return (
                content[:start]
                + bytes(byte ^ (1 << generator.randrange(8)) for byte in content[start:end])
                + content[end:]
            )
        case 4:
            at = generator.randrange(len(other) + 1)
            return content[:start] + other[at : at + end - start] + content[end:]
        case 5:
            return content[:start] + generator.choice(_PIECES) + content[end:]
    return content[: max(start, 20)]


def _read(content: bytes, name: str) -> None:
    preview_source(restore_source(read_file(content, name)), name, sha256(content), NO_CATALOGUE)


def read_in_fork(content: bytes, name: str) -> tuple[Taken, float, str]:
    """How a file is taken, the processor time that it took, and where a fault was."""
    reading, writing = os.pipe()
    started = time.monotonic()
    if not (child := os.fork()):
        os.close(reading)
        _read_and_end(content, name, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        why = said.read().decode(errors="replace")
    _, status, used = os.wait4(child, 0)
    seconds = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        killed = os.WTERMSIG(status)
        if killed in (signal.SIGXCPU, signal.SIGALRM):
            return "too slow", max(seconds, time.monotonic() - started), why
        return "killed", seconds, signal.Signals(killed).name
    outcomes: dict[int, Taken] = {0: "read", 3: "refused"}
    return outcomes.get(os.WEXITSTATUS(status), "broken"), seconds, why


def _read_and_end(content: bytes, name: str, said: int) -> None:
    """Read a file in this process, which ends with how it went."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.alarm(SECONDS * 10)
        _read(content, name)
    except CorpusError as error:
        os.write(said, str(error).encode(errors="replace"))
        os._exit(3)
    except BaseException as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        os.write(said, f"{type(error).__name__} at {place}: {error}".encode(errors="replace")[:2000])
        os._exit(1)
    os._exit(0)


def mutations_table(times: int = _TIMES, seed: int = SEED) -> str:
    """By format, how the changed files were taken, and what the slowest took; faults below, each with its file.

    A seed that was run with as many files as are counted is kept for ``all_runs_table``, in the place of what it
    gave before.
    """
    made = mutate(times, seed=seed)
    counts = {ending: _counted([entry for entry in made if entry.file.endswith(ending)]) for ending in _FORMATS}
    if times >= _COUNTED:
        known = json.loads(_RUNS.read_text(encoding="utf-8")) if _RUNS.is_file() else {}
        _RUNS.write_text(json.dumps({**known, str(seed): counts}, indent=1) + "\n", encoding="utf-8")
    faults = [entry for entry in made if entry.taken not in ("read", "refused")]
    return _table([counts]) + "".join(f"\n- {entry.file}: {entry.taken}, {entry.why[:200]}" for entry in faults)


def all_runs_table() -> str:
    """The runs that are kept, together."""
    runs = json.loads(_RUNS.read_text(encoding="utf-8"))
    return _table(list(runs.values()))


def _counted(made: Sequence[Mutation]) -> dict[str, float]:
    counts = Counter(entry.taken for entry in made)
    return {
        **{taken: counts[taken] for taken in _TAKEN},
        "slowest": max((entry.seconds for entry in made), default=0.0),
    }


def _table(runs: Sequence[Mapping[str, Mapping[str, float]]]) -> str:
    rows = []
    for ending in _FORMATS:
        of_format = [run[ending] for run in runs]
        counts = [int(sum(run[taken] for run in of_format)) for taken in _TAKEN]
        slowest = max(run["slowest"] for run in of_format)
        rows.append([ending, str(sum(counts)), *map(str, counts), f"{slowest:.1f} s"])
    everything = [str(sum(int(row[at]) for row in rows)) for at in range(1, len(_TAKEN) + 2)]
    rows.append(["all", *everything, ""])
    return table(["format", "files", *_TAKEN, "slowest (processor time)"], rows)
