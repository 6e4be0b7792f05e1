"""What is read as a document, and how much one may be and cost. The rest is refused with a sentence that says why.

The figures stand in docs/install.md too; a plan of a hundred pages has a tenth of each at most.
"""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import UnreadableDocument

FILE_MB = 100
TEXT_CHARACTERS = 5_000_000
LINES = 60_000
LINE_CHARACTERS = 50_000  # a paragraph of a Word file or a web page is a line
WORD_CHARACTERS = 2_000  # without a space between them; looking a word up costs the square of its length
PAGES = 1_000
UNPACKED_MB = 300  # of a Word file, pictures and all
XML_MB = 60  # of it without the pictures: a tree of it in memory takes ten to twenty times as much
ENTRIES = 5_000  # files in a Word file
MEMORY_MB = 2_000  # of the process that reads
STEP_SECONDS = 30  # of processor time for one page, or for a file without pages
READING_SECONDS = 1_200  # of processor time for all of it, beside what Tesseract takes
STRUCTURE_SECONDS = 300  # of processor time for telling plans, goals and activities in a text, and drafting its entry
DRAWING_SECONDS = 20  # of processor time for the picture of one page
_SPLIT = "Split it into several documents"


def check_file(size: int) -> None:
    """Raise where a file has more bytes than is read."""
    if size > FILE_MB * 1_000_000:
        raise UnreadableDocument(f"has {size // 1_000_000} MB; at most {FILE_MB} MB are read. {_SPLIT}", "too_large")


def check_text(lines: Sequence[str]) -> None:
    """Raise where a document has more text than is read, or a line or word of it has."""
    for count, most, what in (
        (sum(map(len, lines)), TEXT_CHARACTERS, "characters"),
        (len(lines), LINES, "lines"),
        (max(map(len, lines), default=0), LINE_CHARACTERS, "characters in one line or paragraph"),
        (
            max((len(word) for line in lines for word in line.split()), default=0),
            WORD_CHARACTERS,
            "characters in one word",
        ),
    ):
        if count > most:
            raise UnreadableDocument(f"has {count} {what}; at most {most} are read. {_SPLIT}", "too_much")


def check_pages(pages: int) -> None:
    """Raise where a document has more pages than are read."""
    if pages > PAGES:
        raise UnreadableDocument(f"has {pages} pages; at most {PAGES} are read. {_SPLIT}", "too_much")


def file_content(path: Path) -> bytes:
    """The bytes of a file; raises ``UnreadableDocument`` (the reason alone) for what is none, and ``OSError``.

    Folders on the way to it may be links; they are whoever's that gives the path.
    """
    if path.is_symlink():
        raise UnreadableDocument("is a link; put the file itself in its place")
    # Without waiting: a pipe that nobody writes to would never open.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            raise UnreadableDocument("it is a folder; give the files in it one by one")
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableDocument("is a device or a pipe, not a file; put the document in its place")
        check_file(found.st_size)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(FILE_MB * 1_000_000)  # no more, also of one that grows
    finally:
        os.close(descriptor)
