"""A keeper's way through the office in a browser → how long each step takes, to the page and until answers have it."""

import io
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from eval.benchmarks.bench import server, wait_for
from eval.datasets.synthetic import make_documents
from eval.markdown import table

_PATIENCE = 300_000  # milliseconds
_DOCUMENTS = 3  # that are in before
_PAGES = 2  # of each
_LINES = 45  # on a printed page
_PLAN = """Handlingsplan för Trygg stad 2020–2024
Parkförvaltningen, Provstads kommun

Mål 1 - Alla är trygga

Verksamhetsspecifika aktiviteter

Aktivitet: Fler lampor i parkerna
Parkförvaltningen sätter upp lampor längs gångvägarna.
Ansvarig: Driftenheten. Tidplan: 2021.

Aktivitet: Kurs för parkvakter
Alla parkvakter går en kurs om våld i nära relationer.
"""
_QUESTION = "Vem är ansvarig för ”Fler lampor i parkerna”?"


def office_table() -> str:
    """The table: each step in seconds. Needs Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("python -m eval: Chromium is missing; install it (on Debian: apt install chromium)")
    with tempfile.TemporaryDirectory() as root, sync_playwright() as playwright:
        folder = Path(root)
        make_documents(folder / "documents", _DOCUMENTS, pages=_PAGES)
        own = {"PLANASSISTENT_DOCUMENTS": str(folder / "documents"), "PLANASSISTENT_DATA": str(folder / "data")}
        with server({**os.environ, **own}) as (_, port, started):
            wait_for(port, "/readyz", started)
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(base_url=f"http://127.0.0.1:{port}", viewport={"width": 1280, "height": 900})
            page.set_default_timeout(_PATIENCE)
            steps = _Steps()
            _walk(page, steps, folder)
            browser.close()
    return table(["step", "s"], [(name, f"{seconds:.1f}") for name, seconds in steps.taken])


class _Steps:
    """The steps that have been taken, each with its seconds."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, float]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step."""
        begun = time.perf_counter()
        yield
        self.taken.append((name, time.perf_counter() - begun))


def _walk(page: Page, steps: _Steps, folder: Path) -> None:
    """Bring in a printed plan, look at it, ask, set right, replace, compare, remove."""
    step = steps.step
    _read(page, steps, "a plan of one printed page is read, and shown beside its page", _printed(_PLAN), folder)
    first = _taken_in(page, steps, "taken in", None)
    with step("the question is answered"):
        _ask(page)
    with step("the page is shown with the passage marked"):
        page.goto(str(page.locator("a", has_text="Visa sidan").first.get_attribute("href")))
        page.locator(".print rect").first.wait_for()
    page.goto(f"/forvaltning/dokument/{first}")
    with step("an activity is opened"):
        page.get_by_role("link", name="Fler lampor i parkerna").click()
        page.get_by_label("Ansvarig").wait_for()
    page.get_by_label("Ansvarig").fill("Parkenheten")
    with step("it is set right"):
        _pressed(page, "Spara rättelsen")
    with step("… and answers have it"):
        _built(page)
    other = _PLAN.replace("Tidplan: 2021", "Tidplan: 2023")
    _read(page, steps, "another version is read", _printed(other), folder)
    second = _taken_in(page, steps, "it takes the place of the first", first)
    with step("what changed is shown"):
        page.goto(f"/forvaltning/dokument/{second}/andrat/{first}")
    long = _PLAN + "\n".join(f"Parkens skötsel beskrivs i del {n}." for n in range(_LINES * 30))
    _read(page, steps, "a plan of 31 printed pages is read, and shown beside its first", _printed(long), folder)
    with step("its last page is shown"):
        page.goto(f"{page.url}?sida=31")
        page.locator(".print img").evaluate("image => image.decode()")
    _pressed(page, "Ta inte in")
    page.goto(f"/forvaltning/dokument/{second}")
    page.get_by_label("Dokumentet och dess tidigare versioner").check()
    page.get_by_label("Ja, ta bort det").check()
    with step("both versions are removed"):
        _pressed(page, "Ta bort")
    with step("… and answers don't have them"):
        _built(page)


def _read(page: Page, steps: _Steps, name: str, content: bytes, folder: Path) -> None:
    (folder / "plan.pdf").write_bytes(content)
    page.goto("/forvaltning")
    page.get_by_label("Ta in ett dokument").set_input_files(folder / "plan.pdf")
    with steps.step(name):
        _pressed(page, "Läs filen")
        page.locator(".print img").wait_for()
        page.locator(".print img").evaluate("image => image.decode()")


def _taken_in(page: Page, steps: _Steps, name: str, old: str | None) -> str:
    if old:
        page.get_by_label("Ersätter").select_option(value=old)
    with steps.step(name):
        _pressed(page, "Ta in dokumentet")
    with steps.step("… and answers have it"):
        _built(page)
    newest: str = page.request.get("/api/documents").json()[-1]["id"]
    return newest


def _ask(page: Page) -> None:
    page.goto("/")
    page.locator("#question").fill(_QUESTION)
    page.locator(".ask button").first.click()
    page.locator(".summary").first.wait_for()


def _pressed(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).first.click()


def _built(page: Page) -> None:
    """Until the index has been built and is in use."""
    _until(lambda: page.goto("/forvaltning") is not None and not page.get_by_text("Sökningen uppdateras").count())
    known = page.locator("table tbody tr").count()
    _until(lambda: len(page.request.get("/api/documents").json()) == known)


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE / 1000
    while not holds():
        if time.monotonic() > end:
            raise SystemExit("python -m eval: the office isn't done in time")
        time.sleep(0.05)


def _printed(text: str) -> bytes:
    """A PDF of a text."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    lines = text.split("\n")
    for start in range(0, len(lines), _LINES):
        for row, line in enumerate(lines[start : start + _LINES]):
            canvas.drawString(70, 770 - 15 * row, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
