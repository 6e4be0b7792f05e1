"""What the table gives → the answer in words: its counts and names, and how it was counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.citing.quotation import CORRECTED
from assistant.compose.phrasing import genitive, listing, numbers, shortened
from assistant.compose.points import TEXT_WORDS, dated_source
from assistant.compose.structural.groups import groups_in_words, names_of
from assistant.compose.templates import rendered
from assistant.query.types import FIELD_OF, AskedField, Query
from assistant.retrieve.records import Records
from assistant.retrieve.statement import NOBODY, asks_for_groups
from assistant.retrieve.structured import holders
from assistant.types import Coverage, Finding
from corpus.swedish.dates import time_wordings
from corpus.swedish.text import fold
from corpus.types import COMMITMENT_KINDS, Activity
from index.storage.records import HasKind, counted
from index.storage.store import Index

_VALUES = 3  # values of a field that stand in the text
_VALUE_WORDS = 12
_GOALS = 3  # whose counts stand in the text
_EACH = 3  # organisations that have a sentence each


def field_asked(query: Query) -> AskedField | None:
    """The labelled field that an operation asks for."""
    return FIELD_OF.get(query.operation)


def text_of_records(finding: Finding, records: Records, *, counted_before: bool = False, brief: bool = False) -> str:
    """The answer in at most ``TEXT_WORDS`` words, with a clause that says how it was counted.

    ``counted_before``: another part of the answer has said so. ``brief``: of more than three names or counts none is
    said, because they stand beside it.
    """
    query = finding.query
    c = query.conditions
    index, coverage = records.index, finding.coverage or Coverage()
    activities = [index.activities[entry] for entry in finding.activities]
    found = {
        **groups_in_words(finding, query, records),
        **_fields(query, activities, records),
        **_followed(finding, query, activities, records),
    }
    common = (
        any(tally.key == NOBODY and tally.count for tally in finding.tallies) and finding.grouping == "organisation"
    )
    shown = query if finding.grouping != "goal" else replace(query, conditions=replace(c, goals=(), excluded_goals=()))
    values = found | {
        "way": _way(finding, query, found),
        "brief": brief,
        "quantifier": query.quantifier,
        "met": _met(finding) if query.quantifier != "which" else None,
        "basis": "" if counted_before else basis_text(finding),
        "noun": _noun(query, (*coverage.has, *coverage.has_not, *coverage.unclear), index),
        "what": records_text(shown, _form(query, activities), index.collection.activities),
        "no_what": records_text(shown, "none", index.collection.activities),
        "where": f" under mål {listing([str(goal) for goal in c.goals])}" if c.goals else "",
        "goals": [str(goal) for goal in c.goals],
        "total": len(activities),
        "has": names_of(coverage.has, query, index),
        "has_not": names_of(coverage.has_not, query, index),
        "of": coverage.of,
        "city_wide": bool(finding.city_wide),
        "choices": names_of(finding.choices, query, index),
        "unknown": query.unknown,
        "wants_none": query.operation == "who_lacks",
        "counts": query.operation == "count",
        "whose": _whose(query, index),
        "owners": listing(names_of(c.organisations, query, index)) or "planerna",
        "of_status": bool(c.statuses or c.excluded_statuses),
        "plain": not (c.all_goals or c.excluded_goals or c.count or c.fields or c.statuses),
        "common": common,
        "shares": _shares(query, coverage.has, activities, index) if len(coverage.has) <= _EACH and not common else [],
        "goal_title": _goal_title(query, records),
        "by_goal": _by_goal(query, activities),
        "sides": _sides(query, activities, index),
        "of_all": len({entry for tally in finding.tallies for entry in tally.activities}),
    }
    return shortened(rendered("records.jinja", **values), TEXT_WORDS)


def _way(finding: Finding, query: Query, found: Mapping[str, object]) -> str:
    """Which sentence of the template says it."""
    c, operation = query.conditions, query.operation
    of_status = bool(c.statuses or c.excluded_statuses)
    if finding.outcome == "ambiguous":
        return "choices"
    if finding.outcome == "nothing_found":
        return "unknown" if query.unknown else "no_report" if of_status else "no_plan"
    if operation in ("most", "least") and found["having"]:
        return "most"
    if finding.outcome == "says_none":
        return "no_status" if c.statuses else "of_goals" if finding.grouping == "goal" else "none"
    if query.quantifier == "every" and operation == "list" and finding.tallies:
        return "every"
    if query.group_by and finding.activities:
        return "groups"
    if field_asked(query):
        return "field"
    if operation in ("status", "result", "plan_vs_followup") and not of_status:
        return "progress" if found["followed"] else "no_report"
    if finding.grouping == "goal":
        return "of_goals"
    if operation == "who_lacks":
        return "lacks" if found["having"] or found["lacking"] else "no_report" if of_status else "no_plan"
    if not found["having"] and not finding.activities:
        return "none"
    if operation == "who_has" or (asks_for_groups(query) and operation != "compare"):
        return "has"
    return "city_wide" if c.kinds == ("city-wide",) and not c.organisations else "list"


def _form(query: Query, activities: Sequence[Activity]) -> str:
    return "one" if len(activities) == 1 and query.operation not in ("most", "least") else "many"


def basis_text(finding: Finding) -> str:
    """What was counted: "handlingsplanernas 107 egna och gemensamma aktiviteter"."""
    basis = finding.basis
    if basis is None:
        return ""
    return rendered("counted.jinja", kinds=list(basis.kinds), records=basis.records)


def count_text(activities: Iterable[HasKind]) -> str:
    """How many records these are, by kind, in the words of every list that shows them."""
    return rendered("how_many.jinja", counted=counted(activities))


def records_text(query: Query, form: str, activities: Sequence[Activity] = ()) -> str:
    """The records that a query means, in words; a value is said as one of the activities prints it."""
    c = query.conditions
    kinds = [kind for kind in c.kinds if kind not in c.excluded_kinds]
    if not kinds and c.excluded_kinds:
        kinds = [kind for kind in COMMITMENT_KINDS if kind not in c.excluded_kinds]
    return rendered(
        "activities.jinja", form=form, kinds=kinds if set(kinds) != set(COMMITMENT_KINDS) else [],
        missing=[f.field for f in c.fields if not f.present],
        given=[f.field for f in c.fields if f.present and f.value is None],
        valued=[(f.field, _printed(f.field, f.value, activities)) for f in c.fields if f.present and f.value],
        statuses=list(c.statuses), excluded_statuses=list(c.excluded_statuses), followed_up=c.followed_up,
        years=[str(year) for year in c.years], all_goals=c.all_goals,
        goals=[str(goal) for goal in c.goals], excluded_goals=[str(goal) for goal in c.excluded_goals],
    )  # fmt: skip


def _printed(field: str, value: str, activities: Sequence[Activity]) -> str:
    """Each of the values asked for, as shortly as the activities print it, else as it was asked for."""
    printed = [said for entry in activities if (said := getattr(entry, field))]

    def shortest(question: str) -> str:
        forms = [fold(form) for form in time_wordings(question)]
        return min((said for said in printed if any(form in fold(said) for form in forms)), key=len, default=question)

    return listing([shortest(asked) for asked in value.split("|")], "eller")


def _noun(query: Query, organisations: Sequence[str], index: Index) -> str:
    """What the organisations are together: "nämnder", "förvaltningar och bolag" or one of these."""
    if query.subject == "goal":
        return "mål"
    if query.subject == "board":
        return "nämnder och styrelser"
    forms = {index.organisations[entry].form for entry in organisations if entry in index.organisations}
    return "förvaltningar" if forms == {"förvaltning"} else "bolag" if forms == {"bolag"} else "förvaltningar och bolag"


def _whose(query: Query, index: Index) -> str:
    """Whose records are meant, for a sentence that says that nothing is known of them."""
    names = names_of(query.conditions.organisations, query, index)
    return f"{listing([genitive(name) for name in names])} handlingsplan" if names else "handlingsplanerna"


def _met(finding: Finding) -> bool:
    """Whether yes is the answer: all do, none is lacking, or there is any."""
    query, coverage = finding.query, finding.coverage
    if query is None or coverage is None:
        return False
    if finding.grouping != "organisation":
        real = [tally for tally in finding.tallies if tally.key != NOBODY]
        meeting = [tally for tally in real if tally.meets]
        has, lacks = len(meeting), len(real) - len(meeting)
    else:
        has, lacks = len(coverage.has), len(coverage.has_not) + len(coverage.unclear)
    if query.operation == "who_lacks":
        return lacks > 0 if query.quantifier != "every" else has == 0
    return lacks == 0 if query.quantifier == "every" else has > 0


def _sides(query: Query, activities: Sequence[Activity], index: Index) -> list[tuple[str, int]]:
    """Of two sides that are compared what each is called and how many records it has, the one with most first."""
    named = query.conditions.organisations
    sides = query.sides or (tuple((o,) for o in named) if len(named) == 2 else ())
    if query.operation != "compare" or len(sides) != 2:
        return []
    groups = {group.members: group.names[0] for group in index.collection.catalogue.groups if group.means == "all"}
    counts = [
        (
            groups.get(side) or listing(names_of(side, query, index)),
            sum(bool({*holders(a)} & {*side}) for a in activities),
        )
        for side in sides
    ]
    return sorted(counts, key=lambda entry: -entry[1])


def _shares(
    query: Query, owners: Sequence[str], activities: Sequence[Activity], index: Index
) -> list[dict[str, object]]:
    """How many activities each organisation has in a set, of which kinds and under which goals."""
    shares: list[dict[str, object]] = []
    for owner in owners:
        theirs = [a for a in activities if owner in (a.organisation, *(() if a.organisation else a.performed_by))]
        shares.append({
            "who": names_of([owner], query, index)[0],
            "what": records_text(query, _form(query, theirs), activities),
            "count": len(theirs),
            "own": sum(entry.kind == "own" for entry in theirs),
            "joint": sum(entry.kind == "joint" for entry in theirs),
            "goals": numbers([entry.goal for entry in theirs if entry.goal is not None]),
        })  # fmt: skip
    return shares


def _by_goal(query: Query, activities: Sequence[Activity]) -> list[tuple[int, int]]:
    """Of a few goals whose activities are counted together, how many each has."""
    goals = query.conditions.goals if query.operation == "count" and not query.conditions.all_goals else ()
    return [(goal, sum(a.goal == goal for a in activities)) for goal in goals] if 1 < len(goals) <= _GOALS else []


def _goal_title(query: Query, records: Records) -> str | None:
    """How the one goal that is asked about reads, where nobody's activities are."""
    c = query.conditions
    if len(c.goals) != 1 or c.organisations or query.operation not in ("list", "find") or asks_for_groups(query):
        return None
    programmes = records.index.collection.catalogue.programmes
    titles = [g.title for p in programmes if p.id in records.in_force for g in p.goals if g.number == c.goals[0]]
    return titles[0] if len(titles) == 1 else None


