"""What carries the protocol: the process's input and output, or the address ``/mcp`` (streamable HTTP)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

import anyio
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from assistant.mcp.server import plan_server
from assistant.mcp.tools import ToolContext
from assistant.service import Service


def run_stdio(service: Service) -> None:
    """Serve one client on standard input and output until it leaves; calls wait until the index is loaded."""

    def known(request: Any) -> ToolContext:
        service.wait()
        return ToolContext(service.assistant(), service.conversations)

    async def serve() -> None:
        server = plan_server(known, version=version("planassistent"))
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    service.start()
    try:
        anyio.run(serve)
    finally:
        service.stop()


class McpEndpoint:
    """The address ``/mcp``: each request stands for itself, so that any number of processes may serve it.

    A request that a web page's script makes is refused, as the protocol asks: the browser names the page as its
    Origin, and other assistants' servers name none.
    """

    path = "/mcp"

    def __init__(self, service: Service, *, max_body: int) -> None:
        """A request larger than ``max_body`` bytes is refused."""
        self._service = service
        self._max_body = max_body
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Serve within this context."""
        server = plan_server(self._known, version=version("planassistent"))
        self._manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=self._max_body
        )
        async with self._manager.run():
            yield
        self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method != "POST":
            refusal = JSONResponse({"detail": "send POST: nothing is kept between requests"}, 405, {"Allow": "POST"})
            await refusal(scope, receive, send)
        elif "origin" in request.headers:
            await JSONResponse({"detail": "scripts of web pages may not call this address"}, 403)(scope, receive, send)
        elif self._manager is None:
            await JSONResponse({"detail": "the service is starting or stopping"}, 503)(scope, receive, send)
        else:
            await self._manager.handle_request(scope, receive, send)

    def _known(self, request: Any) -> ToolContext:
        base = str(request.base_url).rstrip("/") if isinstance(request, Request) else None
        return ToolContext(self._service.assistant(), self._service.conversations, base)
