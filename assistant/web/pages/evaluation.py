"""What the last accepted evaluation found, as the page about the service shows it: of questions kept aside."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# The ways of searching, as the evaluation names them, and what is told of each.
_SAID = (
    ("ours", "recall@5", "Rätt ställe finns bland de fem första källorna"),
    ("ours", "hit@1", "Rätt ställe är den första källan"),
    ("ours, nothing refused", "recall@5", "Rätt ställe hade funnits bland de fem första, om programmet aldrig avstod"),
)
# What went wrong, and how many of which questions it is counted in.
_MISTAKES = (
    ("false answers", "Frågor som dokumenten inte svarar på, men som ändå fick ett svar"),
    ("false refusals", "Frågor som dokumenten svarar på, men som inte fick något svar"),
    ("help missed", "Meddelanden från någon som behöver hjälp, men som varken fick hjälptexten eller raden om hjälp"),
    ("help wrongly met", "Frågor från arbetet som i onödan möttes av hjälptexten"),
)


@dataclass(frozen=True)
class Measured:
    """A share of questions, and between which shares it lies with 95 per cent certainty."""

    what: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Mistake:
    """In how many of so many questions something went wrong, and between which shares that lies."""

    what: str
    count: int
    of: int
    low: float
    high: float


@dataclass(frozen=True)
class Results:
    """How many questions were asked, of how many places in the documents, and how that went."""

    questions: int
    places: int
    measured: tuple[Measured, ...]
    mistakes: tuple[Mistake, ...] = ()


@cache
def results() -> Results | None:
    """The results that lie beside the evaluation; None where it isn't installed or has not been run."""
    try:
        path = files("eval") / "reports" / "results.json"
    except ModuleNotFoundError:
        return None
    return read_results(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def read_results(found: dict[str, Any]) -> Results:
    """The part of the evaluation's results that is for readers: never of the questions it was tuned on."""
    kept_aside = found["test"]
    ways = {way["name"]: way for way in kept_aside["ways"]}
    return Results(
        kept_aside["questions"],
        kept_aside["places"],
        tuple(
            Measured(what, ways[way][measure]["mean"], ways[way][measure]["low"], ways[way][measure]["high"])
            for way, measure, what in _SAID
            if way in ways
        ),
        tuple(
            Mistake(what, **found["mistakes"][name]) for name, what in _MISTAKES if name in found.get("mistakes", {})
        ),
    )
