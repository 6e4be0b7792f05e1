"""A line → the label or number before an activity's title, and where the title begins."""

import re

_ACTIVITY_WORD = r"(?:(?:del)?aktivitet|(?:del)?åtgärd|insats|åtagande|(?:medborgar)?löfte)(?:\s+nr\.?)?"
_MARKS = re.compile(r"^[\s#*_]*(?:[•·●▪■◦‣+–—-]\s+)?[*_]*")
_ACTIVITY_LABEL = re.compile(
    rf"^\s*{_ACTIVITY_WORD}\s*(?:"
    r"(?P<number>\d{1,2}(?:[.:]\d{1,2})*|[A-ZÅÄÖ][.:-]?\d{1,2}|\d{1,2}[a-zåäö])\.?[*_]*(?:\s*[:–—-]\s*|\s+)"
    r"|:\s*)(?=\S)",
    re.IGNORECASE,
)
# The title is on the next line.
_LABEL_ALONE = re.compile(
    rf"^\s*{_ACTIVITY_WORD}\s+(?P<number>\d{{1,2}}(?:[.:]\d{{1,2}})*|[A-ZÅÄÖ]\d{{1,2}})\s*[:.]?[\s*]*$",
    re.IGNORECASE,
)
_NUMBER_LABEL = re.compile(
    r"^\s*(?P<number>\d{1,2}(?:\.\d{1,2}){1,2}|[A-ZÅÄÖ]?\d{1,2}(?=[.)])|[A-ZÅÄÖ]\d{1,2}(?=[: ])"
    r"|\d{1,2}[a-zåäö](?=[.): ])|[a-zåäö](?=\)))[.):]?\s+(?=[A-ZÅÄÖ”\"])"
)

# "Vad:" over "Vem:" and "När:": the columns of a table of activities, one under another.
_ASKED = re.compile(
    r"^(?:vad|vad ska göras|vad ska vi göra|vad gör vi|vad vi ska göra|det här ska vi göra|detta ska vi göra|vi ska)"
    r"\s*[:?]\s*(?=\S)",
    re.IGNORECASE,
)


def activity_label(text: str) -> tuple[str | None, int] | None:
    """The number and where the title begins: "Aktivitet 1.1: Ta fram …" → ("1.1", 15)."""
    marks = _MARKS.match(text)
    offset = marks.end() if marks else 0
    alone = _LABEL_ALONE.match(text[offset:])
    if alone is not None:
        return alone["number"], len(text)
    match = _ACTIVITY_LABEL.match(text[offset:])
    if match is None:
        return None
    if match["number"] and not re.match(r"[\W_]*[A-ZÅÄÖ0-9]", text[offset + match.end() :]):
        return None  # "Insats 3 pågår": running text
    end = offset + match.end()
    while text[end : end + 1] in ("*", "_"):
        end += 1
    return match["number"], end + len(text[end:]) - len(text[end:].lstrip())


def number_label(text: str) -> tuple[str, int] | None:
    """The number before a title and where the title begins: "3) Chefer ska …" → ("3", 3)."""
    marks = re.match(r"^[\s#*]*", text)
    offset = marks.end() if marks else 0
    match = _NUMBER_LABEL.match(text[offset:])
    return (match["number"], offset + match.end()) if match else None


def asked_label(text: str) -> int | None:
    """Where the title begins after a label that asks for it: "Vad: Kurser ges" → 5; None for other lines."""
    offset = marks.end() if (marks := _MARKS.match(text)) else 0
    match = _ASKED.match(text[offset:])
    return offset + match.end() if match else None
