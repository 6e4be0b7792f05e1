"""A folder that is served with login, a provider of identities beside it, and people who log in there."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import oidc_provider_mock
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from oidc_provider_mock import User

from assistant.cli.access import login_of
from assistant.settings import read_settings
from assistant.web.api import create_app
from index.embedding.embedder import Embedder
from tests.assistant.web.office.conftest import Kept

ADDRESS = "http://127.0.0.1:8000"
PEOPLE = {"nora": ["plan-alla"], "rut": ["plan-registrator"], "ada": ["plan-admin", "plan-alla"], "olle": ["annat"]}
ROLES = "plan-alla=reader, plan-registrator=keeper, plan-admin=administrator"
NAMES = {"reader": "nora", "keeper": "rut", "administrator": "ada"}


class Guarded(Kept):
    """A documents folder with its office, for those who log in."""

    environ: dict[str, str]

    def visitor(self) -> TestClient:
        """Somebody from anywhere, with a browser of their own."""
        return TestClient(
            self.app, base_url=ADDRESS, client=("192.0.2.7", 50000), raise_server_exceptions=False,
            follow_redirects=False,
        )  # fmt: skip

    def logged_in(self, name: str, till: str = "/") -> TestClient:
        """A visitor who has logged in at the provider as somebody."""
        client = self.visitor()
        answer = come_back(client, at_provider(client, name, till))
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == till
        return client

    def token_of(self, client: TestClient) -> str:
        """What the forms of a visitor's pages are known by."""
        page = client.get("/forvaltning" if "Förvaltning" in client.get("/").text else "/").text
        return page.partition('name="token" value="')[2].partition('"')[0]

    def app_by(self, **environ: str) -> FastAPI:
        """The same folder, served by other settings of login."""
        given = {f"PLANASSISTENT_{name}": value for name, value in {**self.environ, **environ}.items()}
        settings = replace(self.settings, login=read_settings(given).login, path=given.get("PLANASSISTENT_PATH", ""))
        return create_app(self.service, office=self.office, login=login_of(settings))

    def forget_refusals(self) -> None:
        """As if a minute had gone."""
        assert self.login is not None
        self.login._told.clear()

    def lines(self, did: str) -> list[dict[str, object]]:
        """Who has done something and more of it, by the log."""
        assert self.login is not None
        entries = self.office.log.entries()
        return [{**entry.who, **entry.more} for entry in entries if entry.did == did]


def at_provider(client: TestClient, name: str, till: str = "/") -> httpx2.URL:
    """Begin to log in, and say at the provider who one is: where it leads back to."""
    begun = client.get("/logga-in", params={"till": till})
    assert begun.status_code == 302, begun.text
    answer = httpx2.post(begun.headers["location"], data={"sub": name, "action": "authorize"})
    assert answer.status_code == 302, answer.text
    return httpx2.URL(answer.headers["location"])


def come_back(client: TestClient, address: httpx2.URL) -> httpx2.Response:
    """Follow the way back from the provider."""
    return client.get(address.raw_path.decode())


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider that knows some people, with their groups."""
    people = [
        User(sub=name, claims={"name": f"{name.title()} Ek", "groups": groups}) for name, groups in PEOPLE.items()
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=people, require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def guarded_by(issuer: str, tiny: Embedder) -> Iterator[Callable[..., Guarded]]:
    """Makes folders that are served with login, by more settings."""
    made: list[Guarded] = []

    def make(path: Path, **environ: str) -> Guarded:
        given = {
            "ADDRESS": ADDRESS, "LOGIN_ISSUER": issuer, "LOGIN_CLIENT": "planassistenten", "LOGIN_SECRET": "hemligt",
            "LOGIN_CLAIM": "groups", "LOGIN_ROLES": ROLES,
        }  # fmt: skip
        found = Guarded(path, tiny, **{**given, **environ})
        found.environ = {**given, **environ}
        found.service.start()
        found.service.wait()
        made.append(found)
        return found

    yield make
    for found in made:
        found.office.builder.wait(60)
        found.service.stop()


@pytest.fixture(scope="module")
def guarded(guarded_by: Callable[..., Guarded], tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    """A folder whose page is open and whose office is for keepers."""
    return guarded_by(tmp_path_factory.mktemp("guarded"))


@pytest.fixture(scope="module")
def closed(guarded_by: Callable[..., Guarded], tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    """A folder whose page, too, is for those who have logged in."""
    return guarded_by(tmp_path_factory.mktemp("closed"), LOGIN_PAGE="closed")
