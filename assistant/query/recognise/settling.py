"""A query as its words say it → with what only makes sense with its operation: a breakdown, a scope, a defined term."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.query.operation import Cues
from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.recognise.collection_names import in_force
from assistant.query.recognise.grammar import phrase
from assistant.query.types import FIELD_OF, Conditions, CountCondition, Query
from corpus.swedish.text import fold, word_set
from corpus.types import COMMITMENT_KINDS, Catalogue

_BOTH = phrase("both_goals")
_IS_DONE = re.compile(r"\b(?:planeras|genomfors|genomforts|slutforts|paborjats|avslutats)\b")
_EVERY = word_set("varje varenda vartenda vart")
_ADMINISTRATIONS = phrase("administrations")
_OTHER_BODIES = phrase("other_bodies")
_AT_ALL = re.compile(r"\b(?:alls|helt|overhuvudtaget|over huvud taget|overhuvud)\b")
_BECAME = re.compile(r"\b(?:blev|gick)\b")
_ANY_AT_ALL = re.compile(r"\b(?:ar|blev|har|finns) (?:det )?(?:nagot|nat|nagonting|allt|alla|nagon|nan)\b")
_IF_DONE = phrase("asks_if_done")
_PLANNED = phrase("states_planned")
_LACKS_DONE = phrase("lacks_done")
_SOME_LACKING = phrase("has_some_lacking")
_THROUGHOUT = phrase("lacks_throughout")


def fitted_to_operation(query: Query, cues: Cues, cover: Sequence[Annotation], catalogue: Catalogue) -> Query:
    """What only makes sense with the operation: a breakdown of records, a scope, a term that is defined."""
    shape = cues.shape
    if query.operation == "least" and any(entry.slot == "having" for entry in cover):
        query = replace(query, conditions=replace(query.conditions, count=CountCondition("at_least", 1)))
    excluded = query.conditions.excluded_organisations
    sides = _sides(shape) if query.operation in ("most", "least") and not (query.topic or excluded) else ()
    if sides and not cues.has("which_organisation", "which_board", "which_of", "which_goal", "someone"):
        query = replace(query, operation="compare", subject="organisation")  # which of two groups has more
    if query.operation == "compare" and query.subject == "organisation":
        query = replace(query, sides=_sides(shape))
    if _only_administrations(query, shape):
        query = replace(query, conditions=_without_companies(query.conditions, catalogue))
    by_kind = any((entry.slot, entry.value) == ("group_by", "kind") for entry in cover)
    ranked = query.operation in ("most", "least")
    if by_kind and ranked and cues.has("which_organisation", "which_board", "which_goal", "someone", "which_of"):
        # "Vilken förvaltning har flest egna respektive gemensamma?": whoever has is asked for, of each kind.
        query = replace(query, conditions=replace(query.conditions, kinds=COMMITMENT_KINDS))
    elif by_kind and (ranked or query.operation in ("compare", "find", "list", "who_has")) and not query.topic:
        # "Är det mest egna eller mest gemensamma?": both are counted.
        query = replace(query, operation="count", subject="activity", quantifier="which")
    if query.operation == "find" and not query.topic and any(entry.slot == "group_by" for entry in cover):
        query = replace(query, operation="count")  # "och uppdelat per mål?"
    if query.operation in ("count", "list") and query.subject == "activity":
        grouping = next((entry.value for entry in cover if entry.slot == "group_by"), None)
        each = any(e.slot == "every" and shape.tokens[e.first].text.startswith("var") for e in cover)
        query = replace(query, group_by=grouping or ("organisation" if each and query.operation == "count" else None))
    by_goal = [e for e in cover if (e.slot, e.value) == ("group_by", "goal")]
    if query.operation == "who_has" and any(_every_goal(shape, e) for e in by_goal):
        numbers = tuple(sorted(goal_numbers(catalogue)))  # "Vilka har något i varje mål?"
        query = replace(query, conditions=replace(query.conditions, goals=numbers, all_goals=True))
    query = _settled_conditions(query, cues, catalogue)
    if query.conditions.activities:  # whatever else is said, they are what it is about
        query = replace(query, topic=(), need=replace(query.need, phrase=""))
    explains = query.operation in ("define", "describe")
    if not explains and query.operation != "compare" and set(query.scope.programmes) <= in_force(catalogue):
        query = replace(query, scope=replace(query.scope, programmes=()))
    if explains and query.subject in ("programme", "document"):
        query = replace(query, conditions=Conditions())
    if query.operation == "define" and query.subject == "activity":
        terms = [name.value for token in shape.tokens if token.text == "TERM" for name in token.names]
        kinds = [shape.tokens[i].text for e in cover if e.slot == "kind" for i in range(e.first, e.last)]
        term = terms[0] if terms else max(kinds, key=len, default=None)
        return replace(query, defined=term, topic=(), conditions=replace(query.conditions, kinds=()))
    return replace(query, topic=()) if explains and query.subject != "goal" else query


def _every_goal(shape: Shape, annotation: Annotation) -> bool:
    """Whether each goal is meant, and no breakdown by goal ("per mål")."""
    return any(token.text in _EVERY for token in shape.tokens[annotation.first : annotation.last])


def _sides(shape: Shape) -> tuple[tuple[str, ...], ...]:
    """The organisations of two groups that are named: "socialförvaltningarna", "skolförvaltningarna"."""
    named = [name.value.organisations for token in shape.tokens if token.text == "ORG" for name in token.names]
    sides = tuple(dict.fromkeys(named))
    return sides if len(sides) == 2 and any(len(side) > 1 for side in sides) and not {*sides[0]} & {*sides[1]} else ()


def _only_administrations(query: Query, shape: Shape) -> bool:
    """Whether "förvaltningar" alone are asked for by their records, of which companies are none."""
    grouped = query.subject == "organisation" and query.operation in ("who_has", "who_lacks", "most", "least")
    if not grouped or query.topic or query.conditions.organisations:
        return False
    return bool(_ADMINISTRATIONS.search(shape.text)) and not _OTHER_BODIES.search(shape.text)


def _without_companies(conditions: Conditions, catalogue: Catalogue) -> Conditions:
    excluded = {entry.id for entry in catalogue.organisations if entry.form == "bolag"}
    excluded |= set(conditions.excluded_organisations)
    order = [entry.id for entry in catalogue.organisations]
    return replace(conditions, excluded_organisations=tuple(entry for entry in order if entry in excluded))


def _settled_conditions(query: Query, cues: Cues, catalogue: Catalogue) -> Query:
    c = query.conditions
    if query.operation == "when" and c.statuses == ("completed",):  # "när ska det vara klart"
        c = replace(c, statuses=())
    done = (
        (cues.whether or _BECAME.search(cues.shape.text))
        and query.topic
        and (cues.answer.of_one or not _of_records(cues))
    )
    if query.operation == "find" and c.statuses and done:  # "Är utbildningen klar?"
        query = replace(query, operation="status")
        c = replace(c, statuses=(), excluded_statuses=())
    if query.operation == "status" and _IF_DONE.search(cues.shape.text):  # "hur går det, är något klart?"
        c = replace(c, statuses=())
    if (
        c.statuses == ("planned",)
        and not c.excluded_statuses
        and (query.operation == "when" or c.years)
        and _PLANNED.search(cues.shape.text)
    ):
        c = replace(c, statuses=())
    if query.operation == "who_has" and len(c.excluded_statuses) == 1 and _LACKS_DONE.search(cues.shape.text):
        query = replace(query, operation="who_lacks")
        c = replace(c, statuses=c.excluded_statuses, excluded_statuses=())
    told = FIELD_OF.get(query.operation)  # what an operation asks for is no condition as well
    if told in ("indicator", "follow_up_planned") and c == Conditions(
        fields=c.fields
    ):  # "vilka har indikatorer, och vilka?"
        told = None
    if any(f.field == "timeline" and f.value for f in c.fields):
        c = replace(c, fields=tuple(f for f in c.fields if f.field != "timeline" or f.value))
    if told or c.years:  # "vem har ansvaret", "med tidpunkt år 2025"
        said = {told, "timeline" if c.years else told}
        c = replace(c, fields=tuple(f for f in c.fields if not (f.field in said and f.present and f.value is None)))
    if query.operation in ("plan_vs_followup", "result"):  # they ask for the report themselves
        c = replace(c, followed_up=None)
    if query.operation == "plan_vs_followup" and c.statuses == ("planned",):  # "det som planerades": what was promised
        c = replace(c, statuses=())
    if len(c.kinds) > 2 or (query.group_by == "kind" and len(c.kinds) > 1):  # all of them, told apart
        query = replace(query, group_by="kind" if query.operation == "count" else None)
        c = replace(c, kinds=())
    if query.topic and _IS_DONE.search(fold(query.text)):  # "Vilka aktiviteter planeras för barn?"
        c = replace(c, statuses=())
    if "planned" in c.statuses:  # "planerade men inte påbörjade" is one status
        c = replace(c, excluded_statuses=tuple(status for status in c.excluded_statuses if status != "ongoing"))
    grouped = query.subject in ("organisation", "board")
    if query.subject == "activity" and len(c.goals) > 1 and set(c.goals) == goal_numbers(catalogue):  # under any goal
        c = replace(c, goals=(), all_goals=False)
    lacking = query.operation == "who_has" and any(not f.present for f in c.fields)
    some = cues.has("activities") or _SOME_LACKING.search(cues.shape.text)
    throughout = not some or _THROUGHOUT.search(cues.shape.text)
    if grouped and lacking and throughout and len(c.fields) == 1 and not c.organisations:
        # "Vilka saknar tidplan?" asks for those of whose activities none has one.
        query = replace(query, operation="who_lacks")
        c = replace(c, fields=tuple(replace(f, present=True) for f in c.fields))
    at_all = _AT_ALL.search(cues.shape.text) and not some
    if grouped and query.operation == "who_has" and c.followed_up is False and at_all:
        # "Vilka har ingen uppföljning alls?" asks for those none of whose activities is reported on.
        query = replace(query, operation="who_lacks")
        c = replace(c, followed_up=True)
    if (
        grouped
        and query.operation == "who_has"
        and c.excluded_goals
        and c == Conditions(excluded_goals=c.excluded_goals, excluded_organisations=c.excluded_organisations)
    ):  # "vilka står utanför mål 2?"
        query = replace(query, operation="who_lacks")
        c = replace(c, goals=c.excluded_goals, excluded_goals=())
    if grouped and len(c.goals) > 1 and _BOTH.search(fold(query.text)):
        c = replace(c, all_goals=True)
    return replace(query, conditions=c)


def _of_records(cues: Cues) -> bool:
    """Whether records are asked about as such, and not the one that is described."""
    named = cues.answer.of_records_named or cues.has("activities", "list")
    return named or bool(_ANY_AT_ALL.search(cues.shape.text))


def goal_numbers(catalogue: Catalogue) -> frozenset[int]:
    """The numbers that goals have."""
    return frozenset(g.number for p in catalogue.programmes for g in p.goals if g.number is not None)
