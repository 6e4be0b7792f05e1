"""What a server refuses so that it goes on answering: too many questions at a time, too large a body."""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from assistant.service import Service
from assistant.web.api import create_app
from assistant.web.connections import BoundedConnection
from assistant.web.limits import MAX_BODY
from tests.processes import fetch, wait_for


@pytest.fixture
def full(service: Service) -> TestClient:
    """A client of a server that has no place for another question."""
    return TestClient(create_app(service, most_questions=0), raise_server_exceptions=False)


def test_too_many_questions_are_told_when_to_come_back(full: TestClient) -> None:
    """Over the API in a problem document, on the page in a sentence."""
    refused = full.post("/api/ask", json={"question": "Vad görs?"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "3")
    assert refused.headers["Content-Type"] == "application/problem+json"
    for address, form in (("/", {"question": "Vad görs?"}), ("/jamfor", {"need": "kurser"})):
        page = full.post(address, data=form)
        assert (page.status_code, page.headers["Retry-After"]) == (503, "3")
        assert "Många frågar just nu. Vänta några sekunder och skicka frågan igen." in page.text
        assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["/v1/chat/completions", "/mcp"])
def test_other_programs_wait_as_long(full: TestClient, address: str) -> None:
    """What asks on somebody's behalf is a question too."""
    assert full.post(address, json={}).status_code == 503


def test_whatever_is_posted_is_a_question(service: Service, full: TestClient) -> None:
    """Every route that takes a POST but the forms that look up, so that none answers questions beside the limits."""
    posted = {
        route.path.format(ending="docx")
        for route in routes(create_app(service).routes)
        if "POST" in (getattr(route, "methods", None) or ())
    }
    assert {"/", "/jamfor", "/svar.docx", "/api/ask", "/api/ask/export", "/v1/chat/completions"} <= posted
    for address in posted - {"/aktiviteter", "/sok"}:  # they ask nothing
        assert full.post(address).status_code == 503, address


def routes(of: Iterable[Any]) -> Iterator[Route]:
    """Every route, also of a router that is included."""
    for entry in of:
        if isinstance(entry, Route):
            yield entry
        else:
            router = getattr(entry, "original_router", None) or entry
            yield from routes(getattr(router, "routes", ()))


@pytest.mark.parametrize("address", ["/", "/aktiviteter", "/healthz", "/readyz", "/api/documents"])
def test_pages_and_probes_have_their_own_places(full: TestClient, address: str) -> None:
    """They answer while questions wait."""
    assert full.get(address).status_code == 200


def test_readiness_says_when_questions_wait(full: TestClient, client: TestClient) -> None:
    """The server is there all the same: the pages are, and what is asked is answered before long."""
    assert full.get("/readyz").json()["status"] == "busy"
    assert (found := client.get("/readyz").json())["status"] == "ready"
    assert found["questions"] == 0


def test_a_place_is_free_again_after_a_question(service: Service) -> None:
    """Also after one that was refused."""
    client = TestClient(create_app(service, most_questions=1), raise_server_exceptions=False)
    assert [client.post("/api/ask", json={"question": "?"}).status_code for _ in range(3)] == [422] * 3


def test_a_body_is_bounded(client: TestClient) -> None:
    """A question has two thousand characters; nothing of more is kept."""
    assert client.post("/api/ask", content=b"x" * (MAX_BODY + 1)).status_code == 413
    assert client.post("/api/ask", json={"question": "å" * 20_000}).status_code == 422


class SmallConnection(BoundedConnection):
    """Limits that are reached in a moment."""

    most = 4
    seconds = 0.5
    answer_seconds = 0.5


@contextmanager
def small_server(app: ASGIApp) -> Iterator[int]:
    """A real server whose limits are small."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", http=SmallConnection))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            thread.join(0.05)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.fixture
def port(service: Service) -> Iterator[int]:
    """Where it serves the service."""
    with small_server(create_app(service)) as number:
        yield number


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET /healthz HT", b"POST /api/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n{"],
    ids=["nothing", "half a head", "half a body"],
)
def test_who_never_ends_a_request_is_cut_off(port: int, begun: bytes) -> None:
    """Whatever was sent of it; others are served meanwhile."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as slow:
        slow.sendall(begun)
        assert fetch(port, "GET", "/healthz")[0] == 200
        with suppress(ConnectionResetError):
            assert slow.recv(1000) == b""


def test_who_does_not_read_the_answer_is_cut_off(port: int) -> None:
    """What waits to be read is memory of ours; others are served meanwhile."""
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(10)
        slow.connect(("127.0.0.1", port))
        asked = b"GET /style.css HTTP/1.1\r\nHost: a\r\n\r\n"
        ended = False
        for _ in range(400):
            try:
                slow.sendall(asked * 20)
                time.sleep(0.02)
            except (ConnectionResetError, BrokenPipeError, TimeoutError) as error:
                ended = not isinstance(error, TimeoutError)
                break
        assert ended
        assert fetch(port, "GET", "/healthz")[0] == 200


def test_who_reads_slowly_but_steadily_gets_the_whole_answer() -> None:
    """However long that takes and much of it the system has taken already; only who reads nothing of it is cut off."""
    answer = b"x" * 6_000_000
    with small_server(Response(answer)) as number, socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        slow.settimeout(10)
        slow.connect(("127.0.0.1", number))
        slow.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        started, read = time.monotonic(), b""
        while piece := slow.recv(40_000):
            read += piece
            time.sleep(0.02)
    assert time.monotonic() - started > 3 * SmallConnection.answer_seconds
    assert read.endswith(b"\r\n\r\n" + answer)


def test_of_too_many_connections_the_last_is_told_to_wait(port: int) -> None:
    """And served when the others are gone."""
    held = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(4)]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as last:
        assert last.recv(1000).startswith(b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\n")
    for entry in held:
        entry.close()
    wait_for(port, "/healthz")
