"""The pages in Swedish: a form, an answer with its sources, a document. They work without JavaScript."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from assistant.answer import MAX_CHARACTERS
from assistant.errors import NotFound, NotReady, Refused
from assistant.schemas import answer_out
from assistant.service import Service
from assistant.summary import in_sentence
from corpus.identity import mask_numbers
from corpus.quality import POOR, lines_quality
from corpus.types import COMMITMENT_KINDS, Line, Span
from index.store import Index

site = APIRouter(include_in_schema=False)

_EXAMPLES = 3

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


@site.api_route("/", methods=["GET", "HEAD"])
def start(request: Request, service: TheService) -> Response:
    """The empty form, with questions to try."""
    try:
        examples = _examples(service.assistant().index)
    except NotReady as error:
        return HTMLResponse(_render("start.html", request, starting=error.swedish))
    return HTMLResponse(_render("start.html", request, examples=examples))


@site.post("/")
def ask(request: Request, service: TheService, question: Annotated[str, Form()] = "") -> Response:
    """The answer to the question in the form; a question that can't be used comes back with the reason."""
    question = mask_numbers(question)  # it stands in the form again
    try:
        assistant = service.assistant()
        if "\ufffd" in question:
            raise Refused("the form is not in UTF-8", "Frågan kom fram förvanskad. Skriv den igen.")
        answer = assistant.answer(question)
    except Refused as error:
        page = _render("start.html", request, typed=question, fault=error.swedish)
        return HTMLResponse(page, error.status)
    page = _render("answer.html", request, answer=answer_out(answer, assistant.index), typed=question)
    return HTMLResponse(page)


@site.get("/documents/{document_id}")
def document(
    request: Request, service: TheService, document_id: str, lines: str = "", reading: str = "restored"
) -> Response:
    """A document's text with its line numbers; ``lines`` (first-last) are marked."""
    index = service.assistant().index
    entry = next((entry for entry in index.collection.documents if entry.id == document_id), None)
    if entry is None:
        raise NotFound(f"there is no document {document_id[:120]!r}", "Dokumentet finns inte.")
    asked = re.fullmatch(r"([0-9]{1,6})-([0-9]{1,6})", lines)
    marked = range(int(asked[1]), int(asked[2]) + 1) if asked else range(0)
    shown = index.collection.lines[document_id]
    quality = lines_quality(shown)
    if reading == "source":
        shown = tuple(replace(line, text=line.source, unsure=()) for line in shown)
    page = _render(
        "document.html",
        request,
        document=entry,
        lines=shown,
        marked=marked,
        quality=quality,
        source=reading == "source",
        path=f"/documents/{document_id}",
    )
    return HTMLResponse(page)


@site.get("/style.css")
def style() -> Response:
    """The style sheet, which a browser may keep for an hour."""
    content = (files("assistant") / "pages" / "style.css").read_bytes()
    return Response(content, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def error_page(request: Request, sentence: str) -> str:
    """A page that says what was wrong and leads back to the form."""
    return _render("error.html", request, sentence=sentence)


def _examples(index: Index) -> list[str]:
    """Questions made from the documents that are in: an organisation and a goal it has activities under.

    Of those with two or more such activities, because a list shows best what the assistant is for.
    """
    counts = Counter(
        (entry.organisation, entry.goal)
        for entry in index.collection.activities
        if entry.kind in COMMITMENT_KINDS and entry.organisation and entry.goal
    )
    goals = {organisation: goal for (organisation, goal), count in counts.items() if count > 1}
    return [
        f"Vad har {in_sentence(index.organisations[organisation])} åtagit sig under mål {goal}?"
        for organisation, goal in list(goals.items())[:_EXAMPLES]
    ]


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


def _render(template: str, request: Request, **values: Any) -> str:
    service: Service = request.app.state.service
    defaults = {
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
