"""How names and sentences are put in Swedish: listings, genitives, and sentences made shorter.

Nothing is added to what a document says: a sentence is only cut, at the end of a clause where it can be.
"""

import re
from collections.abc import Sequence

from corpus.swedish.sentences import sentence_gaps
from corpus.types import Organisation

# Where a sentence can end early: after a clause, and if need be before what joins or qualifies.
_CLAUSE = re.compile(
    r"[,;]?\s+(?=(?:vilket|vilken|vilka|samt|eftersom|genom att|i syfte att|för att|så att|utifrån|"
    r"däribland|till exempel|exempelvis|bland annat|där|men|dock)\b)|;\s+|\s+[–—]\s+"
)
_PHRASE = re.compile(r",\s+|\s+(?=(?:och|eller|som|att|med|inom|från|vid|under|hos|genom|mellan|i|på)\b)")
_LEAST = 0.4  # of the words allowed: a stump says less than a cut in a worse place
_LOOSE_END = re.compile(
    r"(?:[\s,;:–—-]|\s\(\S*|\b(?:och|eller|samt|att|som|med|i|av|på|för|till|en|ett|den|det|de|där|ska|är))+$"
)


def listing(names: Sequence[str], last: str = "och") -> str:
    """Names as a Swedish enumeration: ["a", "b", "c"] → "a, b och c"."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def numbers(found: Sequence[int]) -> str:
    """Numbers as a Swedish enumeration, three or more in a row as a span: [1, 2, 3, 6] → "1–3 och 6"."""
    spans: list[list[int]] = []
    for number in sorted(set(found)):
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    said = [[f"{s[0]}–{s[-1]}"] if len(s) > 2 else [str(number) for number in s] for s in spans]
    return listing([entry for span in said for entry in span])


def in_sentence(organisation: Organisation) -> str:
    """An organisation's name inside a sentence: a förvaltning in small letters, a bolag as it is written."""
    name = organisation.name
    return name[0].lower() + name[1:] if organisation.form == "förvaltning" else name


def genitive(name: str) -> str:
    """A name's genitive: "MKB Fastighets AB" → "MKB Fastighets AB:s", "kontoret" → "kontorets"."""
    if name.split()[-1].isupper():
        return f"{name}:s"
    return name if name.endswith(("s", "x", "z")) else f"{name}s"


def opening(text: str) -> str:
    """A text with a capital first."""
    return text[:1].upper() + text[1:]


def shortened(text: str, words: int) -> str:
    """A text of at most so many words; "…" shows that its last sentence goes on in the document.

    "Bolaget ska utbilda personal, men också informera om …" is cut before "men", and no word is.
    """
    text = " ".join(text.split())
    room = words - 1  # for the "…"
    return clause(text, words) or _cut(text, _PHRASE, room) or f"{_LOOSE_END.sub('', ' '.join(text.split()[:room]))} …"


def clause(text: str, words: int) -> str | None:
    """A text of at most so many words that ends with a sentence or a clause; None where none ends in time."""
    text = " ".join(text.split())
    if len(text.split()) <= words:
        return text
    whole = [end for end, _ in sentence_gaps(text) if _LEAST * words <= len(text[:end].split()) <= words]
    return text[: whole[-1]] if whole else _cut(text, _CLAUSE, words - 1)


def _cut(text: str, where: re.Pattern[str], room: int) -> str | None:
    """A text cut at the last such place with so many words before it, never within brackets or quotation marks."""
    ends = [
        match.start() for match in where.finditer(text)
        if _LEAST * room <= _upto(text, match) <= room and _closed(text[: match.start()])
    ]  # fmt: skip
    return f"{_LOOSE_END.sub('', text[: ends[-1]])} …" if ends else None


def _closed(text: str) -> bool:
    return text.count("(") == text.count(")") and not text.count('"') % 2 and not text.count("”") % 2


def _upto(text: str, match: re.Match[str]) -> int:
    return len(text[: match.start()].split())
