"""The entry that a document gets: what it says, and nothing that it doesn't."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import load_catalogue
from corpus.drafts import Draft, draft
from corpus.reading.files import split_lines
from corpus.types import Catalogue
from eval.datasets import DATA
from tests.conftest import DOCUMENTS

PLANS = DATA / "plans" / "dev"


@pytest.fixture(scope="module")
def known() -> Catalogue:
    """The shipped catalogue."""
    return load_catalogue(DOCUMENTS)


def read(text: str, known: Catalogue) -> Draft:
    """The draft of a text."""
    return draft(split_lines(text), known)


def test_a_report_says_what_it_is_whose_and_of_when(known: Catalogue) -> None:
    """The cover of a document that is in; its entry was written by hand."""
    text = (DOCUMENTS / "uppfoljning-kvinnofrid-2016-2018.txt").read_text(encoding="utf-8")
    entry = next(entry for entry in known.documents if entry.id == "uppfoljning-kvinnofrid-2016-2018")
    found = read(text, known)
    for field in ("title", "kind", "programme", "organisation", "period", "date", "publisher", "machine_read"):
        assert getattr(found, field) == getattr(entry, field), field
    assert found.unknown == ()


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.txt")), ids=lambda path: path.stem)
def test_nothing_is_said_that_the_document_doesnt_say(path: Path, known: Catalogue) -> None:
    """Plans and other papers of municipalities that nobody has entered: right, or unknown."""
    gold: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["document"]
    found = read(path.read_text(encoding="utf-8"), known)
    kinds = {"plan": "plans", "follow-up": "follow-up", "other": None}
    assert found.title in (gold["title"], None)
    assert found.kind in (kinds[gold["kind"]], None)
    assert found.period is None or "–".join(map(str, found.period)) == gold["period"]
    assert found.programme is None
    assert found.organisation is None
    assert found.municipality is None or found.municipality.startswith(gold["municipality"])


def test_of_the_plans_and_reports_most_is_read(known: Catalogue) -> None:
    """Nine of the eleven papers are plans or reports: kind, period and municipality of each."""
    found = [read(path.read_text(encoding="utf-8"), known) for path in sorted(PLANS.glob("*.txt"))]
    assert [entry.kind for entry in found] == [*["plans"] * 6, None, None, *["follow-up"] * 3]
    assert [entry.period for entry in found] == [
        (2023, 2026), (2025, 2026), (2022, 2025), (2026, 2028), (2024, 2027), (2023, 2026), None, None,
        (2023, 2025), None, (2019, 2022),
    ]  # fmt: skip
    assert all(entry.municipality for entry in found)


def test_owners_that_the_catalogue_doesnt_have_are_named(known: Catalogue) -> None:
    """Not entered: whoever keeps the catalogue knows what they are."""
    found = read("Rymdförvaltningen\nHandlingsplan 2020–2021\n\nInledning\n", known)
    assert (found.unknown, found.organisation, found.period) == (("Rymdförvaltningen",), None, (2020, 2021))


@pytest.mark.parametrize(
    ("cover", "field"),
    [
        pytest.param("Handlingsplan 2020–2021\nGäller 2022–2023", {"period": (2020, 2021)}, id="the title decides"),
        pytest.param("Handlingsplan\nGäller 2020–2021\nÄven 2022–2023", {"period": None}, id="two periods"),
        pytest.param("Handlingsplan\nDnr KS 2020-2021", {"period": None}, id="a number that looks like one"),
        pytest.param("Uppföljning 2024\nDatum: 3 mars 2025", {"date": "2025-03-03"}, id="a date in words"),
        pytest.param("Uppföljning 2023 och 2024", {"date": None}, id="two years"),
        pytest.param("Ersätter: Handlingsplan 2018–2019\nPolicy", {"title": "Policy", "kind": None}, id="the old one"),
    ],
)
def test_of_two_readings_neither_is_taken(cover: str, field: dict[str, Any], known: Catalogue) -> None:
    """Each line by itself."""
    found = read(f"{cover}\n\nInledning\n\nText.", known)
    assert {name: getattr(found, name) for name in field} == field


BESIDE = ["Socialnämnden, Ekby kommun", "Socialnämnden i Ekby kommun", "Ekby kommun, socialnämnden", "Ekby kommun"]


@pytest.mark.parametrize("line", BESIDE)
def test_municipality_may_stand_beside_its_board(line: str, known: Catalogue) -> None:
    """On the cover, before or after it."""
    assert read(f"Handlingsplan 2025\n\n{line}\n\nInledning\n", known).municipality == "Ekby kommun"


def test_board_of_another_municipality_is_unknown_whoever_has_its_name(known: Catalogue) -> None:
    """Malmö has a kulturnämnd too."""
    found = read("Uppföljning 2025\n\nKulturnämnden, Ekby kommun\n\nInledning\n", known)
    assert (found.organisation, [name.lower() for name in found.unknown]) == (None, ["kulturnämnden"])
