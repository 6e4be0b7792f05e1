"""Groups and fields of records → points, each with the passages that show it."""

from assistant.compose.phrasing import opening, shortened
from assistant.compose.points import Point, field_text, statements_of
from assistant.compose.statements import of_part
from assistant.compose.structural.groups import group_name
from assistant.compose.templates import rendered
from assistant.query.types import AskedField
from assistant.retrieve.records import Records
from assistant.retrieve.statement import NOBODY
from assistant.types import Finding
from corpus.types import Activity


def points_of_groups(finding: Finding, records: Records) -> list[Point]:
    """One point a group, with its count and the passages that show it; where they are ranked, the first ones."""
    points = []
    ranked = finding.query.operation in ("most", "least")
    for tally in finding.tallies:
        if ranked and not tally.meets:
            continue
        shown = [p for entry in tally.activities for p in records.evidence([records.index.activities[entry]])[:1]]
        if tally.key != NOBODY and tally.count and shown:
            name = opening(group_name(tally, finding, records))
            text = f"{name}: {tally.count} {'aktivitet' if tally.count == 1 else 'aktiviteter'}."
            points.append(Point(text, tuple(dict.fromkeys(passage.id for passage in shown))))
    return points


def field_point(activity: Activity, field: AskedField, records: Records) -> Point | None:
    """An activity with what its plan gives in one field, as printed, or that it gives nothing."""
    found = statements_of(activity, records)
    if not found:
        return None
    title = of_part(found, "title") or found[0]
    value = of_part(found, field)
    said = field_text(value, 20) if value else getattr(activity, field)
    label = rendered("field.jinja", field=field).split("|")[0]
    owner = records.index.organisations.get(activity.organisation or "")
    head = shortened(title.display_text.rstrip("."), 16)
    text = (
        f"{owner.name + ': ' if owner else ''}{head}. {opening(label)}: {said.rstrip('.') if said else 'framgår inte'}."
    )
    used = [title, *([value] if value else [])]
    return Point(shortened(text, 40), tuple(dict.fromkeys(entry.passage.id for entry in used)), tuple(used))
