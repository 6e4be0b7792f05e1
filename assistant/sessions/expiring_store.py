"""A store in memory whose entries end after a while. Nothing is written."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class ExpiringStore(Generic[T]):
    """At most ``capacity`` entries, each kept ``lifetime`` seconds after it was put; usable from several threads."""

    def __init__(self, *, lifetime: float, capacity: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._lifetime = lifetime
        self._capacity = capacity
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, tuple[float, T]] = OrderedDict()

    def __len__(self) -> int:
        with self._lock:
            self._remove_expired()
            return len(self._entries)

    def get(self, key: str | None) -> T | None:
        """What was put under a key; None where nothing was, or where it has ended."""
        with self._lock:
            self._remove_expired()
            found = self._entries.get(key or "")
            return found[1] if found else None

    def put(self, key: str, value: T) -> None:
        """Store an entry from now on; of too many the oldest go."""
        with self._lock:
            self._entries[key] = (self._clock(), value)
            self._entries.move_to_end(key)
            self._remove_expired()
            while len(self._entries) > self._capacity:
                self._entries.popitem(last=False)

    def remove(self, key: str) -> None:
        """Forget an entry, where there is one."""
        with self._lock:
            self._entries.pop(key, None)

    def _remove_expired(self) -> None:
        while self._entries and next(iter(self._entries.values()))[0] <= self._clock() - self._lifetime:
            self._entries.popitem(last=False)
