"""Passages → the structured summary: points taken from the passages, each with its source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from corpus.headings import fold
from corpus.types import Passage
from index.search import Hit
from index.store import Index

POINT_WORDS = 40
TEXT_WORDS = 80
_POINTS = 5
# In cosines, with what structure adds. Where the ten passages of a development question hold the
# answer at all, the first that does lies within 0.015 of the best.
NEAR = 0.02
_NUMBERS = ("Noll", "En", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio", "Elva", "Tolv")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])|\n\s*\n")


@dataclass(frozen=True)
class Point:
    """One thing that the answer says, in the document's words, and the passages it stands in."""

    text: str
    citations: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The answer in short. ``generated_by`` is "extractive": nothing is said that isn't quoted."""

    text: str
    points: tuple[Point, ...]
    generated_by: str = "extractive"


def summarise(question: str, hits: Sequence[Hit], index: Index) -> Summary:
    """The short answer and a point for each of the best passages, an activity at most once.

    ``hits`` are in order; those that fall behind the best by more than ``NEAR`` give no point.
    """
    passages = [hit.passage for hit in hits if hit.score >= hits[0].score - NEAR]
    points: dict[str, Point] = {}
    for passage in passages:
        owner = index.organisations.get(passage.organisation or "")
        activity = index.activities.get(passage.activity or "")
        said = activity.title if activity else _best_sentence(question, passage.text)
        who = "Hela staden" if passage.kind == "city-wide" else owner.name if owner else None
        text = _shortened(f"{who}: {said}" if who else said, POINT_WORDS)
        points.setdefault(passage.activity or passage.id, Point(text, (passage.id,)))
        if len(points) == _POINTS:
            break
    cited = {citation for point in points.values() for citation in point.citations}
    shown = [passage for passage in passages if passage.id in cited]
    return Summary(_text(shown, index), tuple(points.values()))


def _text(passages: Sequence[Passage], index: Index) -> str:
    activities = [passage for passage in passages if passage.activity]
    best = index.activities.get(passages[0].activity or "") if passages else None
    owners = dict.fromkeys(passage.organisation for passage in passages if passage.organisation)
    text = (
        _environment()
        .get_template("summary.jinja")
        .render(
            activities=len(activities),
            sections=len(passages) - len(activities),
            organisations=[index.organisations[owner].name.lower() for owner in owners],
            best=_shortened(best.title, 20) if best else None,
        )
    )
    return _shortened(" ".join(text.split()), TEXT_WORDS)


@cache
def _environment() -> Environment:
    folder = files("prompts")
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        undefined=StrictUndefined,
        autoescape=False,  # plain text: the page escapes what it shows
    )
    environment.filters["number"] = lambda n: _NUMBERS[n] if n < len(_NUMBERS) else str(n)
    environment.filters["listing"] = listing
    return environment


def listing(names: Sequence[str]) -> str:
    """Names as a Swedish enumeration: ["a", "b", "c"] → "a, b och c"."""
    return " och ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _best_sentence(question: str, text: str) -> str:
    """The sentence that shares most words with the question; the first one when none shares any."""
    words = set(fold(question).split())
    sentences = [" ".join(sentence.split()) for sentence in _SENTENCE.split(text) if sentence.strip()]
    return max(sentences, key=lambda sentence: len(words & set(fold(sentence).split())), default="")


def _shortened(text: str, words: int) -> str:
    parts = text.split()
    return " ".join(parts) if len(parts) <= words else " ".join(parts[:words]) + " …"
