"""Where sentences end in a text."""

import pytest

from corpus.swedish.sentences import sentence_spans, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kurser ges. Chefer går dem först.", ["Kurser ges.", "Chefer går dem först."]),
        ("Detta gäller t.ex. HR och bl.a. Region Skåne.", ["Detta gäller t.ex. HR och bl.a. Region Skåne."]),
        ("Enligt 5 kap. 11 § SoL och 2 kap. Föräldrabalken.", ["Enligt 5 kap. 11 § SoL och 2 kap. Föräldrabalken."]),
        ("Stöd, råd m.m. Personalen utbildas.", ["Stöd, råd m.m.", "Personalen utbildas."]),
        ("Polis, skola m.fl. 14 aktörer deltar.", ["Polis, skola m.fl. 14 aktörer deltar."]),
        ("Andelen är 3,5 procent och 2.5 av 10.", ["Andelen är 3,5 procent och 2.5 av 10."]),
        ("Mötet hålls den 3 maj kl. 13.00 i huset.", ["Mötet hålls den 3 maj kl. 13.00 i huset."]),
        ("2. Utbildning för chefer. 3. Stöd.", ["2. Utbildning för chefer.", "3. Stöd."]),
        ("Kontakt är A. Ek på kontoret.", ["Kontakt är A. Ek på kontoret."]),
        ("Målet nås 2024. Kommunen följer upp.", ["Målet nås 2024.", "Kommunen följer upp."]),
        ("Rubrik\n\nText utan punkt\n- en\n- två", ["Rubrik", "Text utan punkt", "- en", "- två"]),
        ("Ansvarig: HR leder arbetet\nTidplan: 2024", ["Ansvarig: HR leder arbetet", "Tidplan: 2024"]),
        ("En mening som\n\nfortsätter på nästa sida.", ["En mening som fortsätter på nästa sida."]),
        ("Hon sa ”nej.” Sedan gick hon.", ["Hon sa ”nej.”", "Sedan gick hon."]),
        ("Stöd ges ? Barn och unga", ["Stöd ges ? Barn och unga"]),
        ("", []),
    ],
)
def test_a_text_has_these_sentences(text: str, parts: list[str]) -> None:
    """Abbreviations, numbers, initials and list items don't end a sentence in the wrong place."""
    assert sentences(text) == parts


def test_what_is_typed_may_begin_with_a_small_letter() -> None:
    """People write questions without capitals, and abbreviations all the same."""
    assert sentences("hej! vad gör ni, t.ex. för barn? tack", typed=True) == [
        "hej!",
        "vad gör ni, t.ex. för barn?",
        "tack",
    ]


def test_spans_are_stretches_of_the_text() -> None:
    """From the place asked for on, without the white space between."""
    text = "Titel. Första meningen.  Andra."
    assert [text[start:end] for start, end in sentence_spans(text, 7)] == ["Första meningen.", "Andra."]
