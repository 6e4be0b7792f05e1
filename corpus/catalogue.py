"""``catalogue.toml`` → what is known beside the files. Nothing that can be read from a document is in it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from corpus.catalogue_shape import wrong_values
from corpus.corrections.documents import with_document_fields
from corpus.corrections.file import load_corrections
from corpus.errors import CatalogueError
from corpus.types import Audience, Catalogue, Document, DocumentKind, Goal, Group, HelpContact, Organisation, Programme

FILE = "catalogue.toml"


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue of a documents folder, its documents with what a person has set right.

    Raises ``CatalogueError`` naming the entry that is wrong. Corrections that can't be read are the ``fault`` of their
    document, and of no other.
    """
    try:
        content = (folder / FILE).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise CatalogueError(
            f"{folder}: there is no {FILE}; point the setting for documents at a folder that has one, or begin "
            'one here with a line such as: municipality = "Provstad"'
        ) from None
    catalogue = parse_catalogue(content)
    return replace(catalogue, documents=tuple(_corrected(entry, folder, catalogue) for entry in catalogue.documents))


def _corrected(document: Document, folder: Path, catalogue: Catalogue) -> Document:
    try:
        corrections = load_corrections(folder, document.id)
    except CatalogueError as error:
        return replace(document, fault=str(error))
    return with_document_fields(document, corrections, catalogue) if corrections else document


