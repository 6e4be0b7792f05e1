"""A documents folder that the command changes, and what is left in it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Assistant
from assistant.cli.main import main
from index.embedding.embedder import Embedder
from index.storage.fingerprint import fingerprint
from index.storage.store import Index, load
from tests.tiny import PLAN

COVER = "Handlingsplan för Trygg stad 2020–2024\nParkförvaltningen, Provstads kommun\n\n"
NEW = COVER + PLAN.replace("lampor", "bänkar").replace("Kurs för parkvakter", "Kurs för kvastbindare")


class Folder:
    """A documents folder and a data folder, and the command run on them."""

    def __init__(self, path: Path, tiny: Embedder, capsys: pytest.CaptureFixture[str]) -> None:
        self.documents, self.data, self.tiny, self.capsys = path / "documents", path / "data", tiny, capsys
        self.inbox = path / "inbox"
        self.inbox.mkdir()

    def run(self, *arguments: object) -> tuple[int, str]:
        """Exit status, and all that was printed."""
        status = main([str(argument) for argument in arguments])
        printed = self.capsys.readouterr()
        return status, printed.out + printed.err

    def records(self) -> list[dict[str, Any]]:
        """What ``documents --json`` prints for programs."""
        assert main(["documents", "--json"]) == 0
        found: list[dict[str, Any]] = json.loads(self.capsys.readouterr().out)
        return found

    def file(self, name: str, text: str) -> Path:
        """A file somewhere else."""
        (self.inbox / name).write_text(text, encoding="utf-8")
        return self.inbox / name

    def index(self) -> Index:
        """The index in use, which has to fit the folder."""
        return load(self.data, fingerprint(self.documents, model=self.tiny.name, revision=None))

    def assistant_after(self, *arguments: object) -> Assistant:
        """What answers once a command has been run."""
        self.run(*arguments)
        return self.assistant()

    def assistant(self) -> Assistant:
        """What answers."""
        return Assistant(self.index(), self.tiny)


def listing(*folders: Path) -> dict[str, bytes]:
    """Every file below some folders with its content, locks apart."""
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    return {str(path): path.read_bytes() for path in paths}


def traces(word: str, folder: Folder) -> list[str]:
    """The files that have a word, whatever their encoding; JSON is decoded first."""
    found = []
    for path in [*folder.documents.rglob("*"), *folder.data.rglob("*")]:
        said = [path.name]
        if path.is_file():
            content = path.read_bytes()
            said += [content.decode(encoding, errors="replace") for encoding in ("utf-8", "latin-1", "utf-16")]
            if path.suffix == ".json":
                said += list(strings(json.loads(content)))
        if any(word.lower() in text.lower() for text in said):
            found.append(str(path))
    return found


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from strings(entry)
