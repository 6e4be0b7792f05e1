"""Texts and files of plans in many shapes → their structure, with as much of a catalogue as they need."""

import json
import re
from pathlib import Path
from typing import Any

from corpus.parsing.document import Structure, structure
from corpus.reading.files import split_lines
from corpus.types import Catalogue, Document, Organisation, Programme

PERIOD = (2023, 2026)


def organisation(name: str, board: str) -> Organisation:
    return Organisation(re.sub(r"\W+", "-", name.lower()), name, "", board, "förvaltning", "Sandvik", (), ())


def document(identifier: str, kind: str) -> Document:
    assert kind in ("plans", "follow-up")
    return Document(
        identifier,
        identifier,
        "Sandvik",
        "Sandvik",
        kind,  # type: ignore[arg-type]
        "programme",
        None,
        PERIOD,
        None,
        f"{identifier}.txt",
        "",
        None,
        False,
    )


def catalogue(*organisations: Organisation) -> Catalogue:
    programme = Programme("programme", "Trygg kommun", "Sandvik", PERIOD, ())
    return Catalogue("Sandvik", (programme,), organisations, (), ())


SOCIAL = organisation("Socialförvaltningen", "Socialnämnden")
CULTURE = organisation("Kulturförvaltningen", "Kulturnämnden")


def read(text: str, *, kind: str = "plans", organisations: tuple[Organisation, ...] = (SOCIAL, CULTURE)) -> Structure:
    """The structure of a text; an empty first line is left out."""
    return structure(document("plan", kind), split_lines(text.removeprefix("\n")), catalogue(*organisations))


def read_file(path: Path) -> tuple[Structure, dict[str, Any], Catalogue]:
    """The structure of a test plan, its gold, and the catalogue of the organisations that the gold names."""
    beside = path.with_suffix(".json") if path.suffix == ".txt" else path.with_name(path.name + ".json")
    gold = json.loads(beside.read_text(encoding="utf-8"))
    named = {
        entry["organisation"]: entry.get("board") or entry["organisation"]
        for entry in [*gold["plans"], gold["document"]]
        if entry.get("organisation")
    }
    known = catalogue(*(organisation(name, board) for name, board in named.items()))
    kind = "follow-up" if gold["document"]["kind"] == "follow-up" else "plans"
    lines = split_lines(path.read_text(encoding="utf-8"))
    return structure(document(path.stem, kind), lines, known), gold, known
