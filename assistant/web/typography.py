"""How numbers, dates and a document's text are set on the page, as Swedish does it. What is set is escaped."""

import re
from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from assistant.schemas.passages import PassageOut
from corpus.swedish.dates import MONTHS
from corpus.types import Line, Span

_NO_BREAK = "\N{NO-BREAK SPACE}"
# Begins an entry of a list, which has a line of its own.
_ENTRY = re.compile(r"\s*(?:[•·○▪*–—-]\s|\(?\d{1,2}[.)]\s|[a-e]\)\s)")
_BROKEN_WORD = re.compile(r"\w-$")
_FULL = 0.75  # of a passage's longest line: one that ends before that ended on purpose


def percent(share: float, decimals: int = 1) -> str:
    """A share as Swedish writes it: 0.9686 → "96,9 %"."""
    digits = f"{share * 100:.{decimals}f}".replace(".", ",")
    return digits.removesuffix(",0") + f"{_NO_BREAK}%"


def number(value: int) -> str:
    """A number with its thousands apart: 3595 → "3 595"."""
    return f"{value:,}".replace(",", _NO_BREAK)


def day(written: str) -> str:
    """A date or a part of one in words: "2019-01-31" → "31 januari 2019"; a year stays as it is."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d{2}))?", written)
    if found is None:
        return written
    said = f"{MONTHS[int(found[2]) - 1]} {found[1]}"
    return f"{int(found[3])}{_NO_BREAK}{said}" if found[3] else said


def contact(place: str) -> Markup:
    """Where faults are reported: an e-mail address and a web address as links, other words as they are."""
    if re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", place):
        return Markup('<a href="mailto:{0}">{0}</a>').format(place)
    if re.fullmatch(r"https?://\S+", place):
        return Markup('<a href="{0}">{0}</a>').format(place)
    return escape(place)


def flowing(text: str) -> str:
    """A text whose lines were cut by the width of a page, of the same length, with those cuts as spaces.

    Kept are empty lines, one at a time, entries of lists, and a line that ends well before the longest.
    """
    lines = text.split("\n")
    longest = max(map(len, lines))
    joined = lines[0]
    for before, line in pairwise(lines):
        if before.strip() and line.strip():
            keeps = bool(_ENTRY.match(line) or _BROKEN_WORD.search(before)) or len(before) < longest * _FULL
        else:
            keeps = bool(before.strip() or line.strip())  # of several empty lines one
        joined += ("\n" if keeps else " ") + line
    return joined


def marked(read: Line | PassageOut) -> Markup:
    """A text with its unsure words marked, its lines as they stand; all of it is escaped."""
    return _marked(read.text, read.unsure, (0, len(read.text)))


def quoted(passage: PassageOut) -> Markup:
    """A passage as it is read: its title apart, its lines ``flowing``, without what pages repeat at head and foot."""
    text = passage.text
    for start, end in passage.page_frame:
        text = text[:start] + " " * (end - start) + text[end:]
    text, unsure = flowing(text), [span for span in passage.unsure if text[span[0] : span[1]].strip()]
    if passage.title is None:
        return _marked(text, unsure, (0, len(text)))
    end = passage.title[1]
    title, body = _marked(text, unsure, (0, end)), _marked(text, unsure, (end, len(text)))
    return Markup("<strong>{}</strong>\n{}").format(title.strip(), body.strip())


def _marked(text: str, unsure: Sequence[Span], part: Span) -> Markup:
    found, at = Markup(), part[0]
    for start, end in unsure:
        if part[0] <= start < part[1]:
            found += escape(text[at:start])
            found += Markup('<span class="unsure">{}</span>').format(text[start:end])
            at = end
    return found + escape(text[at : part[1]])
