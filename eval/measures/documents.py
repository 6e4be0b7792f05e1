"""Documents that nobody has corrected anything of → how much of each is read right, as it would be taken in.

Each file goes the way of ``planassistent preview``: read, its entry drafted, its text parsed. What is right stands
beside it. Titles of activities and values of fields are compared word for word; of what OCR has read, nearly.
"""

import argparse
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from assistant.settings import read_settings
from corpus.catalogue import load_catalogue
from corpus.files import sha256
from corpus.ingest import restore_source
from corpus.parsing.owners import same_municipality
from corpus.preview import NO_CATALOGUE, Preview, preview_source
from corpus.reading.files import read_file
from corpus.swedish.text import fold
from corpus.types import Activity, Catalogue, Line
from eval.datasets.documents import InventedDocument, documents
from eval.markdown import table

FIELDS = ("responsible", "timeline", "indicator", "status", "results")
COVER = ("title", "period", "municipality", "decided", "diary", "kind", "owner")
_ALIKE = 90.0  # of what is read from a picture
_YEARS = re.compile(r"\W*\b(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)\d\d|\d\d))?\b\W*$")

Same = Callable[[str, str], bool]


@dataclass(frozen=True)
class Scores:
    """Counts of one document, or of several together.

    ``fields`` are those that the gold or the reading has, of the activities found; ``under`` those of them whose
    goal is right. ``strangers`` are facts given to another municipality; ``edits`` words of clean text changed.
    """

    documents: int = 0
    wanted: int = 0
    found: int = 0
    right: int = 0
    f1_sum: float = 0.0
    fields: int = 0
    fields_right: int = 0
    under: int = 0
    numbers: int = 0
    cover: int = 0
    cover_right: int = 0
    strangers: int = 0
    edits: int = 0
    differences: tuple[str, ...] = field(default=(), repr=False)

    def __add__(self, other: "Scores") -> "Scores":
        return Scores(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def documents_command(words: Sequence[str]) -> str:
    """``python -m eval documents``: a row a document of ``dev`` and ``cases``, totals alone of ``held``."""
    parser = argparse.ArgumentParser(prog="python -m eval documents")
    parser.add_argument("split", nargs="?", choices=("dev", "held", "cases"), default="dev")
    parser.add_argument("--through", choices=("pdf", "scan"), help="the Word files, printed or scanned")
    parser.add_argument("--only", metavar="TEXT", help="documents whose name has this in it (not of 'held')")
    parser.add_argument("-v", action="store_true", dest="verbose", help="what differs, with neither catalogue")
    options = parser.parse_args(words)
    settings = read_settings(os.environ)
    shipped = load_catalogue(settings.shipped)
    held = options.split == "held"
    scored: list[tuple[InventedDocument, Scores, Scores]] = []
    for document in documents(options.split, through=options.through, cache=settings.data / "eval-documents"):
        if options.only and not held and options.only not in document.name:
            continue
        scored.append((document, score(document, NO_CATALOGUE), score(document, shipped)))
    parts = []
    if not held:
        parts.append(_rows([(f"{d.hand} {d.name}", alone, known) for d, alone, known in scored]))
    for by in ("format", "hand"):
        groups = sorted({getattr(d, by) for d, _, _ in scored})
        rows = [(f"{by} {group}", *_sums([s for s in scored if getattr(s[0], by) == group])) for group in groups]
        parts.append(_rows(rows if by == "format" else [*rows, ("all", *_sums(scored))]))
    if options.verbose and not held:
        parts += ["\n".join([f"## {d.hand} {d.name}", *alone.differences]) for d, alone, _ in scored]
    return "\n\n".join(parts)


def _sums(scored: Sequence[tuple[InventedDocument, Scores, Scores]]) -> tuple[Scores, Scores]:
    return sum((s[1] for s in scored), Scores()), sum((s[2] for s in scored), Scores())


def _rows(rows: Sequence[tuple[str, Scores, Scores]]) -> str:
    headings = ["documents", "of", "activities", "found", "right", "mean F1", "fields", "goals", "numbers", "cover",
                "wrong municipality", "edits", "shipped: F1", "fields", "cover", "wrong"]  # fmt: skip
    return table(
        headings,
        [
            [
                name, str(a.documents), str(a.wanted), str(a.found), str(a.right), _share(a.f1_sum, a.documents),
                _share(a.fields_right, a.fields), _share(a.under, a.right), _share(a.numbers, a.right),
                _share(a.cover_right, a.cover), str(a.strangers), str(a.edits),
                _share(k.f1_sum, k.documents), _share(k.fields_right, k.fields), _share(k.cover_right, k.cover),
                str(k.strangers),
            ]
            for name, a, k in rows
        ],
    )  # fmt: skip


def _share(right: float, of: int) -> str:
    return f"{right / of:.3f}" if of else "–"


def score(document: InventedDocument, catalogue: Catalogue) -> Scores:
    """How much of a document is right; one that can't be read has nothing right."""
    gold, content = document.gold, document.content
    try:
        source = restore_source(read_file(content, document.name))
        read = preview_source(source, document.name, sha256(content), catalogue)
    except Exception as error:  # whatever stops one document is a fault of its own, shown with -v
        wanted = len(gold["activities"])
        cover = sum(name in gold for name in COVER)
        return Scores(1, wanted, f1_sum=float(not wanted), cover=cover, differences=(f"  can't be read: {error!r}",))
    scanned = read.part.document.machine_read or "scan" in document.format
    same = nearly if scanned else exactly
    said = dict(cover_fields(read))
    differences = []
    right = 0
    for name in (name for name in COVER if name in gold):
        fits = _same_cover(name, said[name], gold[name])
        right += fits
        if not fits:
            differences.append(f"  {name}: {said[name]!r}, right is {gold[name]!r}")
    activities = read.part.activities
    pairs = matched(gold["activities"], activities, same)
    rows = [_fields(wanted, found, same) for wanted, found in pairs]
    fields = [entry for row in rows for entry in row]
    differences += [line for (wanted, _), row in zip(pairs, rows, strict=True) for line in _wrong(wanted, row)]
    differences += _unmatched(gold["activities"], activities, pairs)
    goals = [_same_goal(wanted, found, same) for wanted, found in pairs]
    differences += [
        f"  goal of {wanted['title'][:40]!r}: {found.goal} {found.goal_title!r}, right is {wanted.get('goal')} "
        f"{wanted.get('goal_title')!r}"
        for (wanted, found), fits in zip(pairs, goals, strict=True)
        if not fits
    ]
    edits = 0 if scanned else changed_words(read.part.lines)
    if edits:
        differences.append(f"  edits of clean text: {edits}")
    total = len(gold["activities"]) + len(activities)
    return Scores(
        documents=1,
        wanted=len(gold["activities"]),
        found=len(activities),
        right=len(pairs),
        f1_sum=2 * len(pairs) / total if total else 1.0,
        fields=len(fields),
        fields_right=sum(fits for *_, fits in fields),
        under=sum(goals),
        numbers=sum(wanted.get("number") == found.number for wanted, found in pairs),
        cover=sum(name in gold for name in COVER),
        cover_right=right,
        strangers=strangers(read, gold, catalogue),
        edits=edits,
        differences=tuple(differences),
    )


def cover_fields(read: Preview) -> Iterator[tuple[str, str | None]]:
    """What the cover says, each field in the words of the gold; the owner is the organisation's name as printed."""
    found, document = read.draft, read.part.document
    yield "title", found.title
    yield "period", "–".join(map(str, dict.fromkeys(found.period))) if found.period else found.date
    yield "municipality", document.municipality or None
    yield "decided", found.decided
    yield "diary", found.diary_number
    yield "kind", {"plans": "plan", "follow-up": "follow-up", None: None}[document.kind]
    yield "owner", found.owner


def changed_words(lines: Sequence[Line]) -> int:
    """The stretches in which a text says other letters than its file; a word joined again is the same word."""
    sources, texts = ("".join(_letters(getattr(line, name)) for line in lines) for name in ("source", "text"))
    return 0 if sources == texts else sum(len(line.edits) for line in lines)


def _letters(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", text)


def strangers(read: Preview, gold: Mapping[str, Any], catalogue: Catalogue) -> int:
    """The facts that are given to another municipality than the document's; unknown is none."""
    wanted = gold.get("municipality")
    if wanted is None:
        return 0
    own = {e.id for e in catalogue.organisations if not _same_municipality(e.municipality, wanted)}
    part = read.part
    whose = [part.document.organisation, *(plan.organisation for plan in part.plans)]
    whose += [activity.organisation for activity in part.activities]
    whose += [performer for activity in part.activities for performer in activity.performed_by]
    whose += [passage.organisation for passage in part.passages]
    municipality = part.document.municipality
    other = bool(municipality) and not _same_municipality(municipality, wanted)
    return other + sum(owner in own for owner in whose)


def matched(
    wanted: Sequence[Mapping[str, Any]], activities: Sequence[Activity], same: Same
) -> list[tuple[Mapping[str, Any], Activity]]:
    """Each wanted activity with one found that has its title; of several, one under the same goal."""
    left = list(activities)
    pairs = []
    for entry in wanted:
        fits = [activity for activity in left if _same_title(entry["title"], activity, same)]
        if fits:
            best = min(fits, key=lambda activity: not _same_goal(entry, activity, same))
            left.remove(best)
            pairs.append((entry, best))
    return pairs


def exactly(one: str, other: str) -> bool:
    """The same but for white space."""
    return _plain(one) == _plain(other)


def nearly(one: str, other: str) -> bool:
    """The same but for what OCR makes of a letter here and there, and of a dash, whose length it can't tell."""
    return fuzz.ratio(*(re.sub(r"[–—]", "-", _plain(text)) for text in (one, other))) >= _ALIKE


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _same_title(title: str, activity: Activity, same: Same) -> bool:
    """An activity that has no title of its own may have its later sentences as its body."""
    wanted, found = _plain(title).rstrip("."), _plain(activity.title).rstrip(".")
    if same(wanted, found):
        return True
    whole = _plain(f"{activity.title} {activity.body or ''}")
    return same(wanted, whole[: len(wanted)]) and len(found) > 0 and same(wanted[: len(found)], found)


def _same_goal(wanted: Mapping[str, Any], activity: Activity, same: Same) -> bool:
    if wanted.get("goal") is not None and _counted(wanted["goal"]) != activity.goal:
        return False
    title = wanted.get("goal_title")
    return title is None or same(title.rstrip("."), (activity.goal_title or "").rstrip("."))


def _counted(goal: int | str) -> int:
    """A goal's number; a letter counts as its place in the alphabet; what is read counts letters that go on from A."""
    return goal if isinstance(goal, int) else "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ".index(goal) + 1


def _fields(wanted: Mapping[str, Any], activity: Activity, same: Same) -> list[tuple[str, Any, Any, bool]]:
    """The fields that one of them has: the name, what is wanted, what is found, whether they are the same."""
    rows = []
    for name in FIELDS:
        right, said = wanted.get(name), getattr(activity, name)
        if name in wanted and (right is not None or said is not None):
            fits = right is not None and said is not None and same(right.rstrip("."), said.rstrip("."))
            rows.append((name, right, said, fits))
    return rows


def _wrong(wanted: Mapping[str, Any], row: Sequence[tuple[str, Any, Any, bool]]) -> list[str]:
    return [
        f"  {name} of {wanted['title'][:40]!r}: {said!r}, right is {right!r}"
        for name, right, said, fits in row
        if not fits
    ]


def _unmatched(
    wanted: Sequence[Mapping[str, Any]],
    activities: Sequence[Activity],
    pairs: Sequence[tuple[Mapping[str, Any], Activity]],
) -> list[str]:
    missing = Counter(entry["title"] for entry in wanted) - Counter(entry["title"] for entry, _ in pairs)
    extra = Counter(activity.title for activity in activities) - Counter(activity.title for _, activity in pairs)
    return [f"  missing: {title!r}" for title in missing] + [f"  not one: {title!r}" for title in extra]


def _same_cover(name: str, text: str | None, right: str | None) -> bool:
    if text is None or right is None:
        return text is right
    if name == "title":
        return _cited(text) == _cited(right)
    if name == "municipality":
        return _same_municipality(text, right)
    if name == "period":
        return re.findall(r"\d{4}", text) == re.findall(r"\d{4}", right)
    return exactly(text.casefold(), right.casefold())


def _cited(title: str) -> list[str]:
    """The words of a title without its years."""
    return fold(_YEARS.sub("", _plain(title))).split()


def _same_municipality(one: str, other: str) -> bool:
    return same_municipality(one, other)
