"""A document that a person has set right → what is right to read of it, in the shape of the evaluation's documents.

Only ``corrected`` has been looked at; the rest is what was read, for whoever looks at the rest too.
"""

from typing import Any

from corpus.ingest import Part
from corpus.types import Activity

_FIELDS = ("goal", "goal_title", "number", "title", "responsible", "timeline", "indicator", "results", "status")
_KINDS = {"plans": "plan", "follow-up": "follow-up", None: None}


def gold_of(part: Part) -> dict[str, Any]:
    """The gold of one document."""
    document = part.document
    plan = part.plans[0] if len(part.plans) == 1 else None
    return {
        "file": document.file,
        "kind": _KINDS[document.kind],
        "title": document.title,
        "period": "–".join(map(str, dict.fromkeys(document.period))) if document.period else None,
        "municipality": document.municipality or None,
        "decided": plan.decided if plan else None,
        "diary": plan.diary_number if plan else None,
        "corrected": sorted({*_of_document(part), *(entry.field for plan in part.plans for entry in plan.corrected)}),
        "activities": [_activity(entry) for entry in part.activities],
        "removed": [entry.line for entry in document.corrections if entry.change == "remove"],
        "words": [
            {"line": line.number, "source": line.source, "text": line.text,
             "corrected": [line.text[start:end] for start, end in line.corrected]}
            for line in part.lines if line.corrected
        ],
        "pages": _pages(part),
    }  # fmt: skip


def _of_document(part: Part) -> list[str]:
    return [name for entry in part.document.corrections if entry.on == "document" for name, _ in entry.values]


def _pages(part: Part) -> list[dict[str, Any]]:
    """The pages of the file whose printed number was set right; None where none is printed, or was read."""
    numbers = {line.sheet: line.corrected_page for line in part.lines if line.corrected_page}
    return [{"sheet": sheet, "read": number.read, "page": number.now} for sheet, number in numbers.items()]


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        **{name: getattr(activity, name) for name in _FIELDS},
        "kind": activity.kind,
        "title_lines": list(activity.title_lines),
        "body_lines": list(activity.body_lines) if activity.body_lines else None,
        "corrected": [entry.field for entry in activity.corrected],
    }
