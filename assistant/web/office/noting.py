"""Where a reader says that something is misread or answered wrongly: a note for whoever keeps the collection."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from assistant.curation.notes import LONGEST, Notes
from assistant.errors import Refused
from assistant.question import MAX_CHARACTERS
from assistant.web.dependencies import TheIndex, who_asks
from assistant.web.office.words import office_words, refused
from assistant.web.render import render

noting = APIRouter(include_in_schema=False)


class NoteForm(BaseModel):
    """What is noted: about the reading of a passage or the answer; the question only where it is sent along."""

    om: Literal["last", "svar"] = "svar"
    stycke: list[str] = Field(default=[], max_length=20)
    sagt: str = Field(default="", max_length=LONGEST)
    fraga: str = Field(default="", max_length=MAX_CHARACTERS)
    skicka_fragan: bool = False
    token: str = ""


@noting.post("/anmarkning")
def note(request: Request, index: TheIndex, form: Annotated[NoteForm, Form()]) -> Response:
    """Leave a note. Nothing else of who leaves it, or of the question, is kept."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise Refused("this form doesn't come from a page of ours", refused("foreign_note"))
    person = who_asks(request)
    if person is not None and not person.machine and form.token != request.session["token"]:
        raise Refused("this form is of another session", refused("foreign_note"))
    notes: Notes = request.app.state.notes
    left = notes.add(
        "reading" if form.om == "last" else "answer",
        tuple(passage for passage in form.stycke if passage in index.passages),
        text=form.sagt,
        question=form.fraga if form.skicka_fragan else None,
        index=index.version,
    )
    if left is None:
        raise Refused("too many notes are open", refused("too_many_notes"))
    return HTMLResponse(render("office/noted.html", request, said=office_words()["done"]["noted"]))