def parse_catalogue(content: bytes) -> Catalogue:
    """What a catalogue's file says; raises as ``load_catalogue`` does."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{FILE} can't be read as TOML: {error}") from None
    if wrong := wrong_values(data):
        raise CatalogueError(f"{FILE}: {'; '.join(wrong)}")
    catalogue = _catalogue(data)
    _check(catalogue)
    return catalogue


def document_of(entry: Mapping[str, Any], catalogue: Catalogue) -> Document:
    """The document that an entry of this catalogue describes; raises ``CatalogueError``."""
    return _document(entry, catalogue.municipality)


def catalogue_with(
    catalogue: Catalogue, organisations: Sequence[Mapping[str, Any]], programmes: Sequence[Mapping[str, Any]]
) -> Catalogue:
    """The catalogue with entries of organisations and programmes more; raises ``CatalogueError``."""
    municipality = catalogue.municipality
    return replace(
        catalogue,
        organisations=(*catalogue.organisations, *(_organisation(entry, municipality) for entry in organisations)),
        programmes=(*catalogue.programmes, *(_programme(entry, municipality) for entry in programmes)),
    )


def _catalogue(data: Mapping[str, Any]) -> Catalogue:
    municipality = _field(data, "municipality", "the catalogue")
    return Catalogue(
        municipality=municipality,
        programmes=tuple(_programme(entry, municipality) for entry in data.get("programmes", ())),
        organisations=tuple(_organisation(entry, municipality) for entry in data.get("organisations", ())),
        documents=tuple(_document(entry, municipality) for entry in data.get("documents", ())),
        help_contacts=tuple(_help_contact(entry) for entry in data.get("help_contacts", ())),
        groups=tuple(_group(entry) for entry in data.get("groups", ())),
        quick_exit=data.get("quick_exit"),
    )


def _help_contact(entry: Mapping[str, Any]) -> HelpContact:
    name = _field(entry, "name", "a help contact")
    audience = tuple(entry.get("for", ()))
    for value in audience:
        if value not in get_args(Audience):
            raise CatalogueError(
                f"{FILE}: the help contact {name!r} is for {value!r}; write one of {', '.join(get_args(Audience))}"
            )
    return HelpContact(name, entry.get("number"), entry.get("about", ""), audience, bool(entry.get("anonymous")))


def _programme(entry: Mapping[str, Any], municipality: str) -> Programme:
    programme_id = _field(entry, "id", "a programme")
    return Programme(
        id=programme_id,
        title=_field(entry, "title", programme_id),
        municipality=entry.get("municipality", municipality),
        period=_period(entry, programme_id),
        goals=tuple(
            Goal(goal.get("number"), _field(goal, "title", f"a goal of {programme_id}"))
            for goal in entry.get("goals", ())
        ),
        came_with=entry.get("came_with"),
    )


def _organisation(entry: Mapping[str, Any], municipality: str) -> Organisation:
    organisation_id = _field(entry, "id", "an organisation")
    return Organisation(
        id=organisation_id,
        name=_field(entry, "name", organisation_id),
        abbreviation=_field(entry, "abbreviation", organisation_id),
        board=_field(entry, "board", organisation_id),
        form=_field(entry, "form", organisation_id),
        municipality=entry.get("municipality", municipality),
        other_names=tuple(entry.get("other_names", ())),
        units=tuple(entry.get("units", ())),
        came_with=entry.get("came_with"),
    )


def _group(entry: Mapping[str, Any]) -> Group:
    names = tuple(_field(entry, "names", "a group"))
    return Group(
        names=names,
        members=tuple(_field(entry, "members", f"the group {names[0]!r}")),
        means=_field(entry, "means", f"the group {names[0]!r}"),
    )


def _document(entry: Mapping[str, Any], municipality: str) -> Document:
    document_id = _field(entry, "id", "a document")
    return Document(
        id=document_id,
        title=entry.get("title") or _field(entry, "file", document_id),
        publisher=entry.get("publisher"),
        municipality=entry.get("municipality", municipality),
        kind=_kind(entry, document_id),
        programme=entry.get("programme"),
        organisation=entry.get("organisation"),
        period=_period(entry, document_id) if "period" in entry else None,
        date=entry.get("date"),
        file=_field(entry, "file", document_id),
        sha256=_field(entry, "sha256", document_id),
        url=entry.get("url"),
        machine_read=bool(entry.get("machine_read", False)),
        superseded_by=entry.get("superseded_by"),
        draft=entry.get("draft", False),
        replaces=entry.get("replaces"),
    )


def _kind(entry: Mapping[str, Any], owner: str) -> DocumentKind | None:
    match entry.get("kind"):
        case "plans" | "follow-up" | None as kind:
            return kind
        case other:
            raise CatalogueError(f"{FILE}: the kind of {owner} is {other!r}; write 'plans' or 'follow-up'")


def _field(entry: Mapping[str, Any], key: str, owner: str) -> Any:
    if key not in entry:
        raise CatalogueError(f"{FILE}: {owner} has no {key!r}; add it")
    return entry[key]


def _period(entry: Mapping[str, Any], owner: str) -> tuple[int, int]:
    match _field(entry, "period", owner):
        case [int(first), int(last)] if first <= last:
            return first, last
        case other:
            raise CatalogueError(f"{FILE}: the period of {owner} is {other!r}; write [first year, last year]")


def _check(catalogue: Catalogue) -> None:
    """Refuse an id that stands twice and a reference that leads nowhere."""
    organisations = [organisation.id for organisation in catalogue.organisations]
    programmes = [programme.id for programme in catalogue.programmes]
    documents = [document.id for document in catalogue.documents]
    for noun, ids in (("organisation", organisations), ("programme", programmes), ("document", documents)):
        twice = {entry for entry in ids if ids.count(entry) > 1}
        if twice:
            raise CatalogueError(f"{FILE}: the {noun} {min(twice)!r} stands twice; give each its own id")
    for document in catalogue.documents:
        if document.programme is not None and document.programme not in programmes:
            raise CatalogueError(
                f"{FILE}: {document.id} belongs to the programme {document.programme!r}, which isn't there"
            )
        if document.organisation is not None and document.organisation not in organisations:
            raise CatalogueError(
                f"{FILE}: {document.id} belongs to the organisation {document.organisation!r}, which isn't there"
            )
    _check_superseded(catalogue)
    for group in catalogue.groups:
        for member in group.members:
            if member not in organisations:
                raise CatalogueError(
                    f"{FILE}: the group {group.names[0]!r} has the member {member!r}, which isn't there"
                )
        if group.means not in ("all", "one"):
            raise CatalogueError(f"{FILE}: the group {group.names[0]!r} means {group.means!r}; write 'all' or 'one'")


def _check_superseded(catalogue: Catalogue) -> None:
    """Refuse a chain of superseded documents that doesn't end in one that is in force."""
    following = {document.id: document.superseded_by for document in catalogue.documents}
    drafts = {document.id for document in catalogue.documents if document.draft}
    for document in catalogue.documents:
        if document.superseded_by in drafts and not document.draft:
            raise CatalogueError(
                f"{FILE}: {document.id} is superseded by the draft {document.superseded_by!r}, which few may read; "
                f"write replaces = {document.id!r} in the draft's entry instead, or publish it"
            )
        seen, at = {document.id}, document.superseded_by
        while at is not None:
            if at not in following:
                raise CatalogueError(f"{FILE}: {document.id} is superseded by {at!r}, which isn't there")
            if at in seen:
                raise CatalogueError(f"{FILE}: {document.id} is superseded by {at!r}, which it supersedes itself")
            seen.add(at)
            at = following[at]
