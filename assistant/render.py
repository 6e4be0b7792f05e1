"""Values → a page in Swedish, from the templates in ``pages/``. What comes out of a document is escaped."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import Depends, Request
from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from assistant.answer import MAX_CHARACTERS
from assistant.service import Service
from corpus.quality import POOR
from corpus.types import Line, Span

KINDS = {
    "own": "egen aktivitet",
    "joint": "aktivitet i samverkan",
    "city-wide": "stadsövergripande aktivitet, gäller hela staden",
    "follow-up": "uppföljning",
    "background": "löpande text",
    "heading": "rubrik",
}


def the_service(request: Request) -> Service:
    """The service of the application that was asked."""
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(the_service)]


def rows(lines: Span) -> str:
    """Lines as people write them: "rad 7" or "rad 7–9"."""
    first, last = lines
    return f"rad {first}" if first == last else f"rad {first}–{last}"


def _reading(line: Line) -> Markup:
    """A line with its unsure words marked; everything in it is escaped."""
    marked, at = Markup(), 0
    for start, end in line.unsure:
        marked += escape(line.text[at:start])
        marked += Markup('<span class="unsure">{}</span>').format(line.text[start:end])
        at = end
    return marked + escape(line.text[at:])


def render(template: str, request: Request, **values: Any) -> str:
    """A page; ``base`` is the path that the application lies under behind a proxy, "" at the root."""
    service: Service = request.app.state.service
    defaults = {
        "base": request.scope.get("root_path", ""),
        "contacts": service.help_contacts,
        "kinds": KINDS,
        "max_characters": MAX_CHARACTERS,
        "typed": "",
        "fault": None,
        "examples": [],
        "starting": None,
        "poor": POOR,
    }
    return _environment().get_template(template).render(defaults | values)


@cache
def _environment() -> Environment:
    folder = files("assistant") / "pages"
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        undefined=StrictUndefined,
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["reading"] = _reading
    environment.filters["rows"] = rows
    return environment
