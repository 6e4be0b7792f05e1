"""The records of a collection as tables of SQLite: what is asked of them by structure is one statement.

The database is made in memory from the loaded collection, in the order of the documents, and is only read.
"""

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from corpus.ingest import Collection
from corpus.swedish.dates import years_covered
from corpus.swedish.text import fold
from corpus.types import Activity, Kind
from index.storage.abbreviations import abbreviations

FIELDS = ("responsible", "timeline", "indicator", "results", "follow_up_planned")

# ``activities.status`` is what the latest report that states one says, else the plan's own; ``holders`` are the
# organisations whose records count as theirs: the owner's own and joint ones, the performer's city-wide ones.
# ``planned`` are those with a plan of their own in a programme, or named in a plan of the whole municipality as those
# who answer for something in it.
# A goal's key is its number, or its folded title in a programme that doesn't number its goals.
_SCHEMA = """
CREATE TABLE programmes (id TEXT, rank INT, title TEXT, municipality TEXT, first INT, last INT);
CREATE TABLE goals (programme TEXT, key TEXT, rank INT, number INT, title TEXT);
CREATE TABLE organisations (id TEXT PRIMARY KEY, rank INT, name TEXT, abbreviation TEXT, board TEXT, form TEXT,
    municipality TEXT);
CREATE TABLE documents (id TEXT PRIMARY KEY, rank INT, title TEXT, kind TEXT, programme TEXT, organisation TEXT,
    municipality TEXT, dated TEXT, superseded INT);
CREATE TABLE plans (id TEXT PRIMARY KEY, rank INT, document TEXT, programme TEXT, organisation TEXT, board TEXT,
    title TEXT, decided TEXT);
CREATE TABLE activities (id TEXT PRIMARY KEY, rank INT, document TEXT, plan TEXT, organisation TEXT, programme TEXT,
    goal INT, goal_key TEXT, kind TEXT, title TEXT, status TEXT, status_report TEXT, followed INT);
CREATE TABLE holders (activity TEXT, organisation TEXT);
CREATE TABLE planned (programme TEXT, organisation TEXT);
CREATE TABLE fields (activity TEXT, field TEXT, value TEXT, folded TEXT);
CREATE TABLE years (activity TEXT, year INT);
CREATE TABLE reports (activity TEXT, report TEXT, document TEXT, dated TEXT, status TEXT);
CREATE TABLE passages (id TEXT PRIMARY KEY, rank INT, document TEXT, plan TEXT, organisation TEXT, programme TEXT,
    goal INT, kind TEXT, activity TEXT, depth INT);
CREATE TABLE abbreviations (folded TEXT, written TEXT, meaning TEXT, passage TEXT);
CREATE INDEX holders_activity ON holders (activity);
CREATE INDEX fields_activity ON fields (activity, field);
CREATE INDEX years_activity ON years (activity);
CREATE INDEX reports_activity ON reports (activity);
CREATE INDEX passages_activity ON passages (activity);
CREATE INDEX passages_kind ON passages (kind, organisation);
"""


@dataclass(frozen=True)
class Counted:
    """How many records there are of each kind: the one definition behind every count that is shown.

    ``commitments`` are the own and joint activities of the plans; a city-wide activity is one record however many
    plans print it, and a report is no activity.
    """

    own: int
    joint: int
    city_wide: int
    reports: int

    @property
    def commitments(self) -> int:
        """What the organisations have committed to themselves."""
        return self.own + self.joint


class HasKind(Protocol):
    """A record, in whatever shape."""

    @property
    def kind(self) -> Kind:
        """What kind of record it is."""
        ...


def counted(activities: Iterable[HasKind]) -> Counted:
    """The records counted by kind."""
    kinds = Counter(entry.kind for entry in activities)
    return Counted(kinds["own"], kinds["joint"], kinds["city-wide"], kinds["follow-up"])


