"""What was read is set right by the command: answered so, said so, kept in a backup, and given to the evaluation."""

import json
import tomllib
from typing import Any

import pytest

from assistant.compose.statements import statements
from assistant.schemas.corrected import answer_corrected
from corpus.corrections.file import path_of
from corpus.ingest import Part
from index.storage.parts import Parts, StoredPart
from tests.assistant.cli.folders import NEW, Folder
from tests.tiny import PLAN

LINES = PLAN.split("\n")
LAMPS = LINES.index("Aktivitet: Fler lampor i parkerna") + 1
COURSE = LINES.index("Aktivitet: Kurs för parkvakter") + 1
WHO = "Vem är ansvarig för parkförvaltningens aktiviteter under mål 1?"


def test_a_corrected_value_is_answered_and_said_to_be_one(folder: Folder) -> None:
    """In the text, with its source; what was read isn't said as an answer any more."""
    before = folder.assistant_after("index").answer(WHO)
    assert "Driftenheten" in before.summary.text
    status, printed = folder.run(
        "correct", "parkplan", "--line", LAMPS, "--set", "responsible=Parkenheten", "timeline="
    )
    assert status == 0, printed
    assert 'set right: activity, line 9 ("Aktivitet: Fler lampor i parkerna"): responsible = Parkenheten' in printed
    answer = folder.assistant().answer(WHO)
    assert "”Parkenheten” (rättat av handläggare)" in answer.summary.text
    assert "Driftenheten" not in answer.summary.text
    assert any("Ansvarig: Parkenheten (rättat av handläggare)" in point.text for point in answer.summary.points)
    printed = folder.run("ask", WHO)[1]
    assert "En handläggare har rättat något som svaret bygger på." in printed
    assert "Rättat av handläggare: ansvarig är ”Parkenheten”. I dokumentet läses ”Driftenheten”." in printed
    assert "tidplanen är inte angiven. I dokumentet läses ”2021”." in printed
    index = folder.index()
    lamps = index.collection.activities[0]
    passage = next(entry for entry in index.collection.passages if entry.activity == lamps.id)
    assert "Driftenheten" in passage.source_text
    said = {entry.part: entry.display_text for entry in statements(passage, lamps)}
    assert said["responsible"] == "Parkenheten (rättat av handläggare)"
    assert "timeline" not in said
    assert not any("Driftenheten" in text or "2021" in text for text in said.values())


def test_an_answer_that_rests_on_nothing_corrected_says_nothing_of_it(folder: Folder) -> None:
    """Another activity, or another document."""
    folder.run("correct", "parkplan", "--line", LAMPS, "--set", "responsible=Parkenheten")
    printed = folder.run("ask", "Vad är ”Kurs för parkvakter”?")[1]
    assert "Kurs för parkvakter" in printed
    assert "handläggare" not in printed


def test_the_list_has_the_key_to_take_one_back(folder: Folder) -> None:
    """Then all is as it was; and the index is built each time."""
    folder.run("index")
    before = folder.index()
    assert folder.run("correct", "parkplan") == (0, "nothing has been set right in parkplan\n")
    folder.run("correct", "parkplan", "--line", LAMPS, "--set", "status=ongoing", "goal=1", "title=Fler gatlampor")
    after = folder.index()
    assert after.version != before.version
    assert [entry.title for entry in after.collection.activities] == ["Fler gatlampor", "Kurs för parkvakter"]
    listed = folder.run("correct", "parkplan")[1]
    status, printed = folder.run("correct", "parkplan", "--undo", listed.split()[0])
    assert (status, printed.startswith("taken back: activity, line 9")) == (0, True)
    assert folder.index().collection == before.collection
    assert folder.run("correct", "parkplan", "--undo", "x")[0] == 1


