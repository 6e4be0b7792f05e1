"""A stretch of a passage → a quotation to copy: in its words, each uncertain one with what the source has."""

from collections.abc import Iterator, Sequence

from corpus.passages import to_source, to_text
from corpus.types import Line, Passage, Span
from index.storage.store import Index

UNSURE_READING = "osäker läsning"
CORRECTED = "rättat av handläggare"


def quotation(passage: Passage, span: Span, index: Index) -> str:
    """The stretch on one line; "vart annat är [osäker läsning: källan har ”ar”]" where words are uncertain.

    Words that a person has set right say so in the same way.
    """
    text, at = "", span[0]
    marks = [*((where, UNSURE_READING) for where in passage.unsure), *((w, CORRECTED) for w in passage.corrected)]
    for (start, end), why in sorted(marks):
        if not (span[0] < end and start < span[1]):
            continue
        end = min(end, span[1])
        source = " ".join(source_reading(passage, (start, end), index).split())
        word = passage.text[max(start, at) : end]
        mark = f"[{why}]" if source == passage.text[start:end] else f"[{why}: källan har ”{source}”]"
        text += passage.text[at : max(start, at)] + f"{word} {mark}"
        at = end
    return " ".join((text + passage.text[at : span[1]]).split())


def source_reading(passage: Passage, span: Span, index: Index) -> str:
    """What the document's file has where a passage's text has this stretch."""
    parts = []
    for line, offset, begin, end in _placed(passage, index.collection.lines[passage.document]):
        first, last = max(span[0] - offset, 0) + begin, min(span[1] - offset + begin, end)
        if first < last or span[0] <= offset < span[1]:  # an empty line too
            parts.append(line.source[to_source(line, first) : to_source(line, last, end=True)])
    return "\n".join(parts)


def _placed(passage: Passage, lines: Sequence[Line]) -> Iterator[tuple[Line, int, int, int]]:
    """Each line of a passage with its offset in the passage's text and the stretch of the line that is in it."""
    offset = 0
    for line in lines[passage.lines[0] - 1 : passage.lines[1]]:
        begin = to_text(line, max(passage.chars[0] - line.start, 0))
        end = to_text(line, min(passage.chars[1] - line.start, len(line.source)))
        yield line, offset, begin, end
        offset += end - begin + 1
