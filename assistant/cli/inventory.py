"""What is in and what has come in or gone, as tables for a person and records for a program."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.table import Column, Table

from assistant.cli.preview import print_consequences
from assistant.cli.terminal import console, plain
from assistant.curation.changes import AddedDocument, RemovedDocument
from corpus.catalogue import FILE
from corpus.quality import lines_quality
from corpus.reading.files import printable
from corpus.types import Document
from index.storage.records import counted
from index.storage.store import Index

# In the order in which they are shown; None where the document doesn't say.
_FIELDS = ("title", "kind", "programme", "organisation", "publisher", "municipality", "period", "date", "machine_read")


def documents(index: Index) -> list[dict[str, Any]]:
    """Every document of the catalogue as a record, also those that can't be read."""
    collection = index.collection
    plans = {document.id: [plan for plan in collection.plans if plan.document == document.id]
             for document in collection.catalogue.documents}  # fmt: skip
    counts = {d.id: counted(entry for entry in collection.activities if entry.document == d.id)
              for d in collection.catalogue.documents}  # fmt: skip
    records = []
    for document in collection.catalogue.documents:
        lines = collection.lines.get(document.id)
        owners = [document.organisation] if document.organisation else [p.organisation for p in plans[document.id]]
        records.append(
            {
                "id": document.id,
                "title": document.title,
                "kind": document.kind,
                "programme": document.programme,
                "period": list(document.period) if document.period else None,
                "date": document.date,
                "organisations": list(dict.fromkeys(owner for owner in owners if owner)),
                "plans": len(plans[document.id]),
                "activities": counts[document.id].commitments,
                "city_wide": counts[document.id].city_wide,
                "reports": counts[document.id].reports,
                "quality": lines_quality(lines) if lines is not None else None,
                "file": document.file,
                "sha256": document.sha256,
                "superseded_by": document.superseded_by,
                "draft": document.draft,
                "problems": _problems(document, collection.problems),
            }
        )
    return records


def _problems(document: Document, problems: Sequence[str]) -> list[str]:
    names = {document.file, printable(document.file)}
    return [p for p in problems if p.startswith(tuple(name + sign for name in names for sign in (":", ",")))]


def print_documents(records: Sequence[dict[str, Any]], index: Index) -> None:
    """The records as a table; problems below it."""
    # An id is what other commands ask for: where it is too long for its column it goes on in the next row.
    document, state_of = Column("document", overflow="fold"), Column("state", overflow="fold")
    table = Table(document, "kind", "period", "organisations", "plans", "activities", "certain words", state_of)
    for record in records:
        owners = [index.organisations[owner].abbreviation for owner in record["organisations"]]
        state = "draft" if record["draft"] else "in force"
        state = state if record["superseded_by"] is None else f"superseded by {record['superseded_by']}"
        table.add_row(
            plain(f"{record['id']}\n{record['title']}"),
            record["kind"] or "–",
            "–".join(map(str, record["period"])) if record["period"] else "–",
            plain(", ".join(owners) or "–"),
            str(record["plans"]),
            ", ".join(
                f"{record[name]}{said}"
                for name, said in (("activities", ""), ("city_wide", " city-wide"), ("reports", " reported on"))
                if record[name] or name == "activities"
            ),
            "–" if record["quality"] is None else f"{record['quality']:.1%}",
            plain(state if record["quality"] is not None else "can't be read"),
        )
    console.print(table)
    for record in records:
        for problem in record["problems"]:
            console.print(plain(f"! {problem}"), soft_wrap=True)


def print_added(taken: AddedDocument, supersedes: str | None) -> None:
    """The report of a document that has come in."""
    part, entry = taken.part, taken.entry
    table = Table(show_header=False, title="added" if supersedes is None else f"in the place of {supersedes}")
    table.add_row("id", plain(entry["id"]))
    for name in _FIELDS:
        value = entry.get(name)
        said = "– (the document doesn't say)" if value is None else _cell(value)
        if name in ("municipality", "organisation") and value is None:
            continue  # the catalogue's municipality; and of plans each has its own
        table.add_row(name, plain(said + (f" (as {supersedes} has it)" if name in taken.taken_over else "")))
    table.add_row("certain words", f"{lines_quality(part.lines):.1%} of {len(part.lines)} lines")
    table.add_row("plans", plain(_plans(taken)))
    table.add_row("activities", str(len(part.activities)))
    console.print(table)
    for warning in part.warnings:
        console.print(plain(f"! {warning}"), soft_wrap=True)
    print_consequences(taken.seen)
    if taken.unknown:
        names = ", ".join(taken.unknown)
        console.print(plain(f"! these owners are not in the catalogue: {names}; add [[organisations]]"), soft_wrap=True)
    where = f"correct what is wrong or missing in {taken.folder / FILE}, then run 'planassistent index'"
    console.print(plain(where), soft_wrap=True)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "–".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plans(taken: AddedDocument) -> str:
    counts = Counter(activity.plan for activity in taken.part.activities)
    rows = []
    for plan in taken.part.plans:
        owner = plan.organisation or "owner not known"
        rows.append(f"{owner}: {counts[plan.id]} activities, lines {plan.lines[0]}–{plan.lines[1]}")
    return "\n".join(rows) or "none"


def print_removed(removed: RemovedDocument) -> None:
    """What has gone, and what follows from it."""
    console.print(plain(f"{removed.document.id} is removed: its entry, its file and all that was made of it"))
    for document in removed.versions:
        console.print(plain(f"{document}, an earlier version of it, is removed too"))
    for document in removed.in_force:
        console.print(plain(f"{document}, which it had superseded, is in force again"))
    if removed.built is None:
        console.print("it was the last document: there is no index any more, and nothing is answered")
    if removed.shipped is not None:
        where = f"it also came with the program: that copy stays in {removed.shipped}, where it is not read"
        console.print(plain(where), soft_wrap=True)
