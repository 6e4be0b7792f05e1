"""Lines → plans, goals, activities and sections. Empty sections are facts and are kept.

A document is walked once, from top to bottom: ``plans`` cuts it into plans, ``blocks`` into stretches
under a heading, ``titles`` and ``tables`` tell the activities in them, ``records`` makes the nouns.
No line is lost: what is no activity is a section.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.parsing.activities.segment import read_blocks, with_lists
from corpus.parsing.blocks import blocks
from corpus.parsing.cover import front_lines, read_cover
from corpus.parsing.goals.headings import goal_headings
from corpus.parsing.goals.order import count_goals
from corpus.parsing.holders import with_performers
from corpus.parsing.layout.aligned import mark_aligned
from corpus.parsing.layout.contents import contents_lines
from corpus.parsing.layout.field_tables import mark_field_tables
from corpus.parsing.layout.page_numbers import carry_pages, footer_lines
from corpus.parsing.layout.running_heads import number_pages, running_lines
from corpus.parsing.layout.underlined import mark_underlined
from corpus.parsing.owners import in_municipality, owner_of, owners
from corpus.parsing.plans import cover_lines, make_plan, split_plans
from corpus.parsing.records import PlanPart, records
from corpus.types import ACTIVITY_KINDS, Activity, Catalogue, Document, Line, Plan, Section


@dataclass(frozen=True)
class Structure:
    """What one document holds. Activities and sections are in the order of the document.

    ``lines`` are the document's with their printed pages; ``warnings`` are sentences for whoever
    adds the document.
    """

    plans: tuple[Plan, ...]
    activities: tuple[Activity, ...]
    sections: tuple[Section, ...]
    lines: tuple[Line, ...] = ()
    warnings: tuple[str, ...] = ()


def structure(document: Document, lines: Sequence[Line], catalogue: Catalogue) -> Structure:
    """The plans, activities and sections of a document."""
    if not any(line.text.strip() for line in lines):
        return Structure((), (), (), tuple(lines), (f"{document.file}: there is no text in it",))
    if document.kind is None:
        return _unknown(document, lines)
    programme = next((entry for entry in catalogue.programmes if entry.id == document.programme), None)
    running = running_lines(lines)
    footers = footer_lines([line.text for line in lines]) | running
    # A footer says nothing where it stands; its line stays, so that the numbers go on.
    kept = [replace(line, text="", unsure=(), edits=()) if i in footers else line for i, line in enumerate(lines)]
    kept = mark_field_tables(mark_aligned(mark_underlined(kept)))
    in_contents = contents_lines(kept)
    headings = goal_headings(kept, programme.goals if programme else (), in_contents)
    pieces = split_plans(kept, headings, in_contents) if document.kind == "plans" else [kept]
    covers = [cover_lines(piece, headings, in_contents) for piece in pieces]
    known = in_municipality(catalogue, document.municipality)
    whose = (
        [document.organisation] * len(pieces)
        if document.organisation is not None
        else owners(pieces, covers, [lines[i] for i in sorted(footers)], known)
        if len(pieces) > 1
        else [
            owner_of(
                pieces[0],
                read_cover(pieces[0], headings, in_contents).owner,
                [lines[i] for i in sorted(footers)],
                known,
            )
        ]
    )
    parts = []
    for piece, owner in zip(pieces, whose, strict=True):
        front = front_lines(piece, headings, in_contents)
        plan = make_plan(document, piece, front, owner, programme, catalogue) if document.kind == "plans" else None
        parts.append(PlanPart(piece, plan, owner, list(blocks(document, piece, headings, in_contents))))
    if document.kind == "plans":
        if len(parts) == 1:  # plans of one programme share its goals, and each may leave some out
            parts = [replace(part, blocks=count_goals(part.blocks)) for part in parts]
        parts = [with_lists(part) for part in parts]
    groups = read_blocks(document, parts)
    headed = any(block.goal or block.kind in ACTIVITY_KINDS for part in parts for block in part.blocks)
    if not headed and not any(entries for found in groups for entries in found):
        parts = [replace(part, plan=None) for part in parts]
    bounds = [(part.lines[0].number, part.lines[-1].number) for part in parts]
    paged = carry_pages(number_pages(lines, running), bounds, in_contents)
    activities: list[Activity] = []
    sections: list[Section] = []
    for part, found in zip(parts, groups, strict=True):
        own, rest = records(document, part, found, paged)
        activities += own if part.owner is not None else with_performers(own, known)
        sections += rest
    return Structure(
        tuple(part.plan for part in parts if part.plan is not None),
        tuple(activities),
        tuple(sections),
        tuple(paged),
        _warnings(document, activities, parts),
    )


def _unknown(document: Document, lines: Sequence[Line]) -> Structure:
    """A document of which nobody has said what it is: text to search."""
    paged = carry_pages(lines, [(lines[0].number, lines[-1].number)], contents_lines(lines))
    whole = Section(
        document.id, None, document.organisation, None, "background", (document.title,), (1, lines[-1].number)
    )
    warning = (
        f"{document.file}: the catalogue doesn't say of what kind it is, so its text can be searched but no "
        'activities told apart; write kind = "plans" or kind = "follow-up" in its entry'
    )
    return Structure((), (), (whole,), tuple(paged), (warning,))


def _warnings(document: Document, activities: Sequence[Activity], parts: Sequence[PlanPart]) -> tuple[str, ...]:
    if document.programme is None:
        return (
            f"{document.file}: the catalogue doesn't say to which programme it belongs, so its activities are "
            "counted in no answer; write programme = … in its entry",
        )
    if activities or document.kind != "plans":
        return ()
    what = "no activities" if any(part.plan for part in parts) else "neither goals nor activities"
    return (f"{document.file}: {what} could be told apart; its text can be searched section by section",)
