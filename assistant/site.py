"""The pages in Swedish: a form, an answer with its sources, a document. They work without JavaScript."""

import re
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import Field

from assistant.answer_files import Form as FileForm
from assistant.answer_files import answer_file
from assistant.chips import chips, choices, kept
from assistant.errors import NotFound, NotReady, Refused
from assistant.phrasing import in_sentence
from assistant.render import LABELS, TheService, WithoutEmpty, handed_out, render, wording
from assistant.schemas import answer_out
from corpus.identity import mask_numbers
from corpus.quality import lines_quality
from corpus.types import COMMITMENT_KINDS
from index.store import Index

site = APIRouter(include_in_schema=False)

_EXAMPLES = 3
_LINES_SHOWN = 200
_LINES_BEFORE = 30

Reading = Literal["restored", "source", "both"]
_WAYS = {
    "restored": "Felläsningar är rättade.",
    "source": "Så här står texten i filen.",
    "both": "Där något är rättat står filens text under.",
}


@site.api_route("/", methods=["GET", "HEAD"])
def start(request: Request, service: TheService) -> Response:
    """The empty form, with questions to try."""
    try:
        examples = _examples(service.assistant().index)
    except NotReady as error:
        return HTMLResponse(render("start.html", request, starting=error.swedish))
    return HTMLResponse(render("start.html", request, examples=examples))


class AskForm(WithoutEmpty):
    """The question in the form, and what has been taken away or changed of how it was understood.

    ``at_work``: it is asked at work, which was said where the help text met it.
    """

    question: str = ""
    at_work: bool = False
    conversation: str | None = Field(default=None, pattern=r"^[\w-]{1,64}$")


@site.post("/")
def ask(request: Request, service: TheService, form: Annotated[AskForm, Form()]) -> Response:
    """The answer to the question in the form; a question that can't be used comes back with the reason."""
    question = mask_numbers(form.question)  # it stands in the form again
    try:
        assistant = service.assistant()
        if "\ufffd" in question:
            raise Refused("the form is not in UTF-8", "Frågan kom fram förvanskad. Skriv den igen.")
        filters = form.to_filters()
        answer = assistant.answer(
            question, filters, at_work=form.at_work, before=service.conversations.before(form.conversation)
        )
    except Refused as error:
        page = render("start.html", request, typed=question, fault=error.swedish)
        return HTMLResponse(page, error.status)
    index = assistant.index
    if answer.help:
        # What was written stands nowhere on the page, but in the hidden field of one that is unsure.
        page = render(
            "help.html", request, answer=answer_out(answer, index), help=answer.help,
            question=question if answer.help.unsure else "",
            quick_exit=index.collection.catalogue.quick_exit,
        )  # fmt: skip
        return HTMLResponse(page)
    page = render(
        "answer.html",
        request,
        answer=answer_out(answer, index),
        conversation=service.conversations.keep(form.conversation, answer.turn),
        typed=answer.standalone,
        chips=chips(answer.understood, filters),
        choices=choices(answer.understood, index),
        words=wording(index),
        labels=LABELS,
        kept=kept(filters),
        at_work=form.at_work,
        today=date.today().isoformat(),
    )
    return HTMLResponse(page)


@site.post("/svar.{ending}")
def save(service: TheService, ending: FileForm, form: Annotated[AskForm, Form()]) -> Response:
    """The answer to the same question as a file."""
    assistant, filters = service.assistant(), form.to_filters()
    answer = assistant.answer(form.question, filters, at_work=form.at_work)
    return handed_out(answer_file(answer, assistant.index, ending, filters=filters, made=date.today()))


@site.get("/documents/{document_id}")
def document(
    request: Request,
    service: TheService,
    document_id: str,
    lines: str = "",
    start: str = "",
    reading: Reading = "restored",
) -> Response:
    """A part of a document with its line numbers; ``lines`` (first-last) are marked and in view.

    Not the whole document: a page of a few thousand lines is slow to load and to read aloud.
    """
    index = service.assistant().index
    entry = next((entry for entry in index.collection.documents if entry.id == document_id), None)
    if entry is None:
        raise NotFound(f"there is no document {document_id[:120]!r}", "Dokumentet finns inte.")
    asked = re.fullmatch(r"([0-9]{1,6})-([0-9]{1,6})", lines)
    marked = range(int(asked[1]), int(asked[2]) + 1) if asked else range(0)
    whole = index.collection.lines[document_id]
    first = int(start) if re.fullmatch(r"[0-9]{1,6}", start) else marked.start - _LINES_BEFORE if marked else 1
    first = max(1, min(first, len(whole) - 1))
    shown = whole[first - 1 : first - 1 + _LINES_SHOWN]
    page = render(
        "document.html",
        request,
        document=entry,
        lines=shown,
        total=len(whole),
        marked=marked,
        quality=lines_quality(whole),
        reading=reading,
        ways=_WAYS,
        path=f"/documents/{document_id}",
        place=f"lines={marked.start}-{marked.stop - 1}" if marked else f"start={first}",
        before=max(1, first - _LINES_SHOWN) if first > 1 else None,
        after=first + _LINES_SHOWN if first - 1 + _LINES_SHOWN < len(whole) else None,
    )
    return HTMLResponse(page)


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
    content = (files("assistant") / "pages" / name).read_bytes()
    return Response(content, media_type=media_type, headers={"Cache-Control": "max-age=3600"})


def error_page(request: Request, sentence: str) -> str:
    """A page that says what was wrong and leads back to the form."""
    return render("error.html", request, sentence=sentence)


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
