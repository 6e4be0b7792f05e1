"""Development comparisons → the weights of set membership, and from which odds on an organisation has it or has not.

Comparisons by two hands, and questions that other hands wrote for drawn queries, whose gold the words of the records
give. Of questions that one commitment answers only its owner is known: they say how wide the net must be.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import groupby
from statistics import mean

import numpy as np

from assistant.answer import Assistant
from assistant.retrieve.membership import FEATURES, SAID, membership_features
from corpus.swedish.text import fold, stem
from eval.datasets.questions import Place, load_rows, places, split_rows
from eval.datasets.strangers import SHIPPED, stranger_questions
from eval.fitting.calibration import Fitted
from eval.fitting.logistic import logistic, odds
from eval.measures.sets import stands_at
from eval.measures.strangers.understanding import QUERIES, written
from index.calibration import MembershipWeights
from index.lexical.vocabulary import IN_COMPOUND, best_strength
from index.storage.parts import Vectors

_RIDGE = 0.005
_OWED = 4.5  # what an activity that is owed weighs against one that isn't: so that as many are missed as are wrong
_OF_ONE = 0.3  # what a question weighs of which only the commitment that answers is known
_MISSED = 0.03  # of the organisations that have it: as many may be said to have nothing
_NEAR = 0.03  # of those that don't: as many may lie so near that they are uncertain whatever they say
_RIGHT = 0.9  # of the organisations that are said to have it
_COVERED = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)  # of the question's words, in the best sentence of all: the least
_LEAST_OF_BEST = 0.5  # every plan says something of the subject: what says half as much as another's has nothing on it
_WORDED = ("who_has", "who_lacks", "find", "list", "count")


@dataclass(frozen=True)
class _Asked:
    """A question by one hand: the features of the commitments, and whether each is owed, neither, or wrong.

    ``owed`` is 1 where it is owed, 0 where it is wrong, nan where nobody knows; so is ``has`` of organisations.
    """

    hand: str
    signs: Vectors
    owed: Vectors
    organisations: tuple[str, ...]
    has: Mapping[str, float]

    @property
    def whole(self) -> bool:
        """Whether what is wrong is known too."""
        return bool((self.owed == 0).any() and (self.owed == 1).any())


@dataclass(frozen=True)
class _Cuts:
    """See ``MembershipWeights``."""

    has: float
    unclear: float
    near: float
    covered: float


def fit_membership(assistant: Assistant) -> Fitted:
    """The weights and the two thresholds; what is measured has each hand left out in turn."""
    asked = [*_comparisons(assistant), *_strangers(assistant), *_worded(assistant), *_of_one(assistant)]
    names = [field.name for field in fields(MembershipWeights)[: FEATURES + 1]]
    fitted = {name: round(float(weight), 2) for name, weight in zip(names, _fitted(asked), strict=True)}
    hands = sorted({one.hand for one in asked})
    unseen = {hand: _fitted([one for one in asked if one.hand != hand]) for hand in hands}
    found = [(one, odds(one.signs, unseen[one.hand])) for one in asked]
    cuts = _cuts(found)
    by_hand = [
        f"{hand} {_levels(list(group), cuts)}"
        for hand, group in groupby(sorted(found, key=lambda entry: entry[0].hand), key=lambda entry: entry[0].hand)
    ]
    sets = [_measured(one, said) for one, said in found if one.hand.startswith("comparisons") and one.whole]
    return Fitted(
        "membership",
        {**fitted, **asdict(cuts), "least_of_best": _LEAST_OF_BEST},
        questions=f"{len(asked)} by {len(hands)} hands (development): comparisons, worded queries, single places",
        measured=f"each hand left out in turn: recall at R {mean(recall for recall, _ in sets):.2f}, precision "
        f"{mean(right for _, right in sets):.2f}; organisations: {_levels(found, cuts)}; by hand: "
        + "; ".join(by_hand),
    )


def _comparisons(assistant: Assistant) -> Iterator[_Asked]:
    for row in load_rows("comparisons", "dev"):
        if row["gold"]:
            may = set(row.get("maybe", ()))
            has = {o: float("nan") if o in may else float(o in row["with"]) for o in assistant.records.with_plan}
            hand = f"comparisons {row['id'][3]}"  # two wrote them, numbered apart
            owed, maybe = places(row["gold"]), places(row.get("maybe_gold", ()))
            yield _asked(hand, row["question"], owed, assistant, maybe=maybe, has=has)


def _strangers(assistant: Assistant) -> Iterator[_Asked]:
    """Comparisons by people who read the commitments and know nothing of the program."""
    records = assistant.records
    ids = {entry.abbreviation: entry.id for entry in assistant.index.organisations.values()}
    for row in split_rows("comparisons", "dev"):
        has, unclear = {ids[e] for e in row["has"]}, {ids[e] for e in row["unclear"]}
        part = assistant.parts(row["question"])[0]
        owed = np.array(
            [
                1.0 if e.id in row["activities"] else np.nan if e.organisation in has | unclear else 0.0
                for e in records.commitments
            ]
        )
        signs = membership_features(assistant.query(part.text), part.need.terms, records)
        owners = tuple(e.organisation or "" for e in records.commitments)
        known = {o: float("nan") if o in unclear else float(o in has) for o in records.with_plan if o in owners}
        yield _Asked(f"comparisons by {row['writer']}", signs, owed, owners, known)


def _worded(assistant: Assistant) -> Iterator[_Asked]:
    """Questions written for a drawn query on a subject: who says its words has it, who says none has not."""
    commitments = assistant.records.commitments
    said = [[stem(word) for word in fold(f"{e.title} {e.body or ''}").split()] for e in commitments]
    for entry in written(sorted((QUERIES / "dev").glob("*.jsonl"))):
        query, c = entry.gold, entry.gold.conditions
        if entry.collection != SHIPPED or not query.topic or query.operation not in _WORDED or query.scope.programmes:
            continue
        if c.organisations or c.excluded_organisations or c.goals:
            continue
        match = np.array([[best_strength(word, stems) for word in query.topic] for stems in said])
        owed = np.where((match >= IN_COMPOUND).all(axis=1), 1.0, np.where(match.max(axis=1) > 0, np.nan, 0.0))
        part = assistant.parts(entry.question)[0]
        signs = membership_features(assistant.query(part.text), part.need.terms, assistant.records)
        owners = tuple(e.organisation or "" for e in commitments)
        yield _Asked(f"queries {entry.writer}", signs, owed, owners, _having(owners, owed))


def _of_one(assistant: Assistant) -> Iterator[_Asked]:
    """Questions that name nobody and that one commitment answers: its owner has it, of the others nobody knows."""
    rows = [(name, row["question"], places(row["gold"]))
            for name in ("single", "answerable", "facts") for row in load_rows(name, "dev")]  # fmt: skip
    rows += [(f"open {q.writer}", q.question, [q.place])
             for q in stranger_questions("dev") if q.collection == SHIPPED and q.place]  # fmt: skip
    for hand, question, owed in rows:
        found = _asked(hand, question, owed, assistant, rest_known=False)
        named = assistant.parts(question)[0]
        if (found.owed == 1).any() and not (named.owners or named.conditions.excluded_organisations):
            yield found


def _asked(
    hand: str, question: str, owed: Sequence[Place], assistant: Assistant, *, maybe: Sequence[Place] = (),
    has: Mapping[str, float] | None = None, rest_known: bool = True,
) -> _Asked:  # fmt: skip
    records = assistant.records
    part = assistant.parts(question)[0]
    belongs = np.array([any(stands_at(entry, place) for place in owed) for entry in records.commitments])
    excluded = part.conditions.excluded_organisations
    unknown = (
        np.array([any(stands_at(e, place) for place in maybe) or not rest_known for e in records.commitments])
        & ~belongs
    )
    kept = np.array([entry.organisation not in excluded for entry in records.commitments])
    values = np.where(belongs, 1.0, np.where(unknown, np.nan, 0.0))[kept]
    signs = membership_features(assistant.query(part.text), part.need.terms, records)[kept]
    owners = tuple(e.organisation or "" for e in records.commitments if e.organisation not in excluded)
    known = {o: value for o, value in (has or {}).items() if o in owners}
    return _Asked(hand, signs, values, owners, known or _having(owners, values))


def _having(owners: Sequence[str], owed: Vectors) -> dict[str, float]:
    """Who has a commitment that is owed; who has only such as are wrong has not, of others nobody knows."""
    theirs = {owner: owed[[o == owner for o in owners]] for owner in dict.fromkeys(owners)}
    return {
        owner: 1.0 if (values == 1).any() else 0.0 if (values == 0).all() else float("nan")
        for owner, values in theirs.items()
    }


def _fitted(questions: Sequence[_Asked]) -> Vectors:
    """Each question weighs the same; of those of which only what is owed is known, the others count as wrong."""
    x, y, weights = [], [], []
    for one in questions:
        if not (one.owed == 1).any():
            continue
        known = ~np.isnan(one.owed) | (not one.whole)
        owed = np.nan_to_num(one.owed[known])
        x.append(one.signs[known])
        y.append(owed)
        weights.append((1.0 if one.whole else _OF_ONE) * np.where(owed == 1, _OWED, 1.0) / len(owed))
    return logistic(np.concatenate(x), np.concatenate(y), np.concatenate(weights), ridge=_RIDGE)


def _cuts(questions: Sequence[tuple[_Asked, Vectors]]) -> _Cuts:
    """The cuts on questions whose words are met well enough that fewest organisations are left unclear or are wrong."""
    met = [(covered, [one for one in questions if _covered(one[0]) >= covered]) for covered in _COVERED]
    cuts = [replace(_cuts_of(kept), covered=covered) for covered, kept in met]
    return max(cuts, key=lambda one: _right(questions, one))


def _covered(one: _Asked) -> float:
    return float(one.signs[:, SAID].max(initial=0.0))


def _right(questions: Sequence[tuple[_Asked, Vectors]], cuts: _Cuts) -> float:
    """The share of organisations in the right one of has it and nothing found, each hand weighing the same."""
    by_hand: dict[str, list[bool]] = {}
    for one, said in questions:
        if one.hand.startswith(("comparisons", "queries")):
            sure = _covered(one) >= cuts.covered
            by_hand.setdefault(one.hand, []).extend(
                sure and value >= cuts.has for value, _ in _organisations(one, said, 1.0)
            )
            by_hand[one.hand].extend(
                sure and value < cuts.unclear and near < cuts.near for value, near in _organisations(one, said, 0.0)
            )
    return mean(mean(right) for right in by_hand.values())


def _cuts_of(questions: Sequence[tuple[_Asked, Vectors]]) -> _Cuts:
    """From where on an organisation has it, so that those said to do, and below where nothing is found."""
    compared = [one for one in questions if one[0].hand.startswith("comparisons")]
    lacking = [(value, near) for one, said in compared for value, near in _organisations(one, said, 0.0)]
    near = float(np.quantile([near for _, near in lacking], 1 - _NEAR))
    missed = min(_missed(compared, near), _missed(questions, near))
    known = sorted([(v, 1.0) for one, said in compared for v, _ in _organisations(one, said, 1.0)]
                   + [(v, 0.0) for v, _ in lacking])  # fmt: skip
    from_here = [value for i, (value, _) in enumerate(known) if mean(owes for _, owes in known[i:]) >= _RIGHT]
    has, unclear = max(from_here[0], 0.0), min(missed, 0.0)
    return _Cuts(round(has, 2), round(unclear, 2), round(near, 2), covered=0.0)


def _missed(questions: Sequence[tuple[_Asked, Vectors]], near: float) -> float:
    """Below where too many that have it would be said to have nothing; whoever lies near is not."""
    having = [entry for one, said in questions for entry in _organisations(one, said, 1.0)]
    return sorted(value if behind < near else np.inf for value, behind in having)[int(_MISSED * len(having))]


def _organisations(one: _Asked, said: Vectors, owes: float) -> list[tuple[float, float]]:
    """Of the organisations that have it (1) or not (0): the best commitment's odds, and the nearest's ``behind``."""
    best, near = _best(one, said), _best(one, one.signs[:, 0])
    return [(best[entry], near[entry]) for entry in best if one.has.get(entry) == owes]


def _best(one: _Asked, said: Vectors) -> dict[str, float]:
    """The highest value of each organisation's commitments."""
    best: dict[str, float] = {}
    for organisation, value in zip(one.organisations, said, strict=True):
        best[organisation] = max(best.get(organisation, -np.inf), float(value))
    return best


def _levels(questions: Sequence[tuple[_Asked, Vectors]], cuts: _Cuts) -> str:
    """Of the organisations that have it, how many are said to and how many to have nothing; and of those that don't."""
    parts = []
    for owes, name in ((1.0, "having"), (0.0, "lacking")):
        of = [
            (_covered(one) >= cuts.covered, *entry)
            for one, said in questions
            for entry in _organisations(one, said, owes)
        ]
        if of:
            has = mean(sure and value >= cuts.has for sure, value, _ in of)
            none = mean(sure and value < cuts.unclear and near < cuts.near for sure, value, near in of)
            parts.append(f"{len(of)} {name} it has {has:.2f} none {none:.2f}")
    return ", ".join(parts)


def _measured(one: _Asked, said: Vectors) -> tuple[float, float]:
    """Recall among the first R of what is given, and precision; the best is always given."""
    known = ~np.isnan(one.owed)
    found, owed = said[known], one.owed[known]
    order = np.argsort(-found, kind="stable")
    given = [row for row in order if found[row] >= 0] or [order[0]]
    first = given[: int(owed.sum())]
    return float(owed[first].sum() / owed.sum()), float(owed[given].mean())
