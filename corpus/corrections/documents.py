"""A document as its catalogue has it → the same with the fields that a person has set right."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from corpus.types import Catalogue, Correction, Document, Value

_NEEDED = ("title", "kind", "municipality")


def with_document_fields(document: Document, corrections: Sequence[Correction], catalogue: Catalogue) -> Document:
    """A document of a catalogue with its corrections, those of its own fields laid over it.

    What names a programme or an organisation that isn't there is left; its reading says so.
    """
    values = {name: value for entry in corrections if entry.on == "document" for name, value in entry.values}
    kept = {name: value for name, value in values.items() if is_known(name, value, catalogue)}
    return replace(document, **cast(dict[str, Any], kept), corrections=tuple(corrections))


def is_known(name: str, value: Value, catalogue: Catalogue) -> bool:
    """Whether a field can say this: what names a programme or an organisation has to name one that is there."""
    if value is None:
        return name not in _NEEDED
    known = {
        "programme": {entry.id for entry in catalogue.programmes},
        "organisation": {entry.id for entry in catalogue.organisations},
    }
    return name not in known or value in known[name]
