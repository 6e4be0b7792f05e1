"""OpenAI's chat completions: what other programs' chats send and read, as far as it means something here."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.schemas.asking import AskResponse, FiltersIn

MODEL = "planassistent"


class ChatPart(BaseModel):
    """A part of a message; what isn't text is not read."""

    type: str
    text: str = ""


class ChatMessage(BaseModel):
    """One message. Those of the system and of the assistant say nothing that is asked, and are not read."""

    role: str
    content: str | list[ChatPart] | None = None

    @property
    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class ChatRequest(BaseModel):
    """A conversation whose last message is the question; settings of language models are taken and mean nothing.

    ``filters`` and ``at_work`` are ours, and mean what they mean in ``/api/ask``.
    """

    model_config = ConfigDict(extra="ignore")

    model: str = MODEL
    messages: list[ChatMessage] = Field(min_length=1)
    stream: bool = False
    filters: FiltersIn | None = None
    at_work: bool = False


class ChatReply(BaseModel):
    """The answer as a message."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class ChatChoice(BaseModel):
    """The one answer that there is."""

    index: int = 0
    message: ChatReply
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class ChatCompletion(BaseModel):
    """An answer whole. ``planassistent`` is the same as ``/api/ask`` gives it; tokens are not counted."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[ChatChoice]
    planassistent: AskResponse


class ChatDelta(BaseModel):
    """What a piece adds."""

    role: Literal["assistant"] | None = None
    content: str | None = None


class ChunkChoice(BaseModel):
    """A piece of the one answer that there is."""

    index: int = 0
    delta: ChatDelta
    finish_reason: Literal["stop"] | None = None


class ChatChunk(BaseModel):
    """A piece of an answer that is streamed."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str = MODEL
    choices: list[ChunkChoice]


class ChatModel(BaseModel):
    """The assistant, as a model that can be picked."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = MODEL


class ChatModels(BaseModel):
    """What can be picked."""

    object: Literal["list"] = "list"
    data: list[ChatModel]
