"""One plan, written as Markdown → real files of every format that is read."""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import docx
import pypdfium2
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table


@dataclass
class MarkdownPart:
    """A heading (``level``), an item of a list (``depth``), a table (``rows``) or else a paragraph."""

    lines: list[str]
    level: int | None = None
    depth: int | None = None
    rows: list[list[str]] | None = None


def parts(markdown: str) -> Iterator[MarkdownPart]:
    """The parts of a text that uses no more of Markdown than the test plans do."""
    part: MarkdownPart | None = None
    for line in [*markdown.split("\n"), ""]:
        heading = re.match(r"(#+) (.*)", line)
        item = re.match(r"( *)- (.*)", line)
        if part and (not line.strip() or heading or item or (line.startswith("|") and part.rows is None)):
            yield part
            part = None
        if heading:
            part = MarkdownPart([heading[2]], level=len(heading[1]))
        elif item:
            part = MarkdownPart([item[2]], depth=len(item[1]) // 2)
        elif line.startswith("|"):
            part = part or MarkdownPart([], rows=[])
            if not re.fullmatch(r"[|-]+", line):
                assert part.rows is not None
                part.rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif part:
            part.lines.append(line.strip())
        elif line.strip():
            part = MarkdownPart([line.strip()])


def bare(line: str) -> str:
    """Without the signs for bold."""
    return line.replace("**", "")


def to_docx(markdown: str) -> bytes:
    """A Word file, with Word's styles for headings and lists."""
    document = docx.Document()
    for part in parts(markdown):
        if part.rows is not None:
            table = document.add_table(0, len(part.rows[0]))
            for row in part.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            continue
        if part.level is not None:
            paragraph = document.add_heading("", part.level)
        else:
            lists = ["List Bullet", "List Bullet 2"]
            paragraph = document.add_paragraph("", lists[part.depth] if part.depth is not None else None)
        for i, line in enumerate(part.lines):
            if i:
                paragraph.add_run().add_break()
            for nth, piece in enumerate(line.split("**")):
                paragraph.add_run(piece).bold = nth % 2 == 1
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def to_html(markdown: str) -> bytes:
    """A page as a municipality's site has it: a menu, a footer and scripts around the text."""
    body: list[str] = []
    depth = -1
    for part in parts(markdown):
        wanted = part.depth if part.depth is not None else -1
        body += ["<ul>"] * (wanted - depth) + ["</ul>"] * (depth - wanted)
        depth = wanted
        text = "<br>".join(re.sub(r"\*\*(.*?)\*\*", r"<strong>\1</strong>", html.escape(line)) for line in part.lines)
        if part.rows is not None:
            cells = [[f"<td>{html.escape(cell)}</td>" for cell in row] for row in part.rows]
            body.append("<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in cells) + "</table>")
        elif part.level is not None:
            body.append(f"<h{part.level}>{text}</h{part.level}>")
        else:
            body.append(f"<li>{text}</li>" if part.depth is not None else f"<p>{text}</p>")
    body += ["</ul>"] * (depth + 1)
    return (
        "<!doctype html><html lang='sv'><head><meta charset='utf-8'><title>Planen</title>"
        "<style>p { color: red }</style></head><body><nav><ul><li>Mål 9: Menyn</li></ul></nav><main>"
        + "\n".join(body)
        + "<script>document.write('Åtgärd 99: Skript')</script></main><footer>Kontakt</footer></body></html>"
    ).encode()


def to_pdf(markdown: str, *, footer: str | None = None) -> bytes:
    """A PDF with a text layer. ``footer`` stands on each page, with its number for ``{}``."""
    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", styles["BodyText"], fontSize=11, leading=14)
    flow: list[Flowable] = []
    for part in parts(markdown):
        if part.rows is not None:
            small = ParagraphStyle("cell", body, fontSize=9, leading=11)
            cells = [[Paragraph(html.escape(cell), small) for cell in row] for row in part.rows]
            flow += [Table(cells, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]), Spacer(0, 8)]
            continue
        text = "<br/>".join(re.sub(r"\*\*(.*?)\*\*", r"<b>\1</b>", html.escape(line)) for line in part.lines)
        if part.level is not None:
            flow.append(Paragraph(text, styles[f"Heading{part.level}"]))
        elif part.depth is not None:
            indent = 18 * (part.depth + 1)
            style = ParagraphStyle("item", body, leftIndent=indent, bulletIndent=indent - 12, spaceBefore=0)
            flow.append(Paragraph(text, style, bulletText="•" if part.depth == 0 else "–"))
        else:
            flow.append(Paragraph(text, body))
    file = io.BytesIO()

    def print_footer(canvas: Canvas, document: SimpleDocTemplate) -> None:
        if footer is not None:
            canvas.setFont("Helvetica", 9)
            canvas.drawString(72, 36, footer.format(document.page))

    SimpleDocTemplate(file, pagesize=A4).build(flow, onFirstPage=print_footer, onLaterPages=print_footer)
    return file.getvalue()


def to_scan(pdf: bytes) -> bytes:
    """A PDF whose pages are pictures of another's."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        picture = page.render(scale=300 / 72, grayscale=True).to_pil()
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
    document.close()
    canvas.save()
    return file.getvalue()


def word_number(document: WordDocument, paragraph: WordParagraph, level: int) -> None:
    """Number a paragraph by Word's own numbering, as 1., 1.1., 1.1.1."""
    numbering = document.part.numbering_part.element
    if not numbering.findall(f"{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='77']"):
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            f'<w:lvlText w:val="{".".join(f"%{n + 1}" for n in range(i + 1))}"/></w:lvl>'
            for i in range(3)
        )
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        numbering.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="77">{levels}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {space} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = 77
