"""``Query`` → the question in Swedish, as the page shows what was understood. Read again it is the same query."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from assistant.query.types import (
    Conditions,
    CountCondition,
    Field,
    FieldCondition,
    Grouping,
    Query,
    Subject,
    what_is_met,
    without_what_is_met,
)
from corpus.types import Catalogue, Kind, Status

_STATUSES: dict[Status, str] = {
    "completed": "klara", "ongoing": "pågående", "planned": "planerade", "delayed": "försenade",
}  # fmt: skip
_KINDS: dict[Kind, str] = {"own": "egna", "joint": "gemensamma", "city-wide": "stadsövergripande"}
_FIELDS: dict[Field, str] = {
    "responsible": "ansvarig", "timeline": "tidplan", "indicator": "indikator", "results": "resultat",
    "follow_up_planned": "plan för uppföljning",
}  # fmt: skip
_GROUPS: dict[Grouping, str] = {
    "organisation": "per förvaltning", "goal": "per mål", "kind": "per sort", "status": "per status",
}  # fmt: skip
_SUBJECTS: dict[Subject, str] = {
    "activity": "aktiviteter", "organisation": "förvaltningar och bolag", "board": "nämnder och styrelser",
    "goal": "mål", "programme": "program", "plan": "handlingsplaner", "document": "dokument",
    "follow-up": "uppföljningar",
}  # fmt: skip
_ONE: dict[Subject, str] = {
    "organisation": "Vilken förvaltning eller vilket bolag",
    "board": "Vilken nämnd",
    "goal": "Vilket mål",
}
_RELATIONS = {
    "more": "fler än {}", "fewer": "färre än {}", "at_least": "minst {}", "at_most": "högst {}", "exactly": "precis {}",
}  # fmt: skip
_ASKED = {
    "who": "Vem ansvarar för {}?", "when": "När ska {} genomföras?", "status": "Hur långt har man kommit med {}?",
    "result": "Vad säger uppföljningen om {}?", "indicator": "Hur mäts {}?", "follow_up": "Hur ska {} följas upp?",
    "plan_vs_followup": "Vad lovades i planen om {} och vad har rapporterats?",
}  # fmt: skip


def wording(query: Query, catalogue: Catalogue, titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """The question that a query stands for; ``titles`` are those of activities that it may point at."""
    words = QueryWords(catalogue, titles)
    if query.operation in ("define", "describe", "compare") or _of_collection(query):
        return words.of_names(query)
    return words.of_topic(query) or words.of_records(query)


def meaning(
    query: Query, catalogue: Catalogue, titles: Mapping[str, str] = MappingProxyType({}), *, whose: bool
) -> str:
    """What a query is about, as a phrase: an activity, a subject, or the activities that meet its conditions."""
    words = QueryWords(catalogue, titles)
    if not query.topic and not query.need.phrase:
        return words.records(query, whose=whose)
    return f"{subject(query)}{words.conditions(replace(query, topic=()), whose=whose)}"


def subject(query: Query) -> str:
    """The topic, as it was written where that is known."""
    return query.need.phrase or " ".join(" eller ".join(entry.split("|")) for entry in query.topic)


def _of_collection(query: Query) -> bool:
    """Whether the collection itself is asked about, and no records."""
    listed = query.operation in ("list", "count") and query.subject != "activity"
    return listed or query.subject == "plan"


class QueryWords:
    """How the catalogue's names are said."""

    def __init__(self, catalogue: Catalogue, titles: Mapping[str, str] = MappingProxyType({})) -> None:
        self.activities = titles
        self.names = {entry.id: _in_sentence(entry.name) for entry in catalogue.organisations}
        self.titles = {entry.id: entry.title for entry in catalogue.programmes}
        self.titles |= {entry.id: entry.title for entry in catalogue.documents}
        self.groups = {entry.members: entry.names[0] for entry in catalogue.groups if entry.means == "all"}
        self.companies = tuple(entry.id for entry in catalogue.organisations if entry.form == "bolag")
        self.periods = {entry.id: entry.period for entry in catalogue.programmes}

    def of_names(self, query: Query) -> str:
        """A question about the collection itself."""
        organisations = self.listed(query.conditions.organisations)
        goals = _goals(query.conditions.goals)
        match query.operation, query.subject:
            case "define", "goal":
                return f"Hur lyder {goals}?"
            case "define", "activity":
                return f"Vad betyder {(query.defined or '').upper()}?"
            case "define", "organisation" | "board":
                return f"Vad är {organisations} för organisation?"
            case "define", _:
                return f"Vad är {self.scope(query)}?"
            case "describe", "plan":
                return f"Vad innehåller handlingsplanen för {organisations}?"
            case "describe", _ if query.scope.programmes or query.scope.documents:
                return f"Sammanfatta {self.scope(query)}."
            case "describe", _:
                return "Vad innehåller samlingen?"
            case "compare", "goal":
                return f"Vad är skillnaden mellan {goals}?"
            case "compare", "programme":
                return f"Jämför {' och '.join(self.programme(entry) for entry in query.scope.programmes)}."
            case "compare", _ if query.sides:
                about = self.conditions(query, whose=False)
                sides = " med ".join(self.groups.get(side) or self.listed(side) for side in query.sides)
                return f"Jämför {sides}{about and ' när det gäller aktiviteter' + about}."
            case "compare", _:
                about = self.conditions(query, whose=False)
                return f"Jämför {organisations}{about and ' när det gäller aktiviteter' + about}."
            case "who" | "when", _:
                asked = "Vem har beslutat om" if query.operation == "who" else "När beslutades"
                return f"{asked} handlingsplanen för {organisations}?"
        return self._of_things(query)

    def _of_things(self, query: Query) -> str:
        things = _SUBJECTS[query.subject]
        organisations = query.conditions.organisations
        asked = "Hur många" if query.operation == "count" else "Vilka"
        if query.subject == "board" and len(organisations) == 1:
            return f"Vilken nämnd beslutar om handlingsplanen för {self.names[organisations[0]]}?"
        if query.subject in ("organisation", "board", "goal") and self.conditions(query, whose=query.subject == "goal"):
            return f"{asked} {things} har aktiviteter{self.conditions(query, whose=False)}?"
        if query.subject == "organisation" and organisations == self.companies:
            return f"{asked} bolag finns med?"
        if query.scope.programmes:
            return f"{asked} {things} finns i {self.scope(query)}?"
        if organisations:
            return f"{asked} av {self.listed(organisations)} finns med?"
        return f"{asked} {things} finns det?"

    def of_records(self, query: Query) -> str:
        """A question that records answer."""
        c = query.conditions
        what = f"{_kinds(c)}aktiviteter"
        about = self.conditions(query)
        if query.operation in _ASKED:
            return _ASKED[query.operation].format(self.records(query))
        if c.activities:
            return f"Visa {self.records(query)}."
        rest = self.conditions(query, whose=False)
        match query.operation:
            case "count":
                return f"Hur många {what}{about} finns det{_grouped(query)}?"
            case "find":
                return f"Vad står det{about}?"
            case "most" | "least":
                most = "flest" if query.operation == "most" else "minst antal"
                one = "Vilken förvaltning" if self.only_administrations(query) else _ONE[query.subject]
                return f"{one} har {most} {what}{about}{' bland dem som har någon' if c.count else ''}?"
            case "who_has" if query.quantifier == "every":
                body = "nämnd" if query.subject == "board" else "förvaltning"
                body += "" if query.subject == "board" or self.only_administrations(query) else " och varje bolag"
                return f"Har varje {body} {what}{self.conditions(query)}?"
            case "who_has" | "who_lacks":
                return self._having(query, what, rest)
        if query.quantifier == "every":
            met = self.conditions(replace(query, conditions=what_is_met(c)))
            among = self.conditions(replace(query, conditions=without_what_is_met(c)))
            return f"Är alla {what}{among} sådana{met}?"
        if query.quantifier == "whether":
            return f"Finns det {what}{about}?"
        if c.organisations:
            return f"Vilka {what} har {self.listed(c.organisations)}{rest}?"
        return f"Vilka {what} finns{about}?" if about else f"Vilka {what} finns det?"

    def of_topic(self, query: Query) -> str | None:
        """A question that is searched for; None where it is put as one about records."""
        about, rest = subject(query), self.conditions(replace(query, topic=()))
        if not query.need.phrase or query.conditions.activities or query.quantifier != "which":
            return None
        match query.operation:
            case "find" if query.owners:
                rest = self.conditions(replace(query, topic=()), whose=False)
                return f"Vad gör {self.listed(query.owners)} när det gäller {about}{rest}?"
            case "count" if not query.need.answer.of_records:
                return f"Hur många {about}{rest}?"
            case "result":
                return f"Hur gick det med {about}{rest}?"
            case "status":
                return f"Hur långt har man kommit med {about}{rest}?"
        return None

    def records(self, query: Query, *, whose: bool = True) -> str:
        """The records that are meant: "egna aktiviteter hos … under mål 3", "aktiviteten ”Utbilda chefer” hos …"."""
        c = query.conditions
        titles = [f"”{self.activities[entry].rstrip('. ')}”" for entry in c.activities if entry in self.activities]
        if not titles:
            return f"{_kinds(c)}aktiviteter{self.conditions(query, whose=whose)}"
        noun = "aktiviteten" if len(titles) == 1 else "aktiviteterna"
        return f"{noun} {_and(titles)}{self.at(c) if whose else ''}"

    def _having(self, query: Query, what: str, rest: str) -> str:
        c = query.conditions
        if query.subject == "goal":
            has = "inga" if query.operation == "who_lacks" else ""
            owners = self.listed(c.organisations) or "förvaltningarna"
            return f"Vilka mål har {owners} {has} {what} under{rest}?".replace("  ", " ")
        among = f"Vilka {'förvaltningar' if self.only_administrations(query) else _SUBJECTS[query.subject]}"
        if c.organisations:
            among = f"Vilka {'nämnder hos' if query.subject == 'board' else 'av'} {self.listed(c.organisations)}"
        has = "har inga" if query.operation == "who_lacks" else "har"
        return f"{among} {has} {self.counted(c.count)}{what}{rest}?"

    def counted(self, count: CountCondition | None) -> str:
        """ "fler än 3 ", "minst 2 "."""
        if count is None or count.than is not None:
            return ""
        if count.at_most is not None:
            return f"från {count.number} till {count.at_most} "
        return _RELATIONS[count.relation].format(count.number) + " "

    def conditions(self, query: Query, *, whose: bool = True) -> str:
        """Everything but kinds, each with a space before it."""
        c = query.conditions
        parts = [
            f" hos {self.listed(c.organisations)}" if whose and c.organisations else "",
            _under(c),
            _topic(query),
            _statuses(c),
            "" if c.followed_up is None else f" som {'' if c.followed_up else 'inte '}har följts upp",
            "".join(_field(field) for field in c.fields),
            _years(query),
            self.outside(query),
            self.than(c.count),
            f" i {self.scope(query)}" if _is_scoped(query) else "",
        ]
        return "".join(parts)

    def outside(self, query: Query) -> str:
        """What is excepted."""
        c = query.conditions
        goals = f" men inte under {_goals(c.excluded_goals)}" if c.excluded_goals else ""
        said = set(self.companies) if self.only_administrations(query) else set()
        others = [entry for entry in c.excluded_organisations if entry not in said]
        return goals + (f" utom hos {self.listed(others)}" if others else "")

    def only_administrations(self, query: Query) -> bool:
        """Whether "förvaltningar" alone are meant: companies are excepted, and more than they are."""
        grouped = query.subject == "organisation" and query.operation in ("who_has", "who_lacks", "most", "least")
        excepted = set(query.conditions.excluded_organisations)
        return grouped and bool(self.companies) and set(self.companies) <= excepted

    def than(self, count: CountCondition | None) -> str:
        if count is None or count.than is None:
            return ""
        return f", {'fler' if count.relation == 'more' else 'färre'} än {self.names[count.than]}"

    def at(self, conditions: Conditions) -> str:
        return f" hos {self.listed(conditions.organisations)}" if conditions.organisations else ""

    def listed(self, organisations: Sequence[str]) -> str:
        return _and([self.names[entry] for entry in organisations])

    def scope(self, query: Query) -> str:
        if query.scope.documents:
            return " och ".join(self.titles[entry] for entry in query.scope.documents)
        return " och ".join(self.programme(entry) for entry in query.scope.programmes)

    def programme(self, programme: str) -> str:
        first, last = self.periods[programme]
        return f"{self.titles[programme]} {first}–{last}"


