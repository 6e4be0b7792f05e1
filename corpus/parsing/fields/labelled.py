"""The text under a title → what its labels say: responsible, timeline, indicator, follow-up, results, status.

A value runs from its label to the next label or to the end of its paragraph. Nothing is taken from
running text, except a status and a report of what has been done, which the text itself must say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.parsing.fields.legend import NO_LEGEND, Legend, is_sign
from corpus.parsing.fields.names import field_name
from corpus.parsing.fields.status import stated_status, status_alone
from corpus.parsing.fields.unlabelled import responsible_and_time, stated_responsible
from corpus.parsing.layout.line_kinds import bare, kind_word, markdown_level
from corpus.parsing.layout.line_styles import is_bold, is_open
from corpus.swedish.sentences import sentences
from corpus.swedish.text import fold, join_lines
from corpus.types import Kind, Line, Span, Status

# A label opens a line, or stands after a full stop, a bar, a dot or a wide gap.
_LABEL = re.compile(
    r"(?:^|(?<=\n)|(?<=[.;|·•] )|(?<=[.;]\n)|(?<=  )|(?<=[\t(]))"
    r"[ \t]*(?P<name>[^\W\d_][^:\n.(|·•\t]{1,60}?(?: ?\([^()\n]{1,30}\))?)[ \t]*:(?!\S*\d)[ \t]*"
)
_COLON = re.compile(r"[ \t]*:(?!\S*\d)[ \t]*")
_EMPTY = re.compile(r"[ \t]*\n[ \t]*(?:\n|$)")
_INLINE_WORDS = 4
_SHORT = ("responsible", "timeline", "status")  # fields of a few words
_SENTENCE = 1  # words that are none
_HEADING = 80  # characters of a line in bold type that is a heading
_DASHED = re.compile(r"(?:^|(?<=\n))[ \t]*(?P<name>[^\W\d_][\w/ ]{2,30}?) [–—-] ")
_HEADED = re.compile(r"(?:^|(?<=\n))[ \t]*(?P<name>[^\W\d_][\w/ ]{2,30}?)[ \t]*(?:\n|$)")
# What stands in a field that nobody has filled in.
_NOTHING = re.compile(r"[-–—.…_\s]*|\[[^\]]*\]|\(?klicka här\b.*", re.IGNORECASE)
_SHARE = re.compile(r"\W*(?:ca |cirka )?\d{1,3}(?:[,.]\d+)?\s*(?:%|procent)?\W*", re.IGNORECASE)
_MEASURE = re.compile(r"\W*(?:antal|andel|procent|mängd|nöjdhet)\w*\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\s*(?:\d{1,2}|\[\^\w+\]:|\*)\s+[A-ZÅÄÖ]")
_ANY_LABEL = re.compile(r"^\s*[A-ZÅÄÖ][\w/ -]{2,28}:(?:\s|$)")

_RESULTS = re.compile(r"[\W\d]*(?:resultat|utfall)(?: 20\d\d)?\s*(?::|$)", re.IGNORECASE)
_DONE = re.compile(r"\b(?:gjorts|gjort|hant|hande)\b")
_REPORT = re.compile(
    r"\b(?:har|hade)\b(?:\W+\w+){0,8}?\W+\w+(?:at|it|ats|its|tt|tts|ett|rt|rts|gt|lt|nt|dd|get|kt|ft|mt)\b"
    r"|\b\w{3,}(?:ades|erades|fördes|togs|hölls|gavs)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"\b(?:ska|skall|kommer att|planeras|behöver|bör|avser)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Fields:
    """What an activity's labels say; ``status_line`` is the line that says the status.

    ``done`` is what a label such as "Vad har gjorts" says: results, where the document has no field for those.
    """

    responsible: str | None = None
    timeline: str | None = None
    indicator: str | None = None
    results: str | None = None
    done: str | None = None
    follow_up_planned: str | None = None
    kind: Kind | None = None
    status: Status | None = None
    status_line: int | None = None


@dataclass(frozen=True)
class _Labelled:
    name: str
    label: str
    value: str
    start: int
    end: int
    brief: bool  # no sentence: a full stop after it ends the line, not the value


def read_fields(lines: Sequence[Line], *, follow_up: bool, legend: Legend = NO_LEGEND) -> Fields:
    """The fields of the body that these lines hold, the title not among them; ``legend`` says what signs mean.

    In a ``follow_up`` what stands under "Uppföljning" reports what has been done; in a plan it
    promises how the activity will be followed up, unless it tells of what has been.
    """
    text, starts = _joined(lines)
    found: dict[str, str] = {}
    kind: Kind | None = None
    status: Status | None = None
    status_at: int | None = None
    labelled = list(_labelled(text, _headings(lines, starts)))
    names = {field_of(entry.name, entry.label, entry.value, follow_up=follow_up) for entry in labelled}
    for entry in labelled:
        name = field_of(entry.name, entry.label, entry.value, follow_up=follow_up)
        if name == "status":
            status = legend.status(entry.value)
            status_at = entry.start if status else None
        elif name == "kind":
            kind = kind or kind_word(entry.value)
        elif name != "description" and is_told(entry.value):
            stop = name not in ("results", "done") and entry.brief
            value = entry.value.rstrip(" |·•;")
            value = value[:-1] if value.endswith(")") and value.count("(") < value.count(")") else value
            found.setdefault(name, value.rstrip(" .") if stop else value)
    if "timeline" not in found and (parted := responsible_and_time(found.get("responsible", ""))) is not None:
        found["responsible"], found["timeline"] = parted
    untold = "status" not in names
    if untold and follow_up and (alone := status_alone(text) or _sign_alone(text, legend)) is not None:
        status, status_at = alone
    if status is None and untold:
        status, status_at = stated_status(text)
    if "responsible" not in found and (said := stated_responsible(text)) is not None:
        found["responsible"] = said[0]
    if not {"results", "done"} & names:
        report = _rest(text, labelled, legend) if follow_up else _report(lines, text, starts, labelled)
        if report:
            found["results"] = report
    line = None
    if status_at is not None:
        line = lines[max(i for i, start in enumerate(starts) if start <= status_at)].number
    return Fields(**found, kind=kind, status=status, status_line=line)


def _sign_alone(text: str, legend: Legend) -> tuple[Status, int] | None:
    """The status that the first line's sign stands for, where it says nothing else: "🟢"."""
    first = text.strip().split("\n")[0]
    status = legend.status(first) if is_sign(first) else None
    return (status, len(text) - len(text.lstrip())) if status else None


