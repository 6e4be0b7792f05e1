"""What a person has set right lies over what is read, survives new readings, and is told where it fits nowhere."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import load_catalogue
from corpus.corrections.changes import key_of, put_correction, take_correction
from corpus.corrections.file import load_corrections, parse_corrections, path_of
from corpus.errors import CatalogueError, CorpusError
from corpus.types import CorrectedValue, Correction
from tests.tiny import PLAN, add_document, read_plan

LINES = PLAN.split("\n")
LAMPS = LINES.index("Aktivitet: Fler lampor i parkerna") + 1
COURSE = LINES.index("Aktivitet: Kurs för parkvakter") + 1


def at(line: int, **values: object) -> Correction:
    """A correction of the activity whose title stands at a line."""
    return Correction("activity", line=line, text=LINES[line - 1], values=tuple(values.items()))  # type: ignore[arg-type]


def change(kind: str, line: int, rows: int = 1) -> Correction:
    """An activity that is added, taken away, split or joined at a line."""
    return Correction("activity", kind, line, LINES[line - 1], rows)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One small plan."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    return tmp_path / "documents"


def test_a_field_says_what_a_person_has_set_right(folder: Path) -> None:
    """With what was read there; the document's text stays as it is."""
    part = read_plan(folder, at(LAMPS, responsible="Parkenheten", status="ongoing", timeline=None))
    lamps = part.activities[0]
    assert (lamps.responsible, lamps.timeline, lamps.status) == ("Parkenheten", None, "ongoing")
    assert lamps.corrected == (
        CorrectedValue("responsible", "Driftenheten", "Parkenheten"),
        CorrectedValue("status", None, "ongoing"),
        CorrectedValue("timeline", "2021", None),
    )
    assert lamps.status_source in {passage.id for passage in part.passages}
    assert "\n".join(line.source for line in part.lines) == PLAN
    assert part.warnings == ()


def test_what_nobody_has_set_right_is_read_as_before(folder: Path) -> None:
    """Nothing of one activity's corrections touches another, nor any passage."""
    before = read_plan(folder)
    after = read_plan(folder, at(LAMPS, responsible="Parkenheten"))
    assert after.activities[1] == before.activities[1]
    assert after.passages == before.passages


def test_a_corrected_title_leads_to_the_passage_by_its_headings(folder: Path) -> None:
    """And the passage's text is still the document's."""
    part = read_plan(folder, at(LAMPS, title="Fler gatlampor"))
    passage = next(entry for entry in part.passages if entry.activity == part.activities[0].id)
    assert passage.headings[-1] == "Fler gatlampor"
    assert passage.text.startswith("Aktivitet: Fler lampor i parkerna")


def test_goal_kind_and_owner_can_be_set_right(folder: Path) -> None:
    """Of an activity, and of a plan with all that stands in it."""
    catalogue = (folder / "catalogue.toml").read_text(encoding="utf-8")
    more = '\n[[organisations]]\nid = "torg"\nname = "Torgkontoret"\nabbreviation = "TK"\nboard = "Torgnämnden"\n'
    (folder / "catalogue.toml").write_text(f'{catalogue}{more}form = "förvaltning"\n', encoding="utf-8")
    part = read_plan(folder, at(LAMPS, goal=2, goal_title="Alla är glada", kind="joint", organisation="torg"))
    lamps, course = part.activities
    assert (lamps.goal, lamps.goal_title, lamps.kind, lamps.organisation) == (2, "Alla är glada", "joint", "torg")
    assert course.organisation == "parkforvaltningen"
    text = LINES[0]
    part = read_plan(
        folder, Correction("plan", line=1, text=text, values=(("organisation", "torg"), ("decided", "2020-02-01")))
    )
    assert (part.plans[0].organisation, part.plans[0].board, part.plans[0].decided) == (
        "torg",
        "Torgnämnden",
        "2020-02-01",
    )
    assert {entry.organisation for entry in part.activities} == {"torg"}
    assert {entry.organisation for entry in part.passages} == {"torg"}


