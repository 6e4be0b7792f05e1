"""An answer → a file to keep: Markdown, or Word with real headings. Both with sources and where it comes from."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from assistant.citing.quotation import UNSURE_READING
from assistant.compose.answer import Answer
from assistant.compose.statements import UNSURE_WORD
from assistant.exports.origin import Origin, file_name, origin, selection_text
from assistant.query.filters import Filters
from assistant.schemas.asking import AskResponse, PointOut, answer_out
from assistant.schemas.passages import PassageOut
from index.storage.store import Index

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Not escaped by a backslash: Open WebUI and others take "\\[" for the start of a formula.
_BRACKETS = {"[": "&#91;", "]": "&#93;"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])|^(\s*)([-+]|\d+[.)])(?=\s)", re.MULTILINE)


# What a comparison says of an organisation.
LEVELS = {"has": "har", "unclear": "osäkert", "none_found": "inget hittat i handlingsplanen"}
_COMPARED = ("Förvaltning eller bolag", "I handlingsplanen", "Mål", "Slag", "Mening", "Källa")
_KINDS = {"own": "egen", "joint": "i samverkan"}

Form = Literal["docx", "md"]
_TYPES: dict[Form, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}


@dataclass(frozen=True)
class File:
    """A file to hand out. Its name doesn't repeat the question: names end up in logs and lists."""

    content: bytes
    media_type: str
    name: str


def answer_file(answer: Answer, index: Index, form: Form, *, filters: Filters, made: date) -> File:
    """An answer as a file of this form, made on this day."""
    shown, made_of = answer_out(answer, index), origin(selection_text(filters, index), index, made=made)
    content = docx(shown, made_of) if form == "docx" else markdown(shown, made_of).encode()
    return File(content, _TYPES[form], file_name("answer", made.isoformat(), form))


def markdown(answer: AskResponse, origin: Origin) -> str:
    """The answer in CommonMark; what comes from a document or a question is text in it, never markup."""
    parts = [f"# {plain(answer.question)}", *(plain(paragraph) for paragraph in _opening(answer))]
    if answer.tabled:
        rows = [_COMPARED, ("---",) * len(_COMPARED), *(map(plain, row) for row in compared_rows(answer))]
        parts.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
    for group, points in () if answer.tabled else grouped(answer):
        parts += [f"## {plain(group)}"] if group else []
        parts.append("\n".join(f"- {plain(point.text)} {ranks(point, answer)}".rstrip() for point in points))
    if answer.passages:
        parts.append(f"## {passages_heading(answer)}")
        parts.append("\n\n".join(_source(passage) for passage in answer.passages))
    parts.append("## Om svaret")
    parts.append("\n".join(f"- {name}: {plain(value)}" for name, value in _about(answer, origin)))
    return "\n\n".join(parts) + "\n"


def docx(answer: AskResponse, origin: Origin) -> bytes:
    """The answer as a Word file in Swedish, with headings, lists and a list of sources."""
    from docx import Document  # here: it is much to load, and few ask for such a file

    document = Document()
    _in_swedish(document)
    document.core_properties.title = _clean(answer.question)[:250]
    document.core_properties.author = "Planassistenten"
    document.core_properties.language = "sv-SE"
    document.add_heading(_clean(answer.question), level=1)
    for paragraph in _opening(answer):
        document.add_paragraph(_clean(paragraph))
    if answer.tabled:
        table = document.add_table(rows=1, cols=len(_COMPARED), style="Table Grid")
        for row in (_COMPARED, *compared_rows(answer)):
            cells = table.rows[0].cells if row is _COMPARED else table.add_row().cells
            for cell, said in zip(cells, row, strict=True):
                cell.text = _clean(said)
        _heads(table)
    for group, points in () if answer.tabled else grouped(answer):
        if group:
            document.add_heading(_clean(group), level=2)
        for point in points:
            document.add_paragraph(_clean(f"{point.text} {ranks(point, answer)}".rstrip()), style="List Bullet")
    if answer.passages:
        document.add_heading(passages_heading(answer), level=2)
    for passage in answer.passages:
        document.add_paragraph(_clean(f"[{passage.rank}] {passage.reference}"))
        if passage.doubt:
            document.add_paragraph(_clean(f"{passage.doubt} Närmaste meningen: ”{passage.sentence_quotation}”"))
        for sentence in passage.corrected:
            document.add_paragraph(_clean(sentence))
        document.add_paragraph(_clean(passage.quotation), style="Quote")
    document.add_heading("Om svaret", level=2)
    for name, value in _about(answer, origin):
        document.add_paragraph(_clean(f"{name}: {value}"), style="List Bullet")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def compared_rows(answer: AskResponse) -> list[tuple[str, ...]]:
    """One row for every organisation asked about: name, level, goal, kind, the sentence and where it stands."""
    ranks = {passage.id: f"[{passage.rank}]" for passage in answer.passages}
    return [
        (
            row.organisation.name, LEVELS[row.level], str(row.goal or "") if row.level == "has" else "",
            _KINDS.get(row.kind or "", "") if row.level == "has" else "",
            "" if row.quotation is None else row.quotation if row.level == "has" else f"Närmast: {row.quotation}",
            ranks.get(row.passages[0], row.reference or "") if row.passages else "",
        )
        for row in answer.comparison
    ]  # fmt: skip


