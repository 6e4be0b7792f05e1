"""Words of a question and of texts: inflections, compounds, misspellings, and how much a word says."""

import pytest

from assistant.query.words import words_of
from assistant.retrieve.lexical import Wording, weights_of_pieces

TEXTS = [
    ["Utbildningar om hedersrelaterat våld"],
    ["Stödmaterial till chefer", "Det visas på ett möte"],
    ["Folk på gatan"],
    ["Ingenting av detta"],
]


@pytest.fixture(scope="module")
def wording() -> Wording:
    """Four texts, the second in two parts."""
    return Wording(TEXTS)


@pytest.mark.parametrize(
    ("question", "best"),
    [("utbildningen", 0), ("material", 1), ("stodmaterial", 1), ("hedersvåld", 0), ("utbildnigar", 0), ("möten", 1)],
    ids=["inflected", "part of a compound", "without diacritics", "same beginning", "misspelt", "second part"],
)
def test_a_word_is_found_however_it_is_written(wording: Wording, question: str, best: int) -> None:
    """And in no text that doesn't have it."""
    shares = wording.shares(words_of(question))
    assert shares.argmax() == best
    assert shares[3] == 0


def test_the_word_itself_weighs_more_than_what_is_like_it(wording: Wording) -> None:
    """The word in full counts 1, a part of a compound 0.7, the same beginning 0.35."""
    shares = [wording.shares(words_of(word)).max() for word in ("stödmaterial", "material", "hedersvåld")]
    assert shares == pytest.approx([1.0, 0.7, 0.35])


def test_an_everyday_word_says_less_than_a_rare_one(wording: Wording) -> None:
    """Each stands in one text, but "folk" is common in Swedish and "stödmaterial" isn't."""
    shares = wording.shares(words_of("folk stödmaterial"))
    assert 0 < shares[2] < shares[1]


def test_words_that_stand_together_count_more(wording: Wording) -> None:
    """The second text has both words in either question, but only "stödmaterial" and "chefer" in one part."""
    together = wording.shares(words_of("stödmaterial chefer"))[1]
    apart = wording.shares(words_of("stödmaterial möte"))[1]
    assert together == pytest.approx(1.0)
    assert apart < together


def test_no_words_give_no_share(wording: Wording) -> None:
    """A question without subject matter fits nothing better than anything else."""
    assert wording.shares([]).tolist() == [0, 0, 0, 0]


def test_the_pieces_of_a_word_share_what_it_says() -> None:
    """Function words say nothing, a common word little; signs beside a word are not of it."""
    weights = weights_of_pieces(["vad", "stödmaterial?", "stödmaterial?", "barn"])
    assert weights[0] == 0
    assert weights[1] == weights[2] == pytest.approx(0.5)
    assert 0 < weights[3] < 0.5


def test_in_another_language_its_own_common_words_count_little() -> None:
    """As Swedish "barn" is common and English "barn" is not; where no frequencies are known all count the same."""
    english = weights_of_pieces(["what", "children", "barn"], "en")
    assert english[0] < 0.2
    assert english[0] < english[1] < english[2]
    assert weights_of_pieces(["maxay", "carruurta"], "so").tolist() == [1.0, 1.0]
