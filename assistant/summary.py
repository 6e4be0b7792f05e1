"""Passages → the structured summary: points taken from the passages, each with its source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from assistant.help import Help
from assistant.sets import Finding
from assistant.understand import in_force
from corpus.structuring.headings import fold
from corpus.types import Organisation, Passage
from index.store import Index

POINT_WORDS = 40
TEXT_WORDS = 80
_POINTS = 5
_SET_POINTS = 40  # a set is owed whole
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


def summarise(findings: Sequence[Finding], index: Index) -> Summary:
    """The short answer to each part, and a point for each activity of a set or each of the best passages."""
    points = {point: None for finding in findings for point in _points(finding, index)}
    text = " ".join(_text(finding, index) for finding in findings)
    return Summary(_shortened(text, TEXT_WORDS), tuple(points))


def help_summary(found: Help, below: Summary) -> Summary:
    """The fixed text and the numbers to call, whatever was asked; the points are what the documents say."""
    numbers = "; ".join(f"{c.name} {c.number}" if c.number else c.name for c in found.contacts)
    return replace(below, text=f"{found.heading}. {found.text} {numbers}.")


def _points(finding: Finding, index: Index) -> list[Point]:
    """Of a set every activity; of a search those passages that don't fall behind by more than ``NEAR``."""
    hits = finding.hits
    if finding.way == "search":
        hits = tuple(hit for hit in hits if hit.score >= hits[0].score - NEAR)
    points: dict[str, Point] = {}
    for hit in hits:
        passage = hit.passage
        owner = index.organisations.get(passage.organisation or "")
        who = "Hela staden" if passage.kind == "city-wide" else owner.name if owner else None
        said = _said(finding, passage, index)
        text = _shortened(f"{who}: {said}" if who else said, POINT_WORDS)
        points.setdefault(passage.activity or passage.id, Point(text, (passage.id,)))
        if len(points) == (_POINTS if finding.way == "search" else _SET_POINTS):
            break
    return list(points.values())


def _said(finding: Finding, passage: Passage, index: Index) -> str:
    activity = index.activities.get(passage.activity or "")
    if activity is None:
        if passage.kind == "heading" and passage.goal is not None:
            return f"under mål {passage.goal} står inga aktiviteter efter ”{passage.headings[-1]}”"
        return _best_sentence(finding.asked.text, passage.text)
    if finding.way == "search" or not activity.body:
        return activity.title
    return f"{activity.title.rstrip('.')}. {_SENTENCE.split(activity.body)[0]}"


def _text(finding: Finding, index: Index) -> str:
    asked, coverage = finding.asked, finding.coverage
    passages = [hit.passage for hit in finding.hits]
    if finding.way == "search":
        passages = [hit.passage for hit in finding.hits if hit.score >= finding.hits[0].score - NEAR][:_POINTS]
    activities = [index.activities[entry] for entry in finding.activities if entry in index.activities]
    if finding.way == "search":
        activities = [entry for entry in activities if any(p.activity == entry.id for p in passages)]
    nearest = (finding.hits or finding.near)[:1]
    best = index.activities.get(nearest[0].passage.activity or "") if nearest else None
    owners = dict.fromkeys(passage.organisation for passage in passages if passage.organisation)
    kinds = asked.kinds[0] if len(asked.kinds) == 1 else "both"
    text = (
        _environment()
        .get_template("summary.jinja")
        .render(
            way=finding.way,
            outcome=finding.outcome,
            wants_none=asked.wants_none,
            activities=len(activities),
            own=sum(entry.kind == "own" for entry in activities),
            joint=sum(entry.kind == "joint" for entry in activities),
            kinds=kinds if kinds in ("own", "joint", "city-wide") else "both",
            goals=[str(goal) for goal in asked.goals],
            has=_names(coverage.has if coverage else tuple(owners), index),
            has_not=_names(coverage.has_not if coverage else (), index),
            unclear=_names(coverage.unclear if coverage else (), index),
            of=coverage.of if coverage else 0,
            choices=_names(finding.choices, index),
            city_wide=len(finding.city_wide),
            best=_shortened(best.title, 20) if best else None,
            earlier=_earlier(passages[:1], index),
        )
    )
    return " ".join(text.split())


def _earlier(passages: Sequence[Passage], index: Index) -> str | None:
    """The programme and years of what is cited first, where it is no longer in force."""
    catalogue = index.collection.catalogue
    current = in_force(catalogue)
    for passage in passages:
        for programme in catalogue.programmes:
            if programme.id == passage.programme and programme.id not in current:
                return f"{programme.title} {programme.period[0]}–{programme.period[1]}"
    return None


def _names(organisations: Sequence[str | None], index: Index) -> list[str]:
    return [in_sentence(index.organisations[entry]) for entry in organisations if entry in index.organisations]


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
    environment.filters["opening"] = lambda text: text[:1].upper() + text[1:]
    return environment


def listing(names: Sequence[str], last: str = "och") -> str:
    """Names as a Swedish enumeration: ["a", "b", "c"] → "a, b och c"."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def in_sentence(organisation: Organisation) -> str:
    """An organisation's name inside a sentence: a förvaltning in small letters, a bolag as it is written."""
    name = organisation.name
    return name[0].lower() + name[1:] if organisation.form == "förvaltning" else name


def _best_sentence(question: str, text: str) -> str:
    """The sentence that shares most words with the question; the first one when none shares any."""
    words = set(fold(question).split())
    sentences = [" ".join(sentence.split()) for sentence in _SENTENCE.split(text) if sentence.strip()]
    return max(sentences, key=lambda sentence: len(words & set(fold(sentence).split())), default="")


def _shortened(text: str, words: int) -> str:
    parts = text.split()
    return " ".join(parts) if len(parts) <= words else " ".join(parts[:words]) + "…"
