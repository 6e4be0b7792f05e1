"""What was set right in an earlier version is offered for the later one where what it is of stands there unchanged."""

from pathlib import Path

import pytest

from assistant.curation.carrying import carried
from assistant.curation.versions import VersionRecords
from corpus.catalogue import load_catalogue
from corpus.corrections.changes import put_correction
from corpus.corrections.file import path_of
from corpus.ingest import read_part
from corpus.types import Change, Correction
from tests.tiny import PLAN, add_document

LINES = PLAN.split("\n")
LAMPS = LINES.index("Aktivitet: Fler lampor i parkerna") + 1
COURSE = LINES.index("Aktivitet: Kurs för parkvakter") + 1


def at(line: int, change: Change = "set", **values: object) -> Correction:
    """A correction of an activity."""
    return Correction("activity", change, line, LINES[line - 1], values=tuple(values.items()))  # type: ignore[arg-type]


def word(line: int, shape: str, said: str) -> Correction:
    """A correction of a word."""
    return Correction("word", line=line, text=LINES[line - 1], values=(("shape", shape), ("word", said)))


def version(folder: Path, text: str, *entries: Correction) -> VersionRecords:
    """What is read of a text with these corrections."""
    add_document(folder, "plan", text.encode())
    for entry in entries:
        put_correction(folder, "plan", entry)
    catalogue = load_catalogue(folder)
    part = read_part(catalogue.documents[0], folder, catalogue)
    (folder / "catalogue.toml").unlink()
    path_of(folder, "plan").unlink(missing_ok=True)
    return VersionRecords(part.document, part.plans, part.activities, part.lines)


RIGHT = (at(LAMPS, responsible="Parkenheten"), word(COURSE, "Kurs", "Utbildning"), at(COURSE, indicator="Antal"))


def test_all_fit_where_only_something_else_has_come(tmp_path: Path) -> None:
    """Each at its line now."""
    before = version(tmp_path, PLAN, *RIGHT)
    now = version(tmp_path, PLAN.replace("Inledning\n", "Inledning\n\nNy text.\n"))
    assert [(e.on, e.line, e.values) for e in carried(before, now)] == [
        (e.on, e.line + 2, e.values) for e in RIGHT
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "fits"),
    [
        ("Ansvarig: Driftenheten", "Ansvarig: Fritidsenheten", [COURSE, COURSE]),
        ("Fler lampor", "Många lampor", [COURSE, COURSE]),
        ("i nära relationer.", "i hemmet.", [LAMPS, COURSE]),  # the word's line stands as it was
        ("Kurs för parkvakter", "Kurs för alla", [LAMPS]),
        ("Aktivitet: ", "Insats: ", []),
    ],
    ids=["the owner is another", "the title is another", "the text is another", "the line is another", "all are"],
)
def test_what_has_changed_is_never_overlaid(tmp_path: Path, old: str, new: str, fits: list[int]) -> None:
    """The new version may be right by itself, or wrong in another way."""
    before = version(tmp_path, PLAN, *RIGHT)
    assert [entry.line for entry in carried(before, version(tmp_path, PLAN.replace(old, new)))] == fits


def test_what_is_made_already_isnt_offered_again(tmp_path: Path) -> None:
    """Nor what is of the whole document, or of its pages."""
    whole = Correction("document", values=(("title", "Parkernas plan"),))
    before = version(tmp_path, PLAN, *RIGHT, whole)
    now = version(tmp_path, PLAN.replace("Parkförvaltningen sköter", "Vi sköter"), *RIGHT[:2])
    assert carried(before, now) == RIGHT[2:]


@pytest.mark.parametrize("change", ["remove", "split", "join"])
def test_structure_is_carried(tmp_path: Path, change: Change) -> None:
    """Where the activity stands word for word; else not."""
    line = LAMPS + 2 if change == "split" else COURSE
    before = version(tmp_path, PLAN, at(line, change))
    same = version(tmp_path, PLAN.replace("Parkförvaltningen sköter", "Vi sköter"))
    assert carried(before, same) == (at(line, change),)
    assert carried(before, version(tmp_path, PLAN.replace("längs gångvägarna", "").replace("går en kurs", ""))) == ()
