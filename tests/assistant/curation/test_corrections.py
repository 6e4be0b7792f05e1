"""A word is set right where it stands as a whole word, never within another."""

import pytest

from assistant.curation.corrections import of_word
from corpus.errors import CorpusError
from corpus.types import Line


@pytest.fixture
def line() -> Line:
    """Two words that are misread, one of them also a part of another."""
    text = "Katt att komrnunen"
    return Line(1, 0, text, text)


def test_a_word_within_another_is_left(line: Line) -> None:
    """ "att" is the second word, not the end of the first."""
    assert dict(of_word(line, "att", "ett", everywhere=False).values)["shape"] == "att"


def test_half_a_word_is_refused(line: Line) -> None:
    """What the rest of it would become nobody has said."""
    with pytest.raises(CorpusError, match="whole word 'rn'"):
        of_word(line, "rn", "m", everywhere=True)
