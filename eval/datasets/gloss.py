"""A query → a stiff Swedish description of it, for whoever puts it into words.

Deliberately no question: a writer who sees a form of words repeats it. How something is to be named (a goal by
its number or its content, an organisation by its short form or its board) is drawn, since people do all of it.
"""

import random
import re
from collections.abc import Sequence

from assistant.query.types import Conditions, Field, Grouping, Operation, Query, Subject
from corpus.ingest import Collection
from corpus.swedish.text import fold
from corpus.types import Catalogue, Kind, Status

_SUBJECTS: dict[Subject, str] = {
    "activity": "aktiviteter", "organisation": "organisationer (förvaltningar/bolag)", "board": "nämnder/styrelser",
    "goal": "mål", "programme": "program", "plan": "handlingsplaner", "document": "dokument",
    "follow-up": "uppföljningar",
}  # fmt: skip
_FIELDS: dict[Field, str] = {
    "responsible": "ansvarig", "timeline": "tidplan", "indicator": "indikator", "results": "resultat",
    "follow_up_planned": "hur det ska följas upp",
}  # fmt: skip
_KINDS: dict[Kind, str] = {
    "own": "organisationens egna", "joint": "i samverkan mellan flera", "city-wide": "gäller hela staden/kommunen",
}  # fmt: skip
_STATUSES: dict[Status, str] = {
    "completed": "genomförd/klar", "ongoing": "pågår/påbörjad", "planned": "planerad, inte påbörjad",
    "delayed": "försenad",
}  # fmt: skip
_GROUPINGS: dict[Grouping, str] = {
    "organisation": "per organisation", "goal": "per mål", "kind": "per sort (egna/samverkan/hela staden)",
    "status": "per status",
}  # fmt: skip
_RELATIONS = {
    "more": "fler än", "fewer": "färre än", "at_least": "minst", "at_most": "högst", "exactly": "precis",
}  # fmt: skip
_HAVING = "SÖKT: vilka {subject} som HAR minst en aktivitet som uppfyller villkoren"
_SOUGHT: dict[Operation, str] = {
    "find": "SÖKT: vad handlingsplanerna säger om ämnet",
    "list": "SÖKT: en fullständig lista över {subject}",
    "count": "SÖKT: ANTALET {subject}",
    "who_has": _HAVING,
    "who_lacks": "SÖKT: vilka {subject} som INTE har någon aktivitet som uppfyller villkoren",
    "most": "SÖKT: vilken av alla {subject} som har FLEST aktiviteter som uppfyller villkoren",
    "least": "SÖKT: vilken av alla {subject} som har MINST ANTAL aktiviteter som uppfyller villkoren",
    "who": "SÖKT: VEM/vilken enhet som är ansvarig för aktiviteterna",
    "when": "SÖKT: NÄR aktiviteterna ska ske (tidplan)",
    "status": "SÖKT: LÄGET/statusen för aktiviteterna (hur långt man har kommit)",
    "result": "SÖKT: vad uppföljningen rapporterar om aktiviteterna (resultat, vad det ledde till)",
    "indicator": "SÖKT: vad aktiviteterna MÄTS med (indikator, mått)",
    "follow_up": "SÖKT: hur aktiviteterna SKA följas upp enligt planen",
    "plan_vs_followup": "SÖKT: det som lovades i planen ställt mot det som rapporteras",
    "compare": "SÖKT: en JÄMFÖRELSE, sida vid sida",
    "define": "SÖKT: vad namnet står för (för mål: målets formulering; för förkortningar: betydelsen; för "
    "organisation, program och dokument: vad det är)",
    "describe": "SÖKT: en ÖVERSIKT över innehållet",
}
_BY_NUMBER = ("med siffra", "med siffra", "med siffra", "med ordningstal eller talspråk (ettan, tredje målet)")
_BY_PLACE = "som det första/sista målet"
_BY_CONTENT = "med kort talspråk om vad målet handlar om, utan nummer"
_BY_NAME = (
    "med hela namnet", "med hela namnet", "vardagligt kortnamn", "vardagligt kortnamn", "med förkortningen",
    "med nämndens/styrelsens namn", "fritt",
)  # fmt: skip


def gloss(query: Query, collection: Collection, choose: random.Random) -> str:
    """What a query asks for, and how its names are to be said."""
    catalogue = collection.catalogue
    plan_when = query.subject == "plan" and query.operation in ("who", "when")
    sought = _SOUGHT[query.operation].format(subject=_SUBJECTS[query.subject])
    if plan_when:
        sought = f"SÖKT: {'NÄR' if query.operation == 'when' else 'AV VEM'} själva handlingsplanen beslutades"
    if query.quantifier == "whether":
        sought = "SÖKT: ja eller nej: finns det någon aktivitet som uppfyller villkoren"
    if query.quantifier == "every":
        sought = "SÖKT: ja eller nej: har VARENDA organisation minst en aktivitet som uppfyller villkoren"
    if query.group_by:
        sought += f", UPPDELAT {_GROUPINGS[query.group_by]}"
    parts = [sought, *_scope(query, catalogue), *_conditions(query, collection, choose)]
    if query.topic:
        written = {fold(w): w for a in collection.activities for w in re.findall(r"\w+", a.title)}
        parts.append(f"ÄMNE: {' + '.join(written.get(word, word) for word in query.topic)} (får böjas)")
    if query.defined:
        parts.append(f"NAMN ATT FÖRKLARA: {query.defined.upper()}")
    return ". ".join(parts) + "."


