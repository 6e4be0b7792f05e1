"""The office's page of what changed from one version of a document to the next."""

from fastapi import APIRouter, Request, Response

from assistant.curation.carrying import carried
from assistant.curation.corrections import state_of
from assistant.curation.versions import ChangedField, changes_between, earlier_versions, records_of
from assistant.errors import NotFound
from assistant.schemas.labels import STATUS_LABELS
from assistant.web.office.correcting import choices, lags
from assistant.web.office.gate import HOME, TheIndex, TheOffice
from assistant.web.office.keeping import document_of
from assistant.web.office.words import office_words, page, refused
from corpus.catalogue import load_catalogue
from corpus.corrections.changes import key_of
from corpus.errors import CorpusError
from index.storage.store import Index

versions = APIRouter(include_in_schema=False)


@versions.api_route(f"{HOME}/dokument/{{document_id}}/andrat/{{earlier}}", methods=["GET", "HEAD"])
def changed(document_id: str, earlier: str, request: Request, office: TheOffice, index: TheIndex) -> Response:
    """Activities that have come, gone or changed since an earlier version, field by field."""
    document = document_of(document_id, office)
    known = earlier_versions(document_id, load_catalogue(office.settings().documents).documents)
    before = next((entry for entry in known if entry.id == earlier), None)
    if before is None:
        raise NotFound("it is no earlier version of that document", refused("no_version"))
    try:
        was, is_now = records_of(before, index), records_of(document, index)
    except CorpusError as error:
        raise NotFound(str(error), refused("not_read_yet")) from None
    return page(
        "changed.html", request, office, document=document, before=before, found=changes_between(was, is_now),
        said=lambda change: _said(change, index), choices=choices(document, index), waiting=lags(document, index),
        carried=[] if document.superseded_by else [(key_of(entry), entry) for entry in carried(was, is_now)],
        seen=state_of(office.settings().documents, document_id),
    )  # fmt: skip


def _said(change: ChangedField, index: Index) -> tuple[str, str, str]:
    """A field's name, and what it said and says, as people write it."""
    words = office_words()
    names = {entry.id: entry.name for entry in index.collection.catalogue.organisations}
    names |= {entry.id: entry.title for entry in index.collection.catalogue.programmes}
    names |= {**words["kinds"], **words["document_kinds"], **STATUS_LABELS}

    def told(value: object) -> str:
        if value is None or value == "":
            return str(words["versions"]["nothing"])
        if isinstance(value, tuple):
            return "–".join(str(year) for year in dict.fromkeys(value))
        return names.get(str(value), str(value))

    return words["fields"][change.name], told(change.before), told(change.now)
