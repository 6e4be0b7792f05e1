"""The nouns that cross the rooms of the assistant: what was found for a query, and who has it."""

from dataclasses import dataclass, field
from typing import Literal

from assistant.query.types import Grouping, Query
from corpus.types import Kind, Passage, Span
from index.retrieval.search import Hit

Outcome = Literal["answered", "uncertain", "says_none", "nothing_found", "ambiguous", "refer_to_help"]
# "records" and "collection": decided by the table; the others by meaning.
Way = Literal["records", "collection", "compare", "similar", "search"]


Level = Literal["answered", "uncertain", "nothing_found"]
Reason = Literal[
    # answered
    "sentence_answers",
    # uncertain, of a passage and of all of them
    "no_number", "no_sum", "no_time", "nobody_named", "no_name", "no_contact", "no_result", "no_indicator",
    "another_organisation", "another_year", "unknown_name", "other_words", "words_apart", "near_subject",
    # nothing found
    "outside", "no_such_word", "another_subject",
]  # fmt: skip


@dataclass(frozen=True)
class Quoted:
    """A sentence as it stands in a passage: the stretch ``span`` of its text."""

    passage: Passage
    span: Span

    @property
    def text(self) -> str:
        """The sentence in single spaces."""
        return " ".join(self.passage.text[self.span[0] : self.span[1]].split())


@dataclass(frozen=True)
class NearPassage:
    """A passage that is shown without being called an answer: its nearest sentence, and why it isn't certain."""

    hit: Hit
    quoted: Quoted
    reason: Reason


@dataclass(frozen=True)
class Verdict:
    """How far what was found can be trusted. ``log_odds`` that it answers are None where a rule decided."""

    level: Level
    reason: Reason
    log_odds: float | None = None
    near: tuple[NearPassage, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """Who has what was asked for. ``complete`` only where structure decides it."""

    has: tuple[str, ...] = ()
    has_not: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    complete: bool = False

    @property
    def of(self) -> int:
        """The denominator: how many organisations were asked of."""
        return len(self.has) + len(self.has_not) + len(self.unclear)


Having = Literal["has", "unclear", "none_found"]
HAVING: tuple[Having, ...] = ("has", "unclear", "none_found")


@dataclass(frozen=True)
class Compared:
    """What one organisation has of what everyone is asked for, judged by meaning.

    ``activities`` are those that fit, best first; none where nothing was found. ``quoted`` is the sentence that says
    it, or of the other levels the nearest one; None where the organisation has nothing that could be compared.
    """

    organisation: str
    level: Having
    activities: tuple[str, ...] = ()
    quoted: Quoted | None = None


@dataclass(frozen=True)
class Tally:
    """How many records one group has. ``key`` is an organisation's id, a goal's key, a kind or a status.

    ``meets`` says whether the group is what is asked for: it has any, has most, has more than another.
    """

    key: str
    count: int
    meets: bool
    activities: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True)
class Basis:
    """What was counted: the records of these programmes and kinds, and how many of them are followed up.

    ``records`` is the denominator of every count: own and joint activities where nothing else is asked for.
    """

    kinds: tuple[Kind, ...]
    records: int
    followed: int
    programmes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One thing that the collection holds or a name stands for: what it is called, and what is said of it."""

    name: str
    detail: str | None = None
    passages: tuple[Passage, ...] = ()
    group: str | None = None


@dataclass(frozen=True)
class Finding:
    """What one part of a question gets; ``hits`` are the evidence, ``near`` lies near and is no answer.

    Where the table decides, ``tallies`` are its groups by ``grouping``, or ``entries`` what the collection holds;
    ``basis`` is what was counted. ``missing`` counts what a field or a status isn't known of. Where meaning decides who
    has it, ``comparison`` has one entry for every organisation asked about.
    """

    query: Query
    way: Way
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    activities: tuple[str, ...] = ()
    city_wide: tuple[Passage, ...] = ()
    coverage: Coverage | None = None
    choices: tuple[str, ...] = ()
    near: tuple[Hit, ...] = field(default=())
    verdict: Verdict | None = None
    grouping: Grouping | None = None
    tallies: tuple[Tally, ...] = ()
    entries: tuple[Entry, ...] = ()
    basis: Basis | None = None
    comparison: tuple[Compared, ...] = ()
