"""A text → its sentences. The one place where it is decided where a sentence ends.

A sentence ends at ".", "!" or "?" before a capital, a figure, a quotation mark or a bullet; at an empty line, unless
a small letter follows, as at the foot of a page; and before an item of a list or a line that opens with a label. It
does not end after an abbreviation ("t.ex.", "5 kap."), an initial, or a number that has only just begun it
("2. Utbildning").
"""

import re
from collections.abc import Iterator

from corpus.swedish.vocabulary import VOCABULARY

_CLOSING = r"[\"”’'»)\]]*"
_OPENING = r"[A-ZÅÄÖÉ0-9\"”“«(*•–-]"
_END = re.compile(rf"(?P<stop>[.!?…]){_CLOSING}(?P<gap>\s+)(?={_OPENING})")
# What is typed may begin a sentence with a small letter; in a document a "?" in the middle is mostly a misread bullet.
_TYPED_END = re.compile(rf"(?P<stop>[.!?…]){_CLOSING}(?P<gap>\s+)(?=\S)")
_STRUCTURE = re.compile(r"\s*\n\s*\n\s*(?![a-zåäö\s])|\s*\n(?=\s*[•●▪◦‣*?–-]\s*\S)|\s*\n(?=[A-ZÅÄÖ][\wåäö]{2,20}:\s)")
_LAST_WORD = re.compile(r"(?:^|(?<=[\s(\"”“»/]))([^\s(\"”“»/]+)$")
_WORD_CHARACTER = re.compile(r"[^\W\d_]")
_INITIAL = re.compile(r"[^\W\d_]\.")
_OPEN = frozenset(VOCABULARY.abbreviations_before)
_ANY = frozenset(VOCABULARY.abbreviations) | _OPEN


def sentences(text: str, *, typed: bool = False) -> list[str]:
    """The sentences in order, each in single spaces: "Se 5 kap. 11 §. Klart." → ["Se 5 kap. 11 §.", "Klart."]."""
    spans = sentence_spans(text, typed=typed)
    return [" ".join(text[start:end].split()) for start, end in spans]


def sentence_spans(text: str, start: int = 0, *, typed: bool = False) -> list[tuple[int, int]]:
    """Where the sentences from ``start`` on stand in a text, without the white space between them.

    ``typed``: a question or message, in which a sentence may begin with a small letter.
    """
    spans = []
    begin = start
    for first, last in [*sentence_gaps(text, start, typed=typed), (len(text), len(text))]:
        stretch = text[begin:first]
        if stretch.strip():
            skipped = len(stretch) - len(stretch.lstrip())
            spans.append((begin + skipped, first - (len(stretch) - len(stretch.rstrip()))))
        begin = last
    return spans


def sentence_gaps(text: str, start: int = 0, *, typed: bool = False) -> Iterator[tuple[int, int]]:
    """The stretches of white space at which sentences end, in order."""
    ends = {match.span("gap"): match.start("stop") for match in (_TYPED_END if typed else _END).finditer(text, start)}
    gaps = {match.span(): -1 for match in _STRUCTURE.finditer(text, start)}
    begin = start
    for (first, last), stop in sorted({**ends, **gaps}.items()):
        if first < begin or (stop >= 0 and not _ends_sentence(text, begin, stop, last, typed=typed)):
            continue
        yield first, last
        begin = last


def _ends_sentence(text: str, begin: int, stop: int, following: int, *, typed: bool) -> bool:
    """Whether the sign at ``stop`` ends the sentence that began at ``begin``; the next would begin at ``following``."""
    before = text[begin : stop + 1]
    if not _WORD_CHARACTER.search(before):
        return False  # "2. Utbildning"
    if before.endswith("(?"):
        return False  # "än(?)", a word whose reading is unsure
    if text[stop] == "?" and not typed and text[stop - 1 : stop].isspace():
        return False  # a misread bullet
    if text[stop] != ".":
        return True
    match = _LAST_WORD.search(before)
    word = match[1] if match else ""
    if _INITIAL.fullmatch(word):
        return False  # "A. Ek", "bl. a."
    word = word.lower()
    if word in _OPEN:
        return False
    # "m.m." ends a sentence where the next begins.
    return word not in _ANY or text[following].isupper()
