"""What stands beside a personal identity number → left out, so that nothing about that person is found or listed."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from corpus.types import Activity, Document, IdentityPlace, Line, Passage, Span

TITLE = "Uppgiften är undantagen: ett personnummer stod i den."


def quarantine(
    activities: Sequence[Activity], passages: Sequence[Passage], held: Collection[int]
) -> tuple[tuple[Activity, ...], tuple[Passage, ...]]:
    """The records of a document without those passages that touch the lines ``held``, and without their text.

    An activity that such a passage belongs to stays, because a plan that seems to have none would be a
    wrong answer: with its title, if no number stood in that, and nothing of its body.
    """
    out = {passage.id for passage in passages if _touches(passage.lines, held)}
    told = {passage.activity for passage in passages if passage.id in out}
    kept = tuple(
        _emptied(entry, titled=not _touches(entry.title_lines, held))
        if entry.id in told or _touches(entry.lines, held)
        else entry
        for entry in activities
    )
    return kept, tuple(passage for passage in passages if passage.id not in out)


def identity_places(document: Document, lines: Sequence[Line], held: Collection[int]) -> tuple[IdentityPlace, ...]:
    """Where the numbers stood."""
    return tuple(IdentityPlace(document.id, number, lines[number - 1].page) for number in sorted(held))


def report(place: IdentityPlace, file: str) -> str:
    """A sentence for whoever runs this; the number isn't in it."""
    page = f" (page {place.page})" if place.page is not None else ""
    return (
        f"{file}, line {place.line}{page}: holds what looks like a personal identity number; it is masked and its "
        "passage kept out of the index. Take the number out of the document"
    )


def _emptied(activity: Activity, *, titled: bool) -> Activity:
    return replace(
        activity,
        title=activity.title if titled else TITLE,
        body=None,
        corrected=(),
        responsible=None,
        timeline=None,
        indicator=None,
        results=None,
        follow_up_planned=None,
        status=None,
        status_source=None,
    )


def _touches(span: Span, held: Collection[int]) -> bool:
    return any(span[0] <= number <= span[1] for number in held)
