"""Documents come in, are replaced and go, with the index: through the command, in this process."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.answer import Assistant
from assistant.cli.changes import take_in
from assistant.cli.main import main
from assistant.errors import Refused
from assistant.query.filters import Filters
from assistant.settings import read_settings
from corpus.catalogue import load_catalogue
from index.embedding.embedder import Embedder
from index.storage.fingerprint import fingerprint
from index.storage.store import Index, in_use, load
from tests.tiny import PLAN, add_document

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

    def file(self, name: str, text: str) -> Path:
        """A file somewhere else."""
        (self.inbox / name).write_text(text, encoding="utf-8")
        return self.inbox / name

    def index(self) -> Index:
        """The index in use, which has to fit the folder."""
        return load(self.data, fingerprint(self.documents, model=self.tiny.name, revision=None))

    def assistant(self) -> Assistant:
        """What answers."""
        return Assistant(self.index(), self.tiny)


@pytest.fixture
def folder(
    tmp_path: Path, tiny: Embedder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Folder:
    """One small plan."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    for name, value in {"DOCUMENTS": tmp_path / "documents", "DATA": tmp_path / "data", "MODEL": tiny.name}.items():
        monkeypatch.setenv(f"PLANASSISTENT_{name}", str(value))
    monkeypatch.setenv("COLUMNS", "140")
    return Folder(tmp_path, tiny, capsys)


def test_an_added_document_is_reported_and_answers(folder: Folder) -> None:
    """What was read of it, what it holds, and where to correct it."""
    status, printed = folder.run("add", folder.file("Ny plan.txt", NEW))
    assert status == 0, printed
    for said in (
        "handlingsplan-for-trygg-stad-2020-2024",
        "trygg-2020-2024",
        "2020–2024",
        "parkforvaltningen: 2 activities",
        "100.0% of",
        str(folder.documents / "catalogue.toml"),
    ):
        assert said in printed
    entry = load_catalogue(folder.documents).documents[-1]
    assert (entry.kind, entry.programme, entry.period, entry.file) == (
        "plans", "trygg-2020-2024", (2020, 2024), "handlingsplan-for-trygg-stad-2020-2024.txt",
    )  # fmt: skip
    assert len(folder.index().collection.activities) == 4


def test_what_the_document_doesnt_say_is_left_open(folder: Folder) -> None:
    """Its text can be searched; the report and the list say what is missing."""
    status, printed = folder.run("add", folder.file("lapp.txt", "En lapp om kvastbindare.\n"), "--id", "lapp")
    assert status == 0
    assert "– (the document doesn't say)" in printed
    assert "! lapp.txt: the catalogue doesn't say of what kind it is" in printed
    entry = load_catalogue(folder.documents).documents[-1]
    assert (entry.title, entry.kind, entry.programme, entry.period, entry.publisher) == ("lapp.txt", *[None] * 4)
    assert [passage.text for passage in folder.index().collection.passages if passage.document == "lapp"] == [
        "En lapp om kvastbindare."
    ]
    records = json.loads(folder.run("documents", "--json")[1])
    assert "write kind =" in records[1]["problems"][0]


def test_the_list_shows_whole_ids_and_what_is_wrong(folder: Folder) -> None:
    """However long an id is; a remark alone is no failure of a build."""
    name = "handlingsplan-for-ett-tryggare-och-battre-" + "belyst-" * 12 + "alstad"
    folder.run("add", folder.file("lapp.txt", "En lapp om kvastbindare.\n"), "--id", name)
    status, printed = folder.run("documents")
    assert status == 0
    shown = "".join(row.split("│")[1].strip() for row in printed.splitlines() if row.startswith("│"))
    assert name in shown
    assert f"! {name}.txt: the catalogue doesn't say of what kind it is" in printed
    status, printed = folder.run("index")
    assert status == 0
    assert f"planassistent: {name}.txt: the catalogue doesn't say of what kind it is" in printed


def test_owners_that_nobody_has_entered_come_in_under_their_printed_name(folder: Folder) -> None:
    """So that questions about them are answered; whoever keeps the catalogue adds the rest."""
    printed = folder.run("add", folder.file("plan.txt", NEW.replace("Parkförv", "Rymdförv")))[1]
    assert "+ Rymdförvaltningen comes into the catalogue under the name that is printed" in printed
    entered = load_catalogue(folder.documents).organisations[-1]
    assert (entered.id, entered.name, entered.form) == ("rymdforvaltningen", "Rymdförvaltningen", "förvaltning")
    new = [activity for activity in folder.index().collection.activities if activity.organisation == entered.id]
    assert len(new) == 2


