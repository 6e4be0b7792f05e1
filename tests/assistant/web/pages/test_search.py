"""The search among names and titles: what it finds, the same with and without JavaScript, and nothing in an address."""

import logging
import re

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from assistant.service import Service
from assistant.web.api import create_app
from assistant.web.pages.search import find, named
from index.storage.store import Index
from tests.browsing import in_a_browser


@pytest.mark.parametrize(
    ("words", "owners", "titles"),
    [
        pytest.param("kultur", ["Kulturförvaltningen"], 0, id="a name's beginning"),
        pytest.param("gatuko", ["Fastighets- och gatukontoret"], 0, id="a later word of it"),
        pytest.param("lathund", [], 1, id="a word of a title"),
        pytest.param("LATHUND kontakt", [], 1, id="several words, in any case"),
        pytest.param("ubåtsjakt", [], 0, id="what nobody has"),
        pytest.param("  ", [], 0, id="nothing"),
    ],
)
def test_names_and_titles_are_found_by_the_beginning_of_their_words(
    index: Index, words: str, owners: list[str], titles: int
) -> None:
    """Every word has to begin one of a title's."""
    found = find(words, named(index), index, most=8)
    assert [organisation.name for organisation, _ in found.organisations] == owners
    assert found.total == titles


def test_the_list_is_short_and_says_how_many_there_are(index: Index) -> None:
    """What begins with the words comes first."""
    found = find("förvaltningen", named(index), index, most=8)
    assert len(found.activities) == 8 < found.total
    assert all(entry.title.lower().startswith("förvaltningen") for entry in found.activities)


def test_the_part_is_what_the_page_has(client: TestClient) -> None:
    """Without JavaScript the same list stands on a page, with the words still in the field."""
    page = client.post("/sok", data={"words": "lathund"}).text
    part = client.post("/sok", data={"words": "lathund", "part": "true"}).text
    assert 'value="lathund"' in page
    assert "<html" not in part
    leads = re.findall(r'href="(/aktiviteter/[^"]+)"', part)
    assert len(leads) == 1
    assert leads[0] in page
    assert client.get(leads[0]).status_code == 200


def test_nothing_that_is_typed_is_logged_or_put_into_an_address(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the route; no link of the page has the word; numbers that are a person's are masked."""
    client = TestClient(create_app(service, logged=True))
    with caplog.at_level(logging.INFO):
        page = client.post("/sok", data={"words": "lathund 19121212-1212"}).text
    assert "/sok" in caplog.text
    assert "lathund" not in caplog.text
    assert "19121212-1212" not in page
    assert not [address for address in re.findall(r'href="([^"]+)"', page) if "lathund" in address]
    assert client.get("/sok").status_code == 405


def test_a_question_is_narrowed_to_a_document(client: TestClient) -> None:
    """There are several documents and one municipality, so only documents can be chosen; a chip says which."""
    start = client.get("/").text
    assert 'name="documents"' in start
    assert 'name="municipality"' not in start
    asked = {"question": "Vad har gjorts för skyddat boende?", "documents": "uppfoljning-kvinnofrid-2016-2018"}
    page = client.post("/", data=asked).text
    assert '<span class="chip">Uppföljning av Plan för kvinnofrid' in page
    assert "/documents/uppfoljning-asf" not in page.split('id="svar"')[1].split("<footer")[0]


def test_what_was_chosen_is_kept_where_a_question_cannot_be_used(client: TestClient) -> None:
    """The form that comes back sends it again."""
    page = client.post("/", data={"question": "", "documents": "uppfoljning-kvinnofrid-2016-2018"}).text
    assert '<input type="hidden" name="documents" value="uppfoljning-kvinnofrid-2016-2018">' in page


@in_a_browser
@pytest.mark.slow
def test_the_list_comes_while_one_types(page: Page) -> None:
    """It follows the words, goes when they go, and leads to the activity; the address stays as it was."""
    page.goto("/")
    field = page.get_by_label("Sök en aktivitet, en förvaltning eller ett bolag")
    field.press_sequentially("lathu")
    found = page.locator("#found .found li")
    expect(found).to_have_count(1)
    field.fill("")
    expect(found).to_have_count(0)
    field.press_sequentially("kultur")
    expect(found).to_contain_text("Kulturförvaltningen")
    assert page.url.endswith("/")
    page.get_by_role("link", name="Kulturförvaltningen").click()
    expect(page.locator("h1")).to_have_text("Kulturförvaltningen")


@in_a_browser
@pytest.mark.slow
def test_what_is_chosen_is_said_where_the_choice_is_closed(page: Page) -> None:
    """In the line that opens it."""
    page.goto("/")
    page.locator(".scope summary").click()
    page.locator("#pick-documents").select_option(
        label="Uppföljning av Plan för kvinnofrid och mot våld i nära relation 2016–2018"
    )
    page.locator(".scope summary").click()
    expect(page.locator(".scope summary")).to_contain_text("Uppföljning av Plan för kvinnofrid")
