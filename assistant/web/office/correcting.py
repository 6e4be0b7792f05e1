"""The office's pages where what was read of a document is set right: its fields, an activity, a line of its text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from assistant.curation.carrying import carried
from assistant.curation.corrections import (
    ChangedMeanwhile,
    NoSuchWord,
    correct,
    line_in,
    of_page,
    of_word,
    state_of,
    take_back,
    value_of,
)
from assistant.curation.log import NotLogged
from assistant.curation.office import Office
from assistant.curation.versions import earlier_versions, records_of
from assistant.errors import NotFound, Refused, reason_of
from assistant.schemas.corrected import corrections_of
from assistant.web.office.gate import HOME, TheDoer, TheForm, TheIndex, TheOffice, field
from assistant.web.office.keeping import document_of
from assistant.web.office.remarks import remarks_of
from assistant.web.office.words import office_words, page, refused
from assistant.web.paths import proxy_path
from corpus.catalogue import load_catalogue
from corpus.corrections.changes import key_of
from corpus.corrections.file import FIELDS, UnusableCorrection
from corpus.corrections.places import activity_at, activity_over
from corpus.errors import CorpusError
from corpus.types import Activity, Change, Correction, Document, Line, Plan, Value
from index.storage.store import Index

correcting = APIRouter(include_in_schema=False)

_SHOWN = 400  # lines of a text at a time
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class PageRun:
    """Pages of a file, from ``first`` to ``last``, that count on from the printed number ``page``; None has none."""

    first: int
    last: int
    page: int | None
    corrected: bool


@correcting.api_route(f"{HOME}/dokument/{{document_id}}", methods=["GET", "HEAD"])
def document(document_id: str, request: Request, office: TheOffice, index: TheIndex, klart: str = "") -> Response:
    """What was read of a document, with what has been set right and what of that fits nowhere."""
    found = document_of(document_id, office)
    plans = [entry for entry in index.collection.plans if entry.document == document_id]
    activities = [entry for entry in index.collection.activities if entry.document == document_id]
    return page(
        "document.html", request, office,
        document=found, fields=_fields("document", found), plans=[(plan, _fields("plan", plan)) for plan in plans],
        activities=activities, corrections=[(key_of(entry), entry) for entry in found.corrections],
        versions=earlier_versions(document_id, load_catalogue(office.settings().documents).documents),
        waiting=lags(found, index), remarks=remarks_of(found, index, office.settings().documents),
        unfitting=index.collection.unfitting.get(document_id, ()),
        read=document_id in index.collection.lines, numbering=_numbering(index.collection.lines.get(document_id, ())),
        choices=choices(found, index),
        seen=state_of(office.settings().documents, document_id), done=office_words()["done"].get(klart),
    )  # fmt: skip


@correcting.api_route(f"{HOME}/dokument/{{document_id}}/text", methods=["GET", "HEAD"])
def text(document_id: str, request: Request, office: TheOffice, index: TheIndex, start: int = 1) -> Response:
    """The lines of a document, each a link to where it is set right."""
    found, lines = document_of(document_id, office), _lines(document_id, index)
    first = max(1, min(start, len(lines)))
    return page(
        "text.html", request, office, document=found, waiting=lags(found, index),
        lines=lines[first - 1 : first - 1 + _SHOWN],
        before=max(1, first - _SHOWN) if first > 1 else None,
        after=first + _SHOWN if first + _SHOWN <= len(lines) else None,
    )  # fmt: skip


@correcting.api_route(f"{HOME}/dokument/{{document_id}}/rad/{{number}}", methods=["GET", "HEAD"])
def line(document_id: str, number: int, request: Request, office: TheOffice, index: TheIndex) -> Response:
    """One line with those around it: its words, and whether an activity begins or ends there."""
    found, at = document_of(document_id, office), _line(document_id, number, index)
    lines = _lines(document_id, index)
    own = [entry for entry in index.collection.activities if entry.document == document_id]
    return page(
        "line.html", request, office, document=found, line=at, around=lines[max(0, number - 4) : number + 3],
        waiting=lags(found, index),
        begins=activity_at(number, own), inside=activity_over(number, own),
        seen=state_of(office.settings().documents, document_id),
    )  # fmt: skip


@correcting.api_route(f"{HOME}/dokument/{{document_id}}/aktivitet/{{number}}", methods=["GET", "HEAD"])
def activity(document_id: str, number: int, request: Request, office: TheOffice, index: TheIndex) -> Response:
    """An activity's fields beside its text."""
    found = document_of(document_id, office)
    own = [entry for entry in index.collection.activities if entry.document == document_id]
    shown = activity_at(number, own)
    if shown is None:
        raise NotFound("no activity begins there", refused("no_activity"))
    return page(
        "activity.html", request, office, document=found, waiting=lags(found, index), activity=shown,
        fields=_fields("activity", shown),
        lines=_lines(document_id, index)[shown.lines[0] - 1 : shown.lines[1]],
        corrected=corrections_of(shown, index), first=own and own[0].id == shown.id, choices=choices(found, index),
        seen=state_of(office.settings().documents, document_id),
    )  # fmt: skip


