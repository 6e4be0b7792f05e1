"""An activity → the most similar ones of other organisations, grouped, with the words they share."""

from dataclasses import dataclass

import numpy as np

from assistant.retrieve.records import Records
from corpus.swedish.text import fold, stem
from corpus.swedish.vocabulary import is_content
from corpus.types import Activity

PER_ORGANISATION = 3
_SHARED_WORDS = 6


@dataclass(frozen=True)
class Similar:
    """An activity that is like another, how much, and what they share in words, rarest first."""

    activity: Activity
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class SimilarGroup:
    """The similar activities of one organisation, best first."""

    organisation: str
    activities: tuple[Similar, ...]


def similar(activity: Activity, records: Records, *, elsewhere: bool = True) -> list[SimilarGroup]:
    """Commitments like this one, grouped by organisation, most similar first.

    ``elsewhere`` leaves out those of its own organisation. City-wide activities are nobody's own
    and stand nowhere here.
    """
    rows = records.rows(activity)
    others = [
        other
        for other in records.commitments
        if other.organisation is not None
        and other.id != activity.id
        and not (elsewhere and other.organisation == activity.organisation)
    ]
    if not rows or not others:
        return []
    cut = records.calibration.similar
    query = records.views.vectors_of(rows).mean(axis=0)
    query = query / np.linalg.norm(query)
    own = _words(activity)
    shares = dict(zip((e.id for e in records.commitments), records.coverage(tuple(own.values())), strict=True))
    scores = records.nearness(query, others) + cut.words * np.array([shares[e.id] for e in others])
    middle = float(np.median(scores))
    least = middle + max(cut.share * float(scores.max() - middle), cut.deviations * float(scores.std()))
    found: dict[str, list[Similar]] = {}
    for i in np.argsort(-scores, kind="stable"):
        entry, score = others[int(i)], float(scores[int(i)])
        group = found.setdefault(entry.organisation or "", [])
        if score >= least and len(group) < PER_ORGANISATION:
            group.append(Similar(entry, score, _shared(own, entry, records)))
    return [SimilarGroup(organisation, tuple(group)) for organisation, group in found.items() if group]


def _words(activity: Activity) -> dict[str, str]:
    """The words of subject matter by their stems, as they are first written there, in small letters."""
    words: dict[str, str] = {}
    for word in f"{activity.title} {activity.body or ''}".split():
        written = word.strip(".,:;!?()[]”\"'•–-").lower()
        if written and is_content(fold(written)) and " " not in fold(written) and len(written) > 3:
            words.setdefault(stem(fold(written)), written)
    return words


def _shared(own: dict[str, str], other: Activity, records: Records) -> tuple[str, ...]:
    common = own.keys() & _words(other).keys()
    ranked = sorted(common, key=lambda word: (-records.words.specificity(word), word))
    return tuple(own[word] for word in ranked[:_SHARED_WORDS])
