"""Questions by people who know nothing of the program, on the shipped documents and on invented ones.

Each is by one writer about one collection: the shipped documents, or an invented document or plan that is a collection
by itself. ``answer`` is what a document says word for word, None where none says it.
"""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz

from assistant.answer import Assistant
from corpus.files import sha256
from corpus.swedish.text import fold
from corpus.types import Passage
from eval.datasets import DATA
from eval.datasets.documents import InventedDocument, documents
from eval.datasets.invented import invented_plan
from eval.datasets.questions import Place, Row, hits, split_rows
from index.build import load_or_build
from index.embedding.embedder import Embedder

SHIPPED = "shipped"
_ALIKE = 90.0  # of an answer's words: a document is read as lines, the answer is copied from it
_CATALOGUE = """
municipality = "{municipality}"

[[programmes]]
id = "program"
title = "{title}"
period = [{first}, {last}]
goals = []

[[documents]]
id = "document"
title = "{title}"
publisher = "{municipality}"
kind = "{kind}"
programme = "program"
period = [{first}, {last}]
file = "{file}"
sha256 = "{digest}"
machine_read = false
"""


@dataclass(frozen=True)
class StrangerQuestion:
    """A question, who wrote it, the collection that it is about, and the answer's words and lines."""

    id: str
    writer: str
    collection: str
    question: str
    answer: str | None
    place: Place | None
    far: bool = False  # about another subject than the documents

    def is_answered_by(self, passage: Passage) -> bool:
        """Whether a passage holds the answer."""
        if self.answer is None:
            return False
        if self.place is not None:
            return hits(passage, (self.place,))
        return fuzz.partial_ratio(fold(self.answer), fold(passage.text)) >= _ALIKE


def stranger_questions(split: Literal["dev", "test"]) -> list[StrangerQuestion]:
    """The questions of a split: ``dev`` is fitted on, ``test`` only counted."""
    return [_question(row) for row in split_rows("open", split)]


def _question(row: Row) -> StrangerQuestion:
    lines = row["lines"]
    place = Place(row["document"].removesuffix(".txt"), (lines[0], lines[1])) if row["document"] and lines else None
    return StrangerQuestion(
        row["id"], row["writer"], row["collection"], row["question"], row["answer"], place, row["far"]
    )


def collection(name: str, embedder: Embedder, data: Path) -> Assistant:
    """An assistant on another collection than the shipped, whose index is kept in ``data``."""
    whole = DATA / "collections" / name
    if whole.is_dir():
        return Assistant(load_or_build(whole, data / name, embedder), embedder)
    with tempfile.TemporaryDirectory() as folder:
        documents_folder = Path(folder)
        _put(name, documents_folder)
        return Assistant(load_or_build(documents_folder, data / name, embedder), embedder)


def _put(name: str, folder: Path) -> None:
    """The document and a catalogue that knows no more of it than its cover says."""
    path = DATA / "invented" / name
    if path.exists():
        text, municipality = invented_plan(path)
        content, file, kind, title, period = text.encode(), "plan.md", "plans", "Handlingsplan", (2024, 2027)
    else:
        document = _documents()[name]
        gold = document.gold
        content, file = document.content, document.name
        kind = "follow-up" if gold["kind"] == "follow-up" else "plans"
        municipality = (gold["municipality"] or "Ekby").split()[0].removesuffix("s")
        title, period = gold["title"], _period(gold["period"])
    (folder / file).write_bytes(content)
    entry = _CATALOGUE.format(
        municipality=municipality, title=title.replace('"', "'"), first=period[0], last=period[1], kind=kind, file=file,
        digest=sha256(content),
    )  # fmt: skip
    (folder / "catalogue.toml").write_text(entry, encoding="utf-8")


@cache
def _documents() -> dict[str, InventedDocument]:
    return {document.name: document for document in documents("dev", cache=Path(tempfile.gettempdir()))}


def _period(text: str | None) -> tuple[int, int]:
    years = [int(year) for year in (text or "2024–2027").replace("-", "–").split("–") if year.strip().isdecimal()]
    return (years[0], years[-1]) if years else (2024, 2027)
