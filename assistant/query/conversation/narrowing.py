"""A turn that only narrows, widens or replaces what was asked → the question with that in its place."""

import re
from collections.abc import Sequence

from assistant.query.conversation.turns import KIND_WORDS, Turn, has_substance, listing, name_of
from assistant.query.topical.goals import goals_named
from assistant.query.topical.intents import kinds_of
from assistant.query.topical.organisations import mentions
from assistant.query.topical.understand import Understood
from corpus.swedish.numbers import NUMBERS
from corpus.swedish.text import fold, word_set, words_of
from corpus.swedish.vocabulary import statuses_in
from corpus.types import Catalogue, Kind, Status

# Beside the names, goals and kinds that it holds, a turn of these words only narrows or replaces.
_FILTER_WORDS = word_set(
    """
    galler det den de dem dom ocksa aven och o visa bara endast nej jag menade menar da i stallet istallet hur ar med
    samma for om man tar under inom hos alla mal malen forvaltningar forvaltningarna bolag organisationer namnder egna
    egen eget samverkan gemensamma stadsovergripande fraga gar ut vad har aktiviteter aktivitet lista ta fram jo ja inte
    utan sa tank tankte skulle vara vilka som av dar
    finns nagot nat nagra deras
    """
)
_ALL_GOALS = re.compile(r"\balla mal\b|\boavsett mal\b|\balla malen\b|\bsamtliga mal\b")
_ALL_OWNERS = re.compile(r"\balla (?:forvaltning\w*|bolag|organisation\w*|namnd\w*)\b|\bhela staden\b")
_NONE = re.compile(r"^(?:och )?vilka (?:saknar|har inga|har inte)\b")
ELLIPSIS = re.compile(r"^(?:och|o|men|samt) ")


def asks_for_none(folded: str) -> bool:
    """Whether a turn asks who has nothing of what was asked for."""
    return bool(_NONE.search(folded))


def narrows(turn: str, asked: Understood, catalogue: Catalogue) -> bool:
    """Whether a turn holds nothing but names, goals, kinds, statuses, and words that point."""
    words = words_of(turn)
    taken = {i for m in mentions(words, catalogue) for i in range(m.first, m.last)}
    taken |= goals_named(words, catalogue, taken=frozenset(taken)).words
    spans = [(start, end) for _, start, end in statuses_in(turn)]
    taken |= {i for i, word in enumerate(words) if any(start <= word.start < end for start, end in spans)}
    says = bool(taken) or bool(asked.kinds or asked.statuses or _statuses(fold(turn)))
    says = says or bool(_ALL_GOALS.search(fold(turn)) or _ALL_OWNERS.search(fold(turn))) or bool(_kinds(turn))
    return says and all(
        word.folded in _FILTER_WORDS or word.folded.isdecimal() or word.folded in NUMBERS
        for i, word in enumerate(words) if i not in taken
    )  # fmt: skip


def _kinds(turn: str) -> tuple[Kind, ...]:
    folded = fold(turn)
    found = kinds_of(folded) or kinds_of(f"{folded} aktiviteter")
    if not found and re.search(r"\begn?a\b|\begen\b|\beget\b", folded):
        found = ("own",)
    return found


def narrowed(turn: str, asked: Understood, before: Turn, catalogue: Catalogue) -> str:
    """What was asked before, with what this turn names in its place."""
    old, folded = before.understood, fold(turn)
    statuses = asked.statuses or _statuses(folded)
    owners = () if _ALL_OWNERS.search(folded) else asked.owners or asked.choices or old.owners
    goals = () if _ALL_GOALS.search(folded) else asked.goals or old.goals
    if (
        (asked.goals or owners != old.owners)
        and has_substance(old)
        and not (_ALL_GOALS.search(folded) or _ALL_OWNERS.search(folded))
    ):
        return swapped(turn, asked, before, catalogue) or _list_question(owners, goals, (), (), catalogue)
    kinds = _kinds(turn) or old.kinds
    none = bool(asks_for_none(folded))
    return _list_question(
        owners, goals, kinds, statuses or (() if _kinds(turn) else old.statuses), catalogue, none=none
    )


def _statuses(folded: str) -> tuple[Status, ...]:
    return tuple(dict.fromkeys(status for status, _, _ in statuses_in(folded)))


_STATUS_WORDS: dict[Status, str] = {
    "completed": "slutförda",
    "ongoing": "pågående",
    "planned": "planerade",
    "delayed": "försenade",
}


def _list_question(
    owners: Sequence[str],
    goals: Sequence[int],
    kinds: Sequence[Kind],
    statuses: Sequence[Status],
    catalogue: Catalogue,
    *,
    none: bool = False,
) -> str:
    what = " och ".join(KIND_WORDS[kind] for kind in kinds if kind in KIND_WORDS) or "aktiviteter"
    if statuses:
        what = f"{_STATUS_WORDS[statuses[0]]} {what}"
    where = f" under mål {listing([str(goal) for goal in goals])}" if goals else ""
    if none:
        return f"Vilka förvaltningar och bolag saknar {what}{where}?"
    if owners:
        return f"Vilka {what} har {listing([name_of(owner, catalogue) for owner in owners])}{where}?"
    return f"Vilka {what} finns{where or ' i alla planer'}?"


def swapped(turn: str, asked: Understood, before: Turn, catalogue: Catalogue) -> str | None:
    """ "Och ASF då?", "Och 2016?", "Och barn?": the question before with another name, year or word in it."""
    folded = fold(turn)
    words = words_of(turn)
    bare = [w for w in words if w.folded not in _FILTER_WORDS]
    old = before.question
    if asked.years and before.understood.years and len(bare) == 1:
        return re.sub(rf"\b{before.understood.years[0]}\b", str(asked.years[0]), old, count=1)
    if not ELLIPSIS.search(f"{folded} ") and not asked.owners:
        return None
    old_words = words_of(old)
    named = [m for m in mentions(old_words, catalogue) if m.role == "owner"]
    new = [m for m in mentions(words, catalogue) if m.role == "owner"]
    taken = {i for m in new for i in range(m.first, m.last)}
    left = [w for i, w in enumerate(words) if i not in taken and w.folded not in _FILTER_WORDS]
    if new and named and not left:
        start, end = old_words[named[0].first].start, old_words[named[0].last - 1].end
        names = listing([name_of(o, catalogue) for o in new[0].organisations])
        return old[:start] + (names[:1].upper() + names[1:] if start == 0 else names) + old[end:]
    if asked.goals and not left and before.understood.goals:
        return re.sub(r"\bm[åa]l \d+", f"mål {asked.goals[0]}", old, count=1, flags=re.IGNORECASE)
    if len(bare) == 1 and left and (head := re.search(r"\bhur många (\w+)", old, re.IGNORECASE)):
        return old[: head.start(1)] + left[0].written.lower() + old[head.end(1) :]
    return None
