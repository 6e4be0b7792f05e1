"""Taking documents in, replacing them and taking them out: the folder first, then the index."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from assistant.curation.log import NotLogged, Via, Who, log_of
from assistant.curation.versions import MOST_VERSIONS, earlier_versions
from assistant.errors import reason_of
from assistant.service import the_embedder
from assistant.settings import Settings
from corpus.additions import Additions
from corpus.catalogue import load_catalogue
from corpus.drafts import unknown_owners
from corpus.errors import CorpusError, UnreadableDocument
from corpus.files import sha256
from corpus.ingest import Part, is_as_described, restore_apart
from corpus.library import (
    changing,
    document_named,
    file_name,
    free_id,
    own_folder,
    publish_document,
    put_document,
    take_document_out,
)
from corpus.preview import Preview, entry_fields, entry_of, preview, preview_apart
from corpus.reading.files import Source, printable
from corpus.reading.isolated import read_isolated
from corpus.reading.limits import file_content
from corpus.types import Catalogue, Document, OnShare
from index.build import BuildReport, build
from index.errors import IndexFault, ModelUnavailable
from index.storage.store import clear, load_part


@dataclass(frozen=True)
class AddedDocument:
    """A document that has come in: its entry, what was read of it, and the catalogue to correct it in.

    ``seen`` is what the preview shows, ``taken_over`` are fields that the document itself doesn't say; ``unknown``
    are owners that the catalogue doesn't have.
    """

    entry: dict[str, Any]
    part: Part
    taken_over: tuple[str, ...]
    unknown: tuple[str, ...]
    folder: Path
    built: BuildReport
    seen: Preview


@dataclass(frozen=True)
class PutIn:
    """A document that is in the folder: its entry, the fields that it has from the one it replaces, and its preview."""

    entry: dict[str, Any]
    taken_over: tuple[str, ...]
    seen: Preview


class NotTakenIn(CorpusError):
    """A file can't be taken in as the folder is now; ``cause`` says why in a word."""

    def __init__(self, text: str, cause: Literal["there_already", "superseded", "too_many_versions"]) -> None:
        super().__init__(text)
        self.cause = cause


@dataclass(frozen=True)
class TakenOut:
    """A document that is out of the folder; ``earlier`` are those it had superseded that are left there, ``versions``
    those that went with it, ``last``: nothing is left.
    """

    document: Document
    earlier: tuple[str, ...]
    last: bool
    versions: tuple[str, ...] = ()


@dataclass(frozen=True)
class RemovedDocument:
    """A document that has gone; ``in_force`` are those that it had superseded and that nothing supersedes now.

    ``shipped`` is where the file also came with the program, which no command changes; ``versions`` went with it.
    """

    document: Document
    in_force: tuple[str, ...]
    built: BuildReport | None
    shipped: Path | None
    versions: tuple[str, ...] = ()


def ingest_document(
    settings: Settings,
    path: Path,
    *,
    document_id: str | None = None,
    supersedes: str | None = None,
    municipality: str | None = None,
    draft: bool = False,
    on_share: OnShare = lambda share: None,
    on_wait: Callable[[], None] = lambda: None,
) -> AddedDocument:
    """Add a document, in the place of another where ``supersedes`` names one, and update the index.

    ``municipality`` is whose it is where the document doesn't say. A ``draft`` answers nobody before it is published.

    Raises ``CorpusError`` where the file can't be read, is in already or the id can't be used, and
    ``OSError``; nothing has changed then.
    """
    content = _content(path)
    digest = sha256(content)
    _check(load_catalogue(settings.documents), path, digest, document_id, supersedes)
    read = read_isolated(content, path.name, on_share=lambda share: on_share(share / 4))
    source = restore_apart(read, path.name, on_share=lambda share: on_share(0.25 + share / 4))
    put = put_in(
        settings, source, content, path.name, document_id=document_id, supersedes=supersedes,
        municipality=municipality, draft=draft, on_wait=on_wait,
    )  # fmt: skip
    entry, new_id, found, folder = put.entry, put.entry["id"], put.seen.draft, settings.own_documents
    said = f"{new_id} is in the documents folder"
    built = update_index(settings, said, lambda share: on_share(0.5 + share / 2), on_wait, read={digest: source})
    part = load_part(settings.data, new_id, built.fingerprint)
    if part is None:
        reasons = [problem for problem in built.problems if problem.startswith(f"{entry['file']}:")]
        raise CorpusError(
            f"{new_id} is in the documents folder, but is left out of the index: {'; '.join(reasons)}; "
            f"correct {folder / 'catalogue.toml'} and run 'planassistent index'"
        )
    unknown = dict.fromkeys(
        [*found.unknown, *unknown_owners(part.plans, part.lines, load_catalogue(folder), part.document.municipality)]
    )
    return AddedDocument(entry, part, put.taken_over, tuple(unknown), folder, built, replace(put.seen, part=part))