@correcting.post(f"{HOME}/dokument/{{document_id}}/rattelse")
def put(
    document_id: str, request: Request, office: TheOffice, index: TheIndex, form: TheForm, who: TheDoer
) -> Response:
    """Something is set right, or that is taken back."""
    document_of(document_id, office)
    settings, key = office.settings(), field(form, "ta_tillbaka")
    try:
        if key:
            take_back(settings, document_id, key, via="page", who=who)
        else:
            entries = _entries(document_id, form, office, index)
            if not entries:
                raise Refused("nothing was changed", refused("nothing_changed"))
            correct(settings, document_id, *entries, via="page", who=who, seen=field(form, "sett") or None)
    except NotLogged:
        office.builder.ask()
        return RedirectResponse(f"{proxy_path(request.scope)}{HOME}/dokument/{document_id}?klart=not_logged", 303)
    except ChangedMeanwhile as error:
        raise SomebodyElseFirst(str(error), refused("changed_meanwhile")) from None
    except UnusableCorrection as error:
        said = refused(f"value_{error.cause}").format(field=office_words()["fields"][error.field])
        raise Refused(str(error), said) from None
    except NoSuchWord as error:
        raise Refused(str(error), refused("no_word")) from None
    except (CorpusError, OSError) as error:
        raise Refused(reason_of(error), f"{refused('not_possible')} ({reason_of(error)})") from error
    office.builder.ask()
    path = f"{proxy_path(request.scope)}{HOME}/dokument/{document_id}?klart={'taken_back' if key else 'corrected'}"
    return RedirectResponse(path, status_code=303)


class SomebodyElseFirst(Refused):
    """Two have set right the same document at once: the second has to look at what the first did."""

    status = 409


def _entries(document_id: str, form: FormData, office: Office, index: Index) -> list[Correction]:
    """What a form sets right."""
    on, number = field(form, "om"), field(form, "rad")
    if on == "version":
        return _chosen(document_id, form, office, index)
    if on == "document":
        values = _changed("document", form)
        return [Correction("document", values=values)] if values else []
    if on == "page":
        return [_page(_lines(document_id, index), form)]
    at = _line(document_id, int(number) if _NUMBER.fullmatch(number) else 0, index)
    if on == "word":
        return [of_word(at, field(form, "last"), field(form, "ska_lasas"), everywhere=field(form, "overallt") == "ja")]
    change = field(form, "gor")
    if change in get_args(Change) and change != "set":
        kind: Any = change
        return [Correction("activity", kind, at.number, at.source, _rows(field(form, "rader")))]
    if on not in ("plan", "activity"):
        return []
    values = _changed(on, form)
    which: Any = on
    return [Correction(which, "set", at.number, at.source, values=values)] if values else []


def _chosen(document_id: str, form: FormData, office: Office, index: Index) -> list[Correction]:
    """What was set right in an earlier version and is to be set right here too."""
    documents = load_catalogue(office.settings().documents).documents
    before = {entry.id: entry for entry in earlier_versions(document_id, documents)}.get(field(form, "fore"))
    if before is None:
        raise NotFound("it is no earlier version of that document", refused("no_version"))
    fits = carried(records_of(before, index), records_of(document_of(document_id, office), index))
    return [entry for entry in fits if key_of(entry) in form.getlist("med")]


