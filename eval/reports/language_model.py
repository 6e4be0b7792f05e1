"""``python -m eval language-model [N]``: what the settings' language model changes, use by use, and what it costs.

On all strata of the development questions, each by itself; with N on so many of each, spread over it.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
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

STRATA = (
    "single", "answerable", "facts", "goal-lists", "comparisons", "followup", "two-part", "languages", "conversations",
    "unanswerable", "languages-none", "outside",
)  # fmt: skip


@dataclass
class CountedModel:
    """An address, with how often it was asked, for how long, and how many tokens went there and came back.

    Tokens as the server counts them; None once it hasn't for an answer.
    """

    endpoint: Endpoint
    calls: int = 0
    failed: int = 0
    seconds: float = 0.0
    sent: int | None = 0
    received: int | None = 0
    limit: float = field(init=False)
    model: str = field(init=False)

    def __post_init__(self) -> None:
        self.limit, self.model = self.endpoint.limit, self.endpoint.model

    def complete(
        self, messages: Sequence[dict[str, str]], *, schema: dict[str, Any] | None = None, limit: float | None = None
    ) -> str:
        """What the model writes; raises ``NoText``."""
        self.calls += 1
        started = time.perf_counter()
        try:
            made = self.endpoint.completion(messages, schema=schema, limit=limit)
        except NoText:
            self.failed += 1
            raise
        finally:
            self.seconds += time.perf_counter() - started
        self.sent = _sum(self.sent, made.sent)
        self.received = _sum(self.received, made.received)
        return made.text

    def restart(self) -> None:
        """Count from nothing."""
        self.calls, self.failed, self.seconds, self.sent, self.received = 0, 0, 0.0, 0, 0


def _sum(so_far: int | None, more: int | None) -> int | None:
    return None if so_far is None or more is None else so_far + more


def language_model_table(settings: Settings, most: int | None = None) -> str:
    """Without the model, and with each of its uses alone; raises ``SettingError`` where none is set.

    ``most``: questions of each stratum, for a model that takes minutes to answer one.
    """
    endpoint = settings.writer or settings.interpreter or settings.verifier
    if endpoint is None:
        raise SettingError("no language model is set; name one with PLANASSISTENT_LLM_URL and PLANASSISTENT_LLM_MODEL")
    embedder = the_embedder(settings)
    index = open_index(settings, embedder)
    uses: dict[str, Callable[[CountedModel], Assistant]] = {
        "without": lambda model: Assistant(index, embedder),
        "answer": lambda model: Assistant(index, embedder, model),
        "query": lambda model: Assistant(index, embedder, interpreter=model),
        "verdict": lambda model: Assistant(index, embedder, verifier=model),
    }
    questions = {name: spread([q for q in load_questions(name) if q.split in ("dev", "")], most) for name in STRATA}
    rows: dict[tuple[str, str], list[str]] = {}
    for use, with_model in uses.items():
        model = CountedModel(endpoint)
        assistant = with_model(model)
        for stratum in STRATA:
            model.restart()
            row = model_row(use, assistant, questions[stratum], None if use == "without" else model)
            rows[stratum, use] = [stratum, str(len(questions[stratum])), *row]
    headings = [
        "stratum", "questions", f"use of {endpoint.model}", "has an answer: answered", "uncertain", "nothing found",
        "recall@5", "has none: answered", "uncertain", "written by it", "calls", "gave nothing", "s a call",
        "tokens sent", "received",
    ]  # fmt: skip
    return table(headings, [rows[stratum, use] for stratum in STRATA for use in uses])


def spread(questions: Sequence[Question], most: int | None) -> Sequence[Question]:
    """At most so many of these, from all over the list."""
    if most is None or most >= len(questions):
        return questions
    return [questions[place * len(questions) // most] for place in range(most)]


def model_row(name: str, assistant: Assistant, questions: Sequence[Question], model: CountedModel | None) -> list[str]:
    """One use on these questions: outcomes, what is found, and what was asked of the model for the outcomes."""
    outcomes: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    written = 0
    answers = {question.text: assistant.answer(question.text) for question in questions}
    for question in questions:
        answer = answers[question.text]
        outcomes[bool(question.targets)][answer.outcome] += 1
        written += answer.summary.generated_by != "extractive"
    cost: list[float | None] = (
        [model.calls, model.failed, model.seconds / max(model.calls, 1), model.sent, model.received] if model else []
    )
    found = measure(OURS, lambda text: [hit.passage for hit in answers[text].hits], questions)
    return [
        name,
        *(str(outcomes[True][outcome]) for outcome in ("answered", "uncertain", "nothing_found")),
        f"{found.mean('recall@5'):.2f}" if any(question.targets for question in questions) else "–",
        *(str(outcomes[False][outcome]) for outcome in ("answered", "uncertain")),
        str(written),
        *("–" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value) for value in cost),
        *(["–"] * (5 - len(cost))),
    ]
