"""Messages that call for help, and questions from work → how often either is taken for the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Assistant
from eval.datasets.questions import Row, load_rows
from eval.measures.intervals import Share
from eval.reports.markdown import table

AUTHORS = {"first author": "help", "second author": "help-second"}
# Development messages that are easily confused, on which the weights aren't fitted.
NEAR = "help-near"


@dataclass(frozen=True)
class Helped:
    """What was wrong: people who got no help, not in a line either, questions from work met with the help text alone.

    ``doubted``: of the people met, those to whom the way to the documents was offered too.
    """

    missed: Share
    wrongly_met: Share
    doubted: Share
    language_wrong: Share
    offers_wrong: Share


def helped(rows: Iterable[Row], assistant: Assistant) -> Helped:
    """Each message by itself, as the page, the API and the terminal meet it."""
    rows = list(rows)
    found = [(row, assistant.help(row["question"])) for row in rows]
    owed = [(row, given) for row, given in found if row["expect"] == "help"]
    work = [assistant.answer(row["question"]).outcome for row, _ in found if row["expect"] == "work"]
    met = [(row, given) for row, given in owed if given]
    # Bosnian, Croatian and Serbian are met in one of them.
    one = {"hr": "bs", "sr": "bs"}
    return Helped(
        Share(sum(given is None for _, given in owed), len(owed)),
        Share(work.count("refer_to_help"), len(work)),
        Share(sum(given.unsure for _, given in met), len(met)),
        Share(sum(given.language != one.get(row["language"], row["language"]) for row, given in met), len(met)),
        Share(sum(given.also_asks != row["also_asks"] for row, given in met), len(met)),
    )


def help_table(assistant: Assistant, split: str) -> str:
    """Both authors' messages, and of both the other languages than Swedish, with 95 % intervals."""
    sets = {author: load_rows(name, split) for author, name in AUTHORS.items()}
    everything = [row for rows in sets.values() for row in rows]
    sets["both"] = everything
    sets["both, other languages"] = [row for row in everything if row["language"] != "sv"]
    if near := load_rows(NEAR, split):
        sets["easily confused, not fitted on"] = near
    rows = [(name, helped(rows, assistant)) for name, rows in sets.items()]
    return table(
        ["messages", "missed", "work wrongly met", "met in doubt", "language wrong", "also asks, wrong"],
        [[name, *map(str, (h.missed, h.wrongly_met, h.doubted, h.language_wrong, h.offers_wrong))] for name, h in rows],
    )
