"""What can be wrong with documents, each as an error whose text is a sentence for a person."""

from typing import Literal

Cause = Literal[
    "damaged", "password", "empty", "no_text", "binary", "too_large", "too_much", "too_slow", "bomb", "doc", "rtf",
    "picture", "archive", "other_format", "scan", "text_layer",
]  # fmt: skip


class CorpusError(Exception):
    """Something about the documents that a person has to know; the text says what and what to do."""


class CatalogueError(CorpusError):
    """The catalogue can't be used."""


class UnreadableDocument(CorpusError):
    """One document can't be read; the others are not touched by it.

    ``cause`` says why in a word, for whoever has a sentence of their own for it.
    """

    def __init__(self, text: str, cause: Cause = "damaged") -> None:
        super().__init__(text)
        self.cause: Cause = cause
