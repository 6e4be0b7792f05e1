"""Who did what to the collection: lines of JSON that are only added to, each with the hash of the one before.

A line says which document, what was done and where; never a question, and no text of a document. Whoever can write
the file can write all of it anew: what the chain shows is that no line has been changed, taken out or put in since
somebody noted its last hash.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assistant.errors import of_files
from corpus.errors import CorpusError
from corpus.files import locked, sync_folder

Via = Literal["page", "command"]
FILE = "changes.jsonl"
_FIRST = "0" * 64
_LONGEST = 100_000  # bytes that are read from the end for the last line


@dataclass(frozen=True)
class LogEntry:
    """One line: when, through what (``page`` or ``command``), what was done to which document, and more of it."""

    at: str
    via: str
    did: str
    document: str
    more: Mapping[str, str | int]
    hash: str


class NotLogged(CorpusError):
    """What was done is done, and the log couldn't be written."""


class BrokenLog(CorpusError):
    """A line doesn't follow from the one before; ``before`` are those that do."""

    def __init__(self, text: str, before: Sequence[LogEntry]) -> None:
        super().__init__(text)
        self.before = tuple(before)


class ChangeLog:
    """The log of a documents folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def add(self, did: str, document: str, *, via: Via, **more: str | int) -> None:
        """Write a line on what has been done; raises ``NotLogged``."""
        try:
            self._write(did, document, via, more)
        except OSError as error:
            raise NotLogged(
                f"it is done ({did} {document}), but {of_files(error)}, so that {self.path} lacks it; "
                "make room there, and run 'planassistent index'"
            ) from error

    def _write(self, did: str, document: str, via: Via, more: Mapping[str, str | int]) -> None:
        with locked(self.path):
            last = self._last()
            before = _hash_of(last) if last else _FIRST
            said = {
                "at": datetime.now(UTC).isoformat(timespec="seconds"), "via": via, "did": did, "document": document,
                **({"more": more} if more else {}), "before": before,
            }  # fmt: skip
            line = json.dumps({**said, "hash": _digest(said)}, ensure_ascii=False)
            with self.path.open("ab") as file:
                file.write((b"" if self._ended() else b"\n") + line.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            sync_folder(self.path.parent)

    def entries(self) -> list[LogEntry]:
        """Every line, oldest first; raises ``BrokenLog`` naming the first that doesn't follow from the one before."""
        if not self.path.exists():
            return []
        found: list[LogEntry] = []
        before = _FIRST
        for number, line in enumerate(self.path.read_bytes().splitlines(), start=1):
            try:
                said = json.loads(line)
                told = said.pop("hash")
                whole = said["before"] == before and told == _digest(said)
                entry = LogEntry(said["at"], said["via"], said["did"], said["document"], said.get("more", {}), told)
            except (ValueError, TypeError, KeyError, AttributeError):
                whole = False
            if not whole:
                raise BrokenLog(
                    f"{self.path}, line {number}: it isn't what was written, or lines before it are missing; "
                    "compare with the last backup",
                    found,
                )
            found.append(entry)
            before = told
        return found

    def _ended(self) -> bool:
        """Whether the last line was written whole."""
        content = self.path.read_bytes()[-1:]
        return content in (b"", b"\n")

    def _last(self) -> bytes:
        with self.path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST))
            return file.read().rstrip(b"\n").rpartition(b"\n")[2]


def _hash_of(line: bytes) -> str:
    """The hash that a line says it has; what is half written is followed too, and shown when the log is checked."""
    try:
        return str(json.loads(line)["hash"])
    except (ValueError, TypeError, KeyError):
        return hashlib.sha256(line).hexdigest()


def _digest(entry: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
