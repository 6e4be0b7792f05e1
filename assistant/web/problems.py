"""What can't be answered → a problem document for programs, a page for people, each with its sentence."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.errors import Refused
from assistant.web.paths import own_path
from assistant.web.render import error_page
from assistant.web.requests import request_id
from corpus.privacy.identity_numbers import mask_numbers

REFUSALS = (400, 404, 413, 422, 429, 503)
# Where errors are problem documents; elsewhere they are pages.
_FOR_PROGRAMS = ("/api/", "/v1/", "/healthz", "/readyz", "/metrics", "/mcp", "/oembed", "/datasets/", "/oppna-data/")


def problem(
    request: Request, error: Refused, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer to a request that is refused; it names the request, so that whoever keeps the log can find it."""
    code = status or error.status
    headers = dict(headers or {})
    if error.retry_after is not None:
        headers.setdefault("Retry-After", str(error.retry_after))
    path = own_path(request.scope)
    if not is_for_programs(path):
        page = error_page(request, mask_numbers(error.swedish), request_id(request.scope))
        return HTMLResponse(page, code, headers)
    in_chat = path.startswith("/v1/")  # whoever chats reads the sentence, and writes Swedish
    language = preferred(request.headers.get("accept-language", ""), ("sv", "en") if in_chat else ("en", "sv"))
    detail = _sentence(mask_numbers(error.swedish if language == "sv" else str(error)))
    said: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": detail,
        "request": request_id(request.scope),
    }
    if in_chat:
        said["error"] = {"message": detail, "type": "invalid_request_error", "param": None, "code": None}
    headers |= {"Content-Language": language, "Vary": "Accept-Language"}
    return JSONResponse(said, code, headers, media_type="application/problem+json")


def is_for_programs(path: str) -> bool:
    """Whether what lies at an address is for programs, rather than a page for people."""
    return path.startswith(_FOR_PROGRAMS)


def with_problems(description: dict[str, Any]) -> dict[str, Any]:
    """A description of the API in which every operation says how it refuses, and in which form."""
    for path, operations in description["paths"].items():
        kind = "application/problem+json" if path.startswith(_FOR_PROGRAMS) else "text/html"
        schema = {"$ref": "#/components/schemas/Problem"} if path.startswith(_FOR_PROGRAMS) else {"type": "string"}
        for operation in operations.values():
            for code in REFUSALS:
                said = {"description": HTTPStatus(code).phrase, "content": {kind: {"schema": schema}}}
                operation["responses"][str(code)] = said
    return description


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
