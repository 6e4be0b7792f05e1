"""Passages and plans → their shapes in the API, as the contract names them."""

from datetime import date

from pydantic import BaseModel, Field

from assistant.citing.quotation import page_frame, quotation, title_span
from assistant.citing.reference import reference
from assistant.compose.doubt import doubt_of
from assistant.schemas.corrected import corrections_in
from assistant.types import NearPassage
from corpus.reading.formats import has_pages
from corpus.types import Kind, Passage, Plan, Span
from index.retrieval.search import Hit
from index.storage.store import Index


class NamedOut(BaseModel):
    """Something with an id and the name that people use for it."""

    id: str
    name: str


class SourceOut(BaseModel):
    """Where a passage stands: see the contract for each field's exact meaning."""

    document: str
    lines: Span
    chars: Span
    pages: Span | None
    sheet: int | None
    url: str
    page_url: str | None = Field(
        None, description="the page as it was printed with the passage marked; null where the file has no such pages"
    )


class PlanOut(BaseModel):
    """One organisation's plan within a programme."""

    id: str
    document: str
    programme: str | None
    title: str
    organisation: str | None
    board: str | None
    decided: str | None
    diary_number: str | None
    status: str | None
    lines: Span


class PassageOut(BaseModel):
    """A passage with its source. ``rank`` and ``score`` only where it was searched for."""

    id: str
    rank: int | None = None
    score: float | None = None
    source: SourceOut
    plan: PlanOut | None
    organisation: NamedOut | None
    goal: int | None
    kind: Kind
    activity: str | None
    headings: list[str]
    text: str
    unsure: list[Span]
    title: Span | None = Field(None, description="the stretch of the text that is its activity's title")
    page_frame: list[Span] = Field([], description="stretches of the text that are a page's running head or foot")
    source_text: str
    quality: float
    machine_read: bool
    reference: str
    quotation: str = Field(description="the text to copy, uncertain words with what the source has where it differs")
    sentence: str | None = Field(None, description="of an uncertain answer, the sentence that lies nearest")
    sentence_quotation: str | None = Field(None, description="the same, to copy as ``quotation`` is")
    corrected: list[str] = Field([], description="what a person has set right in it, a sentence each")
    doubt: str | None = Field(None, description="of an uncertain answer, why this passage isn't sure")


def passage_out(
    hit: Hit | Passage, index: Index, *, rank: int | None = None, near: NearPassage | None = None
) -> PassageOut:
    """A passage in the shape of the contract; ``near`` where it is shown without being called an answer."""
    passage, score = (hit.passage, round(hit.score, 4)) if isinstance(hit, Hit) else (hit, None)
    plan = index.plans.get(passage.plan or "")
    return PassageOut(
        id=passage.id,
        rank=rank,
        score=score,
        source=source_out(passage, index),
        plan=plan_out(plan) if plan else None,
        organisation=named_out(passage.organisation, index),
        goal=passage.goal,
        kind=passage.kind,
        activity=passage.activity,
        headings=list(passage.headings),
        text=passage.text,
        unsure=list(passage.unsure),
        title=title_span(passage, index),
        page_frame=list(page_frame(passage, index)),
        source_text=passage.source_text,
        quality=passage.quality,
        machine_read=passage.machine_read,
        reference=reference(passage, index, accessed=date.today()),
        corrected=corrections_in(passage, index),
        quotation=quotation(passage, (0, len(passage.text)), index),
        sentence=near.quoted.text if near else None,
        sentence_quotation=quotation(near.quoted.passage, near.quoted.span, index) if near else None,
        doubt=doubt_of(near.reason) if near else None,
    )


def source_out(passage: Passage, index: Index) -> SourceOut:
    """Where a passage stands."""
    first, last = passage.lines
    file = next(entry.file for entry in index.collection.documents if entry.id == passage.document)
    return SourceOut(
        document=passage.document,
        lines=passage.lines,
        chars=passage.chars,
        pages=passage.pages,
        sheet=passage.sheet,
        url=f"/documents/{passage.document}?lines={first}-{last}#L{first}",
        page_url=f"/dokument/{passage.document}/sida/{passage.sheet}?lines={first}-{last}"
        if passage.sheet and has_pages(file)
        else None,
    )


def plan_out(plan: Plan) -> PlanOut:
    """A plan as the API gives it."""
    return PlanOut.model_validate(plan, from_attributes=True)


def named_out(organisation: str | None, index: Index) -> NamedOut | None:
    """An organisation by its id and name; None where there is none."""
    found = index.organisations.get(organisation or "")
    return NamedOut(id=found.id, name=found.name) if found else None
