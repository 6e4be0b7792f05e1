"""Question files → questions with the places that answer them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from eval.datasets import DATA

Row = dict[str, Any]

# A passage longer than this hits nothing: who returns half a document has not found the place.
LONGEST_HIT = 2500


@dataclass(frozen=True)
class Place:
    """Lines of a document, 1-based, inclusive."""

    document: str
    lines: tuple[int, int]


@dataclass(frozen=True)
class Question:
    """A question and its targets: all that are owed of a set, otherwise one, its places together.

    Questions with the same ``activity`` ask for the same place.
    """

    id: str
    text: str
    outcome: str
    targets: tuple[tuple[Place, ...], ...]
    stratum: str = ""
    activity: str = ""
    split: str = ""


def load_questions(name: str) -> list[Question]:
    """The questions of ``eval/datasets/data/questions/<name>.jsonl``; of a conversation the first turn."""
    lines = (DATA / "questions" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [question for line in lines if line for question in _questions(json.loads(line))]


def _questions(entry: dict[str, Any]) -> Iterator[Question]:
    first = entry["turns"][0] if "turns" in entry else entry
    places = [Place(place["doc"], (place["lines"][0], place["lines"][1])) for place in first["gold"]]
    targets = tuple((place,) for place in places) if entry.get("set") else (tuple(places),) if places else ()
    yield Question(
        entry["id"], first["question"], first.get("outcome", "answered"), targets,
        entry.get("stratum", ""), entry.get("activity", entry["id"]), entry.get("split", ""),
    )  # fmt: skip


class Found(Protocol):
    """What a search gives back: a stretch of a document."""

    @property
    def id(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def lines(self) -> tuple[int, int]: ...
    @property
    def source_text(self) -> str: ...


def hits(passage: Found, target: tuple[Place, ...]) -> bool:
    """Whether a passage overlaps one of a target's places."""
    return len(passage.source_text) <= LONGEST_HIT and any(
        passage.document == place.document and passage.lines[0] <= place.lines[1] and place.lines[0] <= passage.lines[1]
        for place in target
    )


def load_rows(name: str, split: str) -> list[Row]:
    """The rows of a question file of a split: ``dev`` is tuned on, ``test`` is only counted."""
    lines = (DATA / "questions" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for line in lines if line for row in [json.loads(line)] if row["split"] == split]


def split_rows(folder: str, split: str) -> list[Row]:
    """The rows of all files of a folder of ``eval/datasets/data`` that are of a split, each a folder in it."""
    files = sorted((DATA / folder / split).glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]


def places(gold: Iterable[Row]) -> list[Place]:
    """The places of a row's gold."""
    return [Place(place["doc"], (place["lines"][0], place["lines"][1])) for place in gold]
