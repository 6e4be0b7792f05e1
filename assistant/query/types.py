"""The query: what a question asks for, as a value that could be run against the table of records.

Made in one place (``understand``) and carried on; nothing after it reads the question's words again,
except the model that embeds them. An empty tuple or ``None`` means that the question doesn't say.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

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
Grouping = Literal["organisation", "goal", "kind", "status"]
Relation = Literal["more", "fewer", "at_least", "at_most", "exactly"]
# "which" asks for names, "whether" for yes or no ("har MKB något?"), "every" whether all of them: organisations
# ("har varje förvaltning …?"), or records, of which those that don't are the answer ("är alla uppföljda?").
Quantifier = Literal["which", "whether", "every"]


@dataclass(frozen=True)
class FieldCondition:
    """A field of a record that has to be there, to be missing, or to say ``value`` (folded, in any inflection)."""

    field: Field
    present: bool = True
    value: str | None = None


@dataclass(frozen=True)
class CountCondition:
    """How many records a group must have: ``more`` than ``number``, or than the organisation ``than`` has."""

    relation: Relation
    number: int | None = None
    than: str | None = None


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
class Query:
    """What one question, or one part of a question, asks for.

    ``topic`` are the words that no annotation covers, folded, in order ("a|b" are alternatives); without any
    the records decide. ``defined`` is the term that ``define`` asks about. ``text`` is the question as
    embedded. ``language`` is an ISO 639-1 code. ``choices`` are organisations among which the words don't
    decide ("skolan"), ``unknown`` what is named and isn't in the catalogue ("mål 9"), as written. ``sides`` are
    the groups of organisations that ``compare`` puts beside each other, each of them taken together.
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
    sides: tuple[tuple[str, ...], ...] = ()


def what_is_met(conditions: Conditions) -> Conditions:
    """Of "every" record what it has to meet: fields, statuses, a report; the rest says which records are meant."""
    c = conditions
    return Conditions(
        statuses=c.statuses, excluded_statuses=c.excluded_statuses, followed_up=c.followed_up, fields=c.fields
    )


def without_what_is_met(conditions: Conditions) -> Conditions:
    """Which records are meant, where it is asked whether every one of them meets something."""
    return replace(conditions, statuses=(), excluded_statuses=(), followed_up=None, fields=())
