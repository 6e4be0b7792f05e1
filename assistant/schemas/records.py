"""Documents, programmes and activities → their shapes in the API, as the contract names them."""

from pydantic import BaseModel

from assistant.retrieve.similar import SimilarGroup
from assistant.schemas.passages import NamedOut, named_out
from corpus.quality import lines_quality, sheet_qualities
from corpus.reading.formats import has_pages
from corpus.types import Activity, Document, Kind, Programme, Span, Status
from index.storage.store import Index


class PrintingOut(BaseModel):
    """A place where an activity stands."""

    plan: str
    lines: Span


class CorrectedValueOut(BaseModel):
    """A field that a person has set right: what was read there, and what it says now."""

    field: str
    read: str | int | Span | None
    now: str | int | Span | None


class ActivityOut(BaseModel):
    """An activity as a record; what the document doesn't say is null."""

    id: str
    document: str
    plan: str | None
    organisation: NamedOut | None
    performed_by: list[str]
    printed_in: list[PrintingOut]
    programme: str | None
    goal: int | None
    goal_title: str | None
    kind: Kind
    number: str | None
    title: str
    body: str | None
    responsible: str | None
    timeline: str | None
    indicator: str | None
    results: str | None
    follow_up_planned: str | None
    status: Status | None
    status_source: str | None
    follows: list[str]
    followed_by: list[str]
    alike: list[str]
    corrected: list[CorrectedValueOut]
    lines: Span
    title_lines: Span
    body_lines: Span | None
    pages: Span | None


class SimilarOut(BaseModel):
    """An activity that is like another, how much, and the words that they share, rarest first."""

    activity: ActivityOut
    score: float
    words: list[str]


class SimilarGroupOut(BaseModel):
    """The similar activities of one organisation, best first."""

    organisation: NamedOut
    activities: list[SimilarOut]


class SheetOut(BaseModel):
    """A page of the file and the share of its words whose reading is certain.

    ``image`` is the address of its picture; None where the file isn't one that has pages.
    """

    sheet: int
    quality: float
    image: str | None = None


class DocumentOut(BaseModel):
    """A document and what is known beside it."""

    id: str
    title: str
    publisher: str | None
    municipality: str
    kind: str | None
    programme: str | None
    organisation: str | None
    period: Span | None
    date: str | None
    url: str | None
    source_url: str
    sha256: str
    lines: int
    machine_read: bool
    superseded_by: str | None
    quality: float
    sheets: list[SheetOut]


class UnsureOut(BaseModel):
    """The words of a line whose reading is not certain."""

    line: int
    words: list[str]


class GoalOut(BaseModel):
    """A goal of a programme."""

    programme: str
    number: int | None
    title: str


class ProgrammeOut(BaseModel):
    """What the council decided."""

    id: str
    title: str
    municipality: str
    period: Span
    goals: list[GoalOut]


class OrganisationOut(BaseModel):
    """A förvaltning or a bolag."""

    id: str
    name: str
    abbreviation: str
    board: str
    form: str
    municipality: str
    other_names: list[str]
    units: list[str]


def activity_out(activity: Activity, index: Index) -> ActivityOut:
    """An activity as the API gives it."""
    record = {name: getattr(activity, name) for name in ActivityOut.model_fields if name != "organisation"}
    return ActivityOut.model_validate(
        {**record, "organisation": named_out(activity.organisation, index)}, from_attributes=True
    )


def similar_out(group: SimilarGroup, index: Index) -> SimilarGroupOut:
    """One organisation's similar activities as the API gives them."""
    organisation = index.organisations[group.organisation]
    return SimilarGroupOut(
        organisation=NamedOut(id=organisation.id, name=organisation.name),
        activities=[
            SimilarOut(
                activity=activity_out(entry.activity, index),
                score=round(entry.score, 4),
                words=list(entry.words),
            )
            for entry in group.activities
        ],
    )


def document_out(document: Document, index: Index) -> DocumentOut:
    """A document as the API gives it."""
    lines = index.collection.lines[document.id]
    address = f"/api/documents/{document.id}/pages/{{sheet}}/image"
    record = {name: getattr(document, name, None) for name in DocumentOut.model_fields}
    return DocumentOut.model_validate(
        {
            **record,
            "source_url": f"/documents/{document.id}",
            "lines": len(lines),
            "quality": lines_quality(lines),
            "sheets": [
                SheetOut(
                    sheet=sheet, quality=share, image=address.format(sheet=sheet) if has_pages(document.file) else None
                )
                for sheet, share in sheet_qualities(lines).items()
            ],
        }
    )


def programme_out(programme: Programme) -> ProgrammeOut:
    """A programme as the API gives it."""
    return ProgrammeOut(
        id=programme.id,
        title=programme.title,
        municipality=programme.municipality,
        period=programme.period,
        goals=goals_out(programme),
    )


def goals_out(programme: Programme) -> list[GoalOut]:
    """A programme's goals as the API gives them."""
    return [GoalOut(programme=programme.id, number=goal.number, title=goal.title) for goal in programme.goals]
