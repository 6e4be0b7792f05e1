"""The API between machines: versions, lists in parts, what has not changed, and sentences in the caller's language."""

import re

import pytest
from fastapi.testclient import TestClient

from assistant.web.problems import preferred


def test_every_answer_of_the_api_says_its_version(client: TestClient) -> None:
    """Errors too; what isn't the API has none."""
    assert client.get("/api/documents").headers["API-Version"] == "1.1"
    assert client.get("/api/activities/none").headers["API-Version"] == "1.1"
    assert "API-Version" not in client.get("/").headers


def test_every_operation_has_a_name_of_its_own(client: TestClient) -> None:
    """Clients are generated from the description."""
    paths = client.get("/api/openapi.json").json()["paths"]
    names = [operation["operationId"] for methods in paths.values() for operation in methods.values()]
    assert {"ask", "activities", "completions", "oembed"} <= set(names)
    assert len(names) == len(set(names))


def test_a_list_in_parts_is_the_whole_list(client: TestClient) -> None:
    """By following the links, with the filters kept."""
    whole = client.get("/api/activities?goals=3").json()
    found, address, steps = [], "/api/activities?goals=3&limit=7", 0
    while address:
        response = client.get(address)
        assert response.headers["X-Total-Count"] == str(len(whole))
        found += response.json()
        links = {rel: url for url, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', response.headers["Link"])}
        assert {"first", "last"} <= set(links)
        address = links.get("next", "")
        steps += 1
    assert found == whole
    assert steps == -(-len(whole) // 7)


def test_a_list_without_a_limit_is_whole(client: TestClient) -> None:
    """As it was before there were parts."""
    response = client.get("/api/plans")
    assert len(response.json()) == 14
    assert "Link" not in response.headers
    assert len(client.get("/api/plans?limit=5&offset=10").json()) == 4
    assert client.get("/api/plans?limit=0").status_code == 422


@pytest.mark.parametrize("name", ["documents", "programmes", "plans", "organisations", "goals", "activities"])
def test_every_list_comes_in_parts(client: TestClient, name: str) -> None:
    """Where that is asked for; the words of a document that are unsure too."""
    document = client.get("/api/documents").json()[0]["id"]
    for address in (f"/api/{name}", f"/api/documents/{document}/unsure"):
        whole, part = client.get(address).json(), client.get(f"{address}?limit=1&offset=1")
        assert part.json() == whole[1:2]
        assert part.headers["X-Total-Count"] == str(len(whole))
        assert 'rel="prev"' in part.headers["Link"]


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    """Another address is another thing."""
    first = client.get("/api/documents")
    again = client.get("/api/documents", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert client.get("/api/plans", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_what_somebody_asks_or_looks_for_is_kept_by_no_browser(client: TestClient) -> None:
    """Neither a question nor words in a list."""
    for response in (
        client.post("/api/ask", json={"question": "Vad gäller?"}),
        client.get("/api/activities?q=skyddat boende"),
        client.get("/api/activities/none"),
    ):
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("sv", "sv"),
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("en-GB,en;q=0.9,sv;q=0.5", "en"),
        ("fi, sv;q=0.5, en;q=0.4", "sv"),
        ("de", "en"),
        ("*", "en"),
        (";q=, ,sv;q=much", "en"),
    ],
)
def test_an_errors_sentence_is_in_the_language_that_is_asked_for(
    client: TestClient, accepted: str, language: str
) -> None:
    """English where none of ours is."""
    assert preferred(accepted, ("en", "sv")) == language
    response = client.post("/api/ask", json={"question": ""}, headers={"Accept-Language": accepted})
    said = {"en": "The question is empty; write one.", "sv": "Frågan är tom. Skriv en fråga."}
    assert response.json()["detail"] == said[language]
    assert response.headers["Content-Language"] == language
    assert response.headers["Vary"] == "Accept-Language"
