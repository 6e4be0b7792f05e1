"""A long question → the clause that asks. People say first how they came to ask; only names are taken from there."""

import re
from collections.abc import Sequence

from assistant.query.recognise.annotation import Shape
from corpus.swedish.text import Word

_LONG = 10  # tokens; a shorter question is one clause
_HEADING = 5
_BREAK = re.compile(r"[,.;:?!\n–—]| - ")
_SENTENCE = re.compile(r"[.?!\n](?:\s|$)")
_LEAD = (
    r"(?:(?:sa|men|och|for|da|nu|alltsa|dar|ja|nej|hej|tack|bara|jag|man|vi|undrar|undrade|fragar|fragan ar|min fraga ar|min fraga|vill veta|ville veta|funderar pa|skulle vilja veta|skulle behova veta|behover veta|"
    r"maste veta|kan du saga|kan ni saga|kan du svara pa|kan ni svara pa|vet du|vet ni|sag mig|just|egentligen|kanske|helt enkelt|gar att fa fram|vill jag veta|vill jag|snalla|om|under|i|hos|pa|inom|for|av|enligt|med) ){0,5}?"
)
_ASKS = re.compile(
    rf"^{_LEAD}(?:vad|vilk\w+|vem\w*|hur(?! som)|nar (?:ar|ska|skall|har|blir|tank|kommer|sker|ager|gors|avser|beslut\w*|antog\w*|planer\w*|drar|fattades|var|klubb\w*|det ar tankt|gor)|finns (?:det )?|har (?!jag|vi|man|du)|ar det|stammer|"
    r"lista|visa|rakna upp|ge mig|kan (?:du|ni|jag|man)|skulle (?:du|ni|jag|man)|far jag|jag (?:skulle )?(?:vill|vilja|behover|onskar)|vill (?:se|ha)|beratta|jamfor|stall|sammanfatta|beskriv|antal\w*|dem skulle|ta fram|plocka fram|gor en|sok|forklara)\b"
)
# Within a clause, what begins the question after all that led to it.
_INNER = re.compile(
    r"\b(?:sa|och da|men|och|for|da|nu|undrar|undrar jag|veta|fraga|forsta|saga|nyfiken pa|forst|reda pa|lista ut|koll pa|om) (?=(?:(?:under|i|hos|pa|inom|for|av) )?(?:vad|vilk\w+|vem|hur|nar|var)\b)"
)


def asking_span(shape: Shape, words: Sequence[Word], question: str) -> tuple[int, int]:
    """The tokens from where a question is asked to the end of its sentence; all of a short one."""
    tokens = shape.tokens
    if len(tokens) < _LONG:
        return 0, len(tokens)
    starts = [0]
    ends = []
    for i in range(1, len(tokens)):
        between = question[words[tokens[i].first - 1].end : words[tokens[i].first].start]
        if _BREAK.search(between):
            starts.append(i)
        if _SENTENCE.search(between):
            ends.append(i)
    asking = [i for i in starts if _ASKS.search(_text(shape, i, len(tokens)))]
    for match in _INNER.finditer(shape.text):
        after = shape.span(match.end(), match.end() + 1)[0]
        if _ASKS.search(_text(shape, after, len(tokens))):
            asking.append(after)
    for start in sorted(set(asking), reverse=True):
        end = next((e for e in ends if e > start), len(tokens))
        if _says_something(shape, start, end):
            return _with_heading(starts, start), end
    return 0, len(tokens)


def _with_heading(starts: Sequence[int], start: int) -> int:
    """A few words before the question are what it is about: "Stödmaterial, femman: vem ansvarar?"."""
    before = [other for other in starts if other < start]
    return before[-1] if before and start - before[-1] <= _HEADING and before[-1] == 0 else start


def _text(shape: Shape, first: int, last: int) -> str:
    return " ".join(token.text for token in shape.tokens[first:last])


_SUBSTANCE = re.compile(
    r"\b(?:ORG|GOAL|PROG|DOC|UNIT|YEAR|aktivitet\w*|mal|malen|malet|forvaltning\w*|namnd\w*|styrelse\w*|bolag\w*|organisation\w*|dokument\w*|uppfoljning\w*|program\w*|"
    r"handlingsplan\w*|plan\w*|status|langt|ansvar\w*|flest|manga|antal\w*|betyder|lyder|formulera\w*|heter|star \w+ for|foljas upp|mats|ledde|lett|rapporter\w*|om (?:det|den|dem|dom|just det))\b"
)


def _says_something(shape: Shape, first: int, last: int) -> bool:
    """Whether a clause asks by itself: "vilka blir det då?" doesn't."""
    return bool(_SUBSTANCE.search(_text(shape, first, last)))
