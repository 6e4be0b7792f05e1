"""A question → its parts, each as the query that the records can answer and as what the search by meaning reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.query.conversation.dialogue import continued
from assistant.query.conversation.followup import with_owner_named
from assistant.query.conversation.turns import Turn
from assistant.query.filters import Filters
from assistant.query.injection import without_attempts
from assistant.query.language import asked_in
from assistant.query.parse import Reader, parse
from assistant.query.topical.parts import parts_of
from assistant.query.topical.understand import Understood, understand
from assistant.query.types import Conditions, Query, Scope
from assistant.query.wording import wording
from corpus.swedish.text import fold, stem
from corpus.types import Catalogue

MAX_PARTS = 8  # that are answered; one more is read, to see that there are too many


@dataclass(frozen=True)
class QuestionPart:
    """One part of a question in both forms."""

    query: Query
    understood: Understood


def understood_of(query: Query, catalogue: Catalogue, *, before: Understood | None = None) -> Understood:
    """What a query asks for; ``before`` is the same part of the question as the search by meaning reads it."""
    c, scope = query.conditions, query.scope
    programme = scope.programmes[0] if len(scope.programmes) == 1 else None
    span = scope.period or next((p.period for p in catalogue.programmes if p.id == programme), None)
    return replace(
        before or Understood("list", text=query.text),
        organisations=c.organisations,
        goals=c.goals,
        kinds=c.kinds,
        statuses=c.statuses,
        documents=scope.documents,
        programme=programme,
        period=f"{span[0]}-{span[1]}" if span else None,
        years=c.years,
        owners=c.organisations,
        excluded=c.excluded_organisations,
        choices=query.choices,
        unknown=query.unknown,
        rest=query.topic,
        wants_none=query.operation == "who_lacks",
        language=query.language,
    )


def readings_of(question: str, reader: Reader) -> list[QuestionPart]:
    """The parts in order, at most one more than are answered.

    The query is parsed from the question as written, the search by meaning reads it spelt right.
    """
    catalogue = reader.catalogue
    whole = without_attempts(question)
    spelt = reader.spell(whole) if asked_in(whole) == "sv" else whole
    query = parse(whole, reader)
    named = query.operation == "compare" and not query.topic
    if named or query.operation in ("define", "describe"):  # what is named twice is one thing, and no two questions
        understood = understand(spelt, catalogue)
        return [QuestionPart(replace(query, language=asked_in(whole)), replace(understood, language=asked_in(whole)))]
    parts = parts_of(spelt, catalogue)[: MAX_PARTS + 1]
    if [part.text for part in parts] == [spelt]:
        return [QuestionPart(_completed(query, parts[0], catalogue, alone=True), parts[0])]
    return [QuestionPart(_completed(parse(part.text, reader), part, catalogue, alone=False), part) for part in parts]


def continued_reading(question: str, before: Turn, reader: Reader) -> QuestionPart | None:
    """What a turn makes of the query before: where the records answer both, or of whom it asks changes.

    None where the turn is whole by itself or has to be read as text.
    """
    if before.query is None:
        return None
    question = with_owner_named(question, before, reader.catalogue)
    query = _settled(continued(question, before.query, reader, listed=before.activities))
    alone = _settled(parse(question, reader))
    if query.choices or query == replace(alone, text=query.text) or query == before.query:
        return None
    text = wording(query, reader.catalogue)
    query = replace(query, text=text)
    understood = understand(text, reader.catalogue)
    if query.topic or before.query.topic:
        others = query.conditions.excluded_organisations
        if query.topic != before.query.topic or not others or others == before.query.conditions.excluded_organisations:
            return None
        understood = understood_of(query, reader.catalogue, before=understood)
    return QuestionPart(query, understood)


def _settled(query: Query) -> Query:
    """A query without what contradicts its operation: of "när ska det vara klart" nothing has to be completed."""
    c = query.conditions
    if query.operation == "when" and c.statuses == ("completed",):
        query = replace(query, conditions=replace(c, statuses=()))
    return query


def _says_goal(topic: str, goals: Sequence[int], catalogue: Catalogue) -> bool:
    """Whether a word of the topic only repeats the wording of a goal that is named by its number."""
    titles = [goal.title for p in catalogue.programmes for goal in p.goals if goal.number in goals]
    said = {stem(word) for title in titles for word in fold(title).split()}
    return any(stem(word) in said for word in topic.split("|"))


def _completed(query: Query, part: Understood, catalogue: Catalogue, *, alone: bool) -> Query:
    """A query with what its part of the question leaves unsaid, and the language of the whole question."""
    query = _settled(replace(query, language=part.language))
    c = query.conditions
    of_any = query.operation in ("find", "list", "who_has") and query.subject == "activity" and not c.fields
    if part.wants_none and of_any:
        # "Vilka saknar aktiviteter under mål 6?" asks for organisations, and for those that have none.
        c = replace(c, goals=c.goals or c.excluded_goals, excluded_goals=())
        query = replace(query, operation="who_lacks", subject="organisation", conditions=c)
    goals = query.conditions.goals
    if query.topic and part.goals and not part.rest and set(goals) <= set(part.goals):
        # A goal that is named by its wording leaves nothing to search for.
        query = replace(query, conditions=replace(query.conditions, goals=part.goals), topic=())
    if query.topic and goals and all(_says_goal(entry, goals, catalogue) for entry in query.topic):
        query = replace(query, topic=())
    if not query.topic and query.operation == "find":
        query = replace(query, operation="list")
    if alone:
        return query
    c = query.conditions
    whose = () if c.organisations or c.excluded_organisations else part.owners
    goals = c.goals or (() if c.excluded_goals else part.goals)
    conditions = replace(c, organisations=c.organisations or whose, goals=goals, kinds=c.kinds or part.kinds)
    return replace(query, conditions=conditions, choices=query.choices or (() if whose else part.choices))


def filtered(query: Query, filters: Filters) -> Query:
    """A query once the filters have spoken: a key that is given overrides what was understood, () means any."""
    c, scope = query.conditions, query.scope
    changed: dict[str, object] = {}
    if filters.organisations is not None:
        changed |= {"organisations": filters.organisations, "excluded_organisations": ()}
        query = replace(query, choices=())
    for name, opposite in (("goals", "excluded_goals"), ("kinds", "excluded_kinds"), ("statuses", "excluded_statuses")):
        if getattr(filters, name) is not None:
            changed |= {name: getattr(filters, name), opposite: ()}
    scoped: dict[str, object] = {}
    for name, slot in (("documents", "documents"), ("programme", "programmes"), ("municipality", "municipalities")):
        if getattr(filters, name) is not None:
            scoped[slot] = getattr(filters, name)
    if filters.period is not None:
        first, last = filters.period[0].split("-") if len(filters.period) == 1 else ("", "")
        scoped["period"] = (int(first), int(last)) if first else None
    conditions: Conditions = replace(c, **changed)  # type: ignore[arg-type]
    narrowed: Scope = replace(scope, **scoped)  # type: ignore[arg-type]
    return replace(query, conditions=conditions, scope=narrowed)
