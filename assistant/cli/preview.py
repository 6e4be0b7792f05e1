"""The commands ``preview`` and ``init``: what would be taken in of documents, and what that leaves unanswered."""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from rich.table import Table

from assistant.cli.terminal import console, plain, progress
from assistant.curation.changes import preview_document
from assistant.settings import Settings
from corpus.additions import goals_of, years
from corpus.new_catalogue import NewCatalogue, make_catalogue
from corpus.preview import Preview
from corpus.quality import lines_quality
from corpus.types import Activity, Line

_FIELDS = ("responsible", "timeline", "indicator", "status", "results")
_UNSURE = 20  # lines with unsure words that are shown


def add_preview(commands: Any) -> None:
    """Name the commands to the parser."""
    look = commands.add_parser("preview", help="what would be taken in of a document; nothing is changed")
    look.add_argument("path", metavar="PATH", type=Path)
    look.add_argument("--json", action="store_true", help="as a record")
    look.add_argument("--municipality", metavar="NAME", help="whose it is where the document doesn't say")
    look.set_defaults(run=_preview)

    init = commands.add_parser("init", help="a catalogue for a folder of documents, from what they say")
    init.add_argument("folder", metavar="FOLDER", type=Path)
    init.add_argument("--municipality", metavar="NAME", required=True, help='such as "Ekby kommun"')
    init.set_defaults(run=_init)


def _preview(options: argparse.Namespace, settings: Settings) -> int:
    with progress() as on_share:
        seen = preview_document(settings, options.path, municipality=options.municipality, on_share=on_share)
    if options.json:
        print(json.dumps(preview_out(seen), ensure_ascii=False, indent=2))
    else:
        print_preview(seen)
    return 0


def _init(options: argparse.Namespace, settings: Settings) -> int:
    with progress() as on_share:
        begun = make_catalogue(options.folder, options.municipality, on_share=on_share)
    print_new_catalogue(begun)
    return 1 if begun.problems else 0


def preview_out(seen: Preview) -> dict[str, Any]:
    """All of it as a record."""
    part, found = seen.part, seen.draft
    return {
        "file": seen.entry["file"],
        "sha256": seen.entry["sha256"],
        "cover": {
            "title": found.title,
            "kind": found.kind,
            "municipality": part.document.municipality or None,
            "owner": found.owner,
            "period": list(found.period) if found.period else None,
            "date": found.date,
            "decided": found.decided,
            "diary_number": found.diary_number,
            "programme": seen.entry.get("programme"),
        },
        "entry": seen.entry,
        "new_organisations": list(seen.additions.organisations),
        "new_programmes": list(seen.additions.programmes),
        "plans": [
            {
                "title": plan.title,
                "organisation": plan.organisation,
                "decided": plan.decided,
                "diary_number": plan.diary_number,
                "lines": list(plan.lines),
            }
            for plan in part.plans
        ],
        "goals": [{"number": goal.number, "title": goal.title} for goal in goals_of(part.activities)],
        "activities": [_activity(activity) for activity in part.activities],
        "certain_words": lines_quality(part.lines),
        "unsure": [{"line": line.number, "words": _unsure(line)} for line in part.lines if line.unsure],
        "left_out": [{"lines": list(span), "why": why} for span, why in seen.left_out],
        "not_answered": consequences(seen),
        "warnings": list(part.warnings),
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "goal": activity.goal,
        "goal_title": activity.goal_title,
        "number": activity.number,
        "kind": activity.kind,
        "title": activity.title,
        **{name: getattr(activity, name) for name in _FIELDS},
        "lines": list(activity.lines),
        "pages": list(activity.pages) if activity.pages else None,
    }


def _unsure(line: Line) -> list[str]:
    return [line.text[start:end] for start, end in line.unsure]


def consequences(seen: Preview) -> list[str]:
    """What won't be answered until something is filled in, in plain words; nothing where all is there."""
    part, found = seen.part, seen.draft
    said = []
    if not part.document.municipality:
        said.append(
            "the document doesn't say which municipality it is of: it is counted to none of the catalogue's "
            "organisations; give --municipality, or write municipality = … in its entry"
        )
    if found.kind is None:
        said.append(
            "neither goals with activities nor a report on them were found: the text can be searched, but nothing in "
            'it is listed or counted; write kind = "plans" or kind = "follow-up" if it is one'
        )
    elif seen.entry.get("programme") is None:
        missing = "title" if found.title is None else "period"
        said.append(
            f"it belongs to no programme, because its {missing} isn't told: its activities are counted in no list "
            "and no comparison; write a [[programmes]] entry and programme = …"
        )
    if found.kind == "plans" and part.plans and not any(plan.organisation for plan in part.plans):
        said.append(
            "it names no organisation as the one whose plan it is: it is taken for the whole municipality's, and an "
            "activity for that of whoever its field for the responsible names; write organisation = … in its entry "
            "if it is one organisation's"
        )
    if found.kind is not None and not part.activities:
        said.append("no activities were found: questions about what is to be done won't be answered from it")
    for name, what in (("responsible", "who is responsible"), ("timeline", "when")):
        without = sum(getattr(activity, name) is None for activity in part.activities)
        if found.kind == "plans" and without:
            said.append(f"{what} isn't said of {without} of {len(part.activities)} activities")
    if found.kind == "follow-up" and part.activities:
        without = sum(activity.status is None for activity in part.activities)
        if without:
            said.append(f"how far they have come isn't said of {without} of {len(part.activities)} activities")
    return said


