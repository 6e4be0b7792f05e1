"""The first lines of a document → what they say as fields: "Dnr: KS 2025/12", a label over its value, a table."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.parsing.layout.cells import cells_of, is_rule
from corpus.parsing.layout.line_kinds import bare
from corpus.parsing.layout.line_styles import bullet
from corpus.swedish.text import fold

# What the labels of a document's own particulars begin with or are, folded.
TITLES = ("dokumentnamn", "dokumentets namn", "dokumenttitel", "titel", "namn pa dokumentet", "styrdokumentets namn")
TYPES = ("dokumenttyp", "typ av dokument", "typ av styrdokument", "styrdokumenttyp", "typ")
DECISIONS = (
    "beslutsdatum", "beslut", "beslutad", "beslutat", "beslutade", "datum for beslut", "antagen", "antaget", "antagna",
    "antagande", "datum for antagande", "antagandedatum", "faststalld", "faststallt", "faststallda", "faststallande",
    "datum for faststallande", "faststallelsedatum", "godkand", "godkant", "godkanda", "godkannande", "beslutsinstans",
    "beslutande", "beslutsfattare", "faststalldes", "antogs", "beslutades", "godkandes",
)  # fmt: skip
DIARIES = (
    "dnr", "diarienummer", "diarienr", "diarie nr", "diarie", "diariebeteckning", "arendenummer", "arendenr",
    "arende nr", "arende", "arendebeteckning", "beteckning", "var beteckning", "dnr beteckning", "diarienummer arende",
)  # fmt: skip
PERIODS = (
    "galler", "giltighetstid", "giltighet", "giltighetsperiod", "giltig", "period", "planperiod", "programperiod",
    "tidsperiod", "avser", "uppfoljningsperiod", "uppfoljningen avser", "rapporten avser", "rapportperiod",
    "redovisningsperiod", "matperiod", "handlingsplanens period", "planens period", "programmets period",
    "period som foljs upp", "avser ar", "avser period", "avser perioden", "galler for perioden", "galler under",
    "galler ar", "for perioden", "ar", "verksamhetsar",
)  # fmt: skip
OWNERS = (
    "namnd", "forvaltning", "bolag", "styrelse", "organisation", "ansvarig namnd", "ansvarig forvaltning",
    "ansvarig organisation", "agare", "dokumentagare", "planagare", "galler for", "namnd forvaltning", "avsandare",
)  # fmt: skip
DATES = ("datum", "daterad", "rapportdatum")
OTHERS = (
    "dokumentansvarig", "ansvarig", "ansvarig for dokumentet", "kontakt", "kontaktperson", "revideras", "reviderad",
    "senast reviderad", "revidering", "ersatter", "upphaver", "version", "giltig till", "giltig till och med",
    "galler till", "galler till och med", "galler fran", "galler fran och med", "framtagen av", "upprattad av",
    "forfattare", "publicerad", "sidansvarig", "handlaggare", "uppfoljning", "sida", "giltig fran", "beslutsparagraf",
    "fastighetsbeteckning", "malgrupp", "tillampas pa", "sekretess", "uppdaterad", "senast uppdaterad", "arendetyp",
    "relaterade dokument", "status", "omfattar", "lagrum",
)  # fmt: skip
_ALL = frozenset((*TITLES, *TYPES, *DECISIONS, *DIARIES, *PERIODS, *OWNERS, *DATES, *OTHERS))
# "Beslutad av", "Fastställd av kommunfullmäktige": the label goes on.
_STEMS = ("beslut", "antag", "faststall", "godkan")
_PAIR = re.compile(r"^\W*(?P<label>[^\W\d_][^:|\t]{1,60}?)\s*:\s*(?P<value>\S.*)$")
_PARTS = re.compile(r"\t+|\s{3,}|\s+[|·•]\s+")
_SENTENCES = re.compile(r"(?<=[\w)])\.\s+(?=[A-ZÅÄÖ])")
_LONGEST = 120  # characters of a value that stands under its label


@dataclass(frozen=True)
class Field:
    """What a label says: "Beslutad av: kommunstyrelsen" → "beslutad av" (folded), "kommunstyrelsen"."""

    label: str
    value: str


def fields_in(texts: Sequence[str]) -> list[Field]:
    """The fields of a stretch of lines, in its order; empty lines may stand between a label and its value."""
    written = [text for text in texts if text.strip()]
    found: list[Field] = []
    i = 0
    while i < len(written):
        table = _table(written, i)
        if table:
            found += _of_table([[bare(cell) for cell in cells_of(text)] for text in table if not is_rule(text)])
            i += len(table)
            continue
        columns = list(_under_labels(written[i : i + 2]))
        if columns:
            found += columns
            i += 2
            continue
        parts = list(_parts(written[i]))
        for part in parts:
            if (match := _PAIR.match(part)) and len(fold(match["label"]).split()) <= 8:
                found.append(Field(fold(match["label"]), match["value"].strip()))
        below = bare(written[i + 1]) if i + 1 < len(written) else ""
        label = written[i].rstrip(" :")
        labels = len(parts) == 1 and _is_label(bare(label)) and not _is_label(below.rstrip(" :"))
        if labels and below and not _PAIR.match(below) and len(below) < _LONGEST:
            found.append(Field(fold(bare(label)), below))
            i += 1
        i += 1
    return found


def values(fields: Iterable[Field], labels: Sequence[str], *, stems: bool = False) -> list[str]:
    """The values under any of ``labels``; ``stems``: under labels too that begin as words for a decision do."""
    return [
        field.value
        for field in fields
        if field.label in labels or (stems and field.label.startswith(_STEMS) and not field.label.endswith("instans"))
    ]


def is_field(text: str) -> bool:
    """Whether a line is a field of a document's particulars: "Dnr: KS 2025/12"."""
    return any((match := _PAIR.match(part)) and _is_label(match["label"]) for part in _parts(text))