def test_activities_are_added_taken_away_split_and_joined(folder: Folder) -> None:
    """And a word is read right; each by its line."""
    folder.run("index")
    first = LINES.index("Parkförvaltningen sköter stadens parker.") + 1
    assert folder.run("correct", "parkplan", "--line", first, "--add", 1, "--set", "goal=1", "responsible=Alla")[0] == 0
    assert folder.run("correct", "parkplan", "--line", COURSE, "--remove")[0] == 0
    assert folder.run("correct", "parkplan", "--line", LAMPS + 2, "--split")[0] == 0
    assert folder.run("correct", "parkplan", "--line", LAMPS, "--word", "lampor=lyktor")[0] == 0
    titles = [entry.title for entry in folder.index().collection.activities]
    assert titles[:2] == ["Parkförvaltningen sköter stadens parker.", "Fler lyktor i parkerna"]
    assert len(titles) == 3
    status, printed = folder.run("correct", "parkplan", "--line", COURSE, "--join")
    assert status == 1
    assert "fits nowhere, and is not used: activity (join)" in printed
    assert "(fits nowhere, is not used)" in folder.run("correct", "parkplan")[1]
    assert "fits nowhere" in folder.records()[0]["problems"][0]


def test_page_numbers_are_set_right_and_stand_in_sources(folder: Folder) -> None:
    """From one page on; the source says that a person did it, the answer itself rests on nothing corrected."""
    paged = NEW.replace("Mål 1", "\fMål 1").replace("Aktivitet: ", "\fAktivitet: ")
    folder.run("add", folder.file("ny.txt", paged), "--id", "ny")
    status, printed = folder.run("correct", "ny", "--page", "2=3", "--onward")
    assert (status, "): printed = 3, onward = 1" in printed) == (0, True), printed
    index = folder.index()
    benches = next(entry for entry in index.collection.activities if entry.title == "Fler bänkar i parkerna")
    assert benches.pages == (4, 4)
    answer = folder.assistant().answer("Vad är ”Fler bänkar i parkerna”?")
    assert answer_corrected(answer, index) is None
    printed = folder.run("ask", "Vad är ”Fler bänkar i parkerna”?")[1]
    assert "s. 4" in printed
    assert "Rättat av handläggare: sidan 4. I dokumentet läses inget sidnummer." in printed
    assert "En handläggare har rättat något som svaret bygger på." not in printed
    assert folder.run("correct", "ny", "--page", "3=")[0] == 0
    index = folder.index()
    assert [entry.pages for entry in index.collection.activities if entry.document == "ny"] == [None, (5, 5)]
    folder.run("gold", folder.inbox / "gold")
    gold = json.loads((folder.inbox / "gold" / "ny.txt.json").read_text(encoding="utf-8"))
    assert gold["pages"] == [{"sheet": 2, "read": None, "page": 3}, {"sheet": 4, "read": None, "page": 5}]


def test_only_the_corrected_document_is_read_anew(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """And of it, its words aren't restored again, also when one of them is set right."""
    folder.run("add", folder.file("ny.txt", NEW), "--id", "ny")
    added: list[str] = []
    add = Parts.add

    def noted(parts: Parts, name: str, part: Part, *rest: Any) -> StoredPart:
        added.append(part.document.id)
        return add(parts, name, part, *rest)

    monkeypatch.setattr(Parts, "add", noted)
    folder.run("correct", "ny", "--set", "title=Parkernas plan", "period=2020-2023")
    assert added == ["ny"]
    assert folder.index().collection.documents[1].title == "Parkernas plan"
    folder.run("correct", "parkplan", "--line", LAMPS, "--word", "lampor=lyktor")
    assert added == ["ny", "parkplan"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nej", "--set", "title=X"), "there is no document 'nej'"),
        (("parkplan", "--line", LAMPS, "--set", "owner=X"), "'owner=X' can't be used; write FIELD=VALUE"),
        (("parkplan", "--line", LAMPS, "--set", "status=klar"), "write one of completed, ongoing, planned, delayed"),
        (("parkplan", "--line", 999, "--set", "title=X"), "the document has no line 999"),
        (("parkplan", "--line", 2, "--set", "title=X"), "line 2 is empty"),
        (("parkplan", "--line", LAMPS, "--word", "lyktor=lampor"), "line 9 doesn't have the whole word 'lyktor'"),
        (("parkplan", "--split"), "give --line"),
        (("parkplan", "--page", "1=3"), "the document has no pages that can be told apart"),
        (("parkplan", "--page", "ett=3"), "write the page of the file and its number, as 4=6"),
        (("parkplan", "--page", "1=3", "--line", 1), "leave --line out"),
        (("parkplan", "--page", "1=3", "--set", "title=X"), "--page is given by itself"),
        (("parkplan", "--set", "title="), "title can't be unknown"),
        (("parkplan", "--line", LAMPS, "--set", "responsible=Eva 19640823-3234"), "personal identity number"),
    ],
)  # fmt: skip
def test_what_cant_be_set_right_changes_nothing(folder: Folder, arguments: tuple[object, ...], said: str) -> None:
    """And says why."""
    folder.run("index")
    status, printed = folder.run("correct", *arguments)
    assert (status, said in printed) == (1, True), printed
    assert not path_of(folder.documents, "parkplan").exists()