def is_told(value: str) -> bool:
    """Whether a field says anything: no dash, no "[Klicka här för att ange text]"."""
    return _NOTHING.fullmatch(value.strip()) is None


def is_measure(value: str) -> bool:
    """Whether a text says what is counted: "Antal deltagare", "Andel utbildade"."""
    return _MEASURE.match(value) is not None


def field_of(name: str, label: str, value: str, *, follow_up: bool) -> str:
    """The field that a value belongs to, by its label's name and by what it says.

    In a follow-up "Uppföljning" reports, in a plan a comment describes; a share alone is no result.
    """
    if name == "follow_up_planned" and (follow_up or _reports(value)):
        return "results"
    if name == "results" and (_SHARE.fullmatch(value) or (not follow_up and fold(label).startswith("kommentar"))):
        return "description"
    return "done" if name == "results" and _DONE.search(fold(label)) else name


def reports_results(lines: Sequence[Line]) -> bool:
    """Whether a document has a field for results by that name, so that "Vad har gjorts" is another."""
    return any(_RESULTS.match(bare(line.text)) for line in lines)


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
    places += [start for start, _, _ in _inline(text)]
    opens = len(text) - len(text.lstrip(" -*•"))
    return min(places) if places and min(places) > opens else None


def any_label(text: str) -> bool:
    """Whether a line begins with some label, known or not: "Syfte: …"."""
    return bool(_ANY_LABEL.match(bare(text))) or field_label(text) is not None


def heads_field(text: str) -> str | None:
    """Which field a line that is nothing but a label opens: "Uppföljning" → ``follow_up_planned``."""
    text = bare(text).rstrip(": ")
    return field_name(text) if len(text) < 70 else None


def _joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """The lines as one text, bare; an empty line stays as one. With where each line starts in it."""
    starts, parts, offset = [], [], 0
    for line in lines:
        text = re.sub(r"^[•·–-]\s+(?=[A-ZÅÄÖ][\w/ ]{2,28}:)", "", bare(line.text))
        starts.append(offset)
        parts.append(text)
        offset += len(text) + 1
    return "\n".join(parts), starts


def _headings(lines: Sequence[Line], starts: Sequence[int]) -> dict[int, int]:
    """Where headings inside the body start and end; a short line in bold type is one too."""
    return {
        start: start + len(bare(line.text))
        for line, start in zip(lines, starts, strict=True)
        if markdown_level(line.text) is not None or (is_bold(line.text) and len(line.text) < _HEADING)
    }