def _in_sentence(name: str) -> str:
    """A name within a sentence: "kulturförvaltningen", but "MKB Fastighets AB"."""
    return name if name.split()[-1].isupper() or name.split()[0].isupper() else name[:1].lower() + name[1:]


def _and(values: Sequence[str]) -> str:
    return " och ".join([", ".join(values[:-1]), values[-1]]) if len(values) > 1 else "".join(values)


def _statuses(conditions: Conditions) -> str:
    """The statuses meant and excepted; with all of them it is asked whether any is stated."""
    if set(conditions.excluded_statuses) == set(_STATUSES):
        return " utan status"
    if set(conditions.statuses) == set(_STATUSES):
        return " som har en status"
    meant = "".join(f" som är {_STATUSES[status]}" for status in conditions.statuses)
    return meant + "".join(f" som inte är {_STATUSES[status]}" for status in conditions.excluded_statuses)


def _goals(goals: Sequence[int]) -> str:
    return f"mål {_and([str(goal) for goal in goals])}" if goals else ""


def _under(conditions: Conditions) -> str:
    if not conditions.goals:
        return ""
    return f" under {'både ' if conditions.all_goals else ''}{_goals(conditions.goals)}"


def _kinds(conditions: Conditions) -> str:
    return " och ".join(_KINDS[kind] for kind in conditions.kinds) + " " if conditions.kinds else ""


def _topic(query: Query) -> str:
    return f" om {subject(query)}" if query.topic else ""


def _is_scoped(query: Query) -> bool:
    """Whether a programme or document has to be named; a year alone names its programme."""
    return bool(query.scope.documents) or (bool(query.scope.programmes) and not _years(query))


def _years(query: Query) -> str:
    years = query.conditions.years or query.need.years
    return f" år {_and([str(year) for year in years])}" if years else ""


def _field(condition: FieldCondition) -> str:
    if condition.value is not None:
        value = " eller ".join(condition.value.split("|"))
        of_unit = condition.field == "responsible"
        return f" där {value} är ansvarig" if of_unit else f" med {_FIELDS[condition.field]} {value}"
    return f" {'med' if condition.present else 'utan'} {_FIELDS[condition.field]}"


def _grouped(query: Query) -> str:
    return f", {_GROUPS[query.group_by]}" if query.group_by else ""
