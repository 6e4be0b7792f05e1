"""What the collection holds, or what a name in it stands for → the answer in words, and a point for each thing."""

from assistant.compose.phrasing import in_sentence, shortened
from assistant.compose.points import POINT_WORDS, TEXT_WORDS, Point
from assistant.compose.structural.records import basis_text
from assistant.compose.templates import rendered
from assistant.retrieve.collection import kind_named
from assistant.retrieve.records import Records
from assistant.types import Coverage, Finding
from index.storage.records import counted

_NAMED = 14  # names that stand in the text


def text_of_collection(finding: Finding, records: Records) -> str:
    """The answer in at most ``TEXT_WORDS`` words."""
    query, index = finding.query, records.index
    collection = index.collection
    groups = list(dict.fromkeys(entry.group for entry in finding.entries if entry.group))
    coverage = finding.coverage or Coverage()
    forms = [index.organisations[entry].form for entry in coverage.has]
    values = {
        "operation": query.operation,
        "subject": query.subject,
        "scoped": bool(query.scope.documents),
        "quantifier": query.quantifier,
        "outcome": finding.outcome,
        "entries": [(entry.name, entry.detail) for entry in finding.entries],
        "names": [entry.name for entry in finding.entries[:_NAMED]],
        "groups": [
            (group, [entry.detail or entry.name for entry in finding.entries if entry.group == group])
            for group in groups
        ],
        "administrations": len(forms) - forms.count("bolag"),
        "companies": forms.count("bolag"),
        "choices": [in_sentence(index.organisations[entry]) for entry in finding.choices],
        "unknown": query.unknown,
        "defined": query.defined,
        "kind": kind_named(query.defined or ""),
        "goals": [str(goal) for goal in query.conditions.goals],
        "counts": [(tally.key.rpartition("|")[2], tally.count) for tally in finding.tallies],
        "under": len(finding.activities),
        "has": len(coverage.has),
        "of": coverage.of,
        "basis": basis_text(finding),
        "documents": len(collection.documents),
        "plans": len(collection.plans),
        "counted": counted(collection.activities),
    }  # fmt: skip
    return shortened(rendered("collection.jinja", **values), TEXT_WORDS)


def points_of_entries(finding: Finding) -> list[Point]:
    """A point for each thing: its name, what is said of it, and where it stands."""
    return [
        Point(
            shortened(f"{entry.name}: {entry.detail}." if entry.detail else f"{entry.name}.", POINT_WORDS),
            tuple(passage.id for passage in entry.passages),
            group=entry.group,
        )
        for entry in finding.entries
    ]
