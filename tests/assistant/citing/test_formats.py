"""References in formats of others, read back by others' parsers and set by others' processors."""

import json
import warnings
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import rispy
from pybtex.database import parse_string
from pybtex.richtext import Text

from assistant.citing.formats import bibtex, csl_json, ris
from assistant.citing.reference import Reference, reference, reference_of
from index.storage.store import Index

with warnings.catch_warnings():
    # citeproc-py uses what Python 3.11 calls deprecated; nothing of ours can change it.
    warnings.simplefilter("ignore", DeprecationWarning)
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

AWKWARD = Reference(
    id="plan-å.L3",
    author="Arbetsmarknads- och socialnämnden",
    issued="2022-03-01",
    period=(2022, 2026),
    title="100 % trygg & säker stad – del_1 #2",
    part="mål 3, aktiviteten ”Lathund & stöd”",
    publisher="Malmö stad",
    decided="2022-03-01",
    number="STK-2022-17",
    pages=(6, 8),
    lines=None,
    url="https://malmo.se/plan_1",
    accessed=date(2026, 11, 28),
    machine_read=True,
)


def rendered(source: Reference, style: str) -> str:
    """A reference as citeproc-py sets it in a style, in Swedish."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = CiteProcJSON(json.loads(csl_json(source)))
        styled = CitationStylesStyle(style, locale="sv-SE", validate=False)
        bibliography = CitationStylesBibliography(styled, library, formatter.plain)
        bibliography.register(Citation([CitationItem(source.id)]))
        return str(bibliography.bibliography()[0])


def test_our_style_sets_references_as_we_write_them(index: Index) -> None:
    """Of passages of every plan and document, with and without pages, by citeproc-py with the Swedish locale."""
    style = str(Path(str(files("assistant"))) / "citing" / "planassistent.csl")
    day = date(2026, 11, 8)
    found = {(entry.plan, entry.document, entry.kind): entry for entry in index.collection.passages}
    assert len(found) > 40
    for passage in found.values():
        assert rendered(reference_of(passage, index, accessed=day), style) == reference(passage, index, accessed=day)


def test_a_known_style_sets_it_in_swedish() -> None:
    """Harvard, as citeproc-py carries it: author, year, title, publisher."""
    text = rendered(AWKWARD, "harvard-cite-them-right")
    for part in ("Arbetsmarknads- och socialnämnden", "2022", "100 % trygg", "Malmö stad"):
        assert part in text


def test_ris_is_read_back_as_it_was() -> None:
    """By rispy."""
    (entry,) = rispy.loads(ris(AWKWARD))
    assert entry["type_of_reference"] == "RPRT"
    assert entry["authors"] == ["Arbetsmarknads- och socialnämnden"]
    assert (entry["year"], entry["date"]) == ("2022", "2022/03/01")
    assert entry["title"] == AWKWARD.title
    assert entry["publisher"] == "Malmö stad"
    assert (entry["start_page"], entry["end_page"]) == ("6", "8")
    assert entry["urls"] == ["https://malmo.se/plan_1"]
    assert entry["section"] == "mål 3, aktiviteten ”Lathund & stöd”"
    assert entry["access_date"] == "2026/11/28"
    assert entry["notes"] == ["beslutad 2022-03-01", "maskinläst text"]


def test_a_plan_without_a_date_has_its_years_in_ris() -> None:
    """The first as the year, both in a note."""
    (entry,) = rispy.loads(ris(replace(AWKWARD, issued=None, decided=None)))
    assert entry["year"] == "2022"
    assert entry["notes"] == ["Gäller 2022–2026", "maskinläst text"]


def test_bibtex_is_read_back_as_it_was() -> None:
    """By pybtex, signs that TeX gives a meaning too."""
    ((key, entry),) = parse_string(bibtex(AWKWARD), "bibtex").entries.items()
    assert key == "plan-a-L3"
    assert entry.type == "techreport"
    (author,) = entry.persons["author"]
    assert str(Text.from_latex(str(author))) == AWKWARD.author
    assert str(Text.from_latex(entry.fields["title"])) == AWKWARD.title
    assert entry.fields["year"] == "2022"
    assert (entry.fields["pages"], entry.fields["institution"]) == ("6--8", "Malmö stad")
    assert entry.fields["urldate"] == "2026-11-28"
    note = "mål 3, aktiviteten ”Lathund & stöd”, beslutad 2022-03-01, maskinläst text"
    assert str(Text.from_latex(entry.fields["note"])) == note


@pytest.mark.parametrize("made", [ris, bibtex, csl_json], ids=["ris", "bibtex", "csl-json"])
def test_a_title_on_two_lines_stays_one_field(made: object) -> None:
    """A line break in a title begins no field and no record."""
    assert callable(made)
    text = made(replace(AWKWARD, title="Plan\nER  - \n@misc{x,"))
    assert "\nER  - \n@misc" not in text
    if made is ris:
        assert len(rispy.loads(text)) == 1
    elif made is bibtex:
        assert len(parse_string(text, "bibtex").entries) == 1
    else:
        assert len(json.loads(text)) == 1


def test_what_is_not_known_is_left_out() -> None:
    """No page, number or address, and no invented date."""
    bare = replace(
        AWKWARD, issued=None, decided=None, part=None, number=None, pages=None, url=None, accessed=None,
        machine_read=False,
    )  # fmt: skip
    (item,) = json.loads(csl_json(bare))
    assert set(item) == {"id", "type", "language", "author", "issued", "title", "publisher", "archive_location"}
    assert item["archive_location"] == "u.s."
    assert item["issued"] == {"date-parts": [[2022], [2026]]}
    assert "SP  -" not in ris(bare)
    assert "pages" not in bibtex(bare)
