"""What changed between two versions of a plan: each activity is matched once, and what differs is told by field."""

from pathlib import Path

import pytest

from assistant.curation.changes import NotTakenIn, put_in, take_out
from assistant.curation.log import ChangeLog, NotLogged
from assistant.curation.versions import (
    MOST_VERSIONS,
    VersionChanges,
    VersionRecords,
    changes_between,
    earlier_versions,
)
from assistant.settings import Settings, read_settings
from corpus.catalogue import load_catalogue
from corpus.ingest import read_part, restore_source
from corpus.reading.files import read_file
from tests.tiny import PLAN, add_document

OLD = """Mål 1 - Alla är trygga

Verksamhetsspecifika aktiviteter

Aktivitet: Fler lampor i parkerna

Ansvarig: Driftenheten. Tidplan: 2021.

Aktivitet: Kurs för parkvakter

Alla parkvakter går en kurs om våld i nära relationer, och nya går den inom ett halvår.

Aktivitet: Parkens dag

Ansvarig: Driftenheten.

Aktivitet: Parkens dag

Ansvarig: Skolenheten.

Aktivitet: Staket runt dammen

Staketet sätts upp.
"""
NEW = """Mål 1 - Alla är trygga

Verksamhetsspecifika aktiviteter

Aktivitet: Utbildning för parkvakter

Alla parkvakter går en kurs om våld i nära relationer, och nya går den inom ett halvår.

Aktivitet: Parkens dag

Ansvarig: Driftenheten.

Aktivitet: Parkens dag

Ansvarig: Fritidsenheten.

Aktivitet: Fler lampor i parkerna

Ansvarig: Driftenheten. Tidplan: 2023.

Aktivitet: Trygghetsvandring varje höst

Alla som bor nära parken bjuds in.
"""


def records(tmp_path: Path, text: str) -> VersionRecords:
    """What is read of a plan."""
    add_document(tmp_path, "plan", text.encode())
    catalogue = load_catalogue(tmp_path)
    (document,) = catalogue.documents
    part = read_part(document, tmp_path, catalogue, source=restore_source(read_file(text.encode(), "plan.txt")))
    (tmp_path / "catalogue.toml").unlink()
    return VersionRecords(part.document, part.plans, part.activities)


def told(found: VersionChanges) -> dict[str, dict[str, tuple[object, object]]]:
    """Each changed activity with its fields."""
    return {entry.title: {f.name: (f.before, f.now) for f in fields} for entry, fields in found.changed}


def test_what_has_come_gone_and_changed(tmp_path: Path) -> None:
    """Whatever order they stand in; one with a new title is known by its words, two with one title by their order."""
    found = changes_between(records(tmp_path, OLD), records(tmp_path, NEW))
    assert [entry.title for entry in found.added] == ["Trygghetsvandring varje höst"]
    assert [entry.title for entry in found.gone] == ["Staket runt dammen"]
    assert told(found) == {
        "Utbildning för parkvakter": {"title": ("Kurs för parkvakter", "Utbildning för parkvakter")},
        "Parkens dag": {"responsible": ("Skolenheten", "Fritidsenheten")},
        "Fler lampor i parkerna": {"timeline": ("2021", "2023")},
    }
    assert (found.document, found.unchanged) == ((), 1)


def test_nothing_has_changed_in_the_same_text(tmp_path: Path) -> None:
    """Nor has anything come or gone."""
    found = changes_between(records(tmp_path, OLD), records(tmp_path, OLD))
    assert found == VersionChanges((), (), (), (), 5)


def test_a_text_that_differs_alone_is_told(tmp_path: Path) -> None:
    """Where no field does; a line that is broken elsewhere is no difference."""
    other = OLD.replace("Staketet sätts upp.", "Staketet sätts upp före sommaren.")
    found = changes_between(records(tmp_path, OLD), records(tmp_path, other))
    assert told(found) == {"Staket runt dammen": {"body": ("Staketet sätts upp.", "Staketet sätts upp före sommaren.")}}
    broken = OLD.replace("relationer, och nya", "relationer,\noch nya")
    assert changes_between(records(tmp_path, OLD), records(tmp_path, broken)).changed == ()


