"""What holds for every connection before it is a request: how many there are, and how long one may take to be sent.

And afterwards: how long its answer may wait with nothing of it being read.
"""

import asyncio
import socket

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 200
READ_SECONDS = 10.0  # from a request's first byte, or the connection's beginning, to its last
ANSWER_SECONDS = 30.0  # in which a client has to read something of an answer that waits for it
_UNSENT = 65_536  # bytes that the system takes before they can be sent; of megabytes one wouldn't see them being read
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class BoundedConnection(H11Protocol):
    """Cuts off who sends a request too slowly, never ends it or doesn't read the answer.

    Of too many connections the last is told to wait.
    """

    most = MOST_CONNECTIONS
    seconds = READ_SECONDS
    answer_seconds = ANSWER_SECONDS
    _request_timer: asyncio.TimerHandle | None = None
    _answer_timer: asyncio.TimerHandle | None = None

    # uvicorn narrows asyncio's BaseTransport in the same way.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.write(_FULL)
            transport.close()
            return
        sending = transport.get_extra_info("socket")
        sending.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT)
        self._time_request()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._time_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_request_timer()
        self._end_answer_timer()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._answer_timer is None:
            self._time_answer()

    def resume_writing(self) -> None:
        self._end_answer_timer()
        super().resume_writing()

    def _time_request(self) -> None:
        """Time what is being sent, from its beginning; nothing once it has come whole."""
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._end_request_timer()
        elif self._request_timer is None:
            self._request_timer = self.loop.call_later(self.seconds, self._cut_unsent)

    def _cut_unsent(self) -> None:
        self._request_timer = None
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self.transport.abort()

    def _end_request_timer(self) -> None:
        if self._request_timer is not None:
            self._request_timer.cancel()
            self._request_timer = None

    def _time_answer(self) -> None:
        """Time what waits to be read, anew for as long as it gets less."""
        waiting = self.transport.get_write_buffer_size()
        self._answer_timer = self.loop.call_later(self.answer_seconds, self._cut_unread, waiting)

    def _cut_unread(self, waiting: int) -> None:
        if self.transport.get_write_buffer_size() < waiting:
            self._time_answer()
        else:
            self._answer_timer = None
            self.transport.abort()

    def _end_answer_timer(self) -> None:
        if self._answer_timer is not None:
            self._answer_timer.cancel()
            self._answer_timer = None