def _page(lines: Sequence[Line], form: FormData) -> Correction:
    """The number of a page; refused with a sentence where none can be meant."""
    sheet, printed = field(form, "sida"), field(form, "tryckt")
    if not _NUMBER.fullmatch(sheet) or (printed and not re.fullmatch("[1-9][0-9]{0,2}", printed)):
        raise Refused("the page or its number is no number", refused("no_page_number"))
    try:
        return of_page(lines, int(sheet), printed, onward=field(form, "vidare") == "ja")
    except CorpusError as error:
        raise Refused(str(error), refused("no_page")) from None


def _numbering(lines: Sequence[Line]) -> list[PageRun]:
    """How the pages of a file are numbered now: stretches of it that count on, or have no number."""
    pages: dict[int, Line] = {}
    for line in lines:
        if line.sheet and line.source.strip() and (line.sheet not in pages or pages[line.sheet].page is None):
            pages[line.sheet] = line
    runs: list[PageRun] = []
    for sheet, line in sorted(pages.items()):
        corrected = line.corrected_page is not None
        before = runs[-1] if runs else None
        expected = before.page + sheet - before.first if before and before.page else None
        if before and (line.page, corrected) == (expected, before.corrected):
            runs[-1] = replace(before, last=sheet)
        else:
            runs.append(PageRun(sheet, sheet, line.page, corrected))
    return runs


def lags(document: Document, index: Index) -> bool:
    """Whether somebody has set something right in a document that the index in use doesn't have yet."""
    known = next((entry for entry in index.collection.documents if entry.id == document.id), None)
    return known is not None and known.corrections != document.corrections


def _rows(written: str) -> int:
    """How many lines an activity has: one where nothing is said."""
    if written and not _NUMBER.fullmatch(written):
        raise Refused("the number of lines is no number", refused("no_number"))
    return int(written or 1)


def _changed(on: str, form: FormData) -> tuple[tuple[str, Value], ...]:
    """The fields that say something else than when the page was shown."""
    return tuple(
        (name, value_of(on, name, field(form, name)))
        for name in FIELDS[on]
        if name in form and field(form, name) != field(form, f"fore_{name}")
    )


def _fields(on: str, record: Document | Plan | Activity) -> list[tuple[str, str]]:
    """Each field with its value as it stands in a form."""
    return [(name, _written(getattr(record, name), name, record)) for name in FIELDS[on]]


def _written(value: object, name: str, record: object) -> str:
    if name == "organisation" and isinstance(record, Activity) and record.kind == "city-wide":
        value = next(iter(record.performed_by), None)
    if isinstance(value, tuple):
        return "–".join(str(year) for year in dict.fromkeys(value))
    return "" if value is None else " ".join(str(value).split())


def choices(document: Document, index: Index) -> Mapping[str, Mapping[str, str]]:
    """By what it is of and field, the values that can be chosen."""
    words, catalogue = office_words(), index.collection.catalogue
    own = {o.id: o.name for o in catalogue.organisations if o.municipality == document.municipality}
    kinds = {k: v for k, v in words["kinds"].items() if (k == "follow-up") == (document.kind == "follow-up")}
    return {
        "document.kind": words["document_kinds"],
        "document.programme": {p.id: f"{p.title} {p.period[0]}–{p.period[1]}" for p in catalogue.programmes},
        "document.organisation": own, "plan.organisation": own, "activity.organisation": own,
        "activity.kind": kinds, "activity.status": words["statuses"],
    }  # fmt: skip


def _lines(document_id: str, index: Index) -> tuple[Line, ...]:
    lines = index.collection.lines.get(document_id)
    if lines is None:
        raise NotFound("the document isn't in the index", refused("no_document"))
    return lines


def _line(document_id: str, number: int, index: Index) -> Line:
    try:
        return line_in(_lines(document_id, index), number)
    except CorpusError as error:
        raise NotFound(str(error), refused("no_place")) from None