def _under_labels(texts: Sequence[str]) -> Iterator[Field]:
    """Labels side by side, each over its value: "Datum    Diarienr" over "Ekby kommun   2025-02-17   KS 1"."""
    if len(texts) < 2 or "|" in texts[0]:
        return
    labels, below = (re.split(r"\t+|\s{2,}", bare(text).strip()) for text in texts)
    if len(labels) > 1 and all(map(_is_label, labels)) and len(below) >= len(labels):
        yield from (Field(fold(label), value) for label, value in zip(labels, below[-len(labels) :], strict=True))


def _is_label(text: str) -> bool:
    folded = fold(text)
    return folded in _ALL or (folded.startswith(_STEMS) and folded.endswith(" av") and len(folded.split()) <= 3)


def _parts(text: str) -> Iterator[str]:
    written = bare(text)
    if (mark := bullet(written)) is not None:
        written = written[len(mark) :].strip()
    for part in _PARTS.split(written):
        yield from (piece.strip(" *_") for piece in _SENTENCES.split(part) if piece.strip(" *_"))


def _table(texts: Sequence[str], i: int) -> list[str]:
    rows = []
    for text in texts[i:]:
        if not text.lstrip().startswith("|"):
            break
        rows.append(text)
    return rows


def _of_table(rows: Sequence[Sequence[str]]) -> Iterator[Field]:
    """A row a field, or a row of labels over one of values."""
    heads = rows[0] if rows else ()
    paired = all(
        _is_label(label) and not _is_label(value) for label, value in zip(heads[::2], heads[1::2], strict=False)
    )
    if len(heads) > 2 and len(rows) > 1 and not paired and sum(map(_is_label, heads)) * 2 >= len(heads):
        yield from (Field(fold(label), value) for label, value in zip(heads, rows[1], strict=False) if value)
        return
    for row in rows:
        for label, value in zip(row[::2], row[1::2], strict=False):
            if value and (_is_label(label.rstrip(" :")) or len(row) == 2):
                yield Field(fold(label), value)