def put_in(
    settings: Settings,
    source: Source,
    content: bytes,
    name: str,
    *,
    document_id: str | None = None,
    supersedes: str | None = None,
    municipality: str | None = None,
    draft: bool = False,
    via: Via = "command",
    who: Who = None,
    on_wait: Callable[[], None] = lambda: None,
) -> PutIn:
    """Put a file that has been read into the documents folder, with its entry. The index is not built.

    Raises as ``ingest_document`` does, nothing having changed then; and ``NotLogged`` when it is done.
    """
    digest = sha256(content)
    own_folder(settings.documents, settings.own_documents)
    folder = settings.own_documents
    with changing(folder, on_wait=on_wait) as catalogue:
        # Again, where it has been checked before it was read: another may have come first.
        old = _check(catalogue, Path(name), digest, document_id, supersedes)
        whose = municipality or (old.municipality if old is not None else None)
        seen = preview_apart(source, name, digest, catalogue, municipality=whose)
        found = seen.draft
        new_id = document_id or free_id(found.title or Path(name).stem, catalogue, folder)
        fields, taken_over = entry_fields(found, source, old, catalogue)
        additions = Additions(
            () if "organisation" in taken_over or "municipality" in taken_over else seen.additions.organisations,
            () if "programme" in taken_over else seen.additions.programmes,
        )
        entry = {"id": new_id, **fields, **entry_of(additions, found)}
        entry |= {"file": file_name(new_id, name), "sha256": digest}
        entry |= {"draft": True} if draft else {}
        put_document(folder, entry, content, supersedes=supersedes, additions=additions)
        more = {"sha256": digest} | ({"supersedes": supersedes} if supersedes else {})
        more |= {"draft": "yes"} if draft else {}
        log_of(settings).add("take in", new_id, via=via, who=who, **more)
    return PutIn(entry, taken_over, replace(seen, additions=additions))


def preview_document(
    settings: Settings, path: Path, *, municipality: str | None = None, on_share: OnShare = lambda share: None
) -> Preview:
    """What would be taken in of a file, with the catalogue in use; raises ``CorpusError``. Nothing is changed."""
    content = _content(path)
    catalogue = load_catalogue(settings.documents)
    return preview(content, path.name, catalogue, municipality=municipality, on_share=on_share)


def remove_document(
    settings: Settings,
    document_id: str,
    *,
    versions: bool = False,
    on_share: OnShare = lambda share: None,
    on_wait: Callable[[], None] = lambda: None,
) -> RemovedDocument:
    """Remove a document and every trace of it from the documents folder and the index; ``versions``: earlier ones too.

    Raises ``CorpusError`` where there is no such document, and ``OSError``.
    """
    out = take_out(settings, document_id, versions=versions, on_wait=on_wait)
    document = out.document
    if out.last:
        clear(settings.data)
        built = None
    else:
        said = f"{document.id} is out of the documents folder, but its text is still in the index"
        built = update_index(settings, said, on_share, on_wait)
    also_shipped = settings.own_documents != settings.shipped and is_as_described(document, settings.shipped)
    in_force = () if document.superseded_by else out.earlier
    return RemovedDocument(document, in_force, built, settings.shipped if also_shipped else None, out.versions)