def _labelled(text: str, headings: Mapping[int, int]) -> Iterator[_Labelled]:
    """The labels in a text with their values, in order; headings and labels of no field of ours end a value too."""
    marks: dict[int, tuple[str | None, int]] = {start: (None, end) for start, end in headings.items()}
    for match in _LABEL.finditer(text):
        name = field_name(match["name"])
        start = match.start("name")
        opens = start == _line_start(text, start) or text[:start].rstrip(" \t")[-1:] in ("|", "·", "•")
        if name or (opens and len(match["name"]) < 50):
            marks[start] = (name, match.end())
    for start, end, inline in _inline(text):
        marks.setdefault(start, (inline, end))
    for pattern in (_DASHED, _HEADED):
        for match in pattern.finditer(text):
            start = match.start("name")
            if (name := field_name(match["name"])) and (pattern is not _HEADED or len(match["name"]) > 4):
                marks[start] = marks[start] if marks.get(start, ("", 0))[0] else (name, match.end())
    ordered = sorted(marks.items())
    # Where one label has its value beside it, a label with nothing beside it is empty.
    beside = any(name and text[end : end + 1] not in ("\n", "") for _, (name, end) in ordered)
    for i, (start, (name, value_start)) in enumerate(ordered):
        end = ordered[i + 1][0] if i + 1 < len(ordered) else len(text)
        if name is None:
            continue
        raw = text[value_start:end]
        long = name in ("results", "follow_up_planned")
        if beside and not long and _EMPTY.match(raw + "\n") and text[value_start - 1] != "\n":
            raw = ""
        elif not (long and raw[:1] in ("\n", "")) and text[value_start - 1] != "\n":
            raw = _paragraph(raw, width=max((len(line) for line in text.split("\n")), default=0), short=name in _SHORT)
        value = join_lines(raw.split("\n"))
        beside_next = i + 1 < len(ordered) and "\n" not in text[value_start:end].rstrip(" ")
        brief = ". " not in value and (beside_next or len(value) < 60)
        yield _Labelled(name, text[start:value_start].strip(" :\n\t"), value, start, value_start + len(raw), brief)


def _inline(text: str) -> Iterator[tuple[int, int, str]]:
    """The labels inside a line: "Ansvarig: HR Tidplan: 2024"; only names of ours, and with a capital."""
    for colon in _COLON.finditer(text):
        begin = text.rfind("\n", 0, colon.start()) + 1
        words = list(re.finditer(r"\S+", text[begin : colon.start()]))
        for first in words[1:][-_INLINE_WORDS:]:
            start = begin + first.start()
            label = text[start : colon.start()]
            if label[:1].isupper() and (name := field_name(label)) is not None:
                yield start, colon.end(), name
                break


def _line_start(text: str, position: int) -> int:
    start = text.rfind("\n", 0, position) + 1
    return start + len(text[start:position]) - len(text[start:position].lstrip())


def _paragraph(text: str, *, width: int, short: bool) -> str:
    """A value up to the end of its paragraph; an empty line inside a sentence doesn't end it.

    A line that had room for the next line's first word ends the value where that begins a sentence; a ``short``
    value, which is no sentence itself, ends before any line that is one.
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
            if short and _is_sentence(line) and not is_open(last):
                break
            if begins and (gap or room or (last.endswith(".") and room)):
                break
            if gap and (last.endswith((".", "!", "?")) or _FOOTNOTE.match(line)):
                break
        gap = False
        taken.append(line)
    return "\n".join(taken)


def _is_sentence(line: str) -> bool:
    """Whether a line is a sentence from its beginning to its end."""
    line = line.strip()
    return line.endswith((".", "!")) and not line[:1].islower() and len(line.split()) > _SENTENCE


def _rest(text: str, labelled: Sequence[_Labelled], legend: Legend) -> str | None:
    """What a follow-up says below or after its labels, and after its status, without a label of its own."""
    parts: list[str] = []
    if _sign_alone(text, legend) is not None:
        above = text[: labelled[0].start] if labelled else text
        parts += above.strip().split("\n")[1:]
    ends = [*(entry.start for entry in labelled[1:]), len(text)]
    for entry, end in zip(labelled, ends, strict=False):
        if entry.name == "status":
            parts.append(entry.value.partition(". ")[2])
        parts += text[entry.end : end].split("\n")
    return join_lines(part for part in parts if not any_label(part)) or None


def _reports(value: str) -> bool:
    """Whether a text tells of what has been done: its first sentence does, and promises nothing."""
    first = next(iter(sentences(value)), "")
    if is_measure(first):
        return False  # "Andel utredningar där anhöriga har fått information"
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
