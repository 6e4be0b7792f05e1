"""What counts as right in an invented document."""

from pathlib import Path

import pytest

from corpus.preview import NO_CATALOGUE
from eval.datasets.documents import InventedDocument, documents
from eval.measures.documents import documents_command, score

_PLAN = """Sandviks kommun

Handlingsplan mot våld 2026–2028

Inledning

Planen gäller hela kommunen.

Mål 1: Våld upptäcks tidigt

Aktivitet: Frågor om våld ställs vid alla nybesök
Ansvarig: Socialnämnden
Tidplan: 2026
"""
_ACTIVITY = {
    "goal": 1,
    "goal_title": "Våld upptäcks tidigt",
    "number": None,
    "title": "Frågor om våld ställs vid alla nybesök",
    "responsible": "Socialnämnden",
    "timeline": "2026",
}
_COVER = {"kind": "plan", "title": "Handlingsplan mot våld", "period": "2026–2028", "municipality": "Sandviks kommun"}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(_PLAN, encoding="utf-8")
    return path


def _scores(plan: Path, *activities: dict[str, object]) -> tuple[int, int, int, int]:
    scores = score(
        InventedDocument("plan.txt", "hand", "txt", {**_COVER, "activities": [*activities]}, plan), NO_CATALOGUE
    )
    assert (scores.cover_right, scores.cover, scores.strangers, scores.edits) == (4, 4, 0, 0)
    return scores.right, scores.fields_right, scores.fields, scores.under


def test_document_read_right_is_all_right(plan: Path) -> None:
    """An activity with its goal and the two fields that it has."""
    assert _scores(plan, _ACTIVITY) == (1, 2, 2, 1)


def test_field_that_only_the_reading_has_is_wrong(plan: Path) -> None:
    """What a document doesn't say counts as much as what it says."""
    assert _scores(plan, {**_ACTIVITY, "timeline": None}) == (1, 1, 2, 1)


def test_other_title_is_another_activity(plan: Path) -> None:
    """A title that goes on in the gold isn't found."""
    assert _scores(plan, {**_ACTIVITY, "title": "Frågor om våld ställs vid alla nybesök på öppenvården"}) == (
        0,
        0,
        0,
        0,
    )


def test_each_document_has_gold_and_many_are_kept_aside(tmp_path: Path) -> None:
    """Ten hands have written them, six both what is looked at and what isn't, two only what isn't; and we our own."""
    splits = {split: list(documents(split, cache=tmp_path)) for split in ("dev", "held", "cases")}
    assert {split: len(found) for split, found in splits.items()} == {"dev": 53, "held": 38, "cases": 25}
    looked_at, aside = ({document.hand for document in splits[split]} for split in ("dev", "held"))
    assert len(looked_at & aside) == 6
    assert aside - looked_at == {"hand8", "hand10"}


def test_held_documents_are_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Totals by format and by hand alone, whatever is asked for."""
    monkeypatch.setenv("PLANASSISTENT_DATA", str(tmp_path))
    held = list(documents("held", cache=tmp_path))
    monkeypatch.setattr("eval.measures.documents.documents", lambda *args, **kwargs: iter(held[:2]))
    said = documents_command(["held", "-v"])
    assert "all" in said
    assert not any(document.name in said or activity["title"] in said
                   for document in held for activity in document.gold["activities"])  # fmt: skip
