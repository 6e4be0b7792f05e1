"""The shape of a question → its frame: cues of what is asked for, of what the answer consists, and how it is asked.

A cue is an annotation like any other: its words are no topic. What the cues say together is decided in
``assistant/query/operation.py``.
"""

import re
from collections.abc import Iterator

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.recognise.grammar import annotate, cue_patterns

_WHETHER = re.compile(
    r"(?:^|\b(?:undrar|undrade|saga|veta|kolla|vet du|och|men|sa|da|just|fraga|fragan) )(?:\w+ )??(?:om |ifall |huruvida |det )?(?:(?:ORG|GOAL|aktivitet\w*) )*"
    r"(?P<what>har|finns|(?<!\w )ar|gor|ska|star|ingar|arbetar|jobbar|planerar|existerar|forekommer|erbjuder|satsar|fanns|hade)"
    r"(?= (?!du\b|ni\b|jag\b|man\b|vi\b|snall|da\b))"
    r"|\b(?:om|ifall|huruvida)(?: det)?(?: \w+){0,3}? (?:har|finns|existerar|ligger|pagar)\b|\bfinns (?:det )?(?:nagon|nagot|nagra|ngn|ngt|nan|nat|en enda)\b"
)
_YES_OR_NO = re.compile(
    r"\b(?:j n|ja nej|ja el nej|ja eller nej|j eller n|ja resp nej|sant eller falskt|stammer det(?: att)?|eller inte|eller ej|eller hur|eller$|visst$|val$|alls eller)\b"
)
_WH = re.compile(
    r"\b(?:vad|vilk\w+|vem\w*|nar|hur|var|varfor|lista|visa|rakna upp|ge mig|antal|antalet|beskriv|beratta|jamfor|vika|sammanfatta)\b"
)


def frame_annotations(shape: Shape) -> Iterator[Annotation]:
    """The cues of a shape."""
    yield from annotate(shape, cue_patterns())


def asks_whether(text: str) -> bool:
    """Whether a shape asks for yes or no."""
    if _YES_OR_NO.search(text):
        return True
    found = _WHETHER.search(text)
    return found is not None and not _WH.search(text[: found.end()])
