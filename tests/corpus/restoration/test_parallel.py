"""Work by two processes at once: the same as by one, whatever becomes of the second."""

import os
import signal

import pytest

from corpus.restoration.parallel import MANY, in_two_processes, one_by_one


def _square(number: int) -> int:
    return number * number


@pytest.mark.parametrize("count", [0, 1, MANY - 1, MANY, MANY + 1], ids=str)
def test_two_processes_make_what_one_makes(count: int) -> None:
    """In the order of the things, whether or not there are enough of them to share."""
    things = list(range(count))
    assert in_two_processes(_square, things, lambda share: None) == one_by_one(_square, things, lambda share: None)


def test_each_process_does_its_half(two_cores: None) -> None:
    """The first half here, the second in a copy, which tells nobody how far it is."""
    shares: list[float] = []
    by = in_two_processes(lambda thing: os.getpid(), range(MANY), shares.append)
    assert set(by[: MANY // 2]) == {os.getpid()}
    assert len({*by[MANY // 2 :]} - {os.getpid()}) == 1
    assert len(shares) == MANY // 2


def test_the_half_of_a_copy_that_was_ended_is_done_here(two_cores: None) -> None:
    """As where a machine short of memory ends it."""
    here = os.getpid()

    def work(thing: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return thing

    assert in_two_processes(work, range(MANY), lambda share: None) == list(range(MANY))


def test_a_fault_in_the_copys_half_is_raised_here(two_cores: None) -> None:
    """A fault is no reason to keep quiet about half of the work."""
    with pytest.raises(ZeroDivisionError):
        in_two_processes(lambda thing: 1 // (MANY - 1 - thing), range(MANY), lambda share: None)


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the tests run, there are two."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1})
