"""The shape of a question → what its grammar says: conditions, and the cues of its form.

The patterns are those of ``grammar.toml``, over shapes of which names are tokens.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from re import _constants, _parser  # type: ignore[attr-defined]  # what the standard library reads patterns with
from typing import Any

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.types import Field, FieldCondition
from corpus.swedish.numbers import NUMBERS
from corpus.swedish.vocabulary import VOCABULARY, StatusWords
from corpus.types import Status

FIELDS: tuple[Field, ...] = ("responsible", "timeline", "indicator", "results", "follow_up_planned")
_LETTERS = 3  # of a word that patterns are told apart by before they are tried
# In questions these too are activities and organisations, which as words of a document they needn't be.
_ACTIVITY = (
    rf"(?:{VOCABULARY.activity}|punkt(?:er|erna)?|sak(?:er|erna)?|grej(?:er|erna)?|bit(?:ar|arna)?|post(?:er|erna)?)"
)
_BODY = rf"(?:{VOCABULARY.organisation}|verksamhet\w*|styrels(?:e|en|er|erna))"
# "Fler än MKB" compares, though "än MKB" alone excepts.
_SURER = {"than": 1.05, "compared": 1.1}
_FIRST = re.compile(r"\b\w")
_PIECE = re.compile(r"<([A-Z_]+)>")


@dataclass(frozen=True)
class Pattern:
    """What fits ``expression`` says ``value`` of a slot."""

    slot: str
    value: Any
    expression: re.Pattern[str]
    certainty: float = 1.0


class PatternList:
    """Patterns in their order, of which only those are tried on a text that may fit one of its words."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._beginning: dict[str, list[int]] = {}
        for i, pattern in enumerate(self._patterns):
            for start in beginnings(pattern.expression.pattern, _LETTERS) or ("",):
                self._beginning.setdefault(start, []).append(i)

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self._patterns)

    def annotations(self, shape: Shape) -> Iterator[Annotation]:
        """An annotation for each place where a pattern fits."""
        text = shape.text
        starts = {text[m.start() : m.start() + n] for m in _FIRST.finditer(text) for n in range(1, _LETTERS + 1)}
        tried = {i for start in ("", *starts) for i in self._beginning.get(start, ())}
        for i in sorted(tried):
            pattern = self._patterns[i]
            yield from shape.find(pattern.slot, pattern.value, pattern.expression, pattern.certainty)


def beginnings(pattern: str, letters: int) -> frozenset[str]:
    """What each match of a pattern begins with, up to so many letters; empty where the pattern doesn't tell.

    "(?:vilka|vem)s?" with two letters → {"vi", "ve"}.
    """
    found = _begun([("", False)], _parser.parse(pattern), letters)
    starts = frozenset(start for start, _ in found)
    # A match may begin with the space before a word, of which this says nothing.
    return frozenset() if any(not start or start[0] == " " for start in starts) else starts


def _begun(before: list[tuple[str, bool]], items: Iterable[Any], letters: int) -> list[tuple[str, bool]]:
    """The beginnings so far gone on with the items of a parsed pattern; True where what follows isn't known."""
    found = before
    for operation, value in items:
        open_ones = [start for start, ended in found if not ended and len(start) < letters]
        if not open_ones:
            break
        kept = [entry for entry in found if entry[1] or len(entry[0]) >= letters]
        match operation:
            case _constants.AT | _constants.ASSERT | _constants.ASSERT_NOT:
                continue
            case _constants.LITERAL:
                grown = [(start + chr(value), False) for start in open_ones]
            case _constants.SUBPATTERN:
                grown = _begun([(start, False) for start in open_ones], value[3], letters)
            case _constants.BRANCH:
                grown = [e for way in value[1] for e in _begun([(start, False) for start in open_ones], way, letters)]
            case _constants.MAX_REPEAT | _constants.MIN_REPEAT:
                least, most, repeated = value
                grown = _begun([(start, False) for start in open_ones], repeated, letters)
                if most > 1:
                    grown = [(start, True) for start, _ in grown]
                grown += [(start, False) for start in open_ones if not least]
            case _constants.IN if all(kind is _constants.LITERAL for kind, _ in value):
                grown = [(start + chr(letter), False) for start in open_ones for _, letter in value]
            case _:
                grown = [(start, True) for start in open_ones]
        found = list(dict.fromkeys((*kept, *grown)))
    return found


def condition_annotations(shape: Shape) -> Iterator[Annotation]:
    """Everything of a shape that may be a condition."""
    yield from condition_patterns().annotations(shape)
    yield from _statuses().annotations(shape)


@cache
def _statuses() -> PatternList:
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
    return PatternList(
        Pattern(slot, status, re.compile(rf"\b(?:{source})(?!\w)"), sure) for slot, status, source, sure in found
    )


def number_of_token(text: str) -> int | None:
    """A number beside something that is counted: "5", "fem", "en"."""
    if text.isdecimal() and len(text) < 4:
        return int(text)
    return 1 if text in ("en", "ett") else NUMBERS.get(text)


def frame_annotations(shape: Shape) -> Iterator[Annotation]:
    """The cues of a shape: what tells the form of a question. Their words are no topic."""
    yield from cue_patterns().annotations(shape)


def ranks(folded: str) -> bool:
    """Whether a word by itself asks for who has most or least: "bottenplatsen"."""
    return any(entry.expression.fullmatch(folded) for entry in _ranking_patterns())


@cache
def _ranking_patterns() -> tuple[Pattern, ...]:
    return tuple(entry for entry in cue_patterns() if entry.value in ("most", "least"))


def asks_whether(text: str) -> bool:
    """Whether a shape asks for yes or no."""
    said = phrase("asks_yes_or_no").search(text)
    if said and not phrase("asks_wh_first").match(text):
        return True
    found = phrase("asks_whether").search(text)
    return found is not None and not phrase("asks_wh").search(text[: found.end()])


@cache
def cue_patterns() -> PatternList:
    """The patterns of cues; the value is the cue."""
    return PatternList(
        Pattern("cue", cue, _compiled(source)) for cue, sources in _grammar()["cues"].items() for source in sources
    )


@cache
def condition_patterns() -> PatternList:
    """The patterns of conditions, each with its slot and value."""
    return PatternList(
        Pattern(slot, value, _compiled(source, pieces), _SURER.get(slot, 1.0))
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
    """How a status is said in a question; who "fastnat i missbruk" has none, nor what "är i mål 3".

    Whose it is, a goal or a year may come after "i" all the same.
    """
    if not entry.asked:
        return entry.pattern
    return rf"(?:{entry.pattern}|{entry.asked}(?! (?:\d+|NUM|GOAL)\b| i (?!(?:ORG|UNIT|PROG|GOAL|mal|ar|fjol)\b)))"


@cache
def _any_kind() -> str:
    """How any of the kinds is said."""
    return f"(?:{'|'.join(p for words in VOCABULARY.kinds.values() for p in (words.before_activity, words.alone))})"


@cache
def _grammar() -> dict[str, Any]:
    return tomllib.loads((files("assistant.query.recognise") / "grammar.toml").read_text(encoding="utf-8"))
