"""A query about the collection itself → what it holds: documents, plans, programmes, organisations, goals and names."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.query.types import Query
from assistant.retrieve.records import Records
from assistant.retrieve.scope import programmes_of, with_plan
from assistant.retrieve.structured import records_found
from assistant.types import Coverage, Entry, Finding
from corpus.swedish.text import fold
from corpus.types import Goal, Kind, Organisation, Passage, Programme
from index.retrieval.search import Hit

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("samverkan", "joint"), ("gemensam", "joint"), ("stadsovergripande", "city-wide"), ("overgripande", "city-wide"),
    ("verksamhetsspecifik", "own"), ("egen", "own"), ("egna", "own"), ("uppfoljning", "follow-up"),
)  # fmt: skip


def collection_found(query: Query, records: Records) -> Finding:
    """What the collection holds or what a name in it stands for."""
    if query.choices:
        return Finding(query, "collection", "ambiguous", choices=query.choices)
    programmes = programmes_of(query.scope, records)
    if query.unknown:
        return Finding(query, "collection", "nothing_found")
    match query.operation:
        case "compare":
            return _compared(query, programmes, records)
        case "define":
            return _defined(query, programmes, records)
        case "describe" if query.scope.documents:
            return _found(query, [_document(entry, records) for entry in query.scope.documents])
        case "describe" if query.subject == "activity" or _is_bare(query):
            return _found(query, _overview(programmes, records))
        case "describe" if query.subject in ("plan", "programme"):
            return _described(query, programmes, records)
        case _:
            return _listed(query, programmes, records)


def _is_bare(query: Query) -> bool:
    c, scope = query.conditions, query.scope
    return query.subject == "document" and not (c.organisations or c.goals or scope.documents or scope.programmes)


def _found(query: Query, entries: Sequence[Entry], **more: Any) -> Finding:
    """The entries with what shows them; without any, the documents don't say."""
    hits = {passage.id: Hit(passage, 1.0) for entry in entries for passage in entry.passages}
    finding = Finding(
        query, "collection", "answered" if entries else "nothing_found",
        hits=tuple(hits.values()), entries=tuple(entries),
    )  # fmt: skip
    return replace(finding, **more)


def _listed(query: Query, programmes: Sequence[str], records: Records) -> Finding:
    """Everything of the kind that is asked for, within the conditions."""
    collection, conditions = records.index.collection, query.conditions
    catalogue = collection.catalogue
    named = conditions.organisations
    owners = [
        o for o in catalogue.organisations
        if o.id in (named or with_plan(programmes, records)) and o.id not in conditions.excluded_organisations
    ]  # fmt: skip
    match query.subject:
        case "organisation":
            entries = [Entry(o.name, o.board, _begins(o.id, programmes, records)) for o in owners]
        case "board":
            entries = [Entry(o.board, o.name, _begins(o.id, programmes, records)) for o in owners]
        case "plan":
            entries = _plans(query, [o.id for o in owners], programmes, records)
        case "goal":
            entries = [
                entry for p in catalogue.programmes if p.id in programmes
                for goal in p.goals if not conditions.goals or goal.number in conditions.goals
                for entry in [_goal(goal, p, records)]
            ]  # fmt: skip
        case "programme":
            meant = query.scope.programmes or [p.id for p in catalogue.programmes]
            entries = [_programme(p) for p in catalogue.programmes if p.id in meant]
        case _:
            entries = _documents(query, records)
    plans = [plan for plan in collection.plans if plan.organisation in {o.id for o in owners}]
    if query.operation == "when" and not any(plan.decided for plan in plans):
        # Whose plan it is and who decides it is known, the day isn't.
        return replace(_found(query, entries), outcome="nothing_found")
    coverage = (
        Coverage(tuple(o.id for o in owners), complete=True) if query.subject in ("organisation", "board") else None
    )
    return _found(query, entries, coverage=coverage)


def _overview(programmes: Sequence[str], records: Records) -> list[Entry]:
    """Every document, and what it is."""
    return [_document(d.id, records) for d in records.index.collection.documents if d.superseded_by is None]


