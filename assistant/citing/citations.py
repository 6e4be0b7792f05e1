"""A passage and the name of a form → its reference in that form: to paste, for a reference manager, by a guide."""

from datetime import date
from typing import Literal

from assistant.citing.formats import bibtex, csl_json, ris
from assistant.citing.reference import reference, reference_of
from assistant.citing.styles import STYLES, styled
from corpus.types import Passage
from index.storage.store import Index

CitationForm = Literal["text", "csl-json", "ris", "bibtex", "apa", "oxford", "harvard"]

_FOR_PROGRAMS = {"csl-json": csl_json, "ris": ris, "bibtex": bibtex}


def citation(passage: Passage, index: Index, form: CitationForm, *, accessed: date) -> str:
    """The reference to a passage that was read on this day."""
    source = reference_of(passage, index, accessed=accessed)
    if form in _FOR_PROGRAMS:
        return _FOR_PROGRAMS[form](source)
    return styled(source, form).text if form in STYLES else reference(passage, index, accessed=accessed)
