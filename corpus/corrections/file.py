"""``corrections/ID.toml`` ↔ what a person has set right in a document. Made to be read and compared."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import tomlkit

from corpus.errors import CatalogueError
from corpus.privacy.identity_numbers import mask_numbers
from corpus.types import ACTIVITY_KINDS, Correction, DocumentKind, Status, Value

UnusableCause = Literal["nothing", "text", "number", "years", "identity"]
FOLDER = "corrections"
_HEAD = "What a person has set right. The document stays as it is; this is laid over what is read of it."
_LONGEST = 2000  # characters of a value

# What a field may say, beside nothing.
_TEXT, NUMBER, YEARS = "a text", "a whole number", "[first year, last year]"
FIELDS: dict[str, dict[str, str]] = {
    "document": {
        "title": _TEXT, "kind": _TEXT, "programme": _TEXT, "organisation": _TEXT, "municipality": _TEXT,
        "period": YEARS, "date": _TEXT,
    },
    "plan": {"title": _TEXT, "organisation": _TEXT, "decided": _TEXT, "diary_number": _TEXT},
    "activity": {
        "title": _TEXT, "number": _TEXT, "goal": NUMBER, "goal_title": _TEXT, "kind": _TEXT, "organisation": _TEXT,
        "responsible": _TEXT, "timeline": _TEXT, "indicator": _TEXT, "results": _TEXT, "follow_up_planned": _TEXT,
        "status": _TEXT,
    },
    "word": {"shape": _TEXT, "word": _TEXT, "everywhere": NUMBER},
    "page": {"printed": NUMBER, "onward": NUMBER},
}  # fmt: skip
_CAUSES: dict[str, UnusableCause] = {_TEXT: "text", NUMBER: "number", YEARS: "years"}
_NEVER_NOTHING = ("title", "kind", "shape", "word", "municipality")
_CHANGES = {"document": ("set",), "plan": ("set",), "word": ("set",), "page": ("set",),
            "activity": ("set", "add", "remove", "split", "join")}  # fmt: skip
_FITS: dict[str, Callable[[Any], bool]] = {
    _TEXT: lambda value: isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST,
    NUMBER: lambda value: type(value) is int and 0 <= value < 1000,
    YEARS: lambda value: (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(type(year) is int for year in value)
        and value[0] <= value[1]
    ),
}


class UnusableCorrection(CatalogueError):
    """A value that a field can't have; ``cause`` says why in a word, for whoever has a sentence of their own for it."""

    def __init__(self, text: str, cause: UnusableCause, field: str) -> None:
        super().__init__(text)
        self.cause: UnusableCause = cause
        self.field = field


def path_of(folder: Path, document: str) -> Path:
    """Where a document's corrections lie in its documents folder."""
    return folder / FOLDER / f"{document}.toml"


def load_corrections(folder: Path, document: str) -> tuple[Correction, ...]:
    """What a person has set right in a document; raises ``CatalogueError`` naming the entry that is wrong."""
    path = path_of(folder, document)
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise CatalogueError(f"{FOLDER}/{path.name} can't be opened ({error.strerror})") from None
    return parse_corrections(content, f"{FOLDER}/{path.name}")


