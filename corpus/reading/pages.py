"""What every reader delivers: the pages of a file, each with its lines as text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page's lines. ``sheet`` counts the pages of the file from 1, None for a format without pages.

    ``number`` is the printed page number where the format itself says it. ``machine_read``: the text
    was read from a picture.
    """

    lines: tuple[str, ...]
    sheet: int | None = None
    number: int | None = None
    machine_read: bool = False
