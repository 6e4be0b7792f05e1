"""Passages → what they state: titles, labelled fields and sentences, each an exact stretch of its passage.

``Statement.display_text`` is a stretch as it can stand in an answer; ``selection`` picks those a question asks for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from assistant.citing.quotation import CORRECTED
from corpus.swedish.sentences import sentence_gaps
from corpus.swedish.text import fold, stem
from corpus.types import Activity, Passage, Span

Part = Literal["title", "responsible", "timeline", "indicator", "follow_up_planned", "sentence"]

UNSURE = "(osäker läsning)"
UNSURE_WORD = "(?)"  # set close, so that a word stays one word
UNSURE_MEANS = f"{UNSURE_WORD} efter ett ord: ordet kan vara fel läst."  # said once
LABELLED: tuple[Part, ...] = ("responsible", "timeline", "indicator", "follow_up_planned")
# Beside the ends of sentences: a line that is a heading of one word.
_BREAK = re.compile(r"(?<=[.!?:])\s*\n(?=[A-ZÅÄÖ][\wåäö]+ ?\n)|(?<=\n)(?<=Uppföljning\n)|(?<=Uppföljning) \n")
_LABEL = re.compile(r"(?:Aktivitet \d+(?:\.\d+)*|Beskrivning|Uppföljning|Ansvar\w*|Tids?plan\w*|Indikator\w*)\s*:\s*")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SHORT = 3  # words
_BULLET = re.compile(r"^[-•*–?]\s*")
_ITEM = re.compile(r"[-•*–?]\s*\w|[a-zåäö]")
_LIST_WORDS = 60  # a longer list is one statement an item
_INNER_BULLET = re.compile(r"[.,;]?\s+[?•]\s+(?=[A-ZÅÄÖ])|(?<=:)\s*\n\s*[-•*–?]\s*|[.,;]?\s*\n\s*[-•*–?]\s*(?=\w)")
_FOOTER = re.compile(r"\d+\s*[(/]\s*\d+\s*\)*$")  # "6(8)", which a page break leaves in a text
_WORD = re.compile(r"[^\s()]+")
_DIGIT = re.compile(r"\d")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_AFTER = ".,;:!?”\"»’'"
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)\b")


@dataclass(frozen=True)
class Statement:
    """A stretch ``[start, end)`` of a passage's text, and which part of an activity it is.

    ``corrected`` is what a person has set right there, and is said in its place.
    """

    passage: Passage
    start: int
    end: int
    part: Part = "sentence"
    corrected: str | None = None

    @property
    def exact(self) -> str:
        """The stretch as the passage has it."""
        return self.passage.text[self.start : self.end]

    @cached_property
    def display_text(self) -> str:
        """The stretch as it can be read aloud: without bullets and line breaks, what is unsure marked.

        "- 12 kurser ges" with unsure 12 and "ges" → "12 (osäker läsning) kurser ges(?)".
        """
        if self.corrected is not None:
            return f"{' '.join(self.corrected.split())} ({CORRECTED})"
        text, at = "", self.start
        for match in _WORD.finditer(self.passage.text, self.start, self.end):
            if is_unsure(self.passage, match.span()) and _LETTER_OR_DIGIT.search(match[0]):
                word = match[0].rstrip(_AFTER)
                mark = f" {UNSURE}" if _DIGIT.search(word) else UNSURE_WORD
                text += self.passage.text[at : match.start()] + word + mark + match[0][len(word) :]
                at = match.end()
        text = _BULLET.sub("", text + self.passage.text[at : self.end])
        text = _INNER_BULLET.sub(lambda found: " " if text[: found.start()].endswith(":") else ", ", text)
        text = " ".join(text.replace("*", "").split()).removesuffix(",")
        text = _YEARS.sub(r"\1–\2", text)
        return re.sub(r"\s+(?=[.,;:](?:\s|$))", "", text)

    @cached_property
    def folded(self) -> str:
        """What is spoken, folded, for comparing."""
        return fold(self.display_text)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stem of each folded word."""
        return tuple(stem(word) for word in self.folded.split())


def statements(passage: Passage, activity: Activity | None) -> tuple[Statement, ...]:
    """Everything that a passage states, in its order; headings alone on a line are left out."""
    return _statements(passage, activity)


