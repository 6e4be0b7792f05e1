"""A question → what it asks for: intent, whose, which goals and kinds, and what is left to search for.

Works without a language model, from the grammar of questions (``words``) and the catalogue's own
names and titles (``names``, ``goals``). What is uncertain weighs and doesn't exclude.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from assistant.query.topical.goals import GoalsNamed, goals_named
from assistant.query.topical.intents import (
    Intent,
    intent_of,
    kinds_of,
    statuses_of,
    wants_all,
    wants_none,
    wants_similar,
)
from assistant.query.topical.organisations import CERTAIN, Mention, mentions, unknown_bodies
from corpus.swedish.dates import periods_in, years_in
from corpus.swedish.text import Word, fold, words_of
from corpus.swedish.vocabulary import is_content, statuses_in
from corpus.types import Catalogue, Kind, Status

_ARTICLES = {"en", "ett", "den", "det", "i", "vid", "nagon", "nagot", "a"}
# What means the programme before without naming it.
_BEFORE = re.compile(
    r"\b(?:gamla|forra|tidigare|foregaende) (?:\w+ )?(?:plan|program)"
    r"|\b(?:da|forr|forut) (?:och|mot|jamfort med) (?:nu|i ?dag|numera)\b"
    r"|\b(?:nu|i ?dag) (?:och|mot|jamfort med) (?:da|forr|forut)\b"
)

# What an answer keeps apart: a promise and its report, or then and now.
Side = Literal["promised", "reported", "earlier", "later"]


@dataclass(frozen=True)
class Understood:
    """What a question, or one part of one, asks for.

    ``organisations`` are all that it names; of them ``owners`` decide whose records are meant,
    ``excluded`` are those it excepts ("fler än …"), and ``weak`` may be no names at all.
    ``choices`` are organisations among which its words don't decide. ``side`` says that only what is then
    or now is meant. ``rest`` are the words of
    subject matter that neither name nor goal nor kind accounts for ("a|b" are alternatives): without
    any, structure decides.
    """

    intent: Intent
    organisations: tuple[str, ...] = ()
    goals: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    documents: tuple[str, ...] = ()
    programme: str | None = None
    period: str | None = None
    years: tuple[int, ...] = ()
    owners: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    goal_certainty: float = 0.0
    wants_all: bool = False
    wants_none: bool = False
    similar: bool = False
    side: Side | None = None
    language: str = "sv"
    text: str = ""


def understand(question: str, catalogue: Catalogue) -> Understood:
    """What a question asks for: "serviceförvaltningen … mål 3" → (list, that one, 3)."""
    words = words_of(question)
    folded = fold(" ".join(word.written for word in words))
    found = mentions(words, catalogue)
    named = frozenset(i for mention in found for i in range(mention.first, mention.last))
    goals = goals_named(words, catalogue, taken=named)
    # "Goal 3" decides more than a word of the goal's title that could also be a name.
    found = [mention for mention in found if not set(range(mention.first, mention.last)) & goals.words]
    programme, period, years, used = _time(question, words, catalogue)
    owners, choices, weak = _whose(found)
    excluded = tuple(o for m in found if m.role == "excluded" for o in m.organisations)
    if excluded:  # "vilka fler än MKB": everyone else is asked after, whoever is named besides
        owners, weak = [], [*weak, *owners]
    statuses = statuses_of(folded)
    understood = Understood(
        intent=intent_of(folded),
        organisations=_ordered([o for m in found if m.certainty >= CERTAIN and m.means == "all"
                                for o in m.organisations], catalogue),
        goals=goals.numbers,
        kinds=kinds_of(folded),
        statuses=statuses,
        documents=_documents(folded, programme, years, owners, catalogue),
        programme=programme,
        period=period,
        years=years,
        owners=_ordered(owners, catalogue),
        excluded=excluded,
        weak=tuple(weak),
        choices=choices,
        unknown=tuple(words[i].written for i in unknown_bodies(words, found))
        + tuple(f"mål {number}" for number in goals.unknown),
        rest=_rest(words, found, goals, used | _saying_status(question, words, statuses), _home(catalogue)),
        names=_other_names(question, words, named | goals.words, catalogue),
        municipality=_other_municipality(words, catalogue),
        goal_certainty=goals.certainty,
        wants_all=wants_all(folded),
        wants_none=wants_none(folded),
        similar=wants_similar(folded),
        text=question,
    )  # fmt: skip
    return _with_default_intent(understood)


def _with_default_intent(understood: Understood) -> Understood:
    """A name with a goal and nothing else ("mkb mål 6") asks for the list; and one owner compares nothing."""
    intent = understood.intent
    bare = not understood.rest and (understood.owners or understood.choices or understood.kinds)
    about = re.search(r"\bstar (?:det )?om\b|\bsag(?:er|s) om\b", fold(understood.text))
    if (
        intent == "find"
        and not (about and not understood.goals)
        and (bare or (understood.goals and not understood.rest))
    ):
        intent = "list"
    elif intent == "commitment" and not (understood.organisations or understood.choices):
        intent = "find"
    elif intent == "compare" and understood.owners and len(understood.owners) < 2:
        intent = "list" if not understood.rest else "commitment"
    return replace(understood, intent=intent)


def _whose(found: Sequence[Mention]) -> tuple[list[str], tuple[str, ...], list[str]]:
    """Owners that are certain, those among which the words don't decide, and those that only weigh."""
    owners = [
        o for m in found if m.role == "owner" and m.means == "all" and m.certainty >= CERTAIN for o in m.organisations
    ]
    open_ones = [m for m in found if m.means == "one" and m.role == "owner"]
    weak = [o for m in found if m.role == "partner" or m.certainty < CERTAIN for o in m.organisations]
    if owners and open_ones:
        # "skolan … gymnasiet": the other name decides.
        return owners, (), weak
    return owners, tuple(dict.fromkeys(o for m in open_ones for o in m.organisations)), weak


