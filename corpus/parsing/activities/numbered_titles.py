"""An activity's title lines → its number and title, and where the fields begin that they go on with."""

from collections.abc import Sequence

from corpus.parsing.activities.labels import activity_label, asked_label, number_label
from corpus.parsing.fields.labelled import fields_begin
from corpus.parsing.fields.unlabelled import said_responsible
from corpus.parsing.layout.line_kinds import bare
from corpus.parsing.layout.line_styles import bullet
from corpus.types import Line


def number_and_title(lines: Sequence[Line]) -> tuple[str | None, str]:
    """The number and the title that these lines print, without label, bullet and number."""
    text = " ".join(bare(line.text) for line in lines)
    number = None
    if (label := activity_label(text)) is not None or (label := number_label(text)) is not None:
        number, text = label[0], text[label[1] :]
    elif (begin := asked_label(text)) is not None:
        text = text[begin:]
    elif mark := bullet(text):
        text = text[len(mark) :].strip()
    return number, text


def title_ends(title: str) -> int | None:
    """Where a title's own lines go on with what its labels or a sentence on who is responsible say."""
    said = said_responsible(title)
    places = [fields_begin(title), said[1] if said else None]
    return min((place for place in places if place), default=None)
