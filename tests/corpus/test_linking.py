"""What hangs together: reports and what they report on, joint activities of two organisations."""

from dataclasses import replace

import pytest

from corpus.ingest import Collection
from corpus.linking import join_reports, link_activities, link_alike, merge_city_wide
from corpus.types import Activity, Catalogue
from eval.datasets.plans import CULTURE, SOCIAL, catalogue, read

PLAN = """
Handlingsplan
Socialförvaltningen

Mål 1: Kunskap

Stadsövergripande aktiviteter

Alla chefer i kommunen ska gå en grundutbildning som socialförvaltningen ger

Aktiviteter i samverkan

Förvaltningen ska stödja andra i att ta fram frågor till enkäter

Verksamhetsspecifika aktiviteter

Förvaltningen ska ta fram underlag om behoven

Förvaltningen ska sammanställa statistik varje år.
"""
REPORT = """
Uppföljning
Socialförvaltningen

Mål 1: Kunskap

Aktivitet 1.1: Förvaltningen ska ta fram underlag om behoven
Beskrivning: Förvaltningen ska stödja andra i att ta fram frågor till enkäter.

Uppföljning
Frågorna är klara.

Aktivitet 1.2: Förvaltningen ska ta fram underlag om behoven
Beskrivning: Förvaltningen ska sammanställa statistik varje år.

Uppföljning
Statistiken finns.
"""


@pytest.fixture
def known() -> Catalogue:
    """Two organisations."""
    return catalogue(SOCIAL, CULTURE)


@pytest.fixture
def activities() -> tuple[Activity, ...]:
    """A plan and the report on it."""
    report = read(REPORT, kind="follow-up").activities
    return read(PLAN).activities + tuple(
        replace(entry, id=entry.id.replace("plan", "report"), document="report") for entry in report
    )


def test_item_that_bears_anothers_title_is_told_by_its_description(activities: tuple[Activity, ...]) -> None:
    """Both items are printed with the second's title; the first describes the joint activity."""
    joined = {entry.id: entry for entry in join_reports(activities)}
    first, second = (entry for entry in joined.values() if entry.kind == "follow-up")
    assert [joined[entry].kind for entry in first.follows] == ["joint"]
    assert [joined[entry].title for entry in second.follows] == ["Förvaltningen ska ta fram underlag om behoven"]


def test_join_is_known_from_both_sides(activities: tuple[Activity, ...]) -> None:
    """What an item follows is followed by it, and by nothing else of that report."""
    joined = {entry.id: entry for entry in join_reports(activities)}
    for entry in joined.values():
        assert all(entry.id in joined[other].followed_by for other in entry.follows)
        assert len(entry.followed_by) <= 1


def test_item_on_nothing_in_the_plan_is_joined_to_nothing(activities: tuple[Activity, ...]) -> None:
    """No join is better than a wrong one."""
    item = next(entry for entry in activities if entry.kind == "follow-up")
    stranger = replace(item, title="Badhusen ska ha längre öppettider", body="Beskrivning: Fler ska kunna bada.")
    joined = join_reports([*(entry for entry in activities if entry.kind != "follow-up"), stranger])
    assert joined[-1].follows == ()


def test_other_organisations_activities_are_not_reported_on(activities: tuple[Activity, ...]) -> None:
    """The same title in another's plan is another activity."""
    others = [
        replace(entry, organisation=CULTURE.id, performed_by=(CULTURE.id,)) if entry.kind != "follow-up" else entry
        for entry in activities
    ]
    assert {entry.follows for entry in join_reports(others)} == {()}


def test_city_wide_activity_is_one_with_its_performer(activities: tuple[Activity, ...], known: Catalogue) -> None:
    """Printed twice, it is one record of nobody's own; the title names who performs it."""
    first = activities[0]
    again = replace(first, id="other.L1", plan="other", organisation=CULTURE.id)
    (merged,) = merge_city_wide([first, again], known)
    assert (merged.organisation, merged.performed_by, len(merged.printed_in)) == (None, (SOCIAL.id,), 2)


def test_joint_activities_that_say_the_same_are_linked_both_ways(
    activities: tuple[Activity, ...], known: Catalogue
) -> None:
    """Two organisations' words for one thing; the names in them don't count."""
    joint = next(entry for entry in activities if entry.kind == "joint")
    title = "Kulturförvaltningen ska stödja andra i att ta fram frågor till enkäterna"
    other = replace(joint, id="other.L1", organisation=CULTURE.id, title=title)
    unlike = replace(joint, id="other.L2", organisation=CULTURE.id, title="Biblioteken ska ha öppet på kvällar")
    linked = link_alike([joint, other, unlike], known)
    assert [entry.alike for entry in linked] == [("other.L1",), (joint.id,), ()]


def test_connecting_changes_no_order(activities: tuple[Activity, ...], known: Catalogue) -> None:
    """The activities come out in the order in which they came in."""
    assert [entry.id for entry in link_activities(activities, known)] == [entry.id for entry in activities]


def test_the_follow_ups_items_are_joined_to_the_plan(collection: Collection) -> None:
    """5.1 is printed with 5.2's title; its description is that of the joint activity on line 244."""
    known = {entry.id: entry for entry in collection.activities}
    items = [entry for entry in collection.activities if entry.kind == "follow-up"]
    lines = {entry.number: known[entry.follows[0]].lines[0] for entry in items if entry.follows}
    assert (lines["1.1"], lines["5.1"], lines["5.2"], lines["6.1"]) == (84, 244, 250, 276)
    assert len(set(lines.values())) == len(lines) >= 17


def test_status_comes_from_what_the_follow_up_says(collection: Collection) -> None:
    """4.5 and 6.2 are said to be done, 2.1 and 4.2 to go on as planned; of the others nothing is said."""
    items = [entry for entry in collection.activities if entry.kind == "follow-up"]
    assert {entry.number: entry.status for entry in items if entry.status} == {
        "2.1": "ongoing",
        "4.2": "ongoing",
        "4.5": "completed",
        "6.2": "completed",
    }
    sources = {entry.id for entry in collection.passages}
    assert all((entry.status is None) == (entry.status_source is None) for entry in items)
    assert {entry.status_source for entry in items if entry.status} <= sources


def test_schools_share_an_activity(collection: Collection) -> None:
    """Two förvaltningar each print their share of one activity, on lines 1530 and 1821."""
    linked = {entry.lines[0]: entry for entry in collection.activities if entry.alike}
    assert linked[1530].alike == (linked[1821].id,)
