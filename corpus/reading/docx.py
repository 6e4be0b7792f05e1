"""A Word file → lines: its headings, paragraphs, lists with their numbers, tables, and notes at the end.

Text that was struck out under change tracking is left out; text boxes stand before the paragraph
that holds them. What headers and footers say besides the text stands first: it belongs to the cover.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docx import Document as open_docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.styles.style import BaseStyle
from lxml import etree

from corpus.parsing.layout.page_numbers import without_page
from corpus.reading.markdown import Block, Heading, Item, Paragraph, write
from corpus.reading.numbering import Numbering, style_chain
from corpus.reading.tables import TableCell, colour_name, laid_out, table_blocks
from corpus.reading.word_package import checked
from corpus.swedish.text import fold

_SKIPPED = frozenset(
    qn(name)
    for name in (
        *("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:drawing", "w:pict"),
        *("w:footnoteReference", "w:endnoteReference", "w:commentReference"),
    )
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_NOTES = {qn("w:footnoteReference"): qn("w:footnote"), qn("w:endnoteReference"): qn("w:endnote")}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): ""}
# Signs of Wingdings: ticks and boxes.
_SYMBOLS = {"FC": "✓", "FE": "☒", "A8": "☐", "FB": "✗", "FD": "☒", "6C": "●", "6F": "☐"}
_INDENT = 60  # twentieths of a point that are no level of their own
_OFF = ("0", "false", "off", "none")
_COUNTS = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b")


def read_docx(content: bytes) -> list[str]:
    """The lines of a Word file; raises ``UnreadableDocument`` (the reason alone) for one that isn't safe to unpack."""
    document = open_docx(io.BytesIO(checked(content)))
    reader = _Reader(document, Numbering(document))
    body = list(_nested([*reader.blocks(document.element.body), *reader.notes()]))
    lines = write(body)
    heads = reader.header_and_footer_text(lines)
    return [*(line for head in heads for line in (head, "")), *lines]


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

    def header_and_footer_text(self, lines: Sequence[str]) -> list[str]:
        """What the headers and footers say that the text doesn't: whose the document is, its number, its period."""
        wanted = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
        parts = [relation for relation in self.document.part.rels.values() if relation.reltype in wanted]
        parts.sort(key=lambda relation: wanted.index(relation.reltype))
        known = {fold(part) for line in lines for part in re.split(r"[|\t]", line)}
        found: list[str] = []
        for relation in parts:
            root = parse_xml(relation.target_part.blob)
            for paragraph in root.iter(qn("w:p")):
                for text in _without_pages(paragraph):
                    if fold(text) and fold(text) not in known:
                        known.add(fold(text))
                        found.append(text)
        return found

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
        lead = "" if level is not None else _lead(paragraph)
        if lead and text.startswith(lead) and len(lead) < len(text):
            text = f"**{lead.strip()}**{text[len(lead) :] if text[len(lead)].isspace() else ' ' + text[len(lead) :]}"
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
            yield from laid_out([[tuple(self.blocks(cell)) for cell in row] for row in rows])
            return
        above: dict[int, TableCell] = {}  # column → the cell that rows below may go on with
        made: list[list[TableCell]] = []
        for row in rows:
            cells: list[TableCell] = []
            column = 0
            for cell in row:
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                across = _span(cell)
                if merge is not None and merge.get(qn("w:val"), "continue") == "continue" and column in above:
                    above[column].down += 1
                else:
                    cells.append(TableCell(tuple(self.blocks(cell)), across, colour=_shade(cell)))
                    above[column] = cells[-1]
                column += across
            made.append(cells)
        yield from table_blocks(made)

    def _level(self, paragraph: etree._Element) -> int | None:
        """The level of a heading, from its style or its own outline level; None for other paragraphs."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if own is not None and (level := int(own.get(qn("w:val"), "9"))) < 9:
            return level + 1
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self._style(named.get(qn("w:val"))) if named is not None else None
        for based_on in style_chain(style):
            name = (based_on.name or "").lower()
            if name == "title":
                return 1
            if name.startswith("heading ") and name[8:].isdecimal():
                return int(name[8:])
            outline = based_on.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if outline is not None and (level := int(outline.get(qn("w:val"), "9"))) < 9:
                return level + 1
        return None

    def _style(self, identifier: str | None) -> BaseStyle | None:
        return next((style for style in self.document.styles if style.style_id == identifier), None)


def _without_pages(paragraph: etree._Element) -> list[str]:
    """The parts of a line of a header, set apart by tabs or line breaks, without the numbers of its pages."""
    fields = [field for field in paragraph.iter(qn("w:fldSimple")) if _COUNTS.search(field.get(qn("w:instr"), ""))]
    counted = {id(run) for field in fields for run in field.iter(qn("w:r"))}
    depth, counts = 0, False
    parts: list[str] = []
    for run in paragraph.iter(qn("w:r")):
        for mark in run.iter(qn("w:fldChar"), qn("w:instrText")):
            kind = mark.get(qn("w:fldCharType"))
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            counts = (counts or bool(_COUNTS.search(mark.text or ""))) if depth else False
        if id(run) not in counted and not counts and not _is_left_out(run):
            parts.append(_text(run))
    texts = re.split(r"[\t\n]+| {3,}", "".join(parts))
    return [text for text in (without_page(" ".join(text.split())).strip(" |·()") for text in texts) if text]


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
    """The text of a paragraph; "\\n" where it breaks a line. What is struck through or hidden is left out."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED or (child.tag == qn("w:r") and _is_left_out(child)):
            continue
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            # A page's or column's end inside a paragraph is no line's.
            ends_page = child.get(qn("w:type")) in ("page", "column")
            parts.append(" " if ends_page else _SIGNS[child.tag])
        elif child.tag == qn("w:sym"):
            parts.append(_SYMBOLS.get(child.get(qn("w:char"), "").upper()[-2:], "•"))
        elif child.tag == qn("w:sdt") and child.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
            continue  # what a template asks for, which nobody has filled in
        else:
            parts.append(_text(child))
            if child.tag == qn("w:r") and (name := _sign_colour(child, parts[-1])):
                parts.append(f" {name}")
    return "".join(parts)


