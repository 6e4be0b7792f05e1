"""A documents folder → one file that holds all of it, and back: whole and as it was, or not at all.

The file is a zip archive; ``manifest.json`` in it names every other file with its sha256. Names in an archive become
no paths but those of files below the folder that is restored. The index is not in it: it is built from the documents.
"""

import errno
import io
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.catalogue import FILE, load_catalogue, parse_catalogue
from corpus.errors import CorpusError, UnreadableDocument
from corpus.files import exchange, locked, sha256, sync_folder, write
from corpus.library import unfinished
from corpus.reading.files import printable
from corpus.reading.limits import FILE_MB, file_content
from corpus.types import Catalogue

MANIFEST = "manifest.json"
_FORMAT = 1
_MOST_FILES = 100_000
_MANIFEST_MB = 30
_MB = 1_000_000
# What zipfile says of an archive that is none, or is broken.
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
_DAMAGED = "it is damaged, or is no backup of ours; take another"


@dataclass(frozen=True)
class Backup:
    """What a backup file says of itself: when and by which version it was made, with which settings, of which files."""

    made: str
    program: str
    settings: dict[str, str]
    files: dict[str, str]


def write_backup(
    folder: Path, target: Path, *, program: str, settings: Mapping[str, str], overwrite: bool = False
) -> tuple[Backup, int]:
    """Write all of a documents folder to a file, which only its owner may read; gives how many files were left out.

    Raises ``CorpusError`` where the file is there already, or the folder isn't what its catalogue says, and
    ``OSError``; nothing is left then.
    """
    if target.exists() and not overwrite:
        raise CorpusError(f"{printable(str(target))} is there already; name another file, or give --overwrite")
    new = target.with_name(f"{target.name}.new")
    try:
        with locked(folder, shared=True):
            names, left_out = _names(folder)
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            with open(descriptor, "wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                    digests = {name: _add(archive, folder, name) for name in names}
                    _compare(load_catalogue(folder), digests, str(folder))
                    made = datetime.now(UTC).isoformat(timespec="seconds")
                    backup = Backup(made, program, dict(settings), digests)
                    archive.writestr(MANIFEST, json.dumps({"format": _FORMAT, **vars(backup)}, indent=1))
                file.flush()
                os.fsync(file.fileno())
        os.replace(new, target)
    except OSError as error:
        error.filename = error.filename or str(new)
        raise
    finally:
        new.unlink(missing_ok=True)
    sync_folder(target.absolute().parent)
    return backup, left_out


def _names(folder: Path) -> tuple[list[str], int]:
    """Every file below a folder, but those that are counted.

    They are what is hidden or half written, links, what is no file, and what a change left that was broken off.
    """
    left = unfinished(folder)
    found = [path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir()]
    names = [path.relative_to(folder).as_posix() for path in found if path.is_file() and not path.is_symlink()]
    kept = [name for name in names if _is_below(name) and not name.endswith(".new") and name != left]
    return kept, len(found) - len(kept)


def _add(archive: zipfile.ZipFile, folder: Path, name: str) -> str:
    """Put a file of the folder into the archive; the sha256 of what was put there."""
    try:
        content = file_content(folder / name)
    except UnreadableDocument as error:
        raise CorpusError(f"{printable(str(folder / name))} {error}") from None
    archive.writestr(name, content)
    return sha256(content)


def _compare(catalogue: Catalogue, digests: Mapping[str, str], where: str) -> None:
    for document in catalogue.documents:
        if digests.get(document.file) != document.sha256:
            reason = "isn't there" if document.file not in digests else "is not the one that the catalogue describes"
            raise CorpusError(f"{printable(where)}: {printable(document.file)} {reason}; put that right first")


def restore_backup(
    source: Path, folder: Path, *, overwrite: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> tuple[Backup, Path | None]:
    """Put a backup in place as a documents folder; gives what it says of itself, and where the old folder is kept.

    Raises ``CorpusError`` where the file isn't whole, or where the folder is there already and ``overwrite`` isn't
    given, and ``OSError``; the folder is as it was then.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.parent), locked(folder) if folder.is_dir() else nullcontext():  # nobody changes it meanwhile
        new, kept = folder.with_name(f"{folder.name}.restoring"), None
        if folder.exists() and any(folder.iterdir()) and not overwrite:
            raise CorpusError(
                f"{printable(str(folder))} is there already; give --overwrite to put the backup in its place "
                "(what is there is kept under another name)"
            )
        shutil.rmtree(new, ignore_errors=True)
        try:
            backup = _unpack(source, new)
            if folder.exists() and any(folder.iterdir()):
                # Under the name that is kept before they change places: whenever this is killed, all is there.
                kept = folder.with_name(f"{folder.name}.before-{now():%Y%m%d-%H%M%S}")
                os.rename(new, kept)
                try:
                    exchange(kept, folder)
                except OSError:
                    os.rename(kept, new)
                    raise
            else:
                os.rename(new, folder)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        sync_folder(folder.parent)
    return backup, kept


def _unpack(source: Path, new: Path) -> Backup:
    """All files of a backup into a new folder, each checked."""
    try:
        with zipfile.ZipFile(source) as archive:
            backup = _manifest(archive)
            listed = [entry.filename for entry in archive.infolist()]
            if sorted(listed) != sorted([MANIFEST, *backup.files]):
                raise CorpusError(f"{printable(str(source))}: it has other files than it names; {_DAMAGED}")
            _check_room(source, archive, new.parent)
            new.mkdir(mode=0o700)
            catalogue = None
            for name, digest in backup.files.items():
                content = _content(archive, name)
                if sha256(content) != digest:
                    raise CorpusError(
                        f"{printable(str(source))}: {printable(name)} in it is another than it says; {_DAMAGED}"
                    )
                if name == FILE:
                    catalogue = parse_catalogue(content)
                path = new / name
                path.parent.mkdir(parents=True, exist_ok=True)
                write(path, content)
    except _BROKEN as error:
        raise CorpusError(f"{printable(str(source))}: {_DAMAGED} ({type(error).__name__})") from None
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place before the file's beginning, where a damaged archive leads
            raise CorpusError(f"{printable(str(source))}: {_DAMAGED}") from None
        raise
    if catalogue is None:
        raise CorpusError(f"{printable(str(source))}: there is no {FILE} in it; {_DAMAGED}")
    _compare(catalogue, backup.files, str(source))
    for below in {path.parent for path in new.rglob("*")}:
        sync_folder(below)
    return backup


def _check_room(source: Path, archive: zipfile.ZipFile, folder: Path) -> None:
    """Refuse what has more in it than there is room for; zipfile unpacks no more of a file than it says it has."""
    entries = archive.infolist()
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise ValueError("compression")
    unpacked, free = sum(entry.file_size for entry in entries), shutil.disk_usage(folder).free
    if unpacked > free:
        raise CorpusError(
            f"{printable(str(source))} unpacks to {unpacked // _MB} MB, and {printable(str(folder))} has "
            f"{free // _MB} MB free; make room first"
        )


def _manifest(archive: zipfile.ZipFile) -> Backup:
    """What the archive says of itself; raises ``ValueError`` for what is no manifest of ours."""
    entry = next((entry for entry in archive.infolist() if entry.filename == MANIFEST), None)
    if entry is None or entry.file_size > _MANIFEST_MB * _MB:
        raise ValueError(MANIFEST)
    said: Any = json.loads(archive.read(entry))
    match said:
        case {"format": int(form), "made": str(made), "program": str(program), "settings": dict(), "files": dict()}:
            if form != _FORMAT:
                raise CorpusError(f"the backup is of the form {form}; this version reads {_FORMAT}. Take a newer one")
        case _:
            raise ValueError(MANIFEST)
    files: dict[str, str] = said["files"]
    if len(files) > _MOST_FILES or not all(_is_below(name) and isinstance(files[name], str) for name in files):
        raise ValueError("names")
    return Backup(made, program, {str(name): str(value) for name, value in said["settings"].items()}, files)


def _is_below(name: str) -> bool:
    """Whether a name is that of a file below a folder, wherever it is unpacked, and none that is hidden."""
    parts = PurePosixPath(name).parts
    plain = all(re.fullmatch(r"[^./\\\0][^/\\\0]{0,200}", part) for part in parts)
    return plain and bool(parts) and "/".join(parts) == name and name != MANIFEST


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """A file of the archive; no more of it than a document may have."""
    entry = archive.getinfo(name)
    made = io.BytesIO()
    with archive.open(entry) as file:
        while piece := file.read(_MB):
            made.write(piece)
            if made.tell() > FILE_MB * _MB:
                raise UnreadableDocument(f"{printable(name)} in the backup has more than {FILE_MB} MB; {_DAMAGED}")
    return made.getvalue()
