"""What was read of a document, with what a person has set right laid over it; what no longer fits is told."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.corrections.page_numbers import with_page_numbers
from corpus.corrections.record_fields import with_fields
from corpus.corrections.structure import Read, with_pages, with_structure
from corpus.types import Catalogue, Correction


def with_corrections(read: Read, catalogue: Catalogue) -> tuple[Read, tuple[Correction, ...]]:
    """The records with all corrections but those of words, and the ones that fit nowhere any more.

    First how the pages are numbered, then what is an activity at all, then what its fields say.
    """
    entries = [entry for entry in read.document.corrections if entry.on != "word"]
    if not entries:
        return read, ()
    lines, no_page = with_page_numbers(read.lines, read.plans, [entry for entry in entries if entry.on == "page"])
    read = with_pages(replace(read, lines=lines))
    read, no_place = with_structure(read, [entry for entry in entries if entry.change != "set"])
    read, no_value = with_fields(read, [*_set(entries)], catalogue)
    return read, (*no_page, *no_place, *no_value)


def _set(entries: Sequence[Correction]) -> Iterable[Correction]:
    """Those that set values, plans first: whose a plan is, is so for what stands in it, unless that says otherwise."""
    order = {"document": 0, "plan": 1, "activity": 2}
    return sorted((e for e in entries if e.change == "set" and e.on in order), key=lambda entry: order[entry.on])


def unfitting(file: str, entries: Iterable[Correction]) -> tuple[str, ...]:
    """A sentence for each correction that fits nowhere any more."""
    return tuple(f"{file}: a correction fits nowhere any more and is not used: {described(entry)}" for entry in entries)


def described(entry: Correction) -> str:
    """A correction in a few words: 'activity, line 12 ("Fler lampor"): responsible = Driften'."""
    said = ", ".join(f"{name} = {'unknown' if value is None else value}" for name, value in entry.values)
    what = entry.on if entry.change == "set" else f"{entry.on} ({entry.change})"
    place = f', line {entry.line} ("{" ".join(entry.text.split())[:60]}")' if entry.line else ""
    return f"{what}{place}" + (f": {said}" if said else "")
