"""Bytes → text: UTF-8 and UTF-16 where the bytes show it, else the old code page in which they make Swedish."""

import codecs
import re

from corpus.errors import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Windows-1252 has all of Latin-1 that is printed. The others wrote Swedish on the Mac and in DOS.
_CODE_PAGES = ("cp1252", "mac_roman", "cp850")
# In the wrong code page å, ä and ö come out as neither of these.
_SWEDISH = frozenset("åäöÅÄÖ")
_USUAL = frozenset("éÉèÈáàâêëíïóôúüÜøØæÆçñß§°·•–—‘’‚“”„«»…´½¼¾×±²³€£©®™‰†\xa0\xad")
_TWICE = re.compile("Ã[\x80-\xbf¤¥¶„…–]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SOME = 0.005  # of a text; more control characters than that are no slip


def decode(content: bytes, declared: str | None = None) -> str:
    """The text, line ends as "\\n"; ``declared`` is the encoding that a file names for itself.

    Raises ``UnreadableDocument`` (the reason alone) for what is no text.
    """
    text = _decode(content, declared)
    if "\x00" in text or len(_CONTROL.findall(text)) > _SOME * len(text):
        at = next(match.start() for match in _CONTROL.finditer(text))
        raise UnreadableDocument(
            f"holds binary data (U+{ord(text[at]):04X} at character {at}); put the document's text in its place",
            "binary",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(content: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding)
    try:
        return content.decode("utf-8") if b"\x00" not in content else _without_mark(content)
    except UnicodeDecodeError as error:
        first = error.start
    if declared is not None:
        try:
            return content.decode("cp1252" if codecs.lookup(declared).name == "iso8859-1" else declared)
        except (LookupError, UnicodeDecodeError):
            pass  # it says what it isn't
    best, share = "", 0.0
    for encoding in _CODE_PAGES:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = [character for character in text if character > "\x7f"]
        usual = sum((c in _SWEDISH) + 0.5 * (c in _USUAL) for c in strange) / len(strange)
        if usual > share:
            best, share = text, usual
    if share < 0.5 or _TWICE.search(best):
        raise UnreadableDocument(
            f"byte {first} is not UTF-8 text, nor is the file in an older encoding of Swedish; save it as UTF-8",
            "binary",
        )
    return best


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"byte {error.start} is not {encoding.upper()} text; save it as UTF-8", "binary"
        ) from None


def _without_mark(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin letters is zero."""
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = content[offset::2]
        if len(content) % 2 == 0 and half.count(0) > 0.7 * len(half) and content[1 - offset :: 2].count(0) == 0:
            return content.decode(encoding, errors="replace")
    return content.decode("latin-1")  # whatever it is, its zeros tell that it is no text