def _scope(query: Query, catalogue: Catalogue) -> list[str]:
    titles = {entry.id: entry.title for entry in catalogue.programmes}
    titles |= {entry.id: entry.title for entry in catalogue.documents}
    parts = []
    if query.scope.programmes:
        parts.append("PROGRAM: " + " / ".join(titles[entry] for entry in query.scope.programmes))
    if query.scope.documents:
        parts.append("DOKUMENT: " + " / ".join(titles[entry] for entry in query.scope.documents))
    return parts


def _written(value: str, collection: Collection) -> str:
    """A folded unit as the plans write it."""
    return next((a.responsible for a in collection.activities if a.responsible and fold(a.responsible) == value), value)


def _conditions(query: Query, collection: Collection, choose: random.Random) -> list[str]:
    conditions, catalogue = query.conditions, collection.catalogue
    organised = query.subject in ("organisation", "board") and query.operation in ("who_has", "who_lacks")
    parts = []
    if conditions.organisations:
        named = _organisations(conditions.organisations, catalogue, choose)
        label = "BLAND" if organised else "JÄMFÖR" if query.operation == "compare" else "HOS NÅGON AV"
        parts.append(f"{label if len(conditions.organisations) > 1 or organised else 'ORGANISATION'}: {named}")
    if conditions.excluded_organisations:
        parts.append(f"ALLA UTOM: {_organisations(conditions.excluded_organisations, catalogue, choose)}")
    parts += _goals(query, catalogue, choose)
    if conditions.kinds:
        parts.append("SORT: " + ", ".join(_KINDS[kind] for kind in conditions.kinds))
    parts += [f"STATUS: {_STATUSES[status]}" for status in conditions.statuses]
    parts += [f"STATUS: allt UTOM {_STATUSES[status]}" for status in conditions.excluded_statuses]
    if conditions.followed_up is not None:
        parts.append("UPPFÖLJD: " + ("ja, det finns en rapport" if conditions.followed_up else "nej, rapport SAKNAS"))
    for field in conditions.fields:
        said = (
            f"är '{_written(field.value, collection)}'"
            if field.value
            else "finns angivet"
            if field.present
            else "SAKNAS i planen"
        )
        parts.append(f"UPPGIFT: {_FIELDS[field.field]} {said}")
    if conditions.years:
        parts.append("ÅR DÅ AKTIVITETEN SKER: " + ", ".join(map(str, conditions.years)))
    return parts + _count(conditions, catalogue)


def _count(conditions: Conditions, catalogue: Catalogue) -> list[str]:
    if conditions.count is None:
        return []
    names = {entry.id: entry.name for entry in catalogue.organisations}
    than = conditions.count.number if conditions.count.than is None else names[conditions.count.than]
    unit = "aktiviteter" if conditions.count.than is None else "har"
    return [f"ANTAL: organisationen har {_RELATIONS[conditions.count.relation]} {than} {unit}"]


def _goals(query: Query, catalogue: Catalogue, choose: random.Random) -> list[str]:
    conditions, parts = query.conditions, []
    ends = {1, max((goal.number or 0 for p in catalogue.programmes for goal in p.goals), default=0)}
    how = choose.choice((*_BY_NUMBER, _BY_NUMBER[0], _BY_CONTENT))
    if set(conditions.goals) <= ends and choose.random() < 0.25:
        how = _BY_PLACE
    elif query.operation in ("define", "compare") or len(conditions.goals) > 1:
        how = choose.choice(_BY_NUMBER)
    if conditions.goals:
        label = "JÄMFÖR MÅL" if query.subject == "goal" and query.operation == "compare" else "UNDER MÅL"
        if conditions.all_goals:
            label = "AKTIVITETER UNDER VART OCH ETT AV MÅLEN"
        elif query.operation in ("define", "describe"):
            label = "MÅL"
        parts.append(f"{label}: {_titled(conditions.goals, catalogue)} [säg {how}]")
    if conditions.excluded_goals:
        label = "MEN INGEN AKTIVITET UNDER MÅL" if query.subject in ("organisation", "board") else "INTE UNDER MÅL"
        parts.append(f"{label}: {_titled(conditions.excluded_goals, catalogue)} [säg {choose.choice(_BY_NUMBER)}]")
    return parts


def _titled(numbers: Sequence[int], catalogue: Catalogue) -> str:
    titles = {goal.number: goal.title for programme in catalogue.programmes for goal in programme.goals}
    return ", ".join(f"{number} ({titles[number]})" for number in numbers)


def _organisations(ids: Sequence[str], catalogue: Catalogue, choose: random.Random) -> str:
    names = {entry.id: entry.name for entry in catalogue.organisations}
    listed = " / ".join(names[entry] for entry in ids)
    group = next((g for g in catalogue.groups if g.means == "all" and set(g.members) == set(ids)), None)
    if group:
        return f"{listed} [säg med ett samlingsord, t.ex. {group.names[0]}]"
    if len(ids) == 1:
        return f"{listed} [säg {choose.choice(_BY_NAME)}]"
    return listed