def print_preview(seen: Preview) -> None:
    """The cover, the goals with their activities, what is unsure or left out, and what that leaves unanswered."""
    part, found = seen.part, seen.draft
    cover = Table(show_header=False, title=plain(seen.entry["file"]))
    programme = seen.entry.get("programme")
    new = " (new)" if seen.additions.programmes else ""
    for name, value in (
        ("title", found.title),
        ("kind", found.kind),
        ("municipality", part.document.municipality or None),
        ("owner", found.owner),
        ("period", years(found.period) if found.period else None),
        ("date", found.date),
        ("decided", found.decided),
        ("diary number", found.diary_number),
        ("programme", f"{programme}{new}" if programme else None),
    ):
        cover.add_row(name, plain(value or "– (the document doesn't say)"))
    cover.add_row("certain words", f"{lines_quality(part.lines):.1%} of {len(part.lines)} lines")
    console.print(cover)
    counts = Counter(activity.goal_title for activity in part.activities)
    for goal in goals_of(part.activities):
        label = f"{goal.number} {goal.title}" if goal.number is not None else goal.title
        console.print(plain(f"goal {label}: {counts[goal.title]} activities"), soft_wrap=True)
    table = Table("goal", "number", "activity", *_FIELDS, "lines")
    for activity in part.activities:
        fields = [plain(getattr(activity, name) or "–") for name in _FIELDS]
        lines = f"{activity.lines[0]}–{activity.lines[1]}"
        goal_number = "–" if activity.goal is None else str(activity.goal)
        table.add_row(goal_number, activity.number or "–", plain(activity.title), *fields, lines)
    if part.activities:
        console.print(table)
    unsure = [line for line in part.lines if line.unsure]
    for line in unsure[:_UNSURE]:
        console.print(plain(f"unsure, line {line.number}: {', '.join(_unsure(line))}"), soft_wrap=True)
    if len(unsure) > _UNSURE:
        console.print(f"and {len(unsure) - _UNSURE} lines more with words that are not certain")
    for (first, last), why in seen.left_out:
        console.print(f"left out, lines {first}–{last}: {why}", highlight=False)
    print_consequences(seen)


def print_consequences(seen: Preview) -> None:
    """The warnings of reading, and what won't be answered."""
    for entry in seen.additions.organisations:
        console.print(
            plain(f"+ {entry['name']} comes into the catalogue under the name that is printed"), soft_wrap=True
        )
    for entry in seen.additions.programmes:
        console.print(
            plain(f"+ a programme of its own: {entry['title']} {years(tuple(entry['period']))}"), soft_wrap=True
        )
    for sentence in consequences(seen):
        console.print(plain(f"! {sentence}"), soft_wrap=True)


def print_new_catalogue(begun: NewCatalogue) -> None:
    """What a new catalogue holds, document by document, and what is to be done next."""
    table = Table("document", "kind", "period", "programme", "owner", "activities")
    for seen in begun.seen:
        found = seen.draft
        table.add_row(
            plain(f"{seen.entry['file']}\n{found.title or '–'}"),
            found.kind or "–",
            years(found.period) if found.period else "–",
            plain(seen.entry.get("programme") or "–"),
            plain(found.owner or "–"),
            str(len(seen.part.activities)),
        )
    console.print(table)
    for seen in begun.seen:
        for sentence in consequences(seen):
            console.print(plain(f"! {seen.entry['file']}: {sentence}"), soft_wrap=True)
    for problem in begun.problems:
        console.print(plain(f"! {problem}"), soft_wrap=True)
    known = begun.catalogue
    nouns = ("documents", "programmes", "organisations")
    counts = ", ".join(f"{len(getattr(known, noun))} {noun}" for noun in nouns)
    console.print(plain(f"{begun.path}: {counts}"), soft_wrap=True)
    console.print(
        plain(
            "correct it by hand, then: export PLANASSISTENT_DOCUMENTS="
            f"{begun.path.parent} && planassistent index && planassistent serve"
        ),
        soft_wrap=True,
    )
