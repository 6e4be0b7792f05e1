"""How numbers, dates and a document's text are set on the page."""

import pytest

from assistant.citing.places import pages
from assistant.web.typography import contact, day, flowing, number


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2019-01-31", "31\N{NO-BREAK SPACE}januari 2019"),
        ("2024-09", "september 2024"),
        ("2024", "2024"),
        ("x-1", "x-1"),
    ],
)
def test_a_date_is_said_in_words(written: str, said: str) -> None:
    """What is no date stays as it is."""
    assert day(written) == said


def test_thousands_stand_apart() -> None:
    """By a space that doesn't break."""
    assert (number(200), number(3595)) == ("200", "3\N{NO-BREAK SPACE}595")


@pytest.mark.parametrize(("span", "said"), [((6, 6), "sidan 6"), ((6, 7), "sidorna 6–7")])
def test_pages_are_written_as_people_write_them(span: tuple[int, int], said: str) -> None:
    """One page has no dash."""
    assert pages(span) == said


@pytest.mark.parametrize(
    ("text", "flows"),
    [
        pytest.param("en lång rad som bryts\nav sidans bredd ja", "en lång rad som bryts av sidans bredd ja", id="cut"),
        pytest.param("Rubrik\nen lång rad som bryts", "Rubrik\nen lång rad som bryts", id="short line"),
        pytest.param("en lång rad som tar slut\n• en punkt", "en lång rad som tar slut\n• en punkt", id="list"),
        pytest.param("ett stycke\n\n\n\nett till", "ett stycke\n  \nett till", id="one empty line"),
        pytest.param("handledas av HR-\navdelningen nu", "handledas av HR-\navdelningen nu", id="hyphen"),
    ],
)
def test_lines_that_a_page_cut_flow_and_others_stay(text: str, flows: str) -> None:
    """Of the same length, so that what is marked stays in its place."""
    assert flowing(text) == flows
    assert len(flows) == len(text)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("fel@malmo.se", '<a href="mailto:fel@malmo.se">fel@malmo.se</a>'),
        ("https://malmo.se/fel", '<a href="https://malmo.se/fel">https://malmo.se/fel</a>'),
        ("Kontaktcenter, 040-00 00 00", "Kontaktcenter, 040-00 00 00"),
        ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_where_to_report_faults_is_a_link_where_it_can_be(place: str, shown: str) -> None:
    """And never markup."""
    assert str(contact(place)) == shown
