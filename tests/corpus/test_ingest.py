"""The real documents' plans: all fourteen, whose they are, and the activities in them."""

from collections import Counter

from corpus.ingest import Collection


def test_the_fourteen_plans_have_their_owners(collection: Collection) -> None:
    """In the order of the document; owners stand on covers, in footers or only in running text."""
    plans = [plan for plan in collection.plans if plan.document == "handlingsplaner-fri-fran-vald-2022-2026"]
    assert [plan.organisation for plan in plans] == [
        "arbetsmarknads-och-socialforvaltningen",
        "funktionsstodsforvaltningen",
        "halsa-vard-och-omsorgsforvaltningen",
        "forskoleforvaltningen",
        "grundskoleforvaltningen",
        "gymnasie-och-vuxenutbildningsforvaltningen",
        "fritidsforvaltningen",
        "kulturforvaltningen",
        "miljoforvaltningen",
        "stadsbyggnadskontoret",
        "fastighets-och-gatukontoret",
        "serviceforvaltningen",
        "stadskontoret",
        "mkb-fastighets-ab",
    ]


def test_the_boards_follow_from_the_owners(collection: Collection) -> None:
    """The board decides the plan and is its author in a reference."""
    boards = {plan.organisation: plan.board for plan in collection.plans}
    assert boards["fastighets-och-gatukontoret"] == "Tekniska nämnden"
    assert boards["mkb-fastighets-ab"] == "Styrelsen för MKB Fastighets AB"


def test_the_seven_city_wide_activities_are_one_record_each(collection: Collection) -> None:
    """Every plan prints them; the text names who performs them."""
    found = [activity for activity in collection.activities if activity.kind == "city-wide"]
    assert [(activity.goal, activity.performed_by, len(activity.printed_in)) for activity in found] == [
        (1, ("stadskontoret",), 14),
        (2, ("arbetsmarknads-och-socialforvaltningen",), 14),
        (3, ("arbetsmarknads-och-socialforvaltningen",), 14),
        (3, ("stadskontoret",), 14),
        (4, ("stadskontoret",), 14),
        (4, ("stadskontoret",), 14),
        (5, ("arbetsmarknads-och-socialforvaltningen",), 14),
    ]
    assert {activity.organisation for activity in found} == {None}


def test_an_activity_has_its_place_and_what_its_labels_say(collection: Collection) -> None:
    """Lines 2711 to 2727: title, body and three labelled fields."""
    activity = next(entry for entry in collection.activities if entry.id.endswith(".L2711"))
    assert (activity.organisation, activity.goal, activity.kind) == ("stadsbyggnadskontoret", 3, "own")
    assert (activity.title_lines, activity.lines) == ((2711, 2711), (2711, 2727))
    assert activity.responsible is not None
    assert activity.responsible.startswith("HR-enheten ansvarar")
    assert activity.status is None


def test_the_follow_up_has_its_twenty_numbered_items(collection: Collection) -> None:
    """Two of them have more than one passage, none is a commitment."""
    found = [entry for entry in collection.activities if entry.document == "uppfoljning-asf-fri-fran-vald-2024"]
    assert Counter(entry.goal for entry in found) == {1: 3, 2: 2, 3: 5, 4: 5, 5: 3, 6: 2}
    assert found[0].number == "1.1"
    assert {entry.kind for entry in found} == {"follow-up"}


def test_an_organisation_without_activities_under_a_goal_has_the_empty_heading(
    collection: Collection,
) -> None:
    """Fastighets- och gatukontoret has nothing of its own under goal 1: lines 2868 to 2870 show it."""
    plan = next(plan for plan in collection.plans if plan.organisation == "fastighets-och-gatukontoret")
    inside = [entry for entry in collection.activities if entry.plan == plan.id and entry.kind != "city-wide"]
    assert inside == []
    headings = [entry.lines for entry in collection.passages if entry.plan == plan.id and entry.goal == 1]
    assert (2868, 2870) in headings
