"""Other assistants: the official client of the protocol uses every tool, over HTTP and over a pipe."""

import json
import logging
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

from assistant.mcp.tools import TOOLS
from assistant.mcp.transports import McpEndpoint
from assistant.service import Service
from assistant.web.api import create_app
from tests.processes import COMMAND
from tests.tiny import PLAN, add_document

QUESTION = "Vad har serviceförvaltningen åtagit sig under inriktningsmål 3?"
FIRST = "Kompetensutveckling för förvaltningens verksamhetsnära chefer"


@pytest.fixture(scope="module")
def served(service: Service) -> Iterator[str]:
    """The address of a real server that has ``/mcp`` beside its routes."""
    service.assistant().query("Vad gäller?")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(service, mounted=[McpEndpoint(service, max_body=1000)])
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def spoken(server: Any, what: Callable[[Client], Awaitable[Any]], mode: str = "auto") -> Any:
    """What comes of talking with a server as a client."""

    async def talk() -> Any:
        async with Client(server, mode=mode, read_timeout_seconds=120) as client:
            return await what(client)

    return anyio.run(talk)


def call(server: Any, tool: str, **arguments: Any) -> Any:
    """What one tool gives; the client itself holds the record against the tool's own schema."""
    return spoken(server, lambda client: client.call_tool(tool, arguments))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_every_tool_says_what_it_takes_and_gives(served: str, mode: str) -> None:
    """With a title and a description for people, and that it changes nothing; in both generations of the protocol."""
    tools = spoken(f"{served}/mcp", lambda client: client.list_tools(), mode).tools
    assert [tool.name for tool in tools] == [
        "ask", "search", "list_activities", "get_activity", "compare", "get_passage", "cite",
    ]  # fmt: skip
    assert all(tool.title and tool.description and tool.input_schema and tool.output_schema for tool in tools)
    assert all(tool.annotations.read_only_hint for tool in tools)


def test_an_answer_comes_as_the_contract_has_it_and_as_text(served: str) -> None:
    """Numbered sources, each a link to its passage on the page."""
    result = call(f"{served}/mcp", "ask", question=QUESTION)
    answer, text = result.structured_content, result.content[0].text
    assert answer["outcome"] == "answered"
    assert [tuple(passage["source"]["lines"]) for passage in answer["passages"][:2]] == [(3090, 3097), (3099, 3106)]
    assert FIRST in text
    assert "[1]" in text
    assert f"[rad 3090–3097]({served}/stycken/{answer['passages'][0]['id']})" in text
    assert "Servicenämnden (2022–2026). Handlingsplan" in text


def test_a_question_leans_on_the_one_before_in_its_conversation(served: str) -> None:
    """Whose id the answer before has."""
    first = call(f"{served}/mcp", "ask", question=QUESTION).structured_content
    second = call(f"{served}/mcp", "ask", question="Och under mål 5?", conversation=first["conversation"])
    assert second.structured_content["understood"]["organisations"] == ["serviceforvaltningen"]
    assert second.structured_content["understood"]["goals"] == [5]


def test_whoever_seems_to_be_in_danger_is_met_with_help_first(served: str) -> None:
    """By every tool that takes a person's words; a search finds nothing besides."""
    message = "Min man slår mig och jag är rädd för att gå hem"
    for tool, arguments in (("ask", {"question": message}), ("search", {"query": message})):
        result = call(f"{served}/mcp", tool, **arguments)
        heading = result.structured_content["help"]["heading"]
        assert result.content[0].text.startswith(f"**{heading}**")
        assert "112" in result.content[0].text
        assert result.structured_content["passages"] == []


def test_a_search_gives_passages_without_calling_them_an_answer(served: str) -> None:
    """Best first, as many as are asked for, and only where the filters allow."""
    filters = {"organisations": ["serviceforvaltningen"]}
    found = call(f"{served}/mcp", "search", query="utbildning för chefer", limit=3, filters=filters)
    passages = found.structured_content["passages"]
    assert [passage["rank"] for passage in passages] == [1, 2, 3]
    assert {passage["organisation"]["id"] for passage in passages} == {"serviceforvaltningen"}
    assert passages[0]["reference"] in found.content[0].text.replace("\\", "")


def test_activities_are_listed_and_shown(served: str) -> None:
    """A part of a list says how long the whole is; one activity has its passages."""
    listed = call(f"{served}/mcp", "list_activities", goals=[3], kinds=["own", "joint"], limit=2).structured_content
    assert len(listed["activities"]) == 2
    assert listed["total"] > 2
    activity = call(f"{served}/mcp", "get_activity", id=listed["activities"][0]["id"])
    assert activity.structured_content["activity"]["title"] in activity.content[0].text.replace("\\", "")
    assert {p["activity"] for p in activity.structured_content["passages"]} >= {listed["activities"][0]["id"]}