def test_corrections_go_with_a_backup_and_with_their_document(folder: Folder) -> None:
    """Restored somewhere else they hold; when the document goes they go."""
    folder.run("correct", "parkplan", "--line", LAMPS, "--set", "responsible=Parkenheten")
    archive = folder.inbox / "b.zip"
    assert folder.run("backup", archive)[0] == 0
    folder.run("add", folder.file("ny.txt", NEW), "--id", "ny")
    folder.run("remove", "parkplan")
    assert not path_of(folder.documents, "parkplan").exists()
    assert folder.run("restore", archive, "--overwrite")[0] == 0
    assert folder.index().collection.activities[0].responsible == "Parkenheten"
    said = tomllib.loads(path_of(folder.documents, "parkplan").read_text(encoding="utf-8"))
    assert said["corrections"][0]["responsible"] == "Parkenheten"


def test_what_was_set_right_is_gold_for_the_evaluation(folder: Folder) -> None:
    """With the file, in the shape of the evaluation's documents, and with what of it has been looked at."""
    folder.run("correct", "parkplan", "--line", LAMPS, "--set", "responsible=Parkenheten")
    folder.run("correct", "parkplan", "--line", COURSE, "--word", "Kurs=Utbildning")
    folder.run("correct", "parkplan", "--line", 1, "--plan", "--set", "decided=2020-01-15")
    status, printed = folder.run("gold", folder.inbox / "gold")
    assert (status, "1 documents" in printed) == (0, True)
    assert (folder.inbox / "gold" / "parkplan.txt").read_text(encoding="utf-8") == PLAN
    gold = json.loads((folder.inbox / "gold" / "parkplan.txt.json").read_text(encoding="utf-8"))
    assert (gold["kind"], gold["period"], gold["decided"]) == ("plan", "2020–2024", "2020-01-15")
    assert gold["corrected"] == ["decided"]
    assert (gold["activities"][0]["responsible"], gold["activities"][0]["corrected"]) == (
        "Parkenheten",
        ["responsible"],
    )
    assert gold["words"] == [
        {
            "line": COURSE,
            "source": LINES[COURSE - 1],
            "text": "Aktivitet: Utbildning för parkvakter",
            "corrected": ["Utbildning"],
        }
    ]


def test_the_log_is_listed_and_checked(folder: Folder) -> None:
    """Without what was said; a line that has been changed ends it."""
    folder.run("correct", "parkplan", "--line", LAMPS, "--set", "responsible=Parkenheten")
    status, printed = folder.run("log")
    assert (status, "command correct parkplan on=activity" in printed, "1 lines, whole" in printed) == (0, True, True)
    assert "Parkenheten" not in printed
    log = folder.documents / "changes.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace("parkplan", "annan"), encoding="utf-8")
    status, printed = folder.run("log")
    assert (status, "changes.jsonl, line 1: it isn't what was written" in printed) == (1, True)


@pytest.mark.parametrize("content", [b"[[corrections]", b'[[corrections]]\non = "moon"\n', b"\xff"])
def test_corrections_that_cant_be_read_stop_their_document_alone(folder: Folder, content: bytes) -> None:
    """It is left out, as what was wrong in it would be said again; the others are answered from, and it comes back."""
    other = folder.file("bankplan.txt", NEW)
    folder.run("add", "--id", "bankplan", other)
    path = path_of(folder.documents, "parkplan")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    printed = folder.run("index")[1]
    assert "it is left out, because what was set right in it can't be read: corrections/parkplan.toml" in printed
    assert [entry.id for entry in folder.index().collection.documents] == ["bankplan"]
    assert "corrections/parkplan.toml" in folder.run("documents")[1]
    status, printed = folder.run("correct", "parkplan")
    assert (status, "corrections/parkplan.toml" in printed) == (1, True)
    path.unlink()
    folder.run("index")
    assert "parkplan" in [entry.id for entry in folder.index().collection.documents]
