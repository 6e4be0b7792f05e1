"""A question → its query: names, conditions and the form of the question, whatever the order and the spelling."""

from dataclasses import replace
from itertools import permutations

import pytest

from assistant.query.parse import Reader, parse
from assistant.query.types import Conditions, CountCondition, FieldCondition, Query
from assistant.query.wording import wording
from corpus.catalogue import load_catalogue
from corpus.ingest import Collection
from corpus.swedish.vocabulary import VOCABULARY
from eval.datasets import DATA
from eval.datasets.queries import sample
from eval.measures.understanding import responsible_units

MKB = "mkb-fastighets-ab"
SEF = "serviceforvaltningen"
MF = "miljoforvaltningen"
FRI = "fritidsforvaltningen"
KUF = "kulturforvaltningen"
SCHOOLS = ("forskoleforvaltningen", "grundskoleforvaltningen", "gymnasie-och-vuxenutbildningsforvaltningen")


@pytest.fixture(scope="session")
def reads(collection: Collection) -> Reader:
    return Reader(collection.catalogue, responsible_units(collection))


def asked(operation: str, subject: str = "activity", quantifier: str = "which", **conditions: object) -> Query:
    return Query(operation, subject, conditions=Conditions(**conditions), quantifier=quantifier)  # type: ignore[arg-type]


CASES = {
    "vilka av kulturförvaltningens aktiviteter har ingen tidplan?": asked(
        "list", organisations=(KUF,), fields=(FieldCondition("timeline", present=False),)
    ),
    "allt i tvåan men inte bolagets": asked("list", goals=(2,), excluded_organisations=(MKB,)),
    "vem har minst under fyran?": asked("least", "organisation", goals=(4,)),
    "har varje förvaltning något eget under mål 1?": asked(
        "who_has", "organisation", "every", goals=(1,), kinds=("own",), excluded_organisations=(MKB,)
    ),
    "vad heter mål 2 egentligen": asked("define", "goal", goals=(2,)),
    "vilka nämnder är med?": asked("list", "board"),
    "hur många är rapporterade som färdiga?": asked("count", statuses=("completed",)),
    "Vilka har samverkansaktiviteter under mål 6?": asked("who_has", "organisation", goals=(6,), kinds=("joint",)),
    "Vilka aktiviteter saknar ansvarig?": asked("list", fields=(FieldCondition("responsible", present=False),)),
    "Vilka av miljöförvaltningens aktiviteter saknar indikator?": asked(
        "list", organisations=(MF,), fields=(FieldCondition("indicator", present=False),)
    ),
    "Vilka aktiviteter är klara?": asked("list", statuses=("completed",)),
    "Vilka aktiviteter är påbörjade?": asked("list", statuses=("ongoing",)),
    "Är några aktiviteter försenade?": asked("list", quantifier="whether", statuses=("delayed",)),
    "Vilken förvaltning har flest aktiviteter?": asked("most", "organisation", excluded_organisations=(MKB,)),
    "Vilken förvaltning eller vilket bolag har flest?": asked("most", "organisation"),
    "Vilket mål har flest aktiviteter?": asked("most", "goal"),
    "Vilka bolag ingår?": asked("list", "organisation", organisations=(MKB,)),
    "Vad är skillnaden mellan mål 3 och mål 4?": asked("compare", "goal", goals=(3, 4)),
    "Lista alla utom MKB under mål 3": asked("list", goals=(3,), excluded_organisations=(MKB,)),
    "När ska MKB vara klar?": asked("when", organisations=(MKB,)),
    "Vilka saknar aktiviteter under mål 6?": asked("who_lacks", "organisation", goals=(6,)),
    "vilka av skolförvaltningarna har inget under sista målet": asked(
        "who_lacks", "organisation", organisations=SCHOOLS, goals=(6,)
    ),
    "vilka har fler aktiviteter än kultur under mål 2": asked(
        "who_has", "organisation", goals=(2,), count=CountCondition("more", than=KUF)
    ),
    "Vilka har aktiviteter under både mål 2 och mål 3?": asked("who_has", "organisation", goals=(2, 3), all_goals=True),
    "fritid o kultur mål 5": asked("list", organisations=(FRI, KUF), goals=(5,)),
    "vilken nämnd beslutar om serviceförvaltningens plan?": asked("list", "board", organisations=(SEF,)),
}  # fmt: skip


