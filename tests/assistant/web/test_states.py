"""Every state of the page in a real browser: nothing for axe to find, nothing too wide, and a picture."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from index.storage.store import Index
from tests.browsing import PATIENCE, QUESTION, ask, faults, in_a_browser, overflow, send

pytestmark = [in_a_browser, pytest.mark.slow]

PLANS = "handlingsplaner-fri-fran-vald-2022-2026"


def asked(*questions: str) -> Callable[[Page, Index], None]:
    """The page after these questions."""
    return lambda page, index: ask(page, *questions)


def at(path: str) -> Callable[[Page, Index], None]:
    """The page at an address."""

    def visit(page: Page, index: Index) -> None:
        page.goto(path)

    return visit


def beside(page: Page, index: Index) -> None:
    """A source that is open beside the answer."""
    ask(page, QUESTION)
    page.locator("a.at").first.click()
    page.locator("#beside .marked").first.wait_for()


def changing(page: Page, index: Index) -> None:
    """All that can be opened on an answer is open."""
    ask(page, QUESTION)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def plan_of(organisation: str) -> Callable[[Page, Index], None]:
    """An organisation's plan."""

    def go(page: Page, index: Index) -> None:
        page.goto(f"/planer/{next(p.id for p in index.collection.plans if p.organisation == organisation)}")

    return go


def activity_of(kind: str) -> Callable[[Page, Index], None]:
    """The first activity of a kind."""

    def go(page: Page, index: Index) -> None:
        page.goto(f"/aktiviteter/{next(a.id for a in index.collection.activities if a.kind == kind)}")

    return go


def compared(need: str) -> Callable[[Page, Index], None]:
    """A comparison for a need."""

    def go(page: Page, index: Index) -> None:
        page.goto("/jamfor")
        page.get_by_label("Beskriv vad du letar efter").fill(need)
        send(page, "Jämför")

    return go


def passage(page: Page, index: Index) -> None:
    """A passage with uncertain words, to cite."""
    page.goto(f"/stycken/{next(p.id for p in index.collection.passages if p.unsure)}")


def searched(page: Page, index: Index) -> None:
    """A search among names and titles, on a page of its own."""
    page.goto("/")
    page.get_by_label("Sök en aktivitet").fill("förvaltningen")
    send(page, "Sök")


STATES: dict[str, Callable[[Page, Index], None]] = {
    "start": at("/"),
    "found": searched,
    "fault": asked("våld " * 500),
    "not-there": at("/finns-inte"),
    "answer": asked(QUESTION),
    "answer-open": changing,
    "beside": beside,
    "conversation": asked(QUESTION, "Och mål 4?", "Och miljöförvaltningen?"),
    "nothing-found": asked("När går bussen till Lund?"),
    "says-none": asked("Vilka aktiviteter har fastighets- och gatukontoret under mål 1?"),
    "ambiguous": asked("Vad har skolan åtagit sig under mål 1?"),
    "two-parts": asked("Vad har MKB åtagit sig under mål 3 och vad har kulturförvaltningen åtagit sig under mål 1?"),
    "who": asked("Vilka har aktiviteter som handlar om utbildning?"),
    "long-list": asked("Lista alla aktiviteter"),
    "counted": asked("Hur många aktiviteter har varje förvaltning?"),
    "searched": asked("Hur arbetar kommunen med skyddade personuppgifter?"),
    "sides": asked("Hur har det gått med arbetsmarknads- och socialförvaltningens aktiviteter under mål 2?"),
    "uncertain": asked("Hur många har utbildats i våldsförebyggande?"),
    "help": asked("Min man slår mig"),
    "help-unsure": asked("Min kollega blir slagen hemma, vad ska jag göra?"),
    "help-arabic": asked("زوجي يضربني"),
    "overview": at("/oversikt"),
    "overview-share": at("/oversikt?view=share"),
    "timeline": at("/tidslinje"),
    "two": at("/jamfor/tva?one=miljoforvaltningen&other=arbetsmarknads-och-socialforvaltningen"),
    "plan-followed": plan_of("arbetsmarknads-och-socialforvaltningen"),
    "plan-not-followed": plan_of("serviceforvaltningen"),
    "activities": at("/aktiviteter?organisations=mkb-fastighets-ab"),
    "no-activities": at("/aktiviteter?q=ubåtsjakt"),
    "activity": activity_of("own"),
    "report": activity_of("follow-up"),
    "city-wide": activity_of("city-wide"),
    "compare": at("/jamfor"),
    "compared": compared("utbildning för chefer"),
    "compare-fault": compared("x" * 2001),
    "about": at("/om"),
    "statement": at("/tillganglighet"),
    "document": at(f"/documents/{PLANS}?lines=3090-3097&reading=both"),
    "passage": passage,
}


@pytest.fixture(scope="module")
def pictures(request: pytest.FixtureRequest) -> Path:
    """The folder ``pictures`` of pytest's cache, for whoever changes the page to look at."""
    folder = Path(request.config.cache.mkdir("pictures"))
    shutil.rmtree(folder)
    (folder / "readme").mkdir(parents=True)
    return folder


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page whose errors fail the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="sv-SE")
    errors: list[str] = []
    made = context.new_page()
    made.set_default_timeout(PATIENCE)
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    context.close()
    assert errors == []


@pytest.mark.parametrize("name", STATES)
def test_a_state_has_no_fault_in_any_width_or_colours(page: Page, index: Index, pictures: Path, name: str) -> None:
    """Axe finds nothing and nothing runs over: wide, with large text, narrow, in light, dark and forced colours."""
    STATES[name](page, index)
    found: dict[str, object] = {}
    for width in (1440, 320):
        page.set_viewport_size({"width": width, "height": 900})
        found[f"{width}, light"] = faults(page), overflow(page)
        page.screenshot(path=pictures / f"{name}-{width}-light.png")
        page.emulate_media(color_scheme="dark")  # changes nothing but colours
        found[f"{width}, dark"] = faults(page, ["color-contrast"]), overflow(page)
        if width == 1440:
            page.screenshot(path=pictures / f"{name}-{width}-dark.png")
        page.emulate_media(color_scheme="light")
    page.emulate_media(forced_colors="active")
    found["forced colours"] = faults(page), overflow(page)
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["text twice as large"] = [], overflow(page)
    assert {where: entry for where, entry in found.items() if entry != ([], 0)} == {}


@pytest.mark.parametrize(
    ("name", "state", "width", "height"),
    [
        pytest.param("answer", "answer", 1280, 800, id="answer"),
        pytest.param("overview", "overview", 1280, 800, id="overview"),
        pytest.param("phone", "conversation", 360, 740, id="phone"),
    ],
)
def test_the_readme_pictures_are_small(
    page: Page, index: Index, pictures: Path, name: str, state: str, width: int, height: int
) -> None:
    """`make pictures` puts them where the README shows them."""
    page.set_viewport_size({"width": width, "height": height})
    STATES[state](page, index)
    page.evaluate("scrollTo(0, 0)")
    picture = page.screenshot(path=pictures / "readme" / f"{name}.png")
    assert len(picture) < 150_000
