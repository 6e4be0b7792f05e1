"""The query: what a question asks for, as a value that could be run against the table of records.

Made in one place (``queries_of``) and carried on; what comes after reads the words again only to embed or to
quote them, or to tell then and now apart. An empty tuple or ``None`` means that the question doesn't say.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.swedish.text import fold
from corpus.types import Kind, Status

Operation = Literal[
    "find",  # passages on a topic
    "list",  # the records that meet the conditions
    "count",  # how many there are, in all or by group
    "who_has",  # the organisations with a record that meets the conditions
    "who_lacks",  # those without one
    "most",  # the group with most records, ties included
    "least",  # the group with fewest
    "who",  # who is responsible for the records
    "when",  # the times of the records
    "status",  # how far the records are, by the latest report
    "result",  # what is reported of the records
    "indicator",  # what the records are measured by
    "follow_up",  # how the records are to be followed up, as planned
    "plan_vs_followup",  # what was promised beside what is reported
    "compare",  # two or more organisations, goals or programmes beside each other
    "define",  # what a goal, an abbreviation or another name of the collection stands for
    "describe",  # what the collection holds
]
# What the answer consists of: what is listed, counted, ranked, found to have or to lack, compared or defined.
# Conditions are always about activities, but for the organisations, goals and scope that name what is defined.
Subject = Literal["activity", "organisation", "board", "goal", "programme", "plan", "document", "follow-up"]
Field = Literal["responsible", "timeline", "indicator", "results", "follow_up_planned"]
# The field of a record that an operation asks for.
AskedField = Literal["responsible", "timeline", "indicator", "follow_up_planned"]
FIELD_OF: dict[Operation, AskedField] = {
    "who": "responsible", "when": "timeline", "indicator": "indicator", "follow_up": "follow_up_planned",
}  # fmt: skip
Grouping = Literal["organisation", "goal", "kind", "status"]
Relation = Literal["more", "fewer", "at_least", "at_most", "exactly"]
# What an answer has to have, and the details that a question may ask for, whatever its form.
AnswerType = Literal[
    "anything", "number", "share", "size", "money", "contact", "date", "time", "decision", "schedule",
    "diary number",
    "indicator", "person", "responsible", "unit", "who", "name", "result", "opinion",
]  # fmt: skip
Detail = Literal["money", "number", "clock", "time", "contact", "place", "person", "which"]
# What an answer keeps apart: a promise and its report, or then and now.
Side = Literal["promised", "reported", "earlier", "later"]
# "which" asks for names, "whether" for yes or no ("har MKB något?"), "every" whether all of them: organisations
# ("har varje förvaltning …?"), or records, of which those that don't are the answer ("är alla uppföljda?").
Quantifier = Literal["which", "whether", "every"]


@dataclass(frozen=True)
class FieldCondition:
    """A field of a record that has to be there, to be missing, or to say ``value``.

    A value is said in any inflection; "a|b" are alternatives.
    """

    field: Field
    present: bool = True
    value: str | None = None


@dataclass(frozen=True)
class CountCondition:
    """How many records a group must have: ``more`` than ``number``, or than the organisation ``than`` has.

    ``at_least`` may have an upper bound as well, ``at_most``.
    """

    relation: Relation
    number: int | None = None
    than: str | None = None
    at_most: int | None = None


@dataclass(frozen=True)
class Conditions:
    """What the records have to meet, all of it at once.

    ``organisations`` any of these own the record, ``excluded_organisations`` none of these do.
    ``goals`` are numbers; with ``all_goals`` a group must have records under each of them ("både mål 2 och 3"),
    and ``excluded_goals`` are goals under which the record isn't, or, where organisations are asked for, the
    organisation has none. Without ``kinds`` own and joint records are meant. With all statuses in
    ``excluded_statuses`` those are meant of which none is stated. ``followed_up``: whether any report
    says something of the record. ``years``: in which the record's time lies. ``activities`` are ids, where a turn
    points at records of the answer before.
    """

    organisations: tuple[str, ...] = ()
    excluded_organisations: tuple[str, ...] = ()
    goals: tuple[int, ...] = ()
    excluded_goals: tuple[int, ...] = ()
    all_goals: bool = False
    kinds: tuple[Kind, ...] = ()
    excluded_kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    excluded_statuses: tuple[Status, ...] = ()
    followed_up: bool | None = None
    fields: tuple[FieldCondition, ...] = ()
    years: tuple[int, ...] = ()
    count: CountCondition | None = None
    activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Which part of the collection is meant; empty means what is in force at home."""

    municipalities: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    period: tuple[int, int] | None = None


