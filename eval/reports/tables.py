"""The tables of accepted runs, from which the documentation is written.

``python -m eval`` and those of its commands that measure something write what they print to ``tables.json`` too;
committing that file accepts a run, and ``make docs`` brings the pages up to date with it.
"""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from eval.markdown import table


def accept(tables: Mapping[str, str]) -> None:
    """Put tables in the place of those of the same name."""
    place = _place()
    known: dict[str, str] = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    text = json.dumps(dict(sorted({**known, **tables}.items())), ensure_ascii=False, indent=1)
    place.write_text(text + "\n", encoding="utf-8")


def accepted(name: str) -> str:
    """The table of that name; raises ``KeyError`` where no run has written it."""
    return str(json.loads(_place().read_text(encoding="utf-8"))[name])


def accepted_share(name: str, row: str, column: str) -> str:
    """A share of an accepted table, by its row and column: "92/100 (85%–97%)" → "92 of 100 (85–97 %)".

    Of several tables of that name the first with the column; raises ``KeyError`` where none has it.
    """
    headings: list[str] = []
    for line in accepted(name).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|"):
            headings = []
        elif not headings:
            headings = cells
        elif cells[0] == row and column in headings:
            count, of, low, high = re.findall(r"\d+", cells[headings.index(column)])
            return f"{count} of {of} ({low}–{high} %)"
    raise KeyError(f"{name}: {row}, {column}")


def strangers() -> str:
    """What strangers get on questions that were kept aside, as a sentence."""
    found = accepted_share("open test", "all", "among the first five shown")
    right = accepted_share("open test", "all", "right of what is asserted")
    exact = accepted_share("records test", "all", "answered exactly right")
    return (
        f"Of questions that strangers to the program wrote, on these documents and on others, and that were kept "
        f"aside, the answer is among the first five shown for {found}, and of what is asserted {right} is right; of "
        f"those that the records decide {exact} are answered exactly right."
    )


def ways_table() -> str:
    """Every way of searching, on the questions kept aside with intervals and on the development questions."""
    results = _results()
    seen = {way["name"]: way for way in results["dev"]["ways"]}
    rows = []
    for way in results["test"]["ways"]:
        dev = seen[way["name"]]
        rows.append(
            (
                way["name"],
                *(f"{way[m]['mean']:.2f} ({way[m]['low']:.2f}–{way[m]['high']:.2f})" for m in ("recall@5", "RR")),
                *(f"{found['mean']:.2f}" for found in (way["hit@1"], dev["recall@5"], dev["RR"])),
            )
        )
    return table(["way of searching", "recall@5", "RR", "hit@1", "dev: recall@5", "RR"], rows)


def degradation_table() -> str:
    """How finding holds on misread text that is restored first: recall@5 of each way."""
    results = _results()["degradation"]
    ways = [name for name in results[0] if name not in ("share", "questions")]
    rows = [(f"{row['share']:.0%}", *(f"{row[way]['recall@5']:.2f}" for way in ways)) for row in results]
    return table(["words misread", *ways], rows)


def mistake(name: str) -> str:
    """How often something goes wrong on the questions kept aside: "6 of 44 (6–27 %)"."""
    found = _results()["mistakes"][name]
    return f"{found['count']} of {found['of']} ({100 * found['low']:.0f}–{100 * found['high']:.0f} %)"


def share(way: str, measure: str) -> str:
    """A measure of one way of searching on the questions kept aside: "92 % (85–97 %)"."""
    found = next(entry for entry in _results()["test"]["ways"] if entry["name"] == way)[measure]
    return f"{100 * found['mean']:.0f} % ({100 * found['low']:.0f}–{100 * found['high']:.0f} %)"


def _results() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_place().parent / "results.json").read_text(encoding="utf-8"))
    return found


def _place() -> Path:
    return Path(str(files("eval"))) / "reports" / "tables.json"
