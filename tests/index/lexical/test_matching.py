"""Words of a question and of texts: inflections, compounds, misspellings, and how much a word tells."""

import pytest

from corpus.swedish.text import fold, stem
from index.lexical.matching import StemmedTexts, WordIndex, stems_of
from index.lexical.term_weights import language_specificity, piece_weights, weighted_terms
from index.lexical.vocabulary import best_strength, is_compound_head, strength
from index.storage.parts import Vectors

TEXTS = [
    ["Utbildningar om hedersrelaterat våld"],
    ["Stödmaterial till chefer", "Det visas på ett möte"],
    ["Folk på gatan"],
    ["Ingenting av detta"],
]


@pytest.fixture(scope="module")
def words() -> WordIndex:
    """Four texts, the second in two parts."""
    return WordIndex(TEXTS)


def covered(words: WordIndex, *terms: str) -> Vectors:
    """The share of the terms' weight that each text has."""
    return words.coverage(*weighted_terms(terms, words))


@pytest.mark.parametrize(
    ("term", "best"),
    [
        pytest.param("utbildningen", 0, id="inflected"),
        pytest.param("material", 1, id="part of a compound"),
        pytest.param("stodmaterial", 1, id="compound"),
        pytest.param("hedersvald", 0, id="same beginning"),
        pytest.param("utbildnigar", 0, id="misspelt"),
        pytest.param("moten", 1, id="second part"),
        pytest.param("budget|folk", 2, id="alternatives"),
    ],
)
def test_a_word_is_found_however_it_is_written(words: WordIndex, term: str, best: int) -> None:
    """And in no text that doesn't have it."""
    shares = covered(words, term)
    assert shares.argmax() == best
    assert shares[3] == 0


@pytest.mark.parametrize(
    ("asked", "said", "share"),
    [
        ("vald", "vald", 1.0),
        ("konferens", "konfer", 1.0),
        ("material", "stodmaterial", 0.7),
        ("hedersvald", "hedersrelat", 0.35),
        ("barn", "barnkonsekv", 0.0),
        ("lamp", "park", 0.0),
    ],
)
def test_the_word_itself_matches_more_than_what_is_like_it(asked: str, said: str, share: float) -> None:
    """In full as a form of the word, less as a part of a compound, least with the same beginning."""
    assert strength(asked, said) == share


@pytest.mark.parametrize("term", ["stodmaterial", "material", "hedersvald", "chef", "budget|folk"])
def test_texts_by_themselves_match_as_a_pair_of_stems_does(words: WordIndex, term: str) -> None:
    """One definition, whether over an index or over the stems of a sentence."""
    texts = [" ".join(parts) for parts in TEXTS]
    stems = [[stem(word) for word in fold(text).split()] for text in texts]
    few = StemmedTexts([stems_of(text, words.vocabulary) for text in texts], words.vocabulary)
    assert few.strengths(term).tolist() == pytest.approx([best_strength(term, entry) for entry in stems])


def test_no_text_matches_nothing(words: WordIndex) -> None:
    """An empty one has no word, and of none there is nothing to say."""
    assert StemmedTexts([stems_of("", words.vocabulary)], words.vocabulary).strengths("chef").tolist() == [0.0]
    assert StemmedTexts([], words.vocabulary).strengths("chef").tolist() == []


def test_the_parts_of_a_compound_may_stand_apart() -> None:
    """ "Våldsfrågor" are in a text that speaks of the question of violence."""
    texts = ["frågor om våldet mot kvinnor", "frågor", "om våldet"]
    words = WordIndex([[text] for text in texts])
    few = StemmedTexts([stems_of(text, words.vocabulary) for text in texts], words.vocabulary)
    assert few.strengths("valdsfragor").tolist() == pytest.approx([0.7, 0.0, 0.0])
    assert words.coverage(["valdsfragor"], [1.0]).tolist() == pytest.approx([0.7, 0.0, 0.0])


def test_what_may_be_misspelt_is_not_known(words: WordIndex) -> None:
    """It counts for ranking, but is no proof that a text has the word."""
    assert not words.knows("stodmatreial")
    assert words.resembles("stodmatreial")
    assert not words.resembles("budget")
    assert words.knows("chefen")


def test_an_everyday_word_tells_less_than_a_rare_one(words: WordIndex) -> None:
    """Each stands in one text, but "folk" is common in Swedish and "stödmaterial" isn't."""
    shares = covered(words, "folk", "stodmaterial")
    assert 0 < shares[2] < shares[1]
    assert language_specificity("borja") < language_specificity("bygglov") <= language_specificity("machokultur") == 1.0


def test_words_that_stand_together_count_more(words: WordIndex) -> None:
    """The second text has both words in either question, but only "stödmaterial" and "chefer" in one part."""
    together = covered(words, "stodmaterial", "chefer")[1]
    apart = covered(words, "stodmaterial", "mote")[1]
    assert together == pytest.approx(1.0)
    assert apart < together


def test_no_words_give_no_share(words: WordIndex) -> None:
    """A question without subject matter fits nothing better than anything else."""
    assert words.coverage([], []).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("word", "noun", "same"),
    [
        ("enhetschefer", "chefer", True),
        ("chefen", "chefer", True),
        ("stadsdelar", "omraden", False),
        ("utbildningsinsatser", "utbildning", True),
    ],
)
def test_a_noun_heads_its_compounds(word: str, noun: str, same: bool) -> None:
    """Short nouns too, since a number stands beside them."""
    assert is_compound_head(word, noun) is same


def test_the_pieces_of_a_word_share_what_it_tells() -> None:
    """Function words tell nothing, a common word little; signs beside a word are not of it."""
    weights = piece_weights(["vad", "stödmaterial?", "stödmaterial?", "barn"])
    assert weights[0] == 0
    assert weights[1] == weights[2] == pytest.approx(0.5)
    assert 0 < weights[3] < 0.5


def test_in_another_language_its_own_common_words_count_little() -> None:
    """As Swedish "barn" is common and English "barn" is not; where no frequencies are known all count the same."""
    english = piece_weights(["what", "children", "barn"], "en")
    assert english[0] < 0.2
    assert english[0] < english[1] < english[2]
    assert piece_weights(["maxay", "carruurta"], "so").tolist() == [1.0, 1.0]
