"""A line of a table → its cells. Columns stand apart by bars, tabs or spaces."""

import re

from corpus.parsing.layout.line_kinds import bare

_RULE = re.compile(r"^[\s|:+=–-]+$")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def is_rule(text: str) -> bool:
    """Whether a line of a table only parts its rows, or has nothing but dashes in its cells."""
    return _RULE.match(text) is not None


def cells_of(text: str) -> list[str]:
    """The cells in order, empty ones too: "| HR | |" → ["HR", ""]; bold type stays marked between bars."""
    if "|" in text:
        text = _BREAK.sub("; ", text)
        return [cell.strip() for cell in text.strip().removeprefix("|").removesuffix("|").split("|")]
    if "\t" in text:
        return [bare(cell) for cell in text.strip("\n").split("\t")]
    return [bare(cell) for cell in re.split(r" {2,}", text.strip())]
