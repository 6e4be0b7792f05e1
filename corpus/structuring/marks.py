"""A line → what it shows by itself: a bullet, bold type, or that its sentence goes on."""

import re

from corpus.structuring.headings import fold

_BULLET = re.compile(r"^\s*(?:[•·●▪■◦‣¢?+]|\*(?!\S[^*]*\*)|[-–—](?=\s|[A-ZÅÄÖ])|[eo](?=\s+\w))\s*(?=\S)")
# A line that ends with one of these goes on.
_OPEN_WORDS = frozenset(
    fold(word)
    for word in (
        *(
            "och",
            "eller",
            "samt",
            "i",
            "på",
            "av",
            "för",
            "att",
            "till",
            "med",
            "om",
            "som",
            "den",
            "det",
            "de",
        ),
        *("en", "ett", "vid", "från", "under", "kring", "mot", "utifrån", "inom", "är", "ska", "har", "kan"),
        *("vad", "hur", "var", "genom", "mellan", "efter", "enligt", "sin", "sitt", "sina", "än", "vilka"),
        *("vilken", "vilket"),
    )
)


def bullet(text: str) -> str | None:
    """The mark that a listed line begins with, its indentation included; None for other lines."""
    match = _BULLET.match(text)
    return text[: match.end()].rstrip() if match else None


def is_bold(text: str) -> bool:
    """Whether a line of a Markdown text is bold from end to end, its number or bullet left out."""
    return re.fullmatch(r"\s*(?:[\d.]+\s+)?\*\*[^*]+\*\*[\s.]*", text) is not None


def is_open(text: str) -> bool:
    """Whether a line breaks off in mid-sentence or in an opened bracket."""
    text = text.rstrip()
    if text.count("(") > text.count(")"):
        return True
    if text.endswith((",", "-", "–", "—", "/", "(")):
        return True
    words = fold(text).split()
    return bool(words) and text[-1].isalnum() and words[-1] in _OPEN_WORDS
