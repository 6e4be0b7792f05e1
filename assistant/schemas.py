"""The shapes of the API, as the contract names them, and the way from our records to them."""

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import MAX_CHARACTERS, Answer
from assistant.cite import reference
from assistant.filters import Filters
from assistant.points import Point
from assistant.quote import quotation
from assistant.sets import Coverage
from assistant.similar import SimilarGroup
from corpus.quality import lines_quality, sheet_qualities
from corpus.types import Activity, Document, Kind, Passage, Plan, Programme, Span, Status
from index.search import Hit
from index.store import Index


class FiltersIn(BaseModel):
    """Which records are meant; a key that is left out or null says nothing, ``[]`` means any."""

    model_config = ConfigDict(extra="forbid")

    municipality: list[str] | None = None
    programme: list[str] | None = None
    period: list[str] | None = None
    organisations: list[str] | None = None
    goals: list[int] | None = None
    documents: list[str] | None = None
    kinds: list[str] | None = None
    statuses: list[str] | None = None

    def to_filters(self) -> Filters:
        """The same as our own record."""
        given = self.model_dump(include=set(FiltersIn.model_fields))
        return Filters(**{key: None if value is None else tuple(value) for key, value in given.items()})


class AskRequest(BaseModel):
    """A question, and what narrows it. ``at_work``: it is asked at work, so that no help text is needed."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(description=f"at most {MAX_CHARACTERS} characters")
    conversation: str | None = Field(default=None, pattern=r"^[\w-]{1,64}$")
    filters: FiltersIn | None = None
    at_work: bool = False


class NamedOut(BaseModel):
    """Something with an id and the name that people use for it."""

    id: str
    name: str


class UnderstoodOut(BaseModel):
    """What the question was taken to mean."""

    intent: str
    organisations: list[str]
    goals: list[int]
    kinds: list[str]
    documents: list[str]
    period: str | None
    programme: list[str]
    statuses: list[str]
    municipality: list[str]


class QuoteOut(BaseModel):
    """A stretch ``chars`` of a passage's text that a point rests on; ``copy`` marks its uncertain words."""

    passage: str
    chars: Span
    text: str
    copy_text: str = Field(serialization_alias="copy")


class PointOut(BaseModel):
    """One thing that the answer says, and the ids of the passages that it stands in.

    ``group`` is the heading that it stands under in a long list. ``side`` is promised or reported, with the
    activity in ``pair``, or earlier or later, where the answer keeps these apart.
    """

    text: str
    citations: list[str]
    quotes: list[QuoteOut]
    group: str | None
    side: str | None = None
    pair: str | None = None


class SummaryOut(BaseModel):
    """The answer in short."""

    text: str
    points: list[PointOut]
    generated_by: str


class NoticeOut(BaseModel, from_attributes=True):
    """What is said of the answer to a question in another language than Swedish, in that language."""

    language: str
    right_to_left: bool
    text: str


class ContactOut(BaseModel, from_attributes=True):
    """Somewhere to turn; ``about`` is in the language of the help text."""

    name: str
    number: str | None
    about: str


class HelpOut(BaseModel, from_attributes=True):
    """The fixed text for someone who seems to be in danger; ``unsure``: it may have been asked at work."""

    language: str
    right_to_left: bool
    heading: str
    text: str
    contacts: list[ContactOut]
    unsure: bool
    labels: dict[str, str]


class CoverageOut(BaseModel):
    """Which organisations have what was asked for; ``complete`` only where structure decides it."""

    with_: list[str] = Field(serialization_alias="with")
    without: list[str]
    unclear: list[str]
    of: int
    complete: bool


class SourceOut(BaseModel):
    """Where a passage stands: see the contract for each field's exact meaning."""

    document: str
    lines: Span
    chars: Span
    pages: Span | None
    sheet: int | None
    url: str


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
    source_text: str
    quality: float
    machine_read: bool
    reference: str
    quotation: str = Field(description="the text to copy, each uncertain word with what the source has")


class IndexOut(BaseModel):
    """What the answer was made with, so that it can be made again."""

    version: str
    documents_sha256: str
    model: str


class AskResponse(BaseModel):
    """An answer."""

    id: str
    conversation: str | None
    question: str
    standalone_question: str
    understood: UnderstoodOut
    outcome: str
    summary: SummaryOut
    coverage: CoverageOut
    activities: list[str]
    passages: list[PassageOut]
    city_wide: list[PassageOut]
    near: list[PassageOut]
    choices: list[str]
    index: IndexOut
    elapsed_ms: int
    help: HelpOut | None
    notice: NoticeOut | None


class PrintingOut(BaseModel):
    """A place where an activity stands."""

    plan: str
    lines: Span


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
    """A page of the file and the share of its words whose reading is certain."""

    sheet: int
    quality: float


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


