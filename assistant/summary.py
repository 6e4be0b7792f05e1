"""Findings → the summary: the answer in two or three sentences, then points, each with its source.

Every figure, name, date and organisation in it stands in what it cites; what doesn't is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.choose import chosen, disagreeing, unsaid
from assistant.claims import Ground, ground, unsupported
from assistant.help import Help
from assistant.phrasing import SENTENCE_END, genitive, in_sentence, shortened
from assistant.points import (
    POINT_WORDS,
    Point,
    dated_source,
    fields_asked,
    lead_for,
    lead_of,
    repeats,
    source_and_years,
    stated_point,
    unfounded,
)
from assistant.promises import of_promises, of_time, promises, unfollowed
from assistant.records import Records
from assistant.rows import NONE, activity_point, kind_of_none, of_none, of_organisations, of_set
from assistant.sets import Finding
from assistant.statements import LABELLED, of_part, spoken, statements
from assistant.templates import rendered
from assistant.understand import in_force
from corpus.types import Passage
from index.search import Hit
from index.store import Index

__all__ = ["POINT_WORDS", "TEXT_WORDS", "Point", "Summary", "summarise"]

TEXT_WORDS = 80
_SEARCH_POINTS = 5
_LEAD_WORDS = 45
_DIRECT = ("lead", "owner", "source", "years", "goal", "unsaid", "responsible", "timeline",
           "promised", "reported", "reported_in", "followed", "against")  # fmt: skip
# What the documents say, as against what was counted and is known by structure.
_UNSAID = {"lead": "", "best": None, "responsible": None, "timeline": None, "promised": None, "reported": None}
_LOOKED_AT = 5  # statements, to see whether what is asked for is said


@dataclass(frozen=True)
class Summary:
    """The answer in short. ``generated_by`` is "extractive": nothing is said that isn't the documents'."""

    text: str
    points: tuple[Point, ...]
    generated_by: str = "extractive"


def summarise(findings: Sequence[Finding], records: Records) -> Summary:
    """The short answer to each part of a question, and the points of all parts."""
    points = {point: None for finding in findings for point in points_of(finding, records)}
    room = TEXT_WORDS // max(1, len(findings))
    text = " ".join(_text(finding, records, room=room) for finding in findings)
    return Summary(shortened(text, TEXT_WORDS), tuple(points))


def help_summary(found: Help, below: Summary) -> Summary:
    """The fixed text and the numbers to call, whatever was asked; the points are what the documents say."""
    numbers = "; ".join(f"{c.name} {c.number}" if c.number else c.name for c in found.contacts)
    return replace(below, text=f"{found.heading}. {found.text} {numbers}.")


def points_of(finding: Finding, records: Records) -> list[Point]:
    """The points of one part of a question. One whose claims don't stand in its passages is dropped."""
    asked = finding.asked
    if finding.outcome == "says_none" or asked.wants_none:
        points = of_none(finding, records.index)
    elif finding.outcome != "answered":
        points = []
    elif asked.side:
        points = of_time(finding, records)
    elif found := promises(finding, records):
        points = of_promises(found, records)
        if finding.way == "search" and asked.intent != "plan_vs_followup":
            points += _beside(points, of_search(finding, records))
    elif finding.way == "set":
        points = of_set(finding, records)
    elif finding.way in ("compare", "similar") or (asked.intent == "compare" and len(asked.owners) > 1):
        points = of_organisations(finding, records)
    else:
        points = of_search(finding, records)
    return [point for point in points if not unfounded(point.text, point.citations, records.index)]


def _beside(points: Sequence[Point], others: Sequence[Point]) -> list[Point]:
    """Those of the others that state something else."""
    said = {statement for point in points for statement in point.statements}
    return [point for point in others if not said & set(point.statements)]


def of_search(finding: Finding, records: Records) -> list[Point]:
    """The statements that answer, by passage, and of the best activity its title and labelled fields."""
    index, asked = records.index, finding.asked
    picked = chosen(asked, finding.hits, records, limit=_SEARCH_POINTS)
    against = disagreeing(asked, finding.hits, records)
    dated = bool(against) or len({entry.statement.passage.document for entry in picked}) > 1
    # The text says whose it is; where several are, each point does.
    alone = len({entry.statement.passage.organisation for entry in picked}) == 1
    points = [stated_point(spoken(entry), [entry], index, form="said", dated=True, alone=alone) for entry in against]
    for rank in dict.fromkeys(entry.rank for entry in picked):
        mine = [entry.statement for entry in picked if entry.rank == rank and entry.statement not in against]
        mine.sort(key=lambda entry: entry.start)
        if not mine:
            continue
        activity = index.activities.get(mine[0].passage.activity or "")
        if rank == picked[0].rank and activity and activity.kind != "follow-up":
            sentences = [entry for entry in mine if entry.part == "sentence"]
            points.append(activity_point(activity, asked, records, full=True, alone=alone, more=sentences[:1]))
        said = points[-1].statements if points else ()
        for entry in mine:
            if entry.part in LABELLED and entry not in said:
                points.append(stated_point(spoken(entry), [entry], index, form="field"))
            elif entry not in said and not (said and repeats(entry, said[0])):
                points.append(stated_point(spoken(entry), [entry], index, form="said", dated=dated, alone=alone))
    return points


