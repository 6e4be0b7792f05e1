"""A question's words → the activities that it quotes by their titles, or by the number that a report gives them."""

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.query.recognise.annotation import Annotation
from corpus.swedish.text import Word, fold

_NUMBERED = re.compile(r"\b(?:aktivitet\w*|punkt\w*|nummer|nr|insats\w*|åtgärd\w*) (\d{1,2}\.\d{1,2})\b", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:uppfoljning|rapport)")
_QUOTED = re.compile(r"[”\"“]([^”\"“]{3,})[”\"“]")


def quoted_annotations(question: str, words: Sequence[Word], titles: Mapping[str, str]) -> Iterator[Annotation]:
    """Activities of slot ACT; the value is the ids of all that have the title."""
    for match in _QUOTED.finditer(question):
        title = fold(match[1])
        meant = tuple(activity for activity, other in titles.items() if fold(other) == title)
        inside = [i for i, word in enumerate(words) if match.start(1) <= word.start < match.end(1)]
        if meant and inside:
            yield Annotation(inside[0], inside[-1] + 1, "ACT", meant)


def numbered_annotations(
    question: str, words: Sequence[Word], reported: Mapping[str, tuple[str, ...]]
) -> Iterator[Annotation]:
    """Activities of slot ACT that a report speaks of by a number of its own: "uppföljningens punkt 4.5"."""
    for match in _NUMBERED.finditer(question) if _REPORT.search(fold(question)) else ():
        inside = [i for i, word in enumerate(words) if match.start() <= word.start < match.end()]
        if reported.get(match[1]) and inside:
            yield Annotation(inside[0], inside[-1] + 1, "ACT", reported[match[1]], 1.2)
