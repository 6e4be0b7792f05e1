"""Logging in at a provider and out again: what is checked on the way, what the browser is given, and what ends it."""

import base64
import json
import time

import httpx2
import pytest
from fastapi.testclient import TestClient

from tests.assistant.web.access.conftest import ADDRESS, Guarded, at_provider, come_back


def test_who_logs_in_is_known_by_name_and_led_on(guarded: Guarded) -> None:
    """To where they were going; the log has who and which role, and no token of the provider's is kept."""
    client = guarded.logged_in("rut", "/forvaltning")
    assert "Inloggad: Rut Ek" in client.get("/forvaltning").text
    assert "Inloggad: Rut Ek" in client.get("/om").text
    assert {"subject": "rut", "name": "Rut Ek", "role": "keeper"} in guarded.lines("log in")
    cookie = client.cookies["planassistent"]
    held = json.loads(base64.b64decode(cookie.split(".")[0] + "=="))
    assert set(held) == {"id", "subject", "name", "role", "since", "seen", "token"}


def test_the_way_to_the_provider_is_bound_to_the_browser_and_this_time(guarded: Guarded) -> None:
    """A code with PKCE, a state and a nonce, each another every time; back to our own address only."""
    seen = [httpx2.URL(guarded.visitor().get("/logga-in").headers["location"]).params for _ in range(2)]
    for asked in seen:
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["redirect_uri"] == "http://127.0.0.1:8000/logga-in/svar"
        assert asked["scope"] == "openid profile"
    for name in ("state", "nonce", "code_challenge"):
        assert seen[0][name] != seen[1][name]
        assert len(seen[0][name]) >= 20


def test_what_comes_back_counts_in_the_browser_that_asked(guarded: Guarded) -> None:
    """Once: not in another's, not with another state, not without a code."""
    client, other = guarded.visitor(), guarded.visitor()
    back = at_provider(client, "rut")
    for visitor, address in (
        (other, back),
        (client, back.copy_set_param("state", "x")),
        (guarded.visitor(), httpx2.URL("http://127.0.0.1:8000/logga-in/svar")),
        (guarded.visitor(), httpx2.URL("http://127.0.0.1:8000/logga-in/svar?error=access_denied&state=x")),
    ):
        answer = come_back(visitor, address)
        assert (answer.status_code, "Inloggningen gick inte" in answer.text) == (403, True)
        assert visitor.get("/forvaltning").status_code == 303
    assert {"why": "login"} in guarded.lines("refused")
    client = guarded.visitor()
    back = at_provider(client, "rut")
    assert come_back(client, back).status_code == 303
    assert come_back(client, back).status_code == 403  # the code and the state are spent


def test_an_account_without_a_role_gets_in_nowhere(guarded: Guarded) -> None:
    """And the log says whose it was."""
    client = guarded.visitor()
    answer = come_back(client, at_provider(client, "olle"))
    assert (answer.status_code, "ingen behörighet här" in answer.text) == (403, True)
    assert client.get("/forvaltning").status_code == 303
    assert {"subject": "olle", "name": "Olle Ek", "why": "no role"} in guarded.lines("refused")


@pytest.mark.parametrize(
    "till",
    [
        "//ond.example",
        "https://ond.example",
        "/\\ond.example",
        "\\\\ond.example",
        "/logga-in",
        "javascript:x",
        "/" + "x" * 9000,
        "",
    ],
)
def test_nobody_is_led_to_another_site(guarded: Guarded, till: str) -> None:
    """To the office or the start page instead."""
    client = guarded.visitor()
    assert come_back(client, at_provider(client, "rut", till)).headers["location"] == "/forvaltning"
    client = guarded.visitor()
    assert come_back(client, at_provider(client, "nora", till)).headers["location"] == "/"


