"""``python -m eval models [NAME ...]``: an embedding model on the development questions → its row of docs/models.md."""

import json
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path

from assistant.answer import Assistant
from assistant.service import open_index, the_embedder
from assistant.settings import Settings
from eval.baselines.rankings import OURS, UNREFUSED, ours
from eval.datasets.questions import load_questions
from eval.markdown import table
from eval.measures.retrieval import measure, refusals
from index.calibration import calibration_for


@dataclass(frozen=True)
class ModelRow:
    """One model, measured: ``found`` and ``found_unrefused`` are recall@5, with and without its refusals.

    ``prompts`` says whether the model has a prompt for questions and one for passages; ``length`` is in pieces, None
    where it reads all. ``build`` is in seconds for all passages, ``question`` in milliseconds for one.
    """

    model: str
    dimension: int
    length: int | None
    prompts: tuple[bool, bool]
    uncalibrated: tuple[str, ...]
    found_unrefused: float
    found: float
    refused: str
    answered: str
    build: float
    question: float


def models_command(settings: Settings, names: list[str]) -> str:
    """Measure these models, the settings' where none is named, and keep their rows; the table of all that are kept."""
    known = {row.model: row for row in _kept()}
    for name in names or [settings.model]:
        shown = Path(name).name if Path(name).is_dir() else name
        known[shown] = measured(settings, name, shown=shown)
    text = json.dumps([asdict(row) for row in known.values()], ensure_ascii=False, indent=1)
    _place().write_text(text + "\n", encoding="utf-8")
    return models_table()


def measured(settings: Settings, name: str, *, shown: str) -> ModelRow:
    """The row of a model, on an index of its own; raises ``ModelUnavailable``."""
    own = name == settings.model
    with tempfile.TemporaryDirectory() as data:
        fresh = replace(
            settings, model=name, data=Path(data), model_revision=settings.model_revision if own else None,
            model_prompts=settings.model_prompts if own else {},
        )  # fmt: skip
        embedder = the_embedder(fresh)
        shape = embedder.shape
        index = open_index(fresh, embedder)
        started = time.perf_counter()
        embedder.passages([passage.text for passage in index.collection.passages])
        build = time.perf_counter() - started
        assistant = Assistant(index, embedder)
        questions = [question for question in load_questions("single") if question.split == "dev"]
        started = time.perf_counter()
        for question in questions[:50]:
            embedder.query(question.text)
        seconds = (time.perf_counter() - started) / len(questions[:50])
        ways = ours(assistant)
        refusing = refusals(assistant, [*questions, *load_questions("outside")])
        return ModelRow(
            model=shown,
            dimension=shape.dimension,
            length=shape.length,
            prompts=(bool(shape.query_prompt), bool(shape.passage_prompt)),
            uncalibrated=calibration_for(embedder.name).missing,
            found_unrefused=measure(UNREFUSED, ways[UNREFUSED], questions).mean("recall@5"),
            found=measure(OURS, ways[OURS], questions).mean("recall@5"),
            refused=f"{refusing.false_refusals} of {refusing.answerable}",
            answered=f"{refusing.false_answers} of {refusing.unanswerable}",
            build=round(build, 1),
            question=round(1000 * seconds, 1),
        )


def models_table() -> str:
    """The rows that are kept, best first."""
    rows = [
        (
            f"`{row.model}`",
            str(row.dimension),
            str(row.length or "all"),
            {(True, True): "both", (True, False): "question", (False, True): "passage"}.get(row.prompts, "none"),
            "fitted" if not row.uncalibrated else "defaults",
            f"{row.found_unrefused:.2f}",
            f"{row.found:.2f}",
            row.refused,
            row.answered,
            f"{row.build:g}",
            f"{row.question:g}",
        )
        for row in sorted(_kept(), key=lambda row: -row.found_unrefused)
    ]
    headings = [
        "model", "dimension", "pieces read", "prompts", "numbers", "recall@5, nothing refused", "recall@5",
        "answers refused", "answered without an answer", "s for all passages", "ms a question",
    ]  # fmt: skip
    return table(headings, rows)


def _kept() -> list[ModelRow]:
    if not _place().is_file():
        return []
    rows = json.loads(_place().read_text(encoding="utf-8"))
    return [
        ModelRow(**row | {"prompts": tuple(row["prompts"]), "uncalibrated": tuple(row["uncalibrated"])}) for row in rows
    ]


def _place() -> Path:
    return Path(str(files("eval"))) / "reports" / "models.json"
