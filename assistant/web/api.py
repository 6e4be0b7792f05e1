"""The routes. Each reads as its preconditions; all answering is ``Assistant.answer``."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from assistant.citing.citations import CitationForm, citation
from assistant.curation.notes import Notes
from assistant.curation.office import Office
from assistant.exports.answers import Form, answer_file
from assistant.lookup import activity_by_id, document_by_id, lines_by_id, passage_by_id
from assistant.page_images import PagePictures
from assistant.query.filters import Filters, listed
from assistant.retrieve.similar import similar
from assistant.schemas.asking import AskRequest, AskResponse, FiltersIn, Problem, answer_out
from assistant.schemas.passages import PassageOut, PlanOut, passage_out, plan_out
from assistant.schemas.records import (
    ActivityOut,
    DocumentOut,
    GoalOut,
    OrganisationOut,
    ProgrammeOut,
    SimilarGroupOut,
    UnsureOut,
    activity_out,
    document_out,
    goals_out,
    programme_out,
    similar_out,
)
from assistant.service import Service
from assistant.web.chat import chat
from assistant.web.conditional import API_VERSION, ListPart, conditional, part_of
from assistant.web.dependencies import TheAssistant, TheConversations, TheIndex
from assistant.web.http import protect
from assistant.web.limits import ANY, MOST_QUESTIONS, QuestionPlaces
from assistant.web.metrics import health, measure
from assistant.web.office.correcting import correcting
from assistant.web.office.gate import UPLOADS
from assistant.web.office.keeping import keeping
from assistant.web.office.noting import noting
from assistant.web.office.reading_log import reading_log
from assistant.web.office.versions import versions
from assistant.web.open_data import open_data
from assistant.web.pages.around.activity_list import activity_list
from assistant.web.pages.around.side_by_side import side_by_side
from assistant.web.pages.around.timeline import timeline
from assistant.web.pages.ask import site
from assistant.web.pages.browse import browse
from assistant.web.pages.frames import frames
from assistant.web.pages.printed_page import printed
from assistant.web.pages.search import search
from assistant.web.pages.sources import sources
from assistant.web.problems import REFUSALS, with_problems
from assistant.web.render import download
from assistant.web.requests import NamedRequests, note_verdict

if TYPE_CHECKING:
    from assistant.web.access.desk import LoginDesk

_CITATIONS: dict[CitationForm, str] = {
    "text": "text/plain",
    "apa": "text/plain",
    "oxford": "text/plain",
    "harvard": "text/plain",
    "csl-json": "application/vnd.citationstyles.csl+json",
    "ris": "application/x-research-info-systems",
    "bibtex": "application/x-bibtex",
}
router = APIRouter(
    prefix="/api",
    responses={code: {"model": Problem} for code in REFUSALS},
    dependencies=[Depends(conditional)],
)


class MountedEndpoint(Protocol):
    """Something that answers at an address of its own, within its ``lifespan``."""

    path: str

    def lifespan(self) -> AbstractAsyncContextManager[None]:
        """Serve within this context."""
        ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as an ASGI application does."""
        ...


