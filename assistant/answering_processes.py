"""Processes that answer questions beside the one that serves: each has a processor, an index and a model to itself.

Python works on one question at a time however many threads there are. Conversations, limits and pages stay with the
process that serves; what goes between is a question and its answer, through a pipe that nobody else reads.
"""

import gc
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.errors import FaultElsewhere, NotReady, Refused, place_of
from assistant.query.filters import Filters
from assistant.safety.help import Help, HelpLine
from index.embedding.embedder import Embedder
from index.embedding.reranker import Reranker
from index.retrieval.search import Hit
from index.storage.store import Index

log = logging.getLogger("planassistent")

LoadAssistant = Callable[[], Assistant]  # the assistant of the index in use, each time with the same model
_KEPT = 60.0  # seconds that a process holds the index before the one in use, for who began with it
_TRIES = 3  # how often a process that ends while it loads is started again


class AnsweringProcesses:
    """So many processes, each with what ``loader`` gives there. Safe to use from several threads."""

    def __init__(self, loader: Callable[[], LoadAssistant], count: int) -> None:
        self._processes = [_AnsweringProcess(loader) for _ in range(count)]
        self._free: SimpleQueue[_AnsweringProcess] = SimpleQueue()
        for process in self._processes:
            self._free.put(process)
        self._cold = True

    def take_up(self, version: str) -> None:
        """Have each process load the index of this version, one at a time while the others go on answering.

        Raises ``NotReady`` where another is in use by now.
        """
        if self._cold:  # nobody waits for them: all at once
            for process in self._processes:
                process.begin(version)
        for process in self._processes:
            process.take_up(version)
        self._cold = False
        for process in self._processes:  # from now on the one that serves asks for no other
            with suppress(BrokenProcessPool):
                process.submit(_keep_only_soon, version)

    def call(self, version: str, method: str, /, *given: Any, **options: Any) -> Any:
        """What a method of an assistant returns; raises what it raises, and ``NotReady`` where the process ended.

        What it stumbles over otherwise is ``FaultElsewhere``, which has its place and nothing of the question.
        """
        process = self._free.get()
        try:
            found = process.submit(_called, version, method, given, options).result()
        except BrokenProcessPool:
            log.error("a process that answers questions has ended; starting another")
            process.restart()
            # Free when it has the index, so that nobody's question waits for that while others are free.
            process.begin(version).add_done_callback(lambda _: self._free.put(process))
            raise NotReady(
                "the question was broken off; try again in a few seconds",
                "Frågan avbröts. Vänta några sekunder och skicka den igen.",
            ) from None
        except BaseException:
            self._free.put(process)
            raise
        self._free.put(process)
        return found

    def let_go(self) -> None:
        """Have each process forget what it has loaded: its documents have been removed."""
        for process in self._processes:
            with suppress(BrokenProcessPool):
                process.submit(_keep_only, "")

    def close(self) -> None:
        """End the processes, when what they are doing is done."""
        for process in self._processes:
            process.close()


class _AnsweringProcess:
    """One process, which does one thing at a time; started when it is first needed."""

    def __init__(self, loader: Callable[[], LoadAssistant]) -> None:
        self._loader = loader
        self._pool = self._started()

    def submit(self, function: Callable[..., Any], *given: Any) -> Future[Any]:
        """Have it do something when it has done what it does now; raises ``BrokenProcessPool`` where it has ended."""
        return self._pool.submit(function, *given)

    def begin(self, version: str) -> Future[Any]:
        """Have it load an index, without waiting for that."""
        return self.submit(_take_up, version)

    def take_up(self, version: str) -> None:
        """Have it load an index; where it ends meanwhile it is started again. Raises ``NotReady``."""
        for _ in range(_TRIES):
            try:
                self.submit(_take_up, version).result()
                return
            except BrokenProcessPool:
                log.error("a process that answers questions has ended while it took up an index; starting another")
                self.restart()
        raise NotReady(
            "a process that answers questions can't take up the index; try again in a few seconds",
            "Dokumenten byts ut just nu. Vänta några sekunder och skicka frågan igen.",
        )

    def restart(self) -> None:
        """Put another in the place of one that has ended."""
        self._pool.shutdown(wait=False)
        self._pool = self._started()

    def close(self) -> None:
        """End it, when what it is doing is done."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        # Not forked: the threads of the process that serves would be missing in a copy, and their locks taken.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(self._loader,))


class AssistantInProcesses(Assistant):
    """An assistant whose questions and searches are answered in other processes; what looks up records is its own."""

    def __init__(
        self, index: Index, embedder: Embedder, processes: AnsweringProcesses, reranker: Reranker | None = None
    ) -> None:
        """``processes`` have the index and its language models; here the model is never loaded."""
        super().__init__(index, embedder, reranker=reranker)
        self._processes = processes

    def answer(self, question: str, filters: Filters | None = None, **options: Any) -> Answer:
        answer: Answer = self._processes.call(self.index.version, "answer", question, filters, **options)
        return answer

    def search(self, text: str, filters: Filters | None = None) -> tuple[Hit, ...]:
        found: tuple[Hit, ...] = self._processes.call(self.index.version, "search", text, filters)
        return found

    def help(self, message: str) -> Help | HelpLine | None:
        found: Help | HelpLine | None = self._processes.call(self.index.version, "help", message)
        return found


# Of a process that answers: what loads its assistants (one), and those it has, by the versions of their indexes.
_loads: list[LoadAssistant] = []
_assistants: dict[str, Assistant] = {}


def _begin(loader: Callable[[], LoadAssistant]) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that serves ends them
    # A process that is killed takes those that answer for it with it.
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _loads.append(loader())


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(0)


def _take_up(version: str) -> None:
    """Load the index in use where this process doesn't have it. An assistant can't be sent to another process."""
    _assistant_of(version)


def _assistant_of(version: str) -> Assistant:
    """The assistant of the index in use, loaded where this process doesn't have it."""
    assistant = _assistants.get(version)
    if assistant is None:
        assistant = _loads[0]()
        if assistant.index.version != version:
            raise NotReady(
                "another index has been put in use; try again in a few seconds",
                "Dokumenten byts ut just nu. Vänta några sekunder och skicka frågan igen.",
            )
        _assistants[version] = assistant
    return assistant


def _keep_only_soon(version: str) -> None:
    """Forget all other indexes in a while, unless another has been put in use by then."""
    if version not in _assistants:  # another process stands in this one's place, and holds nothing yet
        return
    _assistants[version] = _assistants.pop(version)  # the last one that was put in use
    later = threading.Timer(_KEPT, _keep_only, (version,))
    later.daemon = True
    later.start()


def _keep_only(version: str) -> None:
    """Forget all other indexes where this one was put in use last; all where it is "": what was removed is in them."""
    held = list(_assistants)
    for other in held if not version else held[:-1] if held[-1:] == [version] else ():
        _assistants.pop(other, None)
    gc.collect()


def _called(version: str, method: str, given: tuple[Any, ...], options: dict[str, Any]) -> Any:
    try:
        return getattr(_assistant_of(version), method)(*given, **options)
    except Refused:
        raise
    except Exception as error:
        raise FaultElsewhere(place_of(error)) from None
