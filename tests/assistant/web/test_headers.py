"""What holds on every route, asked one by one: headers, no cookies, no permission for other sites, plain errors."""

import re

import pytest
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Route

from assistant.service import Service
from assistant.web.api import create_app

FRAMES = ("/inbaddad/",)
KEPT = ("/style.css", "/page.js")  # the same for everyone
PERMISSIONS = "camera=(), geolocation=(), microphone=()"


def routes(service: Service) -> list[tuple[str, str]]:
    """Every route with each of its methods, its parameters filled with what nothing is called."""
    found: list[BaseRoute] = []
    for entry in create_app(service).routes:
        included = getattr(entry, "original_router", None)
        found += included.routes if included is not None else [entry]
    return sorted(
        (method, re.sub(r"\{[^}]*\}", "finns-inte", route.path))
        for route in found
        if isinstance(route, Route)
        for method in route.methods or ()
    )


def test_every_route_has_the_headers(client: TestClient, service: Service) -> None:
    """Whatever it answers: what may be shown where, that nothing is kept, and what nobody needs is shut off."""
    asked = routes(service)
    assert len(asked) > 40
    for method, path in [*asked, ("GET", "/finns-inte"), ("DELETE", "/api/ask"), ("POST", "/aktiviteter")]:
        response = client.request(method, path, follow_redirects=False)
        said, place = response.headers, f"{method} {path}"
        assert said["X-Content-Type-Options"] == "nosniff", place
        assert said["Referrer-Policy"] == "no-referrer", place
        assert said["Cross-Origin-Opener-Policy"] == "same-origin", place
        assert said["Permissions-Policy"] == PERMISSIONS, place
        assert "default-src 'none'" in said["Content-Security-Policy"], place
        framed = path.startswith(FRAMES) and response.status_code == 200
        assert ("frame-ancestors 'none'" in said["Content-Security-Policy"]) != framed, place
        assert said["Cross-Origin-Resource-Policy"] == "same-origin", place
        assert "Cache-Control" in said, place
        assert re.fullmatch("[0-9a-f]{16}", said["X-Request-ID"]), place
        assert not [name for name in said if name.startswith("access-control-") or name in ("set-cookie", "server")], (
            place
        )
        if response.status_code >= 400:
            assert said["Cache-Control"] == "no-store", place
            assert "Traceback" not in response.text, place
            assert ".py" not in response.text, place


@pytest.mark.parametrize("path", ["/", "/api/ask", "/jamfor", "/v1/chat/completions"])
def test_no_other_site_may_ask(client: TestClient, path: str) -> None:
    """A browser that asks beforehand for another site's script gets no leave."""
    asked = {"Origin": "https://ond.example", "Access-Control-Request-Method": "POST"}
    response = client.options(path, headers=asked)
    assert response.status_code == 405
    assert not [name for name in response.headers if name.startswith("access-control-")]


def test_what_is_kept_by_browsers_is_the_same_for_everyone(client: TestClient) -> None:
    """Nothing that an answer is made of may be kept by a cache that people share."""
    for path in KEPT:
        assert client.get(path).headers["Cache-Control"] == "max-age=3600"
    for path in ("/", "/aktiviteter", "/oversikt", "/om", "/api/organisations"):
        assert client.get(path).headers["Cache-Control"] in ("no-store", "private, no-cache")