def test_logging_out_ends_the_session_wherever_its_cookie_is(guarded: Guarded) -> None:
    """Another site's form logs nobody out."""
    client, copy = guarded.logged_in("rut"), guarded.visitor()
    copy.cookies.set("planassistent", client.cookies["planassistent"])
    assert copy.get("/forvaltning").status_code == 200
    assert client.post("/logga-ut", data={"token": "x"}).status_code == 403
    assert client.get("/forvaltning").status_code == 200
    answer = client.post("/logga-ut", data={"token": guarded.token_of(client)})
    assert (answer.status_code, "Du är utloggad" in answer.text) == (200, True)
    assert (
        "end_session" in answer.text
        or "/oauth2/end_session" in answer.text
        or "client_id=planassistenten" in answer.text
    )
    assert client.get("/forvaltning").status_code == 303
    assert copy.get("/forvaltning").status_code == 303
    assert {"subject": "rut", "name": "Rut Ek"} in guarded.lines("log out")


def test_a_session_ends_by_itself(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half an hour after what was asked last, and eight hours after the login whatever is asked."""
    assert guarded.login is not None
    clock = {"now": time.time()}
    monkeypatch.setattr(guarded.login.sessions, "_clock", lambda: clock["now"])
    client = guarded.logged_in("rut")
    clock["now"] += 29 * 60
    assert client.get("/forvaltning").status_code == 200
    clock["now"] += 29 * 60
    assert client.get("/forvaltning").status_code == 200  # the cookie was given anew
    clock["now"] += 31 * 60
    assert client.get("/forvaltning").status_code == 303
    client = guarded.logged_in("rut")
    for _ in range(23):
        clock["now"] += 20 * 60
        assert client.get("/forvaltning").status_code == 200
    clock["now"] += 21 * 60
    assert client.get("/forvaltning").status_code == 303


def test_a_cookie_that_was_changed_is_none(guarded: Guarded) -> None:
    """Its role is part of what is signed."""
    client, other = guarded.logged_in("nora"), guarded.visitor()
    said, _, rest = client.cookies["planassistent"].partition(".")
    held = json.loads(base64.b64decode(said))
    forged = base64.b64encode(json.dumps({**held, "role": "administrator"}).encode()).decode()
    other.cookies.set("planassistent", f"{forged}.{rest}")
    assert other.get("/forvaltning").status_code == 303
    assert (guarded.settings.data / "session.key").stat().st_mode & 0o777 == 0o600


def test_the_cookie_is_for_this_service_alone(guarded: Guarded) -> None:
    """Out of reach of scripts and other sites; behind HTTPS it goes nowhere else, and a name holds browsers to it."""
    said = guarded.visitor().get("/logga-in").headers["set-cookie"].lower()
    assert said.startswith("planassistent=")
    assert {"httponly", "samesite=lax", "path=/", "max-age=1800"} <= set(said.split("; "))
    assert "secure" not in said.split("; ")
    for path, name in (("", "__host-planassistent="), ("/planer", "__secure-planassistent=")):
        settings = {"ADDRESS": f"https://planer.example.se{path}", "LOGIN_MINUTES": "10"}
        app = guarded.app_by(**settings, **({"PATH": path} if path else {}))
        client = TestClient(app, base_url="https://planer.example.se", root_path=path, follow_redirects=False)
        said = client.get(f"{path}/logga-in").headers["set-cookie"].lower()
        assert said.startswith(name)
        assert {"httponly", "secure", "samesite=lax", f"path={path or '/'}", "max-age=600"} <= set(said.split("; "))


def test_no_page_of_somebody_is_kept_by_the_browser(guarded: Guarded) -> None:
    """It says who is logged in: it is not asked after, but fetched anew."""
    client = guarded.logged_in("nora")
    for path in ("/", "/om", "/oversikt", "/aktiviteter"):
        answer = client.get(path, headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert "etag" not in answer.headers
    assert "set-cookie" not in client.get("/style.css").headers


def test_a_provider_that_is_another_than_the_setting_says_is_not_believed(guarded: Guarded, issuer: str) -> None:
    """Nor one that doesn't answer: the page says so, and goes on."""
    for address in (issuer + "/", "http://127.0.0.1:9"):
        client = TestClient(guarded.app_by(LOGIN_ISSUER=address), base_url=ADDRESS, follow_redirects=False)
        answer = client.get("/logga-in")
        assert (answer.status_code, "Inloggningstjänsten svarar inte" in answer.text) == (503, True)
        assert client.get("/").status_code == 200
