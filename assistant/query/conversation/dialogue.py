"""A turn of a conversation and the query before → the query that is meant.

A turn that asks for something new in full starts afresh. Any other is a change: it adds, replaces or takes away a
condition, negates, asks of everyone else, points at the n-th of what was listed, or asks something else of the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.query.conversation.leaning import (
    asks_more,
    refers_back,
    refers_to_those_named,
    stands_alone,
    written_out,
)
from assistant.query.operation import Cues
from assistant.query.parse import Reader, parse, parsed
from assistant.query.recognise.grammar import phrase
from assistant.query.types import Conditions, CountCondition, Operation, Query, Relation, Scope
from corpus.swedish.numbers import NUMBERS
from corpus.swedish.text import bare, fold

_ALL_GOALS = phrase("turn_all_goals")
_ALL_KINDS = phrase("turn_all_kinds")
_ALL_OWNERS = phrase("turn_all_owners")
_OTHERS = phrase("turn_others")
_MORE = phrase("turn_more")
_FEWER = phrase("turn_fewer")
_AFRESH = phrase("turn_afresh")
_POINTS = phrase("turn_points")
_ELLIPSIS = phrase("turn_ellipsis")
_NTH = phrase("turn_nth")
_NEUTRAL = phrase("turn_neutral")
_THAT_ONE = re.compile(r"\b(?:den forvaltningen|den namnden|det bolaget)\b")
_CORRECTS = re.compile(r"\b(?:jag|vi) (?:menade|menar|tankte(?: pa)?|syftade pa)\b")
_OF_THEM = phrase("turn_of_them")
_LISTS = phrase("turn_lists")
_HAS = phrase("turn_has")
_LACKS = phrase("turn_lacks")
_ASKED: tuple[Operation, ...] = ("count", "who", "when", "status", "result", "indicator", "follow_up")


@dataclass(frozen=True)
class Change:
    """What a turn means: the query, whether its words stand as they are (``afresh``), or how it was written out.

    ``leans``: it asks more of what the conversation is about, which stays; ``listed`` is then the list it points at.
    """

    query: Query
    afresh: bool = False
    text: str | None = None
    leans: bool = False
    listed: tuple[str, ...] = ()


def continued(turn: str, before: Query, reader: Reader, *, listed: Sequence[str] = ()) -> Query:
    """The query that a turn means; ``listed`` are the ids of the activities of the answer before."""
    return change_of(turn, before, reader, listed=tuple(listed)).query


def change_of(
    turn: str,
    about: Query,
    reader: Reader,
    *,
    focus: Query | None = None,
    listed: tuple[str, ...] = (),
    wider: tuple[str, ...] = (),
    answered_by: str | None = None,
) -> Change:
    """What a turn makes of the query that a conversation is about, or of the one that was asked of it since, ``focus``.

    ``wider`` is the list that ``listed`` was narrowed down from.
    """
    reader = replace(reader, complete=None)  # a turn is no whole question
    folded = fold(turn)
    if _ALL_GOALS.search(folded):
        about, focus = _under_any_goal(about), _under_any_goal(focus) if focus else None
    before = focus or about
    said = _without(turn, _ALL_GOALS, _ALL_KINDS, _NEUTRAL, _CORRECTS)
    asked, cues = parsed(said, reader)
    asked = replace(parse(said, reader), text=asked.text)
    if not asked.conditions.goals:
        for among in (listed, wider):
            if number := _nth(folded, among):
                query = _pointed(among[number - 1], asked, cues, before, about)
                return Change(replace(query, text=turn), leans=True, listed=among)
    if _starts_afresh(folded, asked, cues, before):
        return Change(replace(asked, text=turn), afresh=True)
    if _THAT_ONE.search(folded) and (owner := next(iter(about.owners), answered_by)):
        asked = asked.owned_by(owner)
    if focus and _names_conditions(folded, asked):
        before = about
    if refers_to_those_named(turn) and not before.owners and not asked.owners and not asked.topic and answered_by:
        before = replace(before, topic=()).owned_by(answered_by)  # those whose passage came first
    if asks_more(folded, asked, cues, before):
        whole = before if before.conditions.activities else about
        text = written_out(turn, asked, whole, reader, owner=next(iter(before.owners), answered_by))
        return Change(parse(text, reader), text=text, leans=True, listed=listed)
    changed = replace(
        before, text=turn, language=asked.language, choices=asked.choices, unknown=asked.unknown,
        scope=asked.scope if asked.scope != Scope() else before.scope,
    )  # fmt: skip
    changed = _asked_of_the_same(folded, asked, cues, changed)
    changed = replace(changed, conditions=_conditions(folded, asked, changed))
    changed = _of_others(folded, asked, before, changed)
    changed = _on_topic(asked, before, changed)
    return Change(changed, leans=before is focus)


def _under_any_goal(query: Query) -> Query:
    return replace(query, conditions=replace(query.conditions, goals=(), excluded_goals=(), all_goals=False))


def _nth(folded: str, listed: Sequence[str]) -> int | None:
    """Which of a list a turn points at, counted from 1."""
    nth = _NTH.search(folded)
    if not nth or not listed:
        return None
    number = len(listed) if nth[1] == "sista" else int(nth[1]) if nth[1].isdecimal() else NUMBERS[nth[1]]
    return number if 0 < number <= len(listed) else None


def _pointed(activity: str, query: Query, cues: Cues, before: Query, about: Query) -> Query:
    """One of a list, and what is asked of it: what the turn asks, or what was asked of the one before."""
    told = next((name for name in _ASKED[1:] if query.operation == name and cues.has(name)), None)
    if told is None and cues.has("who"):
        told = "who"
    of_one = before.operation if before.operation in _ASKED[1:] and before.conditions.activities else "list"
    operation = told or (of_one if not cues.has("describe", "list") else "list")
    owners = about.owners if len(about.owners) == 1 else ()
    return Query(operation, conditions=Conditions(owners, activities=(activity,)), language=query.language)


def _names_conditions(folded: str, query: Query) -> bool:
    """Whether a turn names conditions, or takes some away."""
    c = replace(query.conditions, activities=())
    patterns = (_ALL_GOALS, _ALL_KINDS, _ALL_OWNERS, _OTHERS, _MORE, _FEWER)
    return c != Conditions() or bool(query.choices) or any(pattern.search(folded) for pattern in patterns)


def _on_topic(query: Query, before: Query, changed: Query) -> Query:
    """The query with the turn's topic and years in place of those before."""
    need = replace(before.need, years=query.need.years or before.need.years)
    topic = changed.topic
    nouns = before.need.answer.nouns
    if query.topic and not _only_points(query):
        topic, phrase_ = query.topic, query.need.phrase
        counted = before.operation == "count" and not need.answer.of_records
        if counted and len(query.topic) == 1 and nouns and nouns[0] in before.topic:  # "Och barn?"
            topic = tuple(query.topic[0] if entry == nouns[0] else entry for entry in before.topic)
            words = need.phrase.split()
            phrase_ = " ".join(phrase_ if fold(word) == nouns[0] else word for word in words)
        need = replace(need, phrase=phrase_, terms=topic)
    return replace(changed, topic=topic, need=need)


