"""Documents come in, are replaced and go, with the index: through the command, in this process."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.curation.changes import ingest_document
from assistant.errors import Refused
from assistant.query.filters import Filters
from assistant.settings import read_settings
from corpus.catalogue import load_catalogue
from index.embedding.embedder import Embedder
from tests.assistant.cli.folders import COVER, NEW, Folder, listing
from tests.tiny import PLAN, add_document


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
    records = folder.records()
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


def test_an_activity_that_is_named_is_meant_wherever_it_stands(folder: Folder) -> None:
    """In another municipality's plan too; what is asked without a name is asked of those at home."""
    folder.run("index")
    text = NEW.replace("Provstads kommun", "Grannby kommun").replace("Driftenheten", "Torgenheten")
    folder.run("add", folder.file("ny.txt", text), "--id", "ny")
    assert load_catalogue(folder.documents).documents[-1].municipality == "Grannby kommun"
    assistant = folder.assistant()
    for title, who in (("Fler bänkar i parkerna", "Torgenheten"), ("Fler lampor i parkerna", "Driftenheten")):
        answer = assistant.answer(f"Vem är ansvarig för ”{title}”?")
        assert (answer.outcome, f"”{who}”" in answer.summary.text) == ("answered", True), answer.summary.text
    assert "Driftenheten" in assistant.answer("Vem är ansvarig för aktiviteterna under mål 1?").summary.text
    assert "Torgenheten" not in assistant.answer("Vem är ansvarig för aktiviteterna under mål 1?").summary.text


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
    archive = folder.inbox / "b.zip"
    assert folder.run("backup", archive)[0] == 0
    status, printed = folder.run("remove", "parkplan-2", "--versions")
    assert (status, "parkplan, an earlier version of it, is removed too" in printed) == (0, True)
    assert folder.run("restore", archive, "--overwrite")[0] == 0
    assert [entry.superseded_by for entry in folder.index().collection.documents] == ["parkplan-2", None]
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
    problems = folder.records()[1]["problems"]
    assert ["personal identity number" in problem for problem in problems] == [True]


def test_a_new_version_has_the_old_ones_programme_where_it_doesnt_say(folder: Folder) -> None:
    """And the report says from where it is; period and date are never taken over."""
    plain = NEW.removeprefix(COVER)
    status, printed = folder.run("replace", "parkplan", folder.file("ny.txt", plain), "--id", "parkplan-2")
    assert status == 0
    assert "trygg-2020-2024 (as parkplan has it)" in printed
    entry = load_catalogue(folder.documents).documents[-1]
    assert (entry.programme, entry.kind, entry.period) == ("trygg-2020-2024", "plans", None)


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
        taken = list(pool.map(lambda path: ingest_document(settings, path), files))
    assert len({entry.entry["id"] for entry in taken}) == 3
    assert len(load_catalogue(folder.documents).documents) == 4
    folder.run("index")
    assert len(folder.index().collection.activities) == 8
