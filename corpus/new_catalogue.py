"""A folder of documents → a catalogue for it, with what the documents themselves say, to be corrected by hand.

Plans come before the reports on them, so that a report joins the programme of its plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Array

from corpus.additions import goals_of, names_responsible, organisations_named, slug, with_goals
from corpus.catalogue import FILE, parse_catalogue
from corpus.errors import CorpusError, UnreadableDocument
from corpus.files import replace_file, sha256
from corpus.ingest import restore_apart
from corpus.preview import Preview, preview_apart
from corpus.reading.files import Source, printable
from corpus.reading.isolated import read_isolated
from corpus.reading.limits import file_content
from corpus.types import Catalogue, Goal, OnShare

_LEFT_OUT = frozenset((".toml", ".json", ".lock", ".new", ".db", ".tmp"))
_HEAD = """What is known beside the documents, as far as they say it themselves. Correct what is wrong; fill in what is
missing: the abbreviations of organisations and the names that people use (abbreviation, other_names), the board that
decides for each (board), words for several of them ([[groups]]), and where someone in need can turn
([[help_contacts]]). Then run 'planassistent index'."""


@dataclass(frozen=True)
class NewCatalogue:
    """A catalogue that has been written, what was seen of each document, and those that could not be taken in."""

    path: Path
    catalogue: Catalogue
    seen: tuple[Preview, ...]
    problems: tuple[str, ...]


def make_catalogue(folder: Path, municipality: str, *, on_share: OnShare = lambda share: None) -> NewCatalogue:
    """Write ``catalogue.toml`` in a folder of documents; raises ``CorpusError`` where it is there already."""
    if not folder.is_dir():
        raise CorpusError(f"{printable(str(folder))}: there is no such folder; give the one that the documents lie in")
    if (folder / FILE).exists():
        raise CorpusError(f"{printable(str(folder / FILE))} is there already; move it away, or use 'planassistent add'")
    catalogue = Catalogue(municipality, (), (), (), ())
    files = sorted(
        path for path in folder.iterdir()
        if not path.is_dir() and not path.name.startswith(".") and path.suffix.lower() not in _LEFT_OUT
    )  # fmt: skip
    problems: list[str] = []
    read: dict[str, tuple[Path, Source]] = {}
    for i, path in enumerate(files):
        try:
            content = file_content(path)
        except UnreadableDocument as error:
            problems.append(f"{printable(path.name)}: {error}")
            continue
        except OSError as error:
            problems.append(f"{printable(path.name)}: can't be opened ({error.strerror}); it is left out")
            continue
        digest = sha256(content)
        if digest in read:
            problems.append(
                f"{printable(path.name)}: is the same file as {printable(read[digest][0].name)}; it is left out"
            )
            continue
        try:
            source = read_isolated(content, path.name, on_share=partial(_heard, on_share, i, len(files)))
            read[digest] = (path, restore_apart(source, path.name))
        except UnreadableDocument as error:
            problems.append(str(error))
        on_share((i + 1) / len(files))
    first = {digest: _seen(digest, read[digest], catalogue, municipality) for digest in read}
    seen: list[Preview] = []
    entries: list[dict[str, Any]] = []
    for digest in sorted(read, key=lambda digest: (first[digest].draft.kind == "follow-up", read[digest][0].name)):
        found = _seen(digest, read[digest], catalogue, municipality)
        catalogue = _grown(catalogue, found)
        identifier = slug(read[digest][0].stem)
        taken = {entry["id"] for entry in entries}
        number = 2
        while identifier in taken:
            identifier, number = f"{slug(read[digest][0].stem)}-{number}", number + 1
        entries.append({**found.entry, "id": identifier})
        seen.append(found)
    content = _written(catalogue, entries)
    catalogue = parse_catalogue(content)
    replace_file(folder / FILE, content)
    return NewCatalogue(folder / FILE, catalogue, tuple(seen), tuple(problems))


def _heard(on_share: OnShare, done: int, of: int, share: float) -> None:
    """Tell how far several files are when one of them is so far."""
    on_share((done + share) / of)


def _seen(digest: str, read: tuple[Path, Source], catalogue: Catalogue, municipality: str) -> Preview:
    path, source = read
    return preview_apart(source, path.name, digest, catalogue, municipality=municipality)


def _grown(catalogue: Catalogue, seen: Preview) -> Catalogue:
    """The catalogue with what a document brings: its owner and programme, who its activities name, its goals."""
    catalogue = seen.additions.to(catalogue)
    whose = seen.draft.municipality
    catalogue = organisations_named(names_responsible(seen.part.activities), whose, catalogue).to(catalogue)
    goals = goals_of(seen.part.activities)
    return replace(
        catalogue,
        programmes=tuple(
            with_goals(entry, goals)
            if entry.id == seen.entry.get("programme") and seen.draft.kind == "plans"
            else entry
            for entry in catalogue.programmes
        ),
    )


def _goals(goals: Sequence[Goal]) -> Array:
    """The goals, one on each line."""
    listed = tomlkit.array().multiline(True)
    for goal in goals:
        table = tomlkit.inline_table()
        if goal.number is not None:
            table.append("number", goal.number)
        table.append("title", goal.title)
        listed.append(table)
    return listed


def _written(catalogue: Catalogue, entries: Sequence[dict[str, Any]]) -> bytes:
    """The catalogue as TOML."""
    made = tomlkit.document()
    for line in _HEAD.splitlines():
        made.add(tomlkit.comment(line))
    made.add(tomlkit.nl())
    made.add("municipality", tomlkit.item(catalogue.municipality))
    other = catalogue.municipality
    programmes = [
        {
            "id": entry.id,
            "title": entry.title,
            "period": list(entry.period),
            "goals": _goals(entry.goals),
            **({} if entry.municipality == other else {"municipality": entry.municipality}),
        }
        for entry in catalogue.programmes
    ]
    organisations = [
        {
            "id": entry.id,
            "name": entry.name,
            "abbreviation": entry.abbreviation,
            "board": entry.board,
            "form": entry.form,
            **({} if entry.municipality == other else {"municipality": entry.municipality}),
        }
        for entry in catalogue.organisations
    ]
    for noun, tables in (("programmes", programmes), ("organisations", organisations), ("documents", entries)):
        listed = tomlkit.aot()
        for table in tables:
            item = tomlkit.item(dict(table))
            item.add(tomlkit.nl())
            listed.append(item)
        if tables:
            made.add(tomlkit.nl())
            made.add(noun, listed)
    return tomlkit.dumps(made).encode()