def create_app(
    service: Service,
    *,
    mounted: Sequence[MountedEndpoint] = (),
    most_questions: int = MOST_QUESTIONS,
    hosts: Collection[str] = (ANY,),
    rate: int | None = None,
    logged: bool = False,
    office: Office | None = None,
    notes: Notes | None = None,
    folder: Callable[[], Path] | None = None,
    login: "LoginDesk | None" = None,
) -> FastAPI:
    """The application around a service, which it starts; ``mounted`` lie beside its routes, under the same headers.

    Of more questions at a time than ``most_questions`` the rest are told to wait, and so is an address with more than
    ``rate`` of them a minute. Requests for other ``hosts`` are refused. ``logged``: each request is told of.
    With an ``office`` there are pages that change the collection, for the machine itself; ``notes`` is where readers
    leave what they think is wrong, ``folder`` where the documents lie now, whose pages are drawn. With ``login`` each
    route is for who may ask for it, the office for keepers.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service.start()
        async with AsyncExitStack() as stack:
            for endpoint in mounted:
                await stack.enter_async_context(endpoint.lifespan())
            yield
        service.stop()

    # No page with the API's description: FastAPI's fetches its scripts from another host.
    app = FastAPI(
        title="Planassistenten",
        version=API_VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        # What clients that are generated from the description call each operation.
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
        # Nothing about a request leaves the process, whatever the environment says.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.service, app.state.office, app.state.notes = service, office, notes
    app.state.login = login
    if login is not None:
        from assistant.web.access.start import guard  # what it needs is installed where login is wanted

        guard(app, login)
    app.state.folder, app.state.pages = folder, PagePictures()
    app.state.places = QuestionPlaces(most_questions)
    protect(app, places=app.state.places, hosts=hosts, rate=rate, uploads=UPLOADS if office else None)
    measure(app, service)
    app.add_middleware(NamedRequests, index=service.version, logged=logged)
    parts = [
        health,
        router,
        chat,
        site,
        sources,
        printed,
        activity_list,
        side_by_side,
        timeline,
        browse,
        search,
        frames,
    ]
    parts += [
        open_data,
        *([noting] if notes else []),
        *([keeping, correcting, reading_log, versions] if office else []),
    ]
    for part in parts:
        app.include_router(part)
    described = app.openapi
    app.openapi = lambda: with_problems(described())  # type: ignore[method-assign]  # as FastAPI's manual has it
    for endpoint in mounted:
        # Starlette takes an ASGI application here too, but its annotation names only functions of a request.
        app.add_route(endpoint.path, endpoint, include_in_schema=False)  # type: ignore[arg-type]
    return app


class ActivityQuery(FiltersIn, ListPart):
    """The filters of a list, each key once for each value (``?goals=3&goals=4``), and words to find."""

    q: str = ""


def _parts(
    part: Annotated[ListPart, Query()], request: Request, response: Response
) -> Callable[[Sequence[Any]], list[Any]]:
    return lambda items: part_of(items, part, request, response)


# Takes the part of a list that is asked for, and says in the headers where the others lie.
ThePart = Annotated[Callable[[Sequence[Any]], list[Any]], Depends(_parts)]


@router.post("/ask")
def ask(request: AskRequest, assistant: TheAssistant, conversations: TheConversations, http: Request) -> AskResponse:
    """Answer a question with a summary and the passages it rests on.

    A question in a ``conversation`` may lean on what was asked before in it; a help text is never kept. The answer
    says the conversation's id: a new one where the one that was sent along isn't going on.
    """
    filters = request.filters.to_filters() if request.filters else Filters()
    exchange = conversations.ask(
        assistant, request.question, filters, at_work=request.at_work, conversation=request.conversation
    )
    note_verdict(http, exchange.answer)
    return answer_out(exchange.answer, assistant.index, conversation=exchange.conversation)


@router.post("/ask/export", response_class=Response)
def export(
    request: AskRequest,
    assistant: TheAssistant,
    conversations: TheConversations,
    http: Request,
    form: Annotated[Form, Query(alias="format")] = "docx",
) -> Response:
    """The answer as a file, in Word or Markdown, with its sources and what it was made from.

    In a ``conversation`` it is the answer that ``/api/ask`` gives there; the conversation stays as it is.
    """
    filters = request.filters.to_filters() if request.filters else Filters()
    answer = conversations.answer_again(
        assistant, request.question, filters, at_work=request.at_work, conversation=request.conversation
    )
    note_verdict(http, answer)
    return download(answer_file(answer, assistant.index, form, filters=filters, made=date.today()))


@router.get("/documents")
def documents(index: TheIndex, part: ThePart) -> list[DocumentOut]:
    """The documents that are in."""
    return [document_out(document, index) for document in part(index.collection.documents)]


@router.get("/documents/{document_id}")
def document(document_id: str, index: TheIndex) -> DocumentOut:
    """One document."""
    return document_out(document_by_id(document_id, index), index)


@router.get("/documents/{document_id}/text", response_class=PlainTextResponse)
def text(document_id: str, index: TheIndex, reading: Literal["restored", "source"] = "restored") -> str:
    """A document's text: what it says, or exactly what its file has; both with the same lines."""
    lines = lines_by_id(document_id, index)
    return "\n".join(line.text if reading == "restored" else line.source for line in lines)


@router.get("/documents/{document_id}/unsure")
def unsure(document_id: str, index: TheIndex, part: ThePart) -> list[UnsureOut]:
    """The words of a document whose reading is not certain, by line."""
    return [
        UnsureOut(line=line.number, words=[line.text[start:end] for start, end in line.unsure])
        for line in part([line for line in lines_by_id(document_id, index) if line.unsure])
    ]


@router.get("/programmes")
def programmes(index: TheIndex, part: ThePart) -> list[ProgrammeOut]:
    """The programmes that plans belong to."""
    return [programme_out(programme) for programme in part(index.collection.catalogue.programmes)]


@router.get("/plans")
def plans(index: TheIndex, part: ThePart) -> list[PlanOut]:
    """Every organisation's plan."""
    return [plan_out(plan) for plan in part(index.collection.plans)]


@router.get("/organisations")
def organisations(index: TheIndex, part: ThePart) -> list[OrganisationOut]:
    """The organisations that have plans."""
    return [
        OrganisationOut.model_validate(organisation, from_attributes=True)
        for organisation in part(index.collection.catalogue.organisations)
    ]


@router.get("/goals")
def goals(index: TheIndex, part: ThePart) -> list[GoalOut]:
    """The goals of every programme."""
    return part([goal for programme in index.collection.catalogue.programmes for goal in goals_out(programme)])


@router.get("/activities")
def activities(
    index: TheIndex, query: Annotated[ActivityQuery, Query()], request: Request, response: Response
) -> list[ActivityOut]:
    """Every activity that the filters allow and whose text has all words of ``q``; a ``limit`` takes a part of them."""
    found = listed(query.to_filters(), query.q, index)
    return [activity_out(entry, index) for entry in part_of(found, query, request, response)]


@router.get("/activities/{activity_id}")
def activity(activity_id: str, index: TheIndex) -> ActivityOut:
    """One activity."""
    return activity_out(activity_by_id(activity_id, index), index)


@router.get("/activities/{activity_id}/similar")
def similar_activities(activity_id: str, assistant: TheAssistant, elsewhere: bool = True) -> list[SimilarGroupOut]:
    """What is most like an activity, by organisation, most similar first."""
    index = assistant.index
    groups = similar(activity_by_id(activity_id, index), assistant.records, elsewhere=elsewhere)
    return [similar_out(group, index) for group in groups]


@router.get("/passages/{passage_id}")
def passage(passage_id: str, index: TheIndex) -> PassageOut:
    """One passage with its source."""
    return passage_out(passage_by_id(passage_id, index), index)


@router.get("/passages/{passage_id}/citation", response_class=PlainTextResponse)
def passage_citation(
    passage_id: str,
    index: TheIndex,
    form: Annotated[CitationForm, Query(alias="format")] = "text",
) -> Response:
    """A reference to a passage's source, ready to paste, by a guide, or to read into a reference manager."""
    content = citation(passage_by_id(passage_id, index), index, form, accessed=date.today())
    return Response(content, media_type=f"{_CITATIONS[form]}; charset=utf-8")
