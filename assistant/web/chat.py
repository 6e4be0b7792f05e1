"""``/v1``: the assistant as a model of OpenAI's chat completions, so that other programs' chats can list it.

The last user message is the question, those before it are the conversation. The answer is Markdown with numbered
sources; the help text comes first where someone seems to be in danger.
"""

import time
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from assistant.errors import NotFound, Refused
from assistant.exports.reply import reply
from assistant.query.filters import Filters
from assistant.schemas.asking import Problem, answer_out
from assistant.schemas.chat import (
    MODEL,
    ChatChoice,
    ChatChunk,
    ChatCompletion,
    ChatDelta,
    ChatModel,
    ChatModels,
    ChatReply,
    ChatRequest,
    ChunkChoice,
)
from assistant.sessions.replay import ReplayedTurns
from assistant.web.dependencies import TheAssistant, TheService
from assistant.web.paths import site_of

chat = APIRouter(prefix="/v1", responses={code: {"model": Problem} for code in (400, 404, 413, 422, 503)})


def _turns(service: TheService) -> ReplayedTurns:
    return service.replayed


@chat.get("/models")
def models() -> ChatModels:
    """The one model that there is, in OpenAI's form."""
    return ChatModels(data=[ChatModel()])


@chat.get("/models/{model}")
def model(model: str) -> ChatModel:
    """The model by its name."""
    _check(model)
    return ChatModel()


@chat.post("/chat/completions", response_model=ChatCompletion)
def completions(
    request: ChatRequest,
    http: Request,
    assistant: TheAssistant,
    turns: Annotated[ReplayedTurns, Depends(_turns)],
) -> ChatCompletion | StreamingResponse:
    """Answer the last user message of a conversation, in Markdown with numbered sources; streamed where asked for."""
    _check(request.model)
    if request.messages[-1].role != "user":
        raise Refused("the last message has to be the user's: the question", "Det finns ingen fråga att svara på.")
    asked = [message.text for message in request.messages if message.role == "user"]
    filters = request.filters.to_filters() if request.filters else Filters()
    answer = turns.answer(assistant, asked, filters, at_work=request.at_work)
    shown = answer_out(answer, assistant.index)
    text = reply(shown, base=site_of(http))
    name, made = f"chatcmpl-{answer.id}", int(time.time())
    if request.stream:
        return StreamingResponse(_streamed(text, name, made), media_type="text/event-stream")
    return ChatCompletion(
        id=name, created=made, choices=[ChatChoice(message=ChatReply(content=text))], planassistent=shown
    )


def _streamed(text: str, name: str, made: int) -> Iterator[str]:
    """The text line by line, as server-sent events; it is whole before the first is sent."""
    pieces = [ChatDelta(role="assistant", content="")]
    pieces += [ChatDelta(content=line) for line in text.splitlines(keepends=True)]
    for piece in pieces:
        yield _event(ChatChunk(id=name, created=made, choices=[ChunkChoice(delta=piece)]))
    yield _event(ChatChunk(id=name, created=made, choices=[ChunkChoice(delta=ChatDelta(), finish_reason="stop")]))
    yield "data: [DONE]\n\n"


def _event(chunk: ChatChunk) -> str:
    return f"data: {chunk.model_dump_json()}\n\n"


def _check(model: str) -> None:
    if model != MODEL:
        raise NotFound(f"there is no model {model[:80]!r}; there is: {MODEL}", f"Modellen heter ”{MODEL}”.")
