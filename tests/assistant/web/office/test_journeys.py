"""A keeper's way through the office, in a browser: with scripts and without; axe finds nothing on any of its pages."""

import logging
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from assistant.web.connections import BoundedConnection
from tests.assistant.cli.folders import NEW, listing
from tests.assistant.web.office.conftest import Kept
from tests.browsing import PATIENCE, Visitor, faults, in_a_browser, overflow, press
from tests.formats import to_pdf

pytestmark = [in_a_browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def served(kept: Kept) -> Iterator[str]:
    """The address of a server with the office."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(kept.app, port=port, log_level="warning", lifespan="off", http=BoundedConnection)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    """A page of the server's."""
    context = browser.new_context(base_url=served, java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def test_a_plan_is_brought_in_set_right_asked_and_replaced(page: Page, kept: Kept, tmp_path: Path) -> None:
    """To an answer that says what was set right, with its source; in a new version what still fits is kept."""
    plans = (tmp_path / "Ny plan.pdf", tmp_path / "Nyare plan.pdf")
    plans[0].write_bytes(to_pdf(NEW))
    plans[1].write_bytes(to_pdf(NEW.replace("Alla parkvakter går", "Parkvakter och tillfälligt anställda går")))
    take_in(page, plans[0], None)
    kept.built()
    first = newest(kept)
    office = f"/forvaltning/dokument/{first}"

    page.goto(office)
    page.get_by_role("link", name="Fler bänkar i parkerna").click()
    page.get_by_label("Titel").fill("Fler bänkar i alla parker")
    page.get_by_label("Ansvarig").fill("Parkenheten")
    press(page, "Spara rättelsen")
    expect(page.get_by_role("status").first).to_have_text("Rättelsen är sparad.")
    kept.built()
    page.goto(f"{office}/text")
    number = page.locator(".lines p", has_text="Kurs för kvastbindare").locator("a").inner_text()
    page.get_by_role("link", name=f"Rad {number}", exact=True).click()
    page.get_by_label("Ordet, som det är läst").fill("kvastbindare")
    page.get_by_label("Ska läsas").fill("parkvakter")
    press(page, "Rätta ordet")
    kept.built()
    page.goto(office)
    page.get_by_label("Sidan i filen").fill("1")
    page.get_by_label("Sidnumret som är tryckt på den").fill("3")
    press(page, "Spara sidnumret")
    kept.built()
    page.goto(office)
    expect(page.locator("main")).to_contain_text("Rättelser (3)")
    expect(page.locator("main")).to_contain_text("Sidan 1 i filen: s. 3 (rättat av handläggare)")
    expect(page.locator("main table")).to_contain_text("Kurs för parkvakter")

    ask_who(page, "Fler bänkar i alla parker")
    expect(page.locator("#svar")).to_contain_text("Parkenheten")
    expect(page.locator("#svar")).to_contain_text("rättat av handläggare")
    said = page.locator("main")
    for sentence in (
        "En handläggare har rättat något som svaret bygger på.", "I dokumentet läses ”Driftenheten”.",
        "I dokumentet läses ”Fler bänkar i parkerna”.", "Rättat av handläggare: sidan 3.", "s. 3",
    ):  # fmt: skip
        expect(said).to_contain_text(sentence)

    take_in(page, plans[1], first)
    kept.built()
    second = newest(kept)
    page.goto(f"/forvaltning/dokument/{second}")
    page.get_by_role("link", name="Se vilka av den förra versionens rättelser").click()
    expect(said).to_contain_text("Nya aktiviteter: 0. Borttagna: 0. Ändrade: 2. Oförändrade: 0.")
    expect(said).to_contain_text("Titel: Fler bänkar i alla parker; Ansvarig: Parkenheten")
    press(page, "Gör rättelserna här också")
    kept.built()
    page.goto(f"/forvaltning/dokument/{second}/andrat/{first}")
    expect(said).to_contain_text("Nya aktiviteter: 0. Borttagna: 0. Ändrade: 1. Oförändrade: 1.")
    expect(page.locator("main table").first).to_contain_text("tillfälligt anställda")
    ask_who(page, "Fler bänkar i alla parker")
    expect(page.locator("#svar")).to_contain_text("Parkenheten")
    expect(page.locator("#svar")).to_contain_text("rättat av handläggare")

    page.goto(f"/forvaltning/dokument/{second}")
    page.get_by_label("Dokumentet och dess tidigare versioner (1).").check()
    page.get_by_label("Ja, ta bort det").check()
    press(page, "Ta bort")
    kept.built()
    assert [entry["id"] for entry in kept.client.get("/api/documents").json()] == ["parkplan"]


def take_in(page: Page, plan: Path, old: str | None) -> None:
    """Bring a file in, look at it, and take it in, in the place of another where that is named."""
    page.goto("/forvaltning")
    page.get_by_label("Ta in ett dokument").set_input_files(plan)
    press(page, "Läs filen")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Det här läses i {plan.name}", timeout=PATIENCE)
    expect(page.locator("main")).to_contain_text("Fler bänkar i parkerna")
    if old:
        page.get_by_label("Ersätter").select_option(value=old)
    press(page, "Ta in dokumentet")
    expect(page.get_by_role("status").first).to_have_text("Dokumentet är intaget.")


def newest(kept: Kept) -> str:
    """The document that came in last."""
    found: str = kept.client.get("/api/documents").json()[-1]["id"]
    return found


def ask_who(page: Page, title: str) -> None:
    """Ask who is responsible for an activity."""
    page.goto("/")
    page.get_by_label("Fråga").first.fill(f"Vem är ansvarig för ”{title}”?")
    press(page, "Fråga")


def test_a_plan_is_replaced_by_keyboard_alone(page: Page, kept: Kept, tmp_path: Path) -> None:
    """Brought in as PDF, asked with its page beside the answer; another version shows what changed; both go."""
    visitor = Visitor(page, "keyboard")
    versions = (tmp_path / "Ny plan.pdf", tmp_path / "Ändrad plan.pdf")
    versions[0].write_bytes(to_pdf(NEW, footer="{}(1)"))
    versions[1].write_bytes(to_pdf(NEW.replace("Driftenheten", "Parkenheten"), footer="{}(1)"))

    def take_in(plan: Path, old: str | None) -> str:
        page.goto("/forvaltning")
        page.get_by_label("Ta in ett dokument").set_input_files(plan)
        with page.expect_navigation():
            visitor.press(page.get_by_role("button", name="Läs filen"))
        expect(page.get_by_role("heading", name="Bild av sidan 1 av 1")).to_be_visible(timeout=PATIENCE)
        assert page.locator(".print img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1241
        if old:
            page.get_by_label("Ersätter").select_option(value=old)
        with page.expect_navigation():
            visitor.press(page.get_by_role("button", name="Ta in dokumentet"))
        kept.built()
        newest: str = kept.client.get("/api/documents").json()[-1]["id"]
        return newest

    second = take_in(versions[1], take_in(versions[0], None))
    page.goto("/")
    page.get_by_label("Fråga").first.fill("Vem är ansvarig för ”Fler bänkar i parkerna”?")
    with page.expect_navigation():
        visitor.press(page.get_by_role("button", name="Fråga", exact=True).first)
    expect(page.locator("#svar")).to_contain_text("Parkenheten")
    shows = page.locator("main a", has_text="Visa sidan").first
    around = page.locator("details", has=page.locator("a", has_text="Visa sidan"))
    for closed in range(around.count()):
        if not shows.is_visible():
            visitor.press(around.nth(closed).locator("summary").first)
    visitor.press(shows)
    expect(page.locator(".print rect").first).to_be_visible()
    expect(page.locator("#beside, main").last).to_contain_text("Stycket är markerat på bilden och i texten.")

    page.goto(f"/forvaltning/dokument/{second}")
    with page.expect_navigation():
        visitor.press(page.get_by_role("link", name="Vad som ändrades efter den"))
    expect(page.locator("main")).to_contain_text("Nya aktiviteter: 0. Borttagna: 0. Ändrade: 1. Oförändrade: 1.")
    expect(page.locator("main table")).to_contain_text("Parkenheten")
    page.goto(f"/forvaltning/dokument/{second}")
    for box in ("Dokumentet och dess tidigare versioner (1).", "Ja, ta bort det"):
        page.get_by_label(box).focus()
        page.keyboard.press("Space")
    with page.expect_navigation():
        visitor.press(page.get_by_role("button", name="Ta bort", exact=True))
    kept.built()
    assert [entry["id"] for entry in kept.client.get("/api/documents").json()] == ["parkplan"]


def test_two_keepers_at_once_in_two_windows(page: Page) -> None:
    """The second is told that somebody came first."""
    other = page.context.new_page()
    for window in (page, other):
        window.goto("/forvaltning/dokument/parkplan")
        window.get_by_role("link", name="Fler lampor i parkerna").click()
    for window, text in ((page, "Ena"), (other, "Andra")):
        window.get_by_label("Indikator").fill(text)
        press(window, "Spara rättelsen")
    expect(page.get_by_role("status").first).to_have_text("Rättelsen är sparad.")
    expect(other.locator("main")).to_contain_text("Någon annan har rättat i dokumentet sedan du öppnade sidan.")
    page.goto("/forvaltning/dokument/parkplan")
    press(page, "Ta bort rättelsen", exact=False)


def test_an_upload_that_is_broken_off_leaves_nothing(served: str, kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    """The connection ends in the middle of the file; that is no fault of the service."""
    kept.built()
    before = listing(kept.settings.documents)
    host, _, port = served.removeprefix("http://").partition(":")
    head = (
        f"POST /forvaltning/filer HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 5000000\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
        f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{kept.office.token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="fil"; filename="p.txt"\r\n\r\n'
    )
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(head.encode() + b"Handlingsplan\n" * 1000)
    assert kept.client.get("/forvaltning").status_code == 200
    time.sleep(1)
    assert listing(kept.settings.documents) == before
    assert [entry for entry in caplog.records if entry.levelno >= logging.ERROR] == []


def test_axe_finds_nothing_in_the_office(browser: Browser, served: str, kept: Kept, tmp_path: Path) -> None:
    """On any of its pages, at any width; and nothing is cut off."""
    kept.built()
    page = browser.new_page(base_url=served)
    page.set_default_timeout(PATIENCE)
    kept.office.notes.add("reading", (), text="Fel ord", question=None, index="x")
    found: dict[str, object] = {}

    def look(name: str) -> None:
        for width in (320, 390, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            found[f"{name} at {width}"] = (faults(page), overflow(page))

    line = "/forvaltning/dokument/parkplan/rad"
    for path in (
        "", "/dokument/parkplan", "/dokument/parkplan/text", "/dokument/parkplan/aktivitet/9",
    ):  # fmt: skip
        page.goto(f"/forvaltning{path}")
        look(path)
    for number in (3, 9, 11):
        page.goto(f"{line}/{number}")
        look(f"line {number}")
    for path in ("/anmarkningar", "/logg", "/dokument/nej"):
        page.goto(f"/forvaltning{path}")
        look(path)
    upload = kept.bring("Ny plan.pdf", to_pdf(NEW))[2]
    page.goto(f"/forvaltning{upload}")
    look("a file with pages")
    kept.send(upload, val="ta-in")
    kept.built()
    first = kept.client.get("/api/documents").json()[-1]["id"]
    upload = kept.bring("Ny plan.txt", NEW.replace("bänkar", "träd").encode())[2]
    kept.send(upload, val="ta-in", ersatter=first)
    kept.built()
    second = kept.client.get("/api/documents").json()[-1]["id"]
    for path in (
        f"/forvaltning/dokument/{second}", f"/forvaltning/dokument/{second}/andrat/{first}",
        f"/dokument/{first}/sida/1?lines=1-3", f"/documents/{first}",
    ):  # fmt: skip
        page.goto(path)
        look(path)
    kept.send(f"/dokument/{second}/ta-bort", saker="ja", versioner="alla")
    kept.built()
    for name, content in (("Ny plan.txt", NEW.encode()), ("bild.png", b"\x89PNG\r\n\0")):
        (tmp_path / name).write_bytes(content)
        page.goto("/forvaltning")
        page.get_by_label("Ta in ett dokument").set_input_files(tmp_path / name)
        press(page, "Läs filen")
        # While it is read the page comes anew each second.
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Det här läses i|Filen går inte"))
        look(name)
    page.goto("/")
    page.get_by_label("Fråga").first.fill("Vad ska parkförvaltningen göra?")
    press(page, "Fråga")
    page.get_by_text("Fel läst? Fel svar?").click()
    look("a note")
    press(page, "Lämna anmärkningen")
    look("noted")
    for note in kept.office.notes.open():
        kept.office.notes.close(note.id)
    page.close()
    assert {name: seen for name, seen in found.items() if seen != ([], 0)} == {}


def test_a_file_is_dropped(browser: Browser, served: str) -> None:
    """Where it can be chosen: then it is sent at once."""
    page = browser.new_page(base_url=served)
    page.set_default_timeout(PATIENCE)
    page.goto("/forvaltning")
    data = page.evaluate_handle(
        "text => { const d = new DataTransfer(); d.items.add(new File([text], 'släppt.txt')); return d; }", NEW
    )
    with page.expect_navigation():
        page.dispatch_event("#bring", "drop", {"dataTransfer": data})
    expect(page.get_by_role("heading", level=1)).to_have_text("Det här läses i släppt.txt")
    page.close()
