"""Queries put to the table: whole sets, empty ones, counts, most and least, missing fields, statuses, set algebra.

Expected values are written out from the documents (``eval/datasets/data/gold/structure*.json`` has them all).
"""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.answer import Assistant
from assistant.query.types import Conditions, CountCondition, FieldCondition, Query, Scope
from assistant.retrieve.structured import decided_by_records
from assistant.types import Finding
from tests.queries import (
    ASF,
    FGK,
    FRI,
    FSF,
    FSKF,
    GRF,
    GYVF,
    HVOF,
    KUF,
    KVINNOFRID,
    MF,
    MKB,
    SBK,
    SEF,
    STK,
    asked,
    found,
)


def lines(finding: Finding, assistant: Assistant) -> list[int]:
    """The first lines of the activities found."""
    return [assistant.index.activities[entry].lines[0] for entry in finding.activities]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param(asked("list", organisations=(SEF,), goals=(3,)), [3090, 3099], id="one's under a goal"),
        pytest.param(asked("list", organisations=(MF,)), [2466, 2477, 2505, 2515, 2557], id="one's"),
        pytest.param(
            asked("list", fields=(FieldCondition("timeline", value="hösten 2023"),)), [1546, 2711], id="one time"
        ),
        pytest.param(asked("list", organisations=(MKB,), kinds=("joint",), goals=(6,)), [3583], id="kind"),
        pytest.param(asked("list", organisations=(MKB,), excluded_kinds=("joint",), goals=(6,)), [3589], id="but kind"),
        pytest.param(
            asked("list", organisations=(MF,), fields=(FieldCondition("indicator", False),)),
            [2466, 2505, 2557], id="field missing",
        ),
        pytest.param(
            asked("list", organisations=(MF,), fields=(FieldCondition("timeline"),)),
            [2466, 2477, 2505, 2515], id="field given",
        ),
        pytest.param(
            asked("list", fields=(FieldCondition("responsible", value="hr enheten"),)),
            [1837, 2505, 2711, 2750], id="responsible in any wording",
        ),
        pytest.param(
            asked("list", fields=(FieldCondition("responsible", value="elevhalsan"),)), [1821, 1921], id="inflected",
        ),
        pytest.param(
            asked("list", fields=(FieldCondition("responsible", value="enheten for trygghet och samordnad tillsyn"),)),
            [2466], id="in a compound",
        ),
        pytest.param(asked("list", statuses=("completed",)), [225, 282], id="completed"),
        pytest.param(asked("list", statuses=("ongoing",)), [116, 204], id="ongoing"),
        pytest.param(asked("list", statuses=("delayed",)), [], id="none delayed"),
        pytest.param(asked("list", organisations=(HVOF,), goals=(5,)), [], id="a goal binds"),
        pytest.param(asked("list", organisations=(SEF, MKB), goals=(6,)), [3583, 3589], id="two owners"),
        pytest.param(asked("list", organisations=(MKB,), excluded_goals=(2, 3)), [3583, 3589], id="but goals"),
        pytest.param(
            asked("list", kinds=("city-wide",)), [78, 110, 140, 143, 189, 192, 238], id="city-wide, once each",
        ),
        pytest.param(asked("list", kinds=("city-wide",), organisations=(STK,)), [78, 143, 189, 192], id="performed by"),
        pytest.param(asked("list", organisations=(SBK,), years=(2023,)), [2711, 2750], id="year"),
        pytest.param(asked("who", organisations=(MF,), goals=(3,)), [2466, 2477], id="who"),
        pytest.param(asked("when", organisations=(MF,), goals=(4,)), [2505, 2515], id="when"),
        pytest.param(asked("list", organisations=(STK,), followed_up=True), [], id="not followed up"),
    ],
)  # fmt: skip
def test_the_set_is_whole_and_nothing_else(query: Query, expected: list[int], assistant: Assistant) -> None:
    """In the order of the documents."""
    assert lines(found(query, assistant), assistant) == expected