def test_document_that_names_no_municipality_is_nobodys(folder: Folder) -> None:
    """Every municipality has boards of the same name: it is asked whose, and can be told."""
    text = NEW.replace(", Provstads kommun", "")
    printed = folder.run("add", folder.file("plan.txt", text), "--id", "vems")[1]
    assert "! the document doesn't say which municipality it is of" in printed
    assert load_catalogue(folder.documents).documents[-1].municipality == ""
    assert {a.organisation for a in folder.index().collection.activities if a.document == "vems"} == {None}
    folder.run("remove", "vems")
    folder.run("add", folder.file("plan.txt", text), "--id", "var", "--municipality", "Provstad")
    assert {a.organisation for a in folder.index().collection.activities if a.document == "var"} == {
        "parkforvaltningen"
    }


def test_preview_shows_what_would_come_in_and_changes_nothing(folder: Folder) -> None:
    """Without a model or an index: cover, goals, activities with lines, and what won't be answered."""
    path = folder.file("plan.txt", NEW.replace("Parkförv", "Rymdförv").replace("Trygg stad", "Tryggt fält"))
    before = listing(folder.documents)
    status, printed = folder.run("preview", path, "--json")
    assert status == 0, printed
    seen = json.loads(printed)
    assert seen["cover"]["municipality"] == "Provstad"
    assert (seen["cover"]["owner"], seen["cover"]["period"]) == ("Rymdförvaltningen", [2020, 2024])
    assert [entry["name"] for entry in seen["new_organisations"]] == ["Rymdförvaltningen"]
    assert [entry["period"] for entry in seen["new_programmes"]] == [[2020, 2024]]
    assert len(seen["activities"]) == 2
    assert all(activity["lines"] for activity in seen["activities"])
    assert "Rymdförvaltningen" in folder.run("preview", path)[1]
    assert listing(folder.documents) == before
    assert not folder.data.exists()


def test_init_writes_a_catalogue_that_can_be_used(folder: Folder) -> None:
    """A folder of somebody else's plans and a report on one of them; the shipped catalogue isn't needed."""
    plan = "Ekby kommun\nRymdnämnden\n\n" + NEW.partition("\n\n")[2]
    folder.file("plan.txt", "Handlingsplan mot mörker 2021–2023\n\n" + plan)
    folder.file("report.txt", "Uppföljning 2022 av handlingsplan mot mörker\n\nEkby kommun\n\nInledning\n\nKort.\n")
    folder.file("tom.txt", "")
    status, printed = folder.run("init", folder.inbox, "--municipality", "Ekby kommun")
    assert status == 1  # one couldn't be read
    assert "tom.txt: the file is empty" in printed
    made = load_catalogue(folder.inbox)
    assert made.municipality == "Ekby kommun"
    assert [entry.title for entry in made.programmes] == ["Handlingsplan mot mörker"]
    assert [(entry.kind, entry.programme) for entry in made.documents] == [
        ("plans", made.programmes[0].id), ("follow-up", made.programmes[0].id),
    ]  # fmt: skip
    assert "Rymdnämnden" in [entry.name for entry in made.organisations]
    status, printed = folder.run("init", folder.inbox, "--municipality", "Ekby kommun")
    assert (status, "is there already" in printed) == (1, True)


