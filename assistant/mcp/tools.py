"""The seven tools: arguments → what the API gives for them, as a record and as text. Knows nothing of the protocol."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from assistant.answer import Assistant
from assistant.citing.citations import CitationForm, citation
from assistant.exports.reply import reply
from assistant.lookup import activity_by_id, passage_by_id
from assistant.mcp.texts import activity_text, list_text, passage_text, passages_text, wording
from assistant.query.filters import Filters, listed
from assistant.question import comparison_question
from assistant.retrieve.ranking import PASSAGES
from assistant.safety.help import Help
from assistant.schemas.asking import AskResponse, FiltersIn, HelpLineOut, HelpOut, answer_out
from assistant.schemas.passages import PassageOut, passage_out
from assistant.schemas.records import ActivityOut, activity_out
from assistant.sessions.conversations import Conversations

MOST = 50  # activities of one call, where no limit is given


class AskArguments(BaseModel):
    """A question, the conversation it belongs to, and what narrows it."""

    question: str
    conversation: str | None = Field(default=None, pattern=r"^[\w-]{1,64}$")
    filters: FiltersIn | None = None


class SearchArguments(BaseModel):
    """What is looked for, and how many passages are wanted."""

    query: str
    filters: FiltersIn | None = None
    limit: int = Field(default=PASSAGES, ge=1, le=PASSAGES)


class ListArguments(FiltersIn):
    """Filters and words; ``offset`` and ``limit`` take a part of a long list."""

    q: str = ""
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=MOST, ge=1, le=10 * MOST)


class CompareArguments(BaseModel):
    """A need or a subject, and whom it is asked of; all where nobody is named."""

    need: str
    filters: FiltersIn | None = None


class ActivityArguments(BaseModel):
    """The id of an activity."""

    id: str


class PassageArguments(BaseModel):
    """The id of a passage."""

    id: str


class CiteArguments(BaseModel):
    """The id of a passage, and the form of its reference."""

    id: str
    format: CitationForm = "text"


class SearchResult(BaseModel):
    """Passages by nearness, best first, answers or not; the help alone where someone seems to be in danger."""

    passages: list[PassageOut]
    help: HelpOut | None = None
    help_line: HelpLineOut | None = None


class ActivityList(BaseModel):
    """A part of the activities that were asked for, and how many there are in ``total``."""

    total: int
    offset: int
    activities: list[ActivityOut]


class ActivityRecord(BaseModel):
    """An activity, the passages that it stands in, and what has been reported of it."""

    activity: ActivityOut
    passages: list[PassageOut]
    reports: list[ActivityOut]


class CitationText(BaseModel):
    """A reference in one form."""

    format: str
    text: str


@dataclass(frozen=True)
class ToolContext:
    """What tools work with; ``base`` is where the page lies, None where nothing can be linked to."""

    assistant: Assistant
    conversations: Conversations
    base: str | None = None


@dataclass(frozen=True)
class PlanTool:
    """A tool: what it takes, what it gives, and how."""

    name: str
    arguments: type[BaseModel]
    result: type[BaseModel]
    run: Callable[[Any, ToolContext], tuple[str, BaseModel]]

    @property
    def title(self) -> str:
        """What people see it called."""
        return str(wording()["tools"][self.name]["title"])

    @property
    def about(self) -> str:
        """What a model reads of it."""
        return str(wording()["tools"][self.name]["about"])


def _ask(given: AskArguments, context: ToolContext) -> tuple[str, AskResponse]:
    exchange = context.conversations.ask(
        context.assistant, given.question, _filters(given.filters), conversation=given.conversation
    )
    answer = answer_out(exchange.answer, context.assistant.index, conversation=exchange.conversation)
    return reply(answer, base=context.base), answer


def _compare(given: CompareArguments, context: ToolContext) -> tuple[str, AskResponse]:
    assistant = context.assistant
    found = assistant.answer(comparison_question(given.need), _filters(given.filters))
    answer = answer_out(found, assistant.index)
    return reply(answer, base=context.base), answer


def _search(given: SearchArguments, context: ToolContext) -> tuple[str, SearchResult]:
    assistant, index = context.assistant, context.assistant.index
    met = assistant.help(given.query)
    if isinstance(met, Help):
        shown = HelpOut.model_validate(met, from_attributes=True)
        return passages_text([], base=context.base, help_first=shown), SearchResult(passages=[], help=shown)
    hits = assistant.search(given.query, _filters(given.filters))
    found = [passage_out(hit, index, rank=rank) for rank, hit in enumerate(hits[: given.limit], start=1)]
    line = HelpLineOut.model_validate(met, from_attributes=True) if met else None
    text = passages_text(found, base=context.base, line_first=line)
    return text, SearchResult(passages=found, help_line=line)


def _list(given: ListArguments, context: ToolContext) -> tuple[str, ActivityList]:
    index = context.assistant.index
    found = listed(given.to_filters(), given.q, index)
    part = [activity_out(entry, index) for entry in found[given.offset : given.offset + given.limit]]
    return list_text(part, len(found)), ActivityList(total=len(found), offset=given.offset, activities=part)


def _activity(given: ActivityArguments, context: ToolContext) -> tuple[str, ActivityRecord]:
    index = context.assistant.index
    activity = activity_by_id(given.id, index)
    reports = [index.activities[entry] for entry in activity.followed_by]
    record = ActivityRecord(
        activity=activity_out(activity, index),
        passages=[passage_out(passage, index) for passage in context.assistant.records.evidence([activity, *reports])],
        reports=[activity_out(entry, index) for entry in reports],
    )
    return activity_text(record.activity, record.passages, record.reports, base=context.base), record


def _passage(given: PassageArguments, context: ToolContext) -> tuple[str, PassageOut]:
    index = context.assistant.index
    found = passage_out(passage_by_id(given.id, index), index)
    return passage_text(found, base=context.base), found


def _cite(given: CiteArguments, context: ToolContext) -> tuple[str, CitationText]:
    index = context.assistant.index
    text = citation(passage_by_id(given.id, index), index, given.format, accessed=date.today())
    return text, CitationText(format=given.format, text=text)


def _filters(given: FiltersIn | None) -> Filters:
    return given.to_filters() if given else Filters()


TOOLS = {
    tool.name: tool
    for tool in (
        PlanTool("ask", AskArguments, AskResponse, _ask),
        PlanTool("search", SearchArguments, SearchResult, _search),
        PlanTool("list_activities", ListArguments, ActivityList, _list),
        PlanTool("get_activity", ActivityArguments, ActivityRecord, _activity),
        PlanTool("compare", CompareArguments, AskResponse, _compare),
        PlanTool("get_passage", PassageArguments, PassageOut, _passage),
        PlanTool("cite", CiteArguments, CitationText, _cite),
    )
}
