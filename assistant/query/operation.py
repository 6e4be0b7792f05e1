"""The cues of a question → its operation, subject and quantifier.

Rules in the order in which one cue outweighs another; ``features`` are what a fitted model reads beside them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.query.recognise.annotation import Annotation, Shape
from assistant.query.recognise.grammar import asks_whether, cue_patterns, phrase
from assistant.query.topic import is_present
from assistant.query.types import FIELD_OF, Conditions, ExpectedAnswer, Operation, Quantifier, Scope, Subject
from corpus.swedish.text import word_set

_WHICH: tuple[tuple[str, Subject], ...] = (
    ("which_board", "board"), ("which_organisation", "organisation"), ("which_goal", "goal"),
    ("which_programme", "programme"), ("which_follow_up", "follow-up"), ("which_document", "document"),
    ("which_plan", "plan"),
)  # fmt: skip
# Whoever is meant, with the verb of what they do.
_WHO_DOES = re.compile(
    r"\b(?:vilka(?: (?:fler|flera|mer|andra|alla|som))?(?: (?:verksamheter|enheter|arbetsgivare|arbetsplatser|kollegor"
    r"|stallen|\w*forvaltningar|aktorer|kontor|delar))?|vem (?:mer|annan|alla)|^(?:och |men |sa )?var)"
    r"(?: (?:an|forutom|utover) ORG)? (?!finns|star|ligger|hittar|kan|far|soker|vander)(?P<verb>\w+)"
)
# A question word before a clause, and not what only leads to one that asks: "berätta när …", "vad och när …".
_ASKS = re.compile(
    r"\b(?:vad|hur|vilk\w+|vem|var)\b(?:(?! och\b| samt\b).)*(?<!och)(?<!samt)(?<!eller)(?<!veta)(?<!saga)$"
)
_CLAUSE_SUBJECTS = word_set("de dom man han hon den det nagon folk barnen")
_FIELDS: tuple[Operation, ...] = ("follow_up", "indicator", "when", "who", "result", "status")


@dataclass(frozen=True)
class Frame:
    """What the words that are no condition say of the form of a question."""

    operation: Operation
    subject: Subject = "activity"
    quantifier: Quantifier = "which"


@dataclass(frozen=True)
class Cues:
    """The cues of a question with where they stand, and what else decides."""

    shape: Shape
    first: dict[str, int]
    conditions: Conditions
    scope: Scope
    topic: tuple[str, ...]
    whether: bool
    every: bool
    answer: ExpectedAnswer
    decided: bool

    def has(self, *names: str) -> bool:
        return any(name in self.first for name in names)


def cues_of(
    shape: Shape,
    annotations: Sequence[Annotation],
    conditions: Conditions,
    scope: Scope,
    topic: tuple[str, ...],
    span: tuple[int, int],
    *,
    every: bool,
    answer: ExpectedAnswer,
) -> Cues:
    """What decides the frame, from the annotations that no condition overlaps."""
    first: dict[str, int] = {}
    for entry in sorted(annotations, key=lambda one: one.first):
        first.setdefault(entry.value, entry.first)
    text = " ".join(token.text for token in shape.tokens[span[0] : span[1]])
    return Cues(shape, first, conditions, scope, topic, asks_whether(text), every, answer, _decided(shape.text))


def _decided(text: str) -> bool:
    """Whether a decision on the plan itself is spoken of."""
    decision = r"(?:beslut\w*|antog\w*|anta(?:gen|gits|git|s)|klubba\w*|faststall\w*|godkan\w*)"
    plan = r"(?:\w*plan(?:en|ens|s)?|hp)"
    return bool(
        re.search(rf"\b{decision} (?:\w+ ){{0,6}}?(?:{plan}|den)\b|\b{plan} (?:\w+ ){{0,6}}?{decision}\b", text)
    )


def frame_of(cues: Cues) -> Frame:
    """What a question asks for, by its cues alone."""
    subject = _subject(cues)
    grouped = subject in ("organisation", "board", "goal")
    limited = _limited(cues)
    missed = cues.conditions.followed_up is False  # "vilka löften saknas i uppföljningen?"
    if cues.has("plan_vs_followup") and not cues.has("count") and not missed:
        return Frame("plan_vs_followup")
    if cues.has("most", "least") and not cues.conditions.count:
        return Frame("most" if cues.has("most") else "least", subject if grouped else _ranked(cues))
    if cues.every and cues.whether and not cues.has("count"):
        return Frame("who_has", "board" if cues.has("which_board") else "organisation", "every")
    if (compared := _compared(cues)) is not None:
        return Frame("compare", compared)
    if _of_all_activities(cues):
        return Frame("list", "activity", "every")
    if cues.has("count") and not _opens_with_who_does(cues):
        members = cues.has("which_members") and not limited
        return Frame("count", "organisation" if members and not cues.has("activities") else subject)
    if (defined := _defined(cues, subject)) is not None:
        return defined
    asked = _asked(cues)
    c = cues.conditions
    says_responsible = bool(phrase("asks_responsible").search(cues.shape.text))
    if asked and any(field.field == FIELD_OF.get(asked) for field in c.fields if field.value):
        asked = None  # a named value is no question for it
    if asked == "status" and (c.statuses or c.excluded_statuses) and cues.has("list"):
        asked = None
    if asked == "result" and (c.statuses or c.excluded_statuses or c.followed_up is False):
        asked = None  # "vilka är klara enligt uppföljningen?"
    if subject == "activity" and (cues.topic or limited) and _asks_for_everyone(cues, asked):
        return Frame("who_lacks" if cues.has("lacks") else "who_has", "organisation")
    if asked == "who" and c.fields and not c.organisations and not cues.has("activities") and not says_responsible:
        return Frame("who_lacks" if cues.has("lacks") else "who_has", "organisation")
    if asked and not (grouped and limited and subject != "board" and asked in ("status",)):
        if cues.decided and asked in ("who", "when") and not cues.has("activities"):
            return Frame(asked, "plan")
        if not (asked == "who" and (grouped or _who_has_it(cues))):
            return Frame(asked)
    of_one = subject == "goal" and bool(cues.conditions.organisations)
    if grouped and (limited or cues.topic or cues.has("lacks") or of_one):
        return Frame("who_lacks" if cues.has("lacks") else "who_has", subject)
    if cues.has("someone") and subject == "activity" and not cues.conditions.organisations:
        return Frame("who_lacks" if cues.has("lacks") else "who_has", "organisation")
    if cues.has("which_members") and not limited and not cues.topic and subject in ("activity", "organisation"):
        return Frame("count" if cues.has("count") else "list", "organisation")
    if cues.has("which_of") and subject == "activity":
        return Frame("who_lacks" if cues.has("lacks") else "who_has", "organisation")
    does = phrase("asks_who_does").search(cues.shape.text) and not cues.conditions.organisations
    if does and subject == "activity" and (limited or cues.topic or cues.has("lacks")):
        return Frame("who_lacks" if cues.has("lacks") else "who_has", "organisation")
    if cues.topic and phrase("asks_who_is_in").search(cues.shape.text):
        return Frame("find")
    of_one = len(c.organisations) == 1 and bool(c.fields)  # "kulturens, vilka saknar tidplan?"
    if cues.has("who_acts") and not of_one and not cues.has("activities") and _says_more(cues, limited=limited):
        return Frame("who_lacks" if cues.has("lacks") else "who_has", "organisation")
    if subject != "activity":
        return Frame("list", subject)
    if cues.whether and not cues.topic:
        return Frame("list", "activity", "whether")
    if cues.topic:
        listed = cues.has("activities") and cues.has("list", "wh_activity") and not cues.answer.of_one
        return Frame("list" if listed else "find", quantifier="which")
    # "Hej" and "berätta" ask for nothing of all there is.
    return Frame("list" if cues.has("list", "activities") or cues.conditions != Conditions() else "find")


def _says_more(cues: Cues, *, limited: bool) -> bool:
    return limited or bool(cues.topic) or cues.has("lacks")


def _ranked(cues: Cues) -> Subject:
    """What is ranked where it isn't named: of several goals "vilket" asks for one, else organisations are."""
    goals = len(cues.conditions.goals) > 1 and phrase("asks_which_goal").search(cues.shape.text)
    return "goal" if goals else "organisation"


