"""Pages of documents as pictures: drawn when they are asked for, a few at a time, and kept in memory up to a bound.

Nothing is written to the disk, so that what is removed leaves no picture behind.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.errors import Busy, NotFound
from corpus.errors import UnreadableDocument
from corpus.files import sha256
from corpus.reading.isolated import draw_isolated
from corpus.reading.limits import file_content
from corpus.reading.printed.page_picture import DrawnPage
from corpus.types import Document

_KEPT_MB = 48
_WORD = 200  # bytes that a word and its place take, about
_AT_A_TIME = 2  # pages that are drawn, each in a process
_WAITING = 6  # of more that wait for it the rest are told to come back
_PATIENCE = 30.0  # seconds that one waits

_drawing = threading.BoundedSemaphore(_AT_A_TIME)
_waiting = threading.BoundedSemaphore(_AT_A_TIME + _WAITING)


class NoPicture(NotFound):
    """There is no picture of a page; the sentences say why."""


class PagePictures:
    """The pictures of one folder's documents, or of one file; usable from several threads."""

    def __init__(self, *, most: int = _KEPT_MB * 1_000_000) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], DrawnPage | str] = OrderedDict()
        self._size = 0

    def of(self, content: Callable[[], bytes], digest: str, sheet: int, *, read_picture: bool = False) -> DrawnPage:
        """A page of the file with a sha256; raises ``NoPicture``, and ``Busy`` where too many are being drawn.

        ``read_picture``: where the page is a picture, its words are read from it.
        """
        key = (digest, sheet)
        if self._lacks(key, read_picture=read_picture):
            with _a_place():
                if self._lacks(key, read_picture=read_picture):  # unless another has drawn it meanwhile
                    self._put(key, _drawn(content, digest, sheet, self._get(key), read_picture=read_picture))
        found = self._get(key)
        if found is None:  # forgotten for others already
            raise _busy()
        if isinstance(found, str):
            raise NoPicture(f"page {sheet} can't be drawn: the file {found}", "Sidan går inte att visa som bild.")
        return found

    def of_document(self, document: Document, folder: Path, sheet: int, *, read_picture: bool = False) -> DrawnPage:
        """As ``of``, of a document in a folder."""
        return self.of(lambda: file_content(folder / document.file), document.sha256, sheet, read_picture=read_picture)

    def keep(self, digests: Collection[str]) -> None:
        """Forget the pictures of all other files."""
        with self._lock:
            for key in [key for key in self._kept if key[0] not in digests]:
                self._size -= _size_of(self._kept.pop(key))

    def _get(self, key: tuple[str, int]) -> DrawnPage | str | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _lacks(self, key: tuple[str, int], *, read_picture: bool) -> bool:
        found = self._get(key)
        return found is None or (read_picture and isinstance(found, DrawnPage) and found.words is None)

    def _put(self, key: tuple[str, int], page: DrawnPage | str) -> None:
        with self._lock:
            if key in self._kept:
                self._size -= _size_of(self._kept.pop(key))
            self._kept[key] = page
            self._size += _size_of(page)
            while self._size > self._most and len(self._kept) > 1:
                self._size -= _size_of(self._kept.popitem(last=False)[1])


@contextmanager
def _a_place() -> Iterator[None]:
    """One of the few that draw; raises ``Busy`` where it would take too long to get one."""
    if not _waiting.acquire(blocking=False):
        raise _busy()
    try:
        if not _drawing.acquire(timeout=_PATIENCE):
            raise _busy()
        try:
            yield
        finally:
            _drawing.release()
    finally:
        _waiting.release()


def _drawn(
    content: Callable[[], bytes], digest: str, sheet: int, before: DrawnPage | str | None, *, read_picture: bool
) -> DrawnPage | str:
    """The page, or why it can't be drawn; ``before`` without words where these alone can't be had."""
    try:
        there = content()
        if sha256(there) != digest:
            return "is not the one that was read"
        return draw_isolated(there, sheet, read_picture=read_picture)
    except UnreadableDocument as error:
        return replace(before, words=()) if isinstance(before, DrawnPage) else str(error)
    except OSError:
        return "can't be opened"


def _size_of(page: DrawnPage | str) -> int:
    return len(page) if isinstance(page, str) else len(page.picture) + _WORD * len(page.words or ())


def _busy() -> Busy:
    return Busy(
        "too many pages are being drawn; try again in a few seconds",
        "Många sidor visas just nu. Försök igen om en liten stund.",
    )
