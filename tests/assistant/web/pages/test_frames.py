"""What other sites show of ours: a frame of an activity or a list, and the oEmbed answer that leads to it."""

import html
import re
from urllib.parse import quote, urlsplit

import pytest
from fastapi.testclient import TestClient

SITE = "http://testserver"


def test_a_page_leads_to_its_frame(client: TestClient) -> None:
    """Found as oEmbed finds it: a link in the page's head, then the frame's address in the answer."""
    (activity,) = client.get("/api/activities?q=lathund").json()
    page = client.get(f"/aktiviteter/{activity['id']}").text
    (link,) = re.findall(r'<link rel="alternate" type="application/json\+oembed"[^>]* href="([^"]+)"', page)
    found = client.get(html.unescape(link).removeprefix(SITE)).json()
    assert (found["version"], found["type"], found["title"]) == ("1.0", "rich", activity["title"])
    (source,) = re.findall(r'src="([^"]+)"', found["html"])
    frame = client.get(urlsplit(html.unescape(source)).path)
    assert frame.status_code == 200
    assert activity["title"] in html.unescape(frame.text)


def test_a_frame_may_be_shown_anywhere_and_can_do_nothing(client: TestClient) -> None:
    """A policy of its own, without scripts or forms; the page itself stays out of frames."""
    (activity,) = client.get("/api/activities?q=lathund").json()
    frame = client.get(f"/inbaddad/aktiviteter/{activity['id']}")
    assert frame.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
    )
    assert "<script" not in frame.text
    assert "<form" not in frame.text
    assert all('rel="noopener"' in link for link in re.findall(r"<a [^>]+>", frame.text))
    page = client.get(f"/aktiviteter/{activity['id']}")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_a_list_is_framed_by_its_filters(client: TestClient) -> None:
    """With how many it has; order and empty choices of the form mean nothing there."""
    address = f"{SITE}/aktiviteter?organisations=serviceforvaltningen&goals=3&kinds=&q=&sort=title"
    found = client.get(f"/oembed?url={quote(address, safe='')}&maxwidth=300").json()
    assert found["width"] == 300
    (source,) = re.findall(r'src="([^"]+)"', found["html"])
    frame = client.get(html.unescape(source).removeprefix(SITE)).text
    listed = client.get("/api/activities?organisations=serviceforvaltningen&goals=3").json()
    assert frame.count('<li class="activity">') == len(listed) == 2


def test_a_long_list_ends_with_how_many_are_left(client: TestClient) -> None:
    """And a link to all of them."""
    frame = client.get("/inbaddad/aktiviteter").text
    assert frame.count('<li class="activity">') == 50
    total = len(client.get("/api/activities").json())
    assert f"Ytterligare {total - 50} finns i Planassistenten." in frame


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("http://elsewhere.example/aktiviteter", 404),
        (f"{SITE}/om", 404),
        (f"{SITE}/aktiviteter/none", 404),
        (f"{SITE}/aktiviteter/a/b", 404),
        (f"{SITE}/aktiviteter?q=ord", 422),
        (f"{SITE}/aktiviteter?organisations=nobody", 422),
        ("nonsense", 404),
    ],
)
def test_what_has_no_frame_is_said(client: TestClient, address: str, status: int) -> None:
    """As a problem document."""
    response = client.get(f"/oembed?url={quote(address, safe='')}")
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"


def test_other_forms_of_oembed_are_refused(client: TestClient) -> None:
    """There is JSON, and no XML."""
    assert client.get(f"/oembed?format=xml&url={SITE}/aktiviteter").status_code == 422
