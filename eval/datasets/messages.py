"""Messages with who wrote them and what they are: the folder ``eval/datasets/data/messages``."""

import json
from dataclasses import dataclass
from typing import Literal

from eval.datasets import DATA
from eval.datasets.questions import load_rows

Label = Literal["everyday", "work", "danger"]
LABELS: tuple[Label, ...] = ("danger", "work", "everyday")
# Older messages, with one label for everyday and work.
_EARLIER = ("help", "help-second", "help-own", "help-near")


@dataclass(frozen=True)
class Message:
    """What somebody may write to the assistant; ``writer`` is a hand, not a name."""

    text: str
    writer: str
    label: Label


def labelled_messages(split: Literal["dev", "test"]) -> list[Message]:
    """The messages of all three labels: ``dev`` is fitted on, ``test`` only counted."""
    rows = [
        json.loads(line)
        for path in sorted((DATA / "messages" / split).glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line
    ]
    return [Message(row["message"], row["writer"], row["label"]) for row in rows]


def earlier_messages(split: Literal["dev", "test"]) -> list[Message]:
    """The messages of the question files ``help*.jsonl``."""
    return [
        Message(row["question"], name, "danger" if row["expect"] == "help" else "work")
        for name in _EARLIER
        for row in load_rows(name, split)
    ]
