"""A follow-up question and what was said before → one whole question in Swedish.

Grammar only: what the new turn names replaces what was named before, a pronoun becomes what it stands
for, and a question that is whole by itself starts afresh. The whole question, asked by itself, gets the
same answer: nothing else of the conversation is used.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.goals import goals_named
from assistant.intents import kinds_of, statuses_of
from assistant.names import mentions
from assistant.understand import Understood, understand
from assistant.words import NUMBERS, is_content, set_of, words_of
from corpus.structuring.headings import fold
from corpus.types import Catalogue, Kind, Status

# Beside the names, goals and kinds that it holds, a turn of these words only narrows or replaces.
_FILTER_WORDS = set_of(
    """
    galler det den de dem dom ocksa aven och o visa bara endast nej jag menade menar da i stallet istallet hur ar med
    samma for om man tar under inom hos alla mal malen forvaltningar forvaltningarna bolag organisationer namnder egna
    egen eget samverkan gemensamma stadsovergripande fraga gar ut vad har aktiviteter aktivitet lista ta fram jo ja inte
    utan sa tank tankte skulle vara paborjade pagaende klara slutforda planerade forsenade fardiga vilka som av dar
    finns nagot nat nagra deras
    """
)
_ALL_GOALS = re.compile(r"\balla mal\b|\boavsett mal\b|\balla malen\b|\bsamtliga mal\b")
_ALL_OWNERS = re.compile(r"\balla (?:forvaltning\w*|bolag|organisation\w*|namnd\w*)\b|\bhela staden\b")
_NONE = re.compile(r"^(?:och )?vilka (?:saknar|har inga|har inte)\b")
_ORDINAL = re.compile(
    r"\b(?:den|det) (forsta|andra|tredje|fjarde|femte|sjatte|sjunde|sista)\b(?! \w+ ?mal)"
    r"|\b(?:nummer|nr|punkt) (\d+|ett|tva|tre|fyra|fem)\b"
)
_FOLLOW_UP = re.compile(
    r"^(?:och )?(?:(?:vad (?:star|sager)(?: det)? )?i? ?uppfoljningen(?: da)?"
    r"|hur (?:gick|gar|blev|har) det(?: med det| gatt| blivit)?|vad (?:blev det av det|hande)|vad sager uppfoljningen)$"
)
_ELLIPSIS = re.compile(r"^(?:och|o|men|samt) ")
_PRONOUN = re.compile(r"\b(?:den|det|de|dem|dom|dess|deras|dessa|detta|dar|hon|han|dit|daribland)\b")
# A pronoun that stands for nothing: "hur manga ar det", "finns det", "vad star det".
_EMPTY = re.compile(
    r"\b(?:finns|ar|star|sags|gors|blir|galler|stammer|handlar|framgar|kommer) det\b(?! (?:klart|klara|gjort|om))"
    r"|\bdet (?:finns|star|som|har)\b|\b(?:den|det|de|dem) som\b"
)
_SHORT = 4  # words that carry subject matter; with as many a question stands by itself


@dataclass(frozen=True)
class Turn:
    """What was asked last, whole, and what it was taken to mean; ``listed`` are activities' titles in order.

    ``owners`` of the listed ones stand beside them. ``focus`` is the place in the list of the one that
    was singled out, ``topic`` what the conversation is about where it isn't a list, and ``answered_by``
    the organisation whose passage came first.
    """

    question: str
    understood: Understood
    listed: tuple[tuple[str, str | None], ...] = ()
    focus: int | None = None
    topic: str = ""
    answered_by: str | None = None

    @property
    def owner(self) -> str | None:
        """The one organisation that was asked about, or whose passage came first."""
        return self.understood.owners[0] if self.understood.owners else self.answered_by


@dataclass(frozen=True)
class Whole:
    """A whole question, which of the listed activities it singles out, and whether it leans on the one before."""

    question: str
    focus: int | None = None
    leans: bool = False


def whole_question(turn: str, before: Turn, catalogue: Catalogue) -> Whole:
    """The whole question that a turn means: "Och mål 4?" after "Vad har MKB under mål 3?" → "… under mål 4?"."""
    if before.owner:
        turn = re.sub(
            r"\b(?:den förvaltningen|den nämnden|det bolaget)\b",
            name_of(before.owner, catalogue),
            turn,
            flags=re.IGNORECASE,
        )
    asked = understand(turn, catalogue)
    folded = fold(turn)
    if nth := _nth(folded, before):
        return _about_one(turn, nth, before)
    if _FOLLOW_UP.search(folded.strip()):
        return Whole(_follow_up(turn, before, catalogue), before.focus, leans=True)
    if _narrows(turn, asked, catalogue) or _NONE.search(folded):
        return Whole(_narrowed(turn, asked, before, catalogue))
    if _swapped := _swap(turn, asked, before, catalogue):
        return Whole(_swapped)
    if _stands_alone(turn, asked, before):
        return Whole(turn)
    return _referring(turn, asked, before, catalogue)


def _nth(folded: str, before: Turn) -> int | None:
    """Which of the listed activities a turn singles out, counted from 1; None where none."""
    found = _ORDINAL.search(folded)
    if not found or not before.listed:
        return None
    said = found[1] or found[2]
    number = len(before.listed) if said == "sista" else int(said) if said.isdecimal() else NUMBERS[said]
    return number if number <= len(before.listed) else None


def _about_one(turn: str, nth: int, before: Turn) -> Whole:
    title = _title(before.listed[nth - 1])
    plain = re.sub(r"^\s*(?:och|o)\s+(?=den|det)", "", turn.strip(), flags=re.IGNORECASE)
    put, count = re.subn(
        r"\b(?:den|det) (?:f[öo]rsta|andra|tredje|fj[äa]rde|femte|sj[äa]tte|sjunde|sista)\b"
        r"|\b(?:nummer|nr|punkt) \w+",
        title, plain, count=1, flags=re.IGNORECASE,
    )  # fmt: skip
    if not count or len(words_of(plain)) <= 2:
        # "Och den andra?" asks of it what was asked of the one before.
        if before.focus is not None and _title(before.listed[before.focus - 1]) in before.question:
            return Whole(before.question.replace(_title(before.listed[before.focus - 1]), title), nth, leans=True)
        put = f"Vad innebär {title}?"
    if re.match(r"(?:berätta|visa|beskriv|säg|mer)\b", put, re.IGNORECASE):
        put = f"Vad innebär {title}?"
    return Whole(_opened(put), nth, leans=True)


def _title(listed: tuple[str, str | None]) -> str:
    title, owner = listed
    said = title.rstrip(". ")
    return f"{owner}s aktivitet ”{said}”" if owner else f"aktiviteten ”{said}”"


def _narrows(turn: str, asked: Understood, catalogue: Catalogue) -> bool:
    """Whether a turn holds nothing but names, goals, kinds, statuses, and words that point."""
    words = words_of(turn)
    taken = {i for m in mentions(words, catalogue) for i in range(m.first, m.last)}
    taken |= goals_named(words, catalogue, taken=frozenset(taken)).words
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


def _narrowed(turn: str, asked: Understood, before: Turn, catalogue: Catalogue) -> str:
    """What was asked before, with what this turn names in its place."""
    old, folded = before.understood, fold(turn)
    statuses = asked.statuses or _statuses(folded)
    owners = () if _ALL_OWNERS.search(folded) else asked.owners or asked.choices or old.owners
    goals = () if _ALL_GOALS.search(folded) else asked.goals or old.goals
    if (
        (asked.goals or owners != old.owners)
        and _substance(old)
        and not (_ALL_GOALS.search(folded) or _ALL_OWNERS.search(folded))
    ):
        return _swap(turn, asked, before, catalogue) or _list_question(owners, goals, (), (), catalogue)
    kinds = _kinds(turn) or old.kinds
    none = bool(_NONE.search(folded))
    return _list_question(
        owners, goals, kinds, statuses or (() if _kinds(turn) else old.statuses), catalogue, none=none
    )


def _substance(understood: Understood) -> bool:
    """Whether more was asked than whose activities under which goal."""
    return bool(understood.rest)


def _statuses(folded: str) -> tuple[Status, ...]:
    if re.search(r"\bpaborja(?:d|t|de)\b|\bpagaende\b|\bigang\b", folded):
        return ("ongoing",)
    return statuses_of(f"{folded} aktiviteter")


_KIND_WORDS: dict[Kind, str] = {
    "own": "egna aktiviteter",
    "joint": "aktiviteter i samverkan",
    "city-wide": "stadsövergripande aktiviteter",
}
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
    what = " och ".join(_KIND_WORDS[kind] for kind in kinds if kind in _KIND_WORDS) or "aktiviteter"
    if statuses:
        what = f"{_STATUS_WORDS[statuses[0]]} {what}"
    where = f" under mål {_listing([str(goal) for goal in goals])}" if goals else ""
    if none:
        return f"Vilka förvaltningar och bolag saknar {what}{where}?"
    if owners:
        return f"Vilka {what} har {_listing([name_of(owner, catalogue) for owner in owners])}{where}?"
    return f"Vilka {what} finns{where or ' i alla planer'}?"


def _swap(turn: str, asked: Understood, before: Turn, catalogue: Catalogue) -> str | None:
    """ "Och ASF då?", "Och 2016?", "Och barn?": the question before with another name, year or word in it."""
    folded = fold(turn)
    words = words_of(turn)
    bare = [w for w in words if w.folded not in _FILTER_WORDS]
    old = before.question
    if asked.years and before.understood.years and len(bare) == 1:
        return re.sub(rf"\b{before.understood.years[0]}\b", str(asked.years[0]), old, count=1)
    if not _ELLIPSIS.search(f"{folded} ") and not asked.owners:
        return None
    old_words = words_of(old)
    named = [m for m in mentions(old_words, catalogue) if m.role == "owner"]
    new = [m for m in mentions(words, catalogue) if m.role == "owner"]
    taken = {i for m in new for i in range(m.first, m.last)}
    left = [w for i, w in enumerate(words) if i not in taken and w.folded not in _FILTER_WORDS]
    if new and named and not left:
        start, end = old_words[named[0].first].start, old_words[named[0].last - 1].end
        names = _listing([name_of(o, catalogue) for o in new[0].organisations])
        return old[:start] + (names[:1].upper() + names[1:] if start == 0 else names) + old[end:]
    if asked.goals and not left and before.understood.goals:
        return re.sub(r"\bm[åa]l \d+", f"mål {asked.goals[0]}", old, count=1, flags=re.IGNORECASE)
    if len(bare) == 1 and left and (head := re.search(r"\bhur många (\w+)", old, re.IGNORECASE)):
        return old[: head.start(1)] + left[0].written.lower() + old[head.end(1) :]
    return None


def _stands_alone(turn: str, asked: Understood, before: Turn) -> bool:
    """Whether a turn is whole: it points at nothing, and says what it is about."""
    folded = fold(turn)
    pointing = _PRONOUN.search(_EMPTY.sub(" ", folded))
    if pointing or _ELLIPSIS.search(folded):
        return False
    content = [word for word in asked.rest if is_content(word.split("|")[0])]
    named = bool(asked.owners or asked.choices or asked.names or asked.goals or asked.wants_all)
    return (
        len(content) >= _SHORT
        or (named and bool(content or asked.goals or asked.owners))
        or bool(re.search(r"\bvad (?:ar|betyder|innebar|menas)\b", folded) and content)
    )


def _follow_up(turn: str, before: Turn, catalogue: Catalogue) -> str:
    meant = _meant(before, catalogue)
    gone = re.match(r"(?:och )?hur (\w+)", fold(turn))
    if gone:
        verb = {"gar": "går det", "gick": "gick det", "blev": "blev det"}.get(gone[1], "har det gått")
        return f"Hur {verb} med {meant}?"
    return f"Vad säger uppföljningen om {meant}?"


def _meant(before: Turn, catalogue: Catalogue) -> str:
    """What the conversation is about, as a phrase: an activity, a set of them, or a subject."""
    if before.focus is not None:
        return _title(before.listed[before.focus - 1])
    old = before.understood
    if not _substance(old):
        if len(before.listed) == 1:
            return _title(before.listed[0])
        where = f" under mål {_listing([str(goal) for goal in old.goals])}" if old.goals else ""
        what = _KIND_WORDS[old.kinds[0]] if len(old.kinds) == 1 and old.kinds[0] in _KIND_WORDS else "aktiviteter"
        if old.owners:
            return f"{_listing([f'{name_of(owner, catalogue)}s' for owner in old.owners])} {what}{where}"
        return f"{what}{where}"
    topic = before.topic or topic_of(before.question, old)
    if old.owners and not any(fold(name_of(owner, catalogue)) in fold(topic) for owner in old.owners):
        return f"{topic} hos {_listing([name_of(owner, catalogue) for owner in old.owners])}"
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


def _referring(turn: str, asked: Understood, before: Turn, catalogue: Catalogue) -> Whole:
    """A turn whose pronouns stand for what was meant, or that leaves it unsaid."""
    said = re.sub(r"^\s*(?:och|o|men|nej|ja|jo)[,\s]+", "", turn.strip(), flags=re.IGNORECASE).rstrip(" ?.!")
    they = 0
    if before.owner and not asked.owners:
        names = _listing([name_of(o, catalogue) for o in before.understood.owners or (before.owner,)])
        said, they = re.subn(r"\b(?:de|dom|dem)\b(?! som)(?! \w+na\b)", names, said, count=1, flags=re.IGNORECASE)
    content = [word for word in asked.rest if is_content(word.split("|")[0])]
    points = bool(_PRONOUN.search(_EMPTY.sub(" ", fold(said))))
    if asked.goals or (they and not points and len(content) >= 2):
        return Whole(_opened(f"{said}?"), leans=True)
    meant = _meant(before, catalogue)
    if before.focus is not None or (len(before.listed) == 1 and not _substance(before.understood)):
        put, count = re.subn(r"\b(?:den|det|detta|denna)\b(?! som)", meant, said, count=1, flags=re.IGNORECASE)
        if count:
            return Whole(_opened(f"{put}?"), before.focus, leans=True)
    if they and not _substance(before.understood) and not points:
        return Whole(_opened(f"{said}?"), before.focus, leans=True)
    if they and _substance(before.understood):
        meant = before.topic or topic_of(before.question, before.understood)
    return Whole(_opened(f"{said}, när det gäller {meant}?"), before.focus, leans=True)


def name_of(organisation: str, catalogue: Catalogue) -> str:
    """An organisation's name inside a sentence."""
    found = next(entry for entry in catalogue.organisations if entry.id == organisation)
    return found.name[0].lower() + found.name[1:] if found.form == "förvaltning" else found.name


def _listing(names: Sequence[str]) -> str:
    return " och ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]
