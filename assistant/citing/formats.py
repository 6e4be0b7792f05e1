"""References → the formats that reference managers read: CSL-JSON, RIS and BibTeX.

``planassistent.csl`` sets CSL-JSON the way that ``cite.reference`` writes it.
"""

import json
import re
import unicodedata
from typing import Any

from assistant.citing.reference import Reference, reference_word, span_text

# Braces have names: a parser counts them even where they are escaped.
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BIBTEX |= {character: f"\\{character}" for character in "%&#_$"}


def csl_item(source: Reference) -> dict[str, Any]:
    """A reference as a CSL item (citation-style-language.org, 1.0.2): a report."""
    if source.issued:
        issued = [[int(part) for part in source.issued.split("-")]]
    else:
        issued = [[year] for year in dict.fromkeys(source.period or ())]
    day = source.accessed
    known = {
        "id": source.id,
        "type": "report",
        "language": "sv-SE",
        "author": [{"literal": source.author}],
        "issued": {"date-parts": issued} if issued else None,
        "title": source.title,
        "section": source.part,
        "publisher": source.publisher,
        "status": _decided(source),
        "number": source.number,
        "page": span_text(source.pages) if source.pages else None,
        # Where in the file it stands: what CSL has for the place within an archive's holding.
        "archive_location": source.file_lines if source.pages else source.place,
        "URL": source.url,
        "accessed": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "note": reference_word("machine_read") if source.machine_read else None,
    }
    return {name: value for name, value in known.items() if value}


def csl_json(source: Reference) -> str:
    """A list of one CSL item."""
    return json.dumps([csl_item(source)], ensure_ascii=False, indent=2) + "\n"


def ris(source: Reference) -> str:
    """A RIS record. Its year is one year, so a plan's years stand in a note."""
    first, last = source.pages or (None, None)
    fields = [
        ("TY", "RPRT"),
        ("ID", source.id),
        ("AU", source.author),
        ("PY", source.years[:4] if source.dated else None),
        ("DA", source.issued.replace("-", "/") if source.issued and "-" in source.issued else None),
        ("TI", source.title),
        ("SE", source.part),
        ("PB", source.publisher),
        ("M1", source.number),
        ("SP", first),
        ("EP", last),
        ("UR", source.url),
        ("Y2", f"{source.accessed:%Y/%m/%d}" if source.accessed else None),
        ("LA", "sv"),
        ("N1", f"Gäller {source.years}" if source.dated and not source.issued else None),
        *(("N1", note) for note in _notes(source)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields if value is not None)


def bibtex(source: Reference) -> str:
    """A BibTeX entry, in UTF-8; names and titles in double braces, so that their capitals stay."""
    known = {
        "author": f"{{{_escaped(source.author)}}}",
        "title": f"{{{_escaped(source.title)}}}",
        "institution": _escaped(source.publisher),
        "year": source.years.replace("–", "--") if source.dated else None,
        "number": _escaped(source.number or ""),
        "pages": span_text(source.pages).replace("–", "--") if source.pages else None,
        "url": source.url,
        "urldate": source.accessed.isoformat() if source.accessed else None,
        "note": _escaped(", ".join(filter(None, [source.part, *_notes(source)]))),
        "language": "swedish",
    }
    fields = [f"  {name} = {{{value}}}" for name, value in known.items() if value]
    return "@techreport{" + _key(source) + ",\n" + ",\n".join(fields) + "\n}\n"


def _decided(source: Reference) -> str | None:
    return reference_word("decided", day=source.decided) if source.decided else None


def _notes(source: Reference) -> list[str]:
    """What the formats have no field for: when it was decided, where in the file it stands, how it was read."""
    place = source.file_lines if source.pages else source.place
    read = reference_word("machine_read") if source.machine_read else None
    return [note for note in (_decided(source), place, read) if note]


def _line(value: object) -> str:
    """A value on one line: a record's lines are its fields."""
    return " ".join(str(value).split())


def _escaped(text: str) -> str:
    return "".join(_BIBTEX.get(character, character) for character in _line(text))


def _key(source: Reference) -> str:
    plain = unicodedata.normalize("NFKD", source.id).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "-", plain).strip("-")
