"""What can be wrong with documents, each as an error whose text is a sentence for a person."""


class CorpusError(Exception):
    """Something about the documents that a person has to know; the text says what and what to do."""


class CatalogueError(CorpusError):
    """The catalogue can't be used."""


class UnreadableDocument(CorpusError):
    """One document can't be read; the others are not touched by it."""
