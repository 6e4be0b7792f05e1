"""What many tests need: the real documents' index and the model, built once and kept between runs."""

import os
import socket
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect, sync_playwright

from assistant.answer import Assistant
from assistant.service import Service
from assistant.web.api import create_app
from corpus.ingest import Collection
from eval.datasets.synthetic import make_model
from index.build import load_or_build
from index.embedding.embedder import Embedder
from index.storage.store import Index
from tests.browsing import CHROMIUM, FLAGS, PATIENCE

# Set where all that tests need has been installed: there a test that is skipped has failed.
NO_SKIPS = bool(os.environ.get("PLANASSISTENT_NO_SKIPS"))
ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "corpus" / "documents"
# Commands that tests start run the code of this checkout, wherever the environment was installed from.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default model."""
    return Embedder()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """A model of a few kilobytes, for tests in which nothing depends on what is found."""
    return Embedder(str(make_model(tmp_path_factory.mktemp("tiny") / "model")))


@pytest.fixture(scope="session")
def data(request: pytest.FixtureRequest) -> Path:
    """A data folder that is kept between test runs, so that only what changed is embedded."""
    return Path(request.config.cache.mkdir("planassistent"))


@pytest.fixture(scope="session")
def index(data: Path, embedder: Embedder) -> Index:
    """The index of the real documents."""
    return load_or_build(DOCUMENTS, data, embedder)


@pytest.fixture(scope="session")
def collection(index: Index) -> Collection:
    """Everything in the real documents, as the index has it: restoring them takes half a minute."""
    return index.collection


@pytest.fixture(scope="session")
def assistant(index: Index, embedder: Embedder) -> Assistant:
    """The assistant on the real documents."""
    return Assistant(index, embedder)


@pytest.fixture(scope="session")
def service(assistant: Assistant) -> Service:
    """A service that is ready."""
    contacts = assistant.index.collection.catalogue.help_contacts
    service = Service(lambda: assistant, help_contacts=contacts)
    service.start()
    service.wait()
    return service


@pytest.fixture
def client(service: Service) -> TestClient:
    """A client of the application on the real documents."""
    return TestClient(create_app(service), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def address(service: Service) -> Iterator[str]:
    """Where the application is served, by a real server, with the model loaded: the first answer waits for it."""
    service.assistant().query("Vad gäller?")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(service), port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        expect.set_options(timeout=PATIENCE)
        yield found
        found.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be skipped, a skipped test has failed, with the reason for which it was skipped."""
    report = yield
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report
