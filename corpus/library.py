"""Changes to a documents folder: a file comes or goes together with its catalogue entry, or nothing happens.

The catalogue decides what is in. A file that is on its way in or out is named in a journal first, so
that whoever comes next after a command that was killed can take away what the catalogue doesn't name.
Comments and order of the catalogue are kept.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT

from corpus.additions import Additions
from corpus.catalogue import FILE, load_catalogue, parse_catalogue
from corpus.corrections.file import FOLDER as CORRECTIONS
from corpus.corrections.file import path_of
from corpus.errors import CatalogueError, CorpusError
from corpus.files import locked, replace_file, sync_folder, write
from corpus.swedish.text import fold
from corpus.types import Catalogue, Document

_JOURNAL = ".changing.json"
NONE_ADDED = Additions()
_LONGEST_ID = 80  # characters


def own_folder(shipped: Path, own: Path) -> None:
    """Copy the shipped documents whole to where they may be changed; nothing where that is there already."""
    if own.is_dir():
        return
    own.parent.mkdir(parents=True, exist_ok=True)
    copy = own.with_name(f"{own.name}.new")
    with locked(own.parent):
        if own.is_dir():
            return
        shutil.rmtree(copy, ignore_errors=True)
        try:
            copy.mkdir()
            for path in [*shipped.iterdir(), *(shipped / CORRECTIONS).glob("*.toml")]:
                if path.is_file():
                    (copy / path.relative_to(shipped)).parent.mkdir(exist_ok=True)
                    write(copy / path.relative_to(shipped), path.read_bytes())
            os.rename(copy, own)
        except OSError:
            shutil.rmtree(copy, ignore_errors=True)
            raise
        sync_folder(own.parent)


@contextmanager
def changing(folder: Path, *, on_wait: Callable[[], None] = lambda: None) -> Iterator[Catalogue]:
    """Be the only one that changes a folder; gives its catalogue, after ending what was broken off.

    ``on_wait`` hears of another that has to end first.
    """
    load_catalogue(folder)
    with locked(folder, on_wait=on_wait):
        _end(folder)
        yield load_catalogue(folder)


def unfinished(folder: Path) -> str | None:
    """The file that a change left when it was broken off: named in the journal, and not in the catalogue."""
    name = _journalled(folder)
    if name is None or (folder / name).resolve().parent != folder.resolve():
        return None
    return None if name in {document.file for document in load_catalogue(folder).documents} else name


def put_document(
    folder: Path,
    entry: Mapping[str, Any],
    content: bytes,
    *,
    supersedes: str | None = None,
    additions: Additions = NONE_ADDED,
) -> None:
    """Put a file in with its entry, of a document that is new or takes the place of another. While ``changing``.

    ``additions`` are entered with it. A draft takes the place of another when it is published, not before.

    Raises ``CatalogueError`` and ``OSError``; nothing has changed then.
    """
    catalogue = tomlkit.parse((folder / FILE).read_text(encoding="utf-8"))
    if entry.get("draft"):
        entry = {**entry, **({"replaces": supersedes} if supersedes else {})}
        additions = additions.came_with(entry["id"])
    elif supersedes is not None:
        _entry(catalogue, supersedes)["superseded_by"] = entry["id"]
    for noun, entries in (
        ("programmes", additions.programmes),
        ("organisations", additions.organisations),
        ("documents", (entry,)),
    ):
        _append(catalogue, noun, entries)
    new = _checked(catalogue, folder)
    _begin(folder, entry["file"], entry["id"])
    try:
        replace_file(folder / entry["file"], content)
        replace_file(folder / FILE, new)
    finally:
        _end(folder)


def _append(catalogue: tomlkit.TOMLDocument, noun: str, entries: Sequence[Mapping[str, Any]]) -> None:
    if not entries:
        return
    tables = catalogue.setdefault(noun, tomlkit.aot())
    assert isinstance(tables, AoT)
    for entry in entries:
        table = tomlkit.item({**entry})
        table.add(tomlkit.nl())
        tables.append(table)


def publish_document(folder: Path, document: Document) -> str | None:
    """Make a draft a document for everybody; gives which one it takes the place of. While ``changing``.

    None where that is none, is gone, or has been superseded since. Raises ``CatalogueError`` and ``OSError``.
    """
    catalogue = tomlkit.parse((folder / FILE).read_text(encoding="utf-8"))
    own = _entry(catalogue, document.id)
    for name in ("draft", "replaces"):
        own.pop(name, None)
    old = next((entry for entry in catalogue["documents"] if entry.get("id") == document.replaces), None)
    old = None if old is None or "superseded_by" in old else old
    if old is not None:
        old["superseded_by"] = document.id
    replace_file(folder / FILE, _checked(catalogue, folder))
    return document.replaces if old is not None else None


def take_document_out(folder: Path, document: Document, *, successor: str | None) -> None:
    """Take a document's entry, file and corrections away.

    What it superseded is then superseded by ``successor``, or in force.
    While ``changing``. Raises ``CatalogueError`` and ``OSError``.
    """
    catalogue = tomlkit.parse((folder / FILE).read_text(encoding="utf-8"))
    for entry in catalogue["documents"]:
        if entry.get("superseded_by") == document.id:
            if successor is None:
                del entry["superseded_by"]
            else:
                entry["superseded_by"] = successor
    documents = catalogue["documents"]
    assert isinstance(documents, AoT)
    documents.remove(_entry(catalogue, document.id))
    if not documents:
        del catalogue["documents"]
    new = _checked(catalogue, folder)
    _begin(folder, document.file, document.id)
    try:
        replace_file(folder / FILE, new)
    finally:
        _end(folder)


def free_id(title: str, catalogue: Catalogue, folder: Path) -> str:
    """An id made of a title, that no document has and no file: "Plan för å" → "plan-for-a"."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:_LONGEST_ID].strip("-") or "dokument"
    taken = {document.id for document in catalogue.documents} | {path.stem for path in folder.iterdir()}
    number = 1
    while (found := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return found


def file_name(document_id: str, name: str) -> str:
    """What a document's file is called: by its id, with the ending that it came with."""
    ending = Path(name).suffix.lower()
    return document_id + (ending if re.fullmatch(r"\.[a-z0-9]{1,8}", ending) else "")


def document_named(document_id: str, catalogue: Catalogue) -> Document:
    """The document with this id; raises ``CorpusError`` with those that there are."""
    for document in catalogue.documents:
        if document.id == document_id:
            return document
    known = ", ".join(document.id for document in catalogue.documents) or "none"
    raise CorpusError(f"there is no document {document_id[:120]!r}; there are: {known}")


def _entry(catalogue: tomlkit.TOMLDocument, document_id: str) -> Any:
    return next(entry for entry in catalogue["documents"] if entry.get("id") == document_id)


def _checked(catalogue: tomlkit.TOMLDocument, folder: Path) -> bytes:
    """The catalogue as it is written; raises ``CatalogueError`` where it couldn't be read again."""
    content = tomlkit.dumps(catalogue).encode()
    try:
        parse_catalogue(content)
    except CatalogueError as error:
        raise CatalogueError(f"{folder / FILE}: the change can't be entered ({error}); enter it by hand") from None
    return content


def _begin(folder: Path, file: str, document: str) -> None:
    replace_file(folder / _JOURNAL, json.dumps({"file": file, "document": document}).encode())


def _end(folder: Path) -> None:
    """End a change, also one that was broken off: what it left goes."""
    for name in (FILE, _JOURNAL):
        (folder / f"{name}.new").unlink(missing_ok=True)
    for left_over in (folder / CORRECTIONS).glob("*.new"):
        left_over.unlink(missing_ok=True)
    journalled = _journalled(folder)
    if journalled is None:
        return
    (folder / f"{journalled}.new").unlink(missing_ok=True)
    left = unfinished(folder)
    if left is not None:
        (folder / left).unlink(missing_ok=True)
        # Of a document that isn't there: the next one with its id is another.
        path_of(folder, _journal(folder)["document"]).unlink(missing_ok=True)
    sync_folder(folder)
    (folder / _JOURNAL).unlink()
    sync_folder(folder)


def _journalled(folder: Path) -> str | None:
    """The file of a change that hasn't ended."""
    return _journal(folder)["file"] if (folder / _JOURNAL).exists() else None


def _journal(folder: Path) -> dict[str, str]:
    """The file and the document of a change that hasn't ended."""
    found: dict[str, str] = json.loads((folder / _JOURNAL).read_bytes())
    return found
