"""What no annotation covers → the topic of a question: its words of subject matter."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from wordfreq import get_frequency_dict

from assistant.query.recognise.annotation import Annotation, QuestionToken, Shape
from assistant.query.recognise.grammar import phrase
from assistant.query.recognise.organisation_names import ABOUT
from assistant.query.recognise.units import unit_is_responsible
from corpus.swedish.text import Word, fold, word_set
from corpus.swedish.vocabulary import VOCABULARY, is_content
from corpus.swedish.words import folded_zipf
from index.calibration import WordThresholds, word_weights
from index.embedding.embedder import Embedded
from index.embedding.word_vectors import word_vectors

_SHORT = 3  # tokens of a cue whose words are all its own
# What is asked for and not about, also after "om": "en lista om läget".
_ASKED_ABOUT = re.compile(
    r"lage|laget|nulaget|status\w*|resultat\w*|utfall\w*|tids?plan\w*|ansvarig\w*|mal\w*|aktivitet\w*|indikator\w*|uppfoljning\w*"
    r"|vad|man|hur|listan?|alla|samtliga|handlingsplan\w*|planen|programmet"
)
_SHORT_VERBS = word_set("tar gor ger for gar nar ser far ska vill kan har ar jobbar satsar samverkar")
_VERB = 5  # letters of a verb with its ending
_KNOWN_VERB = 2.0  # how common its infinitive is at least, on the scale of Zipf
_LEADS = word_set("om kring mot till for av med pa at bland fran ang angaende gallande rorande betraffande och samt")
_MAY_BE_TOPIC = {"TERM", "UNIT"}
_SAID_BEFORE = re.compile(
    r"\b(?:handlar om|nat om|nagot om|har om|en del om|ror|galler|i fraga om|mycket om|skriver om|star om|ang|angaende)"
    r"(?: (?:det|att|de|just))* "
)
_POINTS = re.compile(
    r"\b(?:om|med|for|kring|av|pa) (?:just )?(?:det|den|dem|dom|detta|dessa|saken|sadan\w*)\b"
    r"|\b(?:ar|gar|hor|ska|blev|blir) (?:det|den)(?: (?:gjort|gjord|klart?|och|ut|till|foljas|for)\b|$)"
    r"|\b(?:ar|var|blev) (?:det|den) (?:planera\w*|tankt|sagt)\b"
    r"|\bvad den\b|\batt (?:det|den) (?:har|hade|blev|ledde)\b|\b(?:de|dom|dessa) aktiviteterna\b"
)
_OF_ONE = frozenset(("who", "when", "status", "result", "indicator", "follow_up", "plan_vs_followup"))
_ARTICLES = word_set("en ett den det i vid nagon nagot a")
_FEW = 6  # words that may all be turns of phrase: of more some is the subject, and a long question is costly to read


@dataclass(frozen=True)
class WordMeaning:
    """How turns of phrase are told among the words that nothing accounts for.

    ``says`` gives of words of a question, each meant where it stands, whether it is subject matter or asks for
    something; None where that can't be told.
    """

    says: Callable[[str, Sequence[Word]], Sequence[bool | None]]

    def in_topic(self, question: str, words: Sequence[Word], topic: Sequence[str]) -> bool:
        """Whether any word of a topic says something; one of which it can't be told does."""
        left = {word for entry in topic for word in entry.split("|")}
        meant = [word for word in words if word.folded in left]
        other = {word.folded for word in meant} != left  # a name stands for others than those that are written
        if other or len(left) > _FEW:
            return True
        return any(said is not False for said in self.says(question, meant))


def word_meaning(read: Callable[[str], Embedded], thresholds: WordThresholds) -> WordMeaning:
    """Turns of phrase by a model that reads a question word by word."""
    weights = word_weights(thresholds.file)

    def says(question: str, words: Sequence[Word]) -> Sequence[bool | None]:
        found: list[bool | None] = []
        for meaning in word_vectors(read(question), [word.written for word in words]):
            if meaning is None:
                found.append(None)
                continue
            subject = float(meaning @ weights.subject) + weights.subject_offset
            asks = float(meaning @ weights.asks) + weights.asks_offset
            found.append(subject >= thresholds.subject or asks >= thresholds.asks)
        return found

    return WordMeaning(says)


def tokens_about(shape: Shape, taken: Set[int], cues: Sequence[Annotation]) -> frozenset[int]:
    """The tokens that stand after "om" and the like: subject matter, whatever they are elsewhere."""
    edges = {i for cue in cues if cue.last - cue.first > 1 for i in own_words(cue)}
    about: set[int] = set()
    for i, token in enumerate(shape.tokens):
        at = i + 1
        while token.text in ABOUT and at < len(shape.tokens) and at not in taken and _is_subject(shape.tokens[at]):
            if at > i + 1 and (shape.tokens[at].text in VOCABULARY.everyday_words or at in edges):
                break
            about.add(at)
            at += 1
    return frozenset(about)


