"""What is told of requests: an id in every answer, a line a request where asked for, and nothing anybody wrote."""

import json
import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.cli.logs import JsonLines, PlainLines, Repeats
from assistant.service import Service
from assistant.web.api import create_app

QUESTION = "Vad har serviceförvaltningen åtagit sig under mål 3?"


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """The requests that were told of."""
    return [json.loads(record.getMessage()) for record in caplog.records if record.name == "planassistent.requests"]


@pytest.fixture
def logged(service: Service, caplog: pytest.LogCaptureFixture) -> TestClient:
    """A client of a server that tells of each request."""
    caplog.set_level(logging.INFO, logger="planassistent")
    return TestClient(create_app(service, logged=True), raise_server_exceptions=False)


def test_every_answer_carries_an_id_of_ours(client: TestClient) -> None:
    """In problem documents and on pages of errors it can be read; what a caller sends as its id is not taken."""
    found = client.get("/om", headers={"X-Request-ID": "mitt"}).headers["X-Request-ID"]
    assert found != "mitt"
    refused = client.post("/api/ask", json={"question": ""})
    assert refused.json()["request"] == refused.headers["X-Request-ID"]
    page = client.get("/finns-inte")
    assert page.headers["X-Request-ID"] in page.text
    assert len({found, refused.headers["X-Request-ID"], page.headers["X-Request-ID"]}) == 3


def test_a_request_is_told_of_by_its_route(
    logged: TestClient, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """With how it went, how long it took, its verdict and the index."""
    answer = logged.post("/api/ask", json={"question": QUESTION})
    logged.get("/api/documents/hemligt")
    asked, missed = lines(caplog)
    assert asked.pop("ms") in range(100, 100_000, 100)
    assert asked == {
        "request": answer.headers["X-Request-ID"], "method": "POST", "route": "/api/ask", "status": 200,
        "verdict": "answered", "index": service.version(),
    }  # fmt: skip
    assert (missed["route"], missed["status"], missed["verdict"]) == ("/api/documents/{document_id}", 404, None)
    assert "hemligt" not in caplog.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", {"data": {"question": QUESTION}}),
        ("/svar.docx", {"data": {"question": QUESTION}}),
        ("/jamfor", {"data": {"need": "utbildning för chefer"}}),
        ("/api/ask", {"json": {"question": QUESTION}}),
        ("/api/ask/export", {"json": {"question": QUESTION}}),
        ("/v1/chat/completions", {"json": {"messages": [{"role": "user", "content": QUESTION}]}}),
    ],
)
def test_every_question_has_its_verdict(
    logged: TestClient, caplog: pytest.LogCaptureFixture, address: str, said: dict[str, Any]
) -> None:
    """Wherever it is asked, and in whatever form its answer comes."""
    logged.post(address, **said, follow_redirects=False)
    assert [line["verdict"] for line in lines(caplog)] == ["answered"]


def test_help_cannot_be_told_from_an_answer(logged: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """By its verdict, its status or the page that follows or doesn't."""
    logged.post("/", data={"question": QUESTION})  # leads to the answer's own page, which is shown
    logged.post("/", data={"question": "Min man slår mig"})
    first, second = ({**line, "request": "", "ms": 0} for line in lines(caplog))
    assert first == second


def test_without_the_setting_nothing_is_told(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """Which requests there are is nobody's business."""
    caplog.set_level(logging.INFO, logger="planassistent")
    client.get("/om")
    assert lines(caplog) == []


def test_the_same_line_again_and_again_is_counted() -> None:
    """Once a minute it is written, with how often it was left out; requests are told of each time."""
    now = 0.0
    repeats = Repeats(lambda: now)

    def says(message: str, **also: object) -> str | None:
        record = logging.LogRecord("planassistent", logging.ERROR, "", 0, "%s", (message,), None)
        record.__dict__.update(also)
        return record.getMessage() if repeats.filter(record) else None

    assert [says("fel") for _ in range(4)] == ["fel", None, None, None]
    assert says("annat fel") == "annat fel"
    now = 60.0
    assert says("fel") == "fel (and 3 times more since)"
    assert [says("{}", said={}), says("{}", said={})] == ["{}", "{}"]
    for number in range(2000):
        says(f"fel {number}")
    assert len(repeats._written) == 1000


def test_a_line_is_a_sentence_or_an_object() -> None:
    """Either names the request that a fault happened in."""
    record = logging.LogRecord("planassistent", logging.ERROR, "", 0, "%s", ("KeyError at a.py:1 b",), None)
    record.request = "ab12"
    assert PlainLines().format(record) == "planassistent: KeyError at a.py:1 b (request ab12)"
    made = json.loads(JsonLines().format(record))
    assert made.pop("time").endswith("+00:00")
    assert made == {"level": "error", "message": "KeyError at a.py:1 b", "request": "ab12"}