@pytest.mark.parametrize(
    ("query", "number"),
    [
        pytest.param(asked("count"), 107, id="all"),
        pytest.param(asked("count", kinds=("own",)), 77, id="own"),
        pytest.param(asked("count", kinds=("joint",)), 30, id="joint"),
        pytest.param(asked("count", organisations=(ASF,)), 20, id="one's"),
        pytest.param(asked("count", goals=(1,)), 33, id="a goal's"),
        pytest.param(asked("list", goals=(3,), excluded_organisations=(MKB,)), 18, id="all but one"),
        pytest.param(asked("list", goals=(2, 6)), 24, id="two goals"),
        pytest.param(asked("list", goals=(2, 3), all_goals=True), 26, id="of those with both"),
        pytest.param(asked("count", followed_up=True), 20, id="followed up"),
        pytest.param(asked("count", followed_up=False), 87, id="not followed up"),
        pytest.param(asked("count", kinds=("follow-up",)), 20, id="reports"),
        pytest.param(asked("list", excluded_statuses=("completed",), organisations=(ASF,)), 18, id="not completed"),
    ],
)
def test_a_count_counts_own_and_joint_activities(query: Query, number: int, assistant: Assistant) -> None:
    """Unless another kind is asked for; what is city-wide and what is reported never count as commitments."""
    assert len(found(query, assistant).activities) == number


@pytest.mark.parametrize(
    ("query", "has"),
    [
        pytest.param(asked("who_has", "organisation", goals=(6,), kinds=("joint",)), [FSF, FSKF, FRI, MKB], id="kind"),
        pytest.param(
            asked("who_has", "organisation", goals=(2, 3), all_goals=True),
            [ASF, FSF, HVOF, FSKF, MKB], id="both goals",
        ),
        pytest.param(
            asked("who_has", "organisation", goals=(1,), excluded_goals=(6,)),
            [GRF, GYVF, KUF, STK], id="one, not other",
        ),
        pytest.param(
            asked("who_has", "organisation", count=CountCondition("at_least", 17)), [ASF, HVOF, FSKF], id="at least",
        ),
        pytest.param(
            asked("who_has", "organisation", count=CountCondition("at_least", 17, at_most=19)), [HVOF, FSKF],
            id="at least and at most",
        ),
        pytest.param(
            asked("who_has", "organisation", goals=(3,), count=CountCondition("more", than=SEF)),
            [ASF, MKB], id="more than",
        ),
        pytest.param(
            asked("who_has", "organisation", goals=(2,), count=CountCondition("more", than=STK)), [], id="none",
        ),
        pytest.param(asked("most", "organisation"), [ASF], id="most"),
        pytest.param(asked("most", "organisation", goals=(2,)), [HVOF, STK], id="most, tied"),
        pytest.param(asked("least", "organisation"), [FGK], id="least"),
        pytest.param(
            asked("least", "organisation", goals=(4,)), [GRF, GYVF, FRI, KUF, FGK, MKB], id="least is none",
        ),
        pytest.param(
            asked("least", "organisation", goals=(4,), organisations=(ASF, MF, SBK, SEF)),
            [SBK, SEF], id="least of some",
        ),
    ],
)  # fmt: skip
def test_who_has_is_decided_for_everyone(query: Query, has: list[str], assistant: Assistant) -> None:
    """Those who have it by name, all others have not."""
    coverage = found(query, assistant).coverage
    assert coverage is not None
    assert list(coverage.has) == has
    assert len(coverage.has) + len(coverage.has_not) == coverage.of
    assert coverage.complete


def test_who_lacks_is_shown_by_headings(assistant: Assistant) -> None:
    """Seven have nothing under goal 6, each with the place that shows it."""
    finding = found(asked("who_lacks", "organisation", goals=(6,)), assistant)
    assert finding.coverage is not None
    assert set(finding.coverage.has_not) == {GRF, GYVF, KUF, SBK, FGK, SEF, STK}
    assert finding.activities == ()
    assert {(hit.passage.kind, hit.passage.goal) for hit in finding.hits} == {("heading", 6)}
    assert {hit.passage.organisation for hit in finding.hits} == set(finding.coverage.has_not)


def test_an_empty_set_is_shown_to_be_empty(assistant: Assistant) -> None:
    """The heading under which nothing stands, and what is city-wide beside it."""
    finding = found(asked("list", organisations=(FGK,), goals=(1,)), assistant)
    assert finding.outcome == "says_none"
    assert [(hit.passage.kind, hit.passage.goal, hit.passage.organisation) for hit in finding.hits] == [
        ("heading", 1, FGK)
    ]
    assert {passage.kind for passage in finding.city_wide} == {"city-wide"}


