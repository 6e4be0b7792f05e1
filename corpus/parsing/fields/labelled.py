"""The text under a title → what its labels say: responsible, timeline, indicator, follow-up, results, status.

A value runs from its label to the next label or to the end of its paragraph. Nothing is taken from
running text, except a status and a report of what has been done, which the text itself must say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.parsing.fields.status import said_status, status_alone, status_word
from corpus.parsing.fields.unlabelled import said_responsible
from corpus.parsing.layout.line_kinds import ALIKE, bare, kind_word
from corpus.swedish.sentences import sentences
from corpus.swedish.text import fold
from corpus.types import Kind, Line, Span, Status

_LABELS: dict[str, tuple[str, ...]] = {
    "responsible": (
        "ansvar",
        "ansvarig",
        "ansvariga",
        "ansvarig nämnd",
        "ansvarig förvaltning",
        "ansvarig nämnd/förvaltning",
        "ansvarig nämnd eller styrelse",
        "ansvarig enhet",
        "ansvarig funktion",
        "ansvarig verksamhet",
        "ansvarig part",
        "ansvarig aktör",
        "ansvarig chef",
        "huvudansvar",
        "huvudansvarig",
        "utförare",
        "utförs av",
        "genomförs av",
        "vem",
        "vem ansvarar",
        "vem gör det",
        "vem är ansvarig",
        "av vem",
    ),
    "timeline": (
        "tidplan",
        "tidsplan",
        "tidsplanering",
        "tidplanering",
        "tidsram",
        "tidpunkt",
        "tidsperiod",
        "tidsåtgång",
        "tid",
        "när",
        "klart",
        "klart senast",
        "klar senast",
        "slutdatum",
        "genomförs",
        "deadline",
        "start och slut",
        "när ska det vara klart",
        "när ska det göras",
        "när är det klart",
    ),
    "indicator": (
        "indikator",
        "indikatorer",
        "mått",
        "mätetal",
        "nyckeltal",
        "uppföljningsmått",
        "resultatmått",
        "mål/mått",
        "mätning",
        "mäts genom",
        "hur mäter vi",
        "hur mäts det",
    ),
    "follow_up_planned": (
        "uppföljning",
        "uppföljning sker",
        "uppföljningen sker",
        "följs upp",
        "följs upp genom",
        "så följs det upp",
        "så följer vi upp",
        "hur följs det upp",
        "hur följer vi upp",
        "hur följs åtgärden upp",
        "hur följs aktiviteten upp",
        "planerad uppföljning",
        "utvärdering",
    ),
    "results": (
        "resultat",
        "utfall",
        "genomfört",
        "resultat och effekter",
        "detta har gjorts",
        "detta har vi gjort",
        "gjort hittills",
        "exempel på aktiviteter som gjorts hittills",
        "exempel på aktivitet som genomförts",
        "exempel på aktiviteter som genomförts",
    ),
    "status": ("status", "läge", "statusläge", "aktivitetens status"),
    "kind": ("typ", "typ av aktivitet", "typ av åtgärd", "kategori", "slag"),
    "description": ("beskrivning", "beskrivning av aktiviteten", "kommentar"),
}
_LABEL = re.compile(r"(?:^|(?<=\n)|(?<=[.;] )|(?<=[.;]\n))[ \t]*(?P<name>[^\W\d_][^:\n.]{1,60}?)[ \t]*:(?!\S*\d)[ \t]*")
# "Ansvarig: HR Tidplan: 2024" on one line: only names of ours, and with a capital.
_INLINE = re.compile(r"(?<=\S )(?P<name>[A-ZÅÄÖ][^\W\d_]{4,}(?: [^\W\d_]+){0,2}?)[ \t]*:(?!\S*\d)[ \t]*")
_DASHED = re.compile(r"(?:^|(?<=\n))[ \t]*(?P<name>[^\W\d_][\w/ ]{2,30}?) [–—-] ")
_HEADED = re.compile(r"(?:^|(?<=\n))[ \t]*(?P<name>[^\W\d_][\w/ ]{2,30}?)[ \t]*(?:\n|$)")
_ANY_LABEL = re.compile(r"^\s*[A-ZÅÄÖ][\w/ -]{2,28}:(?:\s|$)")

_REPORT = re.compile(
    r"\b(?:har|hade)\b(?:\W+\w+){0,8}?\W+\w+(?:at|it|ats|its|tt|tts|ett|rt|rts|gt|lt|nt|dd|get|kt|ft|mt)\b"
    r"|\b\w{3,}(?:ades|erades|fördes|togs|hölls|gavs)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"\b(?:ska|skall|kommer att|planeras|behöver|bör|avser)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Fields:
    """What an activity's labels say; ``status_line`` is the line that says the status."""

    responsible: str | None = None
    timeline: str | None = None
    indicator: str | None = None
    results: str | None = None
    follow_up_planned: str | None = None
    kind: Kind | None = None
    status: Status | None = None
    status_line: int | None = None


