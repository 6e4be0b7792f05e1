"""What holds for every request: headers that keep a question private, limits, and errors as sentences."""

import logging
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from assistant.errors import Refused, place_of
from assistant.question import MAX_CHARACTERS
from assistant.web.conditional import API_VERSION, NotModified, headers_of
from assistant.web.limits import MAX_BODY, LimitBody, LimitHosts, LimitQuestions, LimitRate, QuestionPlaces
from assistant.web.paths import own_path, proxy_path
from assistant.web.problems import problem
from assistant.web.requests import request_id

log = logging.getLogger("planassistent")

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def protect(
    app: FastAPI, *, places: QuestionPlaces, hosts: Collection[str], rate: int | None, uploads: str | None = None
) -> None:
    """Give an application the headers, limits and error answers that all its routes share.

    ``uploads`` is the address where files are brought in, None where they aren't.
    """
    app.add_middleware(LimitBody, uploads=uploads)
    app.add_middleware(LimitQuestions, places=places)
    app.add_middleware(LimitRate, rate=rate)
    app.add_middleware(LimitHosts, hosts=hosts)
    app.middleware("http")(_add_headers)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(NotModified, _not_modified)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """The headers; and for a fault of ours an answer, with a log that can't hold the question.

    The message of an exception may quote what it stumbled over, so only its kind and place are
    written down, and it goes no further: uvicorn would print all of it.
    """
    try:
        response = await call_next(request)
    except ClientDisconnect:  # an upload that was broken off: no fault of ours, and nobody is there to be answered
        response = Response(status_code=400)
    except Exception as error:
        log.error("%s", place_of(error), extra={"request": request_id(request.scope)})
        response = _unexpected(request)
    also: dict[str, str] = getattr(request.state, "headers", {}) if response.status_code < 400 else {}
    if own_path(request.scope).startswith("/api/"):
        also = {**also, "API-Version": API_VERSION}
    leads_to = response.headers.get("location")
    if leads_to and not getattr(request.state, "leads_elsewhere", False):
        also = {**also, "Location": _here(leads_to, proxy_path(request.scope))}
    response.headers.update(also)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _here(address: str, base: str) -> str:
    """An address of ours without its host, which is what the request said; ``base`` is what a proxy has before it."""
    parts = urlsplit(address)
    path = "/" + parts.path.lstrip("/")
    path = path if not base or path == base or path.startswith(f"{base}/") else base + path
    return path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def _not_modified(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers=headers_of(error.etag))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem(request, error)


def _invalid(request: Request, error: Exception) -> Response:
    """What pydantic found, without the value: the value may be somebody's question."""
    assert isinstance(error, RequestValidationError)
    found = error.errors()[0]
    if found["type"] == "json_invalid":
        reason = found.get("ctx", {}).get("error", "it can't be parsed")
        english = f"the request is not valid JSON: {reason}"
    else:
        place = ".".join(str(part) for part in found["loc"] if part not in ("body", "query", "path"))
        english = f"the field {place!r} is not right: {found['msg'][0].lower()}{found['msg'][1:]}"
        if not place:
            english = "the request has no JSON object; send one with the field 'question'"
            if not request.headers.get("content-type", "").startswith("application/json"):
                english = "the request's Content-Type has to be application/json"
    return problem(request, Refused(english, "Det gick inte att läsa det du skickade. Skriv frågan igen."))


_SENTENCES = {
    400: (
        "the request can't be read; send JSON in UTF-8",
        "Det gick inte att läsa det du skickade. Skriv frågan igen.",
    ),
    404: ("there is nothing at this address", "Sidan finns inte."),
    405: ("this address doesn't take that method", "Så kan sidan inte användas. Börja om."),
    413: (
        f"the request is larger than {MAX_BODY} bytes; a question has {MAX_CHARACTERS} characters at most",
        f"Det du skickade är för stort. En fråga får ha högst {MAX_CHARACTERS} tecken.",
    ),
}


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    fallback = ("the request can't be used", "Något i det du skickade gick inte att använda.")
    refused = Refused(*_SENTENCES.get(error.status_code, fallback))
    return problem(request, refused, status=error.status_code, headers=error.headers)


def _unexpected(request: Request) -> Response:
    refused = Refused(
        "something went wrong in the service; it is not your fault. Try again",
        "Något gick fel hos oss. Försök igen om en stund.",
    )
    return problem(request, refused, status=500)
