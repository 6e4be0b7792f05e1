"""How finding holds on misread text: the documents that are clean, damaged, restored and searched again."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.answer import Assistant
from eval.baselines.rankings import UNREFUSED, baselines, ours
from eval.datasets.damage import damage
from eval.datasets.questions import Question, load_questions
from eval.measures.retrieval import measure
from index.build import load_or_build
from index.embedding.embedder import Embedder

SHARES = (0.0, 0.1, 0.2, 0.3)
_SEED = 11  # not one of those that the restorer was developed on
_WAYS = ("BM25, Swedish stems", "dense", UNREFUSED)


def degradation(
    documents: Path, data: Path, embedder: Embedder, on_share: Callable[[float], None] = lambda share: None
) -> list[dict[str, Any]]:
    """For each share of misread words the measures of the questions that the clean documents answer.

    ``data`` is a folder to build in; what an index there has made already is used.
    """
    clean = load_or_build(documents, data, embedder).collection
    ids = {document.id for document in clean.documents if not document.machine_read}
    questions = [question for question in load_questions("single") if _only_in(question, ids)]
    rows = []
    for share in SHARES:
        on_share(share)
        folder = data / "damaged"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(documents, folder)
        for document in clean.documents:
            if document.id in ids and share:
                _damage(folder, document.file, share)
        index = load_or_build(folder, data, embedder)
        assistant = Assistant(index, embedder)
        ways = baselines(assistant) | ours(assistant)
        found = {name: measure(name, ways[name], questions) for name in _WAYS}
        rows.append(
            {
                "share": share,
                "questions": len(questions),
                **{name: {key: round(row.mean(key), 4) for key in ("recall@5", "RR")} for name, row in found.items()},
            }
        )
    return rows


def _only_in(question: Question, ids: set[str]) -> bool:
    return bool(question.targets) and {place.document for target in question.targets for place in target} <= ids


def _damage(folder: Path, file: str, share: float) -> None:
    """Misread a file, and say so in the catalogue."""
    path = folder / file
    before = path.read_bytes()
    path.write_text("\n".join(damage(before.decode("utf-8").split("\n"), share, _SEED)), encoding="utf-8")
    catalogue = folder / "catalogue.toml"
    text = catalogue.read_text(encoding="utf-8")
    start = text.index(f'file = "{file}"')
    entry = text[start:].replace(hashlib.sha256(before).hexdigest(), hashlib.sha256(path.read_bytes()).hexdigest(), 1)
    catalogue.write_text(
        text[:start] + entry.replace("machine_read = false", "machine_read = true", 1), encoding="utf-8"
    )
