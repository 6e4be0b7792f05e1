"""A web page → lines: its headings, paragraphs, lists and tables. Scripts and the site's menus are left out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree, html

from corpus.errors import UnreadableDocument
from corpus.reading.encoding import decode
from corpus.reading.markdown import Block, Heading, Item, Paragraph, Rows, write
from corpus.reading.page_frame import is_frame
from corpus.reading.tables import TableCell, colour_name, laid_out, table_blocks
from corpus.swedish.vocabulary import colour_in

_LEFT_OUT = frozenset(
    (
        *("script", "style", "template", "noscript", "head", "nav", "footer", "iframe", "object", "svg", "math"),
        *("button", "select", "input", "textarea", "video", "audio", "canvas", "map", "dialog", "del", "s", "strike"),
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
_LABEL = 40  # characters of a term that is a label
_SIGN = 3  # characters of a sign
_BELOW = 0  # the level of a heading that is told by those before it
_STYLE_COLOUR = re.compile(r"(?:background(?:-color)?|color)\s*:\s*(#[0-9a-f]{6}|[a-z]+)", re.IGNORECASE)


def read_html(content: bytes) -> list[str]:
    """The lines of a page; of one that marks its main content that content only."""
    declared = _CHARSET.search(content[:4096])
    text = decode(content, declared[1].decode("ascii") if declared else None)
    # Bytes, because a text that names an encoding of its own isn't taken.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser, ensure_head_body=True)
    main = root.xpath("//main | //*[@role='main']") or root.xpath("//body")
    if not main:
        raise UnreadableDocument("there is no text in it; put the document in its place", "no_text")
    return write(
        _levelled(block for block in _blocks(main[0]) if not isinstance(block, Paragraph) or block.text.strip())
    )


def _levelled(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks; a heading without a level of its own stands below the last one that has."""
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            if block.level == _BELOW:
                block = replace(block, level=level + 1)
            else:
                level = block.level
        yield block


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
    elif tag == "dl":
        yield from _terms(element)
    elif tag == "summary":
        # A heading of what it opens; its level is known from those before it.
        yield Heading(_BELOW, _inline(element)) if _inline(element).strip() else Paragraph("")
    elif tag == "dl":
        yield from _terms(element)
    elif tag == "summary":
        # A heading of what it opens; its level is known from those before it.
        yield Heading(_BELOW, _inline(element)) if _inline(element).strip() else Paragraph("")
    elif tag == "dl":
        yield from _terms(element)
    elif tag == "summary":
        # A heading of what it opens; its level is known from those before it.
        yield Heading(_BELOW, _inline(element)) if _inline(element).strip() else Paragraph("")
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
    rows = [row for row in element.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr") if not _hidden(row)]
    for caption in element.xpath("./caption"):
        yield Paragraph(_inline(caption))
    if element.xpath(".//table") or all(len(row) < 2 for row in rows):
        yield from laid_out([[tuple(_blocks(cell)) for cell in row] for row in rows])
        return
    yield from table_blocks(
        [
            [
                TableCell(
                    tuple(block for block in _blocks(cell) if _text_of(block)),
                    _covers(cell, "colspan"),
                    _covers(cell, "rowspan"),
                    _colour(cell),
                )
                for cell in row
                if cell.tag in ("td", "th") and not _hidden(cell)
            ]
            for row in rows
        ]
    )


def _terms(element: etree._Element) -> Iterator[Block]:
    """A list of terms: a short term with one line is written as a label, any other as paragraphs."""
    term = ""
    for child in element.iterchildren():
        if _hidden(child):
            continue
        if child.tag == "div":
            yield from _terms(child)
        elif child.tag == "dt":
            if term:
                yield Paragraph(f"{term}:")
            term = _one(_inline(child)).rstrip(": ")
        elif child.tag == "dd":
            blocks = [block for block in _blocks(child) if _text_of(block)]
            if term and len(term) < _LABEL and all(isinstance(block, Paragraph) for block in blocks):
                yield Paragraph(f"{term}: {' '.join(_text_of(block) for block in blocks)}".strip())
            else:
                yield from ([Paragraph(term, bold=True)] if term else []) + blocks
            term = ""
    if term:
        yield Paragraph(f"{term}:")


def _covers(cell: etree._Element, attribute: str) -> int:
    value = cell.get(attribute, "1").strip()
    return max(1, min(int(value), _MOST_CELLS)) if re.fullmatch(r"\d{1,6}", value) else 1


def _text_of(block: Block) -> str:
    return " ".join(cell for row in block.rows for cell in row) if isinstance(block, Rows) else block.text.strip()


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
    text = "".join(_soft(part) for part in parts)
    if not re.search(r"\w", text) and (meaning := _meaning(element)):
        return f"{text.strip()} {meaning}".strip()
    return text


def _meaning(element: etree._Element) -> str:
    """What a sign or a picture stands for, by its label, or else by its colour; "" for any other element."""
    if element.tag in ("br", "a") or len("".join(element.itertext()).strip()) > _SIGN:
        return ""
    for name in ("aria-label", "title", "alt"):
        if (told := str(element.get(name, "")).strip()) and len(told) < _LABEL:
            return told
    return _colour(element) if element.tag not in ("td", "th", "p", "div", "li") else ""


def _colour(element: etree._Element) -> str:
    """The name of the colour that an element's style or class gives it, "" where neither tells one."""
    style = _STYLE_COLOUR.search(element.get("style", ""))
    if style is not None and (name := colour_name(style[1])):
        return name
    return colour_in(f"{style[1] if style else ''} {element.get('class', '')}")


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
    style = element.get("style", "").replace(" ", "").lower()
    return any(told in style for told in ("display:none", "visibility:hidden", "line-through")) or is_frame(element)
