"""Questions put into words by people, against the query each was written for: slot by slot, and as a whole."""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.query.conversation.dialogue import continued
from assistant.query.parse import Reader, parse, reading_by_meaning
from assistant.query.schema import query_from_json
from assistant.query.spelling import Spelling
from assistant.query.types import Query
from corpus.ingest import Collection
from corpus.swedish.text import fold, stem
from eval.datasets import DATA
from eval.datasets.query_files import read_collection
from eval.markdown import table
from index.calibration import calibration_for
from index.embedding.embedder import Embedder
from index.storage.fingerprint import BUNDLED

LONGEST_UNIT = 60  # characters; a longer field says more than who
QUERIES = DATA / "queries"
_COLLECTIONS = {"M": "shipped", "Ä": str(DATA / "collections" / "alvsbro")}
_FILES = ("shipped", "alvsbro", "shipped-2", "alvsbro-2")
_TURN_FILES = ("turns", "turns-2")
Slot = Callable[[Query], object]
_TOPICAL = ("find", "list")


@dataclass(frozen=True)
class Written:
    """One question with the query that it puts into words."""

    id: str
    writer: str
    question: str
    gold: Query

    @property
    def collection(self) -> str:
        return _COLLECTIONS[self.id[0]]


def written(files: Sequence[Path]) -> Iterator[Written]:
    """The questions of files, those left out by their writer not among them."""
    gold = {
        row["id"]: query_from_json(row["query"])
        for name in _FILES
        for row in _rows(QUERIES / f"{name}.jsonl")
    }  # fmt: skip
    for file in files:
        for row in _rows(file):
            if row.get("question") and row["id"] in gold:
                yield Written(row["id"], row.get("writer", file.stem), row["question"], gold[row["id"]])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def operation(query: Query) -> str:
    """The operation; a search and a list on a subject are the same search."""
    return "search" if query.topic and query.operation in _TOPICAL and query.quantifier == "which" else query.operation


SLOTS: dict[str, Slot] = {
    "operation": operation,
    "subject": lambda q: q.subject,
    "quantifier": lambda q: q.quantifier,
    "organisations": lambda q: (q.conditions.organisations, q.conditions.excluded_organisations),
    "goals": lambda q: (q.conditions.goals, q.conditions.excluded_goals, q.conditions.all_goals),
    "kinds": lambda q: q.conditions.kinds,
    "statuses": lambda q: (q.conditions.statuses, q.conditions.excluded_statuses, q.conditions.followed_up),
    "fields": lambda q: q.conditions.fields,
    "years": lambda q: q.conditions.years,
    "count": lambda q: q.conditions.count,
    "grouping": lambda q: q.group_by,
    "scope": lambda q: q.scope,
    "topic": lambda q: bool(q.topic),
    "term": lambda q: q.defined,
}


def right(gold: Query, query: Query) -> dict[str, bool]:
    """Slot by slot whether a query says the same; a topic has to hold half of the gold's words, in any form."""
    slots = {name: slot(gold) == slot(query) for name, slot in SLOTS.items()}
    if gold.topic and query.topic:
        said = [stem(fold(word)) for entry in query.topic for word in entry.split("|")]
        held = sum(any(same_word(stem(word), other) for other in said) for word in gold.topic)
        slots["topic"] = held * 2 >= len(gold.topic)
    return slots


def same_word(one: str, other: str) -> bool:
    """Whether two stems are forms of the same word, or one is part of the other."""
    return one == other or (len(one) > 4 and len(other) > 4 and (one[:5] == other[:5] or one in other or other in one))


def reader(name: str) -> Reader:
    """What questions on a collection are read with, as the program does."""
    collection = read_collection(name)
    texts = [passage.text for passage in collection.passages]
    known = {stem(word) for text in texts for word in fold(text).split()}
    times = {fold(activity.timeline) for activity in collection.activities if activity.timeline}
    plain = Reader(
        collection.catalogue, responsible_units(collection), tuple(sorted(times)), Spelling(texts).corrected,
        lambda word: stem(word) in known,
    )  # fmt: skip
    embedder = _embedder()
    return reading_by_meaning(plain, calibration_for(BUNDLED), embedder.queries, embedder.query)


@cache
def _embedder() -> Embedder:
    return Embedder()


def responsible_units(collection: Collection) -> tuple[str, ...]:
    """The units that plans name as responsible, folded."""
    named = (activity.responsible for activity in collection.activities if activity.responsible)
    return tuple(sorted({fold(unit) for unit in named if len(unit) < LONGEST_UNIT}))


def understanding(arguments: Sequence[str]) -> str:
    """``python -m eval understanding [FILES]``: scores by slot, by writer and by operation."""
    parser = argparse.ArgumentParser(prog="python -m eval understanding")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    files = options.files or sorted((QUERIES / "dev").glob("*.jsonl"))
    questions = list(written(files))
    readers = {name: reader(name) for name in {entry.collection for entry in questions}}
    results = [(entry, right(entry.gold, parse(entry.question, readers[entry.collection]))) for entry in questions]
    return f"{report(results)}\n\n{turns_table(files, readers.get('shipped') or reader('shipped'))}"


def turns_table(files: Sequence[Path], reads: Reader) -> str:
    """Turns by the change they make: right where the query before is given, and where it was read as well."""
    gold = {row["id"]: row for name in _TURN_FILES for row in _rows(QUERIES / f"{name}.jsonl")}
    total: Counter[str] = Counter()
    given: Counter[str] = Counter()
    chained: Counter[str] = Counter()
    for row in (row for file in files for row in _rows(file) if row["id"] in gold and len(row.get("turns", ())) == 2):
        pair, (first, turn) = gold[row["id"]], row["turns"]
        after = query_from_json(pair["after"])
        total[pair["change"]] += 1
        read = continued(turn, query_from_json(pair["before"]), reads)
        given[pair["change"]] += all(right(after, read).values())
        chained[pair["change"]] += all(right(after, continued(turn, parse(first, reads), reads)).values())
    rows = [[change, str(n), str(given[change]), str(chained[change])] for change, n in sorted(total.items())]
    rows.append(["all", *(str(sum(count.values())) for count in (total, given, chained))])
    return table(["change", "turns", "right", "right from the first question on"], rows)


def report(results: Sequence[tuple[Written, dict[str, bool]]]) -> str:
    """Tables: each slot, each writer, each operation, each collection."""
    total = len(results) or 1
    rows = [[slot, f"{sum(slots[slot] for _, slots in results) / total:.3f}"] for slot in SLOTS]
    rows.append(["whole query", f"{sum(all(slots.values()) for _, slots in results) / total:.3f}"])
    parts = [f"{len(results)} questions\n", table(["slot", "right"], rows)]
    for name, key in (
        ("writer", lambda e: e.writer),
        ("operation", lambda e: e.gold.operation),
        ("collection", lambda e: Path(e.collection).name),
    ):
        count: Counter[str] = Counter()
        whole: Counter[str] = Counter()
        operations: defaultdict[str, int] = defaultdict(int)
        for entry, slots in results:
            count[key(entry)] += 1
            whole[key(entry)] += all(slots.values())
            operations[key(entry)] += slots["operation"]
        parts.append(
            table(
                [name, "questions", "operation", "whole query"],
                [[k, str(n), f"{operations[k] / n:.3f}", f"{whole[k] / n:.3f}"] for k, n in sorted(count.items())],
            )
        )
    return "\n\n".join(parts)
