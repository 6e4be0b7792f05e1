"""What a route works with, as FastAPI's dependencies: the service, its assistant, the index, the conversations."""

from typing import Annotated

from fastapi import Depends, Request

from assistant.access.roles import Person
from assistant.answer import Assistant
from assistant.service import Service
from assistant.sessions.conversations import Conversations
from index.storage.store import Index


def the_service(request: Request) -> Service:
    """The service of the application that was asked."""
    service: Service = request.app.state.service
    return service


TheService = Annotated[Service, Depends(the_service)]


def who_asks(request: Request) -> Person | None:
    """Who has logged in, or has a token; None where nobody has, as without login."""
    person: Person | None = getattr(request.state, "person", None)
    return person


def the_assistant(service: TheService) -> Assistant:
    """The assistant, once it is loaded."""
    return service.assistant()


TheAssistant = Annotated[Assistant, Depends(the_assistant)]


def the_index(assistant: TheAssistant) -> Index:
    """The index that it answers from."""
    return assistant.index


def the_conversations(service: TheService) -> Conversations:
    """The conversations that are going on."""
    return service.conversations


TheIndex = Annotated[Index, Depends(the_index)]
TheConversations = Annotated[Conversations, Depends(the_conversations)]
