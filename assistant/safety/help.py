"""A message → whether someone in it seems to be in danger, and the fixed text that meets them then.

The model's vector of the message and the signs of ``danger`` are weighed together. Missing someone
weighs far more than meeting a question from work with help, so that doubt counts as danger.
"""

import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np

from assistant.query.language import RIGHT_TO_LEFT, language_of
from assistant.safety.danger import DangerSigns, Who, alphabetical, asks_what_is_offered, signs_of, who_is_meant
from corpus.swedish.sentences import sentence_spans
from corpus.types import HelpContact
from index.calibration import DangerThresholds, DangerWeights, danger_weights
from index.storage.parts import Vectors

_SIGN_SCALE = np.float32(0.3)  # a sign's size beside a vector's
_MOST_PARTS = 8
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

    ``unsure``: it may be a question from work, or about something else; then it stands in a line above the answer,
    and in its place only where nothing answers and ``alone`` says that danger is likely enough. ``labels`` are the
    page's few other words.
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
    alone: bool = False


def help_for(
    message: str,
    embed: Callable[[str], Vectors],
    fitted: DangerThresholds | None,
    contacts: tuple[HelpContact, ...],
) -> Help | None:
    """The help that a message calls for, or None; ``embed`` gives a question's vector by the ``fitted`` model.

    Without a fit for the model grammar alone decides.
    """
    if len(set(message.casefold())) < _LETTERS:
        return None
    signs = signs_of(message)
    danger = probability(message, signs, embed, fitted) if fitted else 0.0
    if not signs.personal and (fitted is None or danger < fitted.help):
        return None
    unsure = not signs.personal and fitted is not None and danger < fitted.sure
    # What may after all be a question from work, and is one, gets its answer below.
    also_asks = asks_what_is_offered(message) or (unsure and (signs.asks or signs.role))
    who = who_is_meant(message, signs)
    alone = not unsure or (fitted is not None and danger >= fitted.alone)
    found = help_in(language_of(message), who, contacts, unsure=unsure, also_asks=also_asks)
    return replace(found, alone=alone)


def help_in(
    language: str, who: Who, contacts: tuple[HelpContact, ...], *, unsure: bool = False, also_asks: bool = False
) -> Help:
    """The fixed text in a language, with the catalogue's contacts in the order that serves ``who``."""
    words = texts()[language]
    first = {"worried": "exposed"}.get(who, who)
    ordered = sorted(contacts, key=lambda contact: ("danger" not in contact.audience, first not in contact.audience))
    return Help(
        language=language,
        right_to_left=language in RIGHT_TO_LEFT,
        who=who,
        unsure=unsure,
        also_asks=also_asks,
        heading=words["heading"],
        text=words["text"],
        contacts=tuple(
            Contact(
                contact.name,
                contact.number,
                "; ".join(words[entry] for entry in (*contact.audience, *(["anonymous"] if contact.anonymous else []))),
            )
            for contact in ordered
        ),
        labels={key: words[key] for key in ("leave", "not_kept", "at_work", "documents", "line")},
    )


def asking_part(message: str) -> str:
    """The sentences of a message that ask what is offered; the whole where none does by itself."""
    asking = [part for part in _clauses(message) if asks_what_is_offered(part)]
    return " ".join(asking) or message


def probability(message: str, signs: DangerSigns, embed: Callable[[str], Vectors], fitted: DangerThresholds) -> float:
    """How likely it is that help is called for, 0 to 1; a part of a message may say it alone."""
    weights = danger_weights(fitted.weights)
    whole = _weighed(signs, embed(alphabetical(message)), weights)
    if whole >= fitted.help or whole < fitted.parts or not looked_at_by_part(signs):
        return whole
    parts = parts_of_message(message)
    if len(parts) < 2:
        return whole
    return max(whole, *(_weighed(signs_of(part), embed(alphabetical(part)), weights) for part in parts))


def looked_at_by_part(signs: DangerSigns) -> bool:
    """Whether a part may say more than the whole: not where the rest says that it is someone else's."""
    return not (signs.role or signs.quoted or signs.case or signs.general)


def parts_of_message(message: str) -> list[str]:
    """The first sentences and clauses of a message that say something by themselves."""
    return [part for part in _clauses(message) if len(part.split()) > 2][:_MOST_PARTS]


def _clauses(message: str) -> list[str]:
    spans = sentence_spans(message, typed=True)
    return [part for start, end in spans for part in _CLAUSE.split(message[start:end])]


def features(signs: DangerSigns, vector: Vectors) -> Vectors:
    """What is weighed of a message: its vector and its signs; shape (dimension + signs,)."""
    return np.concatenate([vector, np.array(astuple(signs), dtype=np.float32) * _SIGN_SCALE])


def _weighed(signs: DangerSigns, vector: Vectors, weights: DangerWeights) -> float:
    far = ((weights.learned - features(signs, vector)) ** 2).sum(axis=1)
    score = weights.offset + float(weights.weights @ np.exp(-weights.narrow * far))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def texts() -> dict[str, dict[str, str]]:
    """The fixed texts, by language."""
    return tomllib.loads((files("prompts") / "help.toml").read_text(encoding="utf-8"))
