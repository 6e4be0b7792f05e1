"""A question → its parts as queries, and what filters change of them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from assistant.query.filters import Filters
from assistant.query.injection import without_attempts
from assistant.query.parse import Reader, parse
from assistant.query.parts.periods import then_and_now
from assistant.query.parts.split import split
from assistant.query.recognise.goal_titles import goal_by_wording
from assistant.query.types import Conditions, Query
from corpus.swedish.text import fold, stem, word_set
from corpus.types import Catalogue

MAX_PARTS = 8  # that are answered; one more is read, to see that there are too many
# Words that only say that a promise and its report are meant.
_BOTH_SIDES = word_set(
    """
    jamfor jamfort loftet lofte lovat lovades planerade rapporterats rapporterat rapporteras uppfoljning uppfoljningen
    gatt gar gick hant hande resultat resultatet hittills sedan genomforts genomfort loften hallit hallits vs versus
    fullfoljt uppnatt utlovat utlovats utlovades sagt tankt tanken iden bestamt stod
    """
)


def queries_of(question: str, reader: Reader) -> list[Query]:
    """The parts of a question in order, each with the language of the whole."""
    whole = without_attempts(question)
    query = parse(whole, reader)
    named = query.operation == "compare" and not query.topic
    if named or query.operation in ("define", "describe"):  # what is named twice is one thing, and no two questions
        return [query]
    # Models have had their say on the whole; that of meaning would read each piece anew, for the most part in vain.
    alone = replace(reader, complete=None, meaning=None)
    read = cache(lambda text: query if text == query.text else parse(text, alone))
    parts = (then_and_now(query, read, reader.catalogue) or split(query, read))[: MAX_PARTS + 1]
    if len(parts) == 1 and not parts[0].need.side:
        parts = [query]
    return [replace(_completed(part, reader.catalogue), language=query.language) for part in parts]


def _completed(query: Query, catalogue: Catalogue) -> Query:
    """A query without a topic that says nothing of its own: a goal's wording beside its number, what two sides are."""
    goals = query.conditions.goals
    if query.topic and not goals and (named := goal_by_wording(query.topic, catalogue)):
        goals = (named,)
        need = replace(query.need, phrase="")
        query = replace(query, conditions=replace(query.conditions, goals=goals), topic=(), need=need)
    if query.topic and goals and all(_says_goal(entry, goals, catalogue) for entry in query.topic):
        query = replace(query, topic=(), need=replace(query.need, phrase=""))
    said = query.conditions != Conditions() or query.choices or query.unknown
    if not query.topic and query.operation == "find" and said and not query.need.side:
        query = replace(query, operation="list")
    if query.operation == "plan_vs_followup":
        terms = tuple(word for word in query.need.terms if word not in _BOTH_SIDES)
        query = replace(query, need=replace(query.need, terms=terms))
    return query


def _says_goal(topic: str, goals: Sequence[int], catalogue: Catalogue) -> bool:
    """Whether a word of the topic only repeats the wording of a goal that is named by its number."""
    titles = [goal.title for p in catalogue.programmes for goal in p.goals if goal.number in goals]
    stems = {stem(word) for title in titles for word in fold(title).split()}
    return any(stem(word) in stems for word in topic.split("|"))


def filtered(query: Query, filters: Filters) -> Query:
    """A query once the filters have spoken: a key that is given overrides what was understood, () means any."""
    changed: dict[str, Any] = {}
    if filters.organisations is not None:
        changed |= {"organisations": filters.organisations, "excluded_organisations": ()}
        query = replace(query, choices=(), need=replace(query.need, mentioned=()))
    for name, opposite in (("goals", "excluded_goals"), ("kinds", "excluded_kinds"), ("statuses", "excluded_statuses")):
        if getattr(filters, name) is not None:
            changed |= {name: getattr(filters, name), opposite: ()}
    scoped: dict[str, Any] = {}
    for name, slot in (("documents", "documents"), ("programme", "programmes"), ("municipality", "municipalities")):
        if getattr(filters, name) is not None:
            scoped[slot] = getattr(filters, name)
    if filters.period is not None:
        first, last = filters.period[0].split("-") if len(filters.period) == 1 else ("", "")
        scoped["period"] = (int(first), int(last)) if first else None
    return replace(query, conditions=replace(query.conditions, **changed), scope=replace(query.scope, **scoped))