class Problem(BaseModel):
    """An error as RFC 9457 has it; ``detail`` is a sentence that a person understands."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


def answer_out(answer: Answer, index: Index, *, conversation: str | None = None) -> AskResponse:
    """An answer in the shape of the contract."""
    asked = answer.understood
    return AskResponse(
        id=answer.id,
        conversation=conversation,
        question=answer.question,
        standalone_question=answer.standalone,
        understood=UnderstoodOut(
            intent=asked.intent,
            organisations=list(asked.organisations),
            goals=list(asked.goals),
            kinds=list(asked.kinds),
            documents=list(asked.documents),
            period=asked.period,
            programme=[asked.programme] if asked.programme else [],
            statuses=list(asked.statuses),
            municipality=list(asked.municipality),
        ),
        outcome=answer.outcome,
        summary=SummaryOut(
            text=answer.summary.text,
            points=[point_out(point, index) for point in answer.summary.points],
            generated_by=answer.summary.generated_by,
        ),
        coverage=_coverage(answer, index),
        activities=list(answer.activities),
        passages=[passage_out(hit, index, rank=rank) for rank, hit in enumerate(answer.hits, start=1)],
        city_wide=[passage_out(passage, index) for passage in answer.city_wide],
        near=[passage_out(hit, index) for finding in answer.findings for hit in finding.near],
        choices=list(answer.choices),
        index=IndexOut(
            version=index.version,
            documents_sha256=index.fingerprint.documents_sha256,
            model=index.fingerprint.model,
        ),
        elapsed_ms=answer.elapsed_ms,
        help=HelpOut.model_validate(answer.help, from_attributes=True) if answer.help else None,
        notice=NoticeOut.model_validate(answer.notice, from_attributes=True) if answer.notice else None,
    )


def point_out(point: Point, index: Index) -> PointOut:
    """A point with the exact stretches it was made from."""
    quotes = [
        QuoteOut(
            passage=entry.passage.id,
            chars=(entry.start, entry.end),
            text=entry.exact,
            copy_text=quotation(entry.passage, (entry.start, entry.end), index),
        )
        for entry in point.statements
    ]
    return PointOut(
        text=point.text, citations=list(point.citations), quotes=quotes, group=point.group,
        side=point.side, pair=point.pair,
    )  # fmt: skip


def _coverage(answer: Answer, index: Index) -> CoverageOut:
    """Who has what was asked for; after a search nothing is said of those that it didn't find."""
    coverage = answer.coverage
    if coverage is None:
        found = {hit.passage.organisation for hit in answer.hits if hit.passage.activity}
        has = tuple(entry for entry in index.organisations if entry in found)
        coverage = Coverage(has, (), tuple(entry for entry in index.organisations if entry not in found))
    return CoverageOut(
        with_=list(coverage.has),
        without=list(coverage.has_not),
        unclear=list(coverage.unclear),
        of=coverage.of,
        complete=coverage.complete,
    )


def passage_out(found: Hit | Passage, index: Index, *, rank: int | None = None) -> PassageOut:
    """A passage in the shape of the contract."""
    passage, score = (found.passage, round(found.score, 4)) if isinstance(found, Hit) else (found, None)
    plan = index.plans.get(passage.plan or "")
    return PassageOut(
        id=passage.id,
        rank=rank,
        score=score,
        source=SourceOut(
            document=passage.document,
            lines=passage.lines,
            chars=passage.chars,
            pages=passage.pages,
            sheet=passage.sheet,
            url=f"/documents/{passage.document}?lines={passage.lines[0]}-{passage.lines[1]}#L{passage.lines[0]}",
        ),
        plan=plan_out(plan) if plan else None,
        organisation=_named(passage.organisation, index),
        goal=passage.goal,
        kind=passage.kind,
        activity=passage.activity,
        headings=list(passage.headings),
        text=passage.text,
        unsure=list(passage.unsure),
        source_text=passage.source_text,
        quality=passage.quality,
        machine_read=passage.machine_read,
        reference=reference(passage, index),
        quotation=quotation(passage, (0, len(passage.text)), index),
    )


def plan_out(plan: Plan) -> PlanOut:
    """A plan as the API gives it."""
    return PlanOut.model_validate(plan, from_attributes=True)


def activity_out(activity: Activity, index: Index) -> ActivityOut:
    """An activity as the API gives it."""
    record = {name: getattr(activity, name) for name in ActivityOut.model_fields if name != "organisation"}
    return ActivityOut.model_validate(
        {**record, "organisation": _named(activity.organisation, index)}, from_attributes=True
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
    record = {name: getattr(document, name, None) for name in DocumentOut.model_fields}
    return DocumentOut.model_validate(
        {
            **record,
            "source_url": f"/documents/{document.id}",
            "lines": len(lines),
            "quality": lines_quality(lines),
            "sheets": [SheetOut(sheet=sheet, quality=share) for sheet, share in sheet_qualities(lines).items()],
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


def _named(organisation: str | None, index: Index) -> NamedOut | None:
    found = index.organisations.get(organisation or "")
    return NamedOut(id=found.id, name=found.name) if found else None
