"""Logging in with a browser: a reader tries every route of a keeper's; a keeper brings a draft in and publishes it."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from assistant.web.access.rules import RULES
from assistant.web.connections import BoundedConnection
from tests.assistant.cli.folders import NEW, listing
from tests.assistant.web.access.conftest import Guarded
from tests.browsing import PATIENCE, WIDTHS, faults, in_a_browser, overflow, press

pytestmark = [in_a_browser, pytest.mark.slow]
NAME = "handlingsplan-for-trygg-stad-2020-2024"


@pytest.fixture(scope="module")
def served(guarded_by: Callable[..., Guarded], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server at the address that its settings name."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = guarded_by(tmp_path_factory.mktemp("served"), ADDRESS=f"http://127.0.0.1:{port}")
    config = uvicorn.Config(found.app, port=port, log_level="warning", lifespan="off", http=BoundedConnection)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield found
    server.should_exit = True
    thread.join()


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(request: pytest.FixtureRequest, browser: Browser, served: Guarded) -> Iterator[Page]:
    """A page of the server's."""
    context = browser.new_context(base_url=served.environ["ADDRESS"], java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def log_in(page: Page, name: str, path: str = "/forvaltning") -> None:
    """Go to a page, and say at the provider who one is."""
    page.goto(path if path != "/" else "/logga-in?till=/")
    press(page, name)


def test_a_reader_who_tries_every_keepers_route(page: Page, served: Guarded) -> None:
    """Is told each time that it is for others, by link, by address and by a form; nothing is changed."""
    log_in(page, "nora", "/")
    expect(page.locator("header")).to_contain_text("Inloggad: Nora Ek")
    expect(page.locator("header")).not_to_contain_text("Förvaltning")
    own = page.locator("header input[name=token]").get_attribute("value") or ""
    before = {name: content for name, content in listing(served.settings.documents).items() if "changes" not in name}
    tried = 0
    for pattern, need in RULES.items():
        if need in ("keeper", "administrator"):
            path = re.sub(r"\{number\}", "9", re.sub(r"\{document_id\}", "parkplan", pattern))
            path = re.sub(r"\{[^}]*\}", "0" * 16, path)
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 403, path
            expect(page.locator("main")).to_contain_text("Ditt konto har inte den behörigheten.")
            form: dict[str, str | float | bool] = {
                "token": own,
                "saker": "ja",
                "skal": "Vill bara se",
                "om": "document",
                "title": "X",
            }
            assert page.request.post(path, form=form, max_redirects=0).status == 403, path
            tried += 1
    assert tried > 12
    assert {n: c for n, c in listing(served.settings.documents).items() if "changes" not in n} == before


def test_a_keeper_brings_in_a_draft_and_publishes_it(
    page: Page, served: Guarded, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Nobody else sees it before that; who did it stands in the log, which an administrator reads."""
    plan = tmp_path / "Ny plan.txt"
    plan.write_text(NEW, encoding="utf-8")
    log_in(page, "rut")
    page.get_by_label("Ta in ett dokument").set_input_files(plan)
    press(page, "Läs filen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Det här läses i Ny plan.txt")
    page.get_by_label("Ta in som utkast").check()
    press(page, "Ta in dokumentet")
    expect(page.get_by_role("status").first).to_have_text("Dokumentet är intaget.")
    served.built()
    page.goto(f"/forvaltning/dokument/{NAME}")
    expect(page.locator("main")).to_contain_text("Dokumentet är ett utkast.")
    expect(page.locator("main")).to_contain_text("Fler bänkar i parkerna")
    if request.node.callspec.params["page"]:  # axe is a script
        assert faults(page) == []

    visitor = served.visitor()
    assert "bänkar" not in visitor.get("/aktiviteter").text
    assert "bänkar" not in visitor.post("/", data={"question": "Vad gör parkförvaltningen?"}).text
    press(page, "Publicera")
    expect(page.get_by_role("status").first).to_have_text(
        "Dokumentet är publicerat. Alla kan läsa det när sökningen är uppdaterad."
    )
    served.built()
    assert "Fler bänkar" in visitor.get("/aktiviteter").text

    page.goto(f"/forvaltning/dokument/{NAME}")
    page.get_by_label("Ja, ta bort det").check()
    press(page, "Ta bort")
    served.built()
    press(page, "Logga ut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du är utloggad")

    log_in(page, "ada", "/forvaltning/logg")
    page.get_by_label("Varför behöver du läsa loggen?").fill("Vem publicerade planen?")
    press(page, "Läs loggen")
    expect(page.locator("main")).to_contain_text("Vem publicerade planen?")
    row = page.locator("tr", has_text="Dokument publicerat").first
    expect(row).to_contain_text("Rut Ek")
    expect(row).to_contain_text(NAME)
    expect(page.locator("tr", has_text="Inloggning").first).to_contain_text("Roll: administratör")


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_where_people_log_in(browser: Browser, served: Guarded, width: int) -> None:
    """Wide or narrow, in and out, refused too; and nothing is cut off. All of it is reached by keyboard."""
    page = browser.new_page(base_url=served.environ["ADDRESS"], viewport={"width": width, "height": 900})
    page.set_default_timeout(PATIENCE)
    found: dict[str, object] = {}

    def look(name: str) -> None:
        found[name] = (faults(page), overflow(page))

    page.goto("/")
    look("nobody")
    log_in(page, "rut", "/forvaltning")
    look("a keeper")
    page.goto("/forvaltning/logg")
    look("refused")
    page.goto("/")
    page.get_by_role("button", name="Logga ut").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    look("out")
    log_in(page, "ada", "/forvaltning/logg")
    look("the log")
    page.get_by_label("Varför behöver du läsa loggen?").fill("Årlig kontroll")
    press(page, "Läs loggen")
    look("the log, read")
    page.goto("/om")
    look("about")
    page.close()
    assert {name: seen for name, seen in found.items() if seen != ([], 0)} == {}
