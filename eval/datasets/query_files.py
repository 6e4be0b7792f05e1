"""``python -m eval sample-queries``: queries for people to put into words, a JSON object a line."""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.query.schema import query_json
from corpus.catalogue import load_catalogue
from corpus.ingest import Collection, assemble, read_part
from corpus.types import Catalogue
from eval.datasets.gloss import gloss
from eval.datasets.queries import sample
from eval.datasets.query_turns import sample_turns

_SHIPPED = Path(__file__).parents[2] / "corpus" / "documents"


def read_collection(name: str) -> Collection:
    """The collection of a documents folder, "shipped" or its path."""
    folder = _SHIPPED if name == "shipped" else Path(name)
    catalogue = load_catalogue(folder)
    return assemble(catalogue, [read_part(document, folder, catalogue) for document in catalogue.documents])


def sample_queries(arguments: Sequence[str]) -> str:
    """The lines of ``sample-queries N --seed S [--collection shipped|FOLDER] [--turns | --catalogue]``."""
    parser = argparse.ArgumentParser(prog="python -m eval sample-queries")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--collection", default="shipped")
    parser.add_argument("--turns", action="store_true", help="pairs: a question and a follow-up")
    parser.add_argument("--catalogue", action="store_true", help="the sheet of names for whoever writes")
    options = parser.parse_args(arguments)
    collection = read_collection(options.collection)
    if options.catalogue:
        return sheet(collection)
    rows = (_pairs if options.turns else _queries)(collection, options.count, options.seed)
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def _queries(collection: Collection, count: int, seed: int) -> list[dict[str, Any]]:
    how = random.Random(seed)
    prefix = _prefix(collection.catalogue)
    return [
        {"id": f"{prefix}{number:04}", "query": query_json(query), "gloss": gloss(query, collection, how)}
        for number, query in enumerate(sample(collection, count, seed=seed), 1)
    ]


def _pairs(collection: Collection, count: int, seed: int) -> list[dict[str, Any]]:
    how = random.Random(seed)
    catalogue = collection.catalogue
    return [
        {
            "id": f"{_prefix(catalogue)}T{number:04}",
            "change": change,
            "before": query_json(before),
            "after": query_json(after),
            "gloss_before": gloss(before, collection, how),
            "gloss_after": gloss(after, collection, how),
        }
        for number, (change, before, after) in enumerate(sample_turns(collection, count, seed=seed), 1)
    ]


def _prefix(catalogue: Catalogue) -> str:
    return catalogue.municipality[:1].upper()


def sheet(collection: Collection) -> str:
    """The catalogue as whoever writes questions reads it."""
    catalogue = collection.catalogue
    lines = [f"# {catalogue.municipality}", "", "## Organisationer", ""]
    for entry in catalogue.organisations:
        also = f"; kallas också {', '.join(n for n in entry.other_names if ' administration' not in n)}"
        lines.append(
            f"- {entry.name} ({entry.abbreviation}, {entry.form}); {entry.board}{also if entry.other_names else ''}"
        )
    names = {entry.id: entry.abbreviation for entry in catalogue.organisations}
    lines += ["", "## Samlingsord", ""]
    lines += [
        f"- {', '.join(group.names)}: {', '.join(names[member] for member in group.members)}"
        for group in catalogue.groups
        if group.means == "all"
    ]
    lines += ["", "## Program och mål", ""]
    for programme in sorted(catalogue.programmes, key=lambda one: one.period, reverse=True):
        lines.append(f"- {programme.title} ({programme.period[0]}–{programme.period[1]})")
        lines += [f"  - {f'mål {goal.number}: ' if goal.number else ''}{goal.title}" for goal in programme.goals]
    lines += ["", "## Dokument", ""]
    lines += [f"- {document.title}" for document in collection.documents]
    lines += [
        "", "## Så är handlingsplanerna uppbyggda", "",
        "Varje organisation har en handlingsplan. Under varje mål står aktiviteter: egna, i samverkan med andra, eller "
        "sådana som gäller hela staden/kommunen. En aktivitet kan ha ansvarig, tidplan, indikator, resultat och hur "
        "den ska följas upp. Uppföljningar rapporterar status: genomförd, pågår, planerad, försenad.", "",
        "## Några aktiviteter", "",
    ]  # fmt: skip
    some = [a for a in collection.activities if a.kind in ("own", "joint")]
    lines += [f"- {names[a.organisation or '']} mål {a.goal}: {a.title}" for a in some[:: max(1, len(some) // 25)]]
    return "\n".join(lines)
