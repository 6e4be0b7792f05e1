"""A browser's session: a signed cookie that says who has logged in, since when, and what its forms are known by.

Scripts can't read the cookie, and other sites' forms don't carry it. It is signed, not secret: whoever has the browser
can read their own name in it. It ends after a while in which nothing is asked, after a working day whatever is asked,
and at logout, from where on a copy of it is worth nothing.
"""

import secrets
import time
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

from assistant.access.roles import ROLES, Person
from assistant.sessions.expiring_store import ExpiringStore
from corpus.files import locked, replace_file

LONGEST = 8 * 3600  # seconds after the login
_REFRESHED = 60  # seconds after which a cookie that is used is given anew
_KEY = "session.key"

Session = MutableMapping[str, Any]


class Sessions:
    """Reads and begins sessions; holds those that were ended before their time."""

    def __init__(self, minutes: int, clock: Callable[[], float] = time.time) -> None:
        self.seconds = minutes * 60
        self._clock = clock
        self._ended: ExpiringStore[bool] = ExpiringStore(lifetime=LONGEST, capacity=100_000)

    def begin(self, session: Session, person: Person) -> None:
        """Somebody has logged in: nothing of what the cookie said before is left."""
        session.clear()
        now = int(self._clock())
        session.update(
            id=secrets.token_hex(16), subject=person.subject, name=person.name, role=person.role, since=now, seen=now,
            token=secrets.token_urlsafe(24),
        )  # fmt: skip

    def person(self, session: Session) -> Person | None:
        """Who has logged in; None where nobody has, or the session has ended."""
        match session:
            case {"id": str(name), "subject": str(subject), "name": str(called), "role": role, "since": int(since)}:
                now, seen = self._clock(), session.get("seen")
                fresh = isinstance(seen, int) and now - seen < self.seconds and now - since < LONGEST
                if role in ROLES and fresh and self._ended.get(name) is None:
                    return Person(subject, called, role)
        return None

    def refresh(self, session: Session) -> None:
        """Go on: the cookie of a session that is used lasts anew."""
        now = int(self._clock())
        if now - session["seen"] >= _REFRESHED:
            session["seen"] = now

    def end(self, session: Session) -> None:
        """End a session, in this browser and wherever its cookie was copied to."""
        if isinstance(name := session.get("id"), str):
            self._ended.put(name, True)
        session.clear()


def session_key(data: Path) -> str:
    """What cookies are signed with: made once below a data folder, and readable by its owner only."""
    path = data / _KEY
    data.mkdir(parents=True, exist_ok=True)
    with locked(data / f"{_KEY}.lock"):
        if not path.exists():
            replace_file(path, secrets.token_urlsafe(48).encode(), private=True)
        return path.read_text(encoding="ascii")
