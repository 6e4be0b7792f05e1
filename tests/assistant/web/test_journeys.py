"""The journeys of the page in a real browser: with a mouse, with the keyboard alone, and without JavaScript."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from index.storage.store import Index
from tests.browsing import PATIENCE, QUESTION, WIDTHS, Visitor, ask, in_a_browser

pytestmark = [in_a_browser, pytest.mark.slow]

WAYS = ["mouse", "keyboard", "no-javascript"]


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page, 1440 px wide and with JavaScript if a test says nothing else, in which errors fail the test.

    So does a request to another host.
    """
    way, width = getattr(request, "param", ("mouse", 1440))
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        locale="sv-SE",
        java_script_enabled=way != "no-javascript",
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    faults: list[str] = []
    made = context.new_page()
    made.set_default_timeout(PATIENCE)
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("request", lambda request: None if request.url.startswith(address) else faults.append(request.url))
    yield made
    context.close()
    assert faults == []


@pytest.fixture
def visitor(page: Page, request: pytest.FixtureRequest) -> Visitor:
    """Someone on that page; without JavaScript the mouse is used."""
    way, _ = request.node.callspec.params["page"]
    return Visitor(page, "keyboard" if way == "keyboard" else "mouse")


every_way = pytest.mark.parametrize(
    "page",
    [pytest.param((way, width), id=f"{way}-{width}") for way in WAYS for width in WIDTHS],
    indirect=True,
)


@every_way
def test_a_question_is_asked_and_its_source_opened(page: Page, visitor: Visitor) -> None:
    """The passage is marked and in view, with its page and lines; where JavaScript runs beside the answer."""
    page.goto("/")
    visitor.write(page.get_by_label("Din fråga"), QUESTION)
    visitor.press(page.get_by_role("button", name="Fråga", exact=True))
    expect(page.locator(".summary")).to_contain_text("två aktiviteter")
    expect(page.locator(".summary")).to_be_in_viewport()
    source = page.get_by_role("link", name="Visa i dokumentet").first
    visitor.press(source)
    expect(page.locator(".marked").first).to_be_in_viewport()
    expect(page.locator(".where")).to_have_text("Du har öppnat sidan 6, rad 3090–3097. Det är markerat.")
    visitor.press(page.get_by_role("link", name="båda läsningarna"))
    expect(page.get_by_text("I filen: ").first).to_be_attached()


