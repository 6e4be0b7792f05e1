"""What many tests need: the real documents' index and the model, built once and kept between runs."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.api import create_app
from assistant.service import Service
from corpus.collect import Collection
from eval.synthetic import make_model
from index.build import load_or_build
from index.embed import Embedder
from index.store import Index

# Set where all that tests need has been installed: there a test that is skipped has failed.
NO_SKIPS = bool(os.environ.get("PLANASSISTENT_NO_SKIPS"))
DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be skipped, a skipped test has failed, with the reason for which it was skipped."""
    report = yield
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report
