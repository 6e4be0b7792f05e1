"""A backup: all of a documents folder in a file, put back whole and as it was, or not at all."""

import json
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.backup import MANIFEST, restore_backup, write_backup
from corpus.errors import CorpusError
from corpus.files import sha256
from corpus.reading.limits import file_content
from tests.tiny import PLAN, add_document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plan, a correction of it, and what belongs to no backup."""
    folder = tmp_path / "documents"
    add_document(folder, "parkplan", PLAN.encode())
    (folder / "corrections").mkdir()
    correction = '[[corrections]]\non = "document"\ntitle = "Parkplan"\n'
    (folder / "corrections" / "parkplan.toml").write_text(correction, encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    (folder / "link.txt").symlink_to("/etc/hostname")
    return folder


@pytest.fixture
def backup(folder: Path, tmp_path: Path) -> Path:
    """The backup of it."""
    write_backup(folder, tmp_path / "b.zip", program="1", settings={"MODEL": "m"})
    return tmp_path / "b.zip"


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_restored_is_what_was_there(folder: Path, backup: Path, tmp_path: Path) -> None:
    """Files below folders too; nothing hidden, and nothing that a link leads to. Only its owner may read the file."""
    said, kept = restore_backup(backup, tmp_path / "new" / "documents")
    assert kept is None
    assert (said.program, said.settings) == ("1", {"MODEL": "m"})
    expected = files(folder)
    del expected[".hidden"], expected["link.txt"]
    assert files(tmp_path / "new" / "documents") == expected
    assert sorted(said.files) == sorted(expected)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_nothing_is_overwritten_without_being_asked_for(folder: Path, backup: Path, tmp_path: Path) -> None:
    """Neither a file nor a folder; asked for, the old folder is kept."""
    with pytest.raises(CorpusError, match=r"b\.zip is there already; name another file, or give --overwrite"):
        write_backup(folder, backup, program="1", settings={})
    before = files(folder)
    with pytest.raises(CorpusError, match="documents is there already; give --overwrite"):
        restore_backup(backup, folder)
    assert files(folder) == before
    _, kept = restore_backup(backup, folder, overwrite=True, now=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert kept == tmp_path / "documents.before-20260102-030405"
    assert files(kept) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "documents", kept.name]


def changed(backup: Path, **change: bytes | None) -> Path:
    """The backup with files in it exchanged, put in or taken out (None)."""
    with zipfile.ZipFile(backup) as archive:
        contents = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    for name, content in change.items():
        if content is None:
            del contents[name]
        else:
            contents[name] = content
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return backup


def with_file(backup: Path, name: str, content: bytes) -> Path:
    """The backup with a file more, which its manifest names."""
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read(MANIFEST))
    manifest["files"][name] = sha256(content)
    return changed(backup, **{MANIFEST: json.dumps(manifest).encode(), name: content})


@pytest.mark.parametrize(
    "name", ["../ut.txt", "/tmp/ut.txt", "a/../../ut.txt", "a\\ut.txt", "./ut.txt", ".ut", "a//ut.txt"]
)
def test_no_name_in_a_backup_leads_out_of_its_folder(backup: Path, tmp_path: Path, name: str) -> None:
    """Nor is anything left of it."""
    with pytest.raises(CorpusError, match="it is damaged, or is no backup of ours"):
        restore_backup(with_file(backup, name, b"x"), tmp_path / "in" / "new")
    assert list((tmp_path / "in").iterdir()) == []
    assert not list(tmp_path.rglob("ut.txt"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"parkplan.txt": b"annat"}, "parkplan.txt in it is another than it says"),
        ({"parkplan.txt": None}, "it has other files than it names"),
        ({"mer.txt": b"x"}, "it has other files than it names"),
        ({MANIFEST: None}, "no backup of ours"),
        ({MANIFEST: b"[]"}, "no backup of ours"),
        ({MANIFEST: b"{"}, "no backup of ours"),
    ],
)
def test_a_backup_that_is_not_whole_is_not_restored(
    backup: Path, tmp_path: Path, change: dict[str, bytes | None], sentence: str
) -> None:
    """With what is wrong with it; nothing is put in place."""
    with pytest.raises(CorpusError, match=sentence):
        restore_backup(changed(backup, **change), tmp_path / "in" / "new")
    assert list((tmp_path / "in").iterdir()) == []


def test_a_backup_that_is_broken_off_or_none_is_refused(backup: Path, tmp_path: Path) -> None:
    """At any length."""
    content = backup.read_bytes()
    for length in (0, 1, 100, len(content) // 2, len(content) - 1):
        backup.write_bytes(content[:length])
        with pytest.raises(CorpusError, match="it is damaged, or is no backup of ours"):
            restore_backup(backup, tmp_path / "in" / "new")
    assert list((tmp_path / "in").iterdir()) == []


def test_no_byte_can_be_another_unnoticed(backup: Path, tmp_path: Path) -> None:
    """Each is turned round in its turn: the backup is refused, or nothing that is restored is another."""
    content = bytearray(backup.read_bytes())
    restore_backup(backup, tmp_path / "whole" / "documents")
    whole = files(tmp_path / "whole" / "documents")
    for at in range(len(content)):
        content[at] ^= 0xFF
        backup.write_bytes(content)
        content[at] ^= 0xFF
        try:
            restore_backup(backup, tmp_path / "in" / "documents")
        except CorpusError:
            assert list((tmp_path / "in").iterdir()) == []
        else:
            assert files(tmp_path / "in" / "documents") == whole
            shutil.rmtree(tmp_path / "in" / "documents")


DIES = """
import os, signal, sys
from pathlib import Path
from assistant import backup

