"""Who did what to the collection: lines of JSON that are only added to, each with the hash of the one before.

A line says which document, what was done and where, and who did it where people log in; never a question, and no text
of a document. Whoever can write the file can write all of it anew: what the chain shows is that no line has been
changed, taken out or put in since somebody noted its last hash.

Lines older than they are to be kept are cut off the beginning. In their place stands a line that says how many they
were and which hash the last of them had, and a line at the end of the chain has the hash of that one: a beginning that
was cut by anybody else shows.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from assistant.errors import of_files
from assistant.settings import Settings
from corpus.errors import CorpusError
from corpus.files import locked, replace_file, sync_folder

Via = Literal["page", "command", "program"]
Who = Mapping[str, str] | None  # has done it, None where nobody has logged in
FILE = "changes.jsonl"
CUT = "cut"  # what lines are that say that others are gone
_FIRST = "0" * 64
_LONGEST = 100_000  # bytes that are read from the end for the last line


@dataclass(frozen=True)
class LogEntry:
    """One line: when, through what, what was done to which document ("": to none), more of it, and who did it.

    ``who`` is empty where nobody has logged in.
    """

    at: str
    via: str
    did: str
    document: str
    more: Mapping[str, str | int]
    who: Mapping[str, str]
    hash: str


class NotLogged(CorpusError):
    """What was done is done, and the log couldn't be written."""


class BrokenLog(CorpusError):
    """A line doesn't follow from the one before; ``before`` are those that do."""

    def __init__(self, text: str, before: Sequence[LogEntry]) -> None:
        super().__init__(text)
        self.before = tuple(before)


class ChangeLog:
    """The log of a documents folder; lines older than ``keep_days`` are cut off when another is written."""

    def __init__(
        self, folder: Path, *, keep_days: int | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.path = folder / FILE
        self._keep_days = keep_days
        self._now = now

    def add(self, did: str, document: str, *, via: Via, who: Who = None, **more: str | int) -> None:
        """Write a line on what has been done; raises ``NotLogged``."""
        try:
            with locked(self.path):
                self._write(did, document, via, more, who or {})
                self._cut()
        except OSError as error:
            raise NotLogged(
                f"it is done ({did} {document}), but {of_files(error)}, so that {self.path} lacks it; "
                "make room there, and run 'planassistent index'"
            ) from error

    def _write(self, did: str, document: str, via: Via, more: Mapping[str, str | int], who: Mapping[str, str]) -> None:
        """While it is locked."""
        last = self._last()
        line = self._line(did, document, via, more, who, before=_hash_of(last) if last else _FIRST)
        with self.path.open("ab") as file:
            file.write((b"" if self._ended() else b"\n") + line)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.path.parent)

    def _line(
        self, did: str, document: str, via: Via, more: Mapping[str, str | int], who: Mapping[str, str], *, before: str
    ) -> bytes:
        said = {
            "at": self._now().isoformat(timespec="seconds"), "via": via, "did": did, "document": document,
            **({"more": more} if more else {}), **({"who": who} if who else {}), "before": before,
        }  # fmt: skip
        return json.dumps({**said, "hash": _digest(said)}, ensure_ascii=False).encode() + b"\n"

    def cut(self) -> int:
        """Cut off the lines that are older than they are to be kept; gives how many. Raises ``OSError``."""
        if not self.path.exists():
            return 0
        with locked(self.path):
            return self._cut()

    def _cut(self) -> int:
        """While it is locked. A log that isn't whole is left as it is, for whoever looks into it."""
        limit = None if self._keep_days is None else self._now() - timedelta(days=self._keep_days)
        if limit is None or not self._begins_before(limit):
            return 0
        try:
            entries = self.entries()
        except BrokenLog:
            return 0
        first = entries[0]
        begun = 1 if first.did == CUT else 0  # what says that others are gone is newer than what follows it
        old = begun
        while old < len(entries) - 1 and entries[old].at < limit.isoformat(timespec="seconds"):
            old += 1
        if old == begun:
            return 0
        gone = old - begun + (int(first.more["lines"]) if begun else 0)
        until = entries[old - 1].at
        lines = self.path.read_bytes().splitlines(keepends=True)
        in_place = self._line(CUT, "", "program", {"lines": gone, "until": until}, {}, before=entries[old - 1].hash)
        more: dict[str, str | int] = {"lines": gone, "until": until, "first": _hash_of(in_place)}
        at_the_end = self._line(CUT, "", "program", more, {}, before=entries[-1].hash)
        replace_file(self.path, b"".join([in_place, *lines[old:], at_the_end]))
        return old - begun

    def _begins_before(self, limit: datetime) -> bool:
        """Whether the first line but one that says what is gone was written before a time: cheap, for each line."""
        with self.path.open("rb") as file:
            for line in (file.readline(_LONGEST), file.readline(_LONGEST)):
                try:
                    said = json.loads(line)
                    if said["did"] != CUT:
                        return bool(said["at"] < limit.isoformat(timespec="seconds"))
                except (ValueError, TypeError, KeyError):
                    return False
        return False

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
                begins = number == 1 and said["did"] == CUT
                whole = (begins or said["before"] == before) and told == _digest(said)
                entry = LogEntry(
                    said["at"], said["via"], said["did"], said["document"], said.get("more", {}),
                    said.get("who", {}), told,
                )  # fmt: skip
            except (ValueError, TypeError, KeyError, AttributeError):
                whole = False
            if not whole:
                raise BrokenLog(
                    f"{self.path}, line {number}: it isn't what was written, or lines before it are missing; "
                    "compare with the last backup",
                    found,
                )
            found.append(entry)
            # The first line after those that are gone follows from the last of them.
            before = said["before"] if begins else told
        if found and found[0].did == CUT and not any(e.more.get("first") == found[0].hash for e in found[1:]):
            raise BrokenLog(f"{self.path}: its beginning is gone, and nothing in the log says who cut it", found)
        return found

    def _ended(self) -> bool:
        """Whether the last line was written whole."""
        content = self.path.read_bytes()[-1:]
        return content in (b"", b"\n")

    def _last(self) -> bytes:
        with self.path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST))
            return file.read().rstrip(b"\n").rpartition(b"\n")[2]


def log_of(settings: Settings) -> ChangeLog:
    """The log of the documents that are changed by these settings."""
    return ChangeLog(settings.own_documents, keep_days=settings.log_days)


def _hash_of(line: bytes) -> str:
    """The hash that a line says it has; what is half written is followed too, and shown when the log is checked."""
    try:
        return str(json.loads(line)["hash"])
    except (ValueError, TypeError, KeyError):
        return hashlib.sha256(line).hexdigest()


def _digest(entry: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