@dataclass(frozen=True)
class ExpectedAnswer:
    """What an answer to a question has to have.

    ``nouns`` are the folded words for what is counted or named, or the verb of "who"; ``words`` those of the question
    that only say what is asked for. ``fields`` are those of a record that the words ask for. ``yes_no``: yes or no
    would do. ``of_report``: a report is asked about. ``became``: it is asked what has become of something, in whatever
    form, and ``went`` how it went as a whole rather than for one result. ``of_records``: organisations or activities
    are counted, and not what the documents count themselves. ``of_one``: one activity is asked about, and not all
    that there is on something; ``of_several``: the words ask about more than one, ``of_records_named`` about
    several records by a word for such.
    """

    kind: AnswerType = "anything"
    nouns: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    details: frozenset[Detail] = frozenset()
    fields: tuple[Literal["responsible", "timeline"], ...] = ()
    yes_no: bool = False
    of_report: bool = False
    became: bool = False
    went: bool = False
    of_records: bool = False
    of_one: bool = False
    of_several: bool = False
    of_records_named: bool = False


@dataclass(frozen=True)
class InformationNeed:
    """What a search by meaning weighs of a question and no record is chosen by.

    ``terms`` are the words of subject matter, folded, with those cues that documents say too ("a|b" are alternatives).
    ``mentioned`` are organisations that only weigh: partners, and words that may be no name. ``names`` are written as
    names and are none of the catalogue's, folded. ``years`` are all that are named. ``similar``: what is like something
    is asked for. ``side``: only what is then or now is meant. ``municipalities`` are named as such and aren't the
    documents' own; ``outside``: the words may ask about such a one, or an authority, as if it had a plan here.
    ``phrase`` is the topic as written.
    """

    terms: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    similar: bool = False
    side: Side | None = None
    municipalities: tuple[str, ...] = ()
    outside: bool = False
    phrase: str = ""
    answer: ExpectedAnswer = field(default_factory=ExpectedAnswer)


@dataclass(frozen=True)
class Query:
    """What one question, or one part of a question, asks for.

    ``topic`` are the words that no annotation covers, folded, in order ("a|b" are alternatives); without any
    the records decide. ``need`` is what a search weighs beside it. ``defined`` is the term that ``define`` asks about.
    ``text`` is the question as embedded. ``language`` is an ISO 639-1 code. ``choices`` are organisations among which
    the words don't decide ("skolan"), ``unknown`` what is named and isn't in the catalogue ("mål 9"), as written.
    ``sides`` are the groups of organisations that ``compare`` puts beside each other, each of them taken together.
    """

    operation: Operation = "find"
    subject: Subject = "activity"
    scope: Scope = field(default_factory=Scope)
    conditions: Conditions = field(default_factory=Conditions)
    quantifier: Quantifier = "which"
    group_by: Grouping | None = None
    topic: tuple[str, ...] = ()
    defined: str | None = None
    language: str = "sv"
    text: str = ""
    choices: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    need: InformationNeed = field(default_factory=InformationNeed)
    sides: tuple[tuple[str, ...], ...] = ()

    @property
    def owners(self) -> tuple[str, ...]:
        """The organisations whose records are meant."""
        return self.conditions.organisations

    def owned_by(self, *organisations: str) -> "Query":
        """The same question about the records of these organisations, or of none in particular."""
        return replace(self, conditions=replace(self.conditions, organisations=organisations))

    @property
    def outside(self) -> bool:
        """Whether somebody is asked about who has no plan here: another municipality, an authority."""
        return bool(self.need.municipalities) or (self.need.outside and not self.owners and not self.choices)

    @property
    def words(self) -> frozenset[str]:
        """The folded words of the question: what it says itself is no answer to it."""
        return frozenset(fold(self.text).split())


def what_is_met(conditions: Conditions) -> Conditions:
    """Of "every" record what it has to meet: fields, statuses, a report; the rest says which records are meant."""
    c = conditions
    return Conditions(
        statuses=c.statuses, excluded_statuses=c.excluded_statuses, followed_up=c.followed_up, fields=c.fields
    )


def without_what_is_met(conditions: Conditions) -> Conditions:
    """Which records are meant, where it is asked whether every one of them meets something."""
    return replace(conditions, statuses=(), excluded_statuses=(), followed_up=None, fields=())
