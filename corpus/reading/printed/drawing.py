"""A page of a PDF → its picture, with the words on it and their places. To be done in a process of its own."""

import io

import pypdfium2

from corpus.errors import UnreadableDocument
from corpus.reading.formats import format_of
from corpus.reading.printed.ocr import picture_scale, read_pictures
from corpus.reading.printed.page_picture import DrawnPage, PlacedWord
from corpus.reading.printed.pdf import opened, words_shown
from corpus.reading.printed.print_styles import Box

_DPI = 150  # what is read without effort on a screen
_MOST_PIXELS = 3_000_000  # A4 at 150 dpi has two
_LONGEST = 6_000  # pixels; WebP has 16,383 at most
_QUALITY = 80


def draw_page(content: bytes, sheet: int, *, read_picture: bool) -> DrawnPage:
    """The ``sheet``-th page, counted from 1; raises ``UnreadableDocument`` (the reason alone).

    ``read_picture``: where the page is a picture its words are read from it, which takes seconds.
    """
    if format_of(content, "") != "pdf":
        raise UnreadableDocument("has no pages to draw; only those of a PDF are")
    document = opened(content)
    try:
        if not 0 < sheet <= len(document):
            raise UnreadableDocument(f"has no page {sheet}; it has {len(document)}")
        page = document[sheet - 1]
        width, height = page.get_size()
        if min(width, height) <= 0:
            raise UnreadableDocument(f"its page {sheet} has no size")
        scale = min(_DPI / 72, (_MOST_PIXELS / (width * height)) ** 0.5, _LONGEST / max(width, height))
        bitmap = page.render(scale=scale)
        file = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(file, "WEBP", quality=_QUALITY)
        found = words_shown(document, sheet - 1)
        factor = scale
        if found is None and read_picture:
            found = read_pictures([(0, page)], 1, on_share=lambda share: None)[0][0]
            factor = scale / picture_scale(page)
        words = None if found is None else tuple(_placed(word, factor) for word in found)
        return DrawnPage(file.getvalue(), bitmap.width, bitmap.height, words)
    except pypdfium2.PdfiumError:
        raise UnreadableDocument(f"its page {sheet} is damaged, and can't be drawn") from None
    finally:
        document.close()


def _placed(word: Box, factor: float) -> PlacedWord:
    left, right, top, bottom = (round(edge * factor, 1) for edge in (word.left, word.right, word.top, word.bottom))
    return PlacedWord(word.text, left, right, top, bottom)
