"""The groups of a finding → what they are called, how many each has, and which of them meet what is asked."""

from collections.abc import Sequence

from assistant.compose.phrasing import in_sentence, numbers
from assistant.compose.templates import rendered
from assistant.query.types import Query
from assistant.retrieve.records import Records
from assistant.retrieve.statement import NOBODY
from assistant.types import Coverage, Finding, Tally
from index.storage.store import Index

_NAMES = 8  # groups that stand in the text with their count
_TITLED = 2  # goals whose wordings stand in the text
_FOLLOWING = 3  # groups that come next and are named


def names_of(organisations: Sequence[str], query: Query, index: Index) -> list[str]:
    found = [index.organisations[entry] for entry in organisations if entry in index.organisations]
    return [o.board if query.subject == "board" else in_sentence(o) for o in found]


def groups_in_words(finding: Finding, query: Query, records: Records) -> dict[str, object]:
    """The groups by their names and counts, and which of them meet what is asked."""
    index, coverage = records.index, finding.coverage or Coverage()
    least = query.operation == "least"
    real = [tally for tally in finding.tallies if tally.key != NOBODY]
    named = {tally.key: group_name(tally, finding, records) for tally in finding.tallies}
    numbers_of = {key: name.removeprefix("mål ") for key, name in named.items()}
    best = [tally for tally in real if tally.meets]
    bare = named if query.operation in ("most", "least") else numbers_of
    if finding.grouping == "goal" and len(best) <= _TITLED:
        bare = {tally.key: _with_title(named[tally.key], tally.title) for tally in real}
    rest = [tally for tally in real if not tally.meets and tally.count]
    after = sorted({tally.count for tally in rest}, reverse=not least)[:1]
    following = [named[tally.key] for tally in rest if tally.count in after]
    shown = [tally for tally in finding.tallies if tally.count]
    if finding.grouping == "organisation" and not query.group_by and len(shown) > _NAMES:
        shown = []
    by_owner = finding.grouping == "organisation" and query.operation not in ("most", "least")
    having = names_of(coverage.has, query, index) if by_owner else [bare[tally.key] for tally in best]
    lacking = names_of(coverage.has_not, query, index) if by_owner else [bare[t.key] for t in real if not t.meets]
    if finding.grouping == "goal" and query.operation not in ("most", "least"):
        having, lacking = numbers_in_words(having), numbers_in_words(lacking)
    most = best[0].count if best else 0
    return {
        "by": finding.grouping,
        "groups": [(named[tally.key], tally.count) for tally in shown],
        "having": having,
        "lacking": lacking,
        "most": most,
        "best_word": "Minst antal" if least else "Flest",
        "next": following if len(following) <= _FOLLOWING else [],
        "next_word": "Minst av dem som har något har" if least and not most else "Sedan kommer",
        "next_count": after[0] if after else 0,
        "more": _more(query),
        "than": _than(query, real, index),
    }  # fmt: skip


def _with_title(name: str, title: str | None) -> str:
    return f"{name}, ”{title}”" if title and name.startswith("mål ") else name


def numbers_in_words(names: Sequence[str]) -> list[str]:
    """Goals' numbers as spans; wordings as they are."""
    return [numbers([int(name) for name in names])] if names and all(map(str.isdecimal, names)) else list(names)


def _than(query: Query, tallies: Sequence[Tally], index: Index) -> str:
    """Whose count the others' are compared with, and what it is: " än stadskontoret, som har 3"."""
    count = query.conditions.count
    if count is None or count.than not in index.organisations:
        return ""
    theirs = next((tally.count for tally in tallies if tally.key == count.than), 0)
    word = "än" if count.relation in ("more", "fewer") else "som"
    return f" {word} {in_sentence(index.organisations[count.than])}, som har {theirs}"


def _more(query: Query) -> str:
    """How many a group must have, in words."""
    count = query.conditions.count
    if count is None:
        return ""
    if count.than:
        return {"more": "fler ", "fewer": "färre "}.get(count.relation, "lika många ")
    said = {"more": "fler än", "fewer": "färre än", "at_least": "minst", "at_most": "högst", "exactly": "precis"}
    return f"{said[count.relation]} {count.number} "


def group_name(tally: Tally, finding: Finding, records: Records) -> str:
    """A group inside a sentence: an organisation's name, "mål 3", a kind, a status."""
    match finding.grouping:
        case "organisation":
            names = names_of([tally.key], finding.query, records.index)
            return names[0] if names else records.index.collection.catalogue.municipality
        case "goal":
            number = tally.key.rpartition("|")[2]
            return f"mål {number}" if number.isdecimal() else f"”{tally.title}”" if tally.title else "utan mål"
        case _:
            return rendered("group.jinja", key=tally.key, count=tally.count)
