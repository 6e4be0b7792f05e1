"""Where something stands, in words: lines of a file, printed pages."""

from corpus.types import Span


def rows(lines: Span) -> str:
    """Lines as people write them: "rad 7" or "rad 7–9"."""
    first, last = lines
    return f"rad {first}" if first == last else f"rad {first}–{last}"


def pages(span: Span) -> str:
    """Printed pages as people write them: "sidan 6" or "sidorna 6–7"."""
    first, last = span
    return f"sidan {first}" if first == last else f"sidorna {first}–{last}"