def _of_all_activities(cues: Cues) -> bool:
    """Whether it is asked if all activities meet something: "är alla uppföljda?", "har alla en ansvarig?"."""
    c = cues.conditions
    met = c.fields or c.statuses or c.excluded_statuses or c.followed_up is not None
    text = cues.shape.text
    asked = cues.whether and phrase("asks_of_all_activities").search(text)
    return bool(met) and bool(asked or phrase("states_of_all_activities").search(text))


def _limited(cues: Cues) -> bool:
    """Whether records are limited by anything but organisations alone."""
    c = cues.conditions
    return any((
        c.goals, c.excluded_goals, c.kinds, c.statuses, c.excluded_statuses, c.fields, c.years, c.count,
        c.followed_up is not None, c.excluded_organisations,
    ))  # fmt: skip


def _subject(cues: Cues) -> Subject:
    """Of what the answer consists: the first that is asked for by name."""
    named = [(cues.first[cue], subject) for cue, subject in _WHICH if cue in cues.first]
    if not named:
        return "organisation" if cues.conditions.count else "activity"
    position, subject = min(named)
    if cues.has("under_which_goal"):
        return "goal"
    if cues.has("activities") and cues.first["activities"] <= position:
        return "activity"
    if subject == "plan" and (cues.conditions.organisations or cues.topic or _limited(cues)):
        return "activity"
    if subject in ("follow-up", "document", "programme") and (_limited(cues) or cues.topic):
        return "activity"
    if subject == "goal" and cues.conditions.goals:
        return next((other for _, other in sorted(named) if other != "goal"), "activity")
    return subject