def take_out(
    settings: Settings,
    document_id: str,
    *,
    versions: bool = False,
    via: Via = "command",
    who: Who = None,
    on_wait: Callable[[], None] = lambda: None,
) -> TakenOut:
    """Take a document out of the folder, with ``versions`` after its earlier ones. The index is not built, or cleared.

    Raises as ``remove_document`` does, and ``NotLogged`` when it is done.
    """
    document_named(document_id, load_catalogue(settings.documents))
    own_folder(settings.documents, settings.own_documents)
    folder = settings.own_documents
    with changing(folder, on_wait=on_wait) as catalogue:
        document = document_named(document_id, catalogue)
        before = earlier_versions(document.id, catalogue.documents)[::-1] if versions else []
        earlier = tuple(entry.id for entry in catalogue.documents if entry.superseded_by == document.id)
        unlogged: NotLogged | None = None
        for entry in (*before, document):  # the oldest first: wherever it ends, what is left is in order
            take_document_out(folder, entry, successor=entry.superseded_by)
            try:
                log_of(settings).add("remove", entry.id, via=via, who=who, sha256=entry.sha256)
            except NotLogged as error:
                unlogged = error
        if unlogged is not None:
            raise unlogged
    gone = tuple(entry.id for entry in before)
    last = len(catalogue.documents) == 1 + len(gone)
    return TakenOut(document, () if versions else earlier, last=last, versions=gone)


def publish(
    settings: Settings,
    document_id: str,
    *,
    via: Via = "command",
    who: Who = None,
    on_wait: Callable[[], None] = lambda: None,
) -> str | None:
    """Make a draft a document for everybody; gives which one it takes the place of, None where that is none.

    The index is not built. Raises ``CorpusError`` and ``OSError``, and ``NotLogged`` when it is done.
    """
    _draft_named(document_id, load_catalogue(settings.documents))
    own_folder(settings.documents, settings.own_documents)
    with changing(settings.own_documents, on_wait=on_wait) as catalogue:
        old = publish_document(settings.own_documents, _draft_named(document_id, catalogue))
        more = {"supersedes": old} if old else {}
        log_of(settings).add("publish", document_id, via=via, who=who, **more)
    return old


def _draft_named(document_id: str, catalogue: Catalogue) -> Document:
    document = document_named(document_id, catalogue)
    if not document.draft:
        raise CorpusError(f"{document.id} is no draft: everybody may read it already")
    return document


def update_index(
    settings: Settings,
    done: str,
    on_share: OnShare,
    on_wait: Callable[[], None],
    read: dict[str, Source] | None = None,
) -> BuildReport:
    """The new index; where it can't be built, an error that begins with what is ``done``."""
    try:
        return build(
            settings.own_documents, settings.data, the_embedder(settings), on_share=on_share, on_wait=on_wait,
            read=read,
        )  # fmt: skip
    except (CorpusError, IndexFault, ModelUnavailable, OSError) as error:
        reason = reason_of(error)
        raise CorpusError(
            f"{done}, because the index can't be updated: {reason}. Run 'planassistent index' when that is mended"
        ) from error


def _content(path: Path) -> bytes:
    try:
        return file_content(path)
    except (FileNotFoundError, NotADirectoryError):
        raise CorpusError(f"{printable(str(path))}: there is no such file") from None
    except UnreadableDocument as error:
        raise CorpusError(f"{printable(str(path))}: {error}") from None


def _check(
    catalogue: Catalogue, path: Path, digest: str, document_id: str | None, supersedes: str | None
) -> Document | None:
    """The document that is superseded, if any; refuses what can't come in."""
    for document in catalogue.documents:
        if document.sha256 == digest:
            raise NotTakenIn(
                f"{printable(path.name)}: this very file is in already, as {document.id!r}", "there_already"
            )
        if document.id == document_id:
            raise CorpusError(f"there is a document {document_id!r} already; give another --id, or replace that one")
    if document_id is not None and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", document_id):
        raise CorpusError(f"the id {printable(document_id)[:120]!r} can't be used; write a-z, 0-9 and single hyphens")
    if supersedes is None:
        return None
    old = document_named(supersedes, catalogue)
    if old.superseded_by is not None:
        raise NotTakenIn(f"{old.id} is superseded by {old.superseded_by} already; replace that one", "superseded")
    before = earlier_versions(old.id, catalogue.documents)
    if len(before) >= MOST_VERSIONS:
        raise NotTakenIn(
            f"{old.id} has {len(before)} earlier versions, and no more are kept; remove {before[-1].id!r} first",
            "too_many_versions",
        )
    return old
