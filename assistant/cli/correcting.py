"""The commands ``correct`` and ``gold``: what was read of a document is set right, and given to the evaluation."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.cli.terminal import console, plain, progress, say, wait_for_build
from assistant.curation.changes import update_index
from assistant.curation.corrections import (
    correct,
    corrected,
    line_in,
    of_activity,
    of_page,
    of_word,
    part_of,
    take_back,
    value_of,
)
from assistant.service import open_index, the_embedder
from assistant.settings import Settings
from corpus.corrections.changes import key_of
from corpus.corrections.file import FIELDS
from corpus.corrections.gold import gold_of
from corpus.corrections.overlay import described
from corpus.errors import CorpusError
from corpus.types import Change, Correction, Line, Value

_CHANGES: tuple[Change, ...] = ("add", "remove", "split", "join")


def add_correcting(commands: Any) -> None:
    """Name the two commands to the parser."""
    right = commands.add_parser("correct", help="set right what was read of a document; alone: what has been")
    right.add_argument("id", metavar="ID")
    right.add_argument(
        "--set", dest="values", metavar="FIELD=VALUE", nargs="+", default=[], help="FIELD= where it says nothing"
    )
    right.add_argument("--line", metavar="N", type=int, help="the line on which the activity, plan or word stands")
    right.add_argument("--plan", action="store_true", help="fields of the plan that has the line")
    what = right.add_mutually_exclusive_group()
    what.add_argument("--word", metavar="READ=RIGHT", help="a misread word of the line")
    what.add_argument(
        "--page", metavar="N=PRINTED", help="the number printed on the N-th page of the file; N= where none is"
    )
    what.add_argument("--add", metavar="LINES", type=int, help="so many lines from --line on are an activity")
    what.add_argument("--remove", action="store_true", help="what begins on the line is no activity")
    what.add_argument("--split", action="store_true", help="another activity begins on the line")
    what.add_argument("--join", action="store_true", help="what begins on the line belongs to the activity before")
    what.add_argument("--undo", metavar="KEY", help="take a correction back, by its key in the list")
    right.add_argument("--everywhere", action="store_true", help="the word wherever the file has it so")
    right.add_argument(
        "--onward", action="store_true", help="the pages after it, in the same plan, count on from there"
    )
    right.set_defaults(run=_correct)

    gold = commands.add_parser("gold", help="documents that have been set right, and what is right, for the evaluation")
    gold.add_argument("folder", metavar="FOLDER", type=Path)
    gold.set_defaults(run=_gold)


def _correct(options: argparse.Namespace, settings: Settings) -> int:
    if options.undo:
        entry = take_back(settings, options.id, options.undo)
        said = f"taken back: {described(entry)}"
    else:
        entries = _entries(options, settings)
        if not entries:
            return _list(options.id, settings)
        correct(settings, options.id, *entries)
        said = "\n".join(f"set right: {described(entry)}" for entry in entries)
    with progress() as on_share:
        update_index(settings, said, on_share, wait_for_build)
    console.print(plain(said), soft_wrap=True)
    part = part_of(settings, options.id)
    missed = part.unfitting if part else ()
    for entry in missed:
        say(f"fits nowhere, and is not used: {described(entry)} (--undo {key_of(entry)})")
    return 1 if missed else 0


def _entries(options: argparse.Namespace, settings: Settings) -> list[Correction]:
    """The corrections that a call is for, in their order."""
    change: Change | None = next((name for name in _CHANGES if getattr(options, name) not in (None, False)), None)
    if options.plan and (options.word or options.page or change):
        raise CorpusError("--plan is for --set: a plan has no words of its own, and is not split, joined or removed")
    if (options.word or options.page) and (options.values or change):
        raise CorpusError(
            f"{'--word' if options.word else '--page'} is given by itself; make another call for the rest"
        )
    if options.page and options.line is not None:
        raise CorpusError("--page names the page by its place in the file; leave --line out")
    if options.add is not None and options.add < 1:
        raise CorpusError("--add takes the number of lines that the activity has, at least 1")
    if not (options.values or options.word or options.page or change):
        return []
    if options.page:
        return [_page(options, settings)]
    if options.line is None:
        if options.word or change or options.plan:
            raise CorpusError("give --line: the line on which it stands")
        return [Correction("document", values=_values(options.values, "document"))]
    line = line_in(_lines(options.id, settings), options.line)
    if options.word:
        read, _, word = options.word.partition("=")
        return [of_word(line, read, word, everywhere=options.everywhere)]
    if options.plan:
        return [Correction("plan", "set", line.number, line.source, values=_values(options.values, "plan"))]
    entries = [Correction("activity", change, line.number, line.source, options.add or 1)] if change else []
    values = _values(options.values, "activity")
    return [*entries, *([of_activity(line, dict(values))] if values else [])]


def _page(options: argparse.Namespace, settings: Settings) -> Correction:
    """What "4=6" says of the fourth page of the file."""
    sheet, sign, printed = options.page.partition("=")
    if not (sign and sheet.strip().isdecimal() and (printed.strip().isdecimal() or not printed.strip())):
        raise CorpusError(f"{options.page[:60]!r} can't be used; write the page of the file and its number, as 4=6")
    return of_page(_lines(options.id, settings), int(sheet), printed, onward=options.onward)


def _lines(document: str, settings: Settings) -> Sequence[Line]:
    """The lines of a document as they are read now; raises ``CorpusError``."""
    with progress() as on_share:
        open_index(settings, the_embedder(settings), on_share=on_share, drafts=True)
    part = part_of(settings, document)
    if part is None:
        raise CorpusError(f"{document} is not in the index: nothing was read of it that could be set right")
    return part.lines


def _values(given: Sequence[str], on: str) -> tuple[tuple[str, Value], ...]:
    """Fields with their values: "goal=3" → ("goal", 3), "timeline=" → ("timeline", None)."""
    values = []
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name not in FIELDS[on]:
            raise CorpusError(f"{text[:60]!r} can't be used; write FIELD=VALUE with one of {', '.join(FIELDS[on])}")
        values.append((name, value_of(on, name, value)))
    return tuple(values)


def _list(document: str, settings: Settings) -> int:
    found = corrected(settings, document)
    for entry in found.corrections:
        state = "  (fits nowhere, is not used)" if entry in found.unfitting else ""
        console.print(plain(f"{key_of(entry)}  {described(entry)}{state}"), soft_wrap=True)
    if not found.corrections:
        console.print(plain(f"nothing has been set right in {document}"), soft_wrap=True)
    return 0


def _gold(options: argparse.Namespace, settings: Settings) -> int:
    with progress() as on_share:
        index = open_index(settings, the_embedder(settings), on_share=on_share)
    written = 0
    for document in index.collection.documents:
        part = part_of(settings, document.id) if document.corrections else None
        if part is None:
            continue
        options.folder.mkdir(parents=True, exist_ok=True)
        gold = json.dumps(gold_of(part), ensure_ascii=False, indent=1)
        (options.folder / document.file).write_bytes((settings.documents / document.file).read_bytes())
        (options.folder / f"{document.file}.json").write_text(gold + "\n", encoding="utf-8")
        written += 1
    console.print(plain(f"{options.folder}: {written} documents that have been set right"), soft_wrap=True)
    return 0
