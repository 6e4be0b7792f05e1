"""The same work on many things, one after another or by two processes at once."""

import os
import pickle
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol, TypeVar

from corpus.types import OnShare

T = TypeVar("T")
R = TypeVar("R")

MANY = 200  # from which on a second process is worth its start


class ParallelMap(Protocol):
    """How a function is applied to many things; ``on_share`` hears what share of them is done."""

    def __call__(self, work: Callable[[T], R], things: Sequence[T], on_share: OnShare) -> list[R]:
        """What the function makes of each thing, in their order."""


def one_by_one(work: Callable[[T], R], things: Sequence[T], on_share: OnShare) -> list[R]:
    """One after another, in this process."""
    made = []
    for done, thing in enumerate(things):
        on_share(done / len(things))
        made.append(work(thing))
    return made


def in_two_processes(work: Callable[[T], R], things: Sequence[T], on_share: OnShare) -> list[R]:
    """As ``one_by_one``, the second half in a copy of this process.

    Only for a process that has no other thread at work: a copy has but the one that made it. The copy ends with
    this process; where it has been ended from outside, its half is done here.
    """
    if len(things) < MANY or not hasattr(os, "fork") or len(os.sched_getaffinity(0)) < 2:
        return one_by_one(work, things, on_share)
    middle = len(things) // 2
    reading, writing = os.pipe()
    here = os.getpid()
    if not (copy := os.fork()):
        os.close(reading)
        _give(work, things[middle:], writing, here)
    os.close(writing)
    with os.fdopen(reading, "rb") as given:
        first = one_by_one(work, things[:middle], on_share)
        said = given.read()
    os.waitpid(copy, 0)
    try:
        second: list[R] = pickle.loads(said)
    except (EOFError, pickle.UnpicklingError):
        second = [work(thing) for thing in things[middle:]]
    return first + second


def _give(work: Callable[[T], R], things: Sequence[T], writing: int, parent: int) -> None:
    """Write what is made of the things, and end: nothing of what this process is a copy of is to be cleared up."""
    with suppress(BaseException), os.fdopen(writing, "wb") as out:
        made = []
        for thing in things:
            if os.getppid() != parent:
                break
            made.append(work(thing))
        else:
            pickle.dump(made, out)
    os._exit(0)
