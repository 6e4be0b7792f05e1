"""Tools and documents → a server of the Model Context Protocol, whatever carries it.

Nothing is kept between calls but conversations, and nothing of a call is written down: the protocol's package writes
what went wrong with the arguments in it, so its log is shut.
"""

import logging
from collections.abc import Callable
from typing import Any

import anyio.to_thread
import mcp_types as types
from mcp.server import Server
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, ValidationError

from assistant.answer import Assistant
from assistant.errors import Refused, place_of
from assistant.mcp.texts import wording
from assistant.mcp.tools import TOOLS, PlanTool, ToolContext
from corpus.privacy.identity_numbers import mask_numbers
from corpus.types import Document

log = logging.getLogger("planassistent")

SCHEME = "planassistent://documents/"


def plan_server(context_of: Callable[[Any], ToolContext], *, version: str) -> "Server[Any]":
    """A server of the seven tools and the documents; ``context_of`` gives what a request works with, once it is there.

    ``context_of`` is called in a thread of its own, with the HTTP request or None, and may wait; it raises ``Refused``.
    """
    logging.getLogger("mcp").setLevel(logging.CRITICAL + 1)

    async def list_tools(context: Any, request: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])

    async def call_tool(context: Any, request: types.CallToolRequestParams) -> types.CallToolResult:
        return await anyio.to_thread.run_sync(lambda: tool_result(request, lambda: context_of(context.request)))

    async def list_resources(context: Any, request: Any) -> types.ListResourcesResult:
        assistant = await anyio.to_thread.run_sync(lambda: _or_error(context_of, context.request))
        documents = assistant.index.collection.documents
        return types.ListResourcesResult(resources=[_resource(entry) for entry in documents])

    async def read_resource(context: Any, request: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        assistant = await anyio.to_thread.run_sync(lambda: _or_error(context_of, context.request))
        uri = str(request.uri)
        lines = assistant.index.collection.lines.get(uri.removeprefix(SCHEME))
        if lines is None or not uri.startswith(SCHEME):
            raise MCPError(code=types.INVALID_PARAMS, message=f"there is no document {uri[:120]!r}")
        text = "\n".join(line.text for line in lines)
        content = types.TextResourceContents(uri=request.uri, text=text, mime_type="text/plain")
        return types.ReadResourceResult(contents=[content])

    server: Server[Any] = Server(
        "planassistent",
        version=version,
        title="Planassistenten",
        instructions=" ".join(wording()["instructions"].split()),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )
    server.middleware.clear()  # its one entry would tell OpenTelemetry of each request
    return server


def tool_result(request: types.CallToolRequestParams, context_of: Callable[[], ToolContext]) -> types.CallToolResult:
    """What a tool gives; what can't be answered is said as text, for the model to read and put right."""
    words = wording()["words"]
    tool = TOOLS.get(request.name)
    if tool is None:
        return _fault(words["unknown_tool"].format(name=request.name[:80], names=", ".join(TOOLS)))
    try:
        text, result = tool.run(tool.arguments.model_validate(request.arguments or {}), context_of())
    except ValidationError as error:
        # What pydantic found, without the value: the value may be somebody's question.
        found = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, found["loc"]))
        return _fault(words["arguments"].format(field=place, why=found["msg"]))
    except Refused as error:
        return _fault(mask_numbers(error.swedish))
    except Exception as error:
        log.error("%s", place_of(error))
        return _fault(words["fault"])
    structured = result.model_dump(mode="json", by_alias=True)
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=structured)


def _fault(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=sentence)], is_error=True)


def _or_error(context_of: Callable[[Any], ToolContext], request: Any) -> Assistant:
    try:
        return context_of(request).assistant
    except Refused as error:
        raise MCPError(code=types.INTERNAL_ERROR, message=error.swedish) from None


def _described(tool: PlanTool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=_schema(tool.arguments, "validation"),
        output_schema=_schema(tool.result, "serialization"),
        annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _schema(model: type[BaseModel], mode: Any) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True, mode=mode)


def _resource(document: Document) -> types.Resource:
    return types.Resource(
        uri=f"{SCHEME}{document.id}",
        name=document.id,
        title=document.title,
        description=wording()["words"]["document"],
        mime_type="text/plain",
    )
