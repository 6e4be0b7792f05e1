"""Swedish sentences: cut only between clauses, names listed and inflected."""

import pytest

from assistant.compose.phrasing import genitive, numbers, shortened

LONG = "Bolaget ska utbilda personal i att uppmärksamma våld, men också i hur och till vem informationen förs vidare."


@pytest.mark.parametrize(
    ("text", "words", "short"),
    [
        pytest.param(LONG, 20, LONG, id="short enough"),
        pytest.param(LONG, 12, "Bolaget ska utbilda personal i att uppmärksamma våld …", id="before men"),
        pytest.param("En första mening. " + LONG, 7, "En första mening.", id="after a sentence"),
        pytest.param("Det gäller t.ex. Örat mot marken. " + LONG, 8, "Det gäller t.ex. Örat mot marken.", id="t.ex."),
        pytest.param('Kursen heter "Alla får plats, men inte nu" och hålls för chefer samt HR.', 11,
                     'Kursen heter "Alla får plats, men inte nu" …', id="not in a quotation"),
        pytest.param("ett två tre fyra fem sex", 4, "ett två tre …", id="no clause"),
        pytest.param("Den gäller chefer i hela staden", 5, "Den gäller chefer …", id="no loose end"),
    ],
)  # fmt: skip
def test_a_sentence_is_cut_at_the_end_of_a_clause(text: str, words: int, short: str) -> None:
    """Never within a word; "…" shows that the sentence goes on."""
    assert shortened(text, words) == short
    assert len(short.split()) <= words


@pytest.mark.parametrize(
    ("name", "inflected"),
    [("MKB Fastighets AB", "MKB Fastighets AB:s"), ("stadskontoret", "stadskontorets"), ("Paris", "Paris")],
)
def test_a_name_has_its_genitive(name: str, inflected: str) -> None:
    """Capitals take a colon, an s takes nothing."""
    assert genitive(name) == inflected


@pytest.mark.parametrize(("found", "said"), [([1, 2, 3, 6], "1–3 och 6"), ([4, 5], "4 och 5"), ([2], "2"), ([], "")])
def test_numbers_in_a_row_are_a_span(found: list[int], said: str) -> None:
    """Three or more."""
    assert numbers(found) == said
