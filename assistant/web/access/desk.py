"""What login works with, one a server: the settings, the provider, sessions, tokens, and the log of who came in."""

import logging
import time
from collections.abc import Callable
from typing import Any

from authlib.integrations.starlette_client import OAuth
from starlette.requests import Request
from starlette.types import Scope

from assistant.access.login_settings import LoginSettings
from assistant.access.roles import Person
from assistant.access.tokens import MARK, ApiTokens
from assistant.curation.log import ChangeLog, NotLogged
from assistant.web.access.sessions import Sessions
from corpus.errors import CorpusError

log = logging.getLogger("planassistent")

_A_MINUTE = 30  # refusals that are written down; what comes faster is counted
_TIMEOUT = 10.0  # seconds that the provider has for an answer


class LoginDesk:
    """Who asks, and what is written down of it."""

    def __init__(
        self, settings: LoginSettings, tokens: ApiTokens, changes: ChangeLog, *, key: str, path: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """Cookies are signed with ``key``; ``path`` is what a proxy has before every address of ours."""
        self.settings = settings
        self.key = key
        self.sessions = Sessions(settings.minutes)
        self.path = path
        self._tokens = tokens
        self._changes = changes
        self._clock = clock
        self._told: list[float] = []
        self._untold = 0
        self.provider: Any = OAuth().register(
            name="provider",
            client_id=settings.client,
            client_secret=settings.secret,
            server_metadata_url=settings.issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_kwargs={
                "scope": settings.scopes,
                "code_challenge_method": "S256",
                "timeout": _TIMEOUT,
                **({} if settings.secret else {"token_endpoint_auth_method": "none"}),
            },
        )

    @property
    def cookie(self) -> str:
        """The session's cookie; its first letters have browsers hold to where it may come from and go."""
        if not self.settings.is_encrypted:
            return "planassistent"
        return "__Secure-planassistent" if self.path else "__Host-planassistent"

    def person(self, scope: Scope) -> Person | None:
        """Who asks: by a token, else by the browser's session."""
        scheme, _, text = Request(scope).headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and text.startswith(MARK):
            try:
                return self._tokens.holder(text.strip())
            except (CorpusError, OSError) as error:
                log.error("the tokens can't be read: %s", error)
                return None
        return self.sessions.person(scope["session"])

    def note(self, did: str, person: Person | None, **more: str | int) -> None:
        """Write down that somebody logged in or out."""
        try:
            self._changes.add(did, "", via="page", who=person.who if person else None, **more)
        except NotLogged as error:
            log.error("%s", error)

    def refused(self, why: str, person: Person | None, **more: str | int) -> None:
        """Write down a refusal. Whoever sends many can't fill the disk: those too many are counted in the next line."""
        now = self._clock()
        self._told = [then for then in self._told if then > now - 60]
        if len(self._told) >= _A_MINUTE:
            self._untold += 1
            return
        self._told.append(now)
        more |= {"untold": self._untold} if self._untold else {}
        self._untold = 0
        self.note("refused", person, why=why, **more)