def _without(turn: str, *patterns: re.Pattern[str]) -> str:
    """A turn without what only takes a condition away or asks nothing of its own."""
    for pattern in patterns:
        for match in reversed(list(pattern.finditer(bare(turn)))):
            turn = f"{turn[: match.start()]} {turn[match.end() :]}"
    return turn


def _starts_afresh(folded: str, query: Query, cues: Cues, before: Query) -> bool:
    """Whether a turn asks for something new, in full, and leans on nothing."""
    if _AFRESH.search(folded) or stands_alone(folded, query):
        return True
    if query.operation in ("define", "describe", "compare") and (
        query.conditions != Conditions() or query.defined or query.scope.programmes or query.scope.documents
    ):
        return True
    who = query.owners or query.choices or query.conditions.goals
    if _OTHERS.search(folded) or (refers_back(folded) and not who):
        return False
    if before.topic and query.topic and not who and query.operation != "most":
        return False  # what it is about is left unsaid
    words = folded.split()
    whole = cues.has(
        "who", "when", "status", "result", "indicator", "follow_up", "count", "most", "least", "plan_vs_followup"
    ) or cues.has(
        "which_organisation",
        "which_board",
        "which_goal",
        "which_document",
        "which_programme",
        "activities",
        "who_acts",
        "wh_activity",
        "list",
    )
    c = query.conditions
    named = bool(
        c.organisations
        or c.goals
        or c.kinds
        or c.statuses
        or c.fields
        or c.years
        or query.topic
        or c.excluded_organisations
    )
    listed = query.subject not in ("activity", "organisation") and query.operation in ("list", "count")
    if listed and len(words) > 2 and not _ALL_GOALS.search(folded):
        return True
    if query.operation != before.operation and query.topic and whole and len(words) > 4 and not _POINTS.search(folded):
        return True
    ellipsis = _ELLIPSIS.search(folded) and (query.operation in (before.operation, "list", "find") or len(words) < 8)
    lean = _POINTS.search(folded) or ellipsis
    if query.operation in ("most", "least", "who_has", "who_lacks") and cues.has(
        "which_organisation", "which_board", "which_goal"
    ):
        return not lean or len(words) > 8
    return (
        whole
        and named
        and not lean
        and len(words) > 4
        and query.operation not in (before.operation,)
        and bool(c.organisations or query.topic)
    )


