"""The lines under a goal → lists that promise: "Under planperioden ska vi:" and a bullet for each activity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.parsing.activities.labels import activity_label, number_label
from corpus.parsing.fields.labelled import any_label
from corpus.parsing.layout.line_kinds import bare, markdown_level
from corpus.parsing.layout.line_styles import bullet, is_bold
from corpus.parsing.owners import names_alone
from corpus.swedish.text import fold
from corpus.swedish.vocabulary import VOCABULARY
from corpus.types import Line

_WHO = r"(?:vi|namnden|forvaltningen|bolaget|kommunen|styrelsen|verksamheten|kontoret|\w+(?:namnden|forvaltningen))"
_WILL = r"(?:ska|skall|kommer|vill|avser|planerar|tanker|gor)"
_PROMISE = re.compile(rf"\b(?:{_WILL} {_WHO}|{_WHO} {_WILL})\b")
_WHOLE = re.compile(
    rf"(?:det har|detta|sa har|sa|vad|hur)? ?{_WILL} {_WHO}(?: att)?(?: (?:gora|arbeta|na malet|na dit|genomfora))*"
    rf"|{_WHO} {_WILL}(?: att)?|planerade (?:aktiviteter|atgarder|insatser)"
)
_OPEN = re.compile(rf"{_WHOLE.pattern}|(?:\w+ ){{1,6}}{_WILL} {_WHO}(?: att)?")  # may do without a colon
_LONGEST = 140
_ANSWERS = re.compile(
    r"(?P<who>(?!(?:Vi|De|Den|Det|Alla|Samtliga)\b)[A-ZÅÄÖ][^:.;,]{1,60}?) "
    r"(?:ansvarar för(?: att)?|svarar för(?: att)?|åtar sig(?: att)?|förbinder sig att)\s*:$"
)


def lists_alone(texts: Sequence[Sequence[Line]]) -> bool:
    """Whether goals hold nothing but lists, with a promise over them or not.

    ``texts`` are the lines of text under each goal that has any and doesn't say that there is nothing.
    """
    return bool(texts) and all(
        (bullet(text[0].text) is not None or announced_lists(text))
        and not any(activity_label(line.text) for line in text)
        for text in texts
    )


@dataclass(frozen=True)
class AnnouncedList:
    """The lines of a list's items; ``responsible`` is whom the line over it names: "Polisen ansvarar för att:"."""

    lines: tuple[Line, ...]
    responsible: str | None = None


def announced_lists(lines: Sequence[Line]) -> list[AnnouncedList]:
    """The items of each such list, their continuations and fields with them, and the empty lines between.

    A list ends with the first paragraph after an empty line that is neither an item nor a label.
    Below a title with a number or in bold type a list belongs to that title's body: there are none then.
    """
    found: list[AnnouncedList] = []
    bold = any(is_bold(line.text) and names_alone([line.text]) for line in lines)
    i = 0
    while i < len(lines):
        i += 1
        above = lines[i - 1].text
        who = _answering(above, bold=bold)
        if who is None and not _promises(above):
            if number_label(above) is not None or is_bold(above) or markdown_level(above) is not None:
                break
            continue
        first = next((j for j in range(i, len(lines)) if lines[j].text.strip()), None)
        mark = _mark(lines[first].text) if first is not None else None
        if first is None or mark is None:
            continue
        last, gap = first, False
        for j in range(first + 1, len(lines)):
            text = lines[j].text
            if not text.strip():
                gap = True
                continue
            labels = any_label(text) and not text.rstrip().endswith(":")
            if _promises(text) or _answering(text, bold=bold) or (gap and _mark(text) != mark and not labels):
                break
            last, gap = j, False
        found.append(AnnouncedList(tuple(lines[first : last + 1]), who))
        i = last + 1
    return found


def _answering(text: str, *, bold: bool) -> str | None:
    """Whom the line over a list names as the one who answers for it; ``bold``: a body in bold type does."""
    match = _ANSWERS.match(bare(text))
    if match is not None:
        return match["who"]
    who = bare(text).strip(" .:")
    return who if bold and is_bold(text) and VOCABULARY.answers["body"].search(fold(who)) else None


def _promises(text: str) -> bool:
    text = bare(text)
    if len(text) > _LONGEST or activity_label(text) is not None or bullet(text) is not None:
        return False
    folded = fold(text)
    if text.endswith(":"):
        return bool(_PROMISE.search(folded) or _WHOLE.fullmatch(folded))
    return not text.endswith((".", ",", ";")) and _OPEN.fullmatch(folded) is not None


def _mark(text: str) -> str | None:
    """What tells that a line is an item: its bullet, or "1" for any number."""
    if (mark := bullet(text)) is not None:
        return mark
    return "1" if number_label(text) is not None else None
