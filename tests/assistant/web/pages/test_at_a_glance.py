"""An answer's page in a real browser: its first source at once, numbers that open, keys, and nothing cut on paper."""

import pytest
from playwright.sync_api import Page, expect

from eval.benchmarks.glance import STANDARD, look
from tests.browsing import QUESTION, ask, in_a_browser

pytestmark = [in_a_browser, pytest.mark.slow]

_HEADER = 7  # tab stops: past the header, the name, five pages


@pytest.mark.parametrize("question", [pytest.param(question, id=kind) for kind, question in STANDARD])
def test_the_first_source_is_seen_at_once(page: Page, question: str) -> None:
    """`python -m eval bench glance` has the figures."""
    ask(page, question)
    found = look(page)
    assert found.down is not None
    assert found.down < 900
    assert found.before is not None
    assert found.before <= _HEADER + 2
    assert found.height < 2700


def test_the_page_says_at_once_that_it_works(page: Page) -> None:
    """Aloud too, while the answer takes its time: here none comes."""
    page.goto("/")
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    page.get_by_label("Din fråga").fill(QUESTION)
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator(".said")).to_have_text("Söker …")
    expect(page.locator(".ask button")).to_have_text("Söker …")


def test_what_was_asked_before_stands_at_the_side_where_there_is_room(page: Page) -> None:
    """Left of the answer on a wide screen, above it on a laptop; each leads back to its answer."""
    ask(page, QUESTION, "Och mål 4?")
    places = page.locator(".earlier, #svar")
    sizes = {}
    for width in (1280, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        sizes[width] = places.evaluate_all("found => found.map(e => e.getBoundingClientRect().toJSON())")
    (above, below), (left, right) = sizes[1280], sizes[1600]
    assert above["bottom"] <= below["top"]
    assert left["right"] <= right["left"]
    page.locator(".earlier").get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text(QUESTION)


@pytest.mark.parametrize(
    "page",
    [pytest.param(scripts, id=way) for way, scripts in (("mouse", True), ("no-javascript", False))],
    indirect=True,
)
def test_a_comparison_shows_only_those_who_lack_it(page: Page) -> None:
    """Chosen above the table; and all again."""
    ask(page, "Vilka har aktiviteter som handlar om utbildning?")
    rows = page.locator(".comparison tbody tr:visible")
    expect(rows).to_have_count(14)
    page.get_by_label("Inget hittat").check()
    expect(page.locator(".comparison tr.has:visible")).to_have_count(0)
    expect(page.locator(".comparison tr.none_found:visible")).not_to_have_count(0)
    page.get_by_label("Alla (14)").check()
    expect(rows).to_have_count(14)


def test_the_level_of_a_row_stands_on_one_line(page: Page) -> None:
    """As on a laptop: "– Inget hittat" is the longest."""
    ask(page, "Vilka har aktiviteter som handlar om utbildning?")
    levels = page.locator(".comparison .level")
    assert set(levels.evaluate_all("found => found.map(e => e.getClientRects().length)")) == {1}


def test_numbers_are_opened_for_their_activities(page: Page) -> None:
    """Nothing but numbers is seen before, with a number for everyone and the page short."""
    ask(page, "Hur många aktiviteter har varje förvaltning?")
    expect(page.locator(".tallies > li")).to_have_count(14)
    expect(page.locator(".tallies .line:visible")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollHeight") < 3000
    page.locator(".tallies .whose").filter(has_text="Serviceförvaltningen").click()
    expect(page.locator(".tallies .line:visible")).to_have_count(3)


def test_keys_lead_to_the_question_and_through_a_list_and_can_be_turned_off(page: Page) -> None:
    """``/`` asks, ``j`` and ``k`` go through rows, ``?`` says so; letters that are written are letters."""
    ask(page, "Vilka aktiviteter har arbetsmarknads- och socialförvaltningen?")
    rows = page.locator(".rows .line > details > summary")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("Fråga vidare", exact=True)).to_be_focused()
    page.keyboard.type("j/")
    expect(page.get_by_label("Fråga vidare", exact=True)).to_have_value("j/")
    page.locator("h1").click()
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog", name="Tangenter")).to_be_visible()
    page.get_by_role("button", name="Stäng av tangenterna / j k ?").click()
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog", name="Tangenter")).to_be_hidden()


@pytest.mark.parametrize(
    "path",
    ["/oversikt", "/aktiviteter", "/om", "answer"],
)
def test_nothing_is_cut_at_the_edge_of_printed_paper(page: Page, path: str) -> None:
    """A page of A4 is 178 mm wide between its margins; what is closed on the screen is read on paper."""
    ask(page, "Vilka har aktiviteter som handlar om utbildning?") if path == "answer" else page.goto(path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 950})
    cut = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.closest('.hidden')"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))"
    )
    assert cut == []
    unread = page.evaluate(
        "[...document.querySelectorAll('main details:not([open])')].filter(e => e.checkVisibility() &&"
        " e.getBoundingClientRect().bottom <= e.querySelector('summary').getBoundingClientRect().bottom + 1)"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    assert unread == []
