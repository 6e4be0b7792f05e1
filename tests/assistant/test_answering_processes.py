"""Questions that are answered in processes of their own: what comes across, and what happens when one ends."""

import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import answering_processes
from assistant.answer import Assistant
from assistant.answering_processes import AnsweringProcesses, AssistantInProcesses
from assistant.errors import FaultElsewhere, NotFound, NotReady, place_of


class Answerer:
    """What answers in a process here: quick to load, and it says which process it is."""

    index = SimpleNamespace(version="one")

    def answer(self, question: str, *, name: str = "") -> tuple[int, str]:
        """Who answers what; some questions fail."""
        if question == "missing":
            raise NotFound("there is none", "Finns inte.")
        if question == "broken":
            raise ValueError("about a secret")
        if question == "slow":
            time.sleep(0.3)
        return os.getpid(), f"{question} {name}"


def answerers() -> Callable[[], Any]:
    return Answerer


@pytest.fixture
def processes() -> Iterator[AnsweringProcesses]:
    """Two that have begun."""
    found = AnsweringProcesses(answerers, 2)
    found.take_up("one")
    yield found
    found.close()


def test_answers_refusals_and_faults_come_across(processes: AnsweringProcesses) -> None:
    """A refusal with both its sentences; of a fault the place, and nothing of what it says."""
    process, said = processes.call("one", "answer", "Vad görs?", name="här")
    assert process != os.getpid()
    assert said == "Vad görs? här"
    with pytest.raises(NotFound, match="there is none") as refused:
        processes.call("one", "answer", "missing")
    assert (refused.value.status, refused.value.swedish) == (404, "Finns inte.")
    with pytest.raises(FaultElsewhere) as broken:
        processes.call("one", "answer", "broken")
    assert place_of(broken.value).startswith("ValueError at test_answering_processes.py:")
    assert "secret" not in str(broken.value)


def test_another_index_than_the_one_in_use_is_not_answered_from(processes: AnsweringProcesses) -> None:
    """The records of one version mean nothing in another."""
    with pytest.raises(NotReady, match="another index"):
        processes.call("two", "answer", "Vad görs?")
    with pytest.raises(NotReady, match="another index"):
        processes.take_up("two")


def test_a_process_that_ends_is_replaced(processes: AnsweringProcesses) -> None:
    """Whose question it had is told to ask again; the other goes on, and soon there are two anew."""
    both = {processes.call("one", "answer", "Vad görs?")[0] for _ in range(4)}
    assert len(both) == 2
    ended = min(both)
    os.kill(ended, signal.SIGKILL)
    answered, broken = [], 0
    for _ in range(2):  # in turn
        try:
            answered.append(processes.call("one", "answer", "Vad görs?")[0])
        except NotReady:
            broken += 1
    assert (answered, broken) == ([max(both)], 1)
    until = time.monotonic() + 30
    while len(after := {processes.call("one", "answer", "Vad görs?")[0] for _ in range(4)}) < 2:
        assert time.monotonic() < until
    assert ended not in after
    processes.take_up("one")  # each of them has it, also the one that was started


class Fragile(Answerer):
    """One whose process ends the first time that it is loaded."""

    def __init__(self) -> None:
        marked = Path(os.environ["PLANASSISTENT_TEST_MARK"])
        if not marked.exists():
            marked.touch()
            os._exit(1)


def fragile() -> Callable[[], Any]:
    return Fragile


def test_one_that_ends_while_it_takes_an_index_up_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every process has it afterwards."""
    monkeypatch.setenv("PLANASSISTENT_TEST_MARK", str(tmp_path / "mark"))
    processes = AnsweringProcesses(fragile, 1)
    processes.take_up("one")
    assert processes.call("one", "answer", "Vad görs?")[1] == "Vad görs? "
    processes.close()


def test_what_has_been_removed_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The index before goes a while after another is in use, and the last one when all documents have gone."""
    versions = iter(("one", "two"))
    monkeypatch.setattr(answering_processes, "_KEPT", 0.05)
    monkeypatch.setattr(answering_processes, "_loads", [lambda: SimpleNamespace(index=_versioned(next(versions)))])
    held: dict[str, Any] = {}
    monkeypatch.setattr(answering_processes, "_assistants", held)
    answering_processes._take_up("one")
    answering_processes._take_up("two")
    answering_processes._keep_only_soon("two")
    until = time.monotonic() + 30
    while list(held) != ["two"]:
        assert time.monotonic() < until
        time.sleep(0.01)
    answering_processes._keep_only("")
    assert held == {}


def _versioned(version: str) -> SimpleNamespace:
    return SimpleNamespace(version=version)


def test_searches_are_answered_there_too(assistant: Assistant) -> None:
    """A search without an answer is work of the model as well: the process that serves never loads it."""
    called: list[str] = []

    def call(version: str, method: str, *given: Any) -> Any:
        called.append(method)
        return getattr(assistant, method)(*given)

    elsewhere = AssistantInProcesses(assistant.index, assistant.embedder, SimpleNamespace(call=call))  # type: ignore[arg-type]
    assert elsewhere.search("parker") == assistant.search("parker")
    assert called == ["search"]


def test_an_answer_is_the_same_wherever_it_is_made(assistant: Assistant) -> None:
    """All that an answer is made of goes from one process to another."""
    for question in ("Vad gör MKB under mål 3?", "Vilka utbildar chefer?", "Hur många aktiviteter finns det?"):
        answer = assistant.answer(question)
        assert pickle.loads(pickle.dumps(answer)) == answer
