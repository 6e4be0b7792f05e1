"""A web page → lines: its headings, paragraphs, lists and tables. Scripts and the site's menus are left out."""

import re
from collections.abc import Iterator

from lxml import etree, html

from corpus.errors import UnreadableDocument
from corpus.reading.encoding import decode
from corpus.reading.markdown import Block, Heading, Item, Paragraph, Rows, write
from corpus.reading.page_frame import is_frame

_LEFT_OUT = frozenset(
    (
        *("script", "style", "template", "noscript", "head", "nav", "footer", "iframe", "object", "svg", "math"),
        *("button", "select", "input", "textarea", "video", "audio", "canvas", "map", "dialog"),
    )
)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt"),
        *("figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol"),
        *("p", "pre", "section", "summary", "table", "ul", "center", "fieldset", "legend"),
    )
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_MOST_CELLS = 200  # that one cell may cover


def read_html(content: bytes) -> list[str]:
    """The lines of a page; of one that marks its main content that content only."""
    declared = _CHARSET.search(content[:4096])
    text = decode(content, declared[1].decode("ascii") if declared else None)
    # Bytes, because a text that names an encoding of its own isn't taken.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser, ensure_head_body=True)
    main = root.xpath("//main | //*[@role='main']") or root.xpath("//body")
    if not main:
        raise UnreadableDocument("there is no text in it; put the document in its place")
    return write(block for block in _blocks(main[0]) if not isinstance(block, Paragraph) or block.text.strip())


def _blocks(element: etree._Element) -> Iterator[Block]:
    """The blocks in an element; text that stands between them is a paragraph."""
    loose: list[str] = [element.text or ""]
    bold = not (element.text or "").strip()
    for child in element:
        if _hidden(child):
            pass
        elif _is_block(child):
            yield _paragraph(loose, bold)
            loose, bold = [], True
            yield from _block(child)
        else:
            loose.append(_inline(child))
            bold = bold and (not _inline(child).strip() or _is_bold(child))
        loose.append(child.tail or "")
        bold = bold and not (child.tail or "").strip()
    yield _paragraph(loose, bold)


def _block(element: etree._Element) -> Iterator[Block]:
    tag = element.tag
    if re.fullmatch(r"h[1-6]", tag):
        text = _inline(element)
        if text.strip():
            yield Heading(int(tag[1]), text)
    elif tag in ("ul", "ol"):
        yield from _items(element, 0)
    elif tag == "table":
        yield from _table(element)
    elif tag == "pre":
        yield Paragraph("".join(element.itertext()))
    else:
        yield from _blocks(element)


def _items(element: etree._Element, depth: int) -> Iterator[Block]:
    number = int(element.get("start", "1")) if re.fullmatch(r"\d{1,4}", element.get("start", "1")) else 1
    for child in element:
        if child.tag in ("ul", "ol"):
            yield from _items(child, depth + 1)
        elif child.tag == "li" and not _hidden(child):
            mark = f"{number}." if element.tag == "ol" else "-"
            number += 1
            parts: list[str] = []
            later: list[Block] = []
            for block in _blocks(child):
                match block:
                    case Item(inner, text, below):
                        later.append(Item(inner, text, depth + 1 + below))
                    case Rows():
                        later.append(block)
                    case Heading(_, text) | Paragraph(text):
                        (parts.append(text) if not later else later.append(block)) if text.strip() else None
            yield Item(mark, "\n".join(part.replace("\v", " ") for part in parts), depth)
            yield from later


def _table(element: etree._Element) -> Iterator[Block]:
    """A table; one that holds another, or has one column, only lays out what stands in it."""
    rows = element.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    if element.xpath(".//table") or all(len(row) < 2 for row in rows):
        for cell in element.xpath("./caption") + [cell for row in rows for cell in row]:
            yield from _blocks(cell)
        return
    for caption in element.xpath("./caption"):
        yield Paragraph(_inline(caption))
    width = max(sum(_covers(cell, "colspan") for cell in row) for row in rows)
    covered: dict[int, int] = {}  # column → rows that a cell above still covers
    made: list[tuple[str, ...]] = []
    for row in rows:
        cells: list[str] = []
        for cell in row:
            while covered.get(len(cells), 0):
                covered[len(cells)] -= 1
                cells.append("")
            text = "\n".join(_said(block) for block in _blocks(cell))
            for column in range(_covers(cell, "colspan")):
                covered[len(cells)] = _covers(cell, "rowspan") - 1
                cells.append("" if column else text)
        while covered.get(len(cells), 0):
            covered[len(cells)] -= 1
            cells.append("")
        across = len(row) == 1 and _covers(row[0], "colspan") == width > 1
        made.append((cells[0],) if across else tuple(cells))
    yield Rows(tuple(made))


def _covers(cell: etree._Element, attribute: str) -> int:
    value = cell.get(attribute, "1").strip()
    return max(1, min(int(value), _MOST_CELLS)) if re.fullmatch(r"\d{1,6}", value) else 1


def _said(block: Block) -> str:
    match block:
        case Item(mark, text):
            return f"{'•' if mark == '-' else mark} {text}"
        case Rows(rows):
            return " ".join(cell for row in rows for cell in row)
        case Heading(_, text) | Paragraph(text):
            return text


def _paragraph(parts: list[str], bold: bool) -> Paragraph:
    text = "\n".join(_one(line) for line in "".join(_soft(part) for part in parts).split("\v"))
    return Paragraph(text.strip("\n"), bold=bold and bool(text.strip()))


def _inline(element: etree._Element) -> str:
    """The text in an element that stands in a line; "\\v" where it breaks the line."""
    if _hidden(element):
        return ""
    if element.tag == "br":
        return "\v"
    parts = [element.text or ""]
    for child in element:
        parts += [_inline(child), child.tail or ""]
    return "".join(_soft(part) for part in parts)


def _soft(text: str) -> str:
    return re.sub(r"[ \t\n\r\f]+", " ", text)


def _one(text: str) -> str:
    return _soft(text.replace("\v", " ")).strip()


def _is_bold(element: etree._Element) -> bool:
    return element.tag in ("b", "strong") and "\v" not in _inline(element)


def _is_block(element: etree._Element) -> bool:
    return element.tag in _BLOCKS or any(child.tag in _BLOCKS for child in element.iterdescendants())


def _hidden(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or element.get("hidden") is not None:
        return True
    return is_frame(element) or "display:none" in element.get("style", "").replace(" ", "").lower()
