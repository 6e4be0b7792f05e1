"""The office's pages of documents: brought in, looked at, taken in or left, published, removed; with notes."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from assistant.curation.changes import NotTakenIn, publish, take_out
from assistant.curation.log import NotLogged
from assistant.curation.office import Office
from assistant.curation.uploads import Upload
from assistant.curation.versions import MOST_VERSIONS
from assistant.errors import NotFound, Refused, reason_of
from assistant.page_images import NoPicture
from assistant.web.dependencies import TheService
from assistant.web.office.gate import HOME, UPLOADS, TheDoer, TheForm, TheOffice, field
from assistant.web.office.remarks import remarks_of, remarks_on
from assistant.web.office.words import office_words, page, refused
from assistant.web.paths import proxy_path
from assistant.web.render import page_words
from corpus.additions import goals_of
from corpus.catalogue import load_catalogue
from corpus.errors import CorpusError
from corpus.files import sha256
from corpus.preview import Preview
from corpus.quality import lines_quality
from corpus.reading.formats import has_pages
from corpus.reading.limits import FILE_MB, PAGES
from corpus.reading.printed.page_picture import DrawnPage
from corpus.types import Catalogue, Document
from index.storage.store import Index

keeping = APIRouter(include_in_schema=False)

_LINES = 3000  # of a document that stand beside its preview


@keeping.api_route(HOME, methods=["GET", "HEAD"])
def documents(request: Request, office: TheOffice, service: TheService, klart: str = "") -> Response:
    """What is in, and a field to bring more in."""
    index, folder = _index(service), office.settings().documents
    rows = [_row(document, index, folder) for document in _catalogued(office)]
    notes = len(office.notes.open())
    done = office_words()["done"].get(klart)
    return page("documents.html", request, office, rows=rows, notes=notes, done=done)


@keeping.post(UPLOADS)
def bring(request: Request, office: TheOffice, form: TheForm) -> Response:
    """A file is brought in: it is read, and looked at before it is taken in."""
    sent = form.get("fil")
    content = sent.file.read() if isinstance(sent, UploadFile) else b""
    if not isinstance(sent, UploadFile) or not sent.filename or not content:
        raise Refused("no file was chosen", refused("no_file"))
    upload = office.uploads.bring(sent.filename, content)
    upload.done.wait(1.0)  # most are read by then
    return _to(request, f"inkommet/{upload.id}")


@keeping.api_route(f"{HOME}/inkommet/{{upload_id}}", methods=["GET", "HEAD"])
def look(upload_id: str, request: Request, office: TheOffice, sida: str = "1") -> Response:
    """How far the reading has come; then what would be taken in, beside the text; or why it can't be."""
    upload = _upload(upload_id, office)
    if not upload.done.is_set():
        waiting = page("reading.html", request, office, upload=upload)
        waiting.headers["Refresh"] = "1"  # a page that has nothing yet but how far it has come
        return waiting
    if upload.seen is None:
        return page("unreadable.html", request, office, upload=upload, limits={"mb": FILE_MB, "pages": PAGES})
    return _preview(upload, upload.seen, request, office, sheet=int(sida) if re.fullmatch("[0-9]{1,4}", sida) else 1)


@keeping.api_route(f"{HOME}/inkommet/{{upload_id}}/bild/{{sheet}}", methods=["GET", "HEAD"])
def picture(upload_id: str, sheet: int, office: TheOffice) -> Response:
    """A page of a file that isn't taken in, as it was printed."""
    upload = _upload(upload_id, office)
    if upload.seen is None:
        raise NotFound("the file isn't read", refused("gone"))
    return Response(_drawn(upload, upload.seen, sheet).picture, media_type="image/webp")


@keeping.post(f"{HOME}/inkommet/{{upload_id}}")
def decide(upload_id: str, request: Request, office: TheOffice, form: TheForm, who: TheDoer) -> Response:
    """Take it in, in the place of another where that is said; or leave it."""
    upload = _upload(upload_id, office)
    if field(form, "val") != "ta-in":
        office.uploads.leave(upload_id)
        return _to(request, "?klart=left")
    try:
        office.uploads.take_in(
            upload, supersedes=field(form, "ersatter") or None, municipality=field(form, "kommun") or None,
            draft=field(form, "utkast") == "ja", who=who,
        )  # fmt: skip
    except NotLogged:
        office.uploads.leave(upload_id)
        office.builder.ask()
        return _to(request, "?klart=not_logged")
    except NotTakenIn as error:
        raise Refused(str(error), refused(error.cause).format(most=MOST_VERSIONS)) from error
    except (CorpusError, OSError) as error:
        raise Refused(reason_of(error), f"{refused('not_possible')} ({reason_of(error)})") from error
    office.builder.ask()
    return _to(request, "?klart=taken_in")


@keeping.api_route(f"{HOME}/dokument/{{document_id}}/original", methods=["GET", "HEAD"])
def original(document_id: str, office: TheOffice) -> Response:
    """The file as it came in; never shown by the browser, whatever is in it."""
    document = document_of(document_id, office)
    try:
        content = (office.settings().documents / document.file).read_bytes()
    except OSError:
        raise NotFound("the file isn't there", refused("no_document")) from None
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(document.file)}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@keeping.post(f"{HOME}/dokument/{{document_id}}/ta-bort")
def remove(document_id: str, request: Request, office: TheOffice, form: TheForm, who: TheDoer) -> Response:
    """The document goes, with every trace of it but its line in the log."""
    document_of(document_id, office)
    if field(form, "saker") != "ja":
        raise Refused("the removal isn't confirmed", refused("not_confirmed"))
    try:
        versions = field(form, "versioner") == "alla"
        take_out(office.settings(), document_id, versions=versions, via="page", who=who)
    except NotLogged:
        office.builder.ask()
        return _to(request, "?klart=not_logged")
    except (CorpusError, OSError) as error:
        raise Refused(reason_of(error), refused("not_possible")) from error
    office.builder.ask()
    return _to(request, "?klart=removed")


