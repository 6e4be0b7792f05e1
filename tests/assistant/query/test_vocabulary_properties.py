"""Whatever the vocabulary and the catalogue call by a name is annotated in a question, and never its topic."""

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest

from assistant.answer import Assistant
from assistant.query.parse import Reader, parse
from assistant.query.recognise.grammar import FIELDS
from assistant.query.types import Conditions, FieldCondition, Query
from assistant.query.wording import wording
from corpus.ingest import Collection
from corpus.swedish.vocabulary import VOCABULARY
from eval.datasets import DATA
from eval.datasets.queries import sample
from eval.datasets.query_files import read_collection
from eval.measures.strangers.understanding import responsible_units
from tests.queries import found

ALVSBRO = str(DATA / "collections" / "alvsbro")


@pytest.fixture(scope="session", params=["shipped", "alvsbro"])
def held(request: pytest.FixtureRequest, collection: Collection) -> Collection:
    """The shipped collection, and that of an invented municipality."""
    return collection if request.param == "shipped" else read_collection(ALVSBRO)


@pytest.fixture(scope="session")
def reads(held: Collection) -> Reader:
    return Reader(held.catalogue, responsible_units(held))


def test_every_organisation_and_board_is_annotated(reads: Reader) -> None:
    """By name, abbreviation, board and what people say."""
    for entry in reads.catalogue.organisations:
        for name in (entry.name, entry.abbreviation, entry.board, *entry.other_names):
            query = parse(f"Vilka aktiviteter har {name} under mål 3?", reads)
            assert (query.conditions.organisations, query.topic) == ((entry.id,), ()), name


def test_every_group_is_annotated(reads: Reader) -> None:
    """As all of its members, or as one of them that is asked back for."""
    for group in reads.catalogue.groups:
        for name in group.names:
            query = parse(f"Vilka aktiviteter har {name} under mål 3?", reads)
            meant = query.conditions.organisations if group.means == "all" else query.choices
            assert (set(meant), query.topic) == (set(group.members), ()), name


def test_every_goal_is_annotated_by_number_and_by_wording(reads: Reader) -> None:
    """Of the programme in force; a wording is led up to by "målet"."""
    latest = max(reads.catalogue.programmes, key=lambda entry: entry.period)
    for goal in latest.goals:
        for said in (
            f"mål {goal.number}",
            f"målet ”{goal.title}”",
            f"målet om {goal.title[0].lower()}{goal.title[1:]}",
        ):
            if goal.number is not None and not (said.startswith("målet om") and goal.title.startswith("Ingen")):
                query = parse(f"Hur många aktiviteter finns under {said}?", reads)
                assert (query.conditions.goals, query.topic) == ((goal.number,), ()), said


def test_every_programme_is_annotated(reads: Reader) -> None:
    """By title and by years."""
    for programme in reads.catalogue.programmes:
        query = parse(f"Vilka mål har {programme.title} {programme.period[0]}–{programme.period[1]}?", reads)
        assert (query.scope.programmes in ((programme.id,), ()), query.topic) == (True, ()), programme.title


def test_every_kind_is_annotated(reads: Reader) -> None:
    """In each of its wordings before the noun."""
    said = {
        "own": ["egna", "verksamhetsspecifika"],
        "joint": ["gemensamma"],
        "city-wide": ["stadsövergripande", "kommunövergripande"],
    }
    for kind, words in said.items():
        for word in words:
            query = parse(f"Hur många {word} aktiviteter finns under mål 2?", reads)
            assert (query.conditions.kinds, query.topic) == ((kind,), ()), word


def test_every_status_is_annotated(reads: Reader) -> None:
    """In every wording, the open ones with an ending."""
    for entry in VOCABULARY.statuses:
        for wording_ in entry.wordings:
            query = parse(f"Vilka aktiviteter under mål 2 är {wording_.replace('*', 'de')}?", reads)
            assert query.topic == (), wording_
            assert query.conditions.statuses or query.conditions.excluded_statuses, wording_


