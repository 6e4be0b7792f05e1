"""What readers have noted about answers, for whoever keeps the collection: a file each in the data folder.

A question's text is in a note only where the reader sent it along. Identity numbers are masked.
"""

import json
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus.files import replace_file
from corpus.privacy.identity_numbers import mask_numbers

MOST = 500  # open notes; of more none is taken, until some are closed
LONGEST = 1000  # characters of what is said


@dataclass(frozen=True)
class Note:
    """What somebody thinks is misread (``reading``) or answered wrongly (``answer``), and in which passages."""

    id: str
    about: Literal["reading", "answer"]
    made: str
    passages: tuple[str, ...]
    said: str | None
    question: str | None
    index: str


class Notes:
    """The notes below a data folder."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "notes"

    def add(
        self,
        about: Literal["reading", "answer"],
        passages: tuple[str, ...],
        *,
        text: str | None,
        question: str | None,
        index: str,
    ) -> Note | None:
        """Leave a note; None where too many are open. Raises ``OSError``."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if len(list(self._folder.glob("*.json"))) >= MOST:
            return None
        made = datetime.now(UTC).isoformat(timespec="seconds")
        note = Note(secrets.token_hex(8), about, made, passages[:20], _masked(text), _masked(question), index)
        replace_file(self._folder / f"{note.id}.json", json.dumps(asdict(note), ensure_ascii=False).encode())
        return note

    def open(self) -> list[Note]:
        """The notes that nobody has closed, oldest first."""
        found = []
        for path in self._folder.glob("*.json"):
            try:
                said = json.loads(path.read_bytes())
                found.append(Note(**{**said, "passages": tuple(said["passages"])}))
            except (OSError, ValueError, TypeError, KeyError):
                continue
        return sorted(found, key=lambda note: (note.made, note.id))

    def close(self, note: str) -> bool:
        """Take a note away; whether it was there."""
        path = self._folder / f"{note}.json"
        if not re.fullmatch(r"[0-9a-f]{16}", note) or not path.is_file():
            return False
        path.unlink(missing_ok=True)
        return True


def _masked(text: str | None) -> str | None:
    text = mask_numbers(" ".join((text or "").split()))[:LONGEST]
    return text or None
