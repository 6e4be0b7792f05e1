"""What a request has to keep to before anything is done for it: a host that is ours, a body and a number of questions.

Each limit is an ASGI application around another; what is refused is answered with a sentence.
"""

import ipaddress
import logging
import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import Busy, TooOften, UnknownHost
from assistant.web.paths import own_path
from assistant.web.problems import problem
from corpus.reading.limits import FILE_MB

log = logging.getLogger("planassistent")

MAX_BODY = 1_000_000  # bytes; many times the longest question, as of a longer message help is still given
MAX_UPLOAD = (FILE_MB + 1) * 1_000_000  # a file and the form around it
MOST_QUESTIONS = 32  # that are answered or wait for it at a time
ANY = "*"
_PROBES = ("/healthz", "/readyz")  # asked by the machine's address, and say nothing that a host could change
_LOOKED_UP = ("/aktiviteter", "/sok")  # forms that look up what is there, and ask nothing
_OFFICE = "/forvaltning"  # so do those of whoever keeps the collection
_ADDRESSES = 10_000  # that are remembered; of more the one that asked longest ago is forgotten
_SECONDS = 60.0
_NETWORK = 64  # bits of an IPv6 address that one household or office has

_BUSY = Busy(
    "too many questions are being answered just now; try again in a few seconds",
    "Många frågar just nu. Vänta några sekunder och skicka frågan igen.",
)
_TOO_OFTEN = TooOften(
    "too many questions have come from your address; try again in a while",
    "Det har kommit många frågor från din uppkoppling. Vänta en stund och skicka frågan igen.",
)
_UNKNOWN = UnknownHost(
    "this service doesn't answer under that host's name; whoever runs it names its hosts in PLANASSISTENT_HOSTS",
    "Tjänsten svarar inte under det namnet. Kontrollera adressen.",
)


class LimitHosts:
    """Refuses a request for a host that isn't ours: its name would stand in links and redirects of ours.

    Browsers send what an address says, also one that somebody else's name server leads here.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app, self._hosts = app, frozenset(hosts)
        self._told = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and ANY not in self._hosts and own_path(scope) not in _PROBES:
            given = [value for name, value in scope["headers"] if name == b"host"]
            if any(host_name(value.decode("latin-1")) not in self._hosts for value in given):
                if not self._told:
                    self._told = True
                    log.warning("a request for another host was refused: name the hosts in PLANASSISTENT_HOSTS")
                # Nothing of its name gets into the answer.
                scope["headers"] = [entry for entry in scope["headers"] if entry[0] != b"host"]
                await problem(Request(scope), _UNKNOWN)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def host_name(text: str) -> str:
    """The name in a Host header: "Planer.example.se:8000" → "planer.example.se", "[::1]:8000" → "::1"."""
    inside = re.fullmatch(r"\[([^\]]*)\](?::\d*)?|([^:]*)(?::\d*)?", text.strip())
    return (inside[1] or inside[2] or "").lower().rstrip(".") if inside else ""


class LimitRate:
    """Refuses questions of an address that has asked ``rate`` of them within a minute; nothing where that is None.

    The share fills up again evenly. Addresses are held in memory only, until
    the first question that comes a minute after their own.
    """

    def __init__(self, app: ASGIApp, rate: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.app, self._rate, self._clock = app, rate, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # address → questions left, and when

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._rate is not None and _asks(scope) and (wait := self._take(_address(scope), self._rate)):
            await problem(Request(scope), _TOO_OFTEN, headers={"Retry-After": str(wait)})(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _take(self, address: str, rate: int) -> int:
        """Take a question of an address's share: 0, or in how many seconds there is one."""
        now = self._clock()
        left, then = self._left.get(address, (float(rate), now))
        left = min(float(rate), left + (now - then) * rate / _SECONDS)
        allowed = left >= 1.0
        self._left[address] = (left - 1.0 if allowed else left), now
        self._left.move_to_end(address)
        while len(self._left) > _ADDRESSES or next(iter(self._left.values()))[1] <= now - _SECONDS:
            self._left.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1.0 - left) * _SECONDS / rate))


def _address(scope: Scope) -> str:
    """Who asks, as the connection or a proxy that is believed says; of IPv6 the network."""
    text = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text[:80]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)


@dataclass
class QuestionPlaces:
    """How many questions may be answered or wait for it at a time, and how many do."""

    most: int
    taken: int = 0


class LimitQuestions:
    """Refuses a question at once where so many are under way that it would only wait; pages and probes go on."""

    def __init__(self, app: ASGIApp, places: QuestionPlaces) -> None:
        self.app = app
        self._places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _asks(scope):
            await self.app(scope, receive, send)
            return
        if self._places.taken >= self._places.most:
            await problem(Request(scope), _BUSY)(scope, receive, send)
            return
        self._places.taken += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._places.taken -= 1


def _asks(scope: Scope) -> bool:
    """Whether a request is a question: all that is posted but what looks up or keeps; no list and no probe is one."""
    if (scope["type"], scope.get("method")) != ("http", "POST"):
        return False
    path = own_path(scope)
    return path not in _LOOKED_UP and not f"{path}/".startswith(f"{_OFFICE}/")


class LimitBody:
    """Stops reading a request whose body is larger than ``MAX_BODY``, whether or not it says how long it is.

    Where files may be brought in (``uploads``, an address), as much as a file may have.

    FastAPI has a limit of its own, whose answer is neither a problem document nor a page of ours.
    """

    def __init__(self, app: ASGIApp, uploads: str | None = None) -> None:
        self.app, self._uploads = app, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0
        most = MAX_UPLOAD if scope["type"] == "http" and own_path(scope) == self._uploads else MAX_BODY

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