@every_way
def test_a_follow_up_stands_below_what_was_said_and_can_be_corrected(page: Page, visitor: Visitor) -> None:
    """Back and forward lead between the answers."""
    ask(page, QUESTION)
    expect(page.locator(".summary")).to_contain_text("två aktiviteter under mål 3")
    visitor.write(page.get_by_label("Fråga vidare", exact=True), "Och mål 4?")
    visitor.press(page.get_by_role("button", name="Fråga", exact=True))
    expect(page.locator(".resolved")).to_have_text(
        "Tolkat som: Vilka aktiviteter har serviceförvaltningen under mål 4?"
    )
    earlier = page.get_by_role("region", name="Tidigare i samtalet")
    expect(earlier.get_by_role("link")).to_have_text([QUESTION])
    expect(earlier).to_contain_text("Serviceförvaltningen har två aktiviteter under mål 3")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Och mål 4?")
    visitor.press(page.locator(".understood > summary"))
    visitor.write(page.get_by_label("Hela frågan"), "Vilka aktiviteter har miljöförvaltningen under mål 4?")
    visitor.press(page.get_by_role("button", name="Ställ frågan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vilka aktiviteter har miljöförvaltningen under mål 4?")
    expect(earlier.get_by_role("link")).to_have_text([QUESTION])
    visitor.press(earlier.get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)


@every_way
def test_what_was_understood_is_taken_away_and_changed(page: Page, visitor: Visitor) -> None:
    """Each asks again."""
    ask(page, QUESTION)
    visitor.press(page.locator(".understood > summary"))
    visitor.press(page.get_by_role("button", name="Ta bort Mål 3"))
    expect(page.locator(".summary")).to_contain_text("tre aktiviteter")
    visitor.press(page.locator(".understood > summary"))
    visitor.choose(page.get_by_label("Förvaltning eller bolag"), "Miljöförvaltningen")
    visitor.press(page.locator(".understood").get_by_role("button", name="Fråga igen"))
    expect(page.locator(".summary")).to_contain_text("Miljöförvaltningen har fem aktiviteter")


@every_way
def test_one_of_several_is_chosen(page: Page, visitor: Visitor) -> None:
    """Where "skolan" may be three."""
    ask(page, "Vad har skolan åtagit sig under mål 1?")
    visitor.press(page.get_by_role("button", name="Grundskoleförvaltningen"))
    expect(page.locator(".summary")).to_contain_text("Grundskoleförvaltningen har två aktiviteter under mål 1")


@every_way
def test_a_passage_is_cited(page: Page, visitor: Visitor) -> None:
    """Its row is opened, and so is the menu, which leads to a page with every form; the quotation has its reference."""
    ask(page, QUESTION)
    visitor.press(page.locator(".line summary").first)
    visitor.press(page.locator(".menu summary").first)
    visitor.press(page.get_by_role("link", name="Alla sätt att citera, på egen sida").first)
    quotation = page.locator(".copied")
    expect(quotation).to_contain_text("”Kompetensutveckling för förvaltningens verksamhetsnära chefer")
    for system in ("APA 7", "Oxford", "Harvard"):
        expect(page.get_by_role("heading", name=system)).to_be_visible()
    expect(quotation).to_contain_text("Servicenämnden (2022–2026).")
    expect(page.get_by_role("heading", name="Som texten står i filen")).to_be_visible()


@every_way
def test_a_count_leads_to_its_activities_which_are_narrowed_and_saved(page: Page, visitor: Visitor) -> None:
    """From the overview to an Excel file of what is shown."""
    page.goto("/oversikt")
    visitor.press(page.get_by_role("link", name="5 under mål 3, MKB Fastighets AB"))
    expect(page.locator("main").get_by_role("status")).to_contain_text("5 egna och gemensamma aktiviteter")
    visitor.choose(page.get_by_label("Ordning"), "Rubrik")
    visitor.write(page.get_by_label("Ord i texten"), "områdesvärdar")
    visitor.press(page.get_by_role("button", name="Visa"))
    expect(page.locator("main").get_by_role("status")).to_contain_text("1 egen eller gemensam aktivitet.")
    with page.expect_download() as download:
        visitor.press(page.get_by_role("link", name="Excel", exact=True))
    assert download.value.suggested_filename == f"planassistenten-aktiviteter-{date.today()}.xlsx"


@every_way
def test_a_plan_shows_what_was_promised_beside_what_was_reported(page: Page, visitor: Visitor) -> None:
    """By goal, and from there to the whole report."""
    page.goto("/oversikt")
    visitor.press(page.get_by_role("link", name=re.compile("^Arbetsmarknads- och socialförvaltningen")))
    table = page.get_by_role("table", name="Planens aktiviteter efter läge enligt uppföljningen")
    expect(table.get_by_role("row")).to_have_text(
        [
            "Läge enligt uppföljningen Antal aktiviteter", "Genomförd 2", "Pågår 2",
            "Uppföljd, men läget framgår inte 16", "Inte uppföljd 0", "Alla 20",
        ],
        use_inner_text=True,
    )  # fmt: skip
    visitor.press(page.get_by_role("link", name="Läs hela uppföljningen").first)
    expect(page.get_by_role("heading", name="Det här utlovades")).to_be_visible()


@every_way
def test_a_need_and_an_activity_are_compared(page: Page, visitor: Visitor) -> None:
    """Who has something, how they differ, and in whose plan nothing was found."""
    page.goto("/jamfor")
    visitor.write(page.get_by_label("Beskriv vad du letar efter"), "utbildning för chefer")
    visitor.press(page.get_by_role("button", name="Jämför"))
    expect(page.get_by_role("heading", name="Så skiljer de sig åt")).to_be_visible()
    expect(page.get_by_role("heading", name="Inget hittat i handlingsplanen")).to_be_visible()
    page.goto("/jamfor")
    visitor.choose(
        page.get_by_label("Eller utgå från en aktivitet"),
        "Kompetensutveckling för förvaltningens verksamhetsnära chefer",
    )
    visitor.press(page.get_by_role("button", name="Visa liknande"))
    expect(page.get_by_role("heading", name="Liknande aktiviteter hos andra")).to_be_in_viewport()
    expect(page.get_by_text("Skillnader").first).to_be_visible()


@every_way
def test_an_answer_is_saved(page: Page, visitor: Visitor) -> None:
    """As a Word file, whose name doesn't hold the question."""
    ask(page, QUESTION)
    with page.expect_download() as download:
        visitor.press(page.get_by_role("button", name="Spara som Word"))
    assert download.value.suggested_filename == f"planassistenten-svar-{date.today()}.docx"


@pytest.mark.parametrize("way", WAYS)
def test_the_quick_way_out_leaves_the_help_and_nothing_leads_back_to_it(
    browser: Browser, address: str, index: Index, way: str
) -> None:
    """Where JavaScript runs it takes the help's place in the history. No address is left, and no link to share."""
    leads_to = index.collection.catalogue.quick_exit or ""
    context = browser.new_context(base_url=address, java_script_enabled=way != "no-javascript")
    context.route(
        f"{leads_to}**",
        lambda route: route.fulfill(body="<title>Väder</title>", content_type="text/html; charset=utf-8"),
    )
    page = context.new_page()
    ask(page, "Min man slår mig")
    expect(page.get_by_role("heading", level=1)).to_have_text("Det finns hjälp")
    assert page.url == f"{address}/"
    expect(page.get_by_role("link", name="112", exact=True)).to_have_attribute("href", "tel:112")
    expect(page.get_by_text("Kopiera länk")).to_have_count(0)
    Visitor(page, "keyboard" if way == "keyboard" else "mouse").press(
        page.get_by_role("link", name="Lämna sidan snabbt")
    )
    expect(page).to_have_title("Väder")
    if way != "no-javascript":
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vad har kommunen åtagit sig?")
        expect(page.get_by_label("Din fråga")).to_have_value("")
    context.close()


def test_a_source_beside_the_answer_closes_and_leads_back_to_its_link(page: Page) -> None:
    """With Escape and with its button; the answer stays in view."""
    ask(page, QUESTION)
    source = page.locator("a.at").first
    beside = page.get_by_role("complementary", name="Dokumentet")
    ways: list[Callable[[], None]] = [lambda: page.keyboard.press("Escape"), beside.get_by_role("button").click]
    for close in ways:
        source.click()
        expect(beside).to_be_focused()
        expect(source).to_be_in_viewport()
        close()
        expect(beside).to_be_hidden()
        expect(source).to_be_focused()


@pytest.mark.parametrize("width", [1100, 1280, 1440, 1920])
def test_beside_a_document_the_answer_keeps_lines_that_can_be_read(page: Page, width: int) -> None:
    """Also where its sources stood in a column of their own, and below an earlier question."""
    page.set_viewport_size({"width": width, "height": 900})
    for questions in (["Vad blev det av trygg relation fri från våld"], [QUESTION, "Vem erbjuder stöd till unga?"]):
        ask(page, *questions)
        page.locator(".source a, a.at").first.click()
        expect(page.get_by_role("complementary", name="Dokumentet")).to_be_visible()
        assert page.locator("article .said-first").evaluate("e => e.getBoundingClientRect().width") > 0.35 * width


@pytest.mark.parametrize(
    ("name", "says", "ends"),
    [
        pytest.param("Kopiera källhänvisning", "Servicenämnden (2022–2026). Handlingsplan", "text.", id="reference"),
        pytest.param("Kopiera citat med källa", "verksamhetsnära chefer\nFörvaltningens", "text.", id="quotation"),
        pytest.param("Kopiera enligt Harvard", "Servicenämnden (u.å.). Handlingsplan", "s. 6)", id="harvard"),
    ],
)
def test_what_a_report_needs_is_copied_with_one_press_and_that_is_said(
    page: Page, name: str, says: str, ends: str
) -> None:
    """What the clipboard gets is what the page has."""
    ask(page, QUESTION)
    page.locator(".line summary").first.click()
    page.locator(".menu summary").first.click()
    page.get_by_role("button", name=name).first.click()
    expect(page.locator(".said")).to_have_text("Kopierat.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert says in copied
    assert copied.endswith(ends)


def test_the_answer_is_said_by_the_live_region(page: Page) -> None:
    """It is put there after the page has come: what stands there from the beginning isn't read aloud."""
    ask(page, QUESTION)
    said = "Säkert svar: Serviceförvaltningen har två aktiviteter under mål 3."
    expect(page.locator("#aloud")).to_contain_text(said)


def test_enter_sends_a_question_and_shift_makes_a_new_line(page: Page) -> None:
    """As in other fields to ask in."""
    page.goto("/")
    page.get_by_label("Din fråga").fill(QUESTION)
    page.keyboard.press("Shift+Enter")
    expect(page.get_by_label("Din fråga")).to_have_value(f"{QUESTION}\n")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_contain_text("två aktiviteter")


def test_a_shared_link_asks_its_question_and_no_server_sees_it_in_an_address(page: Page, address: str) -> None:
    """The question stands after the "#", and is sent by POST; the answer's address doesn't hold it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    ask(page, QUESTION)
    page.get_by_role("button", name="Kopiera länk till frågan").click()
    expect(page.locator(".said")).to_have_text("Kopierat.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}/#fraga=Vad%20har")
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator(".summary")).to_contain_text("två aktiviteter")
    assert not any("fraga" in entry.split("#")[0] for entry in asked)
    assert page.url.startswith(f"{address}/svar/")


@pytest.mark.parametrize("name", ["answer", "overview", "phone"])
def test_the_readme_shows_the_page_as_it_is(name: str) -> None:
    """Its pictures lie in the repository, each small."""
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    picture = Path(__file__).parents[2] / "pictures" / f"{name}.png"
    assert f"tests/pictures/{name}.png" in readme
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture.stat().st_size < 150_000