def _asked(cues: Cues) -> Operation | None:
    """The field that is asked for."""
    found = [(cues.first[name], name) for name in _FIELDS if name in cues.first and not _is_clause(name, cues)]
    if not found:
        return None
    if len(found) > 1 and cues.has("follow_up"):
        return "follow_up"
    if cues.has("indicator"):
        return "indicator"
    return min(found)[1]


def _is_clause(cue: str, cues: Cues) -> bool:
    """Whether "när" begins a clause of what is asked about: "vad gör man när det brinner"."""
    tokens = [token.text for token in cues.shape.tokens]
    at = cues.first[cue]
    clause = cue == "when" and tokens[at] == "nar" and bool(set(tokens[at + 1 : at + 2]) & _CLAUSE_SUBJECTS)
    return clause and bool(_ASKS.search(" ".join(tokens[:at])))


def _who_has_it(cues: Cues) -> bool:
    """ "Vem har något under mål 2?" asks for organisations, "vem ansvarar" for someone responsible."""
    text = cues.shape.text
    if phrase("asks_responsible").search(text):
        return False
    return (
        bool(
            re.search(r"\b(?:vem|vilka|vilken)(?: \w+)? (?:har|saknar|gor|jobbar|arbetar|satsar|mer|annan|av)\b", text)
        )
        and not cues.conditions.organisations
    )


def _asks_for_everyone(cues: Cues, asked: Operation | None) -> bool:
    """Whether all who do something are asked for, in whatever form, and nobody is named who does it.

    "Vilka nämner ett årshjul?", "Har någon tagit fram en lathund?", "Var i staden jobbar man med det?".
    """
    text = cues.shape.text
    if cues.conditions.organisations or asked not in (None, "who", "when") or phrase("asks_responsible").search(text):
        return False
    if phrase("asks_of_anyone").search(text):
        return True
    found = _WHO_DOES.search(text)
    return found is not None and is_present(found["verb"]) and not phrase("asks_who_is_in").search(text)


def _opens_with_who_does(cues: Cues) -> bool:
    """Whether it begins by asking who does something, so that a number is what they do: "Vilka räknar hur många"."""
    found = _WHO_DOES.match(cues.shape.text)
    return found is not None and is_present(found["verb"])


def _compared(cues: Cues) -> Subject | None:
    if not cues.has("compare"):
        return None
    if len(cues.conditions.organisations) > 1:
        return "organisation"
    if len(cues.conditions.goals) > 1:
        return "goal"
    if cues.scope.programmes:
        return "programme"
    return None


def _defined(cues: Cues, subject: Subject) -> Frame | None:
    c, scope = cues.conditions, cues.scope
    if cues.has("describe") and not c.goals and not _limited(cues) and not cues.topic:
        if scope.documents:
            return Frame("describe", "document")
        if scope.programmes:
            return Frame("describe", "programme")
        if len(c.organisations) == 1:
            return Frame("describe", "plan")
        if not c.organisations and not cues.topic:
            return Frame("describe", "document")
    if not cues.has("define"):
        return None
    if any(token.text == "TERM" for token in cues.shape.tokens) and not c.organisations and not c.goals:
        return Frame("define")
    others = (c.kinds, c.statuses, c.fields, c.years)
    if len(c.kinds) == 1 and not (
        c.organisations or c.goals or c.fields or c.statuses or cues.topic or scope.documents
    ):
        return Frame("define") if phrase("asks_what_kind").search(cues.shape.text) else None
    named_alone = not c.activities and len(cues.topic) < 2  # not "MKB delar ut en broschyr, vad heter den?"
    if len(c.organisations) == 1 and named_alone and phrase("asks_what_it_is").search(cues.shape.text):
        return Frame("define", "organisation")
    if c.goals and not c.organisations and not any(others) and not cues.topic:
        return Frame("define", "goal")
    if scope.documents and not c.goals:
        return Frame("define", "document")
    if scope.programmes and not c.goals and not c.organisations and not cues.topic:
        return Frame("list", "goal") if subject == "goal" else Frame("define", "programme")
    if len(c.organisations) == 1 and not c.goals and not any(others) and not cues.topic and subject != "goal":
        return (
            Frame("list", "board")
            if cues.has("which_board") and cues.has("plan", "decided")
            else Frame("define", "organisation")
        )
    return None


def features(cues: Cues) -> dict[str, float]:
    """What the fitted model reads of the grammar, by name."""
    c = cues.conditions
    said = {cue: cue in cues.first for cue in dict.fromkeys(pattern.value for pattern in cue_patterns())}
    said |= {
        "whether": cues.whether, "every": cues.every, "organisation": bool(c.organisations),
        "organisations": len(c.organisations) > 1, "goal": bool(c.goals), "goals": len(c.goals) > 1,
        "topic": bool(cues.topic), "condition on status": bool(c.statuses or c.excluded_statuses),
        "condition on field": bool(c.fields), "condition on count": bool(c.count),
        "programme": bool(cues.scope.programmes), "document": bool(cues.scope.documents),
    }  # fmt: skip
    return {name: float(value) for name, value in said.items()}
