"""Comparisons in the API and on the page: a row for every organisation asked about."""

import re

from fastapi.testclient import TestClient


def test_a_comparison_has_a_row_for_every_organisation(client: TestClient) -> None:
    """As the contract has it: also for those in whose plan nothing was found, each sentence in the row's passage."""
    found = client.post("/api/ask", json={"question": "Vilka har rutiner för skyddade personuppgifter?"}).json()
    rows = found["comparison"]
    by_level = {level: [r["organisation"]["id"] for r in rows if r["level"] == level] for level in
                ("has", "unclear", "none_found")}  # fmt: skip
    coverage = found["coverage"]
    assert sum(map(len, by_level.values())) == coverage["of"] == 14
    assert (set(by_level["has"]), set(by_level["unclear"]), set(by_level["none_found"])) == (
        set(coverage["with"]), set(coverage["unclear"]), set(coverage["without"]),
    )  # fmt: skip
    assert not coverage["complete"]
    for row in rows:
        assert bool(row["activities"]) == (row["level"] != "none_found")
        if row["sentence"]:
            passage = client.get(f"/api/passages/{row['passages'][0]}").json()
            assert row["sentence"] in " ".join(passage["text"].split())
            assert passage["organisation"]["id"] == row["organisation"]["id"]


def test_what_the_records_decide_has_no_comparison(client: TestClient) -> None:
    """There the coverage says it all."""
    found = client.post("/api/ask", json={"question": "Vilka har inga aktiviteter under mål 6?"}).json()
    assert found["comparison"] == []
    assert found["coverage"]["complete"]


def test_a_comparison_is_a_table_on_the_page(client: TestClient) -> None:
    """A row each, who has not first where that is asked, and the nearest sentence of these can be opened."""
    page = client.post("/", data={"question": "Vilka saknar aktiviteter om barnrätt?"}).text
    levels = re.findall(r'<tr class="(has|unclear|none_found)">', page)
    assert len(levels) == 14
    assert levels == sorted(levels, key=["none_found", "unclear", "has"].index)
    assert "Närmaste meningen" in page
    assert '<ul class="points">' not in page
