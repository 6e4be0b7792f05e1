"""Comparisons in the API: one row for every organisation asked about."""

from datetime import date

from pydantic import BaseModel

from assistant.citing.quotation import quotation
from assistant.citing.reference import reference
from assistant.compose.answer import Answer
from assistant.compose.statements import Statement
from assistant.schemas.passages import NamedOut, SourceOut, source_out
from assistant.types import Compared
from index.storage.store import Index


class ComparedOut(BaseModel):
    """What one organisation has of what everyone is asked for, judged by meaning.

    ``sentence`` says it word for word, or where nothing sure was found is the nearest one; it stands in the first of
    the ``passages``. ``display`` is the same to be read, with a sign after what is unsure, and ``quotation`` to copy,
    uncertain words with what the source has where it differs. ``goal`` and ``kind`` are those of the activity that it
    stands in.
    """

    organisation: NamedOut
    short: str
    level: str
    activities: list[str]
    sentence: str | None
    display: str | None
    quotation: str | None
    passages: list[str]
    source: SourceOut | None
    reference: str | None
    goal: int | None
    kind: str | None


def compared_out(row: Compared, answer: Answer, index: Index) -> ComparedOut:
    """A row of a comparison, with the passages that show it: the sentence's first."""
    organisation, quoted = index.organisations[row.organisation], row.quoted
    shown = [hit.passage.id for hit in answer.hits if hit.passage.activity in row.activities]
    return ComparedOut(
        organisation=NamedOut(id=organisation.id, name=organisation.name),
        short=organisation.abbreviation or organisation.name,
        level=row.level,
        activities=list(row.activities),
        sentence=quoted.text if quoted else None,
        display=Statement(quoted.passage, *quoted.span).display_text if quoted else None,
        quotation=quotation(quoted.passage, quoted.span, index) if quoted else None,
        passages=list(dict.fromkeys([quoted.passage.id, *shown])) if quoted else [],
        source=source_out(quoted.passage, index) if quoted else None,
        reference=reference(quoted.passage, index, accessed=date.today()) if quoted else None,
        goal=quoted.passage.goal if quoted else None,
        kind=quoted.passage.kind if quoted else None,
    )