def topic_of(
    shape: Shape,
    span: tuple[int, int],
    taken: Set[int],
    cues: Sequence[Annotation],
    about: Set[int],
    home: str,
) -> tuple[str, ...]:
    """The words that nothing else accounts for, folded; "a|b" are alternatives.

    They stand in the clause that asks, ``span``; where that only points ("om det") before it. ``home`` is the folded
    name of the municipality, which everything is about.
    """
    used = taken | ({i for cue in cues for i in own_words(cue)} - about)
    if unit_is_responsible(shape):
        used |= {i for i, token in enumerate(shape.tokens) if token.text == "UNIT"}
    topic = _content(shape, range(*span), used, about, home)
    if topic or span == (0, len(shape.tokens)):
        return topic
    asked = " ".join(token.text for token in shape.tokens[span[0] : span[1]])
    if _POINTS.search(asked):
        return _content(shape, range(span[0]), used, about, home)
    said = " ".join(token.text for token in shape.tokens[: span[0]])
    if _asks_of_what_was_said(cues, span) and phrase("clause_promise").search(said):
        return _content(shape, range(span[0]), used, about, home)
    if match := _SAID_BEFORE.search(said):
        first = shape.span(match.end(), match.end() + 1)[0]
        return _content(shape, range(first, span[0]), used, about, home)
    return ()


def _asks_of_what_was_said(cues: Sequence[Annotation], span: tuple[int, int]) -> bool:
    """Whether a clause asks for a field or a status of what was said before it, and not of activities as such."""
    asking = {cue.value for cue in cues if span[0] <= cue.first < span[1]}
    return bool(asking & _OF_ONE) and not asking & {"activities", "count", "list", "most", "least"}


def without_phrases(
    topic: tuple[str, ...], shape: Shape, about: Set[int], knows: Callable[[str], bool]
) -> tuple[str, ...]:
    """A topic without verbs that no document has, unless something leads up to them: turns of phrase.

    A noun that no document has stays, so that what is asked about it isn't answered with everything.
    """
    led = {shape.tokens[i].text for i in about}
    led |= {after.text for token, after in pairwise(shape.tokens) if token.text in _LEADS}

    def says_something(word: str) -> bool:
        return word in led or knows(word) or not _is_verb(word)

    return tuple(entry for entry in topic if any(says_something(word) for word in entry.split("|")))


def _is_verb(folded: str) -> bool:
    """Whether a folded word has a verb's ending, and is no plural: its infinitive is commoner than its singular."""
    if len(folded) >= _VERB and re.search(r"(?:[ai]ts?|ades?|[^s]as|[^s]es|igen|vis|andes?)$", folded):
        return True
    stem = folded[:-2]
    return folded.endswith(("ar", "er")) and folded_zipf(f"{stem}a") > max(folded_zipf(stem), _KNOWN_VERB)


def is_present(folded: str) -> bool:
    """Whether a folded word is a verb in the present: "namner", "tar", "ordnas", but not the plural "kurser"."""
    if folded in _SHORT_VERBS:
        return True
    if folded.endswith("as") and folded_zipf(folded[:-1]) > _KNOWN_VERB:
        return True
    return folded.endswith(("ar", "er")) and (f"{folded}na" not in _definite_plurals() or _is_verb(folded))


@cache
def _definite_plurals() -> frozenset[str]:
    """The forms of Swedish nouns that end as "kurserna" does, folded."""
    return frozenset(
        fold(word) for word in get_frequency_dict("sv", wordlist="large") if word.endswith(("arna", "erna"))
    )


def own_words(cue: Annotation) -> range | tuple[int, int]:
    """The tokens that a cue is known by: of a long one, with anything between, the first and the last."""
    return range(cue.first, cue.last) if cue.last - cue.first <= _SHORT else (cue.first, cue.last - 1)


def _is_subject(token: QuestionToken) -> bool:
    named = token.names and token.text not in _MAY_BE_TOPIC
    return is_content(token.text) and not named and not _ASKED_ABOUT.fullmatch(token.text)


def _content(shape: Shape, span: range, used: Set[int], about: Set[int], home: str) -> tuple[str, ...]:
    kept: list[str] = []
    last = span.start - 1
    for i in span:
        token = shape.tokens[i]
        if i in used or not _may_be_topic(token, home, led=i in about):
            continue
        between = [entry.text for entry in shape.tokens[last + 1 : i]]
        if kept and between and between[0] in ("eller", "or") and set(between[1:]) <= _ARTICLES:
            kept[-1] += f"|{fold(token.text)}"
        else:
            kept += token.names[0].value.split() if token.names else [fold(token.text)]
        last = i
    return tuple(kept)


def _may_be_topic(token: QuestionToken, home: str, *, led: bool) -> bool:
    if token.names:
        return token.text in _MAY_BE_TOPIC
    everyday = token.text in VOCABULARY.everyday_words and not led
    return is_content(token.text) and not everyday and token.text not in (home, f"{home}s")