@dataclass(frozen=True)
class _Labelled:
    name: str
    value: str
    start: int
    end: int
    brief: bool  # no sentence: a full stop after it ends the line, not the value


def read_fields(lines: Sequence[Line], *, follow_up: bool) -> Fields:
    """The fields of the body that these lines hold, the title not among them.

    In a ``follow_up`` what stands under "Uppföljning" reports what has been done; in a plan it
    promises how the activity will be followed up, unless it tells of what has been.
    """
    text, starts = _joined(lines)
    found: dict[str, str] = {}
    kind: Kind | None = None
    status: Status | None = None
    status_at: int | None = None
    labelled = list(_labelled(text))
    for entry in labelled:
        name = entry.name
        if name == "follow_up_planned" and (follow_up or _reports(entry.value)):
            name = "results"
        if name == "status":
            status = status_word(entry.value)
            status_at = entry.start if status else None
        elif name == "kind":
            kind = kind or kind_word(entry.value)
        elif name != "description" and entry.value:
            stop = name != "results" and entry.brief
            found.setdefault(name, entry.value.rstrip(" .") if stop else entry.value)
    if status is None and follow_up and (alone := status_alone(text)) is not None:
        status, status_at = alone
    if status is None:
        status, status_at = said_status(text)
    if "responsible" not in found and (said := said_responsible(text)) is not None:
        found["responsible"] = said[0]
    if "results" not in found and not follow_up:
        report = _report(lines, text, starts, labelled)
        if report:
            found["results"] = report
    line = None
    if status_at is not None:
        line = lines[max(i for i, start in enumerate(starts) if start <= status_at)].number
    return Fields(**found, kind=kind, status=status, status_line=line)


def field_label(text: str) -> str | None:
    """Which field a line's first label opens: "Ansvar: HR-enheten" → ``responsible``."""
    match = _LABEL.match(bare(text))
    if match is not None and (name := field_name(match["name"])):
        return name
    match = _DASHED.match(bare(text))
    return field_name(match["name"]) if match else None


def labels_in(text: str) -> set[str]:
    """The fields that labels in a line open, wherever they stand in it."""
    return {name for match in _LABEL.finditer(bare(text)) if (name := field_name(match["name"]))}


def fields_begin(text: str) -> int | None:
    """Where the fields begin that a title's own line goes on with: "Kurser ska ges. Ansvarig: HR" → 16."""
    places = [match.start("name") for match in _LABEL.finditer(text) if field_name(match["name"])]
    return places[0] if places and places[0] > 0 else None


def any_label(text: str) -> bool:
    """Whether a line begins with some label, known or not: "Syfte: …"."""
    return bool(_ANY_LABEL.match(bare(text))) or field_label(text) is not None


def heads_field(text: str) -> str | None:
    """Which field a line that is nothing but a label opens: "Uppföljning" → ``follow_up_planned``."""
    text = bare(text).rstrip(": ")
    return field_name(text) if len(text) < 70 else None


@lru_cache(maxsize=4096)
def field_name(label: str) -> str | None:
    """The field that a label or a table's column names, misread letters forgiven; None for others."""
    folded = fold(label)
    if not folded:
        return None
    for name, wordings in _LABELS.items():
        for wording in wordings:
            other = fold(wording)
            if folded == other or (len(other) > 5 and fuzz.ratio(folded, other) >= ALIKE):
                return name
    return None


