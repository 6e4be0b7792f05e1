"""Messages → how many of each kind are met with the help text, with a line above their answer, or with neither."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answer import Assistant
from assistant.safety.help import Help, HelpLine
from eval.datasets.messages import LABELS, Message, labelled_messages
from eval.datasets.questions import Row, load_rows
from eval.intervals import Share
from eval.markdown import table
from index.calibration import ANY, calibration_for

AUTHORS = {"first author": "help", "second author": "help-second"}
# Development messages that are easily confused.
NEAR = "help-near"


@dataclass(frozen=True)
class Helped:
    """What was wrong: people who were missed, questions from work met with the text, and lesser faults.

    ``lined``: of the people met, those with the line alone; ``work_lined``: questions from work with it.
    """

    missed: Share
    wrongly_met: Share
    lined: Share
    work_lined: Share
    language_wrong: Share
    offers_wrong: Share


def helped(rows: Iterable[Row], assistant: Assistant) -> Helped:
    """Each message by itself, as the page, the API and the terminal meet it."""
    rows = list(rows)
    found = [(row, assistant.help(row["question"])) for row in rows]
    owed = [(row, given) for row, given in found if row["expect"] == "help"]
    work = [given for row, given in found if row["expect"] == "work"]
    met = [(row, given) for row, given in owed if given]
    texts = [(row, given) for row, given in met if isinstance(given, Help)]
    # Bosnian, Croatian and Serbian are met in one of them.
    one = {"hr": "bs", "sr": "bs"}
    return Helped(
        Share(sum(given is None for _, given in owed), len(owed)),
        Share(sum(isinstance(given, Help) for given in work), len(work)),
        Share(sum(isinstance(given, HelpLine) for _, given in met), len(met)),
        Share(sum(isinstance(given, HelpLine) for given in work), len(work)),
        Share(sum(given.language != one.get(row["language"], row["language"]) for row, given in met), len(met)),
        Share(sum(given.also_asks != row["also_asks"] for row, given in texts), len(texts)),
    )


def help_table(assistant: Assistant, split: str) -> str:
    """Both authors' messages, and of both the other languages than Swedish, with 95 % intervals."""
    sets = {author: load_rows(name, split) for author, name in AUTHORS.items()}
    everything = [row for rows in sets.values() for row in rows]
    sets["both"] = everything
    sets["both, other languages"] = [row for row in everything if row["language"] != "sv"]
    if near := load_rows(NEAR, split):
        sets["easily confused"] = near
    rows = [(name, helped(rows, assistant)) for name, rows in sets.items()]
    return table(
        ["messages", "missed", "of them met, by the line", "work, the text", "work, the line", "language wrong",
         "also asks, wrong"],
        [
            [name, *map(str, (h.missed, h.lined, h.wrongly_met, h.work_lined, h.language_wrong, h.offers_wrong))]
            for name, h in rows
        ],
    )  # fmt: skip


def messages_table(assistant: Assistant, split: Literal["dev", "test"]) -> str:
    """Totals by writer and label, and what a model would do that no fit has been made for: words alone."""
    messages = labelled_messages(split)
    rows = [
        (f"{label}, {writer}", [m for m in messages if m.label == label and m.writer == writer])
        for label in LABELS
        for writer in sorted({message.writer for message in messages})
    ]
    everyone = [(f"{label}, all", [m for m in messages if m.label == label]) for label in LABELS]
    earlier = [(f"danger, {author}", _earlier(name, split)) for author, name in AUTHORS.items()]
    table_of = [[name, *_met(found, assistant)] for name, found in (*rows, *everyone) if found]
    calibration = assistant.records.calibration
    by_words = replace(calibration, danger=calibration_for(ANY).danger)
    alone = Assistant(assistant.index, assistant.embedder, calibration=by_words)
    table_of += [[f"{name}; words alone", *_met(found, alone)] for name, found in (*everyone, *earlier)]
    return table(["messages", "help text", "line", "neither"], table_of)


def _earlier(name: str, split: str) -> list[Message]:
    return [Message(row["question"], name, "danger") for row in load_rows(name, split) if row["expect"] == "help"]


def _met(messages: list[Message], assistant: Assistant) -> list[str]:
    given = [assistant.help(message.text) for message in messages]
    texts, lines = sum(isinstance(e, Help) for e in given), sum(isinstance(e, HelpLine) for e in given)
    return [str(Share(count, len(given))) for count in (texts, lines, len(given) - texts - lines)]
