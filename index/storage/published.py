"""The one place where drafts are left out: what makes an index → the same with nothing in it that is for keepers only.

Left out is a draft with all that was read of it, what was said of its reading, and the programmes and organisations
that came in with it, unless something that is published names them too.
"""

from collections.abc import Sequence
from dataclasses import replace

from corpus.ingest import Part
from corpus.reading.files import printable
from corpus.types import Catalogue


def without_drafts(
    catalogue: Catalogue, parts: Sequence[Part], problems: Sequence[str]
) -> tuple[Catalogue, list[Part], tuple[str, ...]]:
    """The catalogue, parts and problems that are for everybody; the parts of documents that are published, in order."""
    drafts = {entry.id: entry for entry in catalogue.documents if entry.draft}
    kept = [part for part in parts if part.document.id not in drafts]
    published = tuple(entry for entry in catalogue.documents if not entry.draft)
    documents = [*published, *(part.document for part in kept)]
    named = {entry.programme for entry in documents} | {entry.organisation for entry in documents}
    named |= {plan.organisation for part in kept for plan in part.plans}
    named |= {name for part in kept for a in part.activities for name in (a.organisation, *a.performed_by)}
    known = {None, *(entry.id for entry in published)}
    own = replace(
        catalogue,
        documents=published,
        programmes=tuple(e for e in catalogue.programmes if e.came_with in known or e.id in named),
        organisations=tuple(e for e in catalogue.organisations if e.came_with in known or e.id in named),
    )
    names = {name for entry in drafts.values() for name in (entry.file, printable(entry.file))}
    marks = tuple(f"{name}{sign}" for name in names for sign in ":,")
    return own, kept, tuple(entry for entry in problems if not entry.startswith(marks))
