"""Passage → a source reference in Swedish, from metadata and the document only, without file lines."""

from corpus.types import Passage
from index.store import Index


def reference(passage: Passage, index: Index) -> str:
    """A reference ready to paste.

    Author is the nämnd or bolag that decided the plan, or the document's publisher; then years,
    title, municipality, printed page where it is known, and "maskinläst text" where it is.
    """
    document = next(entry for entry in index.collection.documents if entry.id == passage.document)
    plan = index.plans.get(passage.plan or "")
    author = (plan.board if plan else None) or document.publisher or document.municipality
    period = f"{document.period[0]}–{document.period[1]}" if document.period else "år framgår inte"
    year = document.date[:4] if document.date else period
    parts = [f"{author} ({year}). {plan.title if plan else document.title}. {document.municipality}"]
    if passage.pages:
        first, last = passage.pages
        parts.append(f"s. {first}" if first == last else f"s. {first}–{last}")
    if document.url:
        parts.append(document.url)
    if passage.machine_read:
        parts.append("maskinläst text")
    return ", ".join(parts) + "."
