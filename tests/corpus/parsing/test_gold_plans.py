"""Whole plans against gold written by hand: ours, the shapes that were looked at, and those that never were."""

import json
from dataclasses import replace
from typing import Any

import pytest

from corpus.ingest import Collection
from corpus.parsing.document import Structure, structure
from eval.datasets import DATA
from eval.datasets.plans import read_file
from eval.measures.reading.structure import score

PLANS = DATA / "plans"
MALMO = "handlingsplaner-fri-fran-vald-2022-2026"


def test_malmo_plans_against_our_own_gold(collection: Collection) -> None:
    """Lines 1 to 2358, as they are in the collection."""
    gold = json.loads((DATA / "gold" / "structure-dev.json").read_text(encoding="utf-8"))
    document = next(entry for entry in collection.documents if entry.id == MALMO)
    found = structure(document, collection.lines[MALMO], collection.catalogue)
    total = score(found, gold, collection.catalogue)[-1]
    assert total.owner_right == 1.0
    assert total.f1 is not None
    assert total.f1 >= 0.98
    assert total.fields_right == 1.0


def test_contents_lists_belong_to_the_plan_after_them(collection: Collection) -> None:
    """The rests of lists on lines 292, 2794 and 3169 open their plans; a cover opens line 1658."""
    starts = [plan.lines[0] for plan in collection.plans if plan.document == MALMO]
    assert {292, 1658, 2794, 3169} <= set(starts)


def test_printed_pages_of_the_malmo_plans(collection: Collection) -> None:
    """One footer says 2(11) and eleven sheets follow; a contents list puts goal 4 on page 9; others none."""
    lines = collection.lines[MALMO]
    assert (lines[732].page, lines[774].page, lines[1166].page) == (1, 2, 11)
    assert (lines[354].page, lines[634].page, lines[731].page) == (4, 9, 12)
    assert {line.page for line in lines[:291]} == {None}


def named_as_in(gold: dict[str, Any], found: Structure) -> Structure:
    """What was found, its goals known by their titles where the gold has no numbers for them (letters)."""
    if any(entry["goal"] is not None for plan in gold["plans"] for entry in plan["activities"]):
        return found
    return replace(found, activities=tuple(replace(entry, goal=None) for entry in found.activities))


FLOORS = [
    ("dev/handlingsplan-almvik-2023-2026.txt", 0.98, 0.95),
    ("dev/handlingsplaner-norrsala-2024-2027.txt", 0.98, 0.95),
    ("dev/handlingsplaner-norrsala-2024-2027.md", 0.98, 0.95),
    ("dev/handlingsplan-bjorkange-2022-2025.txt", 0.98, 0.95),
    ("dev/handlingsplaner-storkila-2023-2026.txt", 0.98, 0.95),
    ("dev/uppfoljning-2024-ekhamra.txt", 0.98, 0.95),
    ("dev/uppfoljning-2024-ekhamra.md", 0.98, 0.95),
    ("dev/handlingsplan-alstad-2025-2026.txt", 0.98, 0.95),
    ("dev/handlingsplan-ekby-2025-2027.md", 0.98, 0.95),
    ("dev/handlingsplan-lunda-2024-2027.md", 0.98, 0.95),
    ("dev/handlingsplan-risberga-2026-2028.txt", 0.98, 0.95),
    ("dev/handlingsplaner-hultby-2025-2028.md", 0.98, 0.95),
    ("dev/uppfoljning-2025-sjomark.txt", 0.98, 0.95),
]
HELD_OUT = [
    ("held-out/handlingsplan-kvarnsele-2025-2028.txt", 0.88, 0.95),
    ("held-out/handlingsplan-vidkarr-2024-2028.txt", 0.98, 0.95),
    ("held-out/handlingsplaner-hagelbro-2025-2027.txt", 0.33, 0.95),
    ("held-out/uppfoljning-2025-lindmora.txt", 0.66, 0.95),
    ("held-out/uppfoljning-2025-lindmora.md", 0.66, 0.95),
    ("held-out/handlingsplan-furulida-2025-2027.md", 0.98, 0.95),
    ("held-out/handlingsplan-mossbro-2025-2026.txt", 0.98, 0.95),
    ("held-out/handlingsplan-ravnsele-2024-2026.md", 0.98, 0.95),
    ("held-out/handlingsplaner-stenvalla-2025-2028.txt", 0.98, 0.95),
    ("held-out/uppfoljning-2025-eklanda.md", 0.98, 0.95),
]


@pytest.mark.parametrize(("name", "f1", "fields"), HELD_OUT, ids=[entry[0] for entry in HELD_OUT])
def test_held_out_plans_keep_what_was_reached_unseen(name: str, f1: float, fields: float) -> None:
    """The parser has never been fitted to them; what falls short of the others is still to be done."""
    found, gold, known = read_file(PLANS / name)
    total = score(named_as_in(gold, found), gold, known)[-1]
    assert total.f1 is not None
    assert total.f1 >= f1
    assert total.fields_right is not None
    assert total.fields_right >= fields


@pytest.mark.parametrize(("name", "f1", "fields"), FLOORS, ids=[entry[0] for entry in FLOORS])
def test_plans_of_other_shapes_reach_their_floor(name: str, f1: float, fields: float) -> None:
    """The score reached, a little below: no change may lose it unnoticed."""
    found, gold, known = read_file(PLANS / name)
    total = score(found, gold, known)[-1]
    assert total.owner_right == 1.0
    assert total.f1 is not None
    assert total.f1 >= f1
    assert total.fields_right is not None
    assert total.fields_right >= fields


@pytest.mark.parametrize(
    "name",
    ["dev/riktlinje-skyddade-personuppgifter-almvik.txt", "dev/protokollsutdrag-sorlanna-2024-06-12.txt"],
)
def test_documents_of_another_kind_hold_no_plan(name: str) -> None:
    """Nothing is made of what is no plan."""
    found, _, _ = read_file(PLANS / name)
    assert (found.plans, found.activities) == ((), ())