def test_every_field_is_annotated_there_and_missing(reads: Reader) -> None:
    """By what questions call it."""
    called = {
        "responsible": ["ansvarig", "utpekad ansvarig", "utförare"],
        "timeline": ["tidplan", "tidsplan", "slutdatum", "deadline"],
        "indicator": ["indikator", "mått", "nyckeltal"],
        "results": ["resultat", "utfall"],
        "follow_up_planned": ["plan för uppföljning", "uppföljningsplan", "planerad uppföljning"],
    }
    assert set(called) == set(FIELDS)
    for field, words in called.items():
        for word in words:
            for said, present in ((f"saknar {word}", False), (f"har {word}", True)):
                query = parse(f"Vilka aktiviteter under mål 1 {said}?", reads)
                expected = (FieldCondition(field, present=present),)  # type: ignore[arg-type]
                assert (query.conditions.fields, query.topic) == (expected, ()), (word, said)


def test_the_order_of_conditions_does_not_matter(reads: Reader) -> None:
    """Any order of the same parts is the same query."""
    name = reads.catalogue.organisations[0].name
    for parts in (
        (f"hos {name}", "under mål 3", "som är försenade", "utan tidplan"),
        (f"utom hos {name}", "under mål 2 och 4", "som inte är klara"),
        ("under mål 1", "med indikator", "år 2025", "som har följts upp"),
    ):
        read = {replace(parse(f"Lista alla aktiviteter {' '.join(p)}.", reads), text="") for p in permutations(parts)}
        assert len(read) == 1, parts
        assert read.pop().topic == ()


@pytest.mark.parametrize("seed", [4, 11, 23])
def test_a_query_written_as_a_question_is_read_as_the_same_query(seed: int, held: Collection, reads: Reader) -> None:
    """Of queries drawn at random at least 95 of 100; what differs are topics that are words of questions."""
    queries = sample(held, 120, seed=seed)
    read = (parse(wording(query, reads.catalogue), reads) for query in queries)
    same = sum(replace(found, text="", need=query.need) == query for found, query in zip(read, queries, strict=True))
    assert same >= 0.95 * len(queries)


Narrowing = Callable[[Conditions, random.Random], Conditions]
FILTERS: tuple[Narrowing, ...] = (
    lambda c, r: replace(c, goals=(r.choice(c.goals or (1, 2, 3, 4, 5, 6)),)),
    lambda c, r: replace(c, kinds=(r.choice(c.kinds or ("own", "joint")),)),
    lambda c, r: replace(c, statuses=c.statuses or (r.choice(("completed", "ongoing")),)),
    lambda c, r: replace(c, followed_up=True) if c.followed_up is None else c,
    lambda c, r: replace(c, fields=(*c.fields, FieldCondition(r.choice(FIELDS), present=r.random() < 0.5))),
    lambda c, r: replace(c, excluded_goals=(*c.excluded_goals, r.randrange(1, 7))),
    lambda c, r: replace(c, years=c.years or (2024,)),
)


def test_adding_a_filter_never_adds_records(assistant: Assistant) -> None:
    """Of lists drawn at random, each narrowed in each way."""
    drawn = random.Random(7)
    queries = [q for q in sample(assistant.index.collection, 150, seed=7) if q.operation in ("list", "count")]
    tried = 0
    for query in (q for q in queries if q.subject == "activity" and not q.conditions.count):
        whole = set(found(_listed(query), assistant).activities)
        for narrow in FILTERS:
            narrowed = replace(_listed(query), conditions=narrow(query.conditions, drawn))
            assert set(found(narrowed, assistant).activities) <= whole, narrowed
            tried += 1
    assert tried > 50


def _listed(query: Query) -> Query:
    return replace(query, operation="list", quantifier="which", topic=())


def test_those_that_do_not_meet_it_are_all_without_those_that_do(assistant: Assistant) -> None:
    """Where it is asked whether every record meets something, the answer are the exceptions."""
    indicator = Conditions(fields=(FieldCondition("indicator"),))
    every = records_found_ids(Query("list", quantifier="every", conditions=indicator), assistant)
    assert every == records_found_ids(Query("list"), assistant) - records_found_ids(
        Query("list", conditions=indicator), assistant
    )


def records_found_ids(query: Query, assistant: Assistant) -> set[str]:
    return set(found(query, assistant).activities)