@pytest.mark.parametrize("question", CASES)
def test_a_question_is_read_as_its_query(question: str, reads: Reader) -> None:
    """Exactly, and nothing of it is left to search for."""
    assert replace(parse(question, reads), text="") == CASES[question]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Finns det något om hundar?", ("hundar",)),
        ("Vilka saknar aktiviteter om barnrätt?", ("barnratt",)),
        ("Jag är lite nyfiken på en sak, så vad står det i planerna om föräldrastöd?", ("foraldrastod",)),
        ("tack på förhand! vilka aktiviteter har MKB?", ()),
    ],
)
def test_only_the_subject_is_the_topic(question: str, topic: tuple[str, ...], reads: Reader) -> None:
    """Not politeness, nor how somebody came to ask."""
    assert parse(question, reads).topic == topic


def test_the_order_of_conditions_does_not_matter(reads: Reader) -> None:
    """The same parts in any order are the same query."""
    parts = ("hos miljöförvaltningen", "under mål 3", "som är försenade", "utan tidplan")
    queries = {replace(parse(f"Lista alla aktiviteter {' '.join(p)}.", reads), text="") for p in permutations(parts)}
    assert len(queries) == 1
    query = queries.pop()
    assert query.topic == ()
    assert query.conditions.fields == (FieldCondition("timeline", present=False),)


def test_every_wording_of_a_status_is_annotated_and_no_topic(reads: Reader) -> None:
    """Each wording of the vocabulary, put into a question."""
    for entry in VOCABULARY.statuses:
        for said in entry.wordings:
            query = parse(f"Vilka aktiviteter under mål 2 är {said.rstrip('*')}?" if "*" not in said else
                          f"Vilka aktiviteter under mål 2 är {said.replace('*', 'de')}?", reads)  # fmt: skip
            assert query.topic == (), said
            assert query.conditions.statuses or query.conditions.excluded_statuses, said


def test_every_name_of_an_organisation_is_annotated_and_no_topic(reads: Reader) -> None:
    """Name, abbreviation, board and what people say, of a group its members."""
    for organisation in reads.catalogue.organisations:
        names = (organisation.name, organisation.abbreviation, organisation.board, *organisation.other_names)
        for name in names:
            query = parse(f"Vilka aktiviteter har {name} under mål 3?", reads)
            assert (query.conditions.organisations, query.topic) == ((organisation.id,), ()), name
    for group in reads.catalogue.groups:
        for name in group.names:
            query = parse(f"Vilka aktiviteter har {name} under mål 3?", reads)
            meant = query.conditions.organisations if group.means == "all" else query.choices
            assert set(meant) == set(group.members), name


def test_a_query_written_as_a_question_is_read_as_the_same_query(collection: Collection, reads: Reader) -> None:
    """Of queries drawn at random at least 95 of 100; what differs are topics that are words of questions."""
    queries = sample(collection, 150, seed=4)
    same = sum(replace(parse(wording(query, reads.catalogue), reads), text="") == query for query in queries)
    assert same >= 0.95 * len(queries)


def test_names_of_another_municipality_are_read_from_its_catalogue() -> None:
    """Nothing of the shipped collection is known there."""
    catalogue = load_catalogue(DATA / "collections" / "alvsbro")
    query = parse("Vad har byggkontoret och de mjuka förvaltningarna under målet om trygga platser?", Reader(catalogue))
    assert query.conditions.goals == (5,)
    assert len(query.conditions.organisations) == 4
