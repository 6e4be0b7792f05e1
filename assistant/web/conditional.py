"""What an answer of the API to a GET says besides its body: an ETag, so that it is fetched again only where it differs,
and links to the other parts of a list that is fetched in parts.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import BaseModel, Field

from assistant.service import Service
from assistant.web.paths import own_path, proxy_path

API_VERSION = "1.1"  # of the contract: the first number changes where a name goes, the second where one comes
T = TypeVar("T")


class NotModified(Exception):
    """What is asked for is what the caller has."""

    def __init__(self, etag: str) -> None:
        super().__init__()
        self.etag = etag


class ListPart(BaseModel):
    """Which part of a list is wanted; all of it where nothing is said."""

    limit: int | None = Field(default=None, ge=1, le=1000)
    offset: int = Field(default=0, ge=0)


def conditional(request: Request) -> None:
    """Give a GET its ETag; raises ``NotModified`` where the caller has it, and as ``Service.assistant`` does.

    What is read is decided by the index, the program, the day (references name it) and the address. A search for
    words has none: words that somebody looks for are to be kept nowhere, by no browser either.
    """
    if request.method not in ("GET", "HEAD") or request.query_params.get("q"):
        return
    service: Service = request.app.state.service
    known = (service.assistant().index.version, version("planassistent"), date.today().isoformat())
    made_of = (*known, request.url.path, request.url.query)
    etag = f'"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'
    held = [entry.strip().removeprefix("W/") for entry in request.headers.get("if-none-match", "").split(",")]
    if etag in held or "*" in held:
        raise NotModified(etag)
    request.state.headers = headers_of(etag)


def headers_of(etag: str) -> dict[str, str]:
    """The headers of what may be kept, and asked after before it is used again."""
    return {"ETag": etag, "Cache-Control": "private, no-cache"}


def part_of(items: Sequence[T], part: ListPart, request: Request, response: Response) -> list[T]:
    """The part of a list that is wanted, and in the headers how many there are and where the other parts lie."""
    response.headers["X-Total-Count"] = str(len(items))
    if part.limit is None:
        return list(items[part.offset :])
    last = max(0, (len(items) - 1) // part.limit * part.limit)
    places = {"first": 0, "last": last}
    if part.offset:
        places["prev"] = max(0, part.offset - part.limit)
    if part.offset + part.limit < len(items):
        places["next"] = part.offset + part.limit
    given = [entry for entry in request.query_params.multi_items() if entry[0] not in ("limit", "offset")]
    path = proxy_path(request.scope) + own_path(request.scope)
    links = (
        f'<{path}?{urlencode([*given, ("limit", part.limit), ("offset", offset)])}>; rel="{name}"'
        for name, offset in places.items()
    )
    response.headers["Link"] = ", ".join(links)
    return list(items[part.offset : part.offset + part.limit])
