"""Whose a document is: the municipality that it names, or nobody's."""

import pytest

from corpus.parsing.municipality import municipality_of
from corpus.reading.files import split_lines


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("EKBY KOMMUN\n\nPlan", "Ekby kommun", id="capitals"),
        pytest.param("Handlingsplan mot våld i Ekby kommun 2026–2028", "Ekby kommun", id="in the title"),
        pytest.param("Umeå kommuns handlingsplan", "Umeå kommun", id="genitive"),
        pytest.param("Plan\n\nSocialnämnden, Ekby kommun", "Ekby kommun", id="beside a board"),
        pytest.param("Plan\n\nSocialnämnden", None, id="none named"),
        pytest.param("Plan\n\nVarje kommun ska ha en plan. Vår kommun också.", None, id="no names"),
        pytest.param("Handlingsplan för Trygg stad", None, id="an adjective"),
        pytest.param("Ekby kommun\n\nPlan\n\nSamverkan sker med Norra Vi kommun.", "Ekby kommun", id="a neighbour"),
        pytest.param("Plan för Alby kommun och Ekby kommun 2026", "Alby kommun och Ekby kommun", id="of two"),
        pytest.param("Plan\n\nSamverkan sker med Alby kommun och Ekby kommun.", None, id="two neighbours"),
        pytest.param("Kommunalförbundet Tre Åar\n\nPlan", "Kommunalförbundet Tre Åar", id="federation"),
    ],
)  # fmt: skip
def test_municipality_is_the_one_that_is_named(text: str, name: str | None) -> None:
    """Unknown stays unknown."""
    assert municipality_of(split_lines(text)) == name


def test_page_around_the_text_tells_it_too() -> None:
    """A web page's name or foot, where the text itself only says "kommunen"."""
    lines = split_lines("# Plan\n\nHär kan du läsa vad kommunen gör.")
    assert municipality_of(lines, ("Plan - Vassköpings stad", "Vassköpings stad, 000 00 Vassköping")) == (
        "Vassköpings stad"
    )