def passages_heading(answer: AskResponse) -> str:
    """What the passages are: sources, or what lies near where nothing is sure."""
    return "Det här ligger närmast" if answer.outcome == "uncertain" else "Källor"


def _opening(answer: AskResponse) -> list[str]:
    """What an answer says first: the help where someone seems to be in danger, else its text."""
    if answer.help is None:
        return [answer.summary.text]
    contacts = [f"{entry.name} {entry.number or ''} ({entry.about})" for entry in answer.help.contacts]
    return [answer.help.heading, answer.help.text, *contacts]


def grouped(answer: AskResponse) -> Iterator[tuple[str | None, list[PointOut]]]:
    """The points under the headings that they stand under, None where there is none."""
    for group, points in groupby(answer.summary.points, key=lambda point: point.heading):
        yield group, list(points)


def ranks(point: PointOut, answer: AskResponse) -> str:
    """The numbers of the sources of a point: "[1] [3]"."""
    return " ".join(f"[{passage.rank}]" for passage in answer.passages if passage.id in point.citations)


def _source(passage: PassageOut) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in plain(passage.quotation).splitlines())
    doubt = f"{passage.doubt} Närmaste meningen: ”{passage.sentence_quotation}”" if passage.doubt else ""
    said = [plain(sentence) for sentence in (doubt, *passage.corrected) if sentence]
    parts = [f"[{passage.rank}] {plain(passage.reference)}", *said, quoted]
    return "\n\n".join(parts)


def _about(answer: AskResponse, origin: Origin) -> list[tuple[str, str]]:
    made_by = "utdrag ur dokumenten" if answer.summary.generated_by == "extractive" else answer.summary.generated_by
    quoted = [*(passage.quotation for passage in answer.passages), *(row.quotation or "" for row in answer.comparison)]
    unsure = answer.says_unsure or any(UNSURE_READING in quotation for quotation in quoted)
    about = [
        ("Fråga", answer.question),
        ("Urval", origin.asked),
        ("Datum", origin.made),
        ("Sammanfattningen är gjord av", made_by),
        ("Index", origin.index),
        ("Dokumentens kontrollsumma", origin.documents_sha256),
        ("Sökmodell", origin.model),
    ]
    about += [("Rättat", answer.corrected)] if answer.corrected else []
    return about + (
        [("Osäker läsning", f"ord som kan vara fel lästa, utmärkta också med {UNSURE_WORD}; jämför med dokumentet")]
        if unsure
        else []
    )


def plain(text: str) -> str:
    """Text as Markdown shows it, whatever signs it has."""
    return _MARKDOWN.sub(
        lambda sign: _BRACKETS.get(sign[1], f"\\{sign[1]}") if sign[1] else f"{sign[2]}\\{sign[3]}", text
    )


def _clean(text: str) -> str:
    """Text without the characters that XML refuses."""
    return _NOT_XML.sub("", text)


def _heads(table: "Table") -> None:
    """The first row of a table as its heading: bold, and again on every page."""
    from docx.oxml.ns import qn

    row = table.rows[0]
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {}))


def _in_swedish(document: "Word") -> None:
    """Swedish hyphenation and spelling, and a size that can be read."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style = document.styles["Normal"]
    style.font.size = Pt(11)
    language = style.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "sv-SE"})
    style.element.get_or_add_rPr().append(language)