@keeping.api_route(f"{HOME}/anmarkningar", methods=["GET", "HEAD"])
def notes(request: Request, office: TheOffice, service: TheService, klart: str = "") -> Response:
    """What readers have noted, with the places that it is about."""
    index = _index(service)
    found = [(note, [index.passages[p] for p in note.passages if index and p in index.passages])
             for note in office.notes.open()]  # fmt: skip
    return page("notes.html", request, office, notes=found, done=office_words()["done"].get(klart))


@keeping.post(f"{HOME}/anmarkningar/{{note}}")
def close(note: str, request: Request, office: TheOffice, form: TheForm) -> Response:
    """A note is dealt with, and goes."""
    if not office.notes.close(note):
        raise NotFound("there is no such note", refused("no_note"))
    return _to(request, "anmarkningar?klart=closed")


@keeping.post(f"{HOME}/dokument/{{document_id}}/publicera")
def publish_draft(document_id: str, request: Request, office: TheOffice, form: TheForm, who: TheDoer) -> Response:
    """A draft is for everybody from now on, and takes the place of what it replaces."""
    document_of(document_id, office)
    try:
        publish(office.settings(), document_id, via="page", who=who)
    except NotLogged:
        office.builder.ask()
        return _to(request, "?klart=not_logged")
    except (CorpusError, OSError) as error:
        raise Refused(reason_of(error), f"{refused('not_possible')} ({reason_of(error)})") from error
    office.builder.ask()
    return _to(request, "?klart=published")


def document_of(document_id: str, office: Office) -> Document:
    """A document of the catalogue; raises ``NotFound``."""
    documents = _catalogued(office)
    found = next((entry for entry in documents if entry.id == document_id), None)
    if found is None:
        raise NotFound("there is no such document", refused("no_document"))
    return found


def _catalogued(office: Office) -> tuple[Document, ...]:
    """The documents of the catalogue; where it can't be read, what is wrong with it."""
    try:
        return load_catalogue(office.settings().documents).documents
    except CorpusError as error:
        raise Refused(str(error), f"{refused('not_possible')} ({error})") from error


def _index(service: TheService) -> Index | None:
    try:
        return service.kept_index()
    except Refused:
        return None


def _programme_of(seen: Preview, catalogue: Catalogue) -> str | None:
    """What the programme is called that a file would belong to, one that comes in with it too."""
    known = {entry.id: entry for entry in seen.additions.to(catalogue).programmes}
    found = known.get(seen.part.document.programme or "")
    return f"{found.title} {found.period[0]}–{found.period[1]}" if found else None


def _upload(upload_id: str, office: Office) -> Upload:
    found = office.uploads.get(upload_id)
    if found is None:
        raise NotFound("the file isn't here any more", refused("gone"))
    return found


def _to(request: Request, path: str) -> Response:
    sign = "" if path.startswith("?") else "/"
    return RedirectResponse(f"{proxy_path(request.scope)}{HOME}{sign}{path}", status_code=303)


def _row(document: Document, index: Index | None, folder: Path) -> dict[str, Any]:
    """A document in the list: how many activities it has, and what in it has to be seen to."""
    activities = [entry for entry in index.collection.activities if entry.document == document.id] if index else []
    faults = remarks_of(document, index, folder).faults if index else ()
    read = index is not None and document.id in index.collection.lines
    return {"document": document, "activities": len(activities), "faults": faults, "read": read}


def _drawn(upload: Upload, seen: Preview, sheet: int) -> DrawnPage:
    """The picture of a page; raises ``NoPicture`` where there is none, or a personal identity number stands on it."""
    held = {place.line for place in seen.part.identities}
    if any(line.sheet == sheet and line.number in held for line in seen.part.lines):
        raise NoPicture("a personal identity number stands on it", page_words()["printed"]["identity"])
    return upload.pictures.of(lambda: upload.content, sha256(upload.content), sheet)


def _preview(upload: Upload, seen: Preview, request: Request, office: Office, *, sheet: int) -> Response:
    catalogue = load_catalogue(office.settings().documents)
    sheets = max((line.sheet for line in seen.part.lines if line.sheet), default=0) if has_pages(upload.name) else 0
    drawn, no_picture = None, None
    if sheets:
        sheet = max(1, min(sheet, sheets))
        try:
            drawn = _drawn(upload, seen, sheet)
        except Refused as error:
            no_picture = error.swedish
    return page(
        "preview.html", request, office,
        upload=upload, seen=seen, part=seen.part, draft=seen.draft, goals=goals_of(seen.part.activities),
        quality=lines_quality(seen.part.lines), remarks=remarks_on(seen.part),
        programme=_programme_of(seen, catalogue),
        sheet=sheet, sheets=sheets, drawn=drawn, no_picture=no_picture, printed=page_words()["printed"],
        sheet_of={line.number: line.sheet for line in seen.part.lines} if sheets else {},
        unsure=[line for line in seen.part.lines if line.unsure], lines=seen.part.lines[:_LINES],
        replaceable=[entry for entry in catalogue.documents if entry.superseded_by is None],
    )  # fmt: skip
