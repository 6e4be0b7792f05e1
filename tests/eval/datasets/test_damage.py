"""What the damage model and the measures promise."""

import pytest

from corpus.restoration.restore import Reading
from eval.datasets.damage import count_changed, damage
from eval.measures.reading.words import judge_words, score_lines

CLEAN = [
    "Våld i alla dess former är ett allvarligt samhällsproblem och ett hinder för jämställdhet.",
    "Förvaltningen ska öka kunskapen om våld i nära relation bland chefer och medarbetare.",
    "",
    "Rutinen gäller för både hälsa-, vård- och omsorgsförvaltningen och förskoleförvaltningen.",
] * 8


def test_same_seed_gives_same_damage_and_another_seed_other() -> None:
    """A damaged text can be made again."""
    assert damage(CLEAN, 0.2, 1) == damage(CLEAN, 0.2, 1)
    assert damage(CLEAN, 0.2, 1) != damage(CLEAN, 0.2, 2)


@pytest.mark.parametrize("share", [0.1, 0.2])
def test_about_the_share_of_words_is_damaged(share: float) -> None:
    """Lines and words stay in number, the wished share of words changes."""
    spoiled = damage(CLEAN, share, 3)
    words = sum(len(line.split()) for line in CLEAN)
    changed = sum(count_changed(before, after) for before, after in zip(CLEAN, spoiled, strict=True))
    assert [len(line.split()) for line in spoiled] == [len(line.split()) for line in CLEAN]
    assert changed / words == pytest.approx(share, abs=0.04)


def test_no_damage_leaves_the_text() -> None:
    """A share of nought is the text itself."""
    assert damage(CLEAN, 0.0, 1) == CLEAN


def test_score_counts_words_folded_and_unsure_apart() -> None:
    """Case and dashes don't count; a wrong unsure word is an error but no false promise."""
    reading = Reading("Fri från vald \u2014 nu", (), ((9, 13),))
    score = score_lines([(reading, "fri från våld - nu")])
    assert score.word_errors == 0.25
    assert score.sure_wrong == 0.0
    assert score.unsure == 0.25
    assert score.words == 4


def test_word_at_the_wrong_place_is_wrong() -> None:
    """An extra word is one error; the words after it are still right."""
    assert judge_words(Reading("e agera nu", (), ()), "agera nu") == [
        ("e", False, True),
        ("agera", True, True),
        ("nu", True, True),
    ]
