"""What a turn of a conversation is about: what was asked last, what was listed, and how to say it in a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.query.topical.understand import Understood
from assistant.query.types import Query
from corpus.swedish.text import fold, words_of
from corpus.types import Catalogue, Kind

KIND_WORDS: dict[Kind, str] = {
    "own": "egna aktiviteter",
    "joint": "aktiviteter i samverkan",
    "city-wide": "stadsövergripande aktiviteter",
}


@dataclass(frozen=True)
class Turn:
    """What was asked last, whole, and what it was taken to mean; ``listed`` are activities' titles in order.

    ``owners`` of the listed ones stand beside them. ``focus`` is the place in the list of the one that
    was singled out, ``topic`` what the conversation is about where it isn't a list, and ``answered_by``
    the organisation whose passage came first. ``wider`` is the list that this one was narrowed down from.
    ``query`` is what was asked as a query, ``activities`` are the ids of the listed ones.
    """

    question: str
    understood: Understood
    listed: tuple[tuple[str, str | None], ...] = ()
    focus: int | None = None
    topic: str = ""
    answered_by: str | None = None
    wider: tuple[tuple[str, str | None], ...] = ()
    query: Query | None = None
    activities: tuple[str, ...] = ()

    @property
    def owner(self) -> str | None:
        """The one organisation that was asked about, or whose passage came first."""
        return self.understood.owners[0] if self.understood.owners else self.answered_by


@dataclass(frozen=True)
class Whole:
    """A whole question, which of the listed activities it singles out, and whether it leans on the one before.

    ``wider``: whether it is one of the list before that was narrowed down.
    """

    question: str
    focus: int | None = None
    leans: bool = False
    wider: bool = False


def title_of(listed: tuple[str, str | None]) -> str:
    """A listed activity inside a sentence, with whose it is."""
    title, owner = listed
    said = title.rstrip(". ")
    return f"{owner}s aktivitet ”{said}”" if owner else f"aktiviteten ”{said}”"


def has_substance(understood: Understood) -> bool:
    """Whether more was asked than whose activities under which goal."""
    return bool(understood.rest)


def meant_by(before: Turn, catalogue: Catalogue, *, named: bool = True) -> str:
    """What the conversation is about, as a phrase: an activity, a set of them, or a subject.

    ``named``: with whose the one is that was singled out.
    """
    if before.focus is not None:
        title, owner = before.listed[before.focus - 1]
        return title_of((title, owner if named else None))
    old = before.understood
    if not has_substance(old):
        if len(before.listed) == 1:
            return title_of(before.listed[0])
        where = f" under mål {listing([str(goal) for goal in old.goals])}" if old.goals else ""
        what = KIND_WORDS[old.kinds[0]] if len(old.kinds) == 1 and old.kinds[0] in KIND_WORDS else "aktiviteter"
        if old.owners:
            return f"{listing([f'{name_of(owner, catalogue)}s' for owner in old.owners])} {what}{where}"
        return f"{what}{where}"
    topic = before.topic or topic_of(before.question, old)
    if old.owners and not any(fold(name_of(owner, catalogue)) in fold(topic) for owner in old.owners):
        return f"{topic} hos {listing([name_of(owner, catalogue) for owner in old.owners])}"
    return topic


def topic_of(question: str, understood: Understood) -> str:
    """The words of a question from the first to the last that carry its subject."""
    if kept := re.search(r", när det gäller (.+?)\?*$", question):
        return kept[1]
    said = {part for word in understood.rest for part in word.split("|")}
    words = [
        w for w in words_of(question) if w.folded in said or fold(w.written) in said or w.written in understood.names
    ]
    if not words:
        return question.rstrip("?. ")
    return question[words[0].start : words[-1].end]


def name_of(organisation: str, catalogue: Catalogue) -> str:
    """An organisation's name inside a sentence."""
    found = next(entry for entry in catalogue.organisations if entry.id == organisation)
    return found.name[0].lower() + found.name[1:] if found.form == "förvaltning" else found.name


def listing(names: Sequence[str]) -> str:
    return " och ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def opened(text: str) -> str:
    return text[:1].upper() + text[1:]