def test_organisations_are_compared(served: str) -> None:
    """Each that has something, and those without."""
    answer = call(f"{served}/mcp", "compare", need="utbildning i våld i nära relationer").structured_content
    assert answer["coverage"]["of"] == 14
    assert answer["coverage"]["with"]


def test_a_passage_is_shown_and_cited(served: str) -> None:
    """In every form that the API has."""
    answer = call(f"{served}/mcp", "ask", question=QUESTION).structured_content
    passage = answer["passages"][0]
    shown = call(f"{served}/mcp", "get_passage", id=passage["id"])
    assert shown.structured_content["source_text"] == passage["source_text"]
    assert call(f"{served}/mcp", "cite", id=passage["id"]).content[0].text == passage["reference"]
    bibtex = call(f"{served}/mcp", "cite", id=passage["id"], format="bibtex").structured_content["text"]
    assert bibtex.startswith("@techreport{")
    csl = json.loads(call(f"{served}/mcp", "cite", id=passage["id"], format="csl-json").content[0].text)
    assert csl[0]["author"] == [{"literal": "Servicenämnden"}]


def test_documents_are_resources(served: str) -> None:
    """By id, with the text that the API gives."""

    async def read(client: Client) -> tuple[list[str], str]:
        uris = [str(entry.uri) for entry in (await client.list_resources()).resources]
        (content,) = (await client.read_resource(uris[0])).contents
        with pytest.raises(MCPError, match="no document"):
            await client.read_resource("planassistent://documents/none")
        return uris, content.text  # type: ignore[union-attr]

    uris, text = spoken(f"{served}/mcp", read)
    assert len(uris) == 3
    assert text == httpx2.get(f"{served}/api/documents/{uris[0].rpartition('/')[2]}/text").text


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": " "}, "Frågan är tom"),
        ("ask", {"question": 5}, "question"),
        ("search", {"query": "chefer", "limit": 11}, "limit"),
        ("list_activities", {"organisations": ["nobody"]}, "serviceforvaltningen"),
        ("get_passage", {"id": "none"}, "Stycket finns inte."),
        ("get_activity", {"id": "none"}, "Aktiviteten finns inte."),
        ("forget", {}, "list_activities"),
    ],
)
def test_what_cant_be_done_is_said_in_a_sentence(served: str, tool: str, arguments: dict[str, Any], said: str) -> None:
    """As the result of the call, so that the model can put it right."""
    result = call(f"{served}/mcp", tool, **arguments)
    assert result.is_error
    assert said in result.content[0].text


def test_nothing_of_a_call_is_written_down(
    served: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither of one that goes well nor of one that fails on our side."""

    def fail(given: Any, known: Any) -> Any:
        raise ValueError(f"stumbled over {given.question}")

    monkeypatch.setitem(TOOLS, "ask", replace(TOOLS["ask"], run=fail))
    with caplog.at_level(logging.DEBUG, logger="planassistent"):
        call(f"{served}/mcp", "search", query="hemlighetsfull solros")
        call(f"{served}/mcp", "search", query="solros", limit="många solrosor")
        assert call(f"{served}/mcp", "ask", question="Vad är en solros?").is_error
    assert "ValueError at test_mcp.py" in caplog.text
    printed = capfd.readouterr()
    assert "solros" not in printed.out + printed.err + caplog.text


def test_a_web_pages_script_is_refused(served: str) -> None:
    """The browser says which page it is of."""
    refused = httpx2.post(f"{served}/mcp", headers={"Origin": "https://elsewhere.example"}, json={})
    assert refused.status_code == 403
    assert httpx2.get(f"{served}/mcp").status_code == 405
    assert refused.headers["Cache-Control"] == "no-store"
    assert (
        'planassistent_requests_total{method="POST",result="caller",route="/mcp"}'
        in httpx2.get(f"{served}/metrics").text
    )


def test_the_command_serves_a_client_on_its_input_and_output(tmp_path: Path, tiny: Any) -> None:
    """It answers at once, and a call waits until the index is built."""
    documents = tmp_path / "documents"
    add_document(documents, "parkplan", PLAN.encode())
    environ = {
        "PLANASSISTENT_DOCUMENTS": str(documents),
        "PLANASSISTENT_DATA": str(tmp_path / "data"),
        "PLANASSISTENT_MODEL": tiny.name,
        "PYTHONPATH": str(Path.cwd()),
    }
    server = StdioServerParameters(command=str(COMMAND), args=["mcp"], env=environ)
    listed = call(server, "list_activities")
    assert [entry["title"] for entry in listed.structured_content["activities"]] == [
        "Fler lampor i parkerna",
        "Kurs för parkvakter",
    ]
