"""Passage → a source reference in Swedish, from metadata and the document only.

It names what tells two passages of one plan apart: the goal, the activity, the page. Lines of the text file stand in
it where no page is known, or where one page has several parts of an activity.
"""

import textwrap
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.types import Passage, Span
from index.storage.store import Index

_TITLE = 90  # characters of a title within a reference


@dataclass(frozen=True)
class Reference:
    """What a reference says. ``issued`` is the date or year of decision or publication, else ``period`` holds.

    ``author`` is the nämnd or bolag that decided the plan (``decided``: when), or the document's publisher; ``part``
    is where in the document: its goal and activity, or its section. ``pages`` are printed ones; ``lines`` are given
    where these don't tell the place. ``accessed`` is the day on which it was read here.
    """

    id: str
    author: str
    issued: str | None
    period: Span | None
    title: str
    part: str | None
    publisher: str
    decided: str | None
    number: str | None
    pages: Span | None
    lines: Span | None
    url: str | None
    accessed: date | None
    machine_read: bool

    @property
    def dated(self) -> bool:
        """Whether any year is known."""
        return bool(self.issued or self.period)

    @property
    def years(self) -> str:
        """The year, or the years that the plan is for where no date is known."""
        if self.issued or not self.period:
            return self.issued[:4] if self.issued else reference_word("no_year")
        return span_text(self.period)

    @property
    def page(self) -> str:
        """The page: "s. 6", "s. 6–7", or that there is none."""
        return reference_word("page", pages=span_text(self.pages)) if self.pages else reference_word("no_page")

    @property
    def place(self) -> str:
        """The page, and the lines where they are needed: "s. 6", "u.s., rad 10–12 i textfilen"."""
        return ", ".join(filter(None, [self.page, self.file_lines]))

    @property
    def file_lines(self) -> str | None:
        """The lines in words, where they are needed."""
        return reference_word("lines", lines=span_text(self.lines)) if self.lines else None


def reference_of(passage: Passage, index: Index, *, accessed: date | None = None) -> Reference:
    """What is known of the source of a passage that is read on a day."""
    document = next(entry for entry in index.collection.documents if entry.id == passage.document)
    plan = index.plans.get(passage.plan or "")
    title = plan.title if plan else document.title
    return Reference(
        id=passage.id,
        author=(plan.board if plan else None) or document.publisher or document.municipality,
        issued=(plan.decided if plan else None) or document.date,
        period=document.period,
        title=title,
        part=_part(passage, title, index),
        publisher=document.municipality,
        decided=plan.decided if plan else None,
        number=plan.diary_number if plan else None,
        pages=passage.pages,
        lines=None if passage.pages and _whole(passage, index) else passage.lines,
        url=document.url,
        accessed=accessed,
        machine_read=passage.machine_read,
    )


def reference(passage: Passage, index: Index, *, accessed: date | None = None) -> str:
    """A reference ready to paste.

    "Servicenämnden (2022–2026). Handlingsplan …, mål 3, aktiviteten ”…”. Malmö stad, s. 6, maskinläst text."
    """
    source = reference_of(passage, index, accessed=accessed)
    title = ", ".join(filter(None, [source.title, source.part]))
    parts = [
        f"{source.author} ({source.years}). {title}. {source.publisher}",
        reference_word("decided", day=source.decided) if source.decided else None,
        reference_word("number", number=source.number) if source.number else None,
        source.place,
        source.url,
        reference_word("accessed", day=source.accessed.isoformat()) if source.accessed else None,
        reference_word("machine_read") if source.machine_read else None,
    ]
    return ", ".join(filter(None, parts)) + "."


def reference_word(word: str, **values: object) -> str:
    """A word of a reference, from ``prompts/cite.toml``."""
    text: str = cite_words()["words"][word]
    return text.format(**values)


@cache
def cite_words() -> dict[str, Any]:
    """``prompts/cite.toml``."""
    return tomllib.loads((files("prompts") / "cite.toml").read_text(encoding="utf-8"))


def span_text(span: Span) -> str:
    """Pages, lines or years: "6" or "6–7"."""
    return "–".join(map(str, dict.fromkeys(span)))


def _part(passage: Passage, title: str, index: Index) -> str | None:
    """The goal and what of it, as the document calls it: "mål 3, aktiviteten ”Lathund”", "avsnittet ”Bakgrund”"."""
    activity = index.activities.get(passage.activity or "")
    parts = [reference_word("goal", goal=passage.goal)] if passage.goal is not None else []
    if activity:
        kind = "numbered" if activity.number else "follow-up" if activity.kind == "follow-up" else "activity"
        parts.append(reference_word(kind, title=_short(activity.title), number=activity.number))
    elif passage.kind != "heading" or passage.goal is None:
        owner = index.organisations.get(passage.organisation or "")
        named = [heading for heading in passage.headings if heading not in (title, owner.name if owner else None)]
        parts += [reference_word("section", title=_short(named[-1]))] if named else []
    return ", ".join(parts) or None


def _short(title: str) -> str:
    """A title within quotation marks, cut between words."""
    text = textwrap.shorten(title, _TITLE, placeholder="…") or title[:_TITLE]
    return text.rstrip(".:,").replace("”", "’").replace('"', "’")


def _whole(passage: Passage, index: Index) -> bool:
    """Whether a passage is all of its activity."""
    activity = index.activities.get(passage.activity or "")
    return activity is not None and passage.lines[0] <= activity.lines[0] and activity.lines[1] <= passage.lines[1]
