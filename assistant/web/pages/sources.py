"""The pages that a source leads to: a document at its passage, and a passage with what a report needs of it."""

import re
from datetime import date
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from assistant.citing.quotation import quotation
from assistant.citing.reference import reference, reference_of
from assistant.citing.styles import STYLES, styled
from assistant.lookup import document_by_id, passage_by_id
from assistant.schemas.passages import passage_out
from assistant.web.dependencies import TheService
from assistant.web.render import render
from corpus.quality import lines_quality
from corpus.reading.formats import has_pages
from corpus.types import Passage
from index.storage.store import Index

sources = APIRouter(include_in_schema=False)

_LINES_SHOWN = 200
_LINES_BEFORE = 30

Reading = Literal["restored", "source", "both"]
_WAYS = {
    "restored": "Felläsningar är rättade.",
    "source": "Så här står texten i filen.",
    "both": "Där något är rättat står filens text under.",
}


@sources.get("/documents/{document_id}")
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
    entry = document_by_id(document_id, index)
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
        printed=has_pages(entry.file),
        marked=marked,
        marked_pages=sorted({line.page for line in shown if line.number in marked and line.page}),
        quality=lines_quality(whole),
        reading=reading,
        ways=_WAYS,
        path=f"/documents/{document_id}",
        place=f"lines={marked.start}-{marked.stop - 1}" if marked else f"start={first}",
        anchor=f"#L{marked.start}" if marked else "",
        before=max(1, first - _LINES_SHOWN) if first > 1 else None,
        after=first + _LINES_SHOWN if first - 1 + _LINES_SHOWN < len(whole) else None,
    )
    return HTMLResponse(page)


@sources.get("/stycken/{passage_id}.txt")
def passage_text(service: TheService, passage_id: str) -> Response:
    """A passage as a quotation with its reference, as the page's button copies it."""
    index = service.assistant().index
    return PlainTextResponse(_to_copy(passage_by_id(passage_id, index), index))


@sources.get("/stycken/{passage_id}")
def passage_page(request: Request, service: TheService, passage_id: str) -> Response:
    """A passage with both its readings, its quotation and its references, in forms to paste or to read in."""
    index = service.assistant().index
    passage = passage_by_id(passage_id, index)
    source = reference_of(passage, index, accessed=date.today())
    page = render(
        "passage.html", request, passage=passage_out(passage, index), to_copy=_to_copy(passage, index),
        title=source.title, styles=[styled(source, style) for style in STYLES],
    )  # fmt: skip
    return HTMLResponse(page)


def _to_copy(passage: Passage, index: Index) -> str:
    """The quotation between marks, uncertain words said, and the reference on a line of its own."""
    return f"”{quotation(passage, (0, len(passage.text)), index)}”\n{reference(passage, index, accessed=date.today())}"