def _documents(query: Query, records: Records) -> list[Entry]:
    scope, owners = query.scope, query.conditions.organisations
    plans = records.index.collection.plans
    return [
        _document(d.id, records)
        for d in records.index.collection.documents
        if d.superseded_by is None
        and (query.subject != "follow-up" or d.kind == "follow-up")
        and (not scope.documents or d.id in scope.documents)
        and (not scope.programmes or d.programme in scope.programmes)
        and (
            not owners
            or d.organisation in owners
            or any(p.document == d.id and p.organisation in owners for p in plans)
        )
    ]


def _document(document: str, records: Records) -> Entry:
    collection = records.index.collection
    found = next(d for d in collection.documents if d.id == document)
    plans = sum(plan.document == document for plan in collection.plans)
    held = f"{plans} handlingsplaner" if plans > 1 else None
    said = ", ".join(filter(None, [found.publisher, found.date, held]))
    return Entry(found.title, said or None, _first(records, "document = ?", document))


def _plans(query: Query, owners: Sequence[str], programmes: Sequence[str], records: Records) -> list[Entry]:
    """The plans of these organisations, with who has decided them and when, as far as the documents say."""
    organisations = records.index.organisations
    entries = []
    for plan in records.index.collection.plans:
        owner = organisations.get(plan.organisation or "")
        if plan.programme in programmes and plan.organisation in owners and owner:
            decided = f"beslutad {plan.decided}" if plan.decided else "beslutsdatum framgår inte"
            diary = f"diarienummer {plan.diary_number}" if plan.diary_number else None
            known = (plan.title, plan.board or owner.board, decided, diary)
            said = ", ".join(entry for entry in known if entry)
            entries.append(Entry(owner.name, said, _first(records, "plan = ?", plan.id)))
    return entries


def _programme(programme: Programme) -> Entry:
    first, last = programme.period
    return Entry(f"{programme.title} {first}–{last}", f"{len(programme.goals)} inriktningsmål")


def _goal(goal: Goal, programme: Programme, records: Records, *, group: bool = False) -> Entry:
    """A goal's wording, and the place where a plan prints it."""
    years = f"{programme.title} {programme.period[0]}–{programme.period[1]}" if group else None
    name = f"Mål {goal.number}" if goal.number is not None else "Mål"
    shown: tuple[Passage, ...] = ()
    if goal.number is not None:
        shown = _first(
            records, "kind = 'heading' AND plan IS NOT NULL AND depth = 2 AND programme = ? AND goal = ?",
            programme.id, goal.number,
        )  # fmt: skip
    return Entry(name, goal.title, shown, group=years)


def _described(query: Query, programmes: Sequence[str], records: Records) -> Finding:
    """A plan or a programme, with the activities in it."""
    by_goal = replace(query, operation="list", subject="activity", group_by="goal")
    held = records_found(by_goal, records)
    chosen = [p for p in records.index.collection.catalogue.programmes if p.id in programmes]
    owners = query.conditions.organisations
    entries = _plans(query, owners, programmes, records) if query.subject == "plan" else [_programme(p) for p in chosen]
    shown = {p.id: Hit(p, 1.0) for entry in entries for p in entry.passages}
    hits = (*shown.values(), *(hit for hit in held.hits if hit.passage.id not in shown))
    return _found(
        query, entries, hits=hits, activities=held.activities, coverage=held.coverage, tallies=held.tallies,
        grouping="goal", basis=held.basis,
    )  # fmt: skip


