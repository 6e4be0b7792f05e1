"""What holds for every request: headers that keep a question private, and errors as sentences."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import Busy, NotReady, Refused, place_of
from assistant.web.conditional import API_VERSION, NotModified, headers_of
from assistant.web.paths import own_path
from assistant.web.render import error_page
from corpus.privacy.identity_numbers import mask_numbers

log = logging.getLogger("planassistent")

MAX_BODY = 1_000_000  # bytes; a question has 2,000 characters at most, and of a longer message help is still given
MOST_QUESTIONS = 32  # that are answered or wait for it at a time
_ASKING = ("/", "/jamfor", "/api/ask", "/api/ask/export", "/v1/chat/completions", "/mcp")

# Where errors are problem documents; elsewhere they are pages.
_FOR_PROGRAMS = ("/api/", "/v1/", "/healthz", "/readyz", "/mcp", "/oembed")

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def protect(app: FastAPI, *, most_questions: int = MOST_QUESTIONS) -> None:
    """Give an application the headers, limits and error answers that all its routes share."""
    app.add_middleware(_LimitBody)
    app.add_middleware(_LimitQuestions, most=most_questions)
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
    except Exception as error:
        log.error("%s", place_of(error))
        response = _unexpected(request)
    also: dict[str, str] = getattr(request.state, "headers", {}) if response.status_code < 400 else {}
    if own_path(request.scope).startswith("/api/"):
        also = {**also, "API-Version": API_VERSION}
    response.headers.update(also)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


class _LimitQuestions:
    """Refuses a question at once where so many are under way that it would only wait; pages and probes go on."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self._most = most
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = scope["type"] == "http" and scope["method"] == "POST" and own_path(scope) in _ASKING
        if not asks:
            await self.app(scope, receive, send)
            return
        if self._under_way >= self._most:
            await _answer(Request(scope), _BUSY)(scope, receive, send)
            return
        self._under_way += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._under_way -= 1


class _LimitBody:
    """Stops reading a request whose body is larger than ``MAX_BODY``, whether or not it says how long it is.

    FastAPI has a limit of its own, whose answer is neither a problem document nor a page of ours.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MAX_BODY:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


def _not_modified(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotModified)
    return Response(status_code=304, headers=headers_of(error.etag))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return _answer(request, error)


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
    return _answer(request, Refused(english, "Det gick inte att läsa det du skickade. Skriv frågan igen."))


_BUSY = Busy(
    "too many questions are being answered just now; try again in a few seconds",
    "Många frågar just nu. Vänta några sekunder och skicka frågan igen.",
)
_SENTENCES = {
    400: (
        "the request can't be read; send JSON in UTF-8",
        "Det gick inte att läsa det du skickade. Skriv frågan igen.",
    ),
    404: ("there is nothing at this address", "Sidan finns inte."),
    405: ("this address doesn't take that method", "Så kan sidan inte användas. Börja om."),
    413: (
        f"the request is larger than {MAX_BODY} bytes; a question has 2000 characters at most",
        "Det du skickade är för stort. En fråga får ha högst 2 000 tecken.",
    ),
}


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    fallback = ("the request can't be used", "Något i det du skickade gick inte att använda.")
    refused = Refused(*_SENTENCES.get(error.status_code, fallback))
    return _answer(request, refused, status=error.status_code, headers=error.headers)


def _unexpected(request: Request) -> Response:
    refused = Refused(
        "something went wrong in the service; it is not your fault. Try again",
        "Något gick fel hos oss. Försök igen om en stund.",
    )
    return _answer(request, refused, status=500)


def _answer(
    request: Request,
    error: Refused,
    *,
    status: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    code = status or error.status
    headers = {**_HEADERS, **(headers or {})}
    if isinstance(error, NotReady | Busy):
        headers["Retry-After"] = "3"
    path = own_path(request.scope)
    if not path.startswith(_FOR_PROGRAMS):
        return HTMLResponse(error_page(request, mask_numbers(error.swedish)), code, headers)
    in_chat = path.startswith("/v1/")  # whoever chats reads the sentence, and writes Swedish
    language = preferred(request.headers.get("accept-language", ""), ("sv", "en") if in_chat else ("en", "sv"))
    detail = _sentence(mask_numbers(error.swedish if language == "sv" else str(error)))
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": detail,
    }
    if in_chat:
        problem["error"] = {"message": detail, "type": "invalid_request_error", "param": None, "code": None}
    headers |= {"Content-Language": language, "Vary": "Accept-Language"}
    return JSONResponse(problem, code, headers, media_type="application/problem+json")


def preferred(accepted: str, offered: Sequence[str]) -> str:
    """Of the languages that are ``offered`` the one that ``Accept-Language`` weighs most, else the first of them."""
    weights: dict[str, float] = {}
    for entry in accepted.split(","):
        tag, _, weight = entry.partition(";q=")
        try:
            weights.setdefault(tag.strip().lower().partition("-")[0], float(weight or 1))
        except ValueError:
            continue
    return max(offered, key=lambda language: weights.get(language, weights.get("*", 0.0)))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
