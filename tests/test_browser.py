"""The page in a real browser: each journey with a mouse, with the keyboard alone, and without JavaScript."""

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.api import create_app
from assistant.service import Service
from index.store import Index

CHROMIUM = shutil.which("chromium")
QUESTION = "Vad har serviceförvaltningen åtagit sig under inriktningsmål 3?"
PAGES = ["/", "/oversikt", "/aktiviteter", "/jamfor", "/om", "/tillganglighet", "/finns-inte"]
WIDTHS = [320, 1440]
# Chromium's own calls home fail where no network is, many at a time.
# /dev/shm is small in a container, and a page that doesn't fit has no picture.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt install chromium)")


@pytest.fixture(scope="module")
def address(service: Service) -> Iterator[str]:
    """Where the application is served, by a real server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(service), port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page at 1440 px whose errors and requests to other hosts fail the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="sv-SE")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    faults: list[str] = []
    made = context.new_page()
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("request", lambda request: None if request.url.startswith(address) else faults.append(request.url))
    yield made
    context.close()
    assert faults == []


def ask(page: Page, question: str) -> None:
    """Write a question in the form and send it."""
    page.goto("/")
    page.get_by_label("Din fråga").fill(question)
    page.get_by_role("button", name="Fråga", exact=True).click()


def faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, with the first place of each."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in results.response["violations"]]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_finds_or_runs_over(
    browser: Browser, address: str, index: Index, width: int, scheme: str
) -> None:
    """Every page and every kind of answer, narrow and wide, light and dark."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    plan, activity = index.collection.plans[0].id, index.collection.activities[0].id
    document = index.collection.documents[0].id
    found = {}
    for path in [*PAGES, f"/planer/{plan}", f"/aktiviteter/{activity}", f"/documents/{document}?reading=both"]:
        page.goto(path)
        found[path] = faults(page), overflow(page)
    for question in (QUESTION, "När går bussen till Lund?", "Vad har skolan åtagit sig under mål 1?", " "):
        ask(page, question)
        found[question] = faults(page), overflow(page)
    context.close()
    assert {name: entry for name, entry in found.items() if entry != ([], 0)} == {}


def test_text_twice_as_large_still_fits(page: Page) -> None:
    """WCAG 1.4.4 at 1280 px."""
    page.set_viewport_size({"width": 1280, "height": 900})
    for path in PAGES:
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert overflow(page) == 0, path


def test_a_source_opens_beside_the_answer_and_closes_again(page: Page) -> None:
    """With the mouse: the passage is marked and in view; closing leads back to the link."""
    ask(page, QUESTION)
    source = page.locator(".source a").first
    source.click()
    beside = page.get_by_role("complementary", name="Dokumentet")
    expect(beside.locator(".marked").first).to_be_in_viewport()
    expect(page.locator(".summary")).to_be_visible()
    beside.get_by_role("link", name="båda bredvid varandra").click()
    expect(beside.get_by_text("I filen: ").first).to_be_attached()
    beside.get_by_role("button", name="Stäng dokumentet").click()
    expect(beside).to_be_hidden()
    expect(source).to_be_focused()


def test_a_question_is_asked_and_its_source_read_with_the_keyboard_alone(page: Page) -> None:
    """Tab, Enter and Escape are enough, and the focus is seen wherever it is."""
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "question":
            break
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("två aktiviteter")
    for _ in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("document.activeElement.matches('.source a')"):
            break
    page.keyboard.press("Enter")
    beside = page.get_by_role("complementary", name="Dokumentet")
    expect(beside).to_be_focused()
    page.keyboard.press("Escape")
    expect(beside).to_be_hidden()


def test_a_reference_is_copied_with_one_press_and_that_is_said(page: Page) -> None:
    """What the clipboard gets is the reference as it stands."""
    ask(page, QUESTION)
    page.get_by_role("button", name="Kopiera källhänvisning").first.click()
    expect(page.locator(".said")).to_have_text("Kopierat.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied in page.locator(".reference").first.inner_text()
    assert "Servicenämnden" in copied


def test_everything_works_without_javascript(browser: Browser, address: str) -> None:
    """Ask, open the source, look around: ordinary links and forms."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    ask(page, QUESTION)
    page.locator(".source a").first.click()
    expect(page.locator(".marked").first).to_be_in_viewport()
    page.get_by_role("link", name="Översikt").click()
    page.get_by_role("link", name="5 under mål 3, MKB Fastighets AB").click()
    expect(page.get_by_role("status")).to_contain_text("5 aktiviteter")
    page.get_by_label("Ord i texten").fill("störningsjour")
    page.get_by_role("button", name="Visa").click()
    page.get_by_role("link", name="Jämför", exact=True).click()
    page.get_by_label("Vad ska jämföras?").fill("utbildning för chefer")
    page.get_by_role("button", name="Jämför").click()
    expect(page.get_by_role("heading", name="Inget hittat i handlingsplanen")).to_be_visible()
    context.close()


def test_back_and_forward_lead_between_pages(page: Page) -> None:
    """Ordinary addresses."""
    page.goto("/oversikt")
    page.get_by_role("link", name="Serviceförvaltningen", exact=True).click()
    page.go_back()
    expect(page.get_by_role("heading", name="Översikt")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Serviceförvaltningen")


def test_pictures_of_the_main_states_are_taken(page: Page, request: pytest.FixtureRequest) -> None:
    """Written to the folder ``pictures`` of pytest's cache, to be looked at by whoever changes the page."""
    folder = Path(request.config.cache.mkdir("pictures"))
    for old in folder.iterdir():
        old.unlink()
    for name, path in {"start": "/", "overview": "/oversikt", "activities": "/aktiviteter"}.items():
        page.goto(path)
        page.screenshot(path=folder / f"{name}.png")
    ask(page, QUESTION)
    page.screenshot(path=folder / "answer.png")
    assert len(list(folder.iterdir())) == 4


def test_a_shared_link_asks_its_question_and_no_server_sees_it_in_an_address(page: Page, address: str) -> None:
    """The question stands after the "#", and is sent by POST."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    ask(page, QUESTION)
    page.get_by_role("button", name="Kopiera länk till frågan").click()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}/#fraga=Vad%20har")
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(".summary")).to_contain_text("två aktiviteter")
    assert not any("fraga" in entry.split("#")[0] for entry in asked)
    assert page.url == f"{address}/"


def test_a_chip_taken_away_asks_again(page: Page) -> None:
    """With the mouse."""
    ask(page, QUESTION)
    page.get_by_role("button", name="Ta bort Mål 3").click()
    expect(page.locator(".summary")).to_contain_text("tre aktiviteter")
