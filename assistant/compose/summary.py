"""Findings → the summary: the answer in two or three sentences, then points, each with its source.

Every figure, name, date and organisation in it stands in what it cites; what doesn't is left out.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.compose.doubt import in_doubt
from assistant.compose.passages import NOTHING, points_of_search, search_fields
from assistant.compose.phrasing import in_sentence, shortened
from assistant.compose.points import TEXT_WORDS, Point, Summary, unsupported_claims
from assistant.compose.promises import points_of_periods, points_of_promises, promises, unfollowed
from assistant.compose.structural.collection import points_of_entries, text_of_collection
from assistant.compose.structural.records import text_of_records
from assistant.compose.tables import points_of_comparison, points_of_organisations, points_of_records
from assistant.compose.templates import rendered
from assistant.compose.verify import Grounding, grounding_of, unsupported
from assistant.query.recognise.collection_names import in_force
from assistant.retrieve.records import Records
from assistant.safety.help import Help
from assistant.types import HAVING, Basis, Finding
from corpus.swedish.sentences import sentences
from corpus.types import Passage
from index.storage.store import Index


def summarise(findings: Sequence[Finding], records: Records) -> Summary:
    """The short answer to each part of a question, and the points of all parts."""
    points: dict[Point, None] = {}
    texts = []
    room = TEXT_WORDS // max(1, len(findings))
    bases: set[Basis | None] = set()
    for finding in findings:
        found = points_of(finding, records)
        points |= dict.fromkeys(found)
        texts.append(_text_of(finding, found, records, room=room, counted_before=finding.basis in bases))
        bases.add(finding.basis)
    return Summary(shortened(" ".join(texts), TEXT_WORDS), tuple(points))


def lead(findings: Sequence[Finding], summary: Summary, records: Records) -> str:
    """The summary's text in one or two sentences, where rows or a table beside it say the rest; else as it is."""
    if summary.generated_by != "extractive" or not all(f.way == "records" or f.comparison for f in findings):
        return summary.text
    room = TEXT_WORDS // max(1, len(findings))
    return " ".join(dict.fromkeys(_lead_of(finding, records, room=room) for finding in findings))


def _lead_of(finding: Finding, records: Records, *, room: int) -> str:
    """What a lead says of one part of a question."""
    if finding.comparison and finding.outcome == "answered":
        return _lead_of_comparison(finding, records.index)
    if finding.way == "records":
        return text_of_records(finding, records, counted_before=True, brief=True)
    return _text_of(finding, points_of(finding, records), records, room=room, counted_before=True)


def _lead_of_comparison(finding: Finding, index: Index) -> str:
    levels = {level: [row.organisation for row in finding.comparison if row.level == level] for level in HAVING}
    return rendered(
        "lead.jinja", wants_none=finding.query.operation == "who_lacks", of=len(finding.comparison),
        **{level: _names(found, index) for level, found in levels.items()},
    )  # fmt: skip


def help_summary(help_text: Help, below: Summary) -> Summary:
    """The fixed text and the numbers to call, whatever was asked; the points are what the documents say."""
    numbers = "; ".join(f"{c.name} {c.number}" if c.number else c.name for c in help_text.contacts)
    return replace(below, text=f"{help_text.heading}. {help_text.text} {numbers}.")


def points_of(finding: Finding, records: Records) -> list[Point]:
    """The points of one part of a question. One whose claims don't stand in its passages is dropped."""
    asked = finding.query
    if finding.way == "collection":
        return points_of_entries(finding)
    elif finding.way == "records":
        points = points_of_records(finding, records)
    elif finding.outcome != "answered":
        points = []
    elif asked.need.side:
        points = points_of_periods(finding, records)
    elif found := promises(finding, records):
        points = points_of_promises(found, records)
        if finding.way == "search" and asked.operation != "plan_vs_followup":
            points += _beside(points, points_of_search(finding, records))
    elif finding.comparison:
        points = points_of_comparison(finding, records)
    elif finding.way in ("compare", "similar") or finding.coverage:
        points = points_of_organisations(finding, records)
    else:
        points = points_of_search(finding, records)
    # A point without a statement counts: its number is the table's.
    return [
        point
        for point in points
        if not (point.statements and unsupported_claims(point.text, point.citations, records.index))
    ]


def _beside(points: Sequence[Point], others: Sequence[Point]) -> list[Point]:
    """Those of the others that state something else."""
    said = {statement for point in points for statement in point.statements}
    return [point for point in others if not said & set(point.statements)]


def _text_of(finding: Finding, points: Sequence[Point], records: Records, *, room: int, counted_before: bool) -> str:
    match finding.way:
        case "collection":
            return text_of_collection(finding, records)
        case "records":
            return text_of_records(finding, records, counted_before=counted_before)
        case _:
            return _text(finding, points, records, room=room)


def _text(finding: Finding, points: Sequence[Point], records: Records, *, room: int) -> str:
    """The answer to one part: by its numbers where it is a set, by its best statement where it was searched."""
    index, coverage = records.index, finding.coverage
    near = [hit.passage for hit in finding.near]
    cited = [index.passages[citation] for point in points for citation in point.citations]
    values = {
        "way": finding.way,
        "outcome": finding.outcome,
        "wants_none": finding.query.operation == "who_lacks",
        "has": _names(coverage.has if coverage else (), index),
        "has_not": _names(coverage.has_not if coverage else (), index),
        "unclear": _names(coverage.unclear if coverage else (), index),
        "of": coverage.of if coverage else 0,
        "choices": _names(finding.choices, index),
        "unfollowed": unfollowed(finding, records),
        **in_doubt(finding, records),
        "earlier": _earlier(cited[:1], index),
        **search_fields(finding, records, room=room),
    }
    # What was counted and is known by structure may be claimed; what a document says has to stand there.
    counted = rendered("summary.jinja", **{**values, **NOTHING, "silent": values["silent"]})
    held = grounding_of([*(hit.passage for hit in finding.hits), *near, *cited], index, also=counted)
    text = rendered("summary.jinja", **values)
    # What is uncertain, or not found, claims nothing that a document could hold.
    return text if finding.outcome in ("uncertain", "nothing_found") else _founded(text, held, index)


def _founded(text: str, grounding: Grounding, index: Index) -> str:
    """A text without the sentences whose claims nothing holds."""
    founded = [entry for entry in sentences(text) if not unsupported(entry, grounding, index)]
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