class RecordTable:
    """The tables of one collection. Safe to use from several threads."""

    def __init__(self, collection: Collection) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript(_SCHEMA)
        self._connection.execute("BEGIN")
        for table, rows in _tables(collection):
            if rows:
                places = ", ".join("?" * len(rows[0]))
                self._connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA query_only = ON")

    def ask(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """The rows that one statement gives."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()


def _tables(collection: Collection) -> Iterable[tuple[str, list[tuple[Any, ...]]]]:
    catalogue = collection.catalogue
    programmes = {programme.id: programme for programme in catalogue.programmes}
    dated = {entry.id: entry.date or str((entry.period or ("",))[-1]) for entry in collection.documents}
    by_id = {entry.id: entry for entry in collection.activities}
    yield "programmes", [(p.id, i, p.title, p.municipality, *p.period) for i, p in enumerate(catalogue.programmes)]
    yield (
        "goals",
        [
            (p.id, goal_key(goal.number, goal.title), i, goal.number, goal.title)
            for p in catalogue.programmes
            for i, goal in enumerate(p.goals)
        ],
    )
    yield (
        "organisations",
        [
            (o.id, i, o.name, o.abbreviation, o.board, o.form, o.municipality)
            for i, o in enumerate(catalogue.organisations)
        ],
    )
    yield (
        "documents",
        [
            (
                d.id,
                i,
                d.title,
                d.kind,
                d.programme,
                d.organisation,
                d.municipality,
                dated[d.id],
                d.superseded_by is not None,
            )
            for i, d in enumerate(collection.documents)
        ],
    )
    yield (
        "plans",
        [
            (p.id, i, p.document, p.programme, p.organisation, p.board, p.title, p.decided)
            for i, p in enumerate(collection.plans)
        ],
    )
    yield "activities", [
        (
            a.id, i, a.document, a.plan, a.organisation, a.programme, a.goal, goal_key(a.goal, a.goal_title), a.kind,
            a.title, *latest_status(a, by_id, dated), bool(a.followed_by),
        )
        for i, a in enumerate(collection.activities)
    ]  # fmt: skip
    yield (
        "holders",
        [
            (a.id, holder)
            for a in collection.activities
            for holder in ((a.organisation,) if a.organisation else a.performed_by)
        ],
    )
    yield "planned", sorted(_planned(collection))
    yield (
        "fields",
        [
            (a.id, field, value, fold(value))
            for a in collection.activities
            for field in FIELDS
            if (value := getattr(a, field))
        ],
    )
    yield (
        "years",
        [
            (a.id, year)
            for a in collection.activities
            for year in years_covered(
                a.timeline or "", programmes[a.programme].period if a.programme in programmes else None
            )
        ],
    )
    yield (
        "reports",
        [
            (a.id, report, by_id[report].document, dated.get(by_id[report].document, ""), by_id[report].status)
            for a in collection.activities
            for report in a.followed_by
            if report in by_id
        ],
    )
    yield (
        "passages",
        [
            (p.id, i, p.document, p.plan, p.organisation, p.programme, p.goal, p.kind, p.activity, len(p.headings))
            for i, p in enumerate(collection.passages)
        ],
    )

    yield "abbreviations", list(abbreviations(collection.passages))


def _planned(collection: Collection) -> set[tuple[str, str]]:
    common = {plan.id for plan in collection.plans if plan.organisation is None}
    own = {(p.programme, p.organisation) for p in collection.plans if p.programme and p.organisation}
    return own | {
        (a.programme, holder)
        for a in collection.activities
        if a.programme and a.plan in common
        for holder in ((a.organisation,) if a.organisation else a.performed_by)
    }


def goal_key(number: int | None, title: str | None) -> str | None:
    """What tells a goal from the others of its programme: 3 → "3", an unnumbered one → its folded title."""
    return str(number) if number is not None else fold(title) if title else None


def latest_status(
    activity: Activity, by_id: Mapping[str, Activity], dated: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """The status that the latest report that states one gives, and that report; else the record's own."""
    reports = [by_id[report] for report in activity.followed_by if report in by_id]
    stated = [report for report in reports if report.status]
    if stated:
        latest = max(stated, key=lambda report: dated.get(report.document, ""))
        return latest.status, latest.id
    return activity.status, activity.id if activity.status else None
