"""Changes to a documents folder: whole or not at all, and the catalogue keeps its comments."""

import errno
import json
import os
import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import of_files
from corpus import library
from corpus.catalogue import load_catalogue
from corpus.corrections.file import FOLDER as CORRECTIONS
from corpus.errors import CatalogueError, CorpusError
from corpus.files import replace_file, sha256
from corpus.library import (
    changing,
    document_named,
    file_name,
    free_id,
    own_folder,
    put_document,
    take_document_out,
    unfinished,
)
from tests.conftest import DOCUMENTS
from tests.tiny import PLAN, add_document

NEW = PLAN.replace("lampor", "bänkar").encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one small plan."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    return tmp_path / "documents"


def entry(name: str) -> dict[str, Any]:
    """A catalogue entry of which little is known."""
    return {"id": name, "title": "Plan", "period": [2020, 2021], "file": f"{name}.txt", "sha256": sha256(NEW)}


def names(folder: Path) -> list[str]:
    """All that lies in the folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_document_comes_in_with_its_entry_and_goes_without_a_trace(folder: Path) -> None:
    """The catalogue is what it was, to the byte but for empty lines."""
    before = (folder / "catalogue.toml").read_text(encoding="utf-8")
    with changing(folder):
        put_document(folder, entry("bankplan"), NEW)
    assert (folder / "bankplan.txt").read_bytes() == NEW
    document = document_named("bankplan", load_catalogue(folder))
    assert (document.title, document.period, document.kind, document.programme) == ("Plan", (2020, 2021), None, None)
    with changing(folder):
        take_document_out(folder, document, successor=None)
    assert names(folder) == ["catalogue.toml", "parkplan.txt"]
    assert (folder / "catalogue.toml").read_text(encoding="utf-8").split() == before.split()


def test_comments_and_other_entries_stay(tmp_path: Path) -> None:
    """The shipped catalogue, with a document more."""
    own_folder(DOCUMENTS, tmp_path / "documents")
    before = (DOCUMENTS / "catalogue.toml").read_text(encoding="utf-8")
    with changing(tmp_path / "documents"):
        put_document(tmp_path / "documents", entry("bankplan"), NEW)
    after = (tmp_path / "documents" / "catalogue.toml").read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert tomllib.loads(after)["documents"] == [*tomllib.loads(before)["documents"], entry("bankplan")]


def test_what_is_replaced_is_marked_and_comes_back_in_force(folder: Path) -> None:
    """A is replaced by B, B by C; B goes, then C."""
    for name, old in (("b", "parkplan"), ("c", "b")):
        with changing(folder):
            put_document(folder, {**entry(name), "sha256": sha256(name.encode())}, name.encode(), supersedes=old)
    superseded = {document.id: document.superseded_by for document in load_catalogue(folder).documents}
    assert superseded == {"parkplan": "b", "b": "c", "c": None}
    for name, successor in (("b", "c"), ("c", None)):
        with changing(folder) as catalogue:
            take_document_out(folder, document_named(name, catalogue), successor=successor)
        assert load_catalogue(folder).documents[0].superseded_by == successor


def test_a_change_that_the_catalogue_cant_hold_is_refused(folder: Path) -> None:
    """Nothing has changed then."""
    before = (folder / "catalogue.toml").read_bytes()
    with changing(folder), pytest.raises(CatalogueError, match=r"stands twice.*enter it by hand"):
        put_document(folder, entry("parkplan"), NEW)
    assert (folder / "catalogue.toml").read_bytes() == before
    assert names(folder) == ["catalogue.toml", "parkplan.txt"]


class Killed(BaseException):
    """The process ends here: nothing after it is done."""


@pytest.mark.parametrize("way", ["put", "take_out"])
@pytest.mark.parametrize("step", range(4))
def test_broken_off_anywhere_it_is_done_or_undone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, way: str, step: int
) -> None:
    """At each replacing of a file and before the end; the next command leaves one of two folders."""
    with changing(folder):
        put_document(folder, entry("bankplan"), NEW)
    small = ["catalogue.toml", "parkplan.txt"]
    large = ["bankplan.txt", *small]
    document = document_named("bankplan", load_catalogue(folder))
    if way == "put":
        with changing(folder):
            take_document_out(folder, document, successor=None)
    steps: list[int] = []
    real = replace_file

    def killed_in(path: Path, content: bytes) -> None:
        if len(steps) == step:
            path.with_name(f"{path.name}.new").write_bytes(content[:5])
            raise Killed
        steps.append(step)
        real(path, content)

    def killed(folder: Path) -> None:
        raise Killed

    with changing(folder):
        monkeypatch.setattr(library, "replace_file", killed_in)
        monkeypatch.setattr(library, "_end", killed)
        change = {
            "put": partial(put_document, folder, entry("bankplan"), NEW),
            "take_out": partial(take_document_out, folder, document, successor=None),
        }[way]
        with pytest.raises(Killed):
            change()
    monkeypatch.undo()
    with changing(folder) as catalogue:
        listed = {document.id for document in catalogue.documents}
    assert names(folder) in (small, large)
    assert ("bankplan" in listed) == ((folder / "bankplan.txt").exists())


def test_what_a_killed_correction_left_goes_with_the_next_change(folder: Path) -> None:
    """A file that was half written; what was set right before stays."""
    corrections = folder / CORRECTIONS
    corrections.mkdir()
    for name in ("plan.toml", "plan.toml.new"):
        (corrections / name).write_text("", encoding="utf-8")
    with changing(folder):
        assert [path.name for path in corrections.iterdir()] == ["plan.toml"]


@pytest.mark.parametrize(
    ("named", "left"),
    [
        pytest.param("bankplan.txt", "bankplan.txt", id="a file that the catalogue doesn't name"),
        pytest.param("parkplan.txt", None, id="one that it names"),
        pytest.param("../bankplan.txt", None, id="one elsewhere"),
        pytest.param(None, None, id="no change broken off"),
    ],
)
def test_what_a_broken_off_change_left_is_told(folder: Path, named: str | None, left: str | None) -> None:
    """By the journal and the catalogue; nothing is changed."""
    if named is not None:
        (folder / ".changing.json").write_text(json.dumps({"file": named}), encoding="utf-8")
    before = names(folder)
    assert unfinished(folder) == left
    assert names(folder) == before


def test_the_shipped_documents_are_copied_once_and_never_changed(tmp_path: Path) -> None:
    """A copy that was broken off is begun again; what is there already stays."""
    own = tmp_path / "data" / "documents"
    (tmp_path / "data" / "documents.new").mkdir(parents=True)
    (tmp_path / "data" / "documents.new" / "half.txt").write_text("h")
    own_folder(DOCUMENTS, own)
    assert names(own) == names(DOCUMENTS)
    (own / "catalogue.toml").write_text("mine")
    own_folder(DOCUMENTS, own)
    assert (own / "catalogue.toml").read_text() == "mine"
    assert names(tmp_path / "data") == ["documents"]


def test_ids_are_plain_and_nobodys(folder: Path) -> None:
    """Letters without rings and dots, a number where the name is taken by a document or a file."""
    catalogue = load_catalogue(folder)
    assert free_id("Plan för Å, Ä & Ö 2020–2021", catalogue, folder) == "plan-for-a-a-o-2020-2021"
    assert free_id("Parkplan", catalogue, folder) == "parkplan-2"
    assert free_id("…", catalogue, folder) == "dokument"
    assert len(free_id("ord " * 99, catalogue, folder)) <= 80


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param("Plan 1.PDF", "x.pdf", id="capitals"),
        pytest.param("../../etc/passwd", "x", id="no ending"),
        pytest.param("a.t\x1b[31m", "x", id="escape sequence"),
    ],
)
def test_a_file_is_called_by_its_documents_id(given: str, wanted: str) -> None:
    """Nothing of the name it came with but a plain ending."""
    assert file_name("x", given) == wanted


def test_a_document_that_isnt_there_is_said_with_those_that_are(folder: Path) -> None:
    """For whoever mistyped."""
    with pytest.raises(CorpusError, match=r"no document 'park'; there are: parkplan"):
        document_named("park", load_catalogue(folder))


def test_a_full_disk_at_the_first_change_is_said_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which file, and that the disk is full; nothing of the copy is left."""

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        own_folder(DOCUMENTS, tmp_path / "data" / "documents")
    assert of_files(caught.value).startswith(f"{tmp_path}/data/documents.new/")
    assert "No space left on device; what was there before is still in use. Make room" in of_files(caught.value)
    assert list((tmp_path / "data").iterdir()) == []
