"""What the tests of the office need: a small folder that is served with it, by a client on the machine itself."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.cli.access import login_of
from assistant.curation.notes import Notes
from assistant.curation.office import Office
from assistant.mcp.transports import McpEndpoint
from assistant.service import serving
from assistant.settings import Settings, read_settings
from assistant.web.api import create_app
from index.embedding.embedder import Embedder
from index.storage.fingerprint import fingerprint
from tests.tiny import PLAN, add_document


class Kept:
    """A documents folder with its office."""

    def __init__(self, path: Path, tiny: Embedder, **environ: str) -> None:
        """``environ``: settings besides, by their names without the prefix."""
        self.path = path
        if not (path / "documents").exists():
            add_document(path / "documents", "parkplan", PLAN.encode())
        self.settings: Settings = read_settings(
            {
                "PLANASSISTENT_DOCUMENTS": str(path / "documents"),
                "PLANASSISTENT_DATA": str(path / "data"),
                "PLANASSISTENT_MODEL": tiny.name,
                **{f"PLANASSISTENT_{name}": value for name, value in environ.items()},
            }
        )
        self.office = Office(self.settings)
        self.service = serving(self.settings)
        self.login = login_of(self.settings)
        self.mcp = McpEndpoint(self.service, max_body=1_000_000)
        self.app: FastAPI = create_app(
            self.service,
            office=self.office,
            notes=Notes(self.settings.data),
            login=self.login,
            mounted=[self.mcp],
            folder=lambda: self.settings.documents,
        )
        self.client = self.at("127.0.0.1")

    def at(self, address: str, host: str = "127.0.0.1:8000") -> TestClient:
        """A client that connects from an address."""
        return TestClient(self.app, base_url=f"http://{host}", client=(address, 50000), raise_server_exceptions=False)

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form of the office as its pages do: the status, and the text of the page that comes."""
        answer = self.client.post(f"/forvaltning{path}", data={"token": self.office.token, **fields})
        return answer.status_code, text(answer.text)

    def bring(self, name: str, content: bytes) -> tuple[int, str, str]:
        """Bring a file in: status, text and address of the page that comes."""
        answer = self.client.post(
            "/forvaltning/filer", data={"token": self.office.token}, files={"fil": (name, content)}
        )
        upload = self.office.uploads.get(answer.url.path.rpartition("/")[2])
        if upload is not None:
            upload.done.wait(60)
            answer = self.client.get(answer.url.path)
        return answer.status_code, text(answer.text), answer.url.path.removeprefix("/forvaltning")

    def page(self, path: str) -> str:
        """The text of a page of the office."""
        answer = self.client.get(f"/forvaltning{path}")
        assert answer.status_code == 200, text(answer.text)
        return text(answer.text)

    def built(self) -> None:
        """Until the index has been built and the service has taken it up."""
        assert self.office.builder.wait(120)
        assert self.office.builder.fault is None, self.office.builder.fault
        model, revision = self.settings.model, self.settings.model_revision
        version = fingerprint(self.settings.documents, model=model, revision=revision).version
        for _ in range(600):
            if self.service.version() == version:
                return
            time.sleep(0.1)
        pytest.fail("the service has not taken up the new index")


def text(page: str) -> str:
    """What a page says, without its marks."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, tiny: Embedder) -> Iterator[Kept]:
    """One folder for the tests of a module, which go on from each other's."""
    found = Kept(tmp_path_factory.mktemp("office"), tiny)
    found.service.start()
    found.service.wait()
    yield found
    found.office.builder.wait(60)
    found.service.stop()
