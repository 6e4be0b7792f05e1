"""How the tests visit the page: in a real browser, with a mouse or with the keyboard alone."""

import shutil
from dataclasses import dataclass
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

CHROMIUM = shutil.which("chromium")
# Chromium's own calls home fail where no network is, many at a time.
# /dev/shm is small in a container, and a page that doesn't fit has no picture.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update",
]  # fmt: skip
# Milliseconds: the machine may have other work.
PATIENCE = 60_000
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt install chromium)")

QUESTION = "Vad har serviceförvaltningen åtagit sig under inriktningsmål 3?"
WIDTHS = [320, 1440]
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_MOST_TABS = 250
# What has the focus, and whether that is seen.
_FOCUS = """e => {
  const at = document.activeElement;
  return [e === at, at === document.body, getComputedStyle(at).outlineStyle];
}"""


@dataclass(frozen=True)
class Visitor:
    """Someone on a page who uses the mouse, or the keyboard and nothing else."""

    page: Page
    way: Literal["mouse", "keyboard"]

    def press(self, place: Locator) -> None:
        """A click; or Tab until the focus is there, seen all the way, and Enter."""
        if self.way == "mouse":
            place.click()
            return
        self.reach(place)
        self.page.keyboard.press("Enter")

    def write(self, place: Locator, text: str) -> None:
        """Put a text in a field in the place of what is there."""
        self._focus(place)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def choose(self, place: Locator, text: str) -> None:
        """Choose in a list, with the keyboard by writing what the choice begins with."""
        if self.way == "mouse":
            place.select_option(label=text)
            return
        self.reach(place)
        self.page.keyboard.type(text)

    def _focus(self, place: Locator) -> None:
        if self.way == "mouse":
            place.click()
        else:
            self.reach(place)

    def reach(self, place: Locator) -> None:
        """Tab until the focus is on a place; past the last one it is on no element for a moment."""
        place.wait_for(state="attached")
        for _ in range(_MOST_TABS):
            self.page.keyboard.press("Tab")
            here, nowhere, outline = place.evaluate(_FOCUS)
            assert nowhere or outline != "none", self.page.evaluate("document.activeElement.outerHTML")
            if here:
                return
        pytest.fail(f"{place} can't be reached with Tab")


def ask(page: Page, *questions: str) -> None:
    """Ask one question after another, each in the field that the page has for it."""
    page.goto("/")
    for question in questions:
        page.locator("#question").fill(question)
        send(page, "Fråga")


def send(page: Page, button: str) -> None:
    """Send a form and wait for the page that comes: a click alone returns while the old one is being left."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def faults(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, or by some rules only, with the first place of each."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": _TAGS}
    results = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in results.response["violations"]]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def press(page: Page, button: str, *, exact: bool = True) -> None:
    """Press a button and wait for the page that comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=exact).first.click()
