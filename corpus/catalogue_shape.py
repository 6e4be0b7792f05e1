"""What ``catalogue.toml`` says, before it is used → which of its values are of a kind that can't be read, and where.

That a field is missing, or leads nowhere, is told by ``catalogue``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

_SHOWN = 60  # characters of a wrong value


class Kind(NamedTuple):
    """What a value has to be: whether it is, and what to write instead."""

    fits: Callable[[Any], bool]
    write: str


def _is_file_name(value: Any) -> bool:
    return isinstance(value, str) and value not in ("", ".", "..") and not set(value) & set("/\\\0")


TEXT = Kind(lambda value: isinstance(value, str), 'a text in quotation marks: "…"')
NAME = Kind(
    lambda value: isinstance(value, str) and bool(value.strip()), 'a text in quotation marks that isn\'t empty: "…"'
)
FILE_NAME = Kind(_is_file_name, "the name of a file in this folder, without a path")
NUMBER = Kind(lambda value: type(value) is int and value >= 0, "a whole number")
TRUTH = Kind(lambda value: isinstance(value, bool), "true or false")
TEXTS = Kind(
    lambda value: isinstance(value, list) and all(isinstance(entry, str) for entry in value), 'a list of texts: ["…"]'
)
YEARS = Kind(
    lambda value: isinstance(value, list) and len(value) == 2 and all(type(year) is int for year in value),
    "[first year, last year]",
)

_TOP = {"municipality": NAME, "quick_exit": TEXT}
_GOAL = {"number": NUMBER, "title": NAME}
_TABLES: dict[str, dict[str, Kind]] = {
    "programmes": {"id": NAME, "title": NAME, "municipality": TEXT, "period": YEARS, "came_with": TEXT},
    "organisations": {
        "id": NAME, "name": NAME, "abbreviation": TEXT, "board": TEXT, "form": TEXT, "municipality": TEXT,
        "other_names": TEXTS, "units": TEXTS, "came_with": TEXT,
    },
    "documents": {
        "id": NAME, "title": TEXT, "publisher": TEXT, "municipality": TEXT, "kind": TEXT, "programme": TEXT,
        "organisation": TEXT, "period": YEARS, "date": TEXT, "file": FILE_NAME, "sha256": TEXT, "url": TEXT,
        "machine_read": TRUTH, "superseded_by": TEXT, "draft": TRUTH, "replaces": TEXT,
    },
    "help_contacts": {"name": NAME, "number": TEXT, "about": TEXT, "for": TEXTS, "anonymous": TRUTH},
    "groups": {"names": TEXTS, "members": TEXTS, "means": TEXT},
}  # fmt: skip


def wrong_values(data: Mapping[str, Any]) -> list[str]:
    """A sentence for each value that can't be used, in their order: "organisations 2, name: is 5; write a text …"."""
    tables = {name: data[name] for name in _TABLES if name in data}
    top = {name: value for name, value in data.items() if name not in _TABLES}
    return [
        *_wrong(top, _TOP, "", among=_TABLES),
        *(sentence for name, entries in tables.items() for sentence in _wrong_table(name, entries)),
    ]


def _wrong_table(name: str, entries: Any) -> Iterator[str]:
    if not _are_tables(entries):
        yield f"{name}: is {_shown(entries)}; write [[{name}]] above each entry"
        return
    goals = ("goals",) if name == "programmes" else ()
    for number, entry in enumerate(entries, start=1):
        place = f"{name} {number}{_called(entry)}, "
        flat = {key: value for key, value in entry.items() if key not in goals}
        yield from _wrong(flat, _TABLES[name], place, among=goals)
        for key in goals:
            if not _are_tables(entry.get(key, [])):
                yield f'{place}{key}: is {_shown(entry[key])}; write a list: [{{ number = 1, title = "…" }}]'
                continue
            for position, goal in enumerate(entry.get(key, ()), start=1):
                yield from _wrong(goal, _GOAL, f"{place}goal {position}, ")


def _wrong(
    entry: Mapping[str, Any], kinds: Mapping[str, Kind], place: str, *, among: Sequence[str] | Mapping[str, Any] = ()
) -> Iterator[str]:
    for key, value in entry.items():
        if key not in kinds:
            near = get_close_matches(key, [*kinds, *among], n=1)
            meant = f" write {near[0]!r}, or take it out" if near else f" known are {', '.join([*kinds, *among])}"
            yield f"{place}{key[:_SHOWN]}: no field is called that;{meant}"
        elif not kinds[key].fits(value):
            yield f"{place}{key}: is {_shown(value)}; write {kinds[key].write}"


def _are_tables(entries: Any) -> bool:
    return isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)


def _called(entry: Mapping[str, Any]) -> str:
    """What an entry is known by, where it says it."""
    name = entry.get("id", entry.get("name"))
    return f" ({name[:_SHOWN]})" if isinstance(name, str) else ""


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
