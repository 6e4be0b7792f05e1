"""An activity's title lines → its number and title, and what of their text is body or fields."""

import re
from collections.abc import Sequence

from corpus.parsing.activities.labels import activity_label, asked_label, number_label
from corpus.parsing.fields.labelled import fields_begin
from corpus.parsing.fields.names import field_name
from corpus.parsing.fields.unlabelled import stated_responsible
from corpus.parsing.layout.line_kinds import bare
from corpus.parsing.layout.line_styles import bullet
from corpus.swedish.sentences import sentences
from corpus.swedish.text import join_lines
from corpus.types import Line

_LEADING = 8  # words of a first sentence that is a title
# "**Digitala fixare** – tre fixare anställs": bold type that ends before its line does is the title.
_LEAD = re.compile(
    r"^(?P<before>[\s#]*(?:[-*•]\s+|[\d.:]+[.)]?\s+)?)\*\*(?P<lead>[^*]{3,}?)\*\*(?P<mark>[\s:.,;–—-]*)(?P<rest>\S.*)$"
)


def number_and_title(lines: Sequence[Line]) -> tuple[str | None, str]:
    """The number and the title that these lines print, without label, bullet and number."""
    return _numbered(join_lines(bare(line.text) for line in lines))


def parted_title(lines: Sequence[Line], *, told: bool = False) -> tuple[str | None, str, str, str]:
    """The number, the title, the body that its lines go on with, and the fields that they go on with.

    ``told``: fields stand on the lines below, so that a list's item is a title with its text, as where they follow.
    """
    written, body = bold_lead(join_lines(line.text for line in lines))
    number, title = _numbered(bare(written))
    if body:
        fields = fields_begin(body) or (0 if field_name(body.split(":")[0]) else len(body))
        return number, title.strip(" :"), body[:fields].strip(), body[fields:].strip()
    end = title_ends(title)
    said = title[:end].rstrip(" .|·•(–-") if end is not None else title
    labelled = title[end:] if end is not None else ""
    lead = next(iter(sentences(said)), "")
    rest = said[len(lead) :].strip()
    listed = (told or end is not None) and bullet(bare(lines[0].text)) is not None
    if listed and rest[:1].isupper() and len(lead.split()) <= _LEADING:
        return number, lead.rstrip("."), rest, labelled  # "Lots. En lots anställs. Ansvarig: Rektor"
    return number, said, "", labelled


def bold_lead(text: str) -> tuple[str, str]:
    """A text that only begins in bold type → its title and the rest: "**Kurser** för alla" → "Kurser", "för alla"."""
    match = _LEAD.match(text)
    if match is None:
        return text, ""
    lead = match["lead"].strip()
    label = activity_label(lead)
    alone = (label is not None and label[1] >= len(lead)) or not re.search(r"[^\W\d_]{3}", lead)
    if alone or field_name(lead) is not None or asked_label(f"{lead} X") is not None or match["rest"].startswith("**"):
        return text, ""
    return match["before"] + lead, bare(match["rest"])


def title_ends(title: str) -> int | None:
    """Where a title's own lines go on with what its labels or a sentence on who is responsible say."""
    said = stated_responsible(title)
    places = [fields_begin(title), said[1] if said else None]
    return min((place for place in places if place), default=None)


def _numbered(text: str) -> tuple[str | None, str]:
    number = None
    if (label := activity_label(text)) is not None or (label := number_label(text)) is not None:
        number, text = label[0], text[label[1] :]
    elif (begin := asked_label(text)) is not None:
        text = text[begin:]
    elif mark := bullet(text):
        text = text[len(mark) :].strip()
        if (label := number_label(text)) is not None:
            number, text = label[0], text[label[1] :]
    return number, text
