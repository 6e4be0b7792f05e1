"""A page of a document as it was printed, with the passage that it was opened for marked and its text beside it."""

import re
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.errors import NotFound
from assistant.lookup import document_by_id
from assistant.page_images import NoPicture, PagePictures
from assistant.schemas.asking import Problem
from assistant.web.conditional import conditional
from assistant.web.dependencies import TheIndex
from assistant.web.paths import proxy_path
from assistant.web.problems import REFUSALS
from assistant.web.render import page_words, render
from corpus.reading.formats import has_pages
from corpus.reading.printed.page_picture import DrawnPage, Mark, marks_of
from corpus.types import Document, Line
from index.storage.store import Index

printed = APIRouter()

_SHEET = r"[1-9][0-9]{0,3}"
_LINES = re.compile(r"([0-9]{1,6})-([0-9]{1,6})")
_PICTURE = {"image/webp": {"schema": {"type": "string", "format": "binary"}}}


@printed.get(
    "/api/documents/{document_id}/pages/{sheet}/image",
    response_class=Response,
    responses={**{code: {"model": Problem} for code in REFUSALS}, 200: {"content": _PICTURE}},
    dependencies=[Depends(conditional)],
)
def page_image(document_id: str, sheet: int, request: Request, index: TheIndex) -> Response:
    """The ``sheet``-th page of a document's file as it was printed, drawn at about 150 dots an inch (WebP).

    Only pages of PDF files have a picture, and none that a personal identity number stands on.
    """
    entry = document_by_id(document_id, index)
    return Response(_picture(entry, sheet, request, index, read_picture=False).picture, media_type="image/webp")


@printed.get("/dokument/{document_id}/sida/{sheet}", include_in_schema=False)
def page(request: Request, index: TheIndex, document_id: str, sheet: str, lines: str = "") -> Response:
    """The picture of a page beside its text, or why there is none; of a file without pages its text alone."""
    entry = document_by_id(document_id, index)
    whole = index.collection.lines[document_id]
    last = max((line.sheet for line in whole if line.sheet), default=None)
    asked = _LINES.fullmatch(lines)
    if last is None:
        there = f"?lines={lines}#L{asked[1]}" if asked else ""
        return RedirectResponse(f"{proxy_path(request.scope)}/documents/{document_id}{there}", 303)
    number = int(sheet) if re.fullmatch(_SHEET, sheet) else 0
    if not 0 < number <= last:
        raise NotFound(f"the document has no page {sheet[:20]!r}", page_words()["printed"]["no_page"])
    own = [line for line in whole if line.sheet == number]
    marked = {line.number for line in own if asked and int(asked[1]) <= line.number <= int(asked[2])}
    shown = _shown(entry, number, own, marked, request, index)
    content = render(
        "printed.html", request, document=entry, sheet=number, last=last, own=own, marked=marked, shown=shown,
        said=page_words()["printed"], number=next((line.page for line in own if line.page), None),
        corrected=any(line.corrected_page for line in own), lines_asked=asked is not None and bool(marked),
        picture=f"/api/documents/{document_id}/pages/{number}/image",
    )  # fmt: skip
    return HTMLResponse(content)


@dataclass(frozen=True)
class ShownPage:
    """What is shown of a page: its picture with marks on it, else a sentence that says why there is none.

    ``sentence`` beside a picture says that what was looked for is marked, or that it can't be.
    """

    drawn: DrawnPage | None
    marks: list[Mark]
    sentence: str | None


def _shown(
    document: Document, sheet: int, own: list[Line], marked: set[int], request: Request, index: Index
) -> ShownPage:
    said = page_words()["printed"]
    try:
        drawn = _picture(document, sheet, request, index, read_picture=bool(marked))
    except NoPicture as error:
        return ShownPage(None, [], error.swedish)
    if not marked:
        return ShownPage(drawn, [], None)
    marks = marks_of(marked, own, drawn.words or ())
    return ShownPage(drawn, marks, said["marked" if marks else "not_marked"])


def _picture(document: Document, sheet: int, request: Request, index: Index, *, read_picture: bool) -> DrawnPage:
    """The picture of a page; raises ``NoPicture`` where there is none, or where it isn't to be shown."""
    said = page_words()["printed"]
    pages: PagePictures = request.app.state.pages
    folder = request.app.state.folder
    # What was removed, or replaced by another file, is in memory no longer.
    pages.keep({entry.sha256 for entry in index.collection.documents})
    lines = index.collection.lines[document.id]
    if folder is None or not has_pages(document.file) or not any(line.sheet == sheet for line in lines):
        raise NoPicture(f"there is no picture of page {sheet}", said["no_picture"])
    numbers = {place.line for place in index.collection.identities if place.document == document.id}
    if any(line.sheet == sheet for line in lines if line.number in numbers):
        raise NoPicture(f"a personal identity number stands on page {sheet}; it isn't shown", said["identity"])
    try:
        return pages.of_document(document, folder(), sheet, read_picture=read_picture)
    except NoPicture as error:
        raise NoPicture(str(error), said["no_picture"]) from None
