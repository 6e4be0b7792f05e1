"""Every route of an application, and what holds of every answer: headers, and no word of how it is made."""

import re

import httpx2
from fastapi import FastAPI
from starlette.routing import BaseRoute, Route

FRAMES = ("/inbaddad/",)
PERMISSIONS = "camera=(), geolocation=(), microphone=()"


def all_routes(app: FastAPI) -> list[tuple[str, str]]:
    """Every route with each of its methods, its parameters filled with what nothing is called."""
    found: list[BaseRoute] = []
    for entry in app.routes:
        included = getattr(entry, "original_router", None)
        found += included.routes if included is not None else [entry]
    return sorted(
        (method, re.sub(r"\{[^}]*\}", "finns-inte", route.path))
        for route in found
        if isinstance(route, Route)
        for method in route.methods or ("GET", "POST")
    )


def has_headers(response: httpx2.Response, place: str, *, cookie: bool = False) -> None:
    """What may be shown where, that nothing is kept, and what nobody needs is shut off; faults say nothing of ours."""
    said = response.headers
    framed = response.url.path.startswith(FRAMES) and response.status_code == 200
    assert said["X-Content-Type-Options"] == "nosniff", place
    assert said["Referrer-Policy"] == "no-referrer", place
    assert said["Cross-Origin-Opener-Policy"] == "same-origin", place
    assert said["Permissions-Policy"] == PERMISSIONS, place
    assert "default-src 'none'" in said["Content-Security-Policy"], place
    assert ("frame-ancestors 'none'" in said["Content-Security-Policy"]) != framed, place
    assert said["Cross-Origin-Resource-Policy"] == "same-origin", place
    assert "Cache-Control" in said, place
    assert re.fullmatch("[0-9a-f]{16}", said["X-Request-ID"]), place
    assert not [name for name in said if name.startswith("access-control-") or name == "server"], place
    assert cookie or "set-cookie" not in said, place
    if response.status_code >= 400:
        assert said["Cache-Control"] == "no-store", place
        assert "Traceback" not in response.text, place
        assert ".py" not in response.text, place