def test_goals_are_counted_and_ranked(assistant: Assistant) -> None:
    """Goal 1 has most, 5 and 6 fewest."""
    most = found(asked("most", "goal"), assistant)
    assert {tally.title: tally.count for tally in most.tallies if tally.meets} == {
        "Staden bedriver ett verkningsfullt våldsförebyggande arbete": 33
    }
    assert [tally.count for tally in most.tallies] == [33, 13, 23, 16, 11, 11]
    least = found(asked("least", "goal"), assistant)
    assert [tally.meets for tally in least.tallies] == [False, False, False, False, True, True]


def test_goals_without_an_organisations_activities(assistant: Assistant) -> None:
    """MKB has something under 2, 3 and 6."""
    finding = found(asked("who_lacks", "goal", organisations=(MKB,)), assistant)
    assert [tally.key[-1] for tally in finding.tallies if not tally.meets] == ["1", "4", "5"]


def test_a_status_is_known_of_what_is_followed_up_only(assistant: Assistant) -> None:
    """Two of twenty are reported completed; of the others nobody can say, so it isn't complete."""
    finding = found(asked("list", statuses=("completed",)), assistant)
    assert finding.coverage is not None
    assert finding.basis is not None
    assert (finding.basis.records, finding.basis.followed) == (107, 20)
    assert finding.coverage.has == (ASF,)
    assert len(finding.coverage.unclear) == 13
    assert not finding.coverage.complete
    assert found(asked("list", organisations=(MKB,), statuses=("delayed",)), assistant).outcome == "nothing_found"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        pytest.param(asked("list", "organisation", organisations=(MKB,)), ["MKB Fastighets AB"], id="bolag"),
        pytest.param(asked("list", "board", organisations=(FGK,)), ["Tekniska nämnden"], id="board"),
        pytest.param(asked("define", "goal", goals=(5,)), ["Mål 5"], id="goal"),
        pytest.param(asked("compare", "goal", goals=(3, 4)), ["Mål 3", "Mål 4"], id="goals"),
        pytest.param(asked("define", defined="asf"), ["Arbetsmarknads- och socialförvaltningen"], id="abbreviation"),
        pytest.param(asked("define", defined="hrv"), ["HRV"], id="written out in a document"),
        pytest.param(
            asked("list", "programme"),
            [
                "Fri från våld – en gemensam angelägenhet 2022–2026",
                "Plan för kvinnofrid och mot våld i nära relation 2016–2018",
            ],
            id="programmes",
        ),
    ],
)
def test_the_collection_itself_is_told(query: Query, names: list[str], assistant: Assistant) -> None:
    """By name, in the order of the catalogue."""
    assert [entry.name for entry in found(query, assistant).entries] == names


def test_a_goal_is_defined_by_its_wording_and_what_stands_under_it(assistant: Assistant) -> None:
    """Eleven activities, and the heading that prints it first of all."""
    finding = found(asked("define", "goal", goals=(5,)), assistant)
    assert finding.entries[0].detail == "Stadens arbete bygger på aktuell kunskap och forskning"
    assert len(finding.activities) == 11
    assert finding.hits[0].passage.kind == "heading"


def test_programmes_stand_beside_each_other(assistant: Assistant) -> None:
    """Six goals each; the one that is named and the one in force."""
    finding = found(asked("compare", "programme", scope=Scope(programmes=(KVINNOFRID,))), assistant)
    assert [sum(entry.group == group for entry in finding.entries) for group in
            dict.fromkeys(entry.group for entry in finding.entries)] == [6, 6]  # fmt: skip


def test_only_what_leaves_nothing_to_search_for_is_decided_by_the_records(assistant: Assistant) -> None:
    """A topic is searched, and so is a question that asks for nothing in particular."""
    assert decided_by_records(asked("list", goals=(1,)), assistant.records)
    assert decided_by_records(asked("find", organisations=(MKB,)), assistant.records)
    searched = replace(asked("list", goals=(1,)), topic=("utbildning",))
    assert not decided_by_records(searched, assistant.records)
    assert not decided_by_records(Query(), assistant.records)


