"""What was read of a document → what of it a keeper has to see to, in Swedish sentences; the terminal has its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.web.office.words import office_words
from corpus.ingest import Part, is_as_described
from corpus.types import Activity, Correction, Document, IdentityPlace, Line, Plan
from index.storage.store import Index


@dataclass(frozen=True)
class Remarks:
    """``faults`` keep it, or something in it, from answering; ``missing`` is what it doesn't say, or unsurely."""

    faults: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def remarks_of(document: Document, index: Index, folder: Path) -> Remarks:
    """On a document that is in: nothing where the index hasn't come to it yet."""
    found = index.collection
    if document.id not in found.lines:
        return Remarks((_why_left_out(document, folder),)) if problems_of(document, index) else Remarks()
    return _remarks(
        document,
        found.lines[document.id],
        [entry for entry in found.plans if entry.document == document.id],
        [entry for entry in found.activities if entry.document == document.id],
        [entry for entry in found.identities if entry.document == document.id],
        found.unfitting.get(document.id, ()),
    )


def remarks_on(part: Part) -> Remarks:
    """On what would be taken in."""
    return _remarks(part.document, part.lines, part.plans, part.activities, part.identities, ())


def problems_of(document: Document, index: Index) -> list[str]:
    """What the build said of a document, in English: "FILE: …" or, of one of its lines, "FILE, line 3: …"."""
    marks = (f"{document.file}:", f"{document.file},")
    return [entry for entry in index.collection.problems if entry.startswith(marks)]


def _remarks(
    document: Document,
    lines: Sequence[Line],
    plans: Sequence[Plan],
    activities: Sequence[Activity],
    identities: Sequence[IdentityPlace],
    unfitting: Sequence[Correction],
) -> Remarks:
    words = office_words()["remarks"]
    faults = [words["identity"].format(lines=_listed([place.line for place in identities]))] if identities else []
    faults += [_counted("unfitting", len(unfitting))] if unfitting else []
    if document.superseded_by is not None:
        return Remarks(tuple(faults))
    unsure = sum(len(line.unsure) for line in lines)
    missing = [_counted("unsure", unsure)] if unsure else []
    faults += [] if document.municipality else [words["municipality"]]
    if document.kind is None:
        return Remarks((*faults, words["kind"]), tuple(missing))
    faults += [] if document.programme else [words["programme"]]
    if document.kind == "plans" and plans and not any(plan.organisation for plan in plans):
        missing.append(words["owner"])
    if not activities:
        return Remarks((*faults, words["activities"]), tuple(missing))
    asked = ("responsible", "timeline") if document.kind == "plans" else ("status",)
    for name in asked:
        if without := sum(getattr(entry, name) is None for entry in activities):
            missing.append(words[name].format(without=without, of=len(activities)))
    return Remarks(tuple(faults), tuple(missing))


def _why_left_out(document: Document, folder: Path) -> str:
    words = office_words()["remarks"]
    if document.fault is not None:
        cause = "corrections"
    elif not (folder / document.file).is_file():
        cause = "no_file"
    else:
        cause = "unreadable" if is_as_described(document, folder) else "another_file"
    sentence: str = words[cause]
    return sentence.format(file=document.file)


def _counted(what: str, count: int) -> str:
    sentence: str = office_words()["remarks"][f"{what}_one" if count == 1 else what]
    return sentence.format(count=count)


def _listed(numbers: Sequence[int]) -> str:
    """ "3", "3 och 7", "3, 7 och 9"."""
    *before, last = map(str, numbers)
    return f"{', '.join(before)} och {last}" if before else last