def test_a_plan_with_nothing_in_common_is_all_new(tmp_path: Path) -> None:
    """And one without activities."""
    found = changes_between(records(tmp_path, "Text utan mål."), records(tmp_path, OLD))
    assert (len(found.added), found.gone, found.changed) == (5, (), ())
    found = changes_between(records(tmp_path, OLD), records(tmp_path, "Text utan mål."))
    assert (found.added, len(found.gone), found.changed) == ((), 5, ())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A folder with one plan."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    documents = str(tmp_path / "documents")
    return read_settings({"PLANASSISTENT_DOCUMENTS": documents, "PLANASSISTENT_DATA": str(tmp_path / "data")})


def replaced(settings: Settings, text: str, old: str, new: str) -> None:
    """Put a version in the place of another."""
    source = restore_source(read_file(text.encode(), "ny.txt"))
    put_in(settings, source, text.encode(), "ny.txt", document_id=new, supersedes=old)


def ids(settings: Settings) -> list[str]:
    """The documents that are in the folder."""
    return [entry.id for entry in load_catalogue(settings.documents).documents]


def test_versions_are_kept_up_to_a_bound_and_removed_together(settings: Settings) -> None:
    """The latest first; one more than is kept is refused with what to do; all go, or one of them."""
    for n in range(MOST_VERSIONS):
        replaced(settings, f"{PLAN}Version {n}.\n", f"v{n - 1}" if n else "parkplan", f"v{n}")
    last = f"v{MOST_VERSIONS - 1}"
    known = earlier_versions(last, load_catalogue(settings.documents).documents)
    assert [entry.id for entry in known] == [*(f"v{n}" for n in range(MOST_VERSIONS - 2, -1, -1)), "parkplan"]
    with pytest.raises(NotTakenIn, match="remove 'parkplan' first") as refused:
        replaced(settings, f"{PLAN}En till.\n", last, "en-till")
    assert refused.value.cause == "too_many_versions"
    out = take_out(settings, "parkplan")
    assert (out.last, out.versions) == (False, ())
    replaced(settings, f"{PLAN}En till.\n", last, "en-till")
    add_document(settings.documents, "annan", b"Annan text.")
    out = take_out(settings, "en-till", versions=True)
    assert (out.earlier, out.last, len(out.versions)) == ((), False, MOST_VERSIONS)
    assert ids(settings) == ["annan"]
    lying = sorted(path.name for path in settings.documents.iterdir())
    assert lying == ["annan.txt", "catalogue.toml", "changes.jsonl"]
    removed = [entry.document for entry in ChangeLog(settings.documents).entries() if entry.did == "remove"]
    assert removed == ["parkplan", *(f"v{n}" for n in range(MOST_VERSIONS)), "en-till"]


def test_versions_that_cant_be_logged_are_gone_all_the_same(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them: none is left because the log of one before it had no room."""
    replaced(settings, f"{PLAN}Ny.\n", "parkplan", "ny")

    def full(*given: object, **more: object) -> None:
        raise NotLogged("no room")

    monkeypatch.setattr(ChangeLog, "add", full)
    with pytest.raises(NotLogged):
        take_out(settings, "ny", versions=True)
    assert ids(settings) == []


def test_a_removal_that_ends_between_two_versions_leaves_the_later_ones(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one in force stays to the last, and the next command goes on from there."""
    replaced(settings, f"{PLAN}Ny.\n", "parkplan", "ny")
    replaced(settings, f"{PLAN}Nyare.\n", "ny", "nyare")
    taken: list[str] = []

    class Killed(BaseException):
        pass

    def once(self: ChangeLog, did: str, document: str, **more: object) -> None:
        taken.append(document)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(ChangeLog, "add", once)
        with pytest.raises(Killed):
            take_out(settings, "nyare", versions=True)
    assert (taken, ids(settings)) == (["parkplan"], ["ny", "nyare"])
    take_out(settings, "nyare", versions=True)
    assert ids(settings) == []


def test_the_first_version_has_none_before_it(settings: Settings) -> None:
    """Nor has what isn't there."""
    documents = load_catalogue(settings.documents).documents
    assert earlier_versions("parkplan", documents) == earlier_versions("nej", documents) == []