def parse_corrections(content: bytes, name: str) -> tuple[Correction, ...]:
    """What a file of corrections says; raises as ``load_corrections`` does."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{name} can't be read as TOML: {error}") from None
    entries = data.get("corrections", [])
    if [*data] not in ([], ["corrections"]) or not isinstance(entries, list):
        raise CatalogueError(f"{name}: write [[corrections]] above each entry, and nothing else")
    return tuple(_correction(entry, f"{name}, entry {number}") for number, entry in enumerate(entries, start=1))


def written(corrections: Sequence[Correction]) -> bytes:
    """The file that says these."""
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEAD))
    tables = tomlkit.aot()
    for entry in corrections:
        table: dict[str, Any] = {"on": entry.on}
        if entry.change != "set":
            table["change"] = entry.change
        if entry.line:
            table |= {"line": entry.line, "text": entry.text}
        if entry.rows > 1:
            table["rows"] = entry.rows
        table |= {name: list(v) if isinstance(v, tuple) else v for name, v in entry.values if v is not None}
        if unknown := [name for name, value in entry.values if value is None]:
            table["unknown"] = unknown
        tables.append(tomlkit.item(table))
    document.add("corrections", tables)
    return tomlkit.dumps(document).encode()


def checked(entry: Correction, where: str) -> Correction:
    """The correction; raises ``CatalogueError`` for one that can't be used."""
    fields = FIELDS.get(entry.on)
    if fields is None:
        raise CatalogueError(f"{where}: 'on' is {entry.on!r}; write one of {', '.join(FIELDS)}")
    if entry.change not in _CHANGES[entry.on]:
        raise CatalogueError(f"{where}: 'change' is {entry.change!r}; write one of {', '.join(_CHANGES[entry.on])}")
    if entry.on != "document" and not (type(entry.line) is int and entry.line > 0 and entry.text.strip()):
        raise CatalogueError(f"{where}: a place is missing; write line = … and text = … as that line has it")
    if not (type(entry.rows) is int and entry.rows > 0):
        raise CatalogueError(f"{where}: 'rows' is {entry.rows!r}; write how many lines it has")
    for name, value in entry.values:
        if name not in fields:
            raise CatalogueError(f"{where}: no field is called {name[:60]!r}; known are {', '.join(fields)}")
        if value is None and name in _NEVER_NOTHING:
            raise UnusableCorrection(f"{where}: {name} can't be unknown", "nothing", name)
        if value is not None and not _FITS[fields[name]](value):
            text = f"{where}: {name} is {str(value)[:60]!r}; write {fields[name]}"
            raise UnusableCorrection(text, _CAUSES[fields[name]], name)
        if isinstance(value, str) and mask_numbers(value) != value:
            text = f"{where}: {name} holds what looks like a personal identity number; leave it out"
            raise UnusableCorrection(text, "identity", name)
    _check_choices(entry, where)
    return entry


def _check_choices(entry: Correction, where: str) -> None:
    kinds = get_args(DocumentKind) if entry.on == "document" else ACTIVITY_KINDS
    given = dict(entry.values)
    for name, choices in (("kind", kinds), ("status", get_args(Status))):
        if given.get(name) is not None and given[name] not in choices:
            raise CatalogueError(f"{where}: {name} is {given[name]!r}; write one of {', '.join(choices)}")
    if entry.on == "word" and not {"shape", "word"} <= {*given}:
        raise CatalogueError(f"{where}: write shape = … as the file has it, and word = … as it is to be read")
    if entry.on == "page" and ("printed" not in given or given["printed"] == 0):
        raise CatalogueError(f'{where}: write printed = …, from 1, or unknown = ["printed"] where no number is printed')


def _correction(entry: Any, where: str) -> Correction:
    if not isinstance(entry, Mapping):
        raise CatalogueError(f"{where}: write [[corrections]] above it")
    about = {"on", "change", "line", "text", "rows", "unknown"}
    unknown = entry.get("unknown", [])
    if not (isinstance(unknown, list) and all(isinstance(name, str) for name in unknown)):
        raise CatalogueError(f"{where}: 'unknown' is {unknown!r}; write a list of fields")
    said = {name: tuple(v) if isinstance(v, list) else v for name, v in entry.items() if name not in about}
    values: dict[str, Value] = said | dict.fromkeys(unknown)
    text = entry.get("text", "")
    return checked(
        Correction(
            entry.get("on", ""), entry.get("change", "set"), entry.get("line", 0),
            text if isinstance(text, str) else "", entry.get("rows", 1), tuple(values.items()),
        ),
        where,
    )  # fmt: skip
