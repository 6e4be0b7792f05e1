"""The office is for the machine itself: nobody else finds it, and no page of somebody else can send its forms."""

from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from assistant.curation.office import office_of
from assistant.service import Service
from assistant.settings import SettingError, read_settings
from assistant.web.api import create_app
from assistant.web.office.correcting import correcting
from assistant.web.office.keeping import keeping
from assistant.web.office.reading_log import reading_log
from assistant.web.office.versions import versions
from tests.assistant.cli.folders import listing
from tests.assistant.web.office.conftest import Kept
from tests.routes import all_routes, has_headers


def routes() -> list[tuple[str, str]]:
    """Every method and address of the office."""
    paths = [
        (
            method,
            route.path.format(document_id="parkplan", upload_id="x", number=9, note="0" * 16, sheet=1, earlier="x"),
        )
        for route in (*keeping.routes, *correcting.routes, *reading_log.routes, *versions.routes)
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ]
    assert len(paths) > 15
    return paths


@pytest.mark.parametrize(
    ("address", "host", "headers"),
    [
        ("192.0.2.7", "127.0.0.1:8000", {}),
        ("127.0.0.1", "planer.example.se", {}),
        ("127.0.0.1", "127.0.0.1:8000", {"X-Forwarded-For": "192.0.2.7"}),
        ("127.0.0.1", "127.0.0.1:8000", {"Forwarded": "for=192.0.2.7"}),
        ("127.0.0.1", "127.0.0.1:8000", {"Via": "1.1 proxy"}),
        ("::ffff:192.0.2.7", "localhost", {}),
    ],
    ids=["another machine", "another host", "a proxy", "a proxy by RFC 7239", "a proxy by its name", "IPv6"],
)
def test_for_others_there_is_nothing(kept: Kept, address: str, host: str, headers: dict[str, str]) -> None:
    """Every route of it, with the right token too; nothing is changed."""
    before, client = listing(kept.settings.documents), kept.at(address, host)
    for method, path in routes():
        answer = client.request(method, path, data={"token": kept.office.token}, headers=headers)
        assert answer.status_code == 404, (method, path)
    assert listing(kept.settings.documents) == before


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        (False, {}),
        (True, {"Origin": "https://example.com"}),
        (True, {"Origin": "null"}),
        (True, {"Origin": "http://127.0.0.1:9999"}),
        (True, {"Sec-Fetch-Site": "cross-site", "Origin": "null"}),
        (True, {"Sec-Fetch-Site": "same-site"}),
        (True, {"Sec-Fetch-Site": "none"}),
    ],
    ids=["no token", "another site", "no site", "another port", "cross-site", "same-site", "from nowhere"],
)
def test_a_form_from_somewhere_else_changes_nothing(kept: Kept, token: bool, headers: dict[str, str]) -> None:
    """Whatever address it is sent to."""
    before = listing(kept.settings.documents)
    data = {"saker": "ja", "om": "document", "title": "X", "fore_title": ""}
    data |= {"token": kept.office.token} if token else {}
    for method, path in routes():
        if method == "POST":
            answer = kept.client.post(path, data=data, headers=headers)
            assert answer.status_code == 403, path
            assert "Inget är ändrat." in answer.text
    assert listing(kept.settings.documents) == before


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Origin": "http://127.0.0.1:8000"}],
    ids=["a program", "a browser", "an older browser"],
)
def test_a_form_of_the_office_is_taken(kept: Kept, headers: dict[str, str]) -> None:
    """As browsers send it: pages without a referrer have no origin either."""
    data = {"token": kept.office.token}
    answer = kept.client.post("/forvaltning/dokument/parkplan/ta-bort", data=data, headers=headers)
    assert (answer.status_code, "Kryssa för" in answer.text) == (422, True)


def test_nothing_is_changed_by_looking(kept: Kept) -> None:
    """No address of the office does anything for GET."""
    before = listing(kept.settings.documents)
    for method, path in routes():
        if method == "GET":
            kept.client.get(path)
    assert listing(kept.settings.documents) == before


def test_routes_of_the_office_have_the_headers_of_all(kept: Kept) -> None:
    """Of what is there and what isn't, for the machine itself and for others: no frame may hold it, nothing is kept."""
    there = [("GET", "/forvaltning"), ("GET", "/forvaltning/dokument/parkplan"), ("GET", "/forvaltning/logg")]
    for client in (kept.client, kept.at("192.0.2.7")):
        for method, path in [*there, *routes(), *all_routes(kept.app)]:
            response = client.request(method, path, follow_redirects=False)
            has_headers(response, f"{method} {path}")
            if path.startswith("/forvaltning"):
                assert response.headers["cache-control"] == "no-store", path


def test_without_an_office_there_are_no_routes(service: Service) -> None:
    """As where the service listens to others, or behind a proxy."""
    app = create_app(service)
    assert TestClient(app, base_url="http://127.0.0.1").get("/forvaltning").status_code == 404
    assert TestClient(app, base_url="http://127.0.0.1").post("/anmarkning").status_code == 404


@pytest.mark.parametrize(
    ("environ", "host", "has"),
    [
        ({}, "127.0.0.1", True),
        ({}, "localhost", True),
        ({}, "::1", True),
        ({}, "0.0.0.0", False),
        ({}, "10.0.0.5", False),
        ({"HOSTS": "planer.example.se"}, "127.0.0.1", False),
        ({"PATH": "/planer"}, "127.0.0.1", False),
    ],
)
def test_who_listens_to_others_has_no_office(environ: dict[str, str], host: str, has: bool, tmp_path: Path) -> None:
    """Nor who is told of a proxy, which would make everybody seem to come from the machine."""
    given = {f"PLANASSISTENT_{name}": value for name, value in environ.items()}
    settings = read_settings({**given, "PLANASSISTENT_DATA": str(tmp_path)})
    assert (office_of(settings, host) is not None) is has


def test_an_office_can_be_left_out(tmp_path: Path) -> None:
    """Where a proxy on the machine rewrites the host and adds no header, and so looks like the machine itself."""
    given = {"PLANASSISTENT_DATA": str(tmp_path), "PLANASSISTENT_OFFICE": "0"}
    assert office_of(read_settings(given), "127.0.0.1") is None
    with pytest.raises(SettingError, match="write 0"):
        read_settings({"PLANASSISTENT_OFFICE": "ja"})
