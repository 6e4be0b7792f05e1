"""A Word file → lines: its headings, paragraphs, lists with their numbers, tables, and notes at the end.

Text that was struck out under change tracking is left out; text boxes stand before the paragraph
that holds them. Headers and footers are left out: what they say of pages is only known once printed.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx import Document as open_docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.styles.style import BaseStyle
from lxml import etree

from corpus.errors import UnreadableDocument
from corpus.reading.markdown import Block, Heading, Item, Paragraph, Rows, write
from corpus.reading.numbering import Numbering

_LARGEST = 200_000_000  # bytes, unpacked; a plan of a hundred pages has one or two million
_RATIO = 200  # times smaller than unpacked; ordinary XML shrinks to a tenth
_SMALL = 10_000_000
_SKIPPED = frozenset(
    qn(name)
    for name in (
        *("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:drawing", "w:pict"),
        *("w:footnoteReference", "w:endnoteReference", "w:commentReference"),
    )
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_NOTES = {qn("w:footnoteReference"): qn("w:footnote"), qn("w:endnoteReference"): qn("w:endnote")}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): ""}
_INDENT = 60  # twentieths of a point that are no level of their own
_OFF = ("0", "false", "off", "none")


def read_docx(content: bytes) -> list[str]:
    """The lines of a Word file; raises ``UnreadableDocument`` (the reason alone) for one that isn't safe to unpack."""
    _check_sizes(content)
    document = open_docx(io.BytesIO(content))
    reader = _Reader(document, Numbering(document))
    return write(_nested([*reader.blocks(document.element.body), *reader.notes()]))


def _check_sizes(content: bytes) -> None:
    """Refuse what unpacks to far more than a document holds, before anything is unpacked; and XML with entities."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if declared > _LARGEST or (declared > _SMALL and declared > _RATIO * packed):
        raise UnreadableDocument(
            f"unpacks to {declared // 1_000_000} MB, far more than a document holds; it is left packed"
        )
    for entry in entries:
        if entry.flag_bits & 1:
            raise UnreadableDocument("is protected by a password; save it without one")
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as file:
                # A file that says a wrong size is found out here: zipfile reads no more than it says.
                if b"<!DOCTYPE" in file.read(4096).upper():
                    raise UnreadableDocument(
                        "has XML with definitions of its own, which Word never writes; it is unsafe"
                    )


@dataclass(frozen=True)
class _Reader:
    document: WordDocument
    numbering: Numbering

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The blocks below an element of the body, content controls opened; an item's depth is its indent."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
                yield from self.blocks(child)

    def notes(self) -> Iterator[Block]:
        """The footnotes and endnotes in the order of the text, below a heading: no activity goes on there."""
        texts = {
            (note.tag, note.get(qn("w:id"))): " ".join(_text(line).strip() for line in note.iter(qn("w:p")))
            for relation in self.document.part.rels.values()
            if relation.reltype in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
            for note in parse_xml(relation.target_part.blob)
        }
        marks = self.document.element.body.iter(*_NOTES)
        said = [texts.get((_NOTES[mark.tag], mark.get(qn("w:id"))), "").strip() for mark in marks]
        if any(said):
            yield Heading(1, "Noter")
            yield from (Paragraph(f"{number}. {text}") for number, text in enumerate(said, start=1) if text)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        for box in paragraph.iter(qn("w:txbxContent")):
            if not any(parent.tag in _SKIPPED - {qn("w:drawing")} for parent in box.iterancestors()):
                yield from self.blocks(box)
        text = _text(paragraph).strip(" \n")
        if not text.strip():
            return
        level = self._level(paragraph)
        number = self.numbering.next(paragraph)
        if level is not None:
            label = f"{number.label} " if number is not None and number.label and not number.bullet else ""
            yield Heading(level, f"{label}{text}")
        elif number is not None and (number.bullet or number.label):
            yield Item("-" if number.bullet else number.label, text, number.indent)
        else:
            yield Paragraph(text.replace("\t", "    "), bold=_is_bold(paragraph))

    def _table(self, table: etree._Element) -> Iterator[Block]:
        """A table; one that holds another, or has one column, only lays out what stands in it."""
        rows = [list(_cells(row)) for row in table.iter(qn("w:tr")) if _owner(row) is table]
        if any(True for _ in table.iterdescendants(qn("w:tbl"))) or all(len(row) < 2 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        width = max(sum(_span(cell) for cell in row) for row in rows)
        made: list[tuple[str, ...]] = []
        for row in rows:
            cells: list[str] = []
            for cell in row:
                goes_on = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                covered = goes_on is not None and goes_on.get(qn("w:val"), "continue") == "continue"
                text = "" if covered else "\n".join(_said(block) for block in self.blocks(cell))
                cells += [text, *[""] * (_span(cell) - 1)]
            made.append((cells[0],) if len(row) == 1 and width > 1 else tuple(cells))
        yield Rows(tuple(made))

    def _level(self, paragraph: etree._Element) -> int | None:
        """The level of a heading, from its style or its own outline level; None for other paragraphs."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if own is not None and (level := int(own.get(qn("w:val"), "9"))) < 9:
            return level + 1
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self._style(named.get(qn("w:val"))) if named is not None else None
        while style is not None:
            name = (style.name or "").lower()
            if name == "title":
                return 1
            if name.startswith("heading ") and name[8:].isdecimal():
                return int(name[8:])
            outline = style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if outline is not None and (level := int(outline.get(qn("w:val"), "9"))) < 9:
                return level + 1
            style = getattr(style, "base_style", None)
        return None

    def _style(self, identifier: str | None) -> BaseStyle | None:
        return next((style for style in self.document.styles if style.style_id == identifier), None)


def _nested(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, the depth of each item told from how far it is indented below a heading or table."""
    levels: list[int] = []
    for block in blocks:
        if isinstance(block, Item):
            while levels and block.depth < levels[-1] - _INDENT:
                levels.pop()
            if not levels or block.depth > levels[-1] + _INDENT:
                levels.append(block.depth)
            yield Item(block.mark, block.text, len(levels) - 1)
            continue
        if not isinstance(block, Paragraph):
            levels = []
        yield block


def _text(element: etree._Element) -> str:
    """The text of a paragraph; "\\n" where it breaks a line."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            # A page's or column's end inside a paragraph is no line's.
            ends_page = child.get(qn("w:type")) in ("page", "column")
            parts.append(" " if ends_page else _SIGNS[child.tag])
        else:
            parts.append(_text(child))
    return "".join(parts)


def _is_bold(paragraph: etree._Element) -> bool:
    """Whether every run that has text is bold."""
    runs = [run for run in paragraph.iter(qn("w:r")) if _text(run).strip()]
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs]
    return bool(runs) and all(mark is not None and mark.get(qn("w:val"), "1") not in _OFF for mark in marks)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
            yield from _cells(child)


def _owner(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors(qn("w:tbl")), None)


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return max(1, min(int(span.get(qn("w:val"), "1")), 100)) if span is not None else 1


def _said(block: Block) -> str:
    match block:
        case Item(mark, text):
            return f"{'•' if mark == '-' else mark} {text}"
        case Rows(rows):
            return " ".join(cell for row in rows for cell in row)
        case Heading(_, text) | Paragraph(text):
            return text