def _is_left_out(run: etree._Element) -> bool:
    return any(_is_on(run, name) for name in ("w:vanish", "w:strike", "w:dstrike", "w:webHidden"))


def _is_on(run: etree._Element, name: str) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return mark is not None and mark.get(qn("w:val"), "1") not in _OFF


def _sign_colour(run: etree._Element, text: str) -> str:
    """The name of the colour of a sign that stands for a word: "Röd" for a red "●"."""
    colour = run.find(f"{qn('w:rPr')}/{qn('w:color')}")
    if colour is None or not text.strip() or len(text.strip()) > 2 or re.search(r"[\w.,;:!?()\"'/–—-]", text):
        return ""
    return colour_name(colour.get(qn("w:val"), ""))


def _shade(cell: etree._Element) -> str:
    """The name of a cell's own colour, "" where it has none that tells anything."""
    shade = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    return colour_name(shade.get(qn("w:fill"), "")) if shade is not None else ""


def _lead(paragraph: etree._Element) -> str:
    """The words in bold type that a paragraph begins with and that are a title: no label, and more follows."""
    lead, rest = "", ""
    for run in paragraph.iter(qn("w:r")):
        text = _text(run) if not _is_left_out(run) else ""
        if not rest and (_is_on(run, "w:b") or not text.strip()):
            lead += text
        else:
            rest += text
    lead, broken, _ = lead.partition("\n")
    said = lead.strip()
    if len(said) < 4 or said.endswith(":") or (not broken and len(rest.split()) < 3):
        return ""
    return lead


def _is_bold(paragraph: etree._Element) -> bool:
    """Whether every run that has text is bold."""
    runs = [run for run in paragraph.iter(qn("w:r")) if _text(run).strip() and not _is_left_out(run)]
    return bool(runs) and all(_is_on(run, "w:b") for run in runs)


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
