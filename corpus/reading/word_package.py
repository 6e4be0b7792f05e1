"""A Word file, which is an archive of XML files → the same, safe to unpack, in the namespaces that ordinary files have.

Sizes are those that the archive names, and no more than that is unpacked of it.
"""

import io
import zipfile
from typing import IO
from xml.parsers import expat

from corpus.errors import UnreadableDocument
from corpus.reading.limits import ENTRIES, UNPACKED_MB, XML_MB

# The namespaces of "Strict Open XML", which python-docx doesn't know, and those of ordinary files.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)

_BEGINNING = 4096
_BEFORE_MARKUP = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"  # byte order marks, spaces, and the other byte of a letter


def checked(content: bytes) -> bytes:
    """The file as it can be read; raises ``UnreadableDocument`` (the reason alone) for one that isn't safe."""
    _check_sizes(content)
    return _transitional(content)


def _transitional(content: bytes) -> bytes:
    """The file with the namespaces of ordinary Word files, where it has those of Strict Open XML."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    if b"purl.oclc.org/ooxml" not in archive.read("word/document.xml")[:20000]:
        return content
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename.endswith((".xml", ".rels")):
                for strict, ordinary in _STRICT:
                    data = data.replace(strict, ordinary)
            out.writestr(entry.filename, data)
    return made.getvalue()


def _check_sizes(content: bytes) -> None:
    """Refuse what unpacks to far more than a document holds, and XML with entities, before anything of it is used."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    markup = [entry for entry in entries if not entry.filename.startswith("word/media/")]
    for part, limit in ((entries, UNPACKED_MB), (markup, XML_MB)):
        unpacked = sum(entry.file_size for entry in part)
        if unpacked > limit * 1_000_000:
            raise UnreadableDocument(
                f"unpacks to {unpacked // 1_000_000} MB, far more than a document holds; it is left packed", "bomb"
            )
    if len(entries) > ENTRIES:
        raise UnreadableDocument(
            f"has {len(entries)} files in it, far more than a document holds; it is left packed", "bomb"
        )
    for entry in entries:
        if entry.flag_bits & 1:
            raise UnreadableDocument("is protected by a password; save it without one", "password")
        if entry.filename.endswith((".xml", ".rels")) or _looks_like_markup(archive, entry):
            with archive.open(entry) as file:
                # A file that says a wrong size is found out here: zipfile reads no more than it says.
                _check_markup(file)


def _looks_like_markup(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a part, whatever it is called, begins as XML that may have definitions, in any code of Unicode."""
    with archive.open(entry) as file:
        begun = file.read(_BEGINNING)
        while begun and not begun.strip(_BEFORE_MARKUP):
            begun = file.read(_BEGINNING)  # spaces without end
    return begun.lstrip(_BEFORE_MARKUP).replace(b"\0", b"").startswith((b"<!", b"<?"))


class _Rooted(Exception):
    """The root element has begun: no definitions can follow."""


def _check_markup(file: IO[bytes]) -> None:
    """Refuse XML that has definitions of its own, in whatever encoding and behind however long a comment."""

    def defines(name: str, system: str | None, public: str | None, own: bool) -> None:
        if name in ("svg", "html") and not own:
            raise _Rooted  # a picture or page laid in, which names its language and defines nothing
        raise UnreadableDocument("has XML with definitions of its own, which Word never writes; it is unsafe", "bomb")

    def begins(*of: object) -> None:
        raise _Rooted

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = defines
    parser.StartElementHandler = begins
    try:
        parser.ParseFile(file)
    except _Rooted:
        return
    except (expat.ExpatError, LookupError, ValueError):
        # What isn't XML for one parser might be for another.
        raise UnreadableDocument("is broken off or damaged; fetch it again") from None
