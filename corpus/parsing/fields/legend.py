"""The lines of a document → what the signs and colours of its status fields mean: "● Röd – försenad"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.parsing.fields.status import status_word
from corpus.parsing.layout.line_kinds import bare
from corpus.swedish.vocabulary import VOCABULARY, statuses_in
from corpus.types import Line, Status

_SIGN = r"[^\w\s.,;:!?()\[\]/|\"'”’%&+=–—*#>-]\ufe0f?"
_COLOUR = "|".join(rf"(?P<{name}>{pattern})" for name, pattern in VOCABULARY.colours.items())
_COLOURS = re.compile(rf"\b(?:{_COLOUR})\w*", re.IGNORECASE)
_MEANS = r"(?:=|:|–|—|-|betyder(?: att)?|att|innebär(?: att)?|visar(?: att)?|markerar(?: att)?|står för|är)"
_LEADS = re.compile(rf"\s*(?P<sign>{_SIGN})\s+(?=\w)")
_ENTRY = re.compile(rf"^\W*?(?P<sign>{_SIGN})?\s*(?P<rest>\S.{{2,160}})$")
_IN_SENTENCE = re.compile(
    rf"(?:\b(?:{_COLOUR})(?:\s(?:färg|markering|prick|signal))?|(?P<sign>{_SIGN}))\s*{_MEANS}\s*(?P<means>[^,;.]{{3,80}})",
    re.IGNORECASE,
)
# "Teckenförklaring: 🟢 klart, 🟡 pågår, 🔴 försenat": a word or two after each sign.
_LISTED = re.compile(rf"(?P<sign>{_SIGN})\s*(?P<means>[^\W\d_][\w ]{{2,40}})")
# "… = pågår, ! = försenad": what else a legend may put before a sign of equality.
_MARKED = re.compile(
    r"(?:^|[\s,;:])(?P<sign>[^\w\s,;:|]{1,3})\s*=\s*(?P<means>[^\W\d_][^=;]{2,60}?)(?=[,;.]\s*[^\w\s]{1,3}\s*=|[;.]|$)"
)
_BOXES = re.compile(r"([☐☑☒✓✔□■]|\[[ xX]\])\s*([^☐☑☒✓✔□■\[]*)")
_DONE = frozenset("✓✔☑✅")

Key = tuple[str, str]  # sign, colour; either may be ""


@dataclass(frozen=True)
class Legend:
    """The statuses by sign and colour."""

    meanings: Mapping[Key, Status] = field(default_factory=dict)

    def status(self, value: str) -> Status | None:
        """What a status field says: in words, by a box that is ticked, or by a sign that the legend explains."""
        value = _ticked(" ".join(value.split()))
        if (value, "") in self.meanings:
            return self.meanings[value, ""]
        told = status_word(value)
        if told is not None:
            return told
        sign, colour = _key(value)
        if not sign and not colour:
            return None
        for key in ((sign, colour), (sign, ""), ("", colour)):
            if key != ("", "") and key in self.meanings:
                return self.meanings[key]
        for place, part in ((0, sign), (1, colour)):
            found = {status for key, status in self.meanings.items() if part and key[place] == part}
            if len(found) == 1:
                return found.pop()
        return "completed" if sign in _DONE else None

    def leads(self, text: str) -> tuple[Status, int] | None:
        """The status that a sign before a title stands for, and where the title begins: "✔ Rusta upp parken"."""
        match = _LEADS.match(text)
        status = self.meanings.get((match["sign"].rstrip("\ufe0f"), "")) if match else None
        return (status, match.end()) if match and status else None


def is_sign(value: str) -> bool:
    """Whether a cell says nothing but a sign or a colour: "✔", "● Röd"."""
    return _key(value) != ("", "") and not re.search(r"\w", _COLOURS.sub("", value))


NO_LEGEND = Legend()


def legend_of(lines: Sequence[Line]) -> Legend:
    """The legend that a document prints, as a list, as a table of two columns or in a sentence."""
    found: dict[Key, Status] = {}
    for line in lines:
        for key, means in _entries(line.text):
            if key != ("", "") and (status := _meaning(means)) is not None:
                found.setdefault(key, status)
    return Legend(found)


def _entries(text: str) -> Iterator[tuple[Key, str]]:
    cells = [bare(cell) for cell in text.strip().strip("|").split("|")] if "|" in text else []
    if len(cells) == 2:
        if len(cells[0]) < 30:
            yield _key(cells[0]), f"{cells[0]} {cells[1]}"
        return
    text = re.sub(r"^\s*[-*•]\s+", "", bare(text))
    if cells or len(text) > 400:
        return
    marked = list(_MARKED.finditer(text))
    if len(marked) > 1:
        yield from (((part["sign"].rstrip("\ufe0f"), ""), part["means"]) for part in marked)
        return
    match = _ENTRY.match(text)
    if match is not None:
        colour = _COLOURS.match(match["rest"])
        said = re.match(rf"[\w ]{{0,12}}\s*{_MEANS}", match["rest"][colour.end() :]) if colour else None
        if (match["sign"] or said) and len(_COLOURS.findall(text)) < 2:
            yield _key(f"{match['sign'] or ''} {colour[0] if colour else ''}"), match["rest"]
            return
    listed = list(_LISTED.finditer(text))
    if len(listed) > 1 and len({part["sign"] for part in listed}) == len(listed):
        yield from ((_key(part["sign"]), part["means"]) for part in listed)
    for part in _IN_SENTENCE.finditer(text):
        yield _key(part[0][: part.start("means") - part.start()]), part["means"]


def _key(text: str) -> Key:
    sign = re.search(_SIGN, text)
    colour = _COLOURS.search(text)
    name = next((name for name in VOCABULARY.colours if colour and colour[name]), "")
    return (sign[0].rstrip("\ufe0f") if sign else ""), name


def _meaning(text: str) -> Status | None:
    """What a legend says of a sign; that something is late weighs more than that it has begun."""
    found = [status for status, _, _ in statuses_in(text)]
    late: tuple[Status, ...] = ("delayed", "planned")
    return next((status for status in late if status in found), found[0] if found else None)


def _ticked(value: str) -> str:
    """Of a row of boxes what the ticked ones say; any other value as it is."""
    boxes = _BOXES.findall(value)
    if len(boxes) < 2:
        return value
    return " ".join(text.strip() for box, text in boxes if box not in ("☐", "□", "[ ]"))
