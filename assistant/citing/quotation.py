"""A stretch of a passage → a quotation to copy: in its words, uncertain ones with what the file has where that differs.

What a page repeats at its head or foot is no part of what a passage says, and is left out.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.passages import to_source, to_text
from corpus.types import Line, Passage, Span
from index.storage.store import Index

UNSURE_READING = "osäker läsning"
CORRECTED = "rättat av handläggare"
PlacedLine = tuple[Line, int, int, int]


def quotation(passage: Passage, span: Span, index: Index) -> str:
    """The stretch on one line, or on two where it has a title and what stands under it.

    "vart annat är [osäker läsning: källan har ”ar”]" where a word is uncertain and the file has another;
    words that a person has set right say so in the same way.
    """
    frame, title = page_frame(passage, index), title_span(passage, index)
    ends = [span[0], *([title[1]] if title and span[0] < title[1] < span[1] else []), span[1]]
    parts = [" ".join(_stretch(passage, piece, index) for piece in _without(frame, part)) for part in pairwise(ends)]
    return "\n".join(text for part in parts if (text := " ".join(part.split())))


def page_frame(passage: Passage, index: Index) -> tuple[Span, ...]:
    """The stretches of a passage's text that are a page's running head or foot."""
    if passage.lines[0] == passage.lines[1]:
        return ()
    frames = index.frame_lines(passage.document)
    placed = _placed(passage, index.collection.lines[passage.document])
    return tuple((at, at + end - begin) for line, at, begin, end in placed if line.number in frames and begin < end)


def title_span(passage: Passage, index: Index) -> Span | None:
    """The stretch of a passage's text that is its activity's title; None where nothing else stands on other lines."""
    activity = index.activities.get(passage.activity or "")
    if activity is None or activity.body_lines is None or activity.document != passage.document:
        return None
    first, last = activity.title_lines
    if not (passage.lines[0] <= first and last < activity.body_lines[0] <= passage.lines[1]):
        return None
    placed = _placed(passage, index.collection.lines[passage.document])
    spans = [(at, at + end - begin) for line, at, begin, end in placed if first <= line.number <= last]
    return spans[0][0], spans[-1][1]


def source_reading(passage: Passage, span: Span, index: Index) -> str:
    """What the document's file has where a passage's text has this stretch."""
    return _read(_placed(passage, index.collection.lines[passage.document]), span)


def _read(placed: Sequence[PlacedLine], span: Span) -> str:
    parts = []
    for line, offset, begin, end in placed:
        first, last = max(span[0] - offset, 0) + begin, min(span[1] - offset + begin, end)
        if first < last or span[0] <= offset < span[1]:  # an empty line too
            parts.append(line.source[to_source(line, first) : to_source(line, last, end=True)])
    return "\n".join(parts)


def _stretch(passage: Passage, span: Span, index: Index) -> str:
    """A stretch, with the file's reading after uncertain words that it has otherwise, and after what was set right."""
    text, at = "", span[0]
    found = [*((where, UNSURE_READING) for where in passage.unsure), *((w, CORRECTED) for w in passage.corrected)]
    marks = [(where, why) for where, why in sorted(found) if span[0] < where[1] and where[0] < span[1]]
    placed = _placed(passage, index.collection.lines[passage.document]) if marks else []
    for (first, last), why in marks:
        start, end = max(first, at), min(last, span[1])
        source = " ".join(_read(placed, (start, end)).split())
        differs = source != " ".join(passage.text[start:end].split())
        if differs or why == CORRECTED:
            mark = f"[{why}: källan har ”{source}”]" if differs else f"[{why}]"
            text += f"{passage.text[at:end]} {mark}"
            at = end
    return text + passage.text[at : span[1]]


def _without(frame: Sequence[Span], span: Span) -> Iterator[Span]:
    """What is left of a stretch."""
    at = span[0]
    for start, end in frame:
        if start < span[1] and at < end:
            yield at, max(start, at)
            at = min(end, span[1])
    yield at, span[1]


def _placed(passage: Passage, lines: Sequence[Line]) -> list[PlacedLine]:
    """Each line of a passage with its offset in the passage's text and the stretch of the line that is in it."""
    placed, offset = [], 0
    for line in lines[passage.lines[0] - 1 : passage.lines[1]]:
        begin = to_text(line, max(passage.chars[0] - line.start, 0))
        end = to_text(line, min(passage.chars[1] - line.start, len(line.source)))
        placed.append((line, offset, begin, end))
        offset += end - begin + 1
    return placed
