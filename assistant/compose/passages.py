"""What a search found → the statements that answer, as points, and what the short answer says of them."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.compose.phrasing import clause, genitive, in_sentence, shortened
from assistant.compose.points import (
    Point,
    best_lead_statement,
    dated_source,
    definite,
    lead_statement,
    names_action,
    repeats,
    source_and_years,
    source_owner,
    statement_point,
    statements_of,
)
from assistant.compose.promises import promises, reported_on
from assistant.compose.selection import (
    ScoredStatement,
    contradicting_statements,
    expects_answer_type,
    missing_answer,
    ranked,
    select_statements,
    states_time,
)
from assistant.compose.statements import LABELLED, Statement, of_part, statements
from assistant.compose.tables import activity_point
from assistant.query.types import Query
from assistant.retrieve.records import Records
from assistant.types import Finding
from corpus.swedish.clauses import refers_back
from corpus.types import COMMITMENT_KINDS, Activity, Passage
from index.retrieval.search import Hit
from index.storage.store import Index

_POINTS = 5
_LEAD_WORDS = 45
_LOOKED_AT = 5  # statements, to see whether what is asked for is said
_FIELD_WORDS = 15  # room that the labelled fields of a commitment take
_MORE = 12  # words: what is shorter says nothing more
_SAID_TOO = 0.6  # of the best score: a second statement of the same passage that still answers
NOTHING: dict[str, object] = dict.fromkeys(  # what the template finds where nothing was searched
    ("place", "lead", "more", "responsible", "timeline", "fields", "lacks", "unsaid", "against",
     "promised", "reported", "reported_in", "followed", "each", "silent")
)  # fmt: skip


def points_of_search(finding: Finding, records: Records) -> list[Point]:
    """The statements that answer, by whose they are; of the best activity its title and labelled fields."""
    index, asked = records.index, finding.query
    ranking = ranked(asked, finding.hits, records)
    picked = select_statements(ranking, limit=_POINTS)
    against = contradicting_statements(ranking)
    points = [statement_point(entry.display_text, [entry], index, form="said") for entry in against]
    for rank in dict.fromkeys(entry.rank for entry in picked):
        mine = [entry.statement for entry in picked if entry.rank == rank and entry.statement not in against]
        mine.sort(key=lambda entry: entry.start)
        points += _of_passage(mine, asked, records, best=rank == picked[0].rank)
    if _asks_what_is_done(asked):
        points += _reports(picked[0].statement.passage, asked, records)
    sources = [_source(point.statements[0].passage, index) for point in points]
    order = list(dict.fromkeys(sources))
    if len(order) > 1:
        points = [replace(point, group=source) for point, source in zip(points, sources, strict=True)]
    return sorted(points, key=lambda point: order.index(point.group) if point.group else 0)


def _asks_what_is_done(query: Query) -> bool:
    """Whether it is asked what somebody does or has promised to do, and for no detail of it."""
    return query.operation in ("find", "list") and bool(query.owners) and query.need.answer.kind == "anything"


def _of_passage(mine: Sequence[Statement], query: Query, records: Records, *, best: bool) -> list[Point]:
    """The statements that were chosen from one passage; labelled fields of the best only, whose title stands before."""
    activity = records.index.activities.get(mine[0].passage.activity or "") if mine else None
    points = []
    if best and activity and activity.kind != "follow-up":
        sentences = [entry for entry in mine if entry.part == "sentence"]
        points.append(activity_point(activity, query, records, full=True, alone=True, more=sentences[:1]))
    said = points[0].statements if points else ()
    for entry in mine:
        labelled = entry.part in LABELLED
        if entry in said or (said and repeats(entry, said[0])) or (labelled and not best):
            continue
        points.append(statement_point(entry.display_text, [entry], records.index, form="field" if labelled else "said"))
    return points


def _reports(passage: Passage, query: Query, records: Records) -> list[Point]:
    """What is reported on a commitment, with its date."""
    activity = records.index.activities.get(passage.activity or "")
    reports = activity.followed_by if activity and activity.kind in COMMITMENT_KINDS else ()
    found = reported_on(reports, query, records)[:1]
    return [statement_point(entry.display_text, [entry], records.index, form="reported") for entry in found]


def search_fields(finding: Finding, records: Records, *, room: int) -> dict[str, object]:
    """What a search found, for the template: the field that is asked for, and what answers best."""
    index, asked = records.index, finding.query
    if finding.way != "search" or finding.outcome != "answered":
        return NOTHING
    if finding.coverage:
        return NOTHING | _each(finding, records, room=room)
    pairs = promises(finding, records)
    if pairs:
        title, reported = pairs[0].title, pairs[0].reported[0] if pairs[0].reported else None
        return NOTHING | {
            "place": place_of(title.passage, index),
            "promised": shortened(title.display_text, 22),
            "reported": shortened(reported.display_text, 28) if reported else None,
            "reported_in": dated_source(reported.passage, index) if reported else None,
            "followed": pairs[0].followed,
        }
    ranking = ranked(asked, finding.hits, records)
    picked = select_statements(ranking, limit=_LOOKED_AT)
    best = picked[0].statement
    passage = best.passage
    activity = index.activities.get(passage.activity or "")
    found = statements(passage, activity)
    fields = {part: entry for part in asked.need.answer.fields if (entry := of_part(found, part))}
    first, second = _first_and_second(asked, picked, activity, records, fielded=best in fields.values())
    told = _asks_what_is_done(asked) and not fields and activity is not None and activity.kind in COMMITMENT_KINDS
    left = min(room - 12, 65) - (_FIELD_WORDS if fields or told else 0)
    lead = shortened(first.display_text, min(_LEAD_WORDS, left))
    left -= len(lead.split())
    values = NOTHING | {
        "place": place_of(passage, index),
        "lead": lead,
        "more": clause(second.display_text, left) if second and left >= _MORE and not fields else None,
        "unsaid": [] if fields else missing_answer(asked, [entry.statement for entry in picked]),
        "against": [dated_source(entry.passage, index) for entry in contradicting_statements(ranking)],
    }
    values |= {part: shortened(entry.display_text.rstrip("."), 15) for part, entry in fields.items()}
    return values | (_fields(activity, records) if told and activity else {})


def _first_and_second(
    query: Query, picked: Sequence[ScoredStatement], activity: Activity | None, records: Records, *, fielded: bool
) -> tuple[Statement, Statement | None]:
    """What is said first and after it: what is asked for, or what is to be done and then what answers best."""
    best = picked[0].statement
    if fielded:
        return best_lead_statement(query, Hit(best.passage, 1.0), records), None
    title = lead_statement(best.passage, records.index) if activity else best
    names = title.part == "title" and names_action(title.display_text)
    if names and not expects_answer_type(query) and not repeats(best, title):
        return title, best if best != title and not repeats(title, best) else None
    others = [
        entry.statement for entry in picked[1:]
        if entry.rank == picked[0].rank and entry.score >= _SAID_TOO * picked[0].score
        and entry.statement.part == "sentence" and not repeats(entry.statement, best)
        and not refers_back(entry.statement.display_text)
    ]  # fmt: skip
    return best, next(iter(others), None)


def _fields(activity: Activity, records: Records) -> dict[str, object]:
    """The labelled fields of a commitment, and which of them its plan lacks altogether."""
    found = statements_of(activity, records)
    said = [entry.display_text.rstrip(".") for entry in found]
    has = {part: of_part(found, part) for part in ("responsible", "timeline")}
    lacks = []
    if not has["responsible"] and not any("ansvar" in entry.lower() for entry in said):
        lacks.append("ansvarig")
    if not has["timeline"] and not any(states_time(entry) for entry in said):
        lacks.append("tidplan")
    named = (("Ansvarig", has["responsible"]), ("Tidplan", has["timeline"]))
    return {"fields": [(name, shortened(e.display_text.rstrip("."), 10)) for name, e in named if e], "lacks": lacks}


def _each(finding: Finding, records: Records, *, room: int) -> dict[str, object]:
    """Of several organisations: what answers best in each one's documents, and who has nothing on it."""
    index, coverage = records.index, finding.coverage
    each = []
    for owner in coverage.has if coverage else ():
        hits = [hit for hit in finding.hits if hit.passage.organisation == owner]
        best = best_lead_statement(finding.query.owned_by(owner), hits[0], records)
        words = (room - 5) // len(coverage.has if coverage else ()) - 8
        each.append((place_of(best.passage, index), shortened(best.display_text, words)))
    silent = [in_sentence(index.organisations[entry]) for entry in (coverage.has_not if coverage else ())]
    return {"each": each, "silent": silent}


def place_of(passage: Passage, index: Index) -> str:
    """Whose document it is, which, its years and the goal: "miljöförvaltningens handlingsplan 2022–2026, mål 4"."""
    owner = source_owner(passage, index)
    source, years = source_and_years(passage, index)
    whose = f"{genitive(in_sentence(owner))} {source}" if owner and passage.kind != "city-wide" else definite(source)
    return f"{whose} {years}" + (f", mål {passage.goal}" if passage.goal else "")


def _source(passage: Passage, index: Index) -> str:
    """A heading for what one document says of one organisation: "Miljöförvaltningen, handlingsplanen 2022–2026"."""
    owner = index.organisations.get(passage.organisation or "")
    whose = "Hela staden" if passage.kind == "city-wide" else owner.name if owner else None
    return ", ".join([*([whose] if whose else []), dated_source(passage, index)])
