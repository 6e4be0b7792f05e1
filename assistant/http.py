"""What holds for every request: a size limit, headers that keep a question private, errors as sentences."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import NotReady, Refused, TooLarge
from assistant.site import error_page

MAX_BODY = 1_000_000  # bytes; a question has 2,000 characters at most

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def protect(app: FastAPI) -> None:
    """Give an application the limits, headers and error answers that all its routes share."""
    app.add_middleware(_LimitBody)
    app.middleware("http")(_add_headers)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


async def _add_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


class _LimitBody:
    """Stops reading a request whose body is larger than ``MAX_BODY``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        length = request.headers.get("content-length", "0")
        if length.isdecimal() and int(length) > MAX_BODY:
            await _answer(request, _too_large())(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MAX_BODY:
                raise _too_large()
            return message

        await self.app(scope, counted, send)


def _too_large() -> TooLarge:
    return TooLarge(
        f"the request is larger than {MAX_BODY} bytes; a question has 2000 characters at most",
        "Det du skickade är för stort. En fråga får ha högst 2 000 tecken.",
    )


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
    return _answer(request, Refused(english, "Det gick inte att läsa det du skickade. Skriv frågan igen."))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentences = {
        400: (
            "the request can't be read; send JSON in UTF-8",
            "Det gick inte att läsa det du skickade. Skriv frågan igen.",
        ),
        404: ("there is nothing at this address", "Sidan finns inte."),
        405: (
            "this address doesn't take that method",
            "Så kan sidan inte användas. Börja om.",
        ),
    }
    fallback = (str(error.detail), "Något i det du skickade gick inte att använda.")
    refused = Refused(*sentences.get(error.status_code, fallback))
    return _answer(request, refused, status=error.status_code)


def _unexpected(request: Request, error: Exception) -> Response:
    """A fault of ours: said so, without a stack trace. The server's own log has it."""
    refused = Refused(
        "something went wrong in the service; it is not your fault. Try again",
        "Något gick fel hos oss. Försök igen om en stund.",
    )
    return _answer(request, refused, status=500)


def _answer(request: Request, error: Refused, *, status: int | None = None) -> Response:
    code = status or error.status
    headers = dict(_HEADERS)
    if isinstance(error, NotReady):
        headers["Retry-After"] = "3"
    if request.url.path.startswith(("/api/", "/healthz", "/readyz")):
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(code).phrase,
            "status": code,
            "detail": _sentence(str(error)),
        }
        return JSONResponse(problem, code, headers, media_type="application/problem+json")
    return HTMLResponse(error_page(request, error.swedish), code, headers)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
