"""A message → whether someone in it seems to be in danger: the fixed text that comes first, in doubt a line.

The model's vector of the message, the signs of ``danger`` and the words are weighed together; for a model that no fit
has been made for, signs and words alone. Missing someone weighs far more than a line too many.
"""

import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

import numpy as np

from assistant.query.language import RIGHT_TO_LEFT, language_of
from assistant.safety.danger import (
    DangerSigns,
    Who,
    alphabetical,
    asks_what_is_offered,
    signs_of,
    tells_a_case,
    who_is_meant,
)
from assistant.safety.ngrams import buckets_of, weight_of_each
from corpus.swedish.sentences import sentence_spans
from corpus.types import HelpContact
from index.calibration import DangerKernel, DangerThresholds, DangerWords, danger_kernel, danger_words
from index.storage.parts import Vectors

_SIGN_SCALE = np.float32(0.3)  # a sign's size beside a vector's
_MOST_PARTS = 8
_MOST_LETTERS = 500  # of them together
_LETTERS = 4  # different ones; of fewer no message is made
_CLAUSE = re.compile(r"\n+|,\s+")


@dataclass(frozen=True)
class Contact:
    """Somewhere to turn, in the words of the message's language."""

    name: str
    number: str | None
    about: str


@dataclass(frozen=True)
class Help:
    """What meets someone in danger: a fixed text with contacts, those who fit the message best first.

    ``unsure``: it may have been a question from work. ``labels`` are the page's few other words.
    """

    language: str
    right_to_left: bool
    who: Who
    unsure: bool
    also_asks: bool
    heading: str
    text: str
    contacts: tuple[Contact, ...]
    labels: dict[str, str]


@dataclass(frozen=True)
class HelpLine:
    """What stands above an ordinary answer where someone may be in danger: a sentence, and where to turn."""

    language: str
    right_to_left: bool
    text: str
    contacts: tuple[Contact, ...]


def help_for(
    message: str,
    embed: Callable[[str], Vectors],
    fitted: DangerThresholds,
    contacts: tuple[HelpContact, ...],
) -> Help | HelpLine | None:
    """The help that a message calls for, or None; ``embed`` gives a question's vector by the ``fitted`` model."""
    if len(set(message.casefold())) < _LETTERS:
        return None
    signs = signs_of(message)
    danger = score_of(message, signs, embed, fitted)
    part = score_of_parts(message, signs, embed, fitted) if fitted.parts <= danger < fitted.help else danger
    language, who = language_of(message), who_is_meant(message, signs)
    # A part by itself has lost what the rest says of it, and so has to be surer than the whole.
    if danger >= fitted.help or part >= fitted.sure or signs.personal:
        unsure = not signs.personal and max(danger, part) < fitted.sure
        # What may after all be a question from work, and is one, gets its answer below.
        also_asks = asks_what_is_offered(message) or (unsure and (signs.asks or signs.role))
        return help_in(language, who, contacts, unsure=unsure, also_asks=also_asks)
    if danger >= fitted.line or part >= fitted.help or tells_a_case(message, signs):
        return line_in(language, who, contacts)
    return None


def line_in(language: str, who: Who, contacts: tuple[HelpContact, ...]) -> HelpLine:
    """The line in a language, with the one contact that serves ``who`` and the emergency number."""
    fitting = [c for c in _in_order(contacts, who) if c.number and "danger" not in c.audience][:1]
    urgent = [c for c in contacts if "danger" in c.audience][:1]
    words = texts()[language]
    shown = tuple(_contact(contact, words) for contact in (*fitting, *urgent))
    return HelpLine(language, language in RIGHT_TO_LEFT, words["line"], shown)


