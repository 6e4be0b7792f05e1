"""The pages where one asks: a form, and an answer with its sources and what was said before it."""

from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field

from assistant.compose.answer import Answer
from assistant.errors import NotFound, NotReady, Refused
from assistant.exports.answers import Form as FileForm
from assistant.exports.answers import answer_file
from assistant.query.filters import known_values
from assistant.safety.help import HelpLine
from assistant.schemas.asking import answer_out
from assistant.schemas.labels import FILTER_LABELS
from assistant.sessions.conversations import current_answer, current_help
from assistant.web.dependencies import TheService
from assistant.web.pages.answer_view import view_of
from assistant.web.pages.suggestions import examples, follow_ups
from assistant.web.pages.understood_filters import choices, filter_tags, given_filters
from assistant.web.paths import proxy_path
from assistant.web.render import WithoutEmpty, download, render, short_names, wording
from assistant.web.requests import note_verdict
from corpus.privacy.identity_numbers import mask_numbers
from index.storage.store import Index

site = APIRouter(include_in_schema=False)

_DOCUMENTS = 6  # that the start page names, newest first


@site.api_route("/", methods=["GET", "HEAD"])
def start(request: Request, service: TheService) -> Response:
    """The empty form, with questions to try and what is in."""
    try:
        records = service.assistant().records
    except NotReady as error:
        return HTMLResponse(render("start.html", request, starting=error.swedish))
    documents = [entry for entry in records.index.collection.documents if entry.superseded_by is None]
    newest = sorted(documents, key=lambda entry: entry.date or "", reverse=True)[:_DOCUMENTS]
    page = render(
        "start.html", request, examples=examples(records), documents=newest,
        plans=Counter(plan.document for plan in records.index.collection.plans),
        picks=_picks(records.index), words=wording(records.index), labels=FILTER_LABELS,
    )  # fmt: skip
    return HTMLResponse(page)


def _picks(index: Index) -> dict[str, list[str]]:
    """What a question can be narrowed to before it is asked, by filter: only where there are several."""
    known = known_values(index)
    return {name: known[name] for name in ("municipality", "documents") if len(known[name]) > 1}


class AskForm(WithoutEmpty):
    """The question in the form, and what has been taken away or changed of how it was understood.

    ``at_work``: it is asked at work, which was said where the help text met it. ``conversation`` is the
    id of the answer that it follows, and ``whole`` says that it stands by itself all the same.
    """

    question: str = ""
    at_work: bool = False
    conversation: str | None = Field(default=None, pattern=r"^[\w-]{0,64}$")
    whole: bool = False


@site.post("/")
def ask(request: Request, service: TheService, form: Annotated[AskForm, Form()]) -> Response:
    """Leads to the answer's own page; a question that can't be used comes back with the reason, and help at once."""
    question = mask_numbers(form.question)  # it stands in the form again
    try:
        assistant = service.assistant()
        if "\ufffd" in question:
            raise Refused("the form is not in UTF-8", "Frågan kom fram förvanskad. Skriv den igen.")
        exchange = service.conversations.ask(
            assistant,
            question,
            form.to_filters(),
            at_work=form.at_work,
            follows=form.conversation,
            leans=not form.whole,
        )
    except Refused as error:
        page = render(
            "start.html", request, typed=question, fault=error.swedish, conversation=form.conversation,
            whole=form.whole, at_work=form.at_work, kept=given_filters(form.to_filters()),
        )  # fmt: skip
        return HTMLResponse(page, error.status)
    note_verdict(request, exchange.answer)
    if exchange.answer.help:
        return help_page(request, exchange.answer, question, assistant.index)
    base = proxy_path(request.scope)
    # In view where a conversation stands above it.
    place = "#svar" if exchange.earlier else ""
    return RedirectResponse(f"{base}/svar/{exchange.id}{place}", 303)


def help_page(request: Request, answer: Answer, question: str, index: Index) -> Response:
    """Help has no address, and is kept nowhere."""
    help_text = answer.help
    page = render(
        "help.html", request, answer=answer_out(answer, index), help=help_text,
        # What was written stands nowhere on the page, but in the hidden field of one that is unsure.
        question=question if help_text and help_text.unsure else "",
        quick_exit=index.collection.catalogue.quick_exit,
    )  # fmt: skip
    return HTMLResponse(page)


@site.get("/svar/{exchange_id}")
def answer_page(request: Request, service: TheService, exchange_id: str) -> Response:
    """An answer with its sources, for as long as its conversation lasts."""
    exchange = service.conversations.get(exchange_id)
    if exchange is None:
        raise NotFound(
            "this answer is no longer held",
            "Svaret finns inte kvar. Frågor och svar sparas inte, och ett samtal försvinner en halvtimme efter den "
            "senaste frågan. Ställ frågan igen.",
        )
    assistant = service.assistant()
    index = assistant.index
    answer = current_answer(exchange, assistant)
    met = current_help(exchange, assistant)
    shown = answer_out(answer, index)
    page = render(
        "answer.html",
        request,
        answer=shown,
        view=view_of(answer, shown, assistant.records),
        shorts=short_names(index),
        suggested=follow_ups(answer, assistant.records),
        exchange=exchange,
        help_line=met if isinstance(met, HelpLine) else None,
        conversation=exchange.id,
        filter_tags=filter_tags(answer.query, exchange.filters, index.collection.catalogue),
        choices=choices(answer.query, index),
        words=wording(index),
        labels=FILTER_LABELS,
        given_filters=given_filters(exchange.filters),
        at_work=exchange.at_work,
        today=date.today(),
    )
    return HTMLResponse(page)


@site.post("/svar.{ending}")
def save(request: Request, service: TheService, ending: FileForm, form: Annotated[AskForm, Form()]) -> Response:
    """The answer to the same question as a file."""
    assistant, filters = service.assistant(), form.to_filters()
    answer = assistant.answer(form.question, filters, at_work=form.at_work)
    note_verdict(request, answer)
    return download(answer_file(answer, assistant.index, ending, filters=filters, made=date.today()))


@site.get("/style.css")
def style() -> Response:
    """The style sheet."""
    return _kept("style.css", "text/css")


@site.get("/page.js")
def script() -> Response:
    """What makes the page quicker to use where JavaScript runs."""
    return _kept("page.js", "text/javascript")


def _kept(name: str, media_type: str) -> Response:
    """A file that a browser may keep for an hour."""
    content = (files("assistant") / "web" / "templates" / name).read_bytes()
    return Response(content, media_type=media_type, headers={"Cache-Control": "max-age=3600"})
