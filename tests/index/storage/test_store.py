"""The index on disk: whole or not at all, and refused where it doesn't fit."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from corpus import files
from corpus.ingest import Part, read_part
from corpus.types import Document
from eval.baselines.dense import dense
from index import build as index_build
from index.build import BuildReport, build, load_or_build
from index.embedding.embedder import Embedder
from index.errors import IndexFault, MissingIndex, StaleIndex
from index.storage import store
from index.storage.fingerprint import fingerprint
from index.storage.off_topic import off_topic_sentences
from index.storage.store import Index, building, load
from tests.processes import PATIENCE
from tests.tiny import PLAN, add_document


@pytest.fixture(scope="module")
def embedder(tiny: Embedder) -> Embedder:
    """A real model, but a tiny one: what is tested here is where things lie."""
    return tiny


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
    built = load_or_build(documents, documents.parent / "data", embedder)
    loaded = fitting(documents, embedder)
    query = embedder.queries(["Vilka får gå en kurs?"])[0]
    assert dense(loaded, query) == dense(built, query)
    assert loaded.collection == built.collection
    assert loaded.version == built.version


def texts_embedded(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts from now on the passages that are read with their pieces, and the sentences beside them."""
    counts: Counter[str] = Counter()

    def counting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(texts: Sequence[str], **options: Any) -> Any:
            counts[name] += len(texts)
            return real(texts, **options)

        return counted

    for name in ("read", "passages"):
        monkeypatch.setattr(embedder, name, counting(name, getattr(embedder, name)))
    return counts


def test_two_builds_of_the_same_documents_are_the_same_to_the_byte(
    documents: Path, embedder: Embedder, tmp_path: Path
) -> None:
    """Nothing in an index depends on when or where it was built."""
    contents = []
    for name in ("one", "two"):
        build(documents, tmp_path / name, embedder)
        root = tmp_path / name / "index"
        contents.append({str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()})
    assert contents[0] == contents[1]
    # The manifest, the name of it, two locks, five files for the one document, one for the sentences off the topic.
    assert len(contents[0]) == 10


def test_without_an_index_the_sentence_says_how_to_build_one(documents: Path, embedder: Embedder) -> None:
    """Nothing has been built yet."""
    with pytest.raises(MissingIndex, match=r"no index yet"):
        fitting(documents, embedder)


@pytest.mark.parametrize(
    "name",
    [
        "build-*.json",
        "part-*.json",
        "lines.json",
        "records.json",
        "vectors.npy",
        "pieces.npy",
        "[0-9a-f]*.npz",
        "CURRENT",
    ],
)
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
    assert file.name in reasons[0] or reasons == ["there is no index yet"]
    assert len(index.collection.activities) == 2
    assert fitting(documents, embedder).collection == index.collection


def test_an_index_of_another_model_is_refused(documents: Path, embedder: Embedder) -> None:
    """Vectors of two models can't be compared; the sentence names both."""
    build(documents, documents.parent / "data", embedder)
    other = fingerprint(documents, model="intfloat/multilingual-e5-large", revision="abc")
    with pytest.raises(StaleIndex, match=r"'.*model-e5' .*'intfloat/.*-large' \(abc\)"):
        load(documents.parent / "data", other)


def test_an_index_of_other_documents_is_refused_and_built_again(documents: Path, embedder: Embedder) -> None:
    """A document came: the old index would answer without it."""
    data = documents.parent / "data"
    build(documents, data, embedder)
    add_document(documents, "tillagg", PLAN.replace("lampor", "bänkar").encode())
    with pytest.raises(StaleIndex, match="other documents"):
        fitting(documents, embedder)
    assert len(load_or_build(documents, data, embedder).collection.documents) == 2


