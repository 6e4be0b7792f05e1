"""A follow-up question and what was said before → one whole question in Swedish.

Grammar only: what the new turn names replaces what was named before, a pronoun becomes what it stands
for, and a question that is whole by itself starts afresh. The whole question, asked by itself, gets the
same answer: nothing else of the conversation is used.
"""

import re
from dataclasses import replace

from assistant.query.conversation.narrowing import ELLIPSIS, asks_for_none, narrowed, narrows, swapped
from assistant.query.conversation.turns import (
    Turn,
    Whole,
    has_substance,
    listing,
    meant_by,
    name_of,
    opened,
    title_of,
    topic_of,
)
from assistant.query.topical.understand import Understood, understand
from corpus.swedish.numbers import NUMBERS
from corpus.swedish.text import fold, words_of
from corpus.swedish.vocabulary import is_content
from corpus.types import Catalogue

_ORDINAL = re.compile(
    r"\b(?:den|det) (forsta|andra|tredje|fjarde|femte|sjatte|sjunde|sista)\b(?! \w+ ?mal)"
    r"|\b(?:nummer|nr|punkt) (\d+|ett|tva|tre|fyra|fem)\b"
)
_FOLLOW_UP = re.compile(
    r"^(?:och )?(?:(?:vad (?:star|sager)(?: det)? )?i? ?uppfoljningen(?: da)?"
    r"|hur (?:gick|gar|blev|har) det(?: med det| gatt| blivit)?|vad (?:blev det av det|hande)|vad sager uppfoljningen)$"
)
_PRONOUN = re.compile(r"\b(?:den|det|de|dem|dom|dess|deras|dessa|detta|dar|hon|han|dit|daribland)\b")
# A pronoun that stands for nothing: "hur manga ar det", "finns det", "vad star det".
_EMPTY = re.compile(
    r"\b(?:finns|ar|star|sags|gors|blir|galler|stammer|handlar|framgar|kommer) det\b(?! (?:klart|klara|gjort|om))"
    r"|\bdet (?:finns|star|som|har)\b|\b(?:den|det|de|dem) som\b"
)
_SHORT = 4  # words that carry subject matter; with as many a question stands by itself


def whole_question(turn: str, before: Turn, catalogue: Catalogue) -> Whole:
    """The whole question that a turn means: "Och mål 4?" after "Vad har MKB under mål 3?" → "… under mål 4?"."""
    turn = with_owner_named(turn, before, catalogue)
    asked = understand(turn, catalogue)
    folded = fold(turn)
    if nth := _nth(folded, before):
        return _about_one(turn, nth, before)
    # "Den andra" of a list that has been narrowed down to one.
    whole_list = replace(before, listed=before.wider)
    if nth := _nth(folded, whole_list):
        return replace(_about_one(turn, nth, whole_list), wider=True)
    if _FOLLOW_UP.search(folded.strip()):
        return Whole(_follow_up(turn, before, catalogue), before.focus, leans=True)
    if narrows(turn, asked, catalogue) or asks_for_none(folded):
        return Whole(narrowed(turn, asked, before, catalogue))
    if put := swapped(turn, asked, before, catalogue):
        return Whole(put)
    if _stands_alone(turn, asked, before):
        return Whole(turn)
    return _referring(turn, asked, before, catalogue)


def with_owner_named(turn: str, before: Turn, catalogue: Catalogue) -> str:
    """A turn with the name of the organisation that "den förvaltningen" stands for."""
    if not before.owner:
        return turn
    pattern = r"\b(?:den förvaltningen|den nämnden|det bolaget)\b"
    return re.sub(pattern, name_of(before.owner, catalogue), turn, flags=re.IGNORECASE)


def _nth(folded: str, before: Turn) -> int | None:
    """Which of the listed activities a turn singles out, counted from 1; None where none."""
    found = _ORDINAL.search(folded)
    if not found or not before.listed:
        return None
    said = found[1] or found[2]
    number = len(before.listed) if said == "sista" else int(said) if said.isdecimal() else NUMBERS[said]
    return number if number <= len(before.listed) else None


