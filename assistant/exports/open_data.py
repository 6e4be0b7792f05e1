"""Activities as open data: the description of their CSV (CSV on the Web), and linked data (schema.org's Action)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.citing.reference import reference
from assistant.exports.activities import COLUMNS
from assistant.exports.origin import ORIGIN, Origin
from corpus.types import Activity, Passage, Status
from index.storage.store import Index

NUMBERS = ("goal", "first_line", "last_line", "first_page", "last_page")
# The two of schema.org's that a delay is neither of: it is said beside, by the word of ours.
_STATUS: Mapping[Status, str] = {
    "completed": "CompletedActionStatus",
    "ongoing": "ActiveActionStatus",
    "planned": "PotentialActionStatus",
    "delayed": "ActiveActionStatus",
}
_OURS = ("kind", "number", "responsible", "timeline", "indicator", "results", "follow_up_planned", "status")


@cache
def open_data_words() -> dict[str, Any]:
    """``prompts/open_data.toml``."""
    return tomllib.loads((files("prompts") / "open_data.toml").read_text(encoding="utf-8"))


def csv_metadata(url: str, *, title: str, publisher: str, licence: str | None) -> dict[str, Any]:
    """What the CSV at ``url`` holds, column by column, as "Metadata Vocabulary for Tabular Data" has it (W3C, 2015)."""
    said = open_data_words()["columns"]
    columns = [
        {
            "name": name,
            "titles": ORIGIN.get(name, name),
            "dc:description": {"@value": said[name], "@language": "sv"},
            "datatype": "integer" if name in NUMBERS else "date" if name == "made" else "string",
        }
        for name in (*COLUMNS, *(field.name for field in fields(Origin)))
    ]
    known = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "sv"}],
        "url": url,
        "dc:title": title,
        "dc:publisher": publisher,
        "dc:license": {"@id": licence} if licence else None,
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": columns, "primaryKey": "id"},
    }
    return {name: value for name, value in known.items() if value is not None}


def linked_activities(
    activities: Sequence[Activity], evidence: Mapping[str, Sequence[Passage]], index: Index, *, base: str
) -> dict[str, Any]:
    """Activities as JSON-LD: each an Action of its organisation, with its goal, its plan and where it stands.

    What schema.org and Dublin Core have no word for has our column's name. ``evidence``: the passages of each.
    """
    organisations = sorted({name for entry in activities for name in (entry.organisation, *entry.performed_by) if name})
    graph = [_organisation(name, index, base) for name in organisations if name in index.organisations]
    graph += [_action(entry, evidence.get(entry.id, ()), index, base) for entry in activities]
    context = {
        "@vocab": "https://schema.org/",
        "dcterms": "http://purl.org/dc/terms/",
        "org": "http://www.w3.org/ns/org#",
        "pa": f"{base}/oppna-data/aktiviteter.csv-metadata.json#",
        "@language": "sv",
    }
    return {"@context": context, "@graph": graph}


def _organisation(name: str, index: Index, base: str) -> dict[str, Any]:
    found = index.organisations[name]
    return {
        "@id": _organisation_id(name, base),
        "@type": ["GovernmentOrganization", "org:Organization"],
        "identifier": name,
        "name": found.name,
    }


def _organisation_id(name: str, base: str) -> str:
    return f"{base}/aktiviteter?organisations={name}"


def _action(entry: Activity, evidence: Sequence[Passage], index: Index, base: str) -> dict[str, Any]:
    own: dict[str, Any] = {f"pa:{name}": getattr(entry, name) for name in _OURS}
    performers = [{"@id": _organisation_id(name, base)} for name in entry.performed_by]
    known: dict[str, Any] = {
        "@id": f"{base}/aktiviteter/{entry.id}",
        "@type": "Action",
        "identifier": entry.id,
        "name": entry.title,
        "description": entry.body,
        "agent": {"@id": _organisation_id(entry.organisation, base)} if entry.organisation else None,
        "participant": performers,
        "actionStatus": {"@id": f"https://schema.org/{_STATUS[entry.status]}"} if entry.status else None,
        "object": _goal(entry),
        "dcterms:isPartOf": {"@id": f"{base}/planer/{entry.plan}"} if entry.plan else None,
        "dcterms:source": {
            "@id": f"{base}/documents/{entry.document}?lines={entry.lines[0]}-{entry.lines[1]}#L{entry.lines[0]}"
        },
        "dcterms:bibliographicCitation": reference(evidence[0], index) if evidence else None,
        "dcterms:isReferencedBy": [{"@id": f"{base}/aktiviteter/{report}"} for report in entry.followed_by],
        "dcterms:references": [{"@id": f"{base}/aktiviteter/{plan}"} for plan in entry.follows],
        **own,
    }
    return {name: value for name, value in known.items() if value not in (None, [], ())}


def _goal(entry: Activity) -> dict[str, Any] | None:
    if entry.goal is None:
        return None
    known = {"@type": "DefinedTerm", "termCode": str(entry.goal), "name": entry.goal_title}
    return {name: value for name, value in known.items() if value}
