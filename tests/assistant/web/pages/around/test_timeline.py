"""The timeline: years that plans print, and how many print none."""

from dataclasses import replace

from fastapi.testclient import TestClient

from assistant.web.pages.around.timeline import timelines
from corpus.types import Activity
from index.storage.store import Index


def with_times(index: Index, *times: str | None) -> tuple[Index, list[Activity]]:
    """The index with these time plans for its first own activities, and with none for all others."""
    own = [entry for entry in index.collection.activities if entry.kind == "own"]
    given = dict(zip([entry.id for entry in own], times, strict=False))
    activities = tuple(replace(entry, timeline=given.get(entry.id)) for entry in index.collection.activities)
    collection = replace(index.collection, activities=activities)
    changed = Index(
        index.fingerprint, collection, index.vectors, index.sentences, index.pieces, index.off_topic
    )  # fmt: skip
    return changed, own


def test_activities_lie_in_the_years_that_their_plans_name(index: Index) -> None:
    """Two digits after a term are a year; "hela perioden" beside one is the rest of the programme."""
    changed, own = with_times(
        index,
        "2022-2024",
        "Under VT-23",
        "Hela perioden med start HT-23",
        "Löpande",
        None,
        "Hela perioden",
        "2022 och 2025",
    )
    (timeline,) = timelines(changed)
    rows = {row.activity.id: row.years for _, found in timeline.groups for row in found}
    assert rows == {
        own[0].id: (2022, 2023, 2024), own[1].id: (2023,), own[2].id: (2023, 2024, 2025, 2026),
        own[6].id: (2022, 2025),
    }  # fmt: skip
    assert timeline.years == (2022, 2023, 2024, 2025, 2026)
    assert timeline.begins == (2, 2, 0, 0, 0)
    assert timeline.ends == (0, 1, 1, 1, 1)
    assert (timeline.placed, timeline.unplaced, timeline.left_out) == (4, 103, 0)


def test_where_no_year_is_named_nothing_is_drawn(index: Index) -> None:
    """And the page says how many it is of."""
    (timeline,) = timelines(with_times(index)[0])
    assert (timeline.years, timeline.groups, timeline.unplaced) == ((), (), 107)


def test_the_page_says_of_how_many_it_is_and_leads_to_each(client: TestClient) -> None:
    """Each activity with its time plan as it is printed."""
    page = client.get("/tidslinje").text
    assert "13 av 107 aktiviteter har en tidsplan med årtal." in page
    assert "Hela perioden med start VT-23" in page
    assert 'href="/aktiviteter/handlingsplaner' in page
