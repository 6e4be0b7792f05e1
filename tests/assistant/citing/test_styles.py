"""References by APA 7, Oxford and Harvard in Swedish, in the manner of Swedish university guides."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.citing.reference import Reference
from assistant.citing.styles import STYLES, styled
from tests.assistant.citing.test_formats import AWKWARD

# A report that its publisher wrote, on the web: what the guides have as their example of an authority's report.
AUTHORITY = replace(
    AWKWARD,
    author="Folkhälsomyndigheten",
    publisher="Folkhälsomyndigheten",
    issued="2019",
    decided=None,
    number=None,
    title="Leder spelreklam till spelproblem?",
    part=None,
    pages=(12, 12),
    url="https://www.folkhalsomyndigheten.se/spelreklam/",
    accessed=date(2019, 10, 23),
    machine_read=False,
)
PLAN = replace(
    AWKWARD,
    author="Servicenämnden",
    issued=None,
    decided=None,
    number=None,
    title="Handlingsplan Fri från våld 2022–2026",
    part="mål 3, aktiviteten ”Lathund”",
    pages=(6, 7),
    url=None,
    machine_read=True,
)


@pytest.mark.parametrize(
    ("style", "source", "entry", "short"),
    [
        pytest.param(
            "apa",
            AUTHORITY,
            "Folkhälsomyndigheten. (2019). Leder spelreklam till spelproblem? Hämtad 23 oktober 2019, från "
            "https://www.folkhalsomyndigheten.se/spelreklam/",
            "(Folkhälsomyndigheten, 2019, s. 12)",
            id="apa-report",
        ),
        pytest.param(
            "oxford",
            AUTHORITY,
            "Folkhälsomyndigheten, Leder spelreklam till spelproblem?, 2019, s. 12, "
            "https://www.folkhalsomyndigheten.se/spelreklam/, hämtad 23 oktober 2019.",
            "Folkhälsomyndigheten, Leder spelreklam till spelproblem?, 2019, "
            "https://www.folkhalsomyndigheten.se/spelreklam/, hämtad 23 oktober 2019.",
            id="oxford-report",
        ),
        pytest.param(
            "harvard",
            AUTHORITY,
            "Folkhälsomyndigheten (2019). Leder spelreklam till spelproblem? "
            "https://www.folkhalsomyndigheten.se/spelreklam/ [2019-10-23]",
            "(Folkhälsomyndigheten 2019, s. 12)",
            id="harvard-report",
        ),
        pytest.param(
            "apa",
            PLAN,
            "Servicenämnden. (u.å.). Handlingsplan Fri från våld 2022–2026 [maskinläst text]. Malmö stad.",
            "(Servicenämnden, u.å., mål 3, aktiviteten ”Lathund”, s. 6–7)",
            id="apa-plan",
        ),
        pytest.param(
            "oxford",
            PLAN,
            "Servicenämnden, Handlingsplan Fri från våld 2022–2026, mål 3, aktiviteten ”Lathund”, Malmö stad, u.å., "
            "s. 6–7 (maskinläst text).",
            "Servicenämnden, Handlingsplan Fri från våld 2022–2026, Malmö stad, u.å.",
            id="oxford-plan",
        ),
        pytest.param(
            "harvard",
            PLAN,
            "Servicenämnden (u.å.). Handlingsplan Fri från våld 2022–2026 [maskinläst text]. Malmö stad.",
            "(Servicenämnden u.å., mål 3, aktiviteten ”Lathund”, s. 6–7)",
            id="harvard-plan",
        ),
    ],
)
def test_a_source_is_cited_in_each_style(style: str, source: Reference, entry: str, short: str) -> None:
    """The cases are our own, modelled on theirs; a year that isn't known is u.å."""
    found = styled(source, style)
    assert (found.entry, found.short) == (entry, short)


@pytest.mark.parametrize("style", STYLES)
def test_a_diary_number_and_a_missing_page_are_said(style: str) -> None:
    """A page that isn't printed is "u.s.", with the lines by which the place is found."""
    found = styled(replace(AWKWARD, pages=None, lines=(10, 12)), style)
    assert "nr STK-2022-17" in found.entry
    assert "u.s., rad 10–12 i textfilen" in found.text
    assert "2022" in found.entry
