"""The cover of a shape → the conditions and the scope that it says."""

from collections.abc import Sequence
from typing import Any, get_args

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.recognise.collection_names import in_force
from assistant.query.recognise.units import unit_is_responsible
from assistant.query.types import Conditions, CountCondition, FieldCondition, Scope
from corpus.types import COMMITMENT_KINDS, Catalogue, Kind, Status

STATUSES: tuple[Status, ...] = get_args(Status)


def scope_of(shape: Shape, catalogue: Catalogue) -> Scope:
    """Programmes and documents that are named; years that only a programme before has mean that programme."""
    documents = [name.value for token in shape.tokens if token.text == "DOC" for name in token.names]
    if documents:
        return Scope(documents=tuple(documents))
    programmes = [name.value for token in shape.tokens if token.text == "PROG" for name in token.names]
    years = _years(shape)
    now = [p for p in catalogue.programmes if p.id in in_force(catalogue)]
    if not programmes and years and not any(p.period[0] <= y <= p.period[1] for p in now for y in years):
        programmes = [p.id for p in catalogue.programmes if all(p.period[0] <= y <= p.period[1] for y in years)]
    return Scope(programmes=tuple(dict.fromkeys(programmes)))


def conditions_of(shape: Shape, cover: Sequence[Annotation], catalogue: Catalogue) -> Conditions:
    """What records have to meet, from the cover and the names that no annotation of it has used."""
    organisations, excluded = _organisations(shape, cover, catalogue)
    kinds, excluded_kinds = _values(cover, "kind"), _values(cover, "not_kind")
    goals, excluded_goals = _goals(shape, cover, catalogue)
    periods = [p.period for p in catalogue.programmes if p.id in in_force(catalogue)]
    statuses, excluded_statuses = _statuses(cover)
    return Conditions(
        organisations=organisations,
        excluded_organisations=excluded,
        goals=tuple(goal for goal in goals if goal not in excluded_goals),
        excluded_goals=excluded_goals,
        all_goals=any(entry.slot == "both" for entry in cover) and len(goals) > 1,
        kinds=_kinds(kinds, excluded_kinds),
        statuses=statuses,
        excluded_statuses=excluded_statuses,
        followed_up=next((entry.value for entry in cover if entry.slot == "followed_up"), None),
        fields=_fields(shape, cover),
        years=tuple(year for year in _years(shape) if any(first <= year <= last for first, last in periods)),
        count=_count(shape, cover),
        activities=tuple(a for t in shape.tokens if t.text == "ACT" for name in t.names for a in name.value),
    )


def _values(cover: Sequence[Annotation], slot: str) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(entry.value for entry in cover if entry.slot == slot))


def _kinds(kinds: tuple[Kind, ...], excluded: tuple[Kind, ...]) -> tuple[Kind, ...]:
    """The kinds meant; of own and joint, which are meant where none is named, those that aren't excepted."""
    if excluded and not kinds and set(excluded) & set(COMMITMENT_KINDS):
        return tuple(kind for kind in COMMITMENT_KINDS if kind not in excluded)
    return tuple(kind for kind in kinds if kind not in excluded)


def _statuses(cover: Sequence[Annotation]) -> tuple[tuple[Status, ...], tuple[Status, ...]]:
    """The statuses meant and those excepted; one that isn't stated is none of them."""
    meant, excluded = _values(cover, "status"), _values(cover, "not_status")
    for stated in _values(cover, "stated"):
        meant, excluded = (meant or STATUSES, excluded) if stated else (meant, STATUSES)
    return meant, excluded


def _slots(cover: Sequence[Annotation]) -> dict[int, str]:
    return {i: entry.slot for entry in cover for i in range(entry.first, entry.last)}


def _organisations(
    shape: Shape, cover: Sequence[Annotation], catalogue: Catalogue
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whose records are meant and whose aren't, in the catalogue's order."""
    slots = _slots(cover)
    named: dict[bool, set[str]] = {False: set(), True: set()}
    for i, token in enumerate(shape.tokens):
        if token.text != "ORG" or slots.get(i) in ("than", "ignored"):
            continue
        meant = (name.value for name in token.names if name.value.means == "all")
        named[slots.get(i) == "excluded"].update(o for value in meant for o in value.organisations)
    order = [entry.id for entry in catalogue.organisations]
    return tuple(o for o in order if o in named[False]), tuple(o for o in order if o in named[True])


def _goals(shape: Shape, cover: Sequence[Annotation], catalogue: Catalogue) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The goals meant and those excepted, of those that there are."""
    known = {goal.number for programme in catalogue.programmes for goal in programme.goals}
    slots = _slots(cover)
    numbers: dict[bool, set[int]] = {False: set(), True: set()}
    for i, token in enumerate(shape.tokens):
        if token.text == "GOAL":
            named = {number for name in token.names for number in name.value}
            numbers[slots.get(i) == "excluded_goal"] |= named & known
    return tuple(sorted(numbers[False])), tuple(sorted(numbers[True]))


def _years(shape: Shape) -> tuple[int, ...]:
    named = [name.value for t in shape.tokens if t.text == "YEAR" for name in t.names]
    return tuple(sorted(set(named)))


def _fields(shape: Shape, cover: Sequence[Annotation]) -> tuple[FieldCondition, ...]:
    """The fields that have to be there or not; a unit or a time that is named says by itself what there has to be."""
    fields: tuple[FieldCondition, ...] = _values(cover, "field")
    times = dict.fromkeys(name.value for t in shape.tokens if t.text == "TIME" for name in t.names)
    if times:  # of several any will do
        others = (field for field in fields if field.field != "timeline")
        fields = (*others, FieldCondition("timeline", value="|".join(times)))
    units = [name.value for token in shape.tokens if token.text == "UNIT" for name in token.names]
    if not units or not unit_is_responsible(shape):
        return fields
    others = (field for field in fields if field.field != "responsible")
    return tuple(dict.fromkeys((*others, *(FieldCondition("responsible", value=unit) for unit in units))))


def _count(shape: Shape, cover: Sequence[Annotation]) -> CountCondition | None:
    """How many records a group must have; "minst en" is to have any and no condition."""
    for entry in cover:
        tokens = shape.tokens[entry.first : entry.last]
        names = {token.text: token.names[0].value for token in tokens if token.names}
        numbers = sorted(token.names[0].value for token in tokens if token.text == "NUM")
        if entry.slot == "count" and len(numbers) > 1:
            return CountCondition("at_least", numbers[0], at_most=numbers[-1])
        if entry.slot == "count" and not (names.get("NUM") == 1 and entry.value == "at_least"):
            return CountCondition(entry.value, names.get("NUM"))
        if entry.slot == "than":
            return CountCondition(entry.value, than=names["ORG"].organisations[0])
    return None
