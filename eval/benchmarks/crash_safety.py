"""What is left when a build or a change of the documents is killed at a random moment: nothing half done.

Everything is real: processes that are killed with SIGKILL, files, locks, a small model. Loading Python
with torch takes seconds, so that each process is forked from one that has loaded it already.
"""

import multiprocessing
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from assistant.curation.changes import ingest_document, publish, put_in, remove_document
from assistant.curation.corrections import correct
from assistant.curation.log import FILE as LOG
from assistant.service import the_embedder
from assistant.settings import read_settings
from corpus.catalogue import load_catalogue
from corpus.corrections.file import FOLDER as CORRECTIONS
from corpus.errors import CorpusError
from corpus.ingest import is_as_described, restore_source
from corpus.library import changing
from corpus.reading.files import read_file
from corpus.types import Correction, Document
from eval.datasets.synthetic import make_documents, make_model
from eval.markdown import table
from index.build import build
from index.errors import IndexFault, ModelUnavailable
from index.storage.fingerprint import fingerprint
from index.storage.store import Index, load
from index.storage.vectors import nearest_rows

WAYS = ("build", "add", "replace", "remove", "remove versions", "correct", "upload", "publish")
_DOCUMENTS = 3
_PAGES = 2
_PATIENCE = 600.0  # seconds that a process may take to end by itself, whatever else the machine does


@dataclass(frozen=True)
class Kill:
    """One kill of a command at work, and whether its index and folder were in place; ``faults`` should be empty."""

    way: str
    new_index: bool
    new_folder: bool
    faults: tuple[str, ...]


def kills_table(times: int = 100) -> str:
    """How it went, a row for each kind of command."""
    found = kill_many(times)
    rows = []
    for way in WAYS:
        own = [kill for kill in found if kill.way == way]
        counts = (
            len(own),
            sum(not kill.new_folder for kill in own) if way != "build" else "–",
            sum(not kill.new_index for kill in own),
            sum(bool(kill.faults) for kill in own),
        )
        rows.append((way, *map(str, counts)))
    faults = sorted({fault for kill in found for fault in kill.faults})
    headings = ["killed in", "times", "folder as before", "old index served", "faults"]
    return "\n".join([table(headings, rows), *faults])


