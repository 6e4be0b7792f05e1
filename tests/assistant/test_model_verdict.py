"""A language model that says whether passages answer: it may take an answer back and change the order, nothing more.

The model is a real server on this machine that plays well and badly behaved ones.
"""

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.compose.language_model.endpoint import Endpoint
from assistant.service import Service, warmed
from assistant.settings import SettingError, read_settings
from assistant.web.api import create_app
from index.embedding.embedder import Embedder
from tests.language_models import GIVEN_UP, LIMIT, says, send, serving

QUESTION = "Var utför miljöförvaltningens inspektörer tillsyn mot människohandel?"


def ask(assistant: Assistant, embedder: Embedder, model: Endpoint, question: str = QUESTION) -> Answer:
    """The question's answer with a model that is asked whether passages answer."""
    return Assistant(assistant.index, embedder, verifier=model).answer(question)


def test_the_passages_that_answer_come_first(assistant: Assistant, embedder: Embedder) -> None:
    """In the model's order; the others follow in ours."""
    ours = [hit.passage.id for hit in assistant.answer(QUESTION).hits]
    with serving(says('{"answers": [3, 1]}')) as (model, asked):
        answer = ask(assistant, embedder, model)
    assert answer.outcome == "answered"
    assert [hit.passage.id for hit in answer.hits] == [ours[2], ours[0], ours[1], *ours[3:]]
    assert asked[0]["response_format"]["json_schema"]["schema"]["required"] == ["answers"]
    assert QUESTION in asked[0]["messages"][1]["content"]


def test_an_answer_that_no_passage_gives_is_uncertain(assistant: Assistant, embedder: Embedder) -> None:
    """It shows what lies near, each with its sentence, and asserts nothing."""
    with serving(says('{"answers": []}')) as (model, _):
        answer = ask(assistant, embedder, model)
    assert answer.outcome == "uncertain"
    assert 0 < len(answer.hits) <= 5
    assert set(answer.near) == {hit.passage.id for hit in answer.hits}
    assert answer.reason is not None


def test_what_is_uncertain_is_made_no_surer(assistant: Assistant, embedder: Embedder) -> None:
    """Whatever the model says: a wrong answer costs more than none."""
    question = "Hur många inspektörer har miljöförvaltningen i riskmiljöer?"
    assert assistant.answer(question).outcome == "uncertain"
    with serving(says('{"answers": [1]}')) as (model, _):
        assert ask(assistant, embedder, model, question).outcome == "uncertain"


@pytest.mark.parametrize(
    "text",
    [
        "", "Källa 1 svarar.", "{}", '{"answers": [9]}', '{"answers": [0]}', '{"answers": "1"}', '{"answers": [true]}',
        '{"answers": ' + "[" * 9999 + "}",
    ],
    ids=["nothing", "words", "another object", "no such passage", "nought", "text", "truth", "deep"],
)  # fmt: skip
def test_a_verdict_that_is_none_changes_nothing(assistant: Assistant, embedder: Embedder, text: str) -> None:
    """Ours stands."""
    ours = assistant.answer(QUESTION)
    with serving(says(text)) as (model, _):
        answer = ask(assistant, embedder, model)
    assert (answer.outcome, answer.hits) == (ours.outcome, ours.hits)


def test_a_model_that_says_nothing_in_time_changes_nothing(assistant: Assistant, embedder: Embedder) -> None:
    """And is waited for no longer than its limit."""
    ours = assistant.answer(QUESTION)
    with serving(lambda handler: time.sleep(30)) as (model, _):
        started = time.monotonic()
        answer = ask(assistant, embedder, model)
        assert time.monotonic() - started < GIVEN_UP
    assert (answer.outcome, answer.hits) == (ours.outcome, ours.hits)


def test_a_server_that_knows_no_schema_is_asked_without(assistant: Assistant, embedder: Embedder) -> None:
    """Within the same limit."""

    def reply(handler: Any) -> None:
        known = "response_format" not in asked[-1]
        text = json.dumps({"choices": [{"message": {"content": 'Svar: {"answers": [2]}'}}]})
        send(handler, text.encode() if known else b"{}", 200 if known else 400)

    with serving(reply) as (model, asked):
        answer = ask(assistant, embedder, model)
    assert len(asked) == 2
    assert answer.hits[0] == assistant.answer(QUESTION).hits[1]


@pytest.mark.parametrize(
    "question",
    ["Vad har serviceförvaltningen åtagit sig under mål 3?", "Hur lagar man köttbullar?", "Min man slår mig"],
    ids=["decided by the records", "not found", "help"],
)
def test_what_needs_no_verdict_goes_to_no_model(assistant: Assistant, embedder: Embedder, question: str) -> None:
    """Least of all what somebody in danger writes."""
    with serving(says('{"answers": []}')) as (model, asked):
        ask(assistant, embedder, model, question)
    assert asked == []


def test_what_is_asked_below_the_help_goes_to_no_model_either(assistant: Assistant, embedder: Embedder) -> None:
    """Nor does a question that only warms the service."""
    message = "Min sambo slår mig. Som medarbetare på fritidsförvaltningen undrar jag vilket stöd medarbetare får"
    with serving(says("{}")) as (model, asked):
        helped = Assistant(assistant.index, embedder, model, interpreter=model, verifier=model)
        assert helped.answer(message).outcome == "refer_to_help"
        warmed(helped)
    assert asked == []


def test_each_use_is_switched_by_itself() -> None:
    """Off without an address; with one, writing alone, unless it is said."""
    address = {"PLANASSISTENT_LLM_URL": "http://127.0.0.1:1/v1", "PLANASSISTENT_LLM_MODEL": "m"}
    off, given = read_settings({"PLANASSISTENT_LLM_FOR": "verdict"}), read_settings(address)
    assert (off.writer, off.verifier) == (None, None)
    assert given.writer is not None
    assert (given.interpreter, given.verifier) == (None, None)
    assert read_settings(address | {"PLANASSISTENT_LLM_FOR": "query"}).interpreter == given.writer
    both = read_settings(address | {"PLANASSISTENT_LLM_FOR": "verdict, answer", "PLANASSISTENT_LLM_SECONDS": "2.5"})
    assert both.verifier == both.writer == replace(given.writer, limit=2.5)
    assert read_settings(address | {"PLANASSISTENT_LLM_FOR": "verdict"}).writer is None
    with pytest.raises(SettingError, match="it may have, with commas: answer, query, verdict"):
        read_settings(address | {"PLANASSISTENT_LLM_FOR": "rhymes"})
    with pytest.raises(SettingError, match="give a number of seconds above 0"):
        read_settings(address | {"PLANASSISTENT_LLM_SECONDS": "long"})


def test_the_page_says_where_questions_go(assistant: Assistant) -> None:
    """And what becomes of them there."""
    service = Service(lambda: assistant, verifier=Endpoint("http://modell.example/v1", "provmodell", None, LIMIT))
    service.start()
    service.wait()
    client = TestClient(create_app(service))
    assert "skickas till modell.example, som bedömer om de svarar" in client.get("/").text
    about = client.get("/om").text
    assert "provmodell" in about
    assert "skickar ingenting vidare" not in about
