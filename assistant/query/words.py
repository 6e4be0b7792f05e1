"""Names that moved to ``corpus.swedish``; here only until nothing imports them from here."""

from corpus.swedish.numbers import NUMBERS, ORDINALS
from corpus.swedish.text import Word, stem, words_of
from corpus.swedish.text import word_set as set_of
from corpus.swedish.vocabulary import VOCABULARY, is_content

FUNCTION = VOCABULARY.function_words

__all__ = ["FUNCTION", "NUMBERS", "ORDINALS", "Word", "is_content", "set_of", "stem", "words_of"]
