"""What holds for every connection before it is a request: how many there are, and how long one may take to be sent.

And afterwards: how long its answer may wait to be read.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 200
READ_SECONDS = 10.0  # from a request's first byte, or the connection's beginning, to its last
ANSWER_SECONDS = 30.0  # in which a client may read nothing of an answer that waits for it
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class BoundedConnection(H11Protocol):
    """Cuts off who sends a request too slowly, never ends it or doesn't read the answer.

    Of too many connections the last is told to wait.
    """

    most = MOST_CONNECTIONS
    seconds = READ_SECONDS
    answer_seconds = ANSWER_SECONDS
    _timer: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    # uvicorn narrows asyncio's BaseTransport in the same way.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.write(_FULL)
            transport.close()
            return
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        self._read_on()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(self.answer_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        self._read_on()
        super().resume_writing()

    def _watch(self) -> None:
        """Time what is being sent, from its beginning; nothing once it has come whole."""
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop()
        elif self._timer is None:
            self._timer = self.loop.call_later(self.seconds, self._cut)

    def _cut(self) -> None:
        self._timer = None
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self.transport.abort()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _read_on(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
