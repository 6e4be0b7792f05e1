"""Things held in memory by id for a while. Nothing is written, and all of it ends."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """At most ``at_once`` things, each kept ``lasts`` seconds after it was put. Safe to use from several threads."""

    def __init__(self, *, lasts: float, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._lasts = lasts
        self._at_once = at_once
        self._clock = clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def __len__(self) -> int:
        with self._lock:
            self._end_old()
            return len(self._held)

    def get(self, key: str | None) -> T | None:
        """What was put under an id; None where nothing was, or where it has ended."""
        with self._lock:
            self._end_old()
            found = self._held.get(key or "")
            return found[1] if found else None

    def put(self, key: str, value: T) -> None:
        """Keep something under an id, from now; of too many the oldest go."""
        with self._lock:
            self._held[key] = (self._clock(), value)
            self._held.move_to_end(key)
            self._end_old()
            while len(self._held) > self._at_once:
                self._held.popitem(last=False)

    def _end_old(self) -> None:
        while self._held and next(iter(self._held.values()))[0] <= self._clock() - self._lasts:
            self._held.popitem(last=False)
