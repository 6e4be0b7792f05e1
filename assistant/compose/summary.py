"""Findings → the summary: the answer in two or three sentences, then points, each with its source.

Every figure, name, date and organisation in it stands in what it cites; what doesn't is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.compose.doubt import in_doubt
from assistant.compose.passages import NOTHING, direct, of_search
from assistant.compose.phrasing import in_sentence, numbers, shortened
from assistant.compose.points import POINT_WORDS, Point, unfounded
from assistant.compose.promises import of_promises, of_time, promises, unfollowed
from assistant.compose.tables import NONE, kind_of_none, of_none, of_organisations, of_set
from assistant.compose.templates import rendered
from assistant.compose.verify import Ground, ground, unsupported
from assistant.query.understand import Understood, in_force
from assistant.retrieve.records import Records
from assistant.retrieve.structured import Finding
from assistant.safety.help import Help
from corpus.swedish.sentences import sentences
from corpus.types import Activity, Passage
from index.storage.store import Index

__all__ = ["POINT_WORDS", "TEXT_WORDS", "Point", "Summary", "summarise"]

TEXT_WORDS = 80


@dataclass(frozen=True)
class Summary:
    """The answer in short. ``generated_by`` is "extractive": nothing is said that isn't the documents'."""

    text: str
    points: tuple[Point, ...]
    generated_by: str = "extractive"


def summarise(findings: Sequence[Finding], records: Records) -> Summary:
    """The short answer to each part of a question, and the points of all parts."""
    points: dict[Point, None] = {}
    texts = []
    room = TEXT_WORDS // max(1, len(findings))
    for finding in findings:
        found = points_of(finding, records)
        points |= dict.fromkeys(found)
        texts.append(_text(finding, found, records, room=room))
    return Summary(shortened(" ".join(texts), TEXT_WORDS), tuple(points))


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
    elif finding.way in ("compare", "similar") or finding.coverage:
        points = of_organisations(finding, records)
    else:
        points = of_search(finding, records)
    return [point for point in points if not unfounded(point.text, point.citations, records.index)]


def _beside(points: Sequence[Point], others: Sequence[Point]) -> list[Point]:
    """Those of the others that state something else."""
    said = {statement for point in points for statement in point.statements}
    return [point for point in others if not said & set(point.statements)]


def _text(finding: Finding, points: Sequence[Point], records: Records, *, room: int) -> str:
    """The answer to one part: by its numbers where it is a set, by its best statement where it was searched."""
    index, asked, coverage = records.index, finding.asked, finding.coverage
    activities = [index.activities[entry] for entry in finding.activities if entry in index.activities]
    near = [hit.passage for hit in finding.near]
    cited = [index.passages[citation] for point in points for citation in point.citations]
    values = {
        "way": finding.way,
        "outcome": finding.outcome,
        "wants_none": asked.wants_none,
        "activities": len(activities),
        "kinds": kind_of_none(asked),
        "no_activities": NONE[kind_of_none(asked)],
        "goals": [str(goal) for goal in asked.goals],
        "goal_title": _goal_title(asked, records) if finding.way == "set" else None,
        "shares": _shares(coverage.has if coverage else (), activities, index),
        "has": _names(coverage.has if coverage else (), index),
        "has_not": _names(coverage.has_not if coverage else (), index),
        "unclear": _names(coverage.unclear if coverage else (), index),
        "of": coverage.of if coverage else 0,
        "choices": _names(finding.choices, index),
        "city_wide": len(finding.city_wide),
        "unfollowed": unfollowed(finding, records),
        **in_doubt(finding, records),
        "earlier": _earlier(cited[:1], index),
        **direct(finding, records, room=room),
    }
    # What was counted and is known by structure may be claimed; what a document says has to stand there.
    counted = rendered("summary.jinja", **{**values, **NOTHING, "silent": values["silent"]})
    held = ground([*(hit.passage for hit in finding.hits), *near, *cited], index, also=counted)
    text = rendered("summary.jinja", **values)
    # What is uncertain, or not found, claims nothing that a document could hold.
    return text if finding.outcome in ("uncertain", "nothing_found") else _founded(text, held, index)


def _goal_title(asked: Understood, records: Records) -> str | None:
    """How the one goal that is asked about reads, where nobody's activities are."""
    if len(asked.goals) != 1 or asked.owners:
        return None
    programmes = records.index.collection.catalogue.programmes
    titles = [g.title for p in programmes if p.id in records.in_force for g in p.goals if g.number == asked.goals[0]]
    return titles[0] if len(titles) == 1 else None


def _shares(organisations: Sequence[str], activities: Sequence[Activity], index: Index) -> list[dict[str, object]]:
    """How many activities each organisation has in a set, of which kinds and under which goals."""
    shares: list[dict[str, object]] = []
    for organisation in organisations:
        theirs = [
            a for a in activities if organisation in (a.organisation, *(() if a.organisation else a.performed_by))
        ]
        shares.append({
            "who": in_sentence(index.organisations[organisation]),
            "count": len(theirs),
            "own": sum(entry.kind == "own" for entry in theirs),
            "joint": sum(entry.kind == "joint" for entry in theirs),
            "goals": numbers([entry.goal for entry in theirs if entry.goal is not None]),
        })  # fmt: skip
    return shares


def _founded(text: str, held: Ground, index: Index) -> str:
    """A text without the sentences whose claims nothing holds."""
    founded = [entry for entry in sentences(text) if not unsupported(entry, held, index)]
    return " ".join(founded) or "Svaret står i källorna."


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
