"""Words that nothing accounts for: what a question is about, or a turn of phrase that is left out."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.query.parse import Reader, parse
from assistant.query.topic import WordMeaning
from corpus.swedish.text import Word


def telling(**words: bool | None) -> WordMeaning:
    """A model that knows these (folded) words."""

    def says(question: str, asked: Sequence[Word]) -> Sequence[bool | None]:
        return [words.get(word.folded) for word in asked]

    return WordMeaning(says)


def test_a_turn_of_phrase_is_left_out(reads: Reader) -> None:
    """What is left is decided by the records; without a model the word is searched for."""
    question = "Bekräfta att alla förvaltningar har minst en aktivitet under mål 3"
    assert parse(question, reads).topic == ("bekrafta",)
    read = parse(question, replace(reads, meaning=telling(bekrafta=False)))
    assert (read.topic, read.conditions.goals, read.text) == ((), (3,), question)


@pytest.mark.parametrize("said", [True, None])
def test_a_word_that_says_something_stays(reads: Reader, said: bool | None) -> None:
    """So does one of which it can't be told."""
    question = "Vilka har något om simhallar under mål 2?"
    assert parse(question, replace(reads, meaning=telling(simhallar=said))).topic == parse(question, reads).topic


def test_all_of_a_topic_is_left_out_or_nothing(reads: Reader) -> None:
    """Beside a subject a turn of phrase does no harm: a search weighs it."""
    question = "Vad har MKB haft vett att göra om trapphus?"
    plain = parse(question, reads)
    assert len(plain.topic) > 1
    assert parse(question, replace(reads, meaning=telling(vett=False, trapphus=True))).topic == plain.topic


def test_a_misspelt_word_of_questions_is_put_right_before(reads: Reader) -> None:
    """Else what has to be met would be lost with it."""
    knows = replace(reads, knows=lambda word: False, meaning=telling(indikattor=False))
    read = parse("Vilka aktiviteter saknar indikattor?", knows)
    assert [field.field for field in read.conditions.fields] == ["indicator"]