def kill_many(times: int, *, seed: int = 0) -> list[Kill]:
    """Kill so many commands, each kind in turn, at moments spread evenly over the time that it takes."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    nursery = context.Process(target=_nursery, args=(theirs, times, seed))
    nursery.start()
    theirs.close()
    try:
        found: list[Kill] | str = ours.recv()
    except EOFError:
        raise RuntimeError("the process that kills has ended without a result") from None
    finally:
        nursery.join()
    assert not isinstance(found, str), found
    return found


def _nursery(result: Connection, times: int, seed: int) -> None:
    """Load once what every process needs, then fork them. Has one thread only, so that forking is safe."""
    os.environ["TQDM_DISABLE"] = "1"
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        result.send(Nursery(Path(folder)).kill(times, random.Random(seed)))


# The documents, each with whether it is a draft, what has taken its place and what has been set right in it.
State = dict[str, tuple[bool, str | None, tuple[Correction, ...]]]


class Nursery:
    """A folder with an index, from which every kill begins anew. Its process has one thread only."""

    def __init__(self, root: Path) -> None:
        self.root = root
        make_documents(root / "before" / "documents", _DOCUMENTS, pages=_PAGES)
        make_documents(root / "inbox", 1, pages=_PAGES, start=0)
        text = (root / "inbox" / "plan-0.txt").read_text(encoding="utf-8")
        self.new = root / "inbox" / "new.txt"
        self.new.write_text(text.replace("Vi ", "Nu har vi "), encoding="utf-8")
        model = make_model(root / "model")
        self.settings = replace(
            read_settings({}),
            documents=root / "now" / "documents",
            own_documents=root / "now" / "documents",
            data=root / "now" / "data",
            model=str(model),
        )
        self.embedder = the_embedder(self.settings)
        build(root / "before" / "documents", root / "before" / "data", self.embedder)
        self.read = restore_source(read_file(self.new.read_bytes(), self.new.name))
        self.before: State = {}

    def kill(self, times: int, choose: random.Random) -> list[Kill]:
        """Kill each kind of command in turn."""
        took = {way: self.whole(way) for way in WAYS}
        found: list[Kill] = []
        while len(found) < times:
            way = WAYS[len(found) % len(WAYS)]
            # One that came too late, because the command had ended, is no kill.
            found += filter(None, [self._kill(way, choose.uniform(0, took[way]))])
        return found

    def whole(self, way: str) -> float:
        """Seconds that a command takes which nobody kills."""
        self.begin_anew(way)
        started = time.monotonic()
        assert ends_well(fork(self.commands()[way])), way
        return time.monotonic() - started

    def _kill(self, way: str, after: float) -> Kill | None:
        self.begin_anew(way)
        child = fork(self.commands()[way])
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return None
        return self.what_is_left(way)

    def what_is_left(self, way: str) -> Kill:
        """How a command that was broken off has left the folder and the index, and whether the next build heals it."""
        faults: list[str] = []
        index = self._in_use()
        served = _state(index.collection.documents)
        query = self.embedder.queries(["Vem erbjuder stöd?"])[0]
        if not len(nearest_rows(index.vectors, query, 1)[0]):
            faults.append(f"{way}: the index in use finds nothing")
        new_index = index.version != self.old
        with changing(self.settings.documents) as catalogue:  # what the next command does first
            after_it = _state(catalogue.documents)
            for document in catalogue.documents:
                if not is_as_described(document, self.settings.documents):
                    faults.append(f"{way}: {document.file} is not what the catalogue says")
            expected = {"catalogue.toml", *(document.file for document in catalogue.documents)}
            # A change that was logged before the kill stays logged.
            lying = {path.name for path in self.settings.documents.iterdir() if path.name not in (LOG, CORRECTIONS)}
            left = lying ^ expected
            left |= {path.name for path in (self.settings.documents / CORRECTIONS).glob("*") if path.suffix != ".toml"}
            if new_index and served != after_it:
                faults.append(f"{way}: the index in use has other documents than the folder")
            if not new_index and served != self.old_state:
                faults.append(f"{way}: the old index is not what it was")
            if left:
                faults.append(f"{way}: left in the documents folder: {sorted(left)}")
        if not ends_well(fork(self.commands()["build"])):
            faults.append(f"{way}: the next build fails")
        else:
            fits = fingerprint(self.settings.documents, model=self.embedder.name, revision=self.embedder.revision)
            if _state(load(self.settings.data, fits, drafts=True).collection.documents) != after_it:
                faults.append(f"{way}: the next build has other documents than the catalogue")
            # One part more: the sentences off the topic.
            if len(list((self.settings.data / "index" / "parts").iterdir())) != len(after_it) + 1:
                faults.append(f"{way}: the next build leaves parts that nobody uses")
        return Kill(way, new_index, after_it != self.before, tuple(faults))

    def begin_anew(self, way: str) -> None:
        """The folder and the index as they were at first."""
        shutil.rmtree(self.root / "now", ignore_errors=True)
        shutil.copytree(self.root / "before", self.root / "now")
        index = self._in_use()
        self.old, self.old_state = index.version, _state(index.collection.documents)
        if way == "build":
            make_documents(self.settings.documents, 1, pages=_PAGES, start=_DOCUMENTS)
        if way == "remove versions":
            # Two versions came before: plan-1, and before it plan-0.
            catalogue = self.settings.documents / "catalogue.toml"
            text = catalogue.read_text(encoding="utf-8")
            for old, new in (("plan-0", "plan-1"), ("plan-1", "plan-2")):
                text = text.replace(f'id = "{old}"\n', f'id = "{old}"\nsuperseded_by = "{new}"\n')
            catalogue.write_text(text, encoding="utf-8")
            make_documents(self.settings.documents, 1, pages=_PAGES, start=_DOCUMENTS)
        if way == "publish":  # plan-1 is a draft that is to take the place of plan-0
            catalogue = self.settings.documents / "catalogue.toml"
            text = catalogue.read_text(encoding="utf-8")
            said = 'id = "plan-1"\ndraft = true\nreplaces = "plan-0"\n'
            catalogue.write_text(text.replace('id = "plan-1"\n', said), encoding="utf-8")
            assert ends_well(fork(self.commands()["build"]))
            index = self._in_use()
            self.old, self.old_state = index.version, _state(index.collection.documents)
        self.before = _state(load_catalogue(self.settings.documents).documents)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What each way does."""
        return {
            "build": partial(build, self.settings.documents, self.settings.data, self.embedder),
            "add": partial(ingest_document, self.settings, self.new),
            "replace": partial(ingest_document, self.settings, self.new, supersedes="plan-0"),
            "remove": partial(remove_document, self.settings, "plan-1"),
            "remove versions": partial(remove_document, self.settings, "plan-2", versions=True),
            "correct": self._correct,
            "upload": self._upload,
            "publish": self._publish,
        }

    def _correct(self) -> None:
        correct(self.settings, "plan-1", Correction("document", values=(("title", "Rättad plan"),)), via="page")
        self.commands()["build"]()

    def _upload(self) -> None:
        """What the office does with a file that it has read, and the process that it starts afterwards."""
        put_in(self.settings, self.read, self.new.read_bytes(), self.new.name, via="page")
        self.commands()["build"]()

    def _publish(self) -> None:
        publish(self.settings, "plan-1", via="page")
        self.commands()["build"]()

    def _in_use(self) -> Index:
        program = fingerprint(None, model=self.embedder.name, revision=self.embedder.revision)
        return load(self.settings.data, program, any_documents=True, drafts=True)


def _state(documents: Iterable[Document]) -> State:
    return {entry.id: (entry.draft, entry.superseded_by, entry.corrections) for entry in documents}


def fork(work: Callable[[], object]) -> int:
    """A process that does this and ends, with 3 where it says why it can't be done; its id."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except (CorpusError, IndexFault, ModelUnavailable, OSError):
        os._exit(3)
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", flush=True)
        os._exit(1)
    os._exit(0)


def ends_well(child: int) -> bool:
    """Whether a process does what it has to, in time."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status == 0
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False
