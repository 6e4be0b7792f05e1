"""What is worked out once and asked for again → kept: of documents from now on, of a question until it is answered.

What a person wrote stands in no memory of the process once it is answered, whatever was looked up for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

T = TypeVar("T")

# What is remembered of the question that is being answered, by who remembers it and the text; None outside of one.
_OF_QUESTION: ContextVar[dict[tuple[int, str], Any] | None] = ContextVar("of_question", default=None)


@contextmanager
def question_cache() -> Iterator[None]:
    """Until the end of this everything new that is remembered is forgotten with it; within another it ends with that.

    For one thread, in which a question is answered.
    """
    if _OF_QUESTION.get() is not None:
        yield
        return
    token = _OF_QUESTION.set({})
    try:
        yield
    finally:
        _OF_QUESTION.reset(token)


class TextCache(Generic[T]):
    """A function of a text whose values are kept, at most ``capacity`` of them. Safe to use from several threads."""

    def __init__(self, make: Callable[[str], T], *, capacity: int, public: Callable[[str], bool] | None = None) -> None:
        """``public`` says of a text that it stands in the documents: its value is kept beyond the question."""
        self._make = make
        self._capacity = capacity
        self._public = public
        self._kept: dict[str, T] = {}

    def __call__(self, text: str) -> T:
        if (found := self._kept.get(text)) is not None:
            return found
        of_question = _OF_QUESTION.get()
        if of_question is not None and not (self._public and self._public(text)):
            key = (id(self), text)
            if key not in of_question:
                of_question[key] = self._make(text)
            value: T = of_question[key]
            return value
        made = self._make(text)
        if len(self._kept) >= self._capacity:
            self._kept.clear()
        self._kept[text] = made
        return made

    def __len__(self) -> int:
        return len(self._kept)