def test_fields_of_the_document_are_in_its_catalogue(folder: Path) -> None:
    """Whoever loads the catalogue has them; what names nothing that is there is told."""
    values = (("title", "Parkernas plan"), ("period", (2021, 2023)))
    part = read_plan(folder, Correction("document", values=values))
    document = load_catalogue(folder).documents[0]
    assert (document.title, document.period) == ("Parkernas plan", (2021, 2023))
    assert part.warnings == ()
    part = read_plan(folder, Correction("document", values=(("programme", "finns-inte"),)))
    assert load_catalogue(folder).documents[0].programme == "trygg-2020-2024"
    assert "fits nowhere" in part.warnings[0]
    assert part.unfitting[0].values[-1] == ("programme", "finns-inte")


def test_a_correction_follows_its_line(folder: Path) -> None:
    """Where a new reading delivers other lines; where the line's text is gone it is told and not used."""
    correction = at(LAMPS, responsible="Parkenheten")
    moved = read_plan(folder, replace(correction, line=LAMPS + 3))
    assert moved.activities[0].responsible == "Parkenheten"
    lost = read_plan(folder, replace(correction, text="Aktivitet: Något annat"))
    assert lost.activities[0].responsible == "Parkenheten"
    assert lost.unfitting == (replace(correction, text="Aktivitet: Något annat"),)
    assert (
        'parkplan.txt: a correction fits nowhere any more and is not used: activity, line 9 ("Aktivitet'
        in (lost.warnings[0])
    )


def test_where_no_activity_begins_a_correction_fits_nowhere(folder: Path) -> None:
    """Its line is there, but another reading takes it for something else."""
    part = read_plan(folder, at(1, responsible="Parkenheten"))
    assert len(part.unfitting) == 1
    assert [entry.responsible for entry in part.activities] == ["Driftenheten", None]


def test_an_activity_is_taken_away(folder: Path) -> None:
    """Its text can still be found, as text."""
    part = read_plan(folder, change("remove", COURSE))
    assert [entry.title for entry in part.activities] == ["Fler lampor i parkerna"]
    passage = next(entry for entry in part.passages if entry.lines[0] == COURSE)
    assert (passage.kind, passage.activity) == ("background", None)


def test_an_activity_is_added(folder: Path) -> None:
    """Of lines that were in none, with the plan, the owner and the goal of where it stands, and what is said of it."""
    line = LINES.index("Parkförvaltningen sköter stadens parker.") + 1
    part = read_plan(folder, change("add", line), at(line, goal=1, responsible="Parkenheten"))
    added = part.activities[0]
    assert (added.title, added.goal, added.goal_title) == (LINES[line - 1], 1, "Alla är trygga")
    assert (added.organisation, added.kind, added.responsible) == ("parkforvaltningen", "own", "Parkenheten")
    assert added.corrected[0] == CorrectedValue("added")
    assert sum(entry.lines[0] <= line <= entry.lines[1] for entry in part.passages) == 1
    inside = read_plan(folder, change("add", LAMPS + 2))
    assert len(inside.unfitting) == 1  # it belongs to an activity: that is to be split


def test_an_activity_is_split_and_joined_again(folder: Path) -> None:
    """Each half has what its own lines say; joined, all of it."""
    line = LAMPS + 2
    part = read_plan(folder, change("split", line))
    one, other = part.activities[:2]
    assert (one.title, one.lines, one.responsible) == ("Fler lampor i parkerna", (LAMPS, LAMPS), None)
    assert other.lines == (line, line)
    assert other.title.startswith("Parkförvaltningen sätter upp lampor")
    texts = {entry.activity: entry.text for entry in part.passages if entry.activity}
    assert texts[one.id] == LINES[LAMPS - 1]
    assert texts[other.id] == LINES[line - 1]
    part = read_plan(folder, change("join", COURSE))
    assert part.activities[-1].lines == (line, COURSE + 2)
    assert part.activities[-1].id == other.id
    assert "Kurs för parkvakter" in (part.activities[-1].body or "")


