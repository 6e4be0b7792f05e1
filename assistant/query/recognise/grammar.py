"""The shape of a question → what its grammar says: conditions, and the cues of its form.

The patterns are those of ``grammar.toml``, over shapes of which names are tokens.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.types import Field, FieldCondition
from corpus.swedish.numbers import NUMBERS
from corpus.swedish.vocabulary import VOCABULARY, StatusWords
from corpus.types import Status

FIELDS: tuple[Field, ...] = ("responsible", "timeline", "indicator", "results", "follow_up_planned")
Pattern = tuple[str, Any, re.Pattern[str]]
# In questions these too are activities and organisations, which as words of a document they needn't be.
_ACTIVITY = (
    rf"(?:{VOCABULARY.activity}|punkt(?:er|erna)?|sak(?:er|erna)?|grej(?:er|erna)?|bit(?:ar|arna)?|post(?:er|erna)?)"
)
_BODY = rf"(?:{VOCABULARY.organisation}|verksamhet\w*|styrels(?:e|en|er|erna))"
# "Fler än MKB" compares, though "än MKB" alone excepts.
_SURER = {"than": 1.05, "compared": 1.1}
_PIECE = re.compile(r"<([A-Z_]+)>")


def annotate(shape: Shape, patterns: tuple[Pattern, ...]) -> Iterator[Annotation]:
    """An annotation for each place where a pattern fits."""
    for slot, value, pattern in patterns:
        yield from shape.find(slot, value, pattern, _SURER.get(slot, 1.0))


def condition_annotations(shape: Shape) -> Iterator[Annotation]:
    """Everything of a shape that may be a condition."""
    yield from annotate(shape, condition_patterns())
    for slot, status, pattern, certainty in _statuses():
        yield from shape.find(slot, status, pattern, certainty)


@cache
def _statuses() -> tuple[tuple[str, Status, re.Pattern[str], float], ...]:
    """ "klara", "inte påbörjade" (planned), "inte klara", "alla utom de som pågår"; the longer reading is surer."""
    before, negates, all_but = pieced("<BEFORE_STATUS>"), pieced("<NEGATES>"), pieced("<ALL_BUT>")
    found: list[tuple[str, Status, str, float]] = []
    for entry in VOCABULARY.statuses:
        words = _asked_status(entry)
        afterwards = (
            r"(?:kan du lamna|vill jag inte|ska inte|kan du skippa|undantagna|undantaget|raknas inte|behover jag inte)"
        )
        found.append(("status", entry.status, rf"{before}{words}(?! uppfolj)", 1.0))
        found.append(("not_status", entry.status, rf"{all_but} {words}|{words} {afterwards}", 1.02))
        if entry.status == "ongoing":
            begun = pieced("<BEGUN>")
            found.append(("status", "planned", rf"{negates} {begun}", 1.05))
            words = r"(?:paga\w*|lopande|fortgar|rullar)"
        found.append(("not_status", entry.status, rf"{negates} (?:status(?:en)? )?{words}", 1.02))
    return tuple((slot, status, re.compile(rf"\b(?:{source})(?!\w)"), sure) for slot, status, source, sure in found)


def number_of_token(text: str) -> int | None:
    """A number beside something that is counted: "5", "fem", "en"."""
    if text.isdecimal() and len(text) < 4:
        return int(text)
    return 1 if text in ("en", "ett") else NUMBERS.get(text)


def frame_annotations(shape: Shape) -> Iterator[Annotation]:
    """The cues of a shape: what tells the form of a question. Their words are no topic."""
    yield from annotate(shape, cue_patterns())


def asks_whether(text: str) -> bool:
    """Whether a shape asks for yes or no."""
    said = phrase("asks_yes_or_no").search(text)
    if said and not phrase("asks_wh_first").match(text):
        return True
    found = phrase("asks_whether").search(text)
    return found is not None and not phrase("asks_wh").search(text[: found.end()])


@cache
def cue_patterns() -> tuple[Pattern, ...]:
    """The patterns of cues; the value is the cue."""
    return tuple(("cue", cue, _compiled(source)) for cue, sources in _grammar()["cues"].items() for source in sources)


@cache
def condition_patterns() -> tuple[Pattern, ...]:
    """The patterns of conditions, each with its slot and value."""
    return tuple(
        (slot, value, _compiled(source, pieces))
        for entry in _grammar()["conditions"]
        for slot, value, pieces in _meanings(entry)
        for source in entry["patterns"]
    )


@cache
def phrase(name: str) -> re.Pattern[str]:
    """A pattern that a clause or a turn is told by."""
    return re.compile(pieced(_grammar()["phrases"][name]))


def _meanings(entry: Mapping[str, Any]) -> Iterator[tuple[str, Any, dict[str, str]]]:
    """What an entry says, with the pieces of each where it stands for several."""
    if entry["slot"] == "field":
        for field in FIELDS if entry["field"] == "*" else (entry["field"],):
            yield "field", FieldCondition(field, entry["present"]), {"NOUN": VOCABULARY.fields[field].nouns}
    elif entry.get("value") == "*":
        for kind, words in VOCABULARY.kinds.items():
            yield entry["slot"], kind, {"BEFORE_ACTIVITY": words.before_activity, "ALONE": words.alone}
    else:
        yield entry["slot"], entry.get("value"), {}


def pieced(source: str, pieces: Mapping[str, str] | None = None) -> str:
    """A pattern's source with every piece in its place."""
    known = {
        "ACTIVITY": _ACTIVITY,
        "BODY": _BODY,
        "ANY_FIELD": _any_field(),
        "STATUS": _any_status(),
        "KIND": _any_kind(),
        **_grammar()["pieces"],
        **(pieces or {}),
    }
    while _PIECE.search(source):
        source = _PIECE.sub(lambda match: known[match[1]], source)
    return source


def _compiled(source: str, pieces: Mapping[str, str] | None = None) -> re.Pattern[str]:
    start = "" if source.startswith("^") else r"\b"
    return re.compile(rf"{start}(?:{pieced(source, pieces)})(?!\w)")


@cache
def _any_field() -> str:
    """What questions call any of the fields."""
    return f"(?:{'|'.join(VOCABULARY.fields[field].nouns for field in FIELDS)})"


@cache
def _any_status() -> str:
    """How any of the statuses is said."""
    return f"(?:{'|'.join(map(_asked_status, VOCABULARY.statuses))})"


def _asked_status(entry: StatusWords) -> str:
    """How a status is said in a question; who "fastnat i missbruk" has none, nor what "är i mål 3"."""
    return rf"(?:{entry.pattern}|{entry.asked}(?! (?:i|\d+)\b))" if entry.asked else entry.pattern


@cache
def _any_kind() -> str:
    """How any of the kinds is said."""
    return f"(?:{'|'.join(p for words in VOCABULARY.kinds.values() for p in (words.before_activity, words.alone))})"


@cache
def _grammar() -> dict[str, Any]:
    return tomllib.loads((files("assistant.query.recognise") / "grammar.toml").read_text(encoding="utf-8"))
