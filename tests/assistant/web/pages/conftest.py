"""What the tests of the pages share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import PATIENCE


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page as on a laptop, with JavaScript if a test says nothing else, in which errors fail the test."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": 1280, "height": 900},
        locale="sv-SE",
        java_script_enabled=getattr(request, "param", True),
    )
    faults: list[str] = []
    made = context.new_page()
    made.set_default_timeout(PATIENCE)
    made.on("pageerror", lambda error: faults.append(str(error)))
    yield made
    context.close()
    assert faults == []