def _fields(query: Query, activities: Sequence[Activity], records: Records) -> dict[str, object]:
    """What the records say in the field that is asked for."""
    field = field_asked(query)
    values = list({fold(v): v for entry in reversed(activities) if field and (v := getattr(entry, field))}.values())[
        ::-1
    ]
    said = [_quoted(value, field, activities) for value in values] if len(values) <= _VALUES else []
    given = sum(bool(getattr(entry, field)) for entry in activities) if field else 0
    owners = {entry.organisation for entry in activities}
    place = None
    if said and len(owners) == 1 and (passages := records.evidence(activities[:1])):
        place = dated_source(passages[0], records.index)
    words = rendered("field.jinja", field=field or "responsible").split("|")
    return {
        "of_fields": field is not None, "said": said, "given": given, "place": place,
        "title": f"”{shortened(activities[0].title.rstrip('.'), 20)}”" if activities else "",
        "label": words[0], "is_given": words[1], "not_given": words[2],
    }  # fmt: skip


def _quoted(value: str, field: str | None, activities: Sequence[Activity]) -> str:
    """A value in quotation marks, with what it isn't: the document's own."""
    quoted = f"”{shortened(value.rstrip('.'), _VALUE_WORDS)}”"
    given = [entry for entry in activities if field and getattr(entry, field) == value]
    corrected = all(any(c.field == field for c in entry.corrected) for entry in given)
    return f"{quoted} ({CORRECTED})" if given and corrected else quoted


def _followed(finding: Finding, query: Query, activities: Sequence[Activity], records: Records) -> dict[str, object]:
    """How many of the records meant are followed up, and how many not."""
    c = query.conditions
    if c.statuses or c.excluded_statuses:
        owners = c.organisations
        meant = [
            entry for entry in records.index.collection.activities
            if finding.basis and entry.programme in finding.basis.programmes and entry.kind in finding.basis.kinds
            and (not owners or entry.organisation in owners) and entry.organisation not in c.excluded_organisations
            and (not c.goals or entry.goal in c.goals)
        ]  # fmt: skip
    else:
        meant = list(activities)
    followed = sum(bool(entry.followed_by) for entry in meant)
    return {
        "followed": followed,
        "unfollowed": len(meant) - followed,
        "status_said": rendered("activities.jinja", form="status", statuses=list(c.statuses)),
    }
