"""Words set right in lines that have been restored: every position still leads to the same place."""

import pytest

from corpus.corrections.words import shape_at, with_reading
from corpus.passages import to_source, to_text
from corpus.restoration.restore import restore
from corpus.types import Line
from tests.tiny import MISREAD


def lines() -> list[Line]:
    """Misread lines as they are restored."""
    return [
        Line(number, 0, source, read.text, unsure=read.unsure, edits=read.edits)
        for number, (source, read) in enumerate(zip(MISREAD, restore(MISREAD), strict=True), start=1)
    ]


@pytest.mark.parametrize("line", lines(), ids=lambda line: str(line.number))
def test_each_word_can_be_set_right(line: Line) -> None:
    """The rest of the line says what it said, and what is before and after it is found where it was."""
    at = 0
    for word in line.text.split(" "):
        span = (at, at + len(word.strip(".,")))
        shape = shape_at(line, span)
        place = line.source.index(shape, max(0, to_source(line, span[0])))
        changed = with_reading(line, (place, place + len(shape)), "ORDET")
        assert changed.text == line.text[: span[0]] + "ORDET" + line.text[span[1] :]
        assert (span[0], span[0] + 5) in changed.corrected
        assert all(end <= span[0] or span[0] + 5 <= start for start, end in changed.unsure)
        for a, b, c, d in changed.edits:
            assert changed.source[a:b] != changed.text[c:d]
        assert to_text(changed, len(changed.source)) == len(changed.text)
        assert changed.text[: to_text(changed, place)] == line.text[: span[0]]
        at += len(word) + 1


def test_a_word_set_right_to_what_the_file_has_is_no_edit() -> None:
    """Where the restorer has read too much into it."""
    line = Line(1, 0, "vald", "våld", unsure=((0, 4),), edits=((0, 4, 0, 4),))
    assert with_reading(line, (0, 4), "vald") == Line(1, 0, "vald", "vald", corrected=((0, 4),))
