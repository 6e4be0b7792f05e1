"""A question → its ``Query``: recognisers annotate, the resolver covers, what is left is the topic.

Two layers, each resolved by itself: the names in a question, then the grammar around them. Nothing here knows a
document; what things are called comes from the catalogue and, of units that plans name, from the records.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

from assistant.query.clauses import asking_span
from assistant.query.language import asked_in
from assistant.query.operation import Cues, cues_of, frame_of
from assistant.query.recognise.annotation import Annotation, Shape, Token, shape_of
from assistant.query.recognise.collection_names import in_force, programme_annotations, term_annotations, unit_annotations, year_annotations
from assistant.query.recognise.conditions import condition_annotations, number_of_token
from assistant.query.recognise.documents import documents_named
from assistant.query.recognise.frame import frame_annotations
from assistant.query.recognise.goal_names import goal_annotations
from assistant.query.recognise.organisation_names import CERTAIN, organisation_annotations, unknown_bodies
from assistant.query.resolve import resolve
from assistant.query.types import Conditions, CountCondition, FieldCondition, Query, Scope
from corpus.swedish.text import Word, fold, word_set, words_of
from corpus.swedish.vocabulary import VOCABULARY, is_content
from corpus.types import Catalogue

_COUNTING = word_set("minst hogst max maximalt precis exakt an over bara endast enbart atminstone blott")
_FIELD_CUES = {"who", "when", "status", "result", "indicator", "follow_up", "count", "define", "describe", "activities", "list"}
_SHORT = 3
# What is asked for and not about, also after "om": "en lista om läget".
_ASKED_ABOUT = re.compile(r"laget|nulaget|status\w*|resultat\w*|tids?plan\w*|ansvarig\w*|mal\w*|aktivitet\w*|indikator\w*|uppfoljning\w*|vad|man|hur|listan?|alla|samtliga|handlingsplan\w*|planen|programmet")
_MAY_BE_TOPIC = {"TERM", "UNIT"}
_RESPONSIBLE = re.compile(r"\b(?:ansv\w*|skoter|hand om|haller i|star for|utfor\w*|driver|ager|svarar for|(?:har|gor) UNIT|UNIT (?:har|gor|aktivitet\w*|egna))\b")
_ABOUT = word_set("om kring angaende gallande rorande ang")
_SAID_BEFORE = re.compile(r"\b(?:handlar om|nat om|nagot om|har om|en del om|ror|galler|i fraga om|mycket om|skriver om|star om|ang|angaende)(?: (?:det|att|de|just))* ")
_POINTS = re.compile(r"\b(?:om|med|for|kring|av|pa) (?:just )?(?:det|den|dem|dom|detta|dessa|saken)\b")
_BOTH = re.compile(r"\b(?:bada|bade|samtliga|vardera|vartdera|vart och ett|var och ett|alla (?:tre|fyra|de|malen))\b")
_ARTICLES = word_set("en ett den det i vid nagon nagot a")


def parse(
    question: str, catalogue: Catalogue, units: Sequence[str] = (), spell: Callable[[str], str] = lambda text: text
) -> Query:
    """What a question asks for; ``units`` are those that plans name as responsible, folded.

    ``spell`` puts words right, and only such as nothing explains as they are: of names and the words of questions
    the recognisers know more than a dictionary does.
    """
    query = parsed(question, catalogue, units)[0]
    unexplained = {word for entry in query.topic for word in entry.split("|")}
    respelt = question
    for word in reversed(words_of(question)):
        if word.folded in unexplained and (right := spell(word.written)) != word.written:
            respelt = f"{respelt[: word.start]}{right}{respelt[word.end :]}"
    return query if respelt == question else replace(parsed(respelt, catalogue, units)[0], text=question)


def parsed(question: str, catalogue: Catalogue, units: Sequence[str] = ()) -> tuple[Query, Cues]:
    """The query and the cues that its operation was told by."""
    words = words_of(question)
    names = resolve(_names(words, catalogue, units))
    shape = shape_of(words, [name for name in names if name.certainty >= CERTAIN or name.slot == "NUM"])
    cover = resolve(condition_annotations(shape))
    scope, used = _scope(shape, cover, catalogue)
    conditions = _conditions(shape, cover, catalogue, used)
    taken = {i for entry in cover for i in range(entry.first, entry.last) if shape.tokens[i].text.islower()} | used
    span = asking_span(shape, words, question)
    told = [entry for entry in frame_annotations(shape) if not _inside(entry, cover)]
    edges = {i for entry in told if entry.last - entry.first > 1 for i in _literal(entry)}
    about = _about(shape, taken, edges)
    told = [entry for entry in told if not any(i in about for i in range(entry.first, entry.last) if entry.last - entry.first == 1)]
    cues = _asking(told, span)
    for entry in told:
        if entry.value == "plan_vs_followup":  # both sides are asked about
            span = (min(span[0], entry.first), max(span[1], entry.last))
    topic = _topic(shape, span, taken, told, about, catalogue)
    decided = cues_of(shape, cues, conditions, scope, topic, span, every=any(e.slot == "every" for e in cover))
    frame = frame_of(decided)
    query = Query(
        frame.operation, frame.subject, scope, conditions, frame.quantifier, topic=topic, text=question,
        language=asked_in(question),
    )  # fmt: skip
    query = replace(query, **_open(words, shape, names, catalogue))
    terms = [name.value for token in shape.tokens if token.text == "TERM" for name in token.names]
    return _settled(query, cover, terms, catalogue), decided


def _names(words: Sequence[Word], catalogue: Catalogue, units: Sequence[str]) -> Iterator[Annotation]:
    yield from organisation_annotations(words, catalogue)
    yield from goal_annotations(words, catalogue)
    yield from programme_annotations(words, catalogue)
    yield from year_annotations(words)
    yield from unit_annotations(words, units)
    yield from term_annotations(words)
    for i, word in enumerate(words):
        number = number_of_token(word.folded)
        counted = i > 0 and words[i - 1].folded in _COUNTING
        small = word.folded in ("en", "ett", "andra", "forsta")
        if number is not None and (counted or not small):
            yield Annotation(i, i + 1, "NUM", number, 0.6)


def _inside(cue: Annotation, cover: Sequence[Annotation]) -> bool:
    """Whether a condition has used the words of a cue."""
    if cue.value == "plan_vs_followup":
        return False
    using = ("status", "not_status", "field", "followed_up", "unit", "excluded", "excluded_goal", "ignored", "count", "than")
    return any(entry.first < cue.last and cue.first < entry.last for entry in cover if entry.slot in using) or any(
        entry.slot == "group_by" and entry.first <= cue.first and cue.last <= entry.last for entry in cover
    )


def _asking(told: Sequence[Annotation], span: tuple[int, int]) -> list[Annotation]:
    """The cues of the clause that asks; of the rest what compares two sides, and whom "vilka" asks for."""
    cues = [entry for entry in told if span[0] <= entry.first < span[1]]
    named = {entry.value for entry in cues}
    kept = {"plan_vs_followup"}
    if not any(name.startswith("which") for name in named) and not named & _FIELD_CUES:
        kept |= {"which_board", "which_organisation"}
    return cues + [entry for entry in told if entry not in cues and entry.value in kept]


def _scope(shape: Shape, cover: Sequence[Annotation], catalogue: Catalogue) -> tuple[Scope, set[int]]:
    """Programmes and documents that are named, and the tokens that name documents."""
    documents, used = documents_named(shape, catalogue)
    programmes = [
        name.value for i, token in enumerate(shape.tokens) if token.text == "PROG" and i not in used for name in token.names
    ]
    years = [name.value for token in shape.tokens if token.text == "YEAR" for name in token.names]
    current = in_force(catalogue)
    periods = [p for p in catalogue.programmes if p.id in current]
    if not programmes and not documents and years and not any(p.period[0] <= y <= p.period[1] for p in periods for y in years):
        programmes = [
            p.id for p in catalogue.programmes if all(p.period[0] <= year <= p.period[1] for year in years)
        ]
    return Scope(programmes=() if documents else tuple(dict.fromkeys(programmes)), documents=documents), used


def _conditions(shape: Shape, cover: Sequence[Annotation], catalogue: Catalogue, used: set[int]) -> Conditions:
    """What records have to meet, from the cover and the names that no annotation of it has used."""
    organisations: list[str] = []
    excluded: list[str] = []
    goals: list[int] = []
    excluded_goals: list[int] = []
    known = {goal.number for programme in catalogue.programmes for goal in programme.goals}
    slots = {i: entry for entry in cover for i in range(entry.first, entry.last)}
    for i, token in enumerate(shape.tokens):
        slot = slots[i].slot if i in slots else None
        if i in used or slot == "than":
            continue
        if token.text == "ORG":
            named = [o for name in token.names if name.value.means == "all" for o in name.value.organisations]
            (excluded if slot == "excluded" else organisations).extend(named)
        elif token.text == "GOAL":
            numbers = [n for name in token.names for n in name.value if n in known]
            (excluded_goals if slot == "excluded_goal" else goals).extend(numbers)
    of = {o.id: i for i, o in enumerate(catalogue.organisations)}
    years = sorted({n.value for i, t in enumerate(shape.tokens) if t.text == "YEAR" and i not in used for n in t.names})
    periods = [p.period for p in catalogue.programmes if p.id in in_force(catalogue)]
    values = {slot: [entry.value for entry in cover if entry.slot == slot] for slot in ("kind", "status", "not_status", "field")}
    units = [name.value for token in shape.tokens if token.text == "UNIT" for name in token.names]
    units = units if _unit_is_responsible(shape) else []
    if units:  # who is responsible is said
        values["field"] = [field for field in values["field"] if field.field != "responsible"]
    fields = [*values["field"], *(FieldCondition("responsible", value=unit) for unit in units)]
    return Conditions(
        organisations=tuple(sorted(dict.fromkeys(organisations), key=of.__getitem__)),
        excluded_organisations=tuple(sorted(dict.fromkeys(excluded), key=of.__getitem__)),
        goals=tuple(sorted(set(goals) - set(excluded_goals))),
        excluded_goals=tuple(sorted(set(excluded_goals))),
        all_goals=any(entry.slot == "both" for entry in cover) and len(set(goals)) > 1,
        kinds=tuple(dict.fromkeys(values["kind"])),
        statuses=tuple(dict.fromkeys(values["status"])),
        excluded_statuses=tuple(dict.fromkeys(values["not_status"])),
        followed_up=next((entry.value for entry in cover if entry.slot == "followed_up"), None),
        fields=tuple(dict.fromkeys(fields)),
        years=tuple(year for year in years if any(first <= year <= last for first, last in periods)),
        count=_count(shape, cover),
    )


def _unit_is_responsible(shape: Shape) -> bool:
    """Whether a unit is named as responsible, and not as what something is about."""
    return bool(_RESPONSIBLE.search(shape.text)) and not re.search(r"\b(?:om|kring|angaende) UNIT\b", shape.text)


def _count(shape: Shape, cover: Sequence[Annotation]) -> CountCondition | None:
    for entry in cover:
        tokens = shape.tokens[entry.first : entry.last]
        if entry.slot == "count":
            number = next((name.value for token in tokens if token.text == "NUM" for name in token.names), None)
            if number == 1 and entry.value[0] in ("at_least", "exactly"):
                continue  # "minst en" is to have any
            return CountCondition(entry.value[0], number)
        if entry.slot == "than":
            than = next((name.value.organisations[0] for token in tokens if token.text == "ORG" for name in token.names), None)
            return CountCondition(entry.value, than=than)
    return None


def _topic(
    shape: Shape,
    span: tuple[int, int],
    taken: set[int],
    cues: Sequence[Annotation],
    about: set[int],
    catalogue: Catalogue,
) -> tuple[str, ...]:
    """The words of subject matter that nothing else accounts for; "a|b" are alternatives.

    They stand in the clause that asks; where that only points ("om det") before it.
    """
    cued = taken | ({i for cue in cues for i in _literal(cue)} - about)
    topic = _content(shape, range(*span), cued, about, catalogue)
    if topic or span == (0, len(shape.tokens)):
        return topic
    asked = " ".join(token.text for token in shape.tokens[span[0] : span[1]])
    if _POINTS.search(asked):
        return _content(shape, range(span[0]), cued, about, catalogue)
    said = " ".join(token.text for token in shape.tokens[: span[0]])
    if match := _SAID_BEFORE.search(said):
        return _content(shape, range(shape.span(match.end(), match.end() + 1)[0], span[0]), cued, about, catalogue)
    return ()


def _literal(cue: Annotation) -> range | tuple[int, int]:
    """The tokens that a cue is known by: of a long one, with anything between, the first and the last."""
    return range(cue.first, cue.last) if cue.last - cue.first <= _SHORT else (cue.first, cue.last - 1)


def _about(shape: Shape, taken: set[int], edges: Set[int] = frozenset()) -> set[int]:
    """The tokens that stand after "om" and the like: subject matter, whatever they are elsewhere."""
    about: set[int] = set()
    for i, token in enumerate(shape.tokens):
        at = i + 1
        if token.text not in _ABOUT:
            continue
        while at < len(shape.tokens) and at not in taken and _is_subject(shape.tokens[at]):
            if at > i + 1 and (shape.tokens[at].text in VOCABULARY.everyday_words or at in edges):
                break
            about.add(at)
            at += 1
    return about


def _is_subject(token: Token) -> bool:
    return is_content(token.text) and (not token.names or token.text in _MAY_BE_TOPIC) and not _ASKED_ABOUT.fullmatch(token.text)


def _content(shape: Shape, span: range, used: set[int], about: set[int], catalogue: Catalogue) -> tuple[str, ...]:
    if _unit_is_responsible(shape):
        used = used | {i for i, token in enumerate(shape.tokens) if token.text == "UNIT"}
    home = fold(catalogue.municipality).split()[0]
    kept: list[str] = []
    last = span.start - 1
    for i in span:
        token = shape.tokens[i]
        everyday = token.text in VOCABULARY.everyday_words and i not in about
        if i in used or (token.names and token.text not in _MAY_BE_TOPIC) or everyday or not (is_content(token.text) or token.names) or token.text in (home, f"{home}s"):
            continue
        between = [entry.text for entry in shape.tokens[last + 1 : i]]
        if kept and between and between[0] in ("eller", "or") and set(between[1:]) <= _ARTICLES:
            kept[-1] += f"|{token.text}"
        else:
            kept += token.names[0].value.split() if token.names else [token.text]
        last = i
    return tuple(kept)


def _open(words: Sequence[Word], shape: Shape, names: Sequence[Annotation], catalogue: Catalogue) -> dict[str, object]:
    """Organisations among which the words don't decide, and names that the catalogue doesn't have."""
    known = {goal.number for programme in catalogue.programmes for goal in programme.goals}
    tokens = [token for token in shape.tokens if token.text == "ORG"]
    certain = any(name.value.means == "all" for token in tokens for name in token.names)
    choices = [o for token in tokens for name in token.names if name.value.means == "one" for o in name.value.organisations]
    taken = frozenset(i for name in names for i in range(name.first, name.last))
    goals = [n for token in shape.tokens if token.text == "GOAL" for name in token.names for n in name.value if n not in known]
    unknown = [words[i].written for i in unknown_bodies(words, taken)] + [f"mål {number}" for number in goals]
    return {"choices": () if certain else tuple(dict.fromkeys(choices)), "unknown": tuple(unknown)}


def _settled(query: Query, cover: Sequence[Annotation], terms: Sequence[str], catalogue: Catalogue) -> Query:
    """What only makes sense with the operation: a breakdown of records, a term that is defined."""
    if query.operation in ("count", "list") and query.subject == "activity":
        grouping = next((entry.value for entry in cover if entry.slot == "group_by"), None)
        query = replace(query, group_by=grouping)
    conditions = query.conditions
    if query.operation in ("plan_vs_followup", "result"):
        conditions = replace(conditions, followed_up=None)
    if len(conditions.kinds) > 2 or (query.group_by == "kind" and len(conditions.kinds) > 1):
        conditions = replace(conditions, kinds=())
        query = replace(query, group_by="kind" if query.operation == "count" else None)
    if "planned" in conditions.statuses:
        conditions = replace(conditions, excluded_statuses=tuple(s for s in conditions.excluded_statuses if s != "ongoing"))
    grouped = query.subject in ("organisation", "board") and query.operation in ("who_has", "who_lacks")
    if grouped and len(conditions.goals) > 1 and _BOTH.search(fold(query.text)):
        conditions = replace(conditions, all_goals=True)
    query = replace(query, conditions=conditions)
    if query.operation not in ("define", "describe", "compare") and set(query.scope.programmes) <= in_force(catalogue):
        query = replace(query, scope=replace(query.scope, programmes=()))
    if query.operation in ("define", "describe") and query.subject in ("programme", "document"):
        query = replace(query, conditions=Conditions())
    if query.operation == "define" and query.subject == "activity":
        query = replace(query, defined=terms[0] if terms else None, topic=())
    if query.operation in ("define", "describe", "compare") and query.subject in ("organisation", "programme", "document", "plan"):
        if query.operation != "compare":
            query = replace(query, topic=())
    return query


