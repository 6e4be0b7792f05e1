"""A request as it is told of afterwards: its id, its route's pattern, how it went; and never what somebody wrote.

Where a log is asked for, each request is one line of JSON in it. Neither a question, an address of a page or of a
person, nor whether somebody was met with help can be read from it: help counts as an answer, whatever went well has
status 200, and the time is rounded up to tenths of a second.
"""

import json
import logging
import math
import secrets
import time
from collections.abc import Callable

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.compose.answer import Answer

log = logging.getLogger("planassistent.requests")

ELSEWHERE = "other"  # addresses that no route has, and methods that none takes
ANSWERS = "/svar/{exchange_id}"


def route_of(scope: Scope) -> str:
    """The pattern of the route that a request came to; what is mounted has none, and says its address itself."""
    found = (scope.get(part) for part in ("route", "endpoint"))
    return next((path for part in found if (path := getattr(part, "path", None))), ELSEWHERE)


def method_of(scope: Scope) -> str:
    """The method, where it is one that some route takes."""
    method: str = scope["method"]
    return method if method in ("GET", "HEAD", "POST") else ELSEWHERE


def request_id(scope: Scope) -> str:
    """The id that a request was given; "" outside of ``NamedRequests``."""
    return str(scope.get("state", {}).get("id", ""))


def note_verdict(request: Request, answer: Answer) -> None:
    """Let the log say how a question was answered."""
    request.state.verdict = "answered" if answer.help is not None else answer.outcome


class NamedRequests:
    """Gives each request an id, which its answer carries, and tells of it once the answer is out.

    An answer's own page is told of nowhere: help has none, so that it could be told by its absence.
    """

    def __init__(self, app: ASGIApp, index: Callable[[], str | None], logged: bool) -> None:
        self.app, self._index, self._logged = app, index, logged

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = secrets.token_hex(8)
        scope.setdefault("state", {})["id"] = name
        status, started = 500, time.perf_counter()

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = name
            await send(message)

        try:
            await self.app(scope, receive, named)
        finally:
            if self._logged and route_of(scope) != ANSWERS:
                said = {
                    "request": name,
                    "method": method_of(scope),
                    "route": route_of(scope),
                    "status": status if status >= 400 else 200,
                    "ms": math.ceil((time.perf_counter() - started) * 10) * 100,
                    "verdict": scope["state"].get("verdict"),
                    "index": self._index(),
                }
                log.info("%s", json.dumps(said), extra={"said": said})
