"""Tokens for programs: each stands for a role, lies on disk as a hash only, ends by itself and can be taken back."""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.access.roles import ROLES, Person, Role
from corpus.errors import CorpusError
from corpus.files import locked, replace_file

FILE = "tokens.json"
MARK = "plan_"  # what a token begins with, so that one that lies about is known for what it is
DAYS = 365
_MOST = 200


@dataclass(frozen=True)
class ApiToken:
    """A token as it is kept: what it is for, its role, when it was made and when it ends (dates, UTC)."""

    id: str
    name: str
    role: Role
    made: str
    ends: str
    sha256: str

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended by itself."""
        return now.isoformat(timespec="seconds") >= self.ends


class ApiTokens:
    """The tokens below a data folder. What one process changes, another sees at its next request."""

    def __init__(self, data: Path) -> None:
        self.path = data / FILE
        self._read: tuple[tuple[int, int] | None, tuple[ApiToken, ...]] = (None, ())

    def make(self, name: str, role: Role, *, days: int = DAYS) -> tuple[ApiToken, str]:
        """A new token, and its text, which is kept nowhere; raises ``CorpusError`` and ``OSError``."""
        name = " ".join(name.split())
        if not name or len(name) > 80 or not name.isprintable():
            raise CorpusError("give a name of 1 to 80 signs that says which program has the token")
        if not 0 < days <= 10 * DAYS:
            raise CorpusError(f"a token lasts from 1 to {10 * DAYS} days, not {days}")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.path.with_suffix(".lock")):
            kept = self.all()
            if any(entry.name == name for entry in kept):
                raise CorpusError(f"there is a token {name!r} already; revoke it, or give another name")
            if len(kept) >= _MOST:
                raise CorpusError(f"there are {_MOST} tokens; revoke those that are no longer used")
            now = datetime.now(UTC)
            ends = (now + timedelta(days=days)).isoformat(timespec="seconds")
            token_id, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
            text = f"{MARK}{token_id}_{secret}"
            made = ApiToken(token_id, name, role, now.isoformat(timespec="seconds"), ends, _digest(text))
            self._write([*kept, made])
        return made, text

    def revoke(self, token_id: str) -> ApiToken:
        """Take a token back, by its id or name; raises ``CorpusError`` where there is none."""
        if self.path.parent.is_dir():
            with locked(self.path.with_suffix(".lock")):
                kept = self.all()
                found = next((entry for entry in kept if token_id in (entry.id, entry.name)), None)
                if found is not None:
                    self._write([entry for entry in kept if entry is not found])
                    return found
        raise CorpusError(f"there is no token {token_id[:80]!r}; see 'planassistent token list'")

    def all(self) -> tuple[ApiToken, ...]:
        """Every token that is kept, oldest first; raises ``CorpusError`` where the file can't be read."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return ()
        seen = (state.st_mtime_ns, state.st_ino)
        if self._read[0] != seen:
            self._read = (seen, self._parsed())
        return self._read[1]

    def holder(self, text: str) -> Person | None:
        """Whose a token is; None for one that there isn't, that has ended or was taken back."""
        if not text.startswith(MARK) or len(text) > 200:
            return None
        digest, now = _digest(text), datetime.now(UTC)
        for entry in self.all():
            if secrets.compare_digest(entry.sha256, digest) and not entry.is_over(now):
                return Person(f"token {entry.id}", entry.name, entry.role, machine=True)
        return None

    def _parsed(self) -> tuple[ApiToken, ...]:
        try:
            found = tuple(ApiToken(**entry) for entry in json.loads(self.path.read_bytes()))
        except (ValueError, TypeError):
            raise CorpusError(f"{self.path}: it can't be read; take it away, and make the tokens anew") from None
        # A role that nobody knows may do the least.
        return tuple(entry if entry.role in ROLES else replace(entry, role="reader") for entry in found)

    def _write(self, tokens: list[ApiToken]) -> None:
        content = json.dumps([asdict(entry) for entry in tokens], indent=1).encode()
        replace_file(self.path, content, private=True)


def _digest(text: str) -> str:
    """256 random bits need no slow hash: nobody can try them."""
    return hashlib.sha256(text.encode()).hexdigest()