def _text(finding: Finding, records: Records, *, room: int) -> str:
    """The answer to one part: by its numbers where it is a set, by its best statement where it was searched."""
    index, asked, coverage = records.index, finding.asked, finding.coverage
    activities = [index.activities[entry] for entry in finding.activities if entry in index.activities]
    near = [hit.passage for hit in finding.near]
    values = {
        "way": finding.way,
        "outcome": finding.outcome,
        "wants_none": asked.wants_none,
        "activities": len(activities),
        "own": sum(entry.kind == "own" for entry in activities),
        "joint": sum(entry.kind == "joint" for entry in activities),
        "kinds": kind_of_none(asked),
        "no_activities": NONE[kind_of_none(asked)],
        "goals": [str(goal) for goal in asked.goals],
        "has": _names(coverage.has if coverage else (), index),
        "has_not": _names(coverage.has_not if coverage else (), index),
        "unclear": _names(coverage.unclear if coverage else (), index),
        "of": coverage.of if coverage else 0,
        "choices": _names(finding.choices, index),
        "city_wide": len(finding.city_wide),
        "best": shortened(spoken(lead_of(near[0], index)), 20) if near else None,
        "unfollowed": unfollowed(finding, records),
        "earlier": _earlier([hit.passage for hit in finding.hits[:1]], index),
        **_direct(finding, records, room=min(_LEAD_WORDS, room - 15)),
    }
    counted = rendered("summary.jinja", **{**values, **_UNSAID})
    held = ground([*(hit.passage for hit in finding.hits), *near], index, also=counted)
    return _founded(rendered("summary.jinja", **values), held, index)


def _direct(finding: Finding, records: Records, *, room: int) -> dict[str, object]:
    """What a search found, in a sentence: the field that is asked for, and the best statement."""
    index, asked = records.index, finding.asked
    values: dict[str, object] = dict.fromkeys(_DIRECT)
    if finding.way != "search" or finding.outcome != "answered":
        return values
    pairs = promises(finding, records)
    picked = [entry.statement for entry in chosen(asked, finding.hits, records, limit=_LOOKED_AT)]
    best = pairs[0].title if pairs else picked[0]
    passage = best.passage
    found = statements(passage, index.activities.get(passage.activity or ""))
    fields = {part: entry for part in fields_asked(asked) if (entry := of_part(found, part))}
    if asked.intent == "commitment" or best in fields.values():
        best = lead_for(asked, Hit(passage, 1.0), records)
    owner = index.organisations.get(passage.organisation or "")
    source, years = source_and_years(passage, index)
    values |= {
        "lead": shortened(spoken(best), room - (15 if fields else 0)),
        "owner": genitive(in_sentence(owner)) if owner and passage.kind != "city-wide" else None,
        "source": source,
        "years": years,
        "goal": passage.goal,
        "unsaid": [] if fields else unsaid(asked, picked),
        "against": [dated_source(entry.passage, index) for entry in disagreeing(asked, finding.hits, records)],
    }
    for part, entry in fields.items():
        values[part] = shortened(spoken(entry).rstrip("."), 15)
    if pairs:
        reported = pairs[0].reported[0] if pairs[0].reported else None
        values |= {
            "promised": shortened(spoken(best), 22),
            "reported": shortened(spoken(reported), 28) if reported else None,
            "reported_in": dated_source(reported.passage, index) if reported else None,
            "followed": pairs[0].followed,
        }
    return values


def _founded(text: str, held: Ground, index: Index) -> str:
    """A text without the sentences whose claims nothing holds."""
    sentences = [entry for entry in SENTENCE_END.split(text) if entry and not unsupported(entry, held, index)]
    return " ".join(sentences) or "Svaret står i källorna."


def _earlier(passages: Sequence[Passage], index: Index) -> str | None:
    """The programme and years of what is cited first, where it is no longer in force."""
    catalogue = index.collection.catalogue
    current = in_force(catalogue)
    for passage in passages:
        for programme in catalogue.programmes:
            if programme.id == passage.programme and programme.id not in current:
                return f"{programme.title} {programme.period[0]}–{programme.period[1]}"
    return None


def _names(organisations: Sequence[str | None], index: Index) -> list[str]:
    return [in_sentence(index.organisations[entry]) for entry in organisations if entry in index.organisations]
