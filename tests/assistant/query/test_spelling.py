"""Spelling: what is certainly misspelt is put right, and nothing else is touched."""

import pytest

from assistant.answer import Assistant
from assistant.query.spelling import Spelling

TEXTS = ["Områdesvärdar möter hyresgäster.", "Våldsutövare och utsatta barn", "Systemet heter Flexite."]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    """What three texts and Swedish at large say."""
    return Spelling(TEXTS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("vem far hjalp pa flera sprak", "vem får hjälp på flera språk", id="no diacritics"),
        pytest.param("Vilka får utbilding?", "Vilka får utbildning?", id="a rare misspelling"),
        pytest.param("stöd till mäniskor", "stöd till människor", id="a double letter"),
        pytest.param(
            "infromation till barn på nätet", "information till barn på nätet", id="letters that changed places"
        ),
        pytest.param("vad gör vålsutövare för sig", "vad gör våldsutövare för sig", id="a word of the texts"),
        pytest.param("Forskola och skola i Malmo", "Förskola och skola i Malmö", id="capitals stay"),
    ],
)
def test_what_is_misspelt_is_put_right(spelling: Spelling, written: str, meant: str) -> None:
    """By what the texts say and what is common."""
    assert spelling.corrected(written) == meant


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Vad gör områdesvärdarna?", id="another form of a word of the texts"),
        pytest.param("Vad är flexite?", id="a name that the texts have"),
        pytest.param("Vad är Fleksite?", id="what may be a name"),
        pytest.param("Vad gör FKSF för barn på håll?", id="an abbreviation"),
        pytest.param("Finns trygghetsambassadörer på nätter?", id="a compound that nobody has written"),
        pytest.param("How many childern live here?", id="another language"),
        pytest.param("Hur många far och mor är det?", id="a right word, where the question has its diacritics"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_may_be_right_stays(spelling: Spelling, question: str) -> None:
    """A question changed wrongly is worse than one that is misspelt."""
    assert spelling.corrected(question) == question


def test_short_words_leave_a_long_question_to_be_put_right(spelling: Spelling) -> None:
    """Only what may be put right counts among the words that are tried."""
    short = " ".join(f"{first}{second}" for first in "bdfghj" for second in "aeiouy")
    assert spelling.corrected(f"Hej {short} utbilding").endswith(" utbildning")


def test_a_misspelt_question_finds_what_the_right_one_finds(assistant: Assistant) -> None:
    """And is given back as it was asked."""
    right = assistant.answer("Vilken utbildning får medarbetare om människohandel?")
    misspelt = assistant.answer("vilken utbilding far medarbetare om maniskohandel")
    assert misspelt.question == "vilken utbilding far medarbetare om maniskohandel"
    assert [hit.passage.id for hit in misspelt.hits[:2]] == [hit.passage.id for hit in right.hits[:2]]
