"""A server takes up another index while it answers: no request is lost, and what can't be loaded changes nothing."""

import json
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Assistant
from assistant.errors import CannotStart
from assistant.query.filters import Filters
from assistant.service import Service, serving
from assistant.settings import Settings, read_settings
from index.build import build
from index.embedding.embedder import Embedder
from index.storage.store import clear, in_use
from tests import processes
from tests.processes import PATIENCE, fetch, wait_for
from tests.tiny import PLAN, add_document


@pytest.mark.parametrize("workers", ["0", pytest.param("2", marks=pytest.mark.slow)])
def test_another_index_is_taken_up_without_a_lost_request(
    settings: Settings, tiny: Embedder, tmp_path: Path, workers: str
) -> None:
    """A real server, asked without a pause from two sides while another process builds."""
    environ = {
        "PLANASSISTENT_WORKERS": workers,
        **os.environ,
        "PLANASSISTENT_DOCUMENTS": str(settings.documents),
        "PLANASSISTENT_DATA": str(settings.data),
        "PLANASSISTENT_MODEL": settings.model,
    }
    answers: list[tuple[int, str]] = []
    enough = threading.Event()

    def ask(port: int) -> None:
        while not enough.is_set():
            status, text = fetch(port, "POST", "/api/ask", json.dumps({"question": "Vad görs under mål 1?"}))
            answers.append((status, json.loads(text)["index"]["version"] if status == 200 else text))

    def version(port: int) -> str:
        found: str = json.loads(fetch(port, "GET", "/readyz")[1])["index"]
        return found

    with processes.serving(environ, tmp_path / "log") as port, ThreadPoolExecutor(2) as pool:
        try:
            wait_for(port, "/readyz")
            old = version(port)
            askers = [pool.submit(ask, port) for _ in range(2)]
            add_document(settings.documents, "bankplan", PLAN.replace("lampor", "bänkar").encode())
            assert version(port) == old  # the documents alone change nothing
            new = build(settings.documents, settings.data, tiny).fingerprint.version
            _until(lambda: version(port) == new)
            before = len(answers)
            _until(lambda: len(answers) >= before + 4)
            assert len(json.loads(fetch(port, "GET", "/api/documents")[1])) == 2
        finally:
            enough.set()
        for asker in askers:
            asker.result()
    assert {status for status, _ in answers} == {200}
    assert answers[0] == (200, old)
    assert answers[-1] == (200, new)
    assert {version for _, version in answers} == {old, new}


@pytest.fixture
def settings(tmp_path: Path, tiny: Embedder) -> Settings:
    """One small plan, and its index."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    settings = replace(read_settings({}), documents=tmp_path / "documents", data=tmp_path / "data", model=tiny.name)
    build(settings.documents, settings.data, tiny)
    return settings


@pytest.fixture
def service(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A service that is ready and looks often."""
    monkeypatch.setattr("assistant.service._LOOK", 0.02)
    service = serving(settings)
    service.start()
    service.wait()
    return service


def test_an_index_that_is_damaged_is_not_taken_up(
    settings: Settings, service: Service, tiny: Embedder, caplog: pytest.LogCaptureFixture
) -> None:
    """The old one answers on, the log says why, and the next good one is taken up."""
    first = service.assistant()
    add_document(settings.documents, "bankplan", PLAN.replace("lampor", "bänkar").encode())
    current = settings.data / "index" / "CURRENT"
    current.write_text("build-" + "0" * 64)
    _until(lambda: "is missing" in caplog.text)
    assert service.assistant() is first
    build(settings.documents, settings.data, tiny)
    _until(lambda: service.assistant() is not first)
    assert len(service.assistant().index.collection.documents) == 2
    service.stop()


def test_two_servers_over_one_data_folder_take_up_the_same_index(
    settings: Settings, service: Service, tiny: Embedder
) -> None:
    """Each answers on until it has the new one whole; neither writes anything."""
    other = serving(settings)
    other.start()
    other.wait()
    assert other.version() == service.version()
    add_document(settings.documents, "bankplan", PLAN.replace("lampor", "bänkar").encode())
    new = build(settings.documents, settings.data, tiny).fingerprint.version
    _until(lambda: service.version() == other.version() == new)
    of_each = [entry.assistant().answer("Vad görs under mål 1?") for entry in (service, other)]
    assert of_each[0].summary == of_each[1].summary
    service.stop()
    other.stop()


def test_a_clock_that_is_set_back_changes_nothing(
    settings: Settings, service: Service, tiny: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Conversations go on, an index is as fresh as what it was made from, and another is taken up."""
    asked = service.conversations.ask(service.assistant(), "Vad görs under mål 1?", Filters())
    monkeypatch.setattr(time, "time", lambda: 0.0)
    for path in settings.data.rglob("*"):
        os.utime(path, (4e9, 4e9))
    assert service.conversations.last(asked.conversation) == asked
    assert build(settings.documents, settings.data, tiny).fingerprint.version == service.version()
    add_document(settings.documents, "bankplan", PLAN.replace("lampor", "bänkar").encode())
    for path in settings.documents.rglob("*"):
        os.utime(path, (0, 0))
    new = build(settings.documents, settings.data, tiny).fingerprint.version
    _until(lambda: service.version() == new)
    service.stop()


def test_when_the_last_document_is_removed_nothing_answers(settings: Settings, service: Service) -> None:
    """What was taken out must not be quoted from memory; another index brings the service back."""
    clear(settings.data)
    assert in_use(settings.data) is None
    _until(lambda: service._assistant is None)
    with pytest.raises(CannotStart, match="all documents have been removed"):
        service.assistant()
    build(settings.documents, settings.data, Embedder(settings.model))
    _until(lambda: service._assistant is not None)
    assert isinstance(service.assistant(), Assistant)
    service.stop()


@pytest.mark.parametrize("gone", ["index", "index/CURRENT", "index/parts"])
def test_where_the_index_is_gone_what_is_loaded_answers_on(
    settings: Settings, service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture, gone: str
) -> None:
    """Whoever moved the folder took no document out; once it is back, or built again, it is taken up."""
    first = service.assistant()
    (settings.data / gone).rename(tmp_path / "elsewhere")
    time.sleep(0.1)
    assert service.assistant() is first
    if gone != "index/parts":
        _until(lambda: "no longer in the data folder" in caplog.text)
        (tmp_path / "elsewhere").rename(settings.data / gone)
        _until(lambda: service.assistant() is not first)
        clear(settings.data)
        _until(lambda: service._assistant is None)
    service.stop()


def _until(holds: Callable[[], bool]) -> None:
    """Until it does; only a failure takes all of this long."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
