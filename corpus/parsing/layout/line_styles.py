"""A line → what it shows by itself: a bullet, bold type, or that its sentence goes on."""

import re

from corpus.swedish.text import fold

BOLD_LEVEL = 7  # of a heading in bold type: below all headings with a level of their own
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
# Of these some end a sentence too: "skrivs om", "tas fram till", "följs upp av".
_PARTICLES = frozenset(("om", "till", "med", "i", "pa", "under", "vid", "efter", "for", "mot", "av"))


def bullet(text: str) -> str | None:
    """The mark that a listed line begins with, its indentation included; None for other lines."""
    match = _BULLET.match(text)
    return text[: match.end()].rstrip() if match else None


def is_bold(text: str) -> bool:
    """Whether a line of a Markdown text is bold from end to end, its number or bullet left out."""
    return re.fullmatch(r"\s*(?:[\d.]+\s+)?\*\*[^*]+\*\*[\s.]*", text) is not None


def is_open(text: str, below: str = "") -> bool:
    """Whether a line breaks off in mid-sentence or in an opened bracket.

    Not so where the line ``below`` begins with "Den" or the like: then "om" has ended "skrivs om".
    """
    text = text.rstrip()
    if text.count("(") > text.count(")"):
        return True
    if text.endswith((",", "-", "–", "—", "/", "(")):
        return True
    words, after = fold(text).split(), fold(below).split()
    if re.search(r"\bår$", text, re.IGNORECASE):
        return False  # folded it is "är"
    if after and below.lstrip()[:1].isupper() and after[0] in _OPEN_WORDS and words[-1:] and words[-1] in _PARTICLES:
        return False
    return bool(words) and text[-1].isalnum() and words[-1] in _OPEN_WORDS
