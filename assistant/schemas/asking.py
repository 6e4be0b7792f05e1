"""Questions, answers and errors: their shapes in the API, as the contract names them."""

from pydantic import BaseModel, ConfigDict, Field

from assistant.citing.quotation import quotation
from assistant.compose.answer import Answer
from assistant.compose.points import Point
from assistant.compose.statements import UNSURE_WORD
from assistant.query.filters import Filters, documents_of, organisations_of, period_of
from assistant.query.types import Operation, Query
from assistant.question import MAX_CHARACTERS
from assistant.schemas.comparison import ComparedOut, compared_out
from assistant.schemas.corrected import answer_corrected
from assistant.schemas.passages import PassageOut, passage_out
from assistant.types import Coverage
from corpus.types import Span
from index.storage.store import Index


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


class UnderstoodOut(BaseModel):
    """What the question was taken to mean."""

    operation: str
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

    ``group`` is the heading that it stands under in a long list, ``group_count`` how many do so, where that is said.
    ``side`` is promised or reported, with the
    activity in ``pair``, or earlier or later, where the answer keeps these apart.
    """

    text: str
    citations: list[str]
    quotes: list[QuoteOut]
    group: str | None
    group_count: int | None = None
    side: str | None = None
    pair: str | None = None

    @property
    def heading(self) -> str | None:
        """The group as it is printed: "Egna aktiviteter (21)"."""
        return self.group if self.group_count is None else f"{self.group} ({self.group_count})"


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


class HelpLineOut(BaseModel, from_attributes=True):
    """What stands above an answer where someone may be in danger, or know someone who is; kept nowhere."""

    language: str
    right_to_left: bool
    text: str
    contacts: list[ContactOut]


class CoverageOut(BaseModel):
    """Which organisations have what was asked for; ``complete`` only where structure decides it."""

    with_: list[str] = Field(serialization_alias="with")
    without: list[str]
    unclear: list[str]
    of: int
    complete: bool


class GroupOut(BaseModel, from_attributes=True):
    """How many records one group has; ``meets`` whether it is what was asked for (it has any, or has most)."""

    key: str
    title: str | None
    count: int
    meets: bool
    activities: list[str]


class CountOut(BaseModel):
    """How an answer of the records was counted: on how many records of which kinds, and by what they are grouped."""

    by: str | None
    kinds: list[str]
    records: int
    followed: int
    groups: list[GroupOut]


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
    reason: str | None = Field(description="why, as a word; None where the records decide")
    summary: SummaryOut
    comparison: list[ComparedOut]
    coverage: CoverageOut
    counted: list[CountOut]
    activities: list[str]
    passages: list[PassageOut]
    city_wide: list[PassageOut]
    near: list[PassageOut]
    choices: list[str]
    index: IndexOut
    elapsed_ms: int
    help: HelpOut | None
    help_line: HelpLineOut | None
    notice: NoticeOut | None
    corrected: str | None = Field(None, description="a sentence, where a person has set right what it rests on")

    @property
    def tabled(self) -> bool:
        """Whether the comparison is shown as a table in place of the points."""
        return bool(self.comparison) and self.outcome != "nothing_found"

    @property
    def says_unsure(self) -> bool:
        """Whether a word that is said in the answer has the sign of an unsure reading."""
        said = [self.summary.text, *(p.text for p in self.summary.points), *(r.display or "" for r in self.comparison)]
        return any(UNSURE_WORD in text for text in said)


class Problem(BaseModel):
    """An error as RFC 9457 has it; ``detail`` is a sentence, ``request`` the id that a log knows the request by."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request: str


def answer_out(answer: Answer, index: Index, *, conversation: str | None = None) -> AskResponse:
    """An answer in the shape of the contract."""
    near = answer.near if answer.outcome == "uncertain" else {}
    return AskResponse(
        id=answer.id,
        conversation=conversation,
        question=answer.question,
        standalone_question=answer.standalone,
        understood=_understood(answer.query, index),
        outcome=answer.outcome,
        reason=answer.reason,
        summary=SummaryOut(
            text=answer.summary.text,
            points=[point_out(point, index) for point in answer.summary.points],
            generated_by=answer.summary.generated_by,
        ),
        comparison=[compared_out(row, answer, index) for row in answer.comparison],
        coverage=_coverage(answer, index),
        counted=[
            CountOut(
                by=finding.grouping,
                kinds=list(finding.basis.kinds),
                records=finding.basis.records,
                followed=finding.basis.followed,
                groups=[GroupOut.model_validate(tally) for tally in finding.tallies if tally.key],
            )
            for finding in answer.findings
            if finding.basis
        ],
        activities=list(answer.activities),
        passages=[
            passage_out(hit, index, rank=rank, near=near.get(hit.passage.id))
            for rank, hit in enumerate(answer.hits, start=1)
        ],
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
        help_line=HelpLineOut.model_validate(answer.help_line, from_attributes=True) if answer.help_line else None,
        notice=NoticeOut.model_validate(answer.notice, from_attributes=True) if answer.notice else None,
        corrected=answer_corrected(answer, index),
    )


# The operations as the contract's word for what is asked for names them.
_INTENTS: dict[Operation, str] = {
    "find": "find", "list": "list", "count": "count", "who_has": "compare", "who_lacks": "compare", "most": "compare",
    "least": "compare", "who": "who", "when": "when", "status": "result", "result": "result", "indicator": "find",
    "follow_up": "find", "plan_vs_followup": "plan_vs_followup", "compare": "compare", "define": "find",
    "describe": "find",
}  # fmt: skip


def _understood(query: Query, index: Index) -> UnderstoodOut:
    """What was understood, those excepted among the organisations."""
    c, catalogue = query.conditions, index.collection.catalogue
    return UnderstoodOut(
        operation=query.operation,
        intent=_INTENTS[query.operation],
        organisations=list(organisations_of(query, catalogue)),
        goals=list(c.goals),
        kinds=list(c.kinds),
        documents=list(documents_of(query, catalogue)),
        period=period_of(query, catalogue),
        programme=list(query.scope.programmes),
        statuses=list(c.statuses),
        municipality=list(query.need.municipalities or query.scope.municipalities),
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
        if entry.corrected is None  # what a person has set right is no quotation
    ]
    return PointOut(
        text=point.text, citations=list(point.citations), quotes=quotes, group=point.group,
        group_count=point.group_count, side=point.side, pair=point.pair,
    )  # fmt: skip


def _coverage(answer: Answer, index: Index) -> CoverageOut:
    """Who has what was asked for; after a search nothing is said of those that it didn't find."""
    coverage = answer.coverage
    if coverage is None:
        found = {hit.passage.organisation for hit in answer.hits if hit.passage.activity}
        if answer.outcome == "uncertain":
            unclear = tuple(entry for entry in index.organisations if entry in found)
            return CoverageOut(
                with_=[], without=[entry for entry in index.organisations if entry not in found],
                unclear=list(unclear), of=len(index.organisations), complete=False,
            )  # fmt: skip
        has = tuple(entry for entry in index.organisations if entry in found)
        coverage = Coverage(has, (), tuple(entry for entry in index.organisations if entry not in found))
    return CoverageOut(
        with_=list(coverage.has),
        without=list(coverage.has_not),
        unclear=list(coverage.unclear),
        of=coverage.of,
        complete=coverage.complete,
    )
