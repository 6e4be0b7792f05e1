"""``python -m eval language-model``: what the settings' language model changes, use by use, and what it costs.

On the development questions that have an answer, and those on other subjects that have none.
"""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Assistant
from assistant.compose.language_model.endpoint import Endpoint, NoText
from assistant.service import open_index, the_embedder
from assistant.settings import SettingError, Settings
from eval.baselines.rankings import OURS
from eval.datasets.questions import Question, load_questions
from eval.markdown import table
from eval.measures.retrieval import measure


@dataclass
class CountedModel:
    """An address, with how often it was asked, for how long, and how many characters went there and came back."""

    endpoint: Endpoint
    calls: int = 0
    failed: int = 0
    seconds: float = 0.0
    sent: int = 0
    received: int = 0
    limit: float = field(init=False)
    model: str = field(init=False)

    def __post_init__(self) -> None:
        self.limit, self.model = self.endpoint.limit, self.endpoint.model

    def complete(
        self, messages: Sequence[dict[str, str]], *, schema: dict[str, Any] | None = None, limit: float | None = None
    ) -> str:
        """What the model writes; raises ``NoText``."""
        self.calls += 1
        self.sent += sum(len(message["content"]) for message in messages)
        started = time.perf_counter()
        try:
            text = self.endpoint.complete(messages, schema=schema, limit=limit)
        except NoText:
            self.failed += 1
            raise
        finally:
            self.seconds += time.perf_counter() - started
        self.received += len(text)
        return text


def language_model_table(settings: Settings) -> str:
    """Without the model, and with each of its uses alone; raises ``SettingError`` where none is set."""
    endpoint = settings.writer or settings.interpreter or settings.verifier
    if endpoint is None:
        raise SettingError("no language model is set; name one with PLANASSISTENT_LLM_URL and PLANASSISTENT_LLM_MODEL")
    embedder = the_embedder(settings)
    index = open_index(settings, embedder)
    questions = [question for question in load_questions("single") if question.split == "dev"]
    questions += load_questions("outside")
    writer, interpreter, verifier = CountedModel(endpoint), CountedModel(endpoint), CountedModel(endpoint)
    rows = [
        model_row("without", Assistant(index, embedder), questions, None),
        model_row("answer", Assistant(index, embedder, writer), questions, writer),
        model_row("query", Assistant(index, embedder, interpreter=interpreter), questions, interpreter),
        model_row("verdict", Assistant(index, embedder, verifier=verifier), questions, verifier),
    ]
    headings = [
        f"use of {endpoint.model}", "has an answer: answered", "uncertain", "nothing found", "recall@5",
        "has none: answered", "uncertain", "written by it", "calls", "gave nothing", "s a call", "characters sent",
        "received",
    ]  # fmt: skip
    return table(headings, rows)


def model_row(name: str, assistant: Assistant, questions: Sequence[Question], model: CountedModel | None) -> list[str]:
    """One use on these questions: outcomes, what is found, and what was asked of the model for the outcomes."""
    outcomes: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    written = 0
    answers = {question.text: assistant.answer(question.text) for question in questions}
    for question in questions:
        answer = answers[question.text]
        outcomes[bool(question.targets)][answer.outcome] += 1
        written += answer.summary.generated_by != "extractive"
    cost: list[float] = (
        [model.calls, model.failed, model.seconds / max(model.calls, 1), model.sent, model.received] if model else []
    )
    found = measure(OURS, lambda text: [hit.passage for hit in answers[text].hits], questions)
    return [
        name,
        *(str(outcomes[True][outcome]) for outcome in ("answered", "uncertain", "nothing_found")),
        f"{found.mean('recall@5'):.2f}",
        *(str(outcomes[False][outcome]) for outcome in ("answered", "uncertain")),
        str(written),
        *(f"{value:.2f}" if isinstance(value, float) else str(value) for value in cost),
        *(["–"] * (5 - len(cost))),
    ]
