"""Another municipality is told from words that only look like one's name, and from the documents' own places."""

import pytest

from assistant.query.recognise.other_bodies import asks_about_other_municipality, names_of
from corpus.catalogue import load_catalogue
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Vad gör Göteborg?", True),
        ("vad gor goteborg?", True),
        ("Vad har Lunds kommun lovat?", True),
        ("Vad gör man i Vara?", True),
        ("Vad gör Malmö?", False),
        ("Arbetar ni tillsammans med Lund?", False),
        ("Hur länge får de pengar? Våra klagar på att de måste söka varje år.", False),
        ("Får man fråga? Vara med vill jag.", False),
    ],
)
def test_other_municipalities_are_told_by_their_names(question: str, other: bool) -> None:
    """A name has its rings and dots, unless the question has none; a word that begins a sentence is no name."""
    assert asks_about_other_municipality(question, frozenset({"malmo"})) == other


def test_a_place_in_the_catalogue_s_names_is_no_other_municipality() -> None:
    """Those of its organisations and boards are its own."""
    own = names_of(load_catalogue(ROOT / "eval" / "datasets" / "data" / "collections" / "alvsbro"))
    assert "alvsbro" in own
    assert asks_about_other_municipality("Vad gör de i Almhult?", own) is False
    assert asks_about_other_municipality("Vad gör de i Älmhult?", own)
    assert not asks_about_other_municipality("Vad gör de i Älmhult?", own | {"almhult"})
