"""A file → its source text in lines, each with its place: text, Markdown, HTML, DOCX and PDF.

The source text is what citations point into: of a text file the file's own, of other formats what
their reader in ``reading`` delivers; letters with their marks in one (NFC), however the file has them.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.parsing.layout.page_numbers import sheets
from corpus.privacy.identity_numbers import mask_numbers
from corpus.reading.encoding import decode
from corpus.reading.formats import format_of
from corpus.reading.limits import MEMORY_MB, check_file, check_text, file_content
from corpus.reading.pages import Page
from corpus.types import Document, Line, OnPage, OnShare


@dataclass(frozen=True)
class Source:
    """The lines of a file, read as they stand; ``machine_read``: some were read from pictures of pages.

    ``identities`` are the numbers of the lines in which a personal identity number stood; it is masked.
    ``born_digital``: the format itself shows that its letters were typed, so that none can be misread.
    ``frame`` is what stands around the text and is no part of it: a web page's name, head and foot.
    """

    lines: tuple[Line, ...]
    machine_read: bool = False
    identities: tuple[int, ...] = ()
    born_digital: bool = False
    frame: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(line.source for line in self.lines)


def read_source(document: Document, folder: Path, read: Callable[[bytes, str], "Source"] | None = None) -> Source:
    """A document of the catalogue, read by ``read_file`` or another ``read``.

    Raises ``UnreadableDocument`` when the file is missing, can't be read, or is not the one that the
    catalogue describes.
    """
    name = printable(document.file)
    read = read or read_file
    try:
        content = file_content(folder / document.file)
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{name}: {error}") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name can't be one"
        raise UnreadableDocument(
            f"{name}: can't be opened ({reason}); put it in {folder.name} or take it out of the catalogue"
        ) from None
    source = read(content, document.file)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise UnreadableDocument(
            f"{name}: the file is not the one that the catalogue describes (its sha256 differs); "
            "put the right file back, or enter the new sha256"
        )
    return source


def read_file(
    content: bytes,
    name: str,
    *,
    on_share: OnShare = lambda share: None,
    on_page: OnPage = lambda read, pages: None,
) -> Source:
    """The lines of any file; raises ``UnreadableDocument`` with the reason and what to do.

    ``on_share`` hears what share of its pages is read, where they are pictures, ``on_page`` how many of a PDF's.
    """
    try:
        check_file(len(content))
        source = _read(content, name, on_share, on_page)
        check_text([line.source for line in source.lines])
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{printable(name)}: {error}", error.cause) from None
    except MemoryError:
        raise UnreadableDocument(
            f"{printable(name)}: needs more than {MEMORY_MB} MB of memory to be read; split it, or save it as PDF",
            "too_much",
        ) from None
    except Exception as error:
        # Whatever a library stumbles over in a damaged file must not stop the other documents.
        raise UnreadableDocument(
            f"{printable(name)}: is damaged or made in a way that isn't understood "
            f"({type(error).__name__}); open it, save it again and put that in its place"
        ) from error
    if not any(line.source.strip() for line in source.lines):
        raise UnreadableDocument(f"{printable(name)}: there is no text in it; put the document in its place", "no_text")
    return _masked(source)


def printable(name: str) -> str:
    """A file's name as it can stand in a sentence, whatever characters it has."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def split_lines(text: str) -> list[Line]:
    """The lines of a text, each with its sheet where page breaks can be told, read as they stand."""
    texts = text.split("\n")
    return [replace(line, sheet=sheet) for line, sheet in zip(_lines(texts), sheets(texts), strict=True)]


def _read(content: bytes, name: str, on_share: OnShare, on_page: OnPage) -> Source:
    if not content.strip():
        raise UnreadableDocument("the file is empty; put the document in its place", "empty")
    kind = format_of(content, name)
    if kind == "text":
        text = decode(content)
        check_text(text.split("\n"))  # before any line is made of it
        return Source(tuple(split_lines(text)))
    # Imported here: most documents need none of these libraries.
    if kind == "html":
        from corpus.reading.html import read_html
        from corpus.reading.page_frame import frame_of

        return replace(_paged([Page(tuple(read_html(content)))]), frame=frame_of(content))
    if kind == "docx":
        from corpus.reading.docx import read_docx

        return _paged([Page(tuple(read_docx(content)))])
    from corpus.reading.printed.pdf import read_pdf

    return _paged(read_pdf(content, on_share=on_share, on_page=on_page))


def _masked(source: Source) -> Source:
    """The source without personal identity numbers: nothing that is made of it can give one away."""
    masked = mask_numbers(source.text).split("\n")
    held = [line.number for line, text in zip(source.lines, masked, strict=True) if line.source != text]
    lines = (replace(line, source=text, text=text) for line, text in zip(source.lines, masked, strict=True))
    return replace(source, lines=tuple(lines), identities=tuple(held)) if held else source


def _paged(pages: Sequence[Page]) -> Source:
    lines = _lines([line for page in pages for line in page.lines])
    places = [(page.sheet, page.number) for page in pages for _ in page.lines]
    machine_read = any(page.machine_read for page in pages)
    return Source(
        tuple(replace(line, sheet=sheet, page=page) for line, (sheet, page) in zip(lines, places, strict=True)),
        machine_read=machine_read,
        born_digital=not machine_read,
    )


def _lines(texts: Sequence[str]) -> list[Line]:
    lines, start = [], 0
    for number, text in enumerate((unicodedata.normalize("NFC", text) for text in texts), start=1):
        lines.append(Line(number, start, source=text, text=text))
        start += len(text) + 1
    return lines