left = int(sys.argv[1])

def dying(does):
    def step(*of):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        does(*of)
    return step

os.rename, backup.exchange = dying(os.rename), dying(backup.exchange)
backup.restore_backup(Path(sys.argv[2]), Path(sys.argv[3]), overwrite=True)
"""


@pytest.mark.parametrize("steps", range(3))
def test_killed_between_any_two_steps_there_is_a_whole_folder(folder: Path, backup: Path, steps: int) -> None:
    """The old one or the new one, never none: then the shipped documents would answer. The old one is not lost."""
    (folder / "mer.txt").write_text("x", encoding="utf-8")
    before = files(folder)
    command = [sys.executable, "-c", DIES, str(steps), str(backup), str(folder)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], timeout=60, check=False)
    assert done.returncode == (0 if steps == 2 else -signal.SIGKILL)
    assert ("mer.txt" in files(folder)) == (steps < 2)
    assert (folder / "catalogue.toml").is_file()
    assert before in [files(path) for path in folder.parent.iterdir() if path.is_dir()]


def test_what_is_more_than_there_is_room_for_is_not_unpacked(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it: a full disk would harm what else is on it."""
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=10))
    with pytest.raises(CorpusError, match=r"b\.zip unpacks to 0 MB, and .* has 0 MB free; make room first"):
        restore_backup(backup, tmp_path / "in" / "new")
    assert list((tmp_path / "in").iterdir()) == []


def test_a_file_that_cannot_be_in_a_backup_is_named(folder: Path, tmp_path: Path) -> None:
    """Whatever it is; and what is left out is counted."""
    with (folder / "film.mp4").open("wb") as file:
        file.truncate(101_000_000)
    with pytest.raises(CorpusError, match=r"film\.mp4 has 101 MB; at most 100 MB"):
        write_backup(folder, tmp_path / "c.zip", program="1", settings={})
    assert not (tmp_path / "c.zip.new").exists()
    (folder / "film.mp4").unlink()
    _, left_out = write_backup(folder, tmp_path / "c.zip", program="1", settings={})
    assert left_out == 2


def test_each_file_is_read_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its sha256 is that of what is in the backup, also of one that changes meanwhile."""
    read: list[str] = []

    def once(path: Path) -> bytes:
        read.append(path.name)
        return file_content(path)

    monkeypatch.setattr("assistant.backup.file_content", once)
    made, _ = write_backup(folder, tmp_path / "c.zip", program="1", settings={})
    assert sorted(read) == sorted(name.rpartition("/")[2] for name in made.files)


@pytest.mark.parametrize(("name", "left_out"), [("bankplan.txt", 4), ("parkplan.txt", 3)], ids=["unlisted", "listed"])
def test_what_a_broken_off_change_left_is_in_no_backup(folder: Path, tmp_path: Path, name: str, left_out: int) -> None:
    """A document that was being removed is gone for whoever asked for that; one that the catalogue has is in it."""
    (folder / "bankplan.txt").write_text(PLAN, encoding="utf-8")
    (folder / ".changing.json").write_text(json.dumps({"file": name}), encoding="utf-8")
    made, counted = write_backup(folder, tmp_path / "c.zip", program="1", settings={})
    assert counted == left_out
    assert ("bankplan.txt" in made.files) == (name != "bankplan.txt")
    assert "parkplan.txt" in made.files


def test_a_folder_that_is_not_what_its_catalogue_says_is_not_backed_up(folder: Path, tmp_path: Path) -> None:
    """A backup is for the day when it is needed."""
    (folder / "parkplan.txt").write_text("annat", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"parkplan\.txt is not the one that the catalogue describes"):
        write_backup(folder, tmp_path / "c.zip", program="1", settings={})
    (folder / "parkplan.txt").unlink()
    with pytest.raises(CorpusError, match=r"parkplan\.txt isn't there"):
        write_backup(folder, tmp_path / "c.zip", program="1", settings={})
    assert not list(tmp_path.glob("c.zip*"))
