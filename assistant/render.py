"""Values → a page in Swedish, from the templates in ``pages/``. What comes out of a document is escaped."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import Depends, Request
from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from assistant.answer import MAX_CHARACTERS
from assistant.schemas import PassageOut
from assistant.service import Service
from corpus.quality import POOR
from corpus.types import Line, Passage, Span

KINDS = {
    "own": "egen aktivitet",
    "joint": "aktivitet i samverkan",
    "city-wide": "stadsövergripande aktivitet, gäller hela staden",
    "follow-up": "uppföljning",
    "background": "löpande text",
    "heading": "rubrik",
}

STATUSES = {"completed": "genomförd", "ongoing": "pågår", "planned": "planerad", "delayed": "försenad"}


def the_service(request: Request) -> Service:
    """The service of the application that was asked."""
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(the_service)]


def rows(lines: Span) -> str:
    """Lines as people write them: "rad 7" or "rad 7–9"."""
    first, last = lines
    return f"rad {first}" if first == last else f"rad {first}–{last}"


def percent(share: float) -> str:
    """A share as Swedish writes it: 0.9686 → "96,9 procent"."""
    return f"{share * 100:.1f}".replace(".", ",").removesuffix(",0") + " procent"


def marked(read: Line | Passage | PassageOut) -> Markup:
    """A text with its unsure words marked; everything in it is escaped."""
    found, at = Markup(), 0
    for start, end in read.unsure:
        found += escape(read.text[at:start])
        found += Markup('<span class="unsure">{}</span>').format(read.text[start:end])
        at = end
    return found + escape(read.text[at:])


def render(template: str, request: Request, **values: Any) -> str:
    """A page; ``base`` is the path that the application lies under behind a proxy, "" at the root."""
    service: Service = request.app.state.service
    base = request.scope.get("root_path", "")
    defaults = {
        "base": base,
        "here": request.scope["path"].removeprefix(base),
        "contacts": service.help_contacts,
        "kinds": KINDS,
        "statuses": STATUSES,
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
    environment.filters["marked"] = marked
    environment.filters["rows"] = rows
    environment.filters["percent"] = percent
    return environment
