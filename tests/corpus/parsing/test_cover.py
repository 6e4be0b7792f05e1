"""What a document's first pages say of it, in the forms that Swedish documents have."""

import pytest

from corpus.parsing.cover import Cover, read_cover
from corpus.parsing.cover_fields import fields_in
from corpus.parsing.goals.headings import goal_headings
from corpus.parsing.layout.contents import contents_lines
from corpus.reading.files import split_lines


def read(text: str) -> Cover:
    """The cover of a text that goes on with an introduction."""
    lines = split_lines(f"{text}\n\nInledning\n\nPlanen gäller hela kommunen och följs upp varje år.\n")
    in_contents = contents_lines(lines)
    return read_cover(lines, goal_headings(lines, (), in_contents), in_contents)


@pytest.mark.parametrize(
    ("cover", "title"),
    [
        pytest.param("STYRDOKUMENT\n\nPlan\n\nKlimatplan 2026–2028", "Klimatplan 2026–2028", id="types"),
        pytest.param("Ett liv – handlingsplan\n\nför psykisk hälsa", "Ett liv – handlingsplan för psykisk hälsa",
                     id="two lines"),
        pytest.param("# Äldreplan\n\nAtt åldras i Ekby", "Äldreplan", id="subtitle"),
        pytest.param("Ekby kommun   Uppföljning 2025\n\nUppföljning av cykelplan", "Uppföljning av cykelplan",
                     id="running head"),
        pytest.param("| Dokumentnamn | Fastställd av | Datum |\n|---|---|---|\n| Naturplan | Nämnden | 2025 |",
                     "Naturplan", id="table of particulars"),
        pytest.param("Rapport\nSocialförvaltningen\n\n# Uppföljning av mål", "Uppföljning av mål",
                     id="heading"),
    ],
)  # fmt: skip
def test_title(cover: str, title: str) -> None:
    """A word for a kind of document alone is no title."""
    assert read(cover).title == title


@pytest.mark.parametrize(
    ("line", "decided"),
    [
        ("Antagen av kommunfullmäktige den 24 november 2025, § 187", "2025-11-24"),
        ("Fastställd av socialnämnden 2025-10-22, § 104", "2025-10-22"),
        ("Beslut: 12 december 2024, § 156", "2024-12-12"),
        ("Godkända i samlad form av kommunstyrelsen: 2025-12-03", "2025-12-03"),
        ("Antagen\n\nKommunfullmäktige den 17 november 2025, § 112", "2025-11-17"),
        ("Beslutsinstans: Kommunstyrelsen\n\nBeslutsdatum: 2026-01-27", "2026-01-27"),
        ("KF 2025-11-24 § 131", "2025-11-24"),
        ("| Beslutad av | Kommunfullmäktige 2025-11-24 § 131 |\n|---|---|", "2025-11-24"),
        ("Ersätter: Energiplan antagen 2017-03-01", None),
        ("Giltig till och med: 2029-12-31", None),
    ],
)
def test_decision(line: str, decided: str | None) -> None:
    """In a sentence, a field, a table, or with the paragraph of the minutes."""
    assert read(f"Klimatplan 2026–2028\n\n{line}").decided == decided


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Dnr: KS 2025/00402", "KS 2025/00402"),
        ("Diarienummer KFN 2025-00219", "KFN 2025-00219"),
        ("Diarienr: ON 2025/77", "ON 2025/77"),
        ("Ärendenummer\n\nKTÅ 2026/031", "KTÅ 2026/031"),
        ("Dnr SN/2024:96", "SN/2024:96"),
        ("Fastställd 2025-10-21, § 142. SN 2025/00310", "SN 2025/00310"),
        ("Godkänd av nämnden 2026-02-18, § 21. Diarienummer MBN\n2025/00388.", "MBN 2025/00388"),
        ("Period 2026–2028", None),
    ],
)
def test_diary_number(line: str, number: str | None) -> None:
    """With or without its label, beside it or below, also broken over two lines."""
    assert read(f"Klimatplan 2026–2028\n\n{line}").diary_number == number


@pytest.mark.parametrize(
    ("cover", "period"),
    [
        ("Klimatplan\n\n2026–2030", (2026, 2030)),
        ("Klimatplan\n\nGiltighetstid: 2026-01-01 – 2028-12-31", (2026, 2028)),
        ("Klimatplan\n\nGäller\n\n2026 till och med 2029", (2026, 2029)),
        ("Klimatplan 2026–28", (2026, 2028)),
        ("Klimatplan\n\nErsätter: Klimatplan 2018–2022", None),
        ("Klimatplan\n\nDnr KS 2025-2026", None),
    ],
)
def test_period(cover: str, period: tuple[int, int] | None) -> None:
    """Its own, not that of the plan it replaces."""
    assert read(cover).period == period


@pytest.mark.parametrize(
    ("cover", "owner"),
    [
        pytest.param("Klimatplan\n\nTrafiknämnden", "Trafiknämnden", id="alone"),
        pytest.param("# Klimatplan\n\nSocialnämndens handlingsplan", "Socialnämnden", id="genitive"),
        pytest.param("Klimatplan\n\nNämnd: Trafiknämnden", "Trafiknämnden", id="field"),
        pytest.param("Klimatplan\n\n| Fastställd av | Byggnämnden § 8 |\n|---|---|", "Byggnämnden", id="decided by"),
        pytest.param("Klimatplan\n\nFramtagen i samråd med serviceförvaltningen", None, id="mentioned"),
        pytest.param("Klimatplan\n\nFramtagen med stöd av Rymdkonsult AB", None, id="helped"),
        pytest.param("Klimatplan\n\nAntagen av kommunfullmäktige 2025-11-24", None, id="the whole municipality's"),
        pytest.param("Klimatplan\n\nSocialnämnden\nTekniska nämnden\nKulturnämnden", None, id="several"),
    ],
)
def test_owner(cover: str, owner: str | None) -> None:
    """Who the cover, the heading or a field names, never who is mentioned."""
    assert read(cover).owner == owner


def test_field_table_of_pairs_side_by_side_is_no_head_over_values() -> None:
    """Label, value, label, value: as many labels as a head would have."""
    fields = fields_in(
        ["| Beslutsinstans | Kommunstyrelsen | Beslutsdatum | 2026-01-13 |", "|---|---|---|---|",
         "| Diarienummer | KS/2025:402 | Reviderad | – |"]
    )  # fmt: skip
    assert {(field.label, field.value) for field in fields} >= {
        ("beslutsinstans", "Kommunstyrelsen"), ("beslutsdatum", "2026-01-13"), ("diarienummer", "KS/2025:402")
    }  # fmt: skip


def test_title_in_bold_type_stands_above_the_first_heading() -> None:
    """A heading of the text that names no plan isn't the title."""
    text = (
        "EKBY KOMMUN\n\n**Handlingsplan för jämställdhet 2026–2027**\n\n# Så ser det ut\n\n| Kvinnor | 3 |\n|---|---|\n"
    )
    assert read_cover(split_lines(text), {}, set()).title == "Handlingsplan för jämställdhet 2026–2027"


def test_title_that_begins_as_a_chapter_does_goes_on() -> None:
    """ "Uppföljning av plan för" is no chapter: its line breaks off."""
    text = "Ekby kommun\n\n     Uppföljning av plan för\n     trygghet 2024–2027\n\nBakgrund\n\nPlanen gäller.\n"
    assert read_cover(split_lines(text), {}, set()).title == "Uppföljning av plan för trygghet 2024–2027"
