"""Passage → a source reference in Swedish, from metadata and the document only, without file lines."""

from dataclasses import dataclass

from corpus.types import Passage, Span
from index.storage.store import Index


@dataclass(frozen=True)
class Reference:
    """What a reference says. ``issued`` is the date or year of decision or publication, else ``period`` holds.

    ``author`` is the nämnd or bolag that decided the plan, or the document's publisher; ``pages`` are
    printed ones.
    """

    id: str
    author: str
    issued: str | None
    period: Span | None
    title: str
    publisher: str
    number: str | None
    pages: Span | None
    url: str | None
    machine_read: bool

    @property
    def dated(self) -> bool:
        """Whether any year is known."""
        return bool(self.issued or self.period)

    @property
    def years(self) -> str:
        """The year, or the years that the plan is for where no date is known."""
        if self.issued or not self.period:
            return self.issued[:4] if self.issued else "år framgår inte"
        first, last = self.period
        return f"{first}–{last}" if first != last else str(first)


def reference_of(passage: Passage, index: Index) -> Reference:
    """What is known of the source of a passage."""
    document = next(entry for entry in index.collection.documents if entry.id == passage.document)
    plan = index.plans.get(passage.plan or "")
    return Reference(
        id=plan.id if plan else document.id,
        author=(plan.board if plan else None) or document.publisher or document.municipality,
        issued=(plan.decided if plan else None) or document.date,
        period=document.period,
        title=plan.title if plan else document.title,
        publisher=document.municipality,
        number=plan.diary_number if plan else None,
        pages=passage.pages,
        url=document.url,
        machine_read=passage.machine_read,
    )


def reference(passage: Passage, index: Index) -> str:
    """A reference ready to paste: "Servicenämnden (2022–2026). Handlingsplan …. Malmö stad, s. 6, maskinläst text."."""
    source = reference_of(passage, index)
    parts = [f"{source.author} ({source.years}). {source.title}. {source.publisher}"]
    if source.number:
        parts.append(f"dnr {source.number}")
    if source.pages:
        first, last = source.pages
        parts.append(f"s. {first}" if first == last else f"s. {first}–{last}")
    if source.url:
        parts.append(source.url)
    if source.machine_read:
        parts.append("maskinläst text")
    return ", ".join(parts) + "."
