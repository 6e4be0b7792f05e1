"""Values → a page in Swedish, from the templates in ``pages/``. What comes out of a document is escaped."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from pydantic import field_validator

from assistant.citing.places import pages, rows
from assistant.citing.reference import cite_words
from assistant.compose.statements import UNSURE_MEANS
from assistant.exports.answers import File
from assistant.schemas.asking import FiltersIn
from assistant.schemas.labels import KIND_LABELS, ROW_KIND_LABELS, STATUS_LABELS
from assistant.service import Service
from assistant.web.access.words import access_words
from assistant.web.dependencies import who_asks
from assistant.web.paths import own_path, proxy_path, site_of
from assistant.web.typography import contact, day, marked, number, percent, quoted
from corpus.quality import POOR
from index.storage.store import Index


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
        "kinds": {kind: words.capitalize() for kind, words in KIND_LABELS.items()},
        "statuses": {status: word.capitalize() for status, word in STATUS_LABELS.items()},
        "period": {f"{p.period[0]}-{p.period[1]}": f"{p.period[0]}–{p.period[1]}" for p in catalogue.programmes},
        "municipality": {name: name for name in dict.fromkeys(d.municipality for d in index.collection.documents)},
        "documents": {entry.id: entry.title for entry in index.collection.documents},
    }


def short_names(index: Index) -> dict[str, str]:
    """By organisation, the short form that people use for it, or its name where it has none."""
    return {entry.id: entry.abbreviation or entry.name for entry in index.collection.catalogue.organisations}


@cache
def page_words() -> dict[str, Any]:
    """``prompts/page.toml``: what the page says around what it shows."""
    return tomllib.loads((files("prompts") / "page.toml").read_text(encoding="utf-8"))


def render(template: str, request: Request, **values: Any) -> str:
    """A page; ``base`` is the path that the application lies under behind a proxy, "" at the root."""
    service: Service = request.app.state.service
    person = who_asks(request)
    defaults: dict[str, Any] = {
        "base": proxy_path(request.scope),
        "site": site_of(request),
        "here": own_path(request.scope),
        "contacts": service.help_contacts,
        "writer": service.writer,
        "interpreter": service.interpreter,
        "verifier": service.verifier,
        "kinds": KIND_LABELS,
        "kind_words": ROW_KIND_LABELS,
        "shorts": {},
        "say": page_words()["words"],
        "say_printed": page_words()["printed"],
        "cite_styles": cite_words()["styles"],
        "unsure_means": UNSURE_MEANS,
        "statuses": STATUS_LABELS,
        "typed": "",
        "conversation": None,
        "whole": False,
        "at_work": False,
        "fault": None,
        "examples": [],
        "documents": [],
        "picks": {},
        "kept": {},
        "takes_notes": getattr(request.app.state, "notes", None) is not None,
        "starting": None,
        "poor": POOR,
        "person": person,
        "logs_in": getattr(request.app.state, "login", None) is not None,
        "access": access_words()["words"],
        "own_token": request.session.get("token", "") if person and not person.machine else "",
    }
    return _environment().get_template(template).render(defaults | values)


def error_page(request: Request, sentence: str, request_id: str) -> str:
    """A page that says what was wrong and leads back to the form; the id is what its log knows the request by."""
    return render("error.html", request, sentence=sentence, request_id=request_id)


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
    for setting in (contact, day, marked, number, pages, percent, quoted, rows):
        environment.filters[setting.__name__] = setting
    return environment


def download(file: File) -> Response:
    """A file as a download."""
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=headers)
