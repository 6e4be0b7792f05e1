"""Questions about plans that nobody has made → how search and refusing do where nothing was fitted.

``eval/invented`` holds activities of invented municipalities, each with four questions: in everyday words,
bare words, as staff ask, and by the way. Most say hardly a word that the activity says. They were
written for training an adapter (see the changelog), before anybody had tried to answer them.
"""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Assistant
from assistant.answerability.judge import judge
from assistant.query.filters import Filters, matcher
from assistant.retrieve.ranking import nearest
from eval.datasets.invented import Invented, invented, plan_of
from eval.intervals import Share, mean_of, share_of
from eval.markdown import table
from index.build import load_or_build
from index.embedding.embedder import Embedder

KINDS = ("everyday", "bare words", "as staff ask", "by the way")
FIRST = 5
_CATALOGUE = """
municipality = "Ekby"

[[programmes]]
id = "program"
title = "Program"
period = [2024, 2027]
goals = []

[[documents]]
id = "plan"
title = "Handlingsplan"
publisher = "Ekby"
kind = "plans"
programme = "program"
period = [2024, 2027]
file = "plan.md"
sha256 = "{digest}"
machine_read = false
"""


@dataclass(frozen=True)
class Asked:
    """A question's kind, where its activity stands among what is found (0: not there), and whether it is answered."""

    kind: str
    place: int
    answered: bool
    open: bool


def invented_table(embedder: Embedder, activities: list[Invented] | None = None) -> str:
    """How the questions of each kind fare, and those that demand something certain."""
    found = asked(activities or invented(), embedder)
    groups = {kind: [entry for entry in found if entry.kind == kind] for kind in KINDS}
    groups |= {
        "all": found,
        "open": [entry for entry in found if entry.open],
        "demanding": [entry for entry in found if not entry.open],
    }
    return table(
        ["questions", f"among the first {FIRST}", "RR", "of those refused"],
        [
            [
                name,
                str(share_of(_is_found(entry) for entry in group)),
                mean_of(1 / entry.place if entry.place else 0.0 for entry in group),
                str(_refused(group)),
            ]
            for name, group in groups.items()
            if group
        ],
    )


def asked(activities: list[Invented], embedder: Embedder) -> list[Asked]:
    """Every question, asked of an index of a plan with all these activities."""
    with tempfile.TemporaryDirectory() as folder:
        plan = plan_of(activities).encode()
        documents = Path(folder) / "documents"
        documents.mkdir()
        (documents / "plan.md").write_bytes(plan)
        (documents / "catalogue.toml").write_text(_CATALOGUE.format(digest=hashlib.sha256(plan).hexdigest()), "utf-8")
        assistant = Assistant(load_or_build(documents, Path(folder) / "data", embedder), embedder)
        return [
            _ask(question, kind, activity, assistant)
            for activity in activities
            for kind, question in zip(KINDS, activity.questions, strict=True)
        ]


def _ask(question: str, kind: str, activity: Invented, assistant: Assistant) -> Asked:
    part, records = assistant.parts(question)[0], assistant.records
    hits = nearest(part, records, assistant.query, matcher(Filters(), assistant.index))
    titles = [records.index.activities[hit.passage.activity].title if hit.passage.activity else "" for hit in hits]
    return Asked(
        kind,
        titles.index(activity.title) + 1 if activity.title in titles else 0,
        judge(part, hits, assistant.query(part.text), records).level != "nothing_found",
        part.need.answer.kind == "anything",
    )


def _is_found(entry: Asked) -> bool:
    return 0 < entry.place <= FIRST


def _refused(group: list[Asked]) -> Share:
    """Of the questions whose activity is among the first, those that are refused all the same."""
    return share_of(not entry.answered for entry in group if _is_found(entry))
