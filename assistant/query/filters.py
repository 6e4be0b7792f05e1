"""The filters of a question or a list: which records are meant."""

from dataclasses import dataclass, fields, replace
from functools import cached_property

from assistant.errors import Refused
from assistant.query.recognise.collection_names import in_force
from assistant.query.recognise.cover import STATUSES
from assistant.query.types import Query
from corpus.swedish.text import fold
from corpus.swedish.text_cache import question_cache
from corpus.types import Activity, Catalogue, Document, Passage
from index.storage.columns import Mask
from index.storage.store import Index

MAX_VALUES = 200  # of a filter
MAX_SEARCHED = 200  # characters of the words that a list is searched for
_KINDS = ("own", "joint", "city-wide", "follow-up", "background", "heading")


@dataclass(frozen=True)
class Filters:
    """Each field is what is wanted, an empty tuple means any, None that nothing was said of it."""

    municipality: tuple[str, ...] | None = None
    programme: tuple[str, ...] | None = None
    period: tuple[str, ...] | None = None
    organisations: tuple[str, ...] | None = None
    goals: tuple[int, ...] | None = None
    documents: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    statuses: tuple[str, ...] | None = None


def check(filters: Filters, index: Index) -> Filters:
    """The filters themselves, or ``Refused`` naming the value that nothing has and those that exist."""
    known = known_values(index)
    for field in fields(Filters):
        given = getattr(filters, field.name) or ()
        if len(given) > MAX_VALUES:
            raise Refused(
                f"the filter {field.name!r} has {len(given)} values; give at most {MAX_VALUES}",
                f"Filtret ”{field.name}” har {len(given)} värden. Välj högst {MAX_VALUES}.",
            )
        for value in given:
            if str(value) not in known[field.name]:
                values = ", ".join(known[field.name])
                raise Refused(
                    f"the filter {field.name!r} doesn't know {str(value)[:80]!r}; it knows: {values}",
                    f"Filtret ”{field.name}” har inget som heter ”{str(value)[:80]}”. Välj bland: {values}.",
                )
    return filters


def known_values(index: Index) -> dict[str, list[str]]:
    """What each filter can hold, in the order of the catalogue."""
    catalogue = index.collection.catalogue
    return {
        "municipality": list(dict.fromkeys(document.municipality for document in index.collection.documents)),
        "programme": [programme.id for programme in catalogue.programmes],
        "period": [f"{programme.period[0]}-{programme.period[1]}" for programme in catalogue.programmes],
        "organisations": [organisation.id for organisation in catalogue.organisations],
        "goals": [
            str(number)
            for number in sorted(
                {goal.number for p in catalogue.programmes for goal in p.goals if goal.number is not None}
            )
        ],
        "documents": [entry.id for entry in index.collection.documents if entry.superseded_by is None],
        "kinds": list(_KINDS),
        "statuses": list(STATUSES),
    }


def period_of(query: Query, catalogue: Catalogue) -> str | None:
    """The years of the programme that is meant, as the filter has them: "2016-2018"; None where several may be."""
    scope = query.scope
    current = in_force(catalogue)
    of_documents = {d.programme for d in catalogue.documents if d.id in scope.documents and d.programme not in current}
    meant = {p.period for p in catalogue.programmes if p.id in {*scope.programmes, *of_documents}}
    span = scope.period or (next(iter(meant)) if len(meant) == 1 else None)
    return f"{span[0]}-{span[1]}" if span else None


def documents_of(query: Query, catalogue: Catalogue) -> tuple[str, ...]:
    """The documents that are meant: those that are named, or all of a programme before that is."""
    earlier = set(query.scope.programmes) - in_force(catalogue)
    of_earlier = (d.id for d in catalogue.documents if d.programme in earlier and d.superseded_by is None)
    return tuple(dict.fromkeys((*query.scope.documents, *of_earlier)))


def organisations_of(query: Query, catalogue: Catalogue) -> tuple[str, ...]:
    """Every organisation that is named, those excepted too, in the order of the catalogue."""
    c = query.conditions
    current, documents = in_force(catalogue), query.scope.documents
    of_documents = (d.organisation for d in catalogue.documents if d.id in documents and d.programme in current)
    named = {*c.organisations, *c.excluded_organisations, *of_documents, *([c.count.than] if c.count else [])}
    return tuple(entry.id for entry in catalogue.organisations if entry.id in named)


@dataclass(frozen=True)
class RecordFilter:
    """Whether a passage or an activity is among what the filters mean.

    An organisation has the records that are its own and the city-wide ones that it performs. Where ``owners`` are
    given, only records of theirs are meant, None being nobody.
    """

    filters: Filters
    index: Index
    owners: tuple[str | None, ...] = ()

    def of(self, *owners: str | None) -> "RecordFilter":
        """The same of these owners' records only."""
        return replace(self, owners=owners)

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.index.collection.documents}

    @cached_property
    def _any(self) -> bool:
        return not any(getattr(self.filters, field.name) for field in fields(Filters))

    def __call__(self, record: Passage | Activity) -> bool:
        """Whether it is among them."""
        if self.owners and record.organisation not in self.owners:
            return False
        if self._any:
            return True
        filters, document = self.filters, self._documents[record.document]
        activity = record if isinstance(record, Activity) else self.index.activities.get(record.activity or "")
        return (
            _allows(filters.municipality, document.municipality)
            and _allows(filters.programme, record.programme)
            and _allows(filters.period, _period(document))
            and _allows(filters.documents, record.document)
            and _allows(filters.kinds, record.kind)
            and _allows(filters.goals, record.goal)
            and (
                not filters.organisations
                or record.organisation in filters.organisations
                or (activity is not None and bool(set(activity.performed_by) & set(filters.organisations)))
            )
            and (not filters.statuses or (activity is not None and activity.status in filters.statuses))
        )

    def passages(self) -> Mask:
        """The same for every passage at once; shape (passages,)."""
        filters, columns = self.filters, self.index.columns
        found = columns.meeting(
            organisation=self.owners, programme=filters.programme, kind=filters.kinds, goal=filters.goals,
            status=filters.statuses,
        )  # fmt: skip
        if filters.municipality or filters.period or filters.documents:
            documents = [
                document.id for document in self.index.collection.documents
                if _allows(filters.municipality, document.municipality)
                and _allows(filters.period, _period(document))
                and _allows(filters.documents, document.id)
            ]  # fmt: skip
            found &= columns.meeting(document=documents or ("",))
        if filters.organisations:
            found &= columns.held_by(filters.organisations)
        return found


def matcher(filters: Filters, index: Index) -> RecordFilter:
    """The filters as a test of the index's records."""
    return RecordFilter(filters, index)


def listed(filters: Filters, words: str, index: Index) -> list[Activity]:
    """Every activity that the filters mean and whose text has all these words; raises as ``check`` does."""
    matches = matcher(check(filters, index), index)
    if len(words) > MAX_SEARCHED:
        raise Refused(
            f"the words to find have {len(words)} characters; give at most {MAX_SEARCHED}",
            f"Sökorden är {len(words)} tecken långa. Korta dem till högst {MAX_SEARCHED} tecken.",
        )
    with question_cache():
        wanted = set(fold(words).split())
    return [
        entry
        for entry in index.collection.activities
        if matches(entry) and all(word in fold(f"{entry.title} {entry.body or ''}") for word in wanted)
    ]


def _allows(wanted: tuple[str, ...] | tuple[int, ...] | None, value: object) -> bool:
    return not wanted or value in wanted


def _period(document: Document) -> str | None:
    return f"{document.period[0]}-{document.period[1]}" if document.period else None
