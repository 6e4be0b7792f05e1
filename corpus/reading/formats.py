"""Bytes → which format they are. The content decides: a file's name may say anything."""

import io
import re
import zipfile
from typing import Literal

from corpus.errors import UnreadableDocument

Format = Literal["text", "html", "docx", "pdf"]

# Possessive: what stands before the first tag is taken in one way only, however many comments there are.
_HTML = re.compile(
    rb"^(?:\s++|<!--(?>.*?-->)|<\?xml(?>.*?\?>))*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAGS = re.compile(rb"<(?:p|div|h[1-6]|table|ul|ol|br|span|main|section|article)\b[^<>]*>", re.IGNORECASE)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_SAVE = "open it and save it as .docx or .pdf"
_OTHERS = (
    ("content.xml", "is an OpenDocument file, which isn't read"),
    ("xl/workbook.xml", "is an Excel file, which isn't read"),
    ("ppt/presentation.xml", "is a PowerPoint file, which isn't read"),
)


def format_of(content: bytes, name: str) -> Format:
    """The format of a file; ``name`` decides only between a web page and text that has tags in it.

    Raises ``UnreadableDocument`` (the reason alone) for formats that aren't read.
    """
    head = content[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableDocument("is protected by a password; save it without one", "password")
        raise UnreadableDocument(f"is a Word file of the old kind (.doc), which isn't read; {_SAVE}", "doc")
    if head.startswith(b"{\\rtf"):
        raise UnreadableDocument(f"is an RTF file, which isn't read; {_SAVE}", "rtf")
    if head.startswith(_PICTURES) and b"\x00" in content[:4096]:
        raise UnreadableDocument(
            "is a picture, not a document; put it in a PDF, whose pages are read as pictures", "picture"
        )
    named = name.lower().endswith((".html", ".htm", ".xhtml"))
    return "html" if _HTML.match(head) or (named and _TAGS.search(content)) else "text"


def has_pages(file: str) -> bool:
    """Whether a file is a PDF, as far as its name says: then its pages can be drawn."""
    return file.lower().endswith(".pdf")


def is_text(content: bytes, name: str) -> bool:
    """Whether a file is plain text, so that reading it is decoding it; formats that aren't read are none."""
    if content.startswith(b"PK\x03\x04"):
        return False  # its contents' list isn't looked at here
    try:
        return format_of(content, name) == "text"
    except UnreadableDocument:
        return False


def _zipped(content: bytes) -> Format:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):  # what zipfile makes of a damaged directory
        raise UnreadableDocument("is broken off or damaged; fetch it again") from None
    if "word/document.xml" in names:
        return "docx"
    for inside, what in _OTHERS:
        if inside in names:
            raise UnreadableDocument(f"{what}; {_SAVE}", "other_format")
    raise UnreadableDocument("is an archive (zip), not a document; unpack it", "archive")