def _defined(query: Query, programmes: Sequence[str], records: Records) -> Finding:
    """What a goal, an organisation, a programme, a document, a kind of activity or an abbreviation stands for."""
    collection, conditions = records.index.collection, query.conditions
    catalogue = collection.catalogue
    if query.subject == "document" and query.scope.documents:
        return _found(query, [_document(d, records) for d in query.scope.documents])
    if conditions.goals:
        goals = [
            _goal(goal, p, records)
            for p in catalogue.programmes if p.id in programmes
            for place, goal in enumerate(p.goals, start=1)
            if (place if goal.number is None else goal.number) in conditions.goals  # "dess första mål"
        ]  # fmt: skip
        under = records_found(replace(query, operation="list", subject="activity"), records)
        shown = {p.id: Hit(p, 1.0) for entry in goals for p in entry.passages}
        hits = (*shown.values(), *(hit for hit in under.hits if hit.passage.id not in shown))
        return _found(
            query, goals, hits=hits, activities=under.activities, coverage=under.coverage,
            tallies=under.tallies, grouping=under.grouping, basis=under.basis,
        )  # fmt: skip
    if conditions.organisations:
        found = [o for o in catalogue.organisations if o.id in conditions.organisations]
        named = Coverage(tuple(o.id for o in found), complete=True)
        return _found(query, [_organisation(o, programmes, records) for o in found], coverage=named)
    if query.scope.programmes or (query.scope.period and not query.defined):
        chosen = [p for p in catalogue.programmes if p.id in programmes]
        return _found(query, [_goal(g, p, records, group=True) for p in chosen for g in p.goals])
    return _found(query, _term(query.defined or "", programmes, records))


def _organisation(organisation: Organisation, programmes: Sequence[str], records: Records) -> Entry:
    said = f"förkortas {organisation.abbreviation}; planen beslutas av {organisation.board}"
    return Entry(organisation.name, said, _begins(organisation.id, programmes, records))


def _term(term: str, programmes: Sequence[str], records: Records) -> list[Entry]:
    """What a word stands for: a name of the catalogue, a kind of activity, or a bracketed abbreviation."""
    folded = fold(term)
    if kind_named(term):
        return [Entry(term)]
    catalogue = records.index.collection.catalogue
    for organisation in catalogue.organisations:
        names = (organisation.name, organisation.abbreviation, organisation.board, *organisation.other_names)
        if folded in map(fold, names):
            return [_organisation(organisation, programmes, records)]
    for programme in catalogue.programmes:
        if folded and folded in fold(programme.title):
            return [_programme(programme)]
    return _abbreviation(folded, records)


def kind_named(term: str) -> Kind | None:
    """The kind of activities that a term names: "samverkansaktivitet" → joint."""
    folded = fold(term)
    return next((kind for word, kind in _KINDS if folded.startswith(word)), None)


def _abbreviation(folded: str, records: Records) -> list[Entry]:
    """What the documents write out before an abbreviation in brackets, at its first place."""
    rows = records.table.ask(
        "SELECT written, meaning, passage FROM abbreviations WHERE folded = ? OR folded LIKE ? LIMIT 1",
        (folded, f"{folded} %"),
    )
    return [Entry(row["written"], row["meaning"], (records.index.passages[row["passage"]],)) for row in rows]


def _compared(query: Query, programmes: Sequence[str], records: Records) -> Finding:
    """Goals or programmes by their wordings, organisations by their records, beside each other."""
    catalogue = records.index.collection.catalogue
    if query.subject == "programme" or len(query.scope.programmes) > 1:
        # One programme alone is compared with the one that is in force.
        named = [p for p in catalogue.programmes if p.id in {*query.scope.programmes, *records.in_force}]
        meant = named if len(named) > 1 else list(catalogue.programmes)
        return _found(query, [_goal(g, p, records, group=True) for p in meant for g in p.goals])
    if query.subject == "goal":
        goals = [
            _goal(goal, p, records)
            for p in catalogue.programmes if p.id in programmes
            for goal in p.goals if goal.number in query.conditions.goals
        ]  # fmt: skip
        by_goal = records_found(replace(query, operation="list", subject="activity", group_by="goal"), records)
        return _found(query, goals, tallies=by_goal.tallies, grouping="goal", basis=by_goal.basis)
    found = records_found(replace(query, operation="list", subject="activity"), records)
    return replace(found, query=query)


def _begins(organisation: str, programmes: Sequence[str], records: Records) -> tuple[Passage, ...]:
    """Where an organisation's plan begins."""
    marks = ", ".join("?" * len(programmes))
    return _first(
        records, f"plan IS NOT NULL AND organisation = ? AND programme IN ({marks})", organisation, *programmes
    )


def _first(records: Records, where: str, *values: object) -> tuple[Passage, ...]:
    rows = records.table.ask(f"SELECT id FROM passages WHERE {where} ORDER BY rank LIMIT 1", values)
    return tuple(records.index.passages[row["id"]] for row in rows)
