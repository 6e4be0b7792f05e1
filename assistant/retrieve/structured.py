"""What was understood → the whole set that is asked for, by structure or by meaning, and who has none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from assistant.answerability.verdict import Verdict
from assistant.query.recognise.intents import BOTH_SIDES
from assistant.query.understand import Understood
from assistant.retrieve.membership import fits
from assistant.retrieve.records import Records
from corpus.types import Activity, Passage
from index.retrieval.search import Hit
from index.storage.parts import Vectors

Outcome = Literal["answered", "uncertain", "says_none", "nothing_found", "ambiguous", "refer_to_help"]
Way = Literal["set", "compare", "similar", "search"]

_STRUCTURAL_LEFTOVER = 2


@dataclass(frozen=True)
class Coverage:
    """Who has what was asked for. ``complete`` only where structure decides it."""

    has: tuple[str, ...] = ()
    has_not: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    complete: bool = False

    @property
    def of(self) -> int:
        """The denominator: how many organisations were asked of."""
        return len(self.has) + len(self.has_not) + len(self.unclear)


@dataclass(frozen=True)
class Finding:
    """What one part of a question gets; ``hits`` are the evidence, ``near`` lies near and is no answer."""

    asked: Understood
    way: Way
    outcome: Outcome
    hits: tuple[Hit, ...] = ()
    activities: tuple[str, ...] = ()
    city_wide: tuple[Passage, ...] = ()
    coverage: Coverage | None = None
    choices: tuple[str, ...] = ()
    near: tuple[Hit, ...] = field(default=())
    verdict: Verdict | None = None


def decided_by_structure(asked: Understood, records: Records) -> bool:
    """Whether organisation, goal and kind say all that is asked, so that nothing has to be searched.

    A word or two that no document has ("tack", "egentligen") narrow nothing.
    """
    rest = asked.rest
    if asked.intent == "result" and asked.owners and asked.goals:
        rest = tuple(word for word in rest if word not in BOTH_SIDES)
    if 0 < len(rest) <= _STRUCTURAL_LEFTOVER and asked.owners and (asked.goals or asked.wants_all):
        rest = tuple(word for word in rest if records.words.knows(word))
    named = asked.goals or asked.kinds or asked.statuses
    if asked.side or rest or asked.similar or asked.excluded or (asked.intent == "find" and not named):
        return False
    if asked.programme is not None and asked.programme not in records.in_force:
        return False
    if asked.unknown or asked.municipality or not all(records.says(name) for name in asked.names):
        return False
    if any(year not in records.years for year in asked.years):
        return False
    if not set(asked.kinds) <= {"own", "joint", "city-wide"}:
        return False
    if not set(asked.documents) <= records.plan_documents and asked.intent not in ("plan_vs_followup", "result"):
        return False
    if asked.goals or asked.statuses or "city-wide" in asked.kinds:
        return True
    if asked.intent == "result":
        return False
    return bool(asked.owners or asked.choices) or (asked.intent in ("count", "list") and not asked.documents)


def structural_set(
    asked: Understood,
    records: Records,
    *,
    matches: Callable[[Passage | Activity], bool] = lambda record: True,
) -> Finding:
    """Exactly the records that structure gives, their evidence, and what is city-wide beside them."""
    owners = asked.owners or records.with_plan
    kinds = asked.kinds or ("own", "joint")
    city_wide = [
        entry for entry in records.city_wide
        if (not asked.goals or entry.goal in asked.goals)
    ]  # fmt: skip
    wanted = [
        entry for entry in records.commitments
        if entry.organisation in owners and entry.kind in kinds
        and (not asked.goals or entry.goal in asked.goals)
    ]  # fmt: skip
    if "city-wide" in kinds:
        wanted += [e for e in city_wide if not asked.owners or set(e.performed_by) & set(asked.owners)]
    wanted = [entry for entry in wanted if matches(entry)]
    if asked.statuses:
        wanted = [entry for entry in wanted if records.statuses(entry) & set(asked.statuses)]
    having = {o for entry in wanted for o in ((entry.organisation,) if entry.organisation else entry.performed_by)}
    coverage = Coverage(
        has=tuple(o for o in owners if o in having),
        has_not=tuple(o for o in owners if o not in having and o in records.with_plan),
        unclear=tuple(o for o in owners if o not in having and o not in records.with_plan),
        complete=all(o in records.with_plan for o in owners) and not asked.statuses,
    )
    shown = [p for o in coverage.has_not for p in records.headings(o, asked.goals)] if asked.owners else []
    outcome: Outcome = "answered"
    if asked.wants_none:
        wanted, shown = [], [p for o in coverage.has_not for p in records.headings(o, asked.goals)]
    elif not wanted:
        outcome = "says_none" if coverage.complete else "nothing_found"
        shown = shown or [p for o in coverage.has_not for p in records.headings(o, asked.goals)]
    else:
        shown = [p for p in shown if p.organisation in coverage.has_not]
    evidence = [*records.evidence(wanted), *shown]
    if asked.statuses:
        evidence = [passage for entry in wanted for passage in (*records.status_of(entry), *records.evidence([entry]))]
    if wanted and not evidence:
        # All of it is kept out of the index: there is something, but nothing that shows it.
        return Finding(asked, "set", "nothing_found")
    return Finding(
        asked, "set", outcome,
        hits=tuple(Hit(passage, 1.0) for passage in evidence),
        activities=tuple(entry.id for entry in wanted),
        city_wide=() if "city-wide" in kinds else tuple(records.evidence(city_wide)),
        coverage=coverage,
    )  # fmt: skip


def set_by_meaning(
    query: Vectors,
    asked: Understood,
    records: Records,
    *,
    matches: Callable[[Passage | Activity], bool] = lambda record: True,
) -> Finding:
    """The commitments that fit, per organisation its best evidence first of all; never complete."""
    allowed = [
        entry for entry in records.commitments
        if entry.organisation not in asked.excluded
        and (not asked.owners or entry.organisation in asked.owners)
        and (not asked.goals or entry.goal in asked.goals)
        and (not asked.kinds or entry.kind in asked.kinds)
        and matches(entry)
        and records.rows(entry)  # its text may be kept out of the index
    ]  # fmt: skip
    if not allowed:
        return Finding(asked, "compare", "nothing_found")
    kept = {entry.id for entry in allowed}
    odds = fits(query, asked, records)[[entry.id in kept for entry in records.commitments]]
    order = [int(i) for i in np.argsort(-odds, kind="stable")]
    chosen = [i for i in order if odds[i] >= 0] or order[:1]
    near = [i for i in order if odds[i] >= records.calibration.membership.unclear][len(chosen) :]
    close = {allowed[i].organisation for i in near}
    having = {allowed[i].organisation for i in chosen}
    asked_of = [o for o in (asked.owners or records.with_plan) if o not in asked.excluded]
    hits = [Hit(_nearest(query, allowed[i], records), float(1 / (1 + np.exp(-odds[i])))) for i in chosen]
    return Finding(
        asked, "compare", "answered",
        hits=tuple(hits),
        activities=tuple(allowed[i].id for i in chosen),
        coverage=Coverage(
            has=tuple(o for o in asked_of if o in having),
            has_not=tuple(o for o in asked_of if o not in having | close),
            unclear=tuple(o for o in asked_of if o in close - having),
        ),
    )  # fmt: skip


def _nearest(query: Vectors, activity: Activity, records: Records) -> Passage:
    rows = records.rows(activity)
    return records.index.collection.passages[max(rows, key=lambda row: float(records.vectors[row] @ query))]
