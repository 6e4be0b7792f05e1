"""How names and sentences are put in Swedish: listings, genitives, and sentences made shorter.

Nothing is added to what a document says: a sentence is only cut, at the end of a clause where it can be.
"""

from collections.abc import Callable, Iterator, Sequence

from corpus.swedish.clauses import clause_ends, phrase_ends, without_loose_end
from corpus.swedish.sentences import sentence_gaps
from corpus.types import Organisation

_LEAST = 0.4  # of the words allowed: a stump says less than a cut in a worse place


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
    return (
        clause(text, words) or _cut(text, phrase_ends, room) or f"{without_loose_end(' '.join(text.split()[:room]))} …"
    )


def clause(text: str, words: int) -> str | None:
    """A text of at most so many words that ends with a sentence or a clause; None where none ends in time."""
    text = " ".join(text.split())
    if len(text.split()) <= words:
        return text
    whole = [end for end, _ in sentence_gaps(text) if _LEAST * words <= len(text[:end].split()) <= words]
    return text[: whole[-1]] if whole else _cut(text, clause_ends, words - 1)


def _cut(text: str, ends_in: Callable[[str], Iterator[int]], room: int) -> str | None:
    """A text cut at the last such place with so many words before it, never within brackets or quotation marks."""
    ends = [
        end for end in ends_in(text)
        if _LEAST * room <= len(text[:end].split()) <= room and _closed(text[:end])
    ]  # fmt: skip
    return f"{without_loose_end(text[: ends[-1]])} …" if ends else None


def _closed(text: str) -> bool:
    return text.count("(") == text.count(")") and not text.count('"') % 2 and not text.count("”") % 2
