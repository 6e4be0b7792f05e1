"""What a language model changes, counted: with a server on this machine that plays one."""

from dataclasses import replace

import pytest

from assistant.answer import Assistant
from assistant.compose.answer import Answer
from assistant.settings import SettingError, read_settings
from eval.datasets.questions import Place, Question
from eval.reports import language_model
from eval.reports.language_model import STRATA, CountedModel, language_model_table, model_row
from index.embedding.embedder import Embedder
from tests.language_models import GIVEN_UP, says, serving

QUESTIONS = [
    Question(
        "a", "Var utför miljöförvaltningens inspektörer tillsyn mot människohandel?", "answered",
        ((Place("handlingsplaner-fri-fran-vald-2022-2026", (1, 9999)),),),
    ),
    Question("b", "Hur lagar man köttbullar?", "nothing_found", ()),
]  # fmt: skip


def test_a_model_that_doubts_everything_leaves_nothing_answered(assistant: Assistant, embedder: Embedder) -> None:
    """What has an answer is uncertain then, and what has none goes to no model."""
    with serving(says('{"answers": []}'), limit=GIVEN_UP) as (endpoint, _):
        model = CountedModel(endpoint)
        row = model_row("verdict", Assistant(assistant.index, embedder, verifier=model), QUESTIONS, model)
    without = model_row("without", assistant, QUESTIONS, None)
    assert (without[1:4], row[1:4]) == (["1", "0", "0"], ["0", "1", "0"])
    assert without[5] == row[5] == "0"
    assert row[8:10] == ["1", "0"]
    assert row[11:13] == ["–", "–"]  # this server counts no tokens


def test_without_a_model_there_is_nothing_to_measure() -> None:
    """And the sentence says what to set."""
    with pytest.raises(SettingError, match="PLANASSISTENT_LLM_URL"):
        language_model_table(read_settings({}))


def test_a_model_that_reads_questions_is_measured_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is set for nothing else; every question is asked once a use."""
    asked: list[str] = []
    answer = Assistant.answer

    def counted(self: Assistant, question: str) -> Answer:
        asked.append(question)
        return answer(self, question)

    monkeypatch.setattr(Assistant, "answer", counted)
    monkeypatch.setattr(
        language_model, "load_questions", lambda name: [replace(QUESTIONS[0], split="dev")] * (name == "single")
    )
    with serving(says("no query"), limit=GIVEN_UP) as (endpoint, _):
        found = language_model_table(replace(read_settings({}), interpreter=endpoint))
    rows = [[cell.strip() for cell in line.split("|")[1:4]] for line in found.splitlines()[2:]]
    uses = ("without", "answer", "query", "verdict")
    assert rows == [[name, str(int(name == "single")), use] for name in STRATA for use in uses]
    assert asked == [QUESTIONS[0].text] * 4


def test_tokens_are_those_that_the_server_counts() -> None:
    """Of every answer; where one isn't counted the sum isn't known."""
    usage = {"prompt_tokens": 40, "completion_tokens": 2}
    with serving(says("ja", usage=usage), limit=GIVEN_UP) as (endpoint, _):
        model = CountedModel(endpoint)
        model.complete([{"role": "user", "content": "?"}])
        model.complete([{"role": "user", "content": "?"}])
    assert (model.calls, model.sent, model.received) == (2, 80, 4)
    model.restart()
    assert (model.calls, model.sent, model.received) == (0, 0, 0)