def _ordered(organisations: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(o.id for o in catalogue.organisations if o.id in organisations)


def _time(
    question: str, words: Sequence[Word], catalogue: Catalogue
) -> tuple[str | None, str | None, tuple[int, ...], frozenset[int]]:
    """The programme that the words or years name, its period, the years, and the words that say it."""
    years = years_in(question)
    used = {i for i, word in enumerate(words) if word.written.isdecimal() and len(word.written) == 4}
    current = in_force(catalogue)
    for first, last in periods_in(question)[:1]:
        for programme in catalogue.programmes:
            if programme.period == (first, last):
                return programme.id, f"{first}-{last}", (), frozenset(used)
    for programme in catalogue.programmes:
        own = _own_words(programme.id, catalogue)
        said = {i for i, word in enumerate(words) if any(
            word.folded in (w, w + "s") or word.folded.startswith((w + "plan", w + "splan")) for w in own
        )}  # fmt: skip
        if said and programme.id not in current:
            used |= said
            first, last = programme.period
            return programme.id, f"{first}-{last}", years, frozenset(used)
    for programme in catalogue.programmes:
        first, last = programme.period
        if years and programme.id not in current and all(first <= year <= last for year in years):
            return programme.id, f"{first}-{last}", years, frozenset(used)
    if _BEFORE.search(fold(question)):
        older = [p for p in catalogue.programmes if p.id not in current]
        if older:
            last_one = max(older, key=lambda p: p.period)
            return last_one.id, f"{last_one.period[0]}-{last_one.period[1]}", years, frozenset(used)
    return None, None, years, frozenset(used)


def in_force(catalogue: Catalogue, *, year: int | None = None) -> frozenset[str]:
    """The programmes that are meant when no time is said: those that run now, else those that ran last."""
    last = max((programme.period[1] for programme in catalogue.programmes), default=0)
    now = min(year if year is not None else date.today().year, last)
    return frozenset(p.id for p in catalogue.programmes if p.period[1] >= now)


def _own_words(programme: str, catalogue: Catalogue) -> set[str]:
    """The words of a programme's title that no other programme's title and no goal has."""
    titles = {p.id: {w for w in fold(p.title).split() if is_content(w) and len(w) > 5} for p in catalogue.programmes}
    others = {w for other, words in titles.items() if other != programme for w in words}
    goals = {w for p in catalogue.programmes for goal in p.goals for w in fold(goal.title).split()}
    return titles.get(programme, set()) - others - goals


def _documents(
    folded: str, programme: str | None, years: Sequence[int], owners: Sequence[str], catalogue: Catalogue
) -> tuple[str, ...]:
    """The documents that are named: a follow-up by its year or programme, the only one of a programme."""
    follow_up = re.search(r"\buppfoljning(?:en|ens|srapport\w*|ar|arna)?\b|\brapporteras?\b", folded)
    documents = [document for document in catalogue.documents if document.superseded_by is None]
    if programme is not None and programme not in in_force(catalogue):
        return tuple(d.id for d in documents if d.programme == programme)
    if not follow_up:
        return ()
    current = [d for d in documents if d.kind == "follow-up" and d.programme in in_force(catalogue)]
    dated = [d for d in current if d.date and int(d.date[:4]) in years]
    whose = [d for d in current if d.organisation in owners]
    return tuple(d.id for d in dated or (whose if not years else []))


def _rest(
    words: Sequence[Word],
    found: Sequence[Mention],
    goals: GoalsNamed,
    used: frozenset[int],
    home: str,
) -> tuple[str, ...]:
    owned = {i for m in found if m.role != "partner" for i in range(m.first, m.last)}
    kept: list[str] = []
    last = -2
    for i, word in enumerate(words):
        if (
            i in owned | goals.words | used
            or not is_content(word.folded)
            or word.folded in (home, f"{home}s")  # everything here is about the home municipality
            or re.fullmatch(r"specifik\w*|paborja\w*|overgripande|hr", word.folded)
        ):
            continue
        between = [entry.folded for entry in words[max(last, 0) + 1 : i]]
        if kept and between and between[0] in ("eller", "or") and set(between[1:]) <= _ARTICLES:
            kept[-1] += f"|{word.folded}"  # "lathund eller stödmaterial": one is enough
        else:
            kept.append(word.folded)
        last = i
    return tuple(kept)


def _saying_status(question: str, words: Sequence[Word], statuses: Sequence[Status]) -> frozenset[int]:
    """The words that name one of these statuses."""
    spans = [(start, end) for status, start, end in statuses_in(question) if status in statuses]
    return frozenset(i for i, word in enumerate(words) if any(start <= word.start < end for start, end in spans))


def _home(catalogue: Catalogue) -> str:
    """The folded name of the catalogue's municipality, without "stad" or "kommun"."""
    return fold(catalogue.municipality).split()[0]


def _other_municipality(words: Sequence[Word], catalogue: Catalogue) -> tuple[str, ...]:
    """A municipality that is named as one ("Lunds kommun") and isn't the catalogue's."""
    own = _home(catalogue)
    return tuple(
        word.written
        for word, after in pairwise(words)
        if after.folded in ("kommun", "kommuns", "stad", "stads")
        and is_content(word.folded)
        and not word.folded.startswith(own)
        and word.written[0].isupper()
    )


def _other_names(question: str, words: Sequence[Word], taken: frozenset[int], catalogue: Catalogue) -> tuple[str, ...]:
    """Two words after each other that are written as a name and are none of the catalogue's, folded."""
    titles = {word for programme in catalogue.programmes for word in fold(programme.title).split()}
    names = []
    for i, (word, after) in enumerate(pairwise(words)):
        opens = question[: word.start].rstrip()[-1:] in ("", ".", "?", "!", ":")
        if (
            word.written[0].isupper()
            and after.written[0].isupper()
            and after.start == word.end + 1
            and not {i, i + 1} & taken
            and not {word.folded, after.folded} & titles
            and not (opens and (not is_content(word.folded) or word.folded.endswith(("ar", "er"))))
        ):
            names.append(f"{word.folded} {after.folded}")
    return tuple(names)