def listing(*folders: Path) -> dict[str, bytes]:
    """Every file below some folders with its content, locks apart."""
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    return {str(path): path.read_bytes() for path in paths}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(("add", "igen.txt"), "igen.txt: this very file is in already, as 'parkplan'", id="twice"),
        pytest.param(("add", "tom.txt"), "tom.txt: the file is empty", id="empty"),
        pytest.param(("add", "bild.png"), "bild.png: ", id="not a document"),
        pytest.param(("add", "saknas.txt"), "there is no such file", id="missing"),
        pytest.param(("add", "."), "it is a folder", id="folder"),
        pytest.param(("add", "ny.txt", "--id", "parkplan"), "there is a document 'parkplan' already", id="id taken"),
        pytest.param(("add", "ny.txt", "--id", "../x"), "write a-z, 0-9 and single hyphens", id="id with a path"),
        pytest.param(("replace", "nej", "ny.txt"), "there is no document 'nej'; there are: parkplan", id="replace"),
        pytest.param(("remove", "nej"), "there is no document 'nej'; there are: parkplan", id="remove"),
        pytest.param(("add", "[red]\x1b[31mx.txt"), "[red]\ufffd[31mx.txt: the file is empty", id="markup in a name"),
    ],
)
def test_what_cant_be_done_is_said_and_changes_nothing(
    folder: Folder, arguments: tuple[str, ...], sentence: str
) -> None:
    """Exit status 1, and every byte as before."""
    folder.run("index")
    folder.file("igen.txt", PLAN)
    folder.file("ny.txt", NEW)
    for name in ("tom.txt", "[red]\x1b[31mx.txt"):
        folder.file(name, "")
    (folder.inbox / "bild.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    before = listing(folder.documents, folder.data)
    paths = [folder.inbox / a if "." in a and a != "../x" else a for a in arguments]
    status, printed = folder.run(*paths)
    assert status == 1
    assert sentence in printed
    assert "\x1b" not in printed
    assert listing(folder.documents, folder.data) == before


def test_a_replaced_document_answers_no_longer(folder: Folder) -> None:
    """Lists, counts, coverage and passages are the new one's; the old one can be opened and keeps its id."""
    folder.run("index")
    old_id = folder.index().collection.activities[0].id
    status, printed = folder.run("replace", "parkplan", folder.file("ny.txt", NEW), "--id", "parkplan-2")
    assert status == 0, printed
    collection = folder.index().collection
    assert {entry.document for entry in collection.activities} == {"parkplan-2"}
    assert {entry.document for entry in collection.passages} == {"parkplan-2"}
    assert {entry.document for entry in collection.plans} == {"parkplan-2"}
    assert [entry.superseded_by for entry in collection.documents] == ["parkplan-2", None]
    assert any("lampor" in line.text for line in collection.lines["parkplan"])
    assistant = folder.assistant()
    answer = assistant.answer("Vad har parkförvaltningen åtagit sig under mål 1?")
    assert [index_id.split(".")[0] for index_id in answer.activities] == ["parkplan-2"] * 2
    with pytest.raises(Refused, match="knows: parkplan-2"):
        assistant.answer("lampor", Filters(documents=("parkplan",)))
    table = folder.run("documents")[1]
    assert "superseded by parkplan-2" in " ".join(table.split())
    status, printed = folder.run("replace", "parkplan", folder.file("nyare.txt", NEW + "Mer."))
    assert (status, "superseded by parkplan-2 already" in printed) == (1, True)
    status, printed = folder.run("remove", "parkplan-2")
    assert "parkplan, which it had superseded, is in force again" in printed
    assert folder.index().collection.activities[0].id == old_id


def test_a_number_in_a_superseded_document_is_still_masked_and_reported(folder: Folder) -> None:
    """It can be opened, but nobody reads the number there."""
    folder.run("add", folder.file("med.txt", NEW + "\nHon har 640823-3234.\n"), "--id", "med")
    status, _ = folder.run("replace", "med", folder.file("utan.txt", NEW), "--id", "utan")
    assert status == 0
    text = "\n".join(line.text for line in folder.index().collection.lines["med"])
    assert "Hon har" in text
    assert "640823" not in text
    problems = json.loads(folder.run("documents", "--json")[1])[1]["problems"]
    assert ["personal identity number" in problem for problem in problems] == [True]


def test_a_new_version_has_the_old_ones_programme_where_it_doesnt_say(folder: Folder) -> None:
    """And the report says from where it is; period and date are never taken over."""
    plain = NEW.removeprefix(COVER)
    status, printed = folder.run("replace", "parkplan", folder.file("ny.txt", plain), "--id", "parkplan-2")
    assert status == 0
    assert "trygg-2020-2024 (as parkplan has it)" in printed
    entry = load_catalogue(folder.documents).documents[-1]
    assert (entry.programme, entry.kind, entry.period) == ("trygg-2020-2024", "plans", None)


def test_a_removed_document_leaves_no_trace(folder: Folder) -> None:
    """No file below either folder has its words, as bytes or in JSON, its name, its hash or its vectors."""
    folder.run("add", folder.file("Kvastplan.txt", NEW), "--id", "kvastplan")
    part = next((folder.data / "index" / "parts").glob("*/vectors.npy"))
    removed = [passage for passage in folder.index().collection.passages if passage.document == "kvastplan"]
    own = [passage for passage in removed if "kvastbindare" in passage.text.lower() or "bänkar" in passage.text]
    index = folder.index()
    rows = {passage.id: row for row, passage in enumerate(index.collection.passages)}
    vectors = [index.vectors.reconstruct(rows[passage.id]) for passage in own]
    digest = load_catalogue(folder.documents).documents[-1].sha256
    words = ["kvastbindare", "bänkar", "kvastplan", digest]
    assert all(traces(word, folder) for word in words)
    assert part.exists()
    assert own
    status, printed = folder.run("remove", "kvastplan")
    assert status == 0, printed
    assert {word: traces(word, folder) for word in words} == {word: [] for word in words}
    kept = [np.load(path) for path in (folder.data / "index").rglob("*.npy")]
    assert kept
    assert not any(np.allclose(row, vector) for array in kept for row in array for vector in vectors)
    assert sorted(path.name for path in folder.documents.iterdir()) == ["catalogue.toml", "parkplan.txt"]


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


def test_when_the_last_document_goes_so_does_the_index(folder: Folder) -> None:
    """It is said; the list is empty, and asking is refused."""
    folder.run("index")
    status, printed = folder.run("remove", "parkplan")
    assert status == 0
    assert "it was the last document" in printed
    assert in_use(folder.data) is None
    assert traces("lampor", folder) == []
    assert folder.run("documents") == (0, "there are no documents; take one in: planassistent add PATH\n")
    assert folder.run("documents", "--json") == (0, "[]\n")
    status, printed = folder.run("ask", "Vad görs?")
    assert (status, "the catalogue names none" in printed) == (1, True)
    assert folder.run("add", folder.file("ny.txt", NEW))[0] == 0
    assert len(folder.index().collection.activities) == 2


def test_a_removed_document_whose_index_cant_be_built_is_not_said_to_be_gone(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text is still in the index; the sentence says so and what to do."""
    folder.run("add", folder.file("ny.txt", NEW), "--id", "ny")

    def fails(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr("index.build.save", fails)
    status, printed = folder.run("remove", "ny")
    assert status == 1
    assert "its text is still in the index" in printed
    assert "Run 'planassistent index'" in printed
    monkeypatch.undo()
    for name, value in {"DOCUMENTS": folder.documents, "DATA": folder.data, "MODEL": folder.tiny.name}.items():
        monkeypatch.setenv(f"PLANASSISTENT_{name}", str(value))
    assert folder.run("index")[0] == 0
    assert traces("bänkar", folder) == []


def test_the_shipped_documents_are_copied_to_the_data_folder_before_the_first_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of the checkout changes; from then on the copy is read, without a setting."""
    shipped = tmp_path / "shipped"
    add_document(shipped, "parkplan", PLAN.encode())
    monkeypatch.setattr("assistant.settings._SHIPPED", shipped)
    monkeypatch.delenv("PLANASSISTENT_DOCUMENTS", raising=False)
    monkeypatch.setenv("PLANASSISTENT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PLANASSISTENT_MODEL", tiny.name)
    before = listing(shipped)
    (tmp_path / "ny.txt").write_text(NEW, encoding="utf-8")
    assert main(["add", str(tmp_path / "ny.txt")]) == 0
    assert main(["remove", "parkplan"]) == 0
    assert "it also came with the program" in capsys.readouterr().out
    assert main(["documents", "--json"]) == 0
    assert [record["id"] for record in json.loads(capsys.readouterr().out)] == [
        "handlingsplan-for-trygg-stad-2020-2024"
    ]
    assert listing(shipped) == before
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["documents", "index"]


def test_two_documents_at_once_both_come_in(folder: Folder, tiny: Embedder) -> None:
    """The second command waits for the first."""
    settings = replace(
        read_settings({}), own_documents=folder.documents, documents=folder.documents, data=folder.data, model=tiny.name
    )
    files = [folder.file(f"{word}.txt", NEW.replace("bänkar", word)) for word in ("murar", "häckar", "staket")]
    with ThreadPoolExecutor(3) as pool:
        taken = list(pool.map(lambda path: take_in(settings, path), files))
    assert len({entry.entry["id"] for entry in taken}) == 3
    assert len(load_catalogue(folder.documents).documents) == 4
    folder.run("index")
    assert len(folder.index().collection.activities) == 8
