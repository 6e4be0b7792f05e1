"""``prompts/office.toml``: what the office's pages say, and its pages with those words."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from assistant.curation.office import Office
from assistant.web.dependencies import who_asks
from assistant.web.render import render


@cache
def office_words() -> dict[str, Any]:
    """By table, what is said."""
    return tomllib.loads((files("prompts") / "office.toml").read_text(encoding="utf-8"))


def refused(key: str) -> str:
    """The sentence for something that isn't done."""
    sentence: str = office_words()["refused"][key]
    return sentence


def form_token(request: Request, office: Office) -> str:
    """What the forms of the office are known by: of the session where people log in, else of the server's start."""
    person = who_asks(request)
    return office.token if person is None or person.machine else str(request.session["token"])


def page(template: str, request: Request, office: Office, *, status: int = 200, **values: Any) -> Response:
    """A page of the office, with its words and the token of its forms."""
    shared = {
        "waiting": False,
        "words": office_words(), "token": form_token(request, office), "building": office.builder.share,
        "build_fault": office.builder.fault, "done": None,
    }  # fmt: skip
    return HTMLResponse(render(f"office/{template}", request, **{**shared, **values}), status)