def help_in(
    language: str, who: Who, contacts: tuple[HelpContact, ...], *, unsure: bool = False, also_asks: bool = False
) -> Help:
    """The fixed text in a language, with the catalogue's contacts in the order that serves ``who``."""
    words = texts()[language]
    return Help(
        language=language,
        right_to_left=language in RIGHT_TO_LEFT,
        who=who,
        unsure=unsure,
        also_asks=also_asks,
        heading=words["heading"],
        text=words["text"],
        contacts=tuple(_contact(contact, words) for contact in _in_order(contacts, who)),
        labels={key: words[key] for key in ("leave", "not_kept", "at_work", "documents")},
    )


def _in_order(contacts: tuple[HelpContact, ...], who: Who) -> list[HelpContact]:
    first = {"worried": "exposed"}.get(who, who)
    return sorted(contacts, key=lambda contact: ("danger" not in contact.audience, first not in contact.audience))


def _contact(contact: HelpContact, words: dict[str, str]) -> Contact:
    about = [words[entry] for entry in (*contact.audience, *(["anonymous"] if contact.anonymous else []))]
    return Contact(contact.name, contact.number, "; ".join(about))


def asking_part(message: str) -> str:
    """The sentences of a message that ask what is offered; the whole where none does by itself."""
    asking = [part for part in _clauses(message) if asks_what_is_offered(part)]
    return " ".join(asking) or message


def score_of_parts(
    message: str, signs: DangerSigns, embed: Callable[[str], Vectors], fitted: DangerThresholds
) -> float:
    """The highest score of a message's parts; minus infinity where none may speak for the whole."""
    parts = parts_of_message(message) if looked_at_by_part(signs) else []
    scores = [score_of(part, signs_of(part), embed, fitted) for part in parts] if len(parts) > 1 else []
    return max(scores, default=-math.inf)


def looked_at_by_part(signs: DangerSigns) -> bool:
    """Whether a part may say more than the whole: not where the rest says that it is someone else's."""
    return not (signs.role or signs.quoted or signs.case or signs.general)


def parts_of_message(message: str) -> list[str]:
    """The first sentences and clauses of a message that say something by themselves."""
    parts = [part for part in _clauses(message) if len(part.split()) > 2][:_MOST_PARTS]
    ends = accumulate(map(len, parts))
    return [part for part, end in zip(parts, ends, strict=True) if end <= _MOST_LETTERS]


def _clauses(message: str) -> list[str]:
    spans = sentence_spans(message, typed=True)
    return [part for start, end in spans for part in _CLAUSE.split(message[start:end])]


def features(signs: DangerSigns, vector: Vectors) -> Vectors:
    """What is weighed of a message: its vector and its signs; shape (dimension + signs,)."""
    return np.concatenate([vector, np.array(astuple(signs), dtype=np.float32) * _SIGN_SCALE])


def score_of(message: str, signs: DangerSigns, embed: Callable[[str], Vectors], fitted: DangerThresholds) -> float:
    """Log odds that someone is in danger."""
    score = fitted.words_count * score_of_words(message, signs, danger_words(fitted.words))
    if fitted.vectors:
        score += score_of_vector(features(signs, embed(alphabetical(message))), danger_kernel(fitted.vectors))
    return score


def score_of_vector(message: Vectors, kernel: DangerKernel) -> float:
    """The decision of a support vector machine with a radial kernel about a message's ``features``."""
    far = kernel.squared_lengths - 2 * (kernel.learned @ message) + message @ message
    return kernel.offset + float(kernel.weights @ np.exp(-kernel.narrow * far))


def score_of_words(message: str, signs: DangerSigns, weights: DangerWords) -> float:
    """Log odds by the words and letters of a message and its signs."""
    buckets = buckets_of(message)
    said = float(weights.buckets[buckets].sum()) * weight_of_each(buckets)
    return weights.offset + said + float(weights.signs @ np.array(astuple(signs), dtype=np.float32))


@cache
def texts() -> dict[str, dict[str, str]]:
    """The fixed texts, by language."""
    return tomllib.loads((files("prompts") / "help.toml").read_text(encoding="utf-8"))