def _asked_of_the_same(folded: str, query: Query, cues: Cues, before: Query) -> Query:
    """The query before with the operation that the turn asks for, if it does."""
    if query.operation in ("most", "least"):
        grouped = query.subject if cues.has("which_organisation", "which_board", "which_goal") else before.subject
        subject = grouped if grouped in ("organisation", "board", "goal") else "organisation"
        return replace(before, operation=query.operation, subject=subject, quantifier="which", group_by=None)
    if query.group_by:
        return replace(before, operation="count", subject="activity", group_by=query.group_by, quantifier="which")
    if _OF_THEM.search(folded) and before.subject == "activity" and query.operation in ("who_has", "list", "find"):
        return before
    if before.operation in ("who_has", "who_lacks") and before.quantifier == "which":
        if _LACKS.search(folded) and not query.conditions.fields:
            return replace(before, operation="who_lacks")
        if _HAS.search(folded) or re.search(r"\bhar (?:det|nagot|nat|nagon)\b", folded):
            return replace(before, operation="who_has")
    if query.operation == "plan_vs_followup":
        return replace(before, operation="plan_vs_followup", subject="activity", quantifier="which", group_by=None)
    told = next((name for name in _ASKED if query.operation == name and cues.has(name)), None)
    if told and not (told == "count" and before.subject != "activity" and query.subject != before.subject):
        return replace(
            before,
            operation=told,
            subject=query.subject if told == "count" and query.subject != "activity" else "activity",
            quantifier="which",
            group_by=None,
        )
    if told == "count":
        return replace(before, operation="count", quantifier="which")
    if (
        query.operation in ("who_has", "who_lacks")
        and cues.has("which_organisation", "which_board", "which_goal", "who_acts")
        and before.subject == "activity"
    ):
        conditions = replace(before.conditions, organisations=())
        return replace(
            before,
            operation=query.operation,
            subject=query.subject,
            conditions=conditions,
            quantifier="which",
            group_by=None,
        )
    if _LISTS.search(folded) and query.operation in ("list", "find") and before.operation not in ("list", "find"):
        return replace(before, operation="list", subject="activity", quantifier="which", group_by=None)
    return before


def _conditions(folded: str, query: Query, before: Query) -> Conditions:
    """The conditions before, with those of the turn in their place, and without those it takes away."""
    new, old = query.conditions, before.conditions
    conditions = replace(
        old,
        kinds=() if _ALL_KINDS.search(folded) else new.kinds or old.kinds,
        followed_up=old.followed_up if new.followed_up is None else new.followed_up,
        fields=tuple(
            dict.fromkeys((*(f for f in old.fields if f.field not in {n.field for n in new.fields}), *new.fields))
        ),
        years=new.years or old.years,
        count=new.count or old.count,
    )
    if new.statuses or new.excluded_statuses:
        conditions = replace(conditions, statuses=new.statuses, excluded_statuses=new.excluded_statuses)
    if new.goals and not _ALL_GOALS.search(folded):
        kept = tuple(goal for goal in old.excluded_goals if old.goals and goal not in new.goals)
        conditions = replace(
            conditions, goals=new.goals, all_goals=new.all_goals, excluded_goals=new.excluded_goals or kept
        )
    elif new.excluded_goals:
        goals = tuple(goal for goal in old.goals if goal not in new.excluded_goals)
        conditions = replace(conditions, excluded_goals=new.excluded_goals, goals=goals)
    if new.organisations and not (
        new.excluded_organisations and not set(new.organisations) - set(new.excluded_organisations)
    ):
        conditions = replace(
            conditions, organisations=new.organisations, excluded_organisations=new.excluded_organisations
        )
    elif new.excluded_organisations:
        conditions = replace(conditions, organisations=(), excluded_organisations=new.excluded_organisations)
    elif _ALL_OWNERS.search(folded):
        conditions = replace(conditions, organisations=(), excluded_organisations=())
    return conditions


def _of_others(folded: str, query: Query, before: Query, changed: Query) -> Query:
    """Everyone else than before, or those who have more than them."""
    old = before.conditions
    owners = old.organisations or query.conditions.organisations
    if not owners:
        return changed
    conditions = changed.conditions
    relations: tuple[tuple[re.Pattern[str], Relation], ...] = ((_MORE, "more"), (_FEWER, "fewer"))
    for pattern, relation in relations:
        if pattern.search(folded) and len(owners) == 1:
            than = CountCondition(relation, than=owners[0])
            conditions = replace(conditions, organisations=(), count=than)
            return replace(
                changed,
                operation="who_has",
                subject="organisation",
                conditions=conditions,
                quantifier="which",
                group_by=None,
            )
    if _OTHERS.search(folded) and not query.conditions.goals:
        conditions = replace(
            conditions, organisations=(), excluded_organisations=query.conditions.excluded_organisations or owners
        )
        changed = replace(changed, conditions=conditions)
        if re.search(r"\b(?:vilka|nagon|nagra|vem) (?:andra|ovriga|annan|mer)\b", folded) and changed.operation in (
            "list",
            "find",
        ):
            changed = replace(changed, operation="who_has", subject="organisation")
    return changed


def _only_points(query: Query) -> bool:
    """Whether what is left of a turn's words is no subject matter of its own."""
    return all(len(word) < 3 for word in query.topic)
