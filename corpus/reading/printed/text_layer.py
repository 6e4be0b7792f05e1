"""The text layer of a PDF page → why it is no text, where it is none: its signs stand for letters that nobody tells."""

import re
import unicodedata

import pypdfium2
import pypdfium2.raw as pdfium

_MOST = 0.1  # signs without a letter; a sound page has a bullet or two
_ENOUGH = 40  # signs, or words, that a page is judged by
_LETTERS = 0.4  # of the signs of a page; tables of figures have fewer than running text
_FIGURES = 0.5
_COMMON = frozenset(
    [
        "och",
        "att",
        "i",
        "det",
        "som",
        "en",
        "på",
        "är",
        "av",
        "för",
        "med",
        "till",
        "den",
        "om",
        "ett",
        "de",
        "inte",
        "kan",
        "ska",
        "eller",
        "vid",
        "från",
        "har",
        "the",
        "of",
        "and",
        "to",
        "in",
        "is",
        "for",
        "on",
        "og",
        "til",
        "av",
        "er",
        "med",
        "ja",
        "on",
        "ei",
        "että",
        "der",
        "die",
        "und",
        "das",
        "von",
        "le",
        "la",
        "les",
        "des",
        "et",
        "un",
        "el",
        "los",
        "que",
    ]
)
_LEADERS = re.compile(r"(?:[.…_·]\s?){4,}")  # dots from a title of a contents list to its page
_FEW = 0.02  # common words; Swedish, its neighbours and English have 0.2 to 0.4, plain tables half of that


def fault_of_layer(page: pypdfium2.PdfPage) -> str | None:
    """The reason why a page's text layer can't be taken for what the page says; None where it can, or is empty."""
    text = page.get_textpage()
    try:
        count = text.count_chars()
        errors = sum(pdfium.FPDFText_HasUnicodeMapError(text, i) == 1 for i in range(count))
        return fault_of_text(text.get_text_range(), errors)
    finally:
        text.close()


def fault_of_text(text: str, errors: int = 0) -> str | None:
    """As ``fault_of_layer``, of the text itself; ``errors`` are signs whose letter the file doesn't tell."""
    text = _LEADERS.sub(" ", text)
    signs = [sign for sign in text if not sign.isspace()]
    if len(signs) < _ENOUGH:
        return None
    unprintable = sum(not sign.isprintable() and sign not in "\u00ad\ufffe\x02" for sign in signs)
    if max(errors, unprintable) > _MOST * len(signs):
        return "its fonts don't tell which letters they show"
    letters = [sign for sign in signs if sign.isalpha()]
    figures = sum(sign.isdigit() for sign in signs)
    if len(letters) < _LETTERS * len(signs) and figures < _FIGURES * len(signs):
        return "it holds signs instead of letters"
    latin = sum(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    if letters and latin < 0.5 * len(letters):
        return "it is in another script than ours"
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) >= _ENOUGH and sum(word in _COMMON for word in words) < _FEW * len(words):
        return "it makes no words"
    return None
