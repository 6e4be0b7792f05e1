"""Lines as they were read → the same with the words that a person has set right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.corrections.places import line_of
from corpus.passages import to_source, to_text
from corpus.types import Correction, Line, Span


def with_words(
    lines: Sequence[Line], corrections: Sequence[Correction]
) -> tuple[tuple[Line, ...], tuple[Correction, ...]]:
    """The lines, and the corrections of words that fit nowhere any more.

    A word is known by its shape in the file, whatever it was read as; everywhere, where the correction says so.
    """
    found, missed = list(lines), []
    for entry in corrections:
        values = dict(entry.values)
        shape, word = str(values["shape"]), str(values["word"])
        at = line_of(entry, lines)
        places = [] if at is None else list(_places(shape, lines[at - 1]))
        if at is None or not places:
            missed.append(entry)
            continue
        for line in lines if values.get("everywhere") else [lines[at - 1]]:
            for span in reversed(list(_places(shape, line))):
                found[line.number - 1] = with_reading(found[line.number - 1], span, word)
    return tuple(found), tuple(missed)


def shape_at(line: Line, span: Span) -> str:
    """How the file has a stretch of a line's text: whole words of it."""
    start, end = to_source(line, span[0]), to_source(line, span[1], end=True)
    while start > 0 and line.source[start - 1].isalnum():
        start -= 1
    while end < len(line.source) and line.source[end].isalnum():
        end += 1
    return line.source[start:end]


def _places(shape: str, line: Line) -> Iterator[Span]:
    """Where a shape stands in a line's source, as whole words."""
    for match in re.finditer(rf"(?<!\w){re.escape(shape)}(?!\w)", line.source):
        yield match.span()


def with_reading(line: Line, source: Span, word: str) -> Line:
    """The line with a stretch of its source read so; what was read of it before is taken back."""
    touched = [edit for edit in line.edits if edit[0] < source[1] and source[0] < edit[1]]
    first = min([source[0], *(edit[0] for edit in touched)])
    last = max([source[1], *(edit[1] for edit in touched)])
    start, end = to_text(line, first), to_text(line, last)
    # Where a reading took in more than the word, what the file has beside it stays.
    said = line.source[first : source[0]] + word + line.source[source[1] : last]
    moved = len(said) - (end - start)
    before = [edit for edit in line.edits if edit[1] <= first]
    after = [(a, b, c + moved, d + moved) for a, b, c, d in line.edits if a >= last]
    own = [] if line.source[first:last] == said else [(first, last, start, start + len(said))]
    begin = start + source[0] - first
    return replace(
        line,
        text=line.text[:start] + said + line.text[end:],
        edits=(*before, *own, *after),
        unsure=tuple(_moved(line.unsure, (start, end), moved)),
        corrected=tuple(sorted([*_moved(line.corrected, (start, end), moved), (begin, begin + len(word))])),
    )


def _moved(spans: Sequence[Span], changed: Span, moved: int) -> Iterator[Span]:
    """The stretches that a change leaves, where they then are."""
    for start, end in spans:
        if end <= changed[0]:
            yield start, end
        elif start >= changed[1]:
            yield start + moved, end + moved
