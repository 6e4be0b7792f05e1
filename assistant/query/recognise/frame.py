"""The shape of a question → its frame: cues of what is asked for, of what the answer consists, and how it is asked.

A cue is an annotation like any other: its words are no topic. What the cues say together is decided in
``assistant/query/operation.py``.
"""

from collections.abc import Iterator

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.recognise.grammar import annotate, cue_patterns, phrase

_WHETHER = phrase("asks_whether")
_YES_OR_NO = phrase("asks_yes_or_no")
_WH = phrase("asks_wh")


def frame_annotations(shape: Shape) -> Iterator[Annotation]:
    """The cues of a shape."""
    yield from annotate(shape, cue_patterns())


def asks_whether(text: str) -> bool:
    """Whether a shape asks for yes or no."""
    if _YES_OR_NO.search(text):
        return True
    found = _WHETHER.search(text)
    return found is not None and not _WH.search(text[: found.end()])
