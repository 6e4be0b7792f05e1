"""``vocabulary.toml`` → the words that documents, questions and follow-up turns are read by, one table for all.

Wordings are written as Swedish writes them; ``*`` stands for any ending. Each is compiled to a pattern that fits
text as written and folded text alike, whatever the case.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from corpus.swedish.text import fold
from corpus.types import Kind, Status

_EITHER = {"å": "[åa]", "ä": "[äa]", "ö": "[öo]", "é": "[ée]"}


@dataclass(frozen=True)
class StatusWords:
    """A status and the wordings that say it; ``pattern`` is their source, for written and folded text.

    ``asked`` is a pattern of how people ask for it besides, in words that no document would say it by, ``printed`` of
    what says it in a document and means more in a question ("vad är på gång?"); "" without any.
    """

    status: Status
    wordings: tuple[str, ...]
    pattern: str
    asked: str = ""
    printed: str = ""


@dataclass(frozen=True)
class FieldWords:
    """A field of an activity: the labels that documents print over it, and how a question asks for it (a pattern).

    ``nouns`` is a pattern of what a question calls the field where it isn't asked for, but has to be there or not.
    ``columns`` head its column in a table besides: outside a table these words are too common to be labels.
    """

    labels: tuple[str, ...]
    asked: str
    nouns: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindWords:
    """A kind of activity: the words for it as patterns, before "aktiviteter" and alone."""

    before_activity: str
    alone: str


@dataclass(frozen=True)
class SwedishVocabulary:
    """The tables; patterns are sources without ``\\b``, those of ``answers`` compiled, for folded text.

    ``statuses`` are in the order in which they are tried, and ``no_status`` before them. ``colours`` are names of a
    status column's colours, whose meaning the document tells. ``titles`` are what documents call themselves,
    ``report_items`` the labels of a report's item, ``web_pages`` what stands around the text of one.
    ``everyday_words`` surround a question in talk and are subject matter only where a question says that it is about
    them. ``terms`` are the words for what plans hold. ``spoken`` leads from a word as it is spoken, in small letters,
    to the folded word it is. ``no_function_words`` carry subject matter, though what they fold to doesn't.
    """

    statuses: tuple[StatusWords, ...]
    no_status: str
    colours: Mapping[str, str]
    fields: Mapping[str, FieldWords]
    columns: Mapping[str, tuple[str, ...]]
    kinds: Mapping[Kind, KindWords]
    activity: str
    organisation: str
    titles: Mapping[str, str]
    report_items: Mapping[str, str]
    web_pages: Mapping[str, str]
    answers: Mapping[str, re.Pattern[str]]
    function_words: frozenset[str]
    everyday_words: frozenset[str]
    terms: frozenset[str]
    months: tuple[str, ...]
    seasons: frozenset[str]
    abbreviations: frozenset[str]
    abbreviations_before: frozenset[str]
    present_tense: Mapping[str, str]
    spoken: Mapping[str, str]
    no_function_words: frozenset[str]


def status_of(text: str) -> Status | None:
    """The status that a text says: "Ej påbörjad" → ``planned``; None where it says none of the four."""
    if _NO_STATUS.search(text):
        return None
    return next((status for status, pattern in _STATUS_PATTERNS if pattern.search(text)), None)


def statuses_in(text: str) -> list[tuple[Status, int, int]]:
    """Each status that a text names with its span, in order, none overlapping another."""
    blocked = [match.span() for match in _NO_STATUS.finditer(text)]
    found: list[tuple[Status, int, int]] = []
    for status, pattern in _STATUS_PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end in blocked):
                blocked.append(match.span())
                found.append((status, *match.span()))
    return sorted(found, key=lambda entry: entry[1])


def colour_in(text: str) -> str:
    """The colour that a text names, by its Swedish name: "dot-gron" → "Grön"; "" where it names none."""
    match = _COLOURS.search(re.sub(r"[-_]", " ", text))
    return _COLOUR_NAMES[match.lastgroup] if match is not None and match.lastgroup else ""


def is_content(folded: str) -> bool:
    """Whether a folded word carries subject matter: no function word, no number."""
    return len(folded) > 1 and not folded.isdecimal() and folded not in VOCABULARY.function_words


def present_tense(folded: str) -> str:
    """The present of an irregular past form: "deltog" → "deltar"; any other word as it is."""
    return VOCABULARY.present_tense.get(folded, folded)


def wording_pattern(wordings: Sequence[str]) -> str:
    """The source of a pattern for any of the wordings: ["ej påbörja*"] → "(?:ej\\s+p[åa]b[öo]rja\\w*)"."""
    return f"(?:{'|'.join(_source(wording) for wording in sorted(wordings, key=len, reverse=True))})"


def _source(wording: str) -> str:
    words = wording.lower().split()
    return r"\s+".join(
        "".join(r"\w*" if sign == "*" else _EITHER.get(sign, re.escape(sign)) for sign in word) for word in words
    )


def _load() -> SwedishVocabulary:
    data: dict[str, Any] = tomllib.loads((files("corpus.swedish") / "vocabulary.toml").read_text(encoding="utf-8"))
    return SwedishVocabulary(
        statuses=tuple(
            StatusWords(
                entry["status"],
                tuple(entry["wordings"]),
                wording_pattern(entry["wordings"]),
                wording_pattern(entry["asked"]) if "asked" in entry else "",
                wording_pattern(entry["printed"]) if "printed" in entry else "",
            )
            for entry in data["statuses"]
        ),
        no_status=wording_pattern(data["no_status"]["wordings"]),
        colours=_patterns(data["colours"]),
        fields=MappingProxyType(
            {
                name: FieldWords(
                    labels=tuple(entry["labels"]),
                    asked=wording_pattern(entry.get("asked", ())),
                    nouns=wording_pattern(entry.get("nouns", ())),
                    columns=tuple(entry.get("columns", ())),
                )
                for name, entry in data["fields"].items()
            }
        ),
        columns=MappingProxyType({name: tuple(wordings) for name, wordings in data["columns"].items()}),
        kinds=MappingProxyType(
            {
                name: KindWords(wording_pattern(entry["before_activity"]), wording_pattern(entry["alone"]))
                for name, entry in data["kinds"].items()
            }
        ),
        activity=wording_pattern(data["nouns"]["activity"]),
        organisation=wording_pattern(data["nouns"]["organisation"]),
        titles=_patterns(data["titles"]),
        report_items=_patterns(data["report_items"]),
        web_pages=_patterns(data["web_pages"]),
        answers=MappingProxyType(
            {name: _answer(entry, data["words"]["months"]) for name, entry in data["answers"].items()}
        ),
        function_words=_words(data["words"]["function"]),
        everyday_words=_words(data["words"]["everyday"]),
        terms=_words(" ".join(_wordings(data))) | _words(data["words"]["terms"]),
        months=tuple(data["words"]["months"].split()),
        seasons=_words(data["words"]["seasons"]),
        abbreviations=frozenset(data["abbreviations"]["may_end"].split()),
        abbreviations_before=frozenset(data["abbreviations"]["never_end"].split()),
        present_tense=MappingProxyType(
            {fold(past): fold(present) for present, forms in data["verbs"].items() for past in forms.split()}
        ),
        no_function_words=frozenset(data["words"]["no_function"].split()),
        spoken=MappingProxyType({spoken: fold(written) for spoken, written in data["spoken"].items()}),
    )


def _patterns(table: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return MappingProxyType({name: wording_pattern(wordings) for name, wordings in table.items()})


def _answer(patterns: Sequence[str], months: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b".replace("<month>", "|".join(months.split())))


def _wordings(data: Any) -> Iterator[str]:
    """Every wording of the tables of statuses, fields, kinds and nouns, without those of any ending or of columns."""
    for table in (data["statuses"], data["fields"], data["kinds"], data["nouns"]):
        entries = table if isinstance(table, list) else table.values()
        for entry in entries:
            lists = [v for k, v in entry.items() if k != "columns"] if isinstance(entry, dict) else [entry]
            yield from (w for wordings in lists if isinstance(wordings, list) for w in wordings if "*" not in w)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


VOCABULARY = _load()
_COLOURS = re.compile("|".join(rf"\b(?P<{name}>{part})\b" for name, part in VOCABULARY.colours.items()), re.IGNORECASE)
_COLOUR_NAMES = {"green": "Grön", "yellow": "Gul", "red": "Röd", "orange": "Orange", "blue": "Blå", "grey": "Grå"}
_NO_STATUS = re.compile(rf"\b{VOCABULARY.no_status}", re.IGNORECASE)
_STATUS_PATTERNS = tuple(
    (entry.status, re.compile(rf"\b(?:{'|'.join(filter(None, (entry.pattern, entry.printed)))})(?!\w)", re.IGNORECASE))
    for entry in VOCABULARY.statuses
)