def test_what_is_not_in_the_catalogue_is_not_found(assistant: Assistant) -> None:
    """Rather than that all activities are listed."""
    finding = found(Query("list", unknown=("mål 9",)), assistant)
    assert (finding.outcome, finding.activities) == ("nothing_found", ())


def _drawn(seed: int) -> Iterator[tuple[Conditions, Conditions]]:
    """Conditions at random, and the same with one more."""
    draw = random.Random(seed)
    for _ in range(60):
        some = Conditions(
            organisations=tuple(draw.sample([ASF, FSF, MKB, STK, SEF, MF], draw.randint(0, 3))),
            goals=tuple(draw.sample(range(1, 7), draw.randint(0, 3))),
            kinds=tuple(draw.sample(["own", "joint", "city-wide"], draw.randint(0, 2))),
        )
        choices: list[dict[str, Any]] = (
            [
                {"fields": (FieldCondition("timeline", draw.random() < 0.5),)}, {"years": (draw.choice([2022, 2023]),)},
                {"followed_up": draw.random() < 0.5}, {"statuses": ("ongoing",)},
                {"excluded_goals": (draw.randint(1, 6),)},
                {"excluded_organisations": (draw.choice([ASF, MKB]),)}, {"excluded_kinds": ("joint",)},
            ]
        )  # fmt: skip
        yield some, replace(some, **draw.choice(choices))


def test_adding_a_condition_never_adds_records_and_their_order_means_nothing(assistant: Assistant) -> None:
    """Over conditions drawn at random, which the table and a plain loop answer the same."""
    for some, narrower in _drawn(15):
        whole = set(found(Query("list", conditions=some), assistant).activities)
        assert set(found(Query("list", conditions=narrower), assistant).activities) <= whole
        turned = replace(some, organisations=some.organisations[::-1], goals=some.goals[::-1], kinds=some.kinds[::-1])
        assert found(Query("list", conditions=turned), assistant).activities == tuple(
            entry.id
            for entry in assistant.index.collection.activities
            if entry.kind in (some.kinds or ("own", "joint"))
            and (not some.goals or entry.goal in some.goals)
            and (not some.organisations or {entry.organisation, *entry.performed_by} & set(some.organisations))
        )


def test_the_table_answers_within_milliseconds(assistant: Assistant) -> None:
    """Far below what understanding and the table may take together."""
    query = asked("who_has", "organisation", goals=(1,), excluded_goals=(6,))
    found(query, assistant)
    started = time.perf_counter()
    for _ in range(20):
        found(query, assistant)
    assert (time.perf_counter() - started) / 20 < 0.01


def test_what_a_report_leaves_out_is_of_whose_report_it_is(assistant: Assistant) -> None:
    """The report on ASF's plan speaks of all that ASF has; what nobody reports on is none of its omissions."""
    report = Scope(documents=("uppfoljning-asf-fri-fran-vald-2024",))
    left_out = found(asked("list", followed_up=False, scope=report), assistant)
    assert (left_out.outcome, left_out.activities) == ("says_none", ())


def test_what_is_not_followed_up_of_a_plan_is_what_no_report_speaks_of(assistant: Assistant) -> None:
    """A plan leaves nothing out: what is on it and hasn't been followed up is meant."""
    plan = Scope(documents=("handlingsplaner-fri-fran-vald-2022-2026",))
    unfollowed = found(asked("list", followed_up=False, scope=plan), assistant).activities
    assert 0 < len(unfollowed) < len(found(asked("list", scope=plan), assistant).activities)
    assert set(unfollowed) <= set(found(asked("list", followed_up=False), assistant).activities)


@pytest.mark.parametrize(
    ("question", "line", "said"),
    [
        pytest.param(
            "Är ekonomiskt stöd till ideella organisationer genomfört?",
            282,
            "Senast rapporterat: slutförd.",
            id="status",
        ),
        pytest.param("Vilken aktivitet är punkt 4.4 i uppföljningen 2024?", 216, "en aktivitet", id="numbered"),
    ],
)
def test_one_activity_is_answered_by_that_alone(question: str, line: int, said: str, assistant: Assistant) -> None:
    """And not by others near it."""
    answer = assistant.answer(question)
    assert [assistant.index.activities[entry].lines[0] for entry in answer.activities] == [line]
    assert said in answer.summary.text
