"""Changes to what a person has set right in a document: a correction comes or goes, or nothing happens."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.corrections.file import checked, load_corrections, path_of, written
from corpus.errors import CorpusError
from corpus.files import replace_file, sync_folder
from corpus.types import Correction


def put_correction(folder: Path, document: str, entry: Correction) -> None:
    """Set something right. Only while ``library.changing``.

    A value takes the place of what was set right before in the same field at the same place, a word or a page number
    that of the whole; that a whole activity is added, taken away, split or joined stands beside. Raises
    ``CatalogueError`` and ``OSError``; nothing changes then.
    """
    checked(entry, "the correction")
    _write(folder, document, _with(load_corrections(folder, document), entry))


def take_correction(folder: Path, document: str, key: str) -> Correction:
    """Take one back. Only while ``library.changing``; raises ``CorpusError`` where there is none with this key."""
    there = load_corrections(folder, document)
    found = next((entry for entry in there if key_of(entry) == key), None)
    if found is None:
        known = ", ".join(map(key_of, there)) or "none"
        raise CorpusError(f"{document} has no correction {key[:40]!r}; there are: {known}")
    _write(folder, document, [entry for entry in there if entry != found])
    return found


def key_of(entry: Correction) -> str:
    """What a correction is called by whoever takes it back."""
    return hashlib.sha256(repr(entry).encode()).hexdigest()[:10]


def _with(there: Sequence[Correction], entry: Correction) -> list[Correction]:
    def same(other: Correction) -> bool:
        place = (entry.on, entry.change, entry.line, entry.text)
        shapes = [dict(c.values).get("shape") for c in (entry, other)] if entry.on == "word" else [None, None]
        return place == (other.on, other.change, other.line, other.text) and shapes[0] == shapes[1]

    before = next((other for other in there if same(other)), None)
    if before is None:
        return [*there, entry]
    values = entry.values if entry.on in ("word", "page") else {**dict(before.values), **dict(entry.values)}.items()
    merged = replace(entry, values=tuple(values))
    return [merged if other == before else other for other in there]


def _write(folder: Path, document: str, entries: Sequence[Correction]) -> None:
    path = path_of(folder, document)
    if not entries:
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)
        return
    path.parent.mkdir(exist_ok=True)
    replace_file(path, written(entries))
