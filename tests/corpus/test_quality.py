"""How well a document is read: the share of words whose reading is certain, per passage and per page."""

import pytest

from corpus.ingest import Collection
from corpus.quality import certain_share, lines_quality, sheet_qualities
from corpus.types import Line


@pytest.mark.parametrize(
    ("text", "unsure", "share"),
    [
        ("ett två tre fyra", (), 1.0),
        ("ett två tre fyra", ((4, 7),), 0.75),
        ("ett två tre fyra", ((4, 7), (8, 11)), 0.5),
        ("ett två tre fyra", ((3, 4),), 1.0),
        ("", (), 1.0),
    ],
)
def test_quality_is_the_share_of_words_that_no_unsure_stretch_touches(
    text: str, unsure: tuple[tuple[int, int], ...], share: float
) -> None:
    """A stretch between words touches none."""
    assert certain_share(text, unsure) == share


def test_each_sheet_has_its_own_quality() -> None:
    """Two sheets, an unsure word on the second; lines without a sheet are left out."""
    lines = [
        Line(1, 0, "ett två", "ett två", sheet=1),
        Line(2, 8, "tre fyra", "tre fyra", sheet=2, unsure=((0, 3),)),
        Line(3, 17, "fem", "fem"),
    ]
    assert sheet_qualities(lines) == {1: 1.0, 2: 0.5}
    assert lines_quality(lines) == 0.8


def test_the_clean_reports_are_certain_and_the_scan_is_not(collection: Collection) -> None:
    """At most one damaged word of a report is unsure, and one in twenty of the scan."""
    quality = {document.id: lines_quality(collection.lines[document.id]) for document in collection.documents}
    assert quality["uppfoljning-asf-fri-fran-vald-2024"] == 1.0
    assert quality["uppfoljning-kvinnofrid-2016-2018"] >= 0.999
    assert 0.94 < quality["handlingsplaner-fri-fran-vald-2022-2026"] < 1
