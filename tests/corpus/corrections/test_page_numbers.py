"""A person says which numbers are printed on a file's pages: sources say so, and what no longer fits is told."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.corrections.changes import key_of, take_correction
from corpus.corrections.file import load_corrections
from corpus.corrections.gold import gold_of
from corpus.ingest import Part
from corpus.types import CorrectedValue, Correction, Span
from tests.tiny import PLAN, add_document, read_plan

# A cover, a page that prints its number, and two activities on a page each that print none.
PAGED = PLAN.replace("Mål 1", "\fMål 1").replace("Aktivitet: ", "\fAktivitet: ")
LINES = PAGED.split("\n")
GOAL = next(n for n, text in enumerate(LINES, start=1) if text.startswith("\f"))
LAMPS = LINES.index("\fAktivitet: Fler lampor i parkerna") + 1
COURSE = LINES.index("\fAktivitet: Kurs för parkvakter") + 1


def printed(line: int, number: int | None, *, onward: bool = False) -> Correction:
    """The number of the page that a line stands on."""
    return Correction(
        "page", line=line, text=LINES[line - 1], values=(("printed", number), ("onward", int(onward)))
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One small plan of four pages."""
    add_document(tmp_path / "documents", "parkplan", PAGED.encode())
    return tmp_path / "documents"


def numbers(part: Part) -> Mapping[int | None, int | None]:
    """By page of the file, the printed number."""
    return {line.sheet: line.page for line in part.lines if line.source.strip()}


def of_passages(part: Part) -> dict[str, Span | None]:
    """The pages of each activity's passage, by its title."""
    titles = {entry.id: entry.title for entry in part.activities}
    return {titles[entry.activity]: entry.pages for entry in part.passages if entry.activity}


def test_pages_without_a_number_get_one(folder: Path) -> None:
    """Each counts on from the one that was set right, in activities and passages too; the text is the file's."""
    assert set(numbers(read_plan(folder)).values()) == {None}
    part = read_plan(folder, printed(GOAL, 3, onward=True))
    assert numbers(part) == {1: None, 2: 3, 3: 4, 4: 5}
    assert [entry.pages for entry in part.activities] == [(4, 4), (5, 5)]
    assert of_passages(part) == {"Fler lampor i parkerna": (4, 4), "Kurs för parkvakter": (5, 5)}
    assert [entry.corrected for entry in part.activities] == [(), ()]  # what they promise isn't touched
    assert "\n".join(line.source for line in part.lines) == PAGED
    assert part.warnings == ()


def test_one_page_alone_has_another_number(folder: Path) -> None:
    """The ones after it count on from where they were set right."""
    part = read_plan(folder, printed(1, 1, onward=True), printed(LAMPS, 12))
    assert numbers(part) == {1: 1, 2: 2, 3: 12, 4: 4}
    part = read_plan(folder, printed(LAMPS, 12, onward=True))
    assert numbers(part) == {1: 1, 2: 2, 3: 12, 4: 13}
    part = read_plan(folder, printed(COURSE, None))
    assert numbers(part) == {1: 1, 2: 2, 3: 12, 4: None}


def test_what_was_read_is_kept_beside(folder: Path, tmp_path: Path) -> None:
    """Of a page whose footer was read, and of what stands on it; set back, nothing is corrected."""
    footed = PAGED.replace("\n\fAktivitet: Kurs", "\n2(3)\n\fAktivitet: Kurs")
    add_document(tmp_path / "other", "parkplan", footed.encode())
    before = read_plan(tmp_path / "other")
    assert numbers(before)[3] == 2
    line = footed.split("\n").index(LINES[LAMPS - 1]) + 1
    wrong = replace(printed(LAMPS, 7), line=line)
    part = read_plan(tmp_path / "other", wrong)
    passage = next(entry for entry in part.passages if entry.activity == part.activities[0].id)
    assert passage.corrected_pages == CorrectedValue("pages", (2, 2), (7, 7))
    assert gold_of(part)["pages"] == [{"sheet": 3, "read": 2, "page": 7}]
    back = read_plan(tmp_path / "other", replace(printed(LAMPS, 2), line=line))
    assert (back.passages, back.lines) == (before.passages, before.lines)


def test_the_numbers_of_one_plan_leave_the_next_alone(tmp_path: Path) -> None:
    """A file with two plans is numbered plan by plan."""
    other = PAGED.replace("Parkförvaltningen", "Torgkontoret").replace("Parknämnden", "Torgnämnden")
    add_document(tmp_path / "documents", "parkplan", f"{PAGED}\n\f{other}".encode())
    catalogue = tmp_path / "documents" / "catalogue.toml"
    more = '\n[[organisations]]\nid = "torg"\nname = "Torgkontoret"\nabbreviation = "TK"\nboard = "Torgnämnden"\n'
    catalogue.write_text(f'{catalogue.read_text(encoding="utf-8")}{more}form = "förvaltning"\n', encoding="utf-8")
    plans = read_plan(tmp_path / "documents").plans
    part = read_plan(tmp_path / "documents", printed(1, 1, onward=True))
    second = plans[1].lines[0] if len(plans) > 1 else 0
    assert second
    assert [line.page for line in part.lines if line.number == second] == [None]
    assert numbers(part)[4] == 4


def test_a_page_that_is_gone_is_told(folder: Path) -> None:
    """A reading without page breaks, or without that line: not used, and said."""
    lost = read_plan(folder, replace(printed(LAMPS, 7), text="Något annat"))
    assert len(lost.unfitting) == 1
    assert 'not used: page, line 9 ("Något annat"): printed = 7, onward = 0' in lost.warnings[0]
    assert set(numbers(lost).values()) == {None}


def test_a_page_is_taken_back(folder: Path) -> None:
    """Then all is as it was."""
    before = read_plan(folder)
    read_plan(folder, printed(GOAL, 3, onward=True))
    (entry,) = load_corrections(folder, "parkplan")
    take_correction(folder, "parkplan", key_of(entry))
    assert read_plan(folder) == before