def test_a_misread_word_is_read_right(folder: Path) -> None:
    """Once, or wherever the same shape stands; positions in the source stay true."""
    lamp = Correction(
        "word", line=LAMPS, text=LINES[LAMPS - 1], values=(("shape", "parkerna"), ("word", "torgparkerna"))
    )
    part = read_plan(folder, lamp)
    assert part.activities[0].title == "Fler lampor i torgparkerna"
    passage = next(entry for entry in part.passages if entry.activity == part.activities[0].id)
    assert [passage.text[start:end] for start, end in passage.corrected] == ["torgparkerna"]
    assert "i parkerna\n" in passage.source_text
    assert part.restored is not None
    assert part.restored[LAMPS - 1].text == LINES[LAMPS - 1]
    everywhere = (("shape", "lampor"), ("word", "lyktor"), ("everywhere", 1))
    part = read_plan(folder, replace(lamp, values=everywhere))
    assert part.activities[0].title == "Fler lyktor i torgparkerna"
    assert "sätter upp lyktor längs" in (part.activities[0].body or "")


def test_what_was_set_right_twice_says_the_last(folder: Path) -> None:
    """In one entry; taken back, all is as it was, and no file is left."""
    before = read_plan(folder)
    part = read_plan(folder, at(LAMPS, responsible="Ena"), at(LAMPS, responsible="Andra", timeline="2022"))
    assert (part.activities[0].responsible, part.activities[0].timeline) == ("Andra", "2022")
    (entry,) = load_corrections(folder, "parkplan")
    with pytest.raises(CorpusError, match="has no correction 'x'"):
        take_correction(folder, "parkplan", "x")
    take_correction(folder, "parkplan", key_of(entry))
    assert not path_of(folder, "parkplan").exists()
    assert read_plan(folder) == before


def test_what_is_set_back_to_what_was_read_is_not_corrected(folder: Path) -> None:
    """The document says it."""
    part = read_plan(folder, at(LAMPS, responsible="Parkenheten"), at(LAMPS, responsible="Driftenheten"))
    assert part.activities[0].responsible == "Driftenheten"
    assert part.activities[0].corrected == ()


def test_the_file_is_read_as_it_was_written(folder: Path) -> None:
    """Whatever signs stand in it."""
    entry = replace(at(LAMPS, title='Å "x" \\ [a]', timeline=None), text='  [[x]] = "…"')
    put_correction(folder, "parkplan", entry)
    assert load_corrections(folder, "parkplan") == (entry,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[corrections]", "can't be read as TOML"),
        ("x = 1", "write [[corrections]] above each entry"),
        ('[[corrections]]\non = "moon"', "'on' is 'moon'"),
        ('[[corrections]]\non = "activity"\ntitle = "x"', "a place is missing"),
        ('[[corrections]]\non = "activity"\nline = 1\ntext = "x"\nstatus = "done"', "write one of completed"),
        ('[[corrections]]\non = "activity"\nline = 1\ntext = "x"\nowner = "done"', "no field is called 'owner'"),
        ('[[corrections]]\non = "activity"\nline = 1\ntext = "x"\ngoal = "1"', "write a whole number"),
        ('[[corrections]]\non = "activity"\nline = 1\ntext = "x"\nunknown = ["title"]', "title can't be unknown"),
        ('[[corrections]]\non = "word"\nline = 1\ntext = "x"\nword = "y"', "write shape"),
        ('[[corrections]]\non = "page"\nline = 1\ntext = "x"\nonward = 1', "write printed"),
        ('[[corrections]]\non = "page"\nline = 1\ntext = "x"\nprinted = 0', "write printed = …, from 1"),
        ('[[corrections]]\non = "document"\nperiod = [2024, 2020]', "write [first year, last year]"),
        ('[[corrections]]\non = "document"\ntitle = "Plan för 19640823-3234"', "personal identity number"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_says_where(text: str, said: str) -> None:
    """The file, the entry and what to write."""
    with pytest.raises(CatalogueError, match=r"parkplan\.toml") as refused:
        parse_corrections(text.encode(), "corrections/parkplan.toml")
    assert said in str(refused.value)