def _joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """The lines as one text, bare; an empty line stays as one. With where each line starts in it."""
    starts, parts, offset = [], [], 0
    for line in lines:
        text = re.sub(r"^[•·–-]\s+(?=[A-ZÅÄÖ][\w/ ]{2,28}:)", "", bare(line.text))
        starts.append(offset)
        parts.append(text)
        offset += len(text) + 1
    return "\n".join(parts), starts


def _labelled(text: str) -> Iterator[_Labelled]:
    """The labels in a text with their values, in order; labels of no field of ours end a value too."""
    marks: dict[int, tuple[str | None, int]] = {}
    for match in _LABEL.finditer(text):
        name = field_name(match["name"])
        if name or (match.start("name") == _line_start(text, match.start("name")) and len(match["name"]) < 50):
            marks[match.start("name")] = (name, match.end())
    for pattern in (_INLINE, _DASHED, _HEADED):
        for match in pattern.finditer(text):
            if (name := field_name(match["name"])) and (pattern is not _HEADED or len(match["name"]) > 4):
                marks.setdefault(match.start("name"), (name, match.end()))
    ordered = sorted(marks.items())
    for i, (start, (name, value_start)) in enumerate(ordered):
        end = ordered[i + 1][0] if i + 1 < len(ordered) else len(text)
        if name is None:
            continue
        raw = text[value_start:end]
        runs_on = (name in ("results", "follow_up_planned") and raw[:1] in ("\n", "")) or text[value_start - 1] == "\n"
        if not runs_on:
            raw = _paragraph(raw, width=max((len(line) for line in text.split("\n")), default=0))
        value = " ".join(raw.split()).strip()
        inline = i + 1 < len(ordered) and "\n" not in text[value_start:end].rstrip(" ")
        brief = ". " not in value and (inline or len(value) < 60)
        yield _Labelled(name, value, start, value_start + len(raw), brief)


def _line_start(text: str, position: int) -> int:
    start = text.rfind("\n", 0, position) + 1
    return start + len(text[start:position]) - len(text[start:position].lstrip())


def _paragraph(text: str, *, width: int) -> str:
    """A value up to the end of its paragraph; an empty line inside a sentence doesn't end it.

    A line that had room for the next line's first word ends the value where that begins a sentence.
    """
    taken: list[str] = []
    gap = False
    for line in text.split("\n"):
        if not line.strip():
            gap = bool(taken)
            continue
        if taken:
            last = taken[-1].rstrip()
            begins = line.lstrip()[:1].isupper() or not line.lstrip()[:1].isalnum()
            room = len(last) + len(line.split()[0]) + 1 < width - 4
            if begins and (gap or room or (last.endswith(".") and room)):
                break
            if gap and last.endswith((".", "!", "?")):
                break
        gap = False
        taken.append(line)
    return "\n".join(taken)


def _reports(value: str) -> bool:
    """Whether a text tells of what has been done: its first sentence does, and promises nothing."""
    first = next(iter(sentences(value)), "")
    return bool(_REPORT.search(first)) and not _PROMISE.search(first)


def _report(lines: Sequence[Line], text: str, starts: Sequence[int], labelled: Sequence[_Labelled]) -> str | None:
    """The paragraphs that tell of what has been done, from the first that does so after another paragraph."""
    paragraphs = _paragraph_spans(lines)
    for i, (first, last) in enumerate(paragraphs):
        stretch = " ".join(bare(line.text) for line in lines[first : last + 1])
        labels = any(starts[first] <= entry.start <= starts[last] + len(lines[last].text) for entry in labelled)
        if i > 0 and not labels and _reports(stretch):
            rest = [bare(line.text) for a, b in paragraphs[i:] for line in lines[a : b + 1]]
            return " ".join(part for part in rest if part)
    return None


def _paragraph_spans(lines: Sequence[Line]) -> list[Span]:
    spans: list[Span] = []
    for i, line in enumerate(lines):
        if not line.text.strip():
            continue
        if (spans and spans[-1][1] == i - 1) or (spans and bare(line.text)[:1].islower()):
            spans[-1] = (spans[-1][0], i)
        else:
            spans.append((i, i))
    return spans
