"""The picture of a page → its words and tables with their places; Tesseract reads with its Swedish model."""

import os
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

import numpy as np
import numpy.typing as npt
import pypdfium2

from corpus.errors import UnreadableDocument
from corpus.reading.printed.layout import Grid
from corpus.reading.printed.print_styles import Box
from corpus.reading.printed.ruled_tables import grids_of, rules_in
from corpus.types import OnShare

Pixels = npt.NDArray[np.uint8]
Recognised = tuple[list[Box], list[Grid]]

_INSTALL = "install tesseract-ocr and tesseract-ocr-swe (on Debian: apt install tesseract-ocr tesseract-ocr-swe)"
_DPI = 300  # what Tesseract's models were trained near
_LARGEST = 30_000_000  # pixels; A3 at 300 dpi has half
_SECONDS = 120  # for one page; a full one takes some seconds
# What a round bullet and a dash at the beginning of a line are read as.
_ROUND = re.compile(r"[«»*·•¢®©°¤*]{1,2}")
_DASH = re.compile(r"[-–—~_]{1,2}")


def read_pictures(
    pages: Iterable[tuple[int, pypdfium2.PdfPage]], count: int, *, on_share: OnShare
) -> dict[int, Recognised]:
    """The words and tables of pages that are pictures, by their index; raises ``UnreadableDocument``.

    Pages are drawn one after another, because PDFium has no threads, and read side by side: Tesseract is a process
    of its own. ``on_share`` hears after each page what share of the ``count`` pages is read.
    """
    readers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    read: dict[int, Recognised] = {}
    waiting: deque[tuple[int, Future[Recognised]]] = deque()

    def take() -> None:
        i, future = waiting.popleft()
        read[i] = future.result()
        on_share(len(read) / count)

    with ThreadPoolExecutor(readers) as pool:
        try:
            for i, page in pages:
                if len(waiting) > readers:  # no more pictures in memory than are about to be read
                    take()
                waiting.append((i, pool.submit(_recognised, _drawn(page))))
            while waiting:
                take()
        finally:
            pool.shutdown(cancel_futures=True)
    return read


def _drawn(page: pypdfium2.PdfPage) -> Pixels:
    if not can_read_pictures():
        raise UnreadableDocument(
            f"its pages are pictures without text; {_INSTALL}, or run OCR on the file first", "scan"
        )
    bitmap = page.render(scale=picture_scale(page), grayscale=True)
    pixels: Pixels = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy()
    bitmap.close()
    return pixels


def picture_scale(page: pypdfium2.PdfPage) -> float:
    """How many pixels of the picture that is read a point of the page has."""
    width, height = page.get_size()
    scale: float = min(_DPI / 72, (_LARGEST / max(1.0, width * height)) ** 0.5)
    return scale


def _recognised(pixels: Pixels) -> Recognised:
    horizontal, vertical = rules_in(pixels)
    # Tesseract takes rules for letters, or what they enclose for a picture.
    pixels[horizontal | vertical] = 255
    picture = b"P5\n%d %d\n255\n" % (pixels.shape[1], pixels.shape[0]) + pixels.tobytes()
    done = _tesseract("stdin", "stdout", "-l", "swe", "--dpi", str(_DPI), "tsv", given=picture)
    if done.returncode:
        raise UnreadableDocument(f"Tesseract can't read the pictures of its pages (it ended with {done.returncode})")
    return _boxes(done.stdout.decode("utf-8", errors="replace")), grids_of(horizontal, vertical)


@cache
def can_read_pictures() -> bool:
    """Whether Tesseract and its Swedish model are installed."""
    if shutil.which("tesseract") is None:
        return False
    return "swe" in _tesseract("--list-langs").stdout.decode(errors="replace").split()


def _tesseract(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        # One thread: its four are slower than one on a small machine.
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        return subprocess.run(
            ["tesseract", *arguments], input=given, capture_output=True, timeout=_SECONDS, env=environment
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument(
            f"Tesseract took more than {_SECONDS} seconds for the picture of one page", "too_slow"
        ) from None


def _boxes(table: str) -> list[Box]:
    """Tesseract's words; each gets the height of its line, because those of words differ with their letters."""
    lines: dict[tuple[str, ...], tuple[int, int]] = {}
    begun: set[tuple[str, ...]] = set()
    boxes = []
    for row in table.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) < 12:
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        line, text = tuple(cells[1:5]), cells[11].strip()
        if cells[0] == "4":
            lines[line] = top, top + height
        elif cells[0] == "5" and text:
            if line not in begun:
                text = "•" if _ROUND.fullmatch(text) else "–" if _DASH.fullmatch(text) else text
            begun.add(line)
            boxes.append(Box(text, left, left + width, *lines.get(line, (top, top + height))))
    return boxes