@lru_cache(maxsize=2000)
def _statements(passage: Passage, activity: Activity | None) -> tuple[Statement, ...]:
    found: list[Statement] = []
    begin = 0
    heading = activity.title if activity else passage.headings[-1] if passage.headings else ""
    read = next((str(entry.read) for entry in activity.corrected if entry.field == "title"), None) if activity else None
    if (title := _find(read or heading, passage)) and title[0] < 40:
        begin = title[1]
        found.append(Statement(passage, *title, "title", heading if read else None))
    for start, end in _with_lists(list(_sentences(passage.text, begin)), passage.text):
        label = _LABEL.match(passage.text, start, end)
        inner = label.end() if label else start
        text = passage.text[inner:end]
        if (
            not (label or re.search(r"[^\W\d_]{2}", text))
            or (" " not in text.strip() and not label)
            or _FOOTER.search(text)
        ):
            continue
        if (part_set_right := _set_right(text, activity, labelled=label is not None)) is not None:
            part, value = part_set_right
            if value is not None and of_part(found, part) is None:
                found.append(Statement(passage, inner, end, part, value))
            continue
        part = _part(text, activity, labelled=label is not None)
        if part == "sentence" and len(text.split()) < _SHORT:  # "Uppföljning: Årligen." says nothing without its label
            inner = start
        found.append(Statement(passage, inner, end, part))
    return (*found, *_not_in_text(passage, activity, found))


def _set_right(text: str, activity: Activity | None, *, labelled: bool) -> tuple[Part, str | None] | None:
    """The field that a person has set right of which this is what was read, and what it says now."""
    said = " ".join(text.split()).rstrip(". ")
    for entry in activity.corrected if activity else ():
        read = " ".join(str(entry.read or "").split()).rstrip(". ")
        for field in LABELLED:
            if entry.field == field and read and (said == read or (labelled and said.startswith(read))):
                return field, getattr(activity, field)
    return None


def _not_in_text(passage: Passage, activity: Activity | None, found: Sequence[Statement]) -> Iterator[Statement]:
    """What a person has set right where the document has no such field, or none that was read as it stands."""
    for entry in activity.corrected if activity else ():
        for field in LABELLED:
            if entry.field == field and entry.now is not None and of_part(found, field) is None:
                yield Statement(passage, len(passage.text), len(passage.text), field, str(entry.now))


def _with_lists(stretches: Sequence[Span], text: str) -> Iterator[Span]:
    """The stretches, a short list together with the words that lead up to it: "Tre huvudspår: - … - …"."""
    done = 0
    for i, (start, end) in enumerate(stretches):
        if end <= done:
            continue
        if text[start:end].rstrip().endswith(":"):
            last = i
            while last + 1 < len(stretches) and _ITEM.match(text, stretches[last + 1][0]):
                last += 1
            if last > i and len(text[start : stretches[last][1]].split()) <= _LIST_WORDS:
                end = done = stretches[last][1]
        yield start, end


def _part(text: str, activity: Activity | None, *, labelled: bool) -> Part:
    """The field that a stretch is; without its label only one that is all of it: "HR" opens many a sentence."""
    said = " ".join(text.split()).rstrip(". ")
    for field in LABELLED:
        value = " ".join((getattr(activity, field, None) or "").split()).rstrip(". ")
        if value and (said == value or (labelled and said.startswith(value))):
            return field
    return "sentence"


def _sentences(text: str, begin: int) -> Iterator[Span]:
    ends = sorted({*(match.span() for match in _BREAK.finditer(text, begin)), *sentence_gaps(text, begin)})
    start = begin
    for first, last in [*ends, (len(text), len(text))]:
        stretch = text[start:first]
        if stretch.strip(" \n.:;"):
            skipped = len(stretch) - len(stretch.lstrip(" \n.:;"))
            yield start + skipped, first - (len(stretch) - len(stretch.rstrip()))
        start = max(start, last)


def _find(wording: str, passage: Passage) -> Span | None:
    """Where a wording stands in a passage, whatever line breaks there are."""
    words = wording.split()
    match = re.search(r"\s+".join(map(re.escape, words)), passage.text) if words else None
    return match.span() if match else None


def is_unsure(passage: Passage, span: Span) -> bool:
    """Whether the reading of any character of a stretch is uncertain."""
    return any(start < span[1] and span[0] < end for start, end in passage.unsure)


def of_part(found: Sequence[Statement], part: Part) -> Statement | None:
    """The first statement that is this part."""
    return next((entry for entry in found if entry.part == part), None)
