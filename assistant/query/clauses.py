"""A long question → the clause that asks, and the question without what people say of themselves.

They say first how they came to ask, and last why or thanks; only names are taken from there.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from assistant.query.recognise.annotation import Shape, narrowed
from assistant.query.recognise.grammar import frame_annotations, phrase
from corpus.swedish.text import Word, word_set
from corpus.swedish.vocabulary import VOCABULARY, is_content

_LONG = 10  # tokens; a shorter question is one clause
_HEADING = 5
_BREAK = re.compile(r"[,.;:?!\n–—]| - ")
_SENTENCE = re.compile(r"[.?!\n](?:\s|$)")
_ASKS = phrase("clause_asks")
# Within a clause, what begins the question after all that led to it.
_INNER = phrase("clause_inner")
_COUNTS = phrase("clause_counts")
_SUBSTANCE = phrase("clause_substance")
_OPENS = phrase("clause_opens")
_WANTS = phrase("clause_wants")
_EMBEDDED = phrase("clause_embedded")
_PERSON = phrase("clause_person")
_REASON = phrase("clause_reason")
_ADDS = phrase("clause_adds")
_LIMITS = phrase("clause_limits")
_REQUEST = phrase("clause_request")
_POINTS = phrase("clause_points")
_ALTERNATIVE = phrase("clause_alternative")
_CORRECTS = phrase("clause_corrects")
_NAMES_IT = phrase("clause_names_it")
_TELLING = frozenset(("plan_vs_followup", "status", "result", "compare", "who", "indicator", "follow_up", "describe"))
_ASKS_WHICH = re.compile(r"(?:hur manga|vilk\w+|vem)\b")
_HAS_VERB = re.compile(r"\b(?:har|ar|finns|gor|star|ligger|saknar|ska|hade)\b")
# What leads up to a subject: "särskilt de mot …".
_LEADS = word_set("om mot kring for av")
_NAMES = frozenset(("ORG", "GOAL", "YEAR", "PROG", "DOC", "UNIT", "TIME"))


def without_remarks(shape: Shape, words: Sequence[Word], question: str, knows: Callable[[str], bool]) -> Shape:
    """A question without what leads to it and what is said beside it, but for the names in there.

    "Jag sitter med en rapport och skulle behöva antalet aktiviteter, om det går bra" → "antalet aktiviteter".
    ``knows`` says whether any document has a folded word.
    """
    shape = _without_corrected(shape)
    return _without_account(_without_small_talk(shape, words, question, knows), words, question)


def _without_corrected(shape: Shape) -> Shape:
    """A question without what it takes back: "tidplan hembesök, nej jag menar lathund" → "tidplan lathund"."""
    found = _CORRECTS.search(shape.text)
    first, last = shape.span(found.start(), found.end()) if found else (0, 0)
    at = first
    while at and (shape.tokens[at - 1].names or _is_subject(shape.tokens[at - 1].text)):
        at -= 1
        if shape.tokens[at].names:
            break
    return narrowed(shape, [i for i in range(len(shape.tokens)) if not at <= i < last]) if at < first else shape


def _is_subject(folded: str) -> bool:
    return is_content(folded) and folded not in VOCABULARY.everyday_words and not _SUBSTANCE.fullmatch(folded)


def _without_small_talk(shape: Shape, words: Sequence[Word], question: str, knows: Callable[[str], bool]) -> Shape:
    """A question without clauses that name nothing, limit nothing, and of whose subject no document has a word.

    "Avstämning: antal aktiviteter per mål, eller är det lika?" → "antal aktiviteter per mål".
    """
    tokens = shape.tokens
    clauses = [
        part for clause in _pieces(shape, words, question, _BREAK) for part in _alternatives(shape, *clause)
    ]  # fmt: skip
    kept = [(first, last) for first, last in clauses if not _is_small_talk(shape, first, last, knows)]
    if len(kept) < len(clauses):  # what tells the form of the question is none
        telling = [cue for cue in frame_annotations(shape) if cue.value in _TELLING]
        said = {i for cue in telling for i in range(cue.first, cue.last)}
        kept = [c for c in clauses if c in kept or (said & {*range(*c)} and not _is_alternative(shape, *c))]
    if len(kept) == len(clauses) or not any(_SUBSTANCE.search(_text(shape, first, last)) for first, last in kept):
        return shape
    return narrowed(shape, [i for i in range(len(tokens)) if any(first <= i < last for first, last in kept)])


def _alternatives(shape: Shape, first: int, last: int) -> list[tuple[int, int]]:
    """A clause, and what it asks for besides: "har alla det, eller är det någon som kör själv?"."""
    found = _ALTERNATIVE.search(_text(shape, first, last))
    cut = shape.span(shape.starts[first] + found.start(), shape.starts[first] + found.end())[0] if found else first
    return [(first, cut), (cut, last)] if cut > first else [(first, last)]


def _is_alternative(shape: Shape, first: int, last: int) -> bool:
    said = _text(shape, first, last)
    return bool(first and (_ALTERNATIVE.match(said) or _NAMES_IT.match(said)))


def _is_small_talk(shape: Shape, first: int, last: int, knows: Callable[[str], bool]) -> bool:
    said = _text(shape, first, last)
    if any(token.names and token.text != "NUM" for token in shape.tokens[first:last]):
        return False
    led = [
        token.text
        for before, token in pairwise(shape.tokens[first:last])
        if before.text in _LEADS and _is_subject(token.text)
    ]
    if _is_alternative(shape, first, last):
        return not any(knows(word) for word in led)
    if led:  # a limit, whether or not any document has it
        return False
    subject = [token.text for token in shape.tokens[first:last] if _is_subject(token.text)]
    if not subject or _SUBSTANCE.search(said) or _REQUEST.search(said) or _ADDS.search(said) or _LIMITS.search(said):
        return False
    return not any(knows(word) for word in subject)


def _without_account(shape: Shape, words: Sequence[Word], question: str) -> Shape:
    """A long question without what people say of themselves."""
    tokens = shape.tokens
    if len(tokens) < _LONG or _POINTS.search(shape.text):
        return shape
    kept: set[int] = set()
    sentences = _pieces(shape, words, question, _SENTENCE)
    for first, last in sentences:
        start = _asked_from(shape, words, question, first, last)
        said = _text(shape, start, last)
        if len(sentences) > 1 and start == first and _is_remark(said):
            continue
        for at, (begins, ends) in enumerate(_clauses(shape, words, question, start, last)):
            if at == 0 or not _is_remark(_text(shape, begins, ends)):
                kept.update(range(begins, ends))
    if not _SUBSTANCE.search(" ".join(tokens[i].text for i in sorted(kept))):
        return shape
    return narrowed(shape, [i for i, token in enumerate(tokens) if i in kept or token.text in _NAMES])


def _pieces(shape: Shape, words: Sequence[Word], question: str, sign: re.Pattern[str]) -> list[tuple[int, int]]:
    """The tokens between signs of a sort."""
    tokens = shape.tokens
    cuts = [0, *(i for i in range(1, len(tokens)) if sign.search(_between(shape, words, question, i))), len(tokens)]
    return list(pairwise(cuts))


def _between(shape: Shape, words: Sequence[Word], question: str, at: int) -> str:
    """What is written between a token and the one before."""
    return question[words[shape.tokens[at].first - 1].end : words[shape.tokens[at].first].start]


def _asked_from(shape: Shape, words: Sequence[Word], question: str, first: int, last: int) -> int:
    """The token of a sentence that follows the words of wanting to know, where somebody speaks of themselves."""
    said = _text(shape, first, last)
    if _OPENS.match(said):
        return first
    wanted, embedded = _cuts(shape, said, first)
    start = first
    for cut in sorted(end for end in wanted | embedded if first < end < last):
        lead, piece = _text(shape, first, cut), _text(shape, start, cut)
        heading = next((i for i in range(first + 1, cut) if _BREAK.search(_between(shape, words, question, i))), first)
        opening = _text(shape, first, heading)
        limited = _ADDS.search(opening) and not _PERSON.search(opening)
        if limited or _LIMITS.search(piece) or not _SUBSTANCE.search(_text(shape, cut, last)):
            break
        if start > first and (_EMBEDDED.match(piece) or _SUBSTANCE.search(piece)):
            break
        if cut not in wanted and _REQUEST.search(piece):
            break
        if _PERSON.search(lead):
            start = cut
    return start


def _cuts(shape: Shape, text: str, first: int) -> tuple[set[int], set[int]]:
    """The tokens after words of wanting to know, and those with which an embedded question begins."""
    base = shape.starts[first]
    wanted = {base + match.end() + 1 for match in _WANTS.finditer(text)}
    embedded = {base + match.start() for match in _EMBEDDED.finditer(text)}
    return {shape.span(at, at + 1)[0] for at in wanted}, {shape.span(at, at + 1)[0] for at in embedded}


def _clauses(shape: Shape, words: Sequence[Word], question: str, first: int, last: int) -> list[tuple[int, int]]:
    """The clauses of tokens, between signs and before what gives a reason."""
    cuts = [first, last]
    for i in range(first + 1, last):
        if _BREAK.search(_between(shape, words, question, i)) or _REASON.match(_text(shape, i, last)):
            cuts.append(i)
    return list(pairwise(sorted(set(cuts))))


def _is_remark(clause: str) -> bool:
    if _ADDS.search(clause) or _LIMITS.search(clause):
        return False
    return bool(_REASON.match(clause)) or (
        bool(_PERSON.search(clause)) and not _SUBSTANCE.search(clause) and not _OPENS.match(clause)
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
        before = max(start for start in starts if start < max(after, 1))
        if match[0] == "om " and _COUNTS.match(_text(shape, before, len(tokens))):
            continue  # "hur många har något om hur de följs upp?"
        if _ASKS.search(_text(shape, after, len(tokens))):
            asking.append(after)
    asked = _text(shape, 0, starts[1]) if len(starts) > 1 else ""
    if _ASKS_WHICH.match(asked) and not _HAS_VERB.search(asked):  # "Hur många förvaltningar, bolaget oräknat, har en?"
        asking = [start for start in asking if not _HAS_VERB.match(_text(shape, start, len(tokens)))]
    for start in sorted(set(asking), reverse=True):
        end = next((e for e in ends if e > start), len(tokens))
        if _says_something(shape, start, end):
            headed = _with_heading(starts, start)
            return start if start in ends and not _ASKS.search(_text(shape, headed, start)) else headed, end
    return 0, len(tokens)


def _with_heading(starts: Sequence[int], start: int) -> int:
    """A few words before the question are what it is about: "Stödmaterial, femman: vem ansvarar?"."""
    before = [other for other in starts if other < start]
    return before[-1] if before and start - before[-1] <= _HEADING and before[-1] == 0 else start


def _text(shape: Shape, first: int, last: int) -> str:
    return " ".join(token.text for token in shape.tokens[first:last])


def _says_something(shape: Shape, first: int, last: int) -> bool:
    """Whether a clause asks by itself: "vilka blir det då?" doesn't."""
    return bool(_SUBSTANCE.search(_text(shape, first, last)))
