"""The list of activities: a page at a time, columns that are chosen, all of it in an address, and the same in place."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from index.storage.store import Index
from tests.assistant.web.pages.test_browse import titles
from tests.browsing import in_a_browser


def test_the_list_is_turned_until_all_have_been_seen(client: TestClient, index: Index) -> None:
    """Fifty at a time, each once, in the order of the list; a page beyond the last is the last."""
    seen: list[str] = []
    address = "/aktiviteter?kinds=own&kinds=joint&sort=title"
    while address:
        page = client.get(address).text
        assert len(titles(page)) <= 50
        seen += titles(page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(found[1]) if found else ""
    assert len(seen) == 107
    assert "101–107 av 107" in client.get("/aktiviteter?kinds=own&kinds=joint&page=99").text
    assert client.get("/aktiviteter?page=0").status_code == 422


def test_columns_are_chosen_and_kept_in_the_links(client: TestClient) -> None:
    """In the address's order."""
    page = client.get("/aktiviteter?organisations=miljoforvaltningen&columns=timeline&columns=place").text
    assert re.findall(r'<th scope="col">(.*?)</th>', page) == ["Aktivitet", "Tidsplan", "Sida eller rader"]
    assert "2022-2024" in page
    assert 'data-link="/aktiviteter?organisations=miljoforvaltningen&amp;columns=timeline&amp;columns=place"' in page
    assert client.get("/aktiviteter?columns=hemligt").status_code == 422


def test_a_filter_without_a_field_stays_when_another_is_changed(client: TestClient) -> None:
    """As the programme that the overview leads to: the form sends it along."""
    page = client.get("/aktiviteter?programme=fri-fran-vald-2022-2026&goals=3").text
    assert '<input type="hidden" name="programme" value="fri-fran-vald-2022-2026">' in page
    assert 'type="hidden" name="goals"' not in page
    sent = client.post("/aktiviteter", data={"programme": "fri-fran-vald-2022-2026"}, follow_redirects=False)
    assert sent.headers["Location"] == "/aktiviteter?programme=fri-fran-vald-2022-2026"


def test_a_list_with_columns_has_a_frame(client: TestClient) -> None:
    """The link in its head is answered."""
    page = client.get("/aktiviteter?goals=3&columns=place&page=1").text
    (address,) = re.findall(
        r'<link rel="alternate" type="application/json\+oembed"[^>]*href="http://[^/]+([^"]+)"', page
    )
    assert client.get(unescape(address)).status_code == 200
    assert "oembed" not in client.get("/aktiviteter?progress=completed").text


@pytest.mark.parametrize(
    ("progress", "count"), [("followed", 20), ("completed", 2), ("ongoing", 2), ("unstated", 16), ("not_followed", 87)]
)
def test_the_list_is_narrowed_by_how_far_they_are(client: TestClient, progress: str, count: int) -> None:
    """By the latest report; reports themselves are not among them."""
    page = client.get(f"/aktiviteter?progress={progress}").text
    assert f"<strong>{count} egna och gemensamma aktiviteter</strong>" in page
    assert "uppföljningar av enskilda" not in page
    assert f"progress: {progress}" in client.get(f"/aktiviteter.csv?progress={progress}").text


@in_a_browser
@pytest.mark.slow
def test_the_list_changes_in_place(page: Page) -> None:
    """The choice stays where it is, the address is the list's, and the page isn't loaded again."""
    page.goto("/aktiviteter")
    page.evaluate("window.same = true")
    page.get_by_label("Förvaltning eller bolag").first.select_option(label="Miljöförvaltningen")
    rows = page.locator(".listed tbody tr")
    expect(rows).to_have_count(5)
    page.get_by_text("Välj kolumner").first.click()
    page.get_by_role("checkbox", name="Tidsplan").check()
    expect(page.get_by_role("columnheader", name="Tidsplan")).to_be_visible()
    assert "organisations=miljoforvaltningen" in page.url
    assert "columns=timeline" in page.url
    page.get_by_role("combobox", name="Förvaltning eller bolag").select_option(label="Alla")
    page.get_by_role("link", name="Nästa").click()
    expect(page.get_by_role("navigation", name="Sidor i listan")).to_contain_text("51–100")
    page.get_by_role("button", name="Visa").click()
    expect(page.get_by_role("navigation", name="Sidor i listan")).to_contain_text("1–50")
    # Nothing goes on saying "Söker …".
    assert not page.evaluate("document.documentElement.classList.contains('searching')")
    assert page.evaluate("window.same") is True


@pytest.mark.parametrize("number", ["850709-9805", "1985 07 09 9805", "19850709+9805", "850709/9805"])
def test_no_identity_number_stands_in_the_address_of_a_list(client: TestClient, number: str) -> None:
    """The form is sent in a body and leads to an address without it; one that was typed leads there too."""
    form = {"q": f"stöd {number}", "goals": "3", "organisations": "", "sort": "plan"}
    sent = client.post("/aktiviteter", data=form, follow_redirects=False)
    typed = client.get("/aktiviteter", params=form, follow_redirects=False)
    assert sent.status_code == typed.status_code == 303
    assert sent.headers["Location"] == typed.headers["Location"]
    assert "9805" not in sent.headers["Location"]
    assert "goals=3" in sent.headers["Location"]
    assert client.get(sent.headers["Location"], follow_redirects=False).status_code == 200


def test_a_searched_list_has_an_address_to_pass_on(client: TestClient) -> None:
    """What the form left open isn't in it; what can't be looked for gets none."""
    form = {"q": "lathund", "goals": "", "sort": "title"}
    found = client.post("/aktiviteter", data=form, follow_redirects=False)
    assert found.headers["Location"] == "/aktiviteter?q=lathund&sort=title"
    assert client.post("/aktiviteter", data={"q": "å" * 201}).status_code == 422
    assert client.post("/aktiviteter", data={"goals": ["3"] * 201}).status_code == 422
