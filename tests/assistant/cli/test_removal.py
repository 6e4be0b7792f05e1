"""Documents go, with every trace of them: through the command, in this process."""

import numpy as np
import pytest

from corpus.catalogue import load_catalogue
from index.storage.store import in_use
from tests.assistant.cli.folders import NEW, Folder, traces


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
    log = [str(folder.documents / "changes.jsonl")]  # says that it has been there, and never what it said
    assert {word: traces(word, folder) for word in words} == {
        "kvastbindare": [], "bänkar": [], "kvastplan": log, digest: log,
    }  # fmt: skip
    kept = [np.load(path) for path in (folder.data / "index").rglob("*.npy")]
    assert kept
    assert not any(np.allclose(row, vector) for array in kept for row in array for vector in vectors)
    assert sorted(path.name for path in folder.documents.iterdir()) == [
        "catalogue.toml", "changes.jsonl", "parkplan.txt",
    ]  # fmt: skip


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
