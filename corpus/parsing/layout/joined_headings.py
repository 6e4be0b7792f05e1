"""The lines of a document → the same with its headings whole: a title that was set in two paragraphs is one."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.parsing.layout.line_kinds import bare, markdown_level
from corpus.types import Line


def join_headings(lines: Sequence[Line]) -> list[Line]:
    """The lines; a heading that the next one of its level goes on with has all its words in the first."""
    joined = list(lines)
    above: int | None = None
    for i, line in enumerate(joined):
        if not line.text.strip():
            continue
        level = markdown_level(line.text)
        if above is not None and level == markdown_level(joined[above].text) and bare(line.text)[:1].islower():
            joined[above] = replace(joined[above], text=f"{joined[above].text.rstrip()} {bare(line.text)}")
            joined[i] = replace(line, text="", unsure=(), edits=())
            continue
        above = i if level is not None else None
    return joined
