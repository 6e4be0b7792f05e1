"""Every route, asked for by nobody, a reader, a keeper and an administrator: who may, and who may not."""

import re

import pytest
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Route

from assistant.web.access.rules import RULES, need_of
from tests.assistant.cli.folders import listing
from tests.assistant.web.access.conftest import NAMES, Guarded
from tests.routes import has_headers

RANKS = ("nobody", "reader", "keeper", "administrator")
LEAST = {"open": {"anyone": 0, "page": 0, "keeper": 2, "administrator": 3}}
LEAST["closed"] = {**LEAST["open"], "page": 1}
APART = ("/logga-in", "/logga-in/svar", "/logga-ut")  # what they do is in test_login.py


def patterns(guarded: Guarded) -> list[tuple[str, str]]:
    """Every route of the application by method and pattern, those that are mounted too."""
    found: list[BaseRoute] = []
    for entry in guarded.app.routes:
        included = getattr(entry, "original_router", None)
        found += included.routes if included is not None else [entry]
    routes = [route for route in found if isinstance(route, Route)]
    assert len(routes) == len(found)
    return sorted((method, route.path) for route in routes for method in route.methods or {"GET", "POST"})


def test_every_route_says_who_may(guarded: Guarded) -> None:
    """A new one that doesn't fails here, and is there for nobody; and no rule is of a route that has gone."""
    assert len(patterns(guarded)) > 75
    assert {path for _, path in patterns(guarded)} == set(RULES)


@pytest.mark.parametrize("page", ["open", "closed"])
@pytest.mark.parametrize("who", RANKS)
def test_each_may_what_the_role_may(page: str, who: str, guarded: Guarded, closed: Guarded) -> None:
    """And no more: what is refused is refused before anything is done, and changes nothing."""
    folder = guarded if page == "open" else closed
    client = folder.visitor() if who == "nobody" else folder.logged_in(NAMES[who])
    token = "" if who == "nobody" else folder.token_of(client)
    before = kept_files(folder)
    for method, pattern in patterns(folder):
        if pattern in APART:
            continue
        path = re.sub(r"\{[^}]*\}", "finns-inte", pattern)
        may = RANKS.index(who) >= LEAST[page][RULES[pattern]]
        answer = client.request(method, path, data={"token": token} if method == "POST" else None)
        has_headers(answer, f"{who}: {method} {path}", cookie=who != "nobody")
        assert allowed(answer.status_code, answer.headers.get("location", "")) is may, (method, path, answer.text)
        if not may:
            assert "Handlingsplan parkplan" not in answer.text
            assert answer.headers["cache-control"] == "no-store"
    after = kept_files(folder)
    assert after == before


def kept_files(folder: Guarded) -> dict[str, bytes]:
    """The documents with all that belongs to them, but for the log."""
    return {name: content for name, content in listing(folder.settings.documents).items() if "changes" not in name}


def allowed(status: int, location: str) -> bool:
    """Whether an answer is one of the route, whatever it makes of the question."""
    return status not in (401, 403) and not (status == 303 and location.startswith("/logga-in"))


@pytest.mark.parametrize(
    "path",
    ["/forvaltning/", "/Forvaltning", "/forvaltning/nytt", "/admin", "/forvaltning/logg/"],
)
def test_what_no_rule_names_is_there_for_nobody(path: str, guarded: Guarded) -> None:
    """Not for an administrator either."""
    assert need_of(path) is None
    assert guarded.logged_in("ada").get(path).status_code == 404


def test_what_two_patterns_fit_is_for_whoever_may_both() -> None:
    """ "/aktiviteter.csv" is a list's file; an id may look like the end of another address."""
    assert need_of("/aktiviteter.csv") == "page"
    assert need_of("/forvaltning/dokument/logg") == "keeper"


def test_a_reader_may_not_what_a_keeper_may_and_it_is_written_down(guarded: Guarded) -> None:
    """With who it was, and which role it takes."""
    guarded.forget_refusals()
    answer = guarded.logged_in("nora").get("/forvaltning")
    assert (answer.status_code, "för den som sköter samlingen" in answer.text) == (403, True)
    said = guarded.lines("refused")[-1]
    assert {name: said[name] for name in ("subject", "why", "role", "route")} == {
        "subject": "nora", "why": "role", "role": "keeper", "route": "/forvaltning",
    }  # fmt: skip


def test_many_refusals_are_counted_instead_of_written_down(guarded: Guarded) -> None:
    """Nobody fills the disk by them: thirty a minute have a line, and the next one says how many had none."""
    guarded.forget_refusals()
    client, before = guarded.logged_in("nora"), len(guarded.lines("refused"))
    for _ in range(40):
        assert client.get("/forvaltning").status_code == 403
    assert len(guarded.lines("refused")) == before + 30
    guarded.forget_refusals()
    client.get("/forvaltning")
    assert guarded.lines("refused")[-1]["untold"] == 10


def test_nobody_is_led_to_the_login_without_what_was_looked_for(closed: Guarded) -> None:
    """An address' words stand in no other address; what a program asks for says how to log in."""
    answer = closed.visitor().get("/aktiviteter?q=hemligt")
    assert (answer.status_code, answer.headers["location"]) == (303, "/logga-in?till=/aktiviteter")
    answer = closed.visitor().get("/api/documents")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert closed.visitor().post("/", data={"question": "Vad görs?"}).status_code == 401
    for path in ("/healthz", "/readyz", "/style.css", "/page.js", "/tillganglighet"):
        assert closed.visitor().get(path).status_code == 200


def test_the_office_answers_keepers_wherever_they_are(guarded: Guarded) -> None:
    """And the machine itself no longer by itself."""
    assert guarded.logged_in("rut").get("/forvaltning").status_code == 200
    own = TestClient(guarded.app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 1), follow_redirects=False)
    assert own.get("/forvaltning").headers["location"] == "/logga-in?till=/forvaltning"


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://ond.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_without_the_sessions_token_changes_nothing(guarded: Guarded, headers: dict[str, str]) -> None:
    """Nor one with the token of another session, or of a server without login."""
    client = guarded.logged_in("rut")
    others = guarded.token_of(guarded.logged_in("ada"))
    tokens = ["", others, guarded.office.token] if not headers else [guarded.token_of(client)]
    before = listing(guarded.settings.documents)
    for token in tokens:
        data = {"token": token, "saker": "ja"}
        answer = client.post("/forvaltning/dokument/parkplan/ta-bort", data=data, headers=headers)
        assert (answer.status_code, "Inget är ändrat." in answer.text) == (403, True)
    assert listing(guarded.settings.documents) == before
