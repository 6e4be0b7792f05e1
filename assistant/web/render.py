"""Values → a page in Swedish, from the templates in ``pages/``. What comes out of a document is escaped."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from pydantic import field_validator

from assistant.answer import MAX_CHARACTERS
from assistant.compose.statements import UNSURE_MEANS
from assistant.exports.answers import File
from assistant.service import Service
from assistant.web.schemas.asking import FiltersIn
from assistant.web.typography import contact, day, marked, number, pages, percent, rows
from corpus.quality import POOR
from index.storage.store import Index

KINDS = {
    "own": "egen aktivitet",
    "joint": "aktivitet i samverkan",
    "city-wide": "stadsövergripande aktivitet, gäller hela staden",
    "follow-up": "uppföljning",
    "background": "löpande text",
    "heading": "rubrik",
}

# The same in a row, where own activities need no word.
KIND_WORDS = {"joint": "i samverkan", "city-wide": "hela staden", "follow-up": "uppföljning"}

STATUSES = {"completed": "genomförd", "ongoing": "pågår", "planned": "planerad", "delayed": "försenad"}

# The filters that people see, in the order of the forms.
LABELS = {
    "organisations": "Förvaltning eller bolag",
    "goals": "Mål",
    "kinds": "Slag",
    "statuses": "Status enligt uppföljning",
    "period": "Period",
}


class WithoutEmpty(FiltersIn):
    """Filters as a form of ours sends them: a choice that was left open comes as an empty value."""

    @field_validator("*", mode="before")
    @classmethod
    def _without_empty(cls, value: Any) -> Any:
        return [entry for entry in value if entry != ""] if isinstance(value, list) else value


def wording(index: Index) -> dict[str, dict[str, str]]:
    """By filter, what each of its values is called."""
    catalogue = index.collection.catalogue
    goals = [goal for programme in catalogue.programmes for goal in programme.goals if goal.number is not None]
    return {
        "organisations": {entry.id: entry.name for entry in catalogue.organisations},
        "goals": {str(goal.number): f"Mål {goal.number}: {goal.title}" for goal in goals},
        "kinds": {kind: words.capitalize() for kind, words in KINDS.items()},
        "statuses": {status: word.capitalize() for status, word in STATUSES.items()},
        "period": {f"{p.period[0]}-{p.period[1]}": f"{p.period[0]}–{p.period[1]}" for p in catalogue.programmes},
    }


def short_names(index: Index) -> dict[str, str]:
    """By organisation, the short form that people use for it, or its name where it has none."""
    return {entry.id: entry.abbreviation or entry.name for entry in index.collection.catalogue.organisations}


@cache
def page_words() -> dict[str, Any]:
    """``prompts/page.toml``: what the page says around what it shows."""
    return tomllib.loads((files("prompts") / "page.toml").read_text(encoding="utf-8"))


def the_service(request: Request) -> Service:
    """The service of the application that was asked."""
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(the_service)]


def render(template: str, request: Request, **values: Any) -> str:
    """A page; ``base`` is the path that the application lies under behind a proxy, "" at the root."""
    service: Service = request.app.state.service
    base = request.scope.get("root_path", "")
    defaults = {
        "base": base,
        "site": str(request.base_url).rstrip("/"),
        "here": request.scope["path"].removeprefix(base),
        "contacts": service.help_contacts,
        "writer": service.writer,
        "interpreter": service.interpreter,
        "verifier": service.verifier,
        "kinds": KINDS,
        "kind_words": KIND_WORDS,
        "shorts": {},
        "say": page_words()["words"],
        "unsure_means": UNSURE_MEANS,
        "statuses": STATUSES,
        "max_characters": MAX_CHARACTERS,
        "typed": "",
        "conversation": None,
        "whole": False,
        "at_work": False,
        "fault": None,
        "examples": [],
        "documents": [],
        "starting": None,
        "poor": POOR,
    }
    return _environment().get_template(template).render(defaults | values)


@cache
def _environment() -> Environment:
    folder = files("assistant") / "web" / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        undefined=StrictUndefined,
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for setting in (contact, day, marked, number, pages, percent, rows):
        environment.filters[setting.__name__] = setting
    return environment


def handed_out(file: File) -> Response:
    """A file as a download."""
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=headers)
