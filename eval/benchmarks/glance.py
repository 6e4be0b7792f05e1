"""Ten questions → how far down the page, and how many tab stops in, the first source of each answer is."""

import os
import shutil
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from eval.benchmarks.bench import server, wait_for
from eval.markdown import table

# One for each kind of answer that the page has.
STANDARD = (
    ("what one has promised", "Vad har serviceförvaltningen åtagit sig under mål 3?"),
    ("a whole plan", "Vilka aktiviteter har arbetsmarknads- och socialförvaltningen?"),
    ("everything, counted", "Hur många aktiviteter finns det totalt?"),
    ("counted by whose", "Hur många aktiviteter har varje förvaltning?"),
    ("who has, by meaning", "Vilka har aktiviteter som handlar om utbildning?"),
    ("who has not", "Vilka har inga aktiviteter under mål 6?"),
    ("how it went", "Hur har det gått med arbetsmarknads- och socialförvaltningens aktiviteter under mål 2?"),
    ("who is responsible", "Vem ansvarar för områdesvärdarna?"),
    ("an open question", "Hur arbetar kommunen med skyddade personuppgifter?"),
    ("what a goal is", "Vad är mål 4?"),
)
WIDTHS = (1280, 390)
_PATIENCE = 120_000  # milliseconds
# What can be reached with Tab, and which of it leads to a source: a place in a document, a passage, or of a count the
# document that was counted in.
_LOOK = """() => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true });
  const stops = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter((e) => seen(e) && (e.type !== "radio" || e.checked));  // of a group one
  const first = stops.findIndex((e) => e.closest("main") && /\\/(documents|stycken)\\//.test(e.getAttribute("href")));
  const found = stops[first];
  return {
    height: document.documentElement.scrollHeight,
    stops: stops.length,
    before: found ? first : null,
    down: found ? Math.round(found.getBoundingClientRect().top + scrollY) : null,
  };
}"""


@dataclass(frozen=True)
class Glance:
    """An answer's page: pixels ``down`` to its first source and tab stops ``before`` it, None without a source."""

    height: int
    stops: int
    before: int | None
    down: int | None


def look(page: Page) -> Glance:
    """The page that a browser shows, at its width."""
    return Glance(**page.evaluate(_LOOK))


def glance_table() -> str:
    """A row for each kind of answer. Needs Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("python -m eval: Chromium is missing; install it (on Debian: apt install chromium)")
    with server(dict(os.environ)) as (_, port, started), sync_playwright() as playwright:
        wait_for(port, "/readyz", started)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        rows = glances(browser.new_page(), f"http://127.0.0.1:{port}/")
        browser.close()
    headings = ["answer", *(f"px to the first source, {width}" for width in WIDTHS), "tab stops to it", "tab stops"]
    return table([*headings, *(f"px in all, {width}" for width in WIDTHS)], rows)


def glances(page: Page, address: str) -> list[tuple[str, ...]]:
    """The rows of the table, each asked from the empty form at this address."""
    rows: list[tuple[str, ...]] = []
    for kind, question in STANDARD:
        page.goto(address)
        page.locator("#question").fill(question)
        page.locator("#question").press("Enter")
        page.locator("#svar").wait_for(timeout=_PATIENCE)
        found = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found.append(look(page))
        wide, narrow = found
        rows.append((
            kind, _cell(wide.down), _cell(narrow.down), _cell(wide.before), str(wide.stops),
            f"{wide.height:,}", f"{narrow.height:,}",
        ))  # fmt: skip
    return rows


def _cell(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"