def _about_one(turn: str, nth: int, before: Turn) -> Whole:
    title = title_of(before.listed[nth - 1])
    plain = re.sub(r"^\s*(?:och|o)\s+(?=den|det)", "", turn.strip(), flags=re.IGNORECASE)
    put, count = re.subn(
        r"\b(?:den|det) (?:f[öo]rsta|andra|tredje|fj[äa]rde|femte|sj[äa]tte|sjunde|sista)\b"
        r"|\b(?:nummer|nr|punkt) \w+",
        title, plain, count=1, flags=re.IGNORECASE,
    )  # fmt: skip
    if not count or len(words_of(plain)) <= 2:
        # "Och den andra?" asks of it what was asked of the one before.
        if before.focus is not None and title_of(before.listed[before.focus - 1]) in before.question:
            return Whole(before.question.replace(title_of(before.listed[before.focus - 1]), title), nth, leans=True)
        put = f"Vad innebär {title}?"
    if re.match(r"(?:berätta|visa|beskriv|säg|mer)\b", put, re.IGNORECASE):
        put = f"Vad innebär {title}?"
    return Whole(opened(put), nth, leans=True)


def _stands_alone(turn: str, asked: Understood, before: Turn) -> bool:
    """Whether a turn is whole: it points at nothing, and says what it is about."""
    folded = fold(turn)
    pointing = _PRONOUN.search(_EMPTY.sub(" ", folded))
    if pointing or ELLIPSIS.search(folded):
        return False
    content = [word for word in asked.rest if is_content(word.split("|")[0])]
    named = bool(asked.owners or asked.choices or asked.names or asked.goals or asked.wants_all)
    return (
        len(content) >= _SHORT
        or (named and bool(content or asked.goals or asked.owners))
        or bool(re.search(r"\bvad (?:ar|betyder|innebar|menas)\b", folded) and content)
    )


def _follow_up(turn: str, before: Turn, catalogue: Catalogue) -> str:
    meant = meant_by(before, catalogue)
    gone = re.match(r"(?:och )?hur (\w+)", fold(turn))
    if gone:
        verb = {"gar": "går det", "gick": "gick det", "blev": "blev det"}.get(gone[1], "har det gått")
        return f"Hur {verb} med {meant}?"
    return f"Vad säger uppföljningen om {meant}?"


def _referring(turn: str, asked: Understood, before: Turn, catalogue: Catalogue) -> Whole:
    """A turn whose pronouns stand for what was meant, or that leaves it unsaid."""
    said = re.sub(r"^\s*(?:och|o|men|nej|ja|jo)[,\s]+", "", turn.strip(), flags=re.IGNORECASE).rstrip(" ?.!")
    they = 0
    if before.owner and not asked.owners:
        names = listing([name_of(o, catalogue) for o in before.understood.owners or (before.owner,)])
        said, they = re.subn(r"\b(?:de|dom|dem)\b(?! som)(?! \w+na\b)", names, said, count=1, flags=re.IGNORECASE)
    content = [word for word in asked.rest if is_content(word.split("|")[0])]
    points = bool(_PRONOUN.search(_EMPTY.sub(" ", fold(said))))
    if asked.goals or (they and not points and len(content) >= 2):
        return Whole(opened(f"{said}?"), leans=True)
    meant = meant_by(before, catalogue, named=not asked.owners)
    if before.focus is not None or (len(before.listed) == 1 and not has_substance(before.understood)):
        put, count = re.subn(r"\b(?:den|det|detta|denna)\b(?! som)", meant, said, count=1, flags=re.IGNORECASE)
        if count:
            return Whole(opened(f"{put}?"), before.focus, leans=True)
    if they and not has_substance(before.understood) and not points:
        goals = listing([str(goal) for goal in before.understood.goals])
        return Whole(opened(f"{said} under mål {goals}?" if goals else f"{said}?"), before.focus, leans=True)
    if not they and points and has_substance(before.understood) and len(words_of(meant)) <= _SHORT:
        put, count = re.subn(r"\b(?:den|det)$", meant, said, flags=re.IGNORECASE)
        if count:
            return Whole(opened(f"{put}?"), before.focus, leans=True)
    if they and has_substance(before.understood):
        meant = before.topic or topic_of(before.question, before.understood)
    return Whole(opened(f"{said}, när det gäller {meant}?"), before.focus, leans=True)
