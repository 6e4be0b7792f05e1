"""The one place where it is decided, before anything is done for a request, whether who asks may ask for it."""

from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import NotAllowed, NotFound, NotLoggedIn
from assistant.web.access.desk import LoginDesk
from assistant.web.access.rules import LOGIN, role_for, rule_of
from assistant.web.access.words import access_words
from assistant.web.paths import own_path, proxy_path
from assistant.web.problems import is_for_programs, problem

_HELD = (b"if-none-match", b"if-modified-since")


class Gatekeeper:
    """Lets a request through, with who asks in its state; or answers it: log in, you may not, nothing is here."""

    def __init__(self, app: ASGIApp, desk: LoginDesk) -> None:
        self.app, self._desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request, path = Request(scope), own_path(scope)
        person = self._desk.person(scope)
        request.state.person = person
        rule = rule_of(path)
        if rule is None:
            missing = NotFound("there is nothing at this address", "Sidan finns inte.")
            await problem(request, missing)(scope, receive, send)
            return
        pattern, need = rule
        role = role_for(need, whole_page=self._desk.settings.whole_page)
        if role is not None and (person is None or not person.may(role)):
            answer = await run_in_threadpool(self._refusal, request, path, pattern, role)
            await answer(scope, receive, send)
            return
        if need == "anyone" or is_for_programs(path):
            await self.app(scope, receive, send)
            return
        if person is not None and not person.machine:
            self._desk.sessions.refresh(scope["session"])

        async def fresh(message: Message) -> None:
            """A page says who has logged in: none is kept, or taken for what it was before."""
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = "no-store"
                del headers["ETag"]
            await send(message)

        scope["headers"] = [entry for entry in scope["headers"] if entry[0] not in _HELD]
        await self.app(scope, receive, fresh)

    def _refusal(self, request: Request, path: str, pattern: str, role: str) -> Response:
        """What is written down of it is the route: an address may say what somebody looked for."""
        words, person = access_words()["refused"], request.state.person
        if person is not None:
            self._desk.refused("role", person, route=pattern, role=role)
            return problem(request, NotAllowed(f"this is for whoever is {role}", words[role]))
        if request.headers.get("authorization", "").lower().startswith("bearer "):
            self._desk.refused("token", None, route=pattern, role=role)
        if request.method in ("GET", "HEAD") and not is_for_programs(path):
            # The path alone: what somebody looked for stands in no other address.
            return RedirectResponse(f"{proxy_path(request.scope)}{LOGIN}?till={quote(path)}", 303)
        refused = NotLoggedIn("log in, or send a token: Authorization: Bearer ...", words["nobody"])
        return problem(request, refused, headers={"WWW-Authenticate": "Bearer"})