def test_only_what_changed_is_embedded_again(
    documents: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second document with one other activity costs that one: its text, its title and its first sentence."""
    data = documents.parent / "data"
    build(documents, data, embedder)
    add_document(documents, "tillagg", PLAN.replace("lampor", "bänkar").encode())
    embedded = texts_embedded(embedder, monkeypatch)
    build(documents, data, embedder)
    assert embedded == {"read": 1, "passages": 2}


def test_an_unchanged_document_is_not_read_again(
    documents: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither when another one comes nor when nothing has changed."""
    data = documents.parent / "data"
    build(documents, data, embedder)
    read: list[str] = []
    real = read_part

    def watched(document: Document, *arguments: Any, **options: Any) -> Part:
        read.append(document.id)
        return real(document, *arguments, **options)

    monkeypatch.setattr(index_build, "read_part", watched)
    add_document(documents, "tillagg", PLAN.replace("lampor", "bänkar").encode())
    build(documents, data, embedder)
    build(documents, data, embedder)
    assert read == ["tillagg"]


def test_built_piece_by_piece_is_the_same_as_built_at_once(documents: Path, embedder: Embedder, tmp_path: Path) -> None:
    """Added, changed in the catalogue, and taken out again: the records say nothing of the way there."""
    data = documents.parent / "data"
    catalogue = documents / "catalogue.toml"
    for name, word in (("b", "bänkar"), ("c", "häckar"), ("d", "murar")):
        add_document(documents, name, PLAN.replace("lampor", word).encode())
        build(documents, data, embedder)
    text = catalogue.read_text(encoding="utf-8").replace("Handlingsplan c", "Plan c")
    head, _, tail = text.partition('[[documents]]\nid = "b"')
    catalogue.write_text(head + tail[tail.index("[[documents]]") :], encoding="utf-8")
    piecewise = load_or_build(documents, data, embedder)
    at_once = load_or_build(documents, tmp_path / "other", embedder)
    assert piecewise.collection == at_once.collection
    assert [entry.title for entry in piecewise.collection.documents] == [
        "Handlingsplan parkplan",
        "Plan c",
        "Handlingsplan d",
    ]
    assert len(list((data / "index" / "parts").iterdir())) == 4  # one for the sentences off the topic


def test_a_build_that_was_broken_off_is_not_begun_again(
    documents: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has made of the first documents is there for the next build."""
    data = documents.parent / "data"
    add_document(documents, "trasig", PLAN.replace("lampor", "bänkar").encode())
    real = read_part

    def fails(document: Document, *arguments: Any, **options: Any) -> Part:
        if document.id == "trasig":
            raise KeyboardInterrupt
        return real(document, *arguments, **options)

    monkeypatch.setattr(index_build, "read_part", fails)
    with pytest.raises(KeyboardInterrupt):
        build(documents, data, embedder)
    monkeypatch.undo()
    embedded = texts_embedded(embedder, monkeypatch)
    build(documents, data, embedder)
    assert embedded == {"read": 1 + len(off_topic_sentences()), "passages": 2}


@pytest.mark.parametrize("written", range(6))
def test_a_full_disk_leaves_the_old_index_in_use(
    documents: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    """Whichever of its six files is being written; and with room again the next build succeeds."""
    data = documents.parent / "data"
    old = build(documents, data, embedder)
    add_document(documents, "tillagg", PLAN.replace("lampor", "bänkar").encode())
    real, paths = files.write, []

    def fails(path: Path, content: bytes) -> None:
        paths.append(path)
        if len(paths) > written:
            path.write_bytes(content[: len(content) // 2])
            raise OSError(28, "No space left on device", str(path))
        real(path, content)

    for module in (files, store):
        monkeypatch.setattr(module, "write", fails)
    with pytest.raises(OSError, match="No space left"):
        build(documents, data, embedder)
    assert load(data, old.fingerprint).version == old.fingerprint.version
    monkeypatch.undo()
    assert build(documents, data, embedder).documents == 2
    assert left_over(data) == []


def left_over(data: Path) -> list[str]:
    """What lies in the index's folder and belongs to no index."""
    root = data / "index"
    manifest = (root / (root / "CURRENT").read_text()).with_suffix(".json")
    held = json.loads(manifest.read_text(encoding="utf-8"))
    parts = [name for _, name, _ in held["parts"]]
    parts += [path.parent.name for path in root.glob(f"parts/*/{held['off_topic']}.npz")]
    known = {"CURRENT", "LOCK", "BUILD", "parts", manifest.name, *parts}
    return [entry.name for folder in (root, root / "parts") for entry in folder.iterdir() if entry.name not in known]


def test_what_a_killed_build_leaves_is_not_in_the_way(documents: Path, embedder: Embedder) -> None:
    """Half a part, a manifest that was never put in use, a folder of the old form: the next build takes them away."""
    data = documents.parent / "data"
    built = build(documents, data, embedder)
    root = data / "index"
    (root / "parts" / "half.new").mkdir()
    (root / "parts" / "half.new" / "lines.json").write_bytes(b"[")
    (root / "build-0.json").write_bytes(b"{")
    (root / "build-0123456789ab").mkdir()
    (root / "CURRENT.new").write_bytes(b"buil")
    assert load(data, built.fingerprint).version == built.fingerprint.version
    build(documents, data, embedder)
    assert left_over(data) == []


def test_an_unreadable_document_stops_none_of_the_others(documents: Path, embedder: Embedder) -> None:
    """It is left out, and its sentence is kept."""
    add_document(documents, "trasig", b"\xff\xfe\x00")
    problems: list[str] = []
    index = load_or_build(documents, documents.parent / "data", embedder, on_problem=problems.append)
    assert [document.id for document in index.collection.documents] == ["parkplan"]
    assert problems == list(index.collection.problems)
    assert problems[0].startswith("trasig.txt: byte 0 is not UTF-16-LE text")


def test_records_of_another_shape_are_not_read_but_built_again(documents: Path, embedder: Embedder) -> None:
    """An index of the program's next version may hold other fields."""
    data = documents.parent / "data"
    index = load_or_build(documents, data, embedder)
    current = data / "index" / "CURRENT"
    manifest = (data / "index" / current.read_text()).with_suffix(".json")
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["fingerprint"]["reader"] = "another"
    content["catalogue"] = {"kommun": "Provstad"}
    other = json.dumps(content).encode()
    (data / "index" / f"build-{files.sha256(other)}.json").write_bytes(other)
    current.write_text(f"build-{files.sha256(other)}")
    reasons: list[str] = []
    again = load_or_build(documents, data, embedder, on_rebuild=reasons.append)
    assert reasons == ["the index was built by another version of the program"]
    assert again.collection == index.collection


def test_builds_and_readers_at_once_never_meet_half_an_index(documents: Path, embedder: Embedder) -> None:
    """Two writers, of two folders in turn, and a reader: each waits for the others."""
    data = documents.parent / "data"
    other = documents.parent / "other"
    add_document(other, "bankplan", PLAN.replace("lampor", "bänkar").encode())
    built = build(documents, data, embedder)

    def read() -> str:
        return load(data, built.fingerprint, any_documents=True).collection.documents[0].id

    with ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(build, folder, data, embedder) for _ in range(10) for folder in (documents, other)]
        readers = [pool.submit(read) for _ in range(20)]
        assert [writer.result().documents for writer in writers] == [1] * 20
        assert {reader.result() for reader in readers} <= {"parkplan", "bankplan"}
    assert left_over(data) == []


def test_a_second_build_says_that_it_waits(documents: Path, embedder: Embedder) -> None:
    """And goes on when the first has ended."""
    data = documents.parent / "data"
    waiting = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with building(data):
            second: Future[BuildReport] = pool.submit(build, documents, data, embedder, on_wait=waiting.set)
            assert waiting.wait(PATIENCE)
            assert not second.done()
        assert second.result(60).documents == 1
