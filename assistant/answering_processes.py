"""Processes that answer questions beside the one that serves: each has a processor, an index and a model to itself.

Python works on one question at a time however many threads there are. Conversations, limits and pages stay with the
process that serves; what goes between is a question and its answer, through a pipe that nobody else reads.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import Any

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.errors import FaultElsewhere, NotReady, Refused, place_of
from assistant.query.conversation.turns import Turn
from assistant.query.filters import Filters
from assistant.safety.help import Help, HelpLine
from index.embedding.embedder import Embedder
from index.embedding.reranker import Reranker
from index.storage.store import Index

log = logging.getLogger("planassistent")

Load = Callable[[], Assistant]  # the assistant of the index in use; made once in each process, kept by its model
_HELD = 2  # indexes that a process holds: the one in use, and the one before for who began with it
_PAUSE = 0.05  # seconds


class AnsweringProcesses:
    """So many processes, each with what ``loader`` gives there. Safe to use from several threads."""

    def __init__(self, loader: Callable[[], Load], count: int) -> None:
        self._loader, self._count = loader, count
        self._lock = threading.Lock()
        self._pool = self._started()
        self._cold = True

    def take_up(self, version: str) -> None:
        """Have each process load the index of this version, one at a time while the others go on answering.

        Raises ``NotReady`` where another is in use by now.
        """
        have: set[int] = set()
        if self._cold:  # nobody waits for them: all at once
            have = {future.result() for future in [self._pool.submit(_take_up, version) for _ in range(self._count)]}
            self._cold = False
        while len(have) < self._count:
            have.add(self._submitted(_take_up, version))
            time.sleep(_PAUSE)  # so that it isn't the same that is free again

    def call(self, version: str, method: str, /, *given: Any, **options: Any) -> Any:
        """What a method of an assistant returns; raises what it raises, and ``NotReady`` where a process ended.

        What it stumbles over otherwise is ``FaultElsewhere``, which has its place and nothing of the question.
        """
        return self._submitted(_called, version, method, given, options)

    def _submitted(self, function: Callable[..., Any], *given: Any) -> Any:
        pool = self._pool
        try:
            return pool.submit(function, *given).result()
        except BrokenProcessPool:
            with self._lock:
                if pool is self._pool:  # the first that sees it
                    log.error("a process that answers questions has ended; starting others")
                    self._pool = self._started()
            raise NotReady(
                "the question was broken off; try again in a few seconds",
                "Frågan avbröts. Vänta några sekunder och skicka den igen.",
            ) from None

    def _started(self) -> ProcessPoolExecutor:
        # Not forked: the threads of the process that serves would be missing in a copy, and their locks taken.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, mp_context=context, initializer=_begin, initargs=(self._loader,))


class AssistantInProcesses(Assistant):
    """An assistant whose questions are answered in other processes; what isn't asked by questions is its own."""

    def __init__(
        self, index: Index, embedder: Embedder, processes: AnsweringProcesses, reranker: Reranker | None = None
    ) -> None:
        """``processes`` have the index and its language models; the embedder is for searches without an answer."""
        super().__init__(index, embedder, reranker=reranker)
        self._processes = processes

    def answer(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        at_work: bool = False,
        before: Turn | None = None,
        models: bool = True,
    ) -> Answer:
        options = {"at_work": at_work, "before": before, "models": models}
        answer: Answer = self._processes.call(self.index.version, "answer", question, filters, **options)
        return answer

    def help(self, message: str) -> Help | HelpLine | None:
        found: Help | HelpLine | None = self._processes.call(self.index.version, "help", message)
        return found


# Of a process that answers: what loads its assistants, and those it has, by the versions of their indexes.
_loads: list[Load] = []
_assistants: dict[str, Assistant] = {}


def _begin(loader: Callable[[], Load]) -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that serves ends them
    # A process that is killed takes those that answer for it with it.
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _loads.append(loader())


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(0)


def _take_up(version: str) -> int:
    """Load the index in use where this process doesn't have it; which process it is."""
    if version not in _assistants:
        assistant = _loads[0]()
        if assistant.index.version != version:
            raise NotReady(
                "another index has been put in use; try again in a few seconds",
                "Dokumenten byts ut just nu. Vänta några sekunder och skicka frågan igen.",
            )
        _assistants[version] = assistant
        while len(_assistants) > _HELD:
            del _assistants[next(iter(_assistants))]
    return os.getpid()


def _called(version: str, method: str, given: tuple[Any, ...], options: dict[str, Any]) -> Any:
    try:
        _take_up(version)
        return getattr(_assistants[version], method)(*given, **options)
    except Refused:
        raise
    except Exception as error:
        raise FaultElsewhere(place_of(error)) from None
