"""What a server says while it runs → lines on the error stream: as sentences, or as JSON for who collects logs.

The same line again and again is counted, not written: a fault that every request meets would fill the disk.
"""

import json
import logging
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime

_QUIET = 60.0  # seconds in which the same line is written once
_LINES = 1000  # different ones that are remembered


class Repeats(logging.Filter):
    """Lets a line through once a minute; the next time it says how often it was left out. Requests are told each."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._lock = threading.Lock()
        self._written: OrderedDict[str, tuple[float, int]] = OrderedDict()  # line → when, and left out since

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is written."""
        if hasattr(record, "said"):
            return True
        line, now = record.getMessage(), self._clock()
        with self._lock:
            then, left_out = self._written.get(line, (now - _QUIET, 0))
            if now - then < _QUIET:
                self._written[line] = then, left_out + 1
                return False
            self._written[line] = now, 0
            self._written.move_to_end(line)
            if len(self._written) > _LINES:
                self._written.popitem(last=False)
        if left_out:
            record.msg, record.args = f"{line} (and {left_out} times more since)", ()
        return True


class PlainLines(logging.Formatter):
    """A line for a person, with the id of the request that it is about."""

    def format(self, record: logging.LogRecord) -> str:
        """The sentence."""
        request = getattr(record, "request", None)
        return f"planassistent: {record.getMessage()}{f' (request {request})' if request else ''}"


class JsonLines(logging.Formatter):
    """A line for a program: one object."""

    def format(self, record: logging.LogRecord) -> str:
        """The object."""
        made = {"time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")}
        said = getattr(record, "said", None)
        if said is None:
            said = {"level": record.levelname.lower(), "message": record.getMessage()}
            if hasattr(record, "request"):
                said["request"] = record.request
        return json.dumps(made | said, ensure_ascii=False)


def log_to_stderr(*, as_json: bool) -> None:
    """Write what is logged so; tracebacks are left out, because they may quote what somebody wrote."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)  # nothing where that has been done
    logging.getLogger("planassistent").setLevel(logging.INFO)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines() if as_json else PlainLines())
        handler.addFilter(Repeats())
