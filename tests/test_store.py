"""The index on disk: whole or not at all, and refused where it doesn't fit."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from index import store
from index.build import build, load_or_build
from index.embed import Embedder
from index.errors import IndexFault, MissingIndex, StaleIndex
from index.fingerprint import fingerprint
from index.search import search
from index.store import Index, load, save
from tests.tiny import PLAN, add_document


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with one small plan."""
    folder = tmp_path / "documents"
    add_document(folder, "parkplan", PLAN.encode())
    return folder


def fitting(documents: Path, embedder: Embedder) -> Index:
    """The index of a folder, where it is in use and fits."""
    return load(documents.parent / "data", fingerprint(documents, model=embedder.name, revision=None))


def test_a_loaded_index_finds_what_the_saved_one_found(documents: Path, embedder: Embedder) -> None:
    """Same hits, same scores, same records."""
    built = build(documents, documents.parent / "data", embedder)
    loaded = fitting(documents, embedder)
    query = embedder.queries(["Vilka får gå en kurs?"])[0]
    assert search(loaded, query) == search(built, query)
    assert loaded.collection == built.collection
    assert loaded.version == built.version


def test_two_builds_of_the_same_documents_are_the_same_to_the_byte(
    documents: Path, embedder: Embedder, tmp_path: Path
) -> None:
    """Nothing in an index depends on when or where it was built."""
    contents = []
    for name in ("one", "two"):
        build(documents, tmp_path / name, embedder)
        files = sorted((tmp_path / name / "index").glob("build-*/*"))
        contents.append([(file.name, file.read_bytes()) for file in files])
    assert contents[0] == contents[1]
    assert len(contents[0]) == 4


def test_without_an_index_the_sentence_says_how_to_build_one(documents: Path, embedder: Embedder) -> None:
    """Nothing has been built yet."""
    with pytest.raises(MissingIndex, match=r"no index yet"):
        fitting(documents, embedder)


@pytest.mark.parametrize("name", ["manifest.json", "collection.json", "vectors.faiss", "keys.json", "CURRENT"])
@pytest.mark.parametrize("damage", ["gone", "cut", "changed"])
def test_a_damaged_file_is_named_and_the_index_built_again(
    documents: Path, embedder: Embedder, name: str, damage: str
) -> None:
    """Checksums tell; nobody gets an answer from half an index."""
    data = documents.parent / "data"
    build(documents, data, embedder)
    (file,) = (data / "index").rglob(name)
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(content[: len(content) // 2] if damage == "cut" else b"\x00\xff" + content[2:])
    with pytest.raises(IndexFault):
        fitting(documents, embedder)
    reasons: list[str] = []
    index = load_or_build(documents, data, embedder, on_rebuild=reasons.append)
    assert name in reasons[0] or reasons == ["there is no index yet"]
    assert len(index.collection.activities) == 2


def test_an_index_of_another_model_is_refused(documents: Path, embedder: Embedder) -> None:
    """Vectors of two models can't be compared; the sentence names both."""
    build(documents, documents.parent / "data", embedder)
    other = fingerprint(documents, model="intfloat/multilingual-e5-large", revision="abc")
    with pytest.raises(StaleIndex, match=r"'bundled:.*' .*'intfloat/.*-large' \(abc\)"):
        load(documents.parent / "data", other)


def test_an_index_of_other_documents_is_refused_and_built_again(documents: Path, embedder: Embedder) -> None:
    """A document came: the old index would answer without it."""
    data = documents.parent / "data"
    build(documents, data, embedder)
    add_document(documents, "tillagg", PLAN.replace("lampor", "bänkar").encode())
    with pytest.raises(StaleIndex, match="other documents"):
        fitting(documents, embedder)
    assert len(load_or_build(documents, data, embedder).collection.documents) == 2


def test_only_what_changed_is_embedded_again(documents: Path, embedder: Embedder) -> None:
    """A second document with one new activity costs the texts that are new."""
    data = documents.parent / "data"
    build(documents, data, embedder)
    add_document(documents, "tillagg", PLAN.replace("lampor", "bänkar").encode())
    totals: list[int] = []
    new = build(documents, data, embedder, on_progress=lambda done, total: totals.append(total))
    assert 0 < totals[-1] < len(set(new.keys))


def test_a_build_that_is_broken_off_leaves_the_old_index_in_use(
    documents: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills while the third file is written."""
    data = documents.parent / "data"
    old = build(documents, data, embedder)
    add_document(documents, "tillagg", PLAN.encode())
    real, written = store._write, []

    def fails(path: Path, content: bytes) -> None:
        if len(written) == 2:
            raise OSError(28, "No space left on device", str(path))
        written.append(path)
        real(path, content)

    monkeypatch.setattr(store, "_write", fails)
    with pytest.raises(OSError, match="No space left"):
        build(documents, data, embedder)
    assert load(data, old.fingerprint).version == old.version
    assert len(list((data / "index").glob("build-*"))) == 1


def test_a_folder_left_half_written_is_not_in_the_way(documents: Path, embedder: Embedder) -> None:
    """A process that was killed leaves its folder; the next build takes it away."""
    data = documents.parent / "data"
    index = build(documents, data, embedder)
    (used,) = (data / "index").glob("build-*")
    shutil.copytree(used, used.with_name("build-half"))
    (used.with_name("build-half") / "manifest.json").unlink()
    assert load(data, index.fingerprint).version == index.version
    save(replace(index), data)
    assert len(list((data / "index").glob("build-*"))) == 1


def test_an_unreadable_document_stops_none_of_the_others(documents: Path, embedder: Embedder) -> None:
    """It is left out, and its sentence is kept."""
    add_document(documents, "trasig", b"\xff\xfe\x00")
    problems: list[str] = []
    index = build(documents, documents.parent / "data", embedder, on_problem=problems.append)
    assert [document.id for document in index.collection.documents] == ["parkplan"]
    assert problems == list(index.collection.problems)
    assert problems[0].startswith("trasig.txt: byte 0 is not UTF-8 text")


def test_records_of_another_shape_are_not_read_but_built_again(documents: Path, embedder: Embedder) -> None:
    """An index of the program's next version may hold other fields."""
    data = documents.parent / "data"
    index = build(documents, data, embedder)
    (file,) = (data / "index").glob("build-*/collection.json")
    (manifest,) = (data / "index").glob("build-*/manifest.json")
    old = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_bytes(b"{}")
    new = manifest.read_text().replace(old, hashlib.sha256(b"{}").hexdigest())
    manifest.write_text(new.replace(index.fingerprint.reader, "another"))
    reasons: list[str] = []
    again = load_or_build(documents, data, embedder, on_rebuild=reasons.append)
    assert reasons == ["the index was built by another version of the program"]
    assert again.collection == index.collection


def test_builds_and_readers_at_once_never_meet_half_an_index(documents: Path, embedder: Embedder) -> None:
    """Two writers and a reader: each waits for the others."""
    data = documents.parent / "data"
    index = build(documents, data, embedder)
    with ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(save, index, data) for _ in range(20)]
        readers = [pool.submit(load, data, index.fingerprint) for _ in range(20)]
        assert [writer.result() for writer in writers] == [None] * 20
        assert {reader.result().version for reader in readers} == {index.version}
    assert len(list((data / "index").glob("build-*"))) == 1
