"""A question's words → the activities that it quotes by their titles: ”Ta fram en lathund”."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.query.recognise.annotation import Annotation
from corpus.swedish.text import Word, fold

_QUOTED = re.compile(r"[”\"“]([^”\"“]{3,})[”\"“]")


def quoted_annotations(question: str, words: Sequence[Word], titles: Mapping[str, str]) -> Iterator[Annotation]:
    """Activities of slot ACT; the value is the ids of all that have the title."""
    for match in _QUOTED.finditer(question):
        title = fold(match[1])
        meant = tuple(activity for activity, other in titles.items() if fold(other) == title)
        inside = [i for i, word in enumerate(words) if match.start(1) <= word.start < match.end(1)]
        if meant and inside:
            yield Annotation(inside[0], inside[-1] + 1, "ACT", meant)
