"""What holds on every route, asked one by one: headers, no cookies, no permission for other sites, plain errors."""

import pytest
from fastapi.testclient import TestClient

from assistant.service import Service
from assistant.web.api import create_app
from tests.routes import all_routes, has_headers

KEPT = ("/style.css", "/page.js")  # the same for everyone


def test_every_route_has_the_headers(client: TestClient, service: Service) -> None:
    """Whatever it answers: what may be shown where, that nothing is kept, and what nobody needs is shut off."""
    asked = all_routes(create_app(service))
    assert len(asked) > 40
    for method, path in [*asked, ("GET", "/finns-inte"), ("DELETE", "/api/ask"), ("POST", "/aktiviteter")]:
        response = client.request(method, path, follow_redirects=False)
        has_headers(response, f"{method} {path}")


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
