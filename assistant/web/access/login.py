"""The routes of logging in and out: to the identity provider, back from it with who somebody is, and out again.

OpenID Connect by its code flow with PKCE, state and nonce, which Authlib makes and checks, as it does the signature,
issuer, audience and times of what comes back.
"""

import logging
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx2
from authlib.common.errors import AuthlibBaseError
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool

from assistant.access.roles import Person
from assistant.errors import NotAllowed, NotReady, place_of
from assistant.web.access.desk import LoginDesk
from assistant.web.access.rules import ANSWER, LOGIN, LOGOUT
from assistant.web.access.words import access_words
from assistant.web.paths import proxy_path
from assistant.web.render import render

log = logging.getLogger("planassistent")
login = APIRouter(include_in_schema=False)

# What goes wrong with a provider, or with what it says.
_FAULTS = (
    AuthlibBaseError,
    JoseError,
    httpx2.HTTPError,
    httpx2.InvalidURL,
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
)
_LONGEST = 500  # characters of an address that somebody was going to: it stands in a cookie meanwhile


class LoginFailed(NotAllowed):
    """What came back from the provider says of nobody who may come in."""


@login.get(LOGIN)
async def begin(request: Request, till: str = "") -> Response:
    """On to the provider; back from there, to where somebody was going."""
    desk, going = _desk(request), _own(till)
    if request.state.person is not None:
        return RedirectResponse(f"{proxy_path(request.scope)}{going or '/'}", 303)
    try:
        answer: Response = await desk.provider.authorize_redirect(request, f"{desk.settings.address}{ANSWER}")
        _check_issuer(desk)
    except _FAULTS as error:
        raise _unreachable(error) from error
    request.session["going"] = going
    request.state.leads_elsewhere = True
    return answer


@login.get(ANSWER)
async def answered(request: Request) -> Response:
    """Back from the provider: who it is, and which role that gives."""
    desk, going, words = _desk(request), request.session.get("going"), access_words()["refused"]
    try:
        claims = await _claims(desk, request)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise _unreachable(error) from error
    except _FAULTS as error:
        request.session.clear()
        log.warning("a login failed: %s", place_of(error))
        await run_in_threadpool(desk.refused, "login", None)
        raise LoginFailed("the login failed; try again", words["login"]) from error
    subject = str(claims["sub"])[:255]
    name = " ".join(str(claims.get("name") or claims.get("preferred_username") or subject).split())[:200]
    role = desk.settings.role_of(claims)
    if role is None:
        request.session.clear()
        await run_in_threadpool(desk.note, "refused", None, why="no role", subject=subject, name=name)
        raise LoginFailed("this account has no role here", words["no_role"])
    person = Person(subject, name, role)
    desk.sessions.begin(request.session, person)
    await run_in_threadpool(desk.note, "log in", person, role=role)
    to = _own(going if isinstance(going, str) else "") or ("/forvaltning" if person.may("keeper") else "/")
    return RedirectResponse(f"{proxy_path(request.scope)}{to}", 303)


@login.post(LOGOUT)
async def leave(request: Request) -> Response:
    """Out, here; with a link to where one logs out at the provider too. A forged form logs nobody out."""
    desk, person = _desk(request), request.state.person
    form = await request.form(max_files=0, max_fields=5)
    sent, held = str(form.get("token", "")), str(request.session.get("token", ""))
    if person is not None and not secrets.compare_digest(sent.encode(), held.encode()):
        raise NotAllowed("the form is of another session", access_words()["refused"]["form"])
    desk.sessions.end(request.session)
    if person is not None:
        await run_in_threadpool(desk.note, "log out", person)
    request.state.person = None
    return HTMLResponse(render("logged_out.html", request, words=access_words(), provider=await _logout_at(desk)))


async def _claims(desk: LoginDesk, request: Request) -> Mapping[str, Any]:
    """What the provider says of somebody: in the ID token, else, of roles, at its userinfo address."""
    token = await desk.provider.authorize_access_token(request)
    _check_issuer(desk)
    claims = token["userinfo"]
    if not desk.settings.has_claim(claims) and desk.provider.server_metadata.get("userinfo_endpoint"):
        more = await desk.provider.userinfo(token=token)
        if more.get("sub") != claims["sub"]:  # OpenID Connect Core 5.3.2
            raise ValueError("userinfo is of somebody else")
        claims = {**more, **claims}
    found: Mapping[str, Any] = claims
    return found


def _check_issuer(desk: LoginDesk) -> None:
    """What a provider calls itself has to be what the setting says (OpenID Connect Discovery 4.3)."""
    said = desk.provider.server_metadata.get("issuer")
    if said != desk.settings.issuer:
        raise ValueError("the provider has another issuer than the setting")


async def _logout_at(desk: LoginDesk) -> str | None:
    """Where one logs out at the provider, as it says itself; None where it says nothing."""
    try:
        metadata = await desk.provider.load_server_metadata()
    except _FAULTS:
        return None
    end = metadata.get("end_session_endpoint")
    if not isinstance(end, str) or not end.startswith(("https://", "http://")):
        return None
    return f"{end}{'&' if '?' in end else '?'}{urlencode({'client_id': desk.settings.client})}"


def _unreachable(error: Exception) -> NotReady:
    log.error("the identity provider can't be used: %s (%s)", place_of(error), type(error).__name__)
    return NotReady(
        "the identity provider doesn't answer as it should; try again", access_words()["refused"]["provider"]
    )


def _own(path: str) -> str:
    """An address of ours that somebody was going to; "" for any other, and for those of logging in."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if plain and len(path) <= _LONGEST and not path.startswith((LOGIN, LOGOUT)) else ""


def _desk(request: Request) -> LoginDesk:
    desk: LoginDesk = request.app.state.login
    return desk
