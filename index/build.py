"""Documents → index. Only what has changed is read and embedded again."""

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.catalogue import load_catalogue
from corpus.errors import CorpusError, UnreadableDocument
from corpus.files import sha256
from corpus.ingest import Part, is_as_described, read_part
from corpus.reading.files import Source
from corpus.swedish.text import fold
from corpus.types import Catalogue, Document, OnShare, Passage
from index.embedding.embedder import Embedder
from index.errors import IndexFault, NothingPublished
from index.progress import BuildProgress
from index.retrieval.sentences import sentences_of
from index.storage import off_topic
from index.storage.fingerprint import Fingerprint, fingerprint
from index.storage.off_topic import OffTopicVectors, off_topic_sentences
from index.storage.parts import Parts, PartVectors, StoredPart, Vectors, part_name
from index.storage.store import Index, building, load, save

# Documents that may be read but not yet embedded: reading runs ahead of the slower engine, and what it
# has read lies in memory.
_AHEAD = 3
_MUCH = 100_000  # bytes of documents that take longer to read than the model to be loaded


@dataclass(frozen=True)
class BuildReport:
    """What a build has put in use; ``problems`` tell of documents left out or not understood.

    ``commitments`` are the own and joint activities of the plans, as every count counts them, ``activities`` all
    records, those of reports too. ``left_out`` is how many of the catalogue's documents are not in it.
    """

    fingerprint: Fingerprint
    documents: int
    left_out: int
    plans: int
    activities: int
    commitments: int
    passages: int
    problems: tuple[str, ...]


def build(
    documents: Path,
    data: Path,
    embedder: Embedder,
    *,
    on_share: OnShare = lambda share: None,
    on_problem: Callable[[str], None] = lambda problem: None,
    on_wait: Callable[[], None] = lambda: None,
    read: Mapping[str, Source] | None = None,
) -> BuildReport:
    """Read the documents, embed their passages, and put the new index in use.

    ``on_share`` hears what share of the work is done, ``on_problem`` of each document that had to be
    left out or isn't wholly understood, ``on_wait`` of another build that has to end first. ``read`` are
    files that have been read and restored a moment ago, by their sha256. Raises ``CorpusError`` when
    nothing can be read, ``ModelUnavailable``, and ``OSError`` when nothing can be written; the old index
    stays in use then, and what has been made is there for the next build.
    """
    with building(data, on_wait=on_wait) as root:
        # Taken first: a document that changes during the build makes the index stale, never wrong.
        built_from = fingerprint(documents, model=embedder.name, revision=embedder.revision)
        catalogue = load_catalogue(documents)
        parts = Parts(root, built_from)
        made = _make(catalogue, documents, _PartBuilder(parts, embedder), read or {}, on_problem, on_share)
        problems = tuple(problem for entry in catalogue.documents for problem in _problems(made[entry.id]))
        used = {entry.id: part for entry in catalogue.documents if isinstance(part := made[entry.id], StoredPart)}
        if not used:
            raise CorpusError(f"no document can be read: {'; '.join(problems) or 'the catalogue names none'}")
        built = BuildReport(
            built_from,
            documents=len(used),
            left_out=len(made) - len(used),
            plans=sum(part.about.plans for part in used.values()),
            activities=sum(part.about.activities for part in used.values()),
            commitments=sum(part.about.commitments for part in used.values()),
            passages=sum(part.about.passages for part in used.values()),
            problems=problems,
        )
        if not built.passages:
            raise CorpusError("the documents hold no text to search")
        save(data, built_from, catalogue, used, _off_topic_written(root, built_from, embedder), problems)
    return built


def _make(
    catalogue: Catalogue,
    folder: Path,
    making: "_PartBuilder",
    read: Mapping[str, Source],
    on_problem: Callable[[str], None],
    on_share: OnShare,
) -> dict[str, StoredPart | UnreadableDocument]:
    """The part of each document by its id, made where it isn't there."""
    parts = making.parts
    made: dict[str, StoredPart | UnreadableDocument] = {}

    def done(document: Document, part: StoredPart | UnreadableDocument) -> None:
        made[document.id] = part
        for problem in _problems(part):
            on_problem(problem)

    names = {document.id: part_name(document, catalogue, parts.fingerprint) for document in catalogue.documents}
    for document in catalogue.documents:
        if document.fault is None and is_as_described(document, folder) and (found := parts.find(names[document.id])):
            done(document, found)
    missing = [document for document in catalogue.documents if document.id not in made]
    sizes = {document.id: _size(folder / document.file) for document in missing}
    shares = BuildProgress(sizes, on_share)
    beside = sum(sizes.values()) >= _MUCH and len(os.sched_getaffinity(0)) > 1
    # The engine embeds one document on its own threads while the next is being read.
    with ThreadPoolExecutor(1) as worker:
        jobs: deque[tuple[Document, Future[StoredPart]]] = deque()
        # Those that take long to restore come last, so that the engine has something to do.
        for document in sorted(missing, key=lambda entry: entry.machine_read):
            if len(jobs) == _AHEAD:
                earlier, job = jobs.popleft()
                done(earlier, job.result())
            try:
                source = read.get(document.sha256)
                known = parts.lines(document.sha256) if source is None else None
                on_read = shares.reading(document.id)
                if beside and source is None and known is None:
                    worker.submit(making.prepare)  # takes seconds; where it can't be, embedding says so
                part = read_part(document, folder, catalogue, source=source, restored=known, on_share=on_read)
                on_read(1.0)
            except UnreadableDocument as error:
                done(document, error)
            else:
                on_embedded = shares.embedding(document.id)
                jobs.append((document, worker.submit(making.add, names[document.id], part, on_embedded)))
        for earlier, job in jobs:
            done(earlier, job.result())
    return made


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _problems(part: StoredPart | UnreadableDocument) -> tuple[str, ...]:
    return part.about.warnings if isinstance(part, StoredPart) else (str(part),)


def _off_topic_written(root: Path, built_from: Fingerprint, embedder: Embedder) -> str:
    """The digest of what the sentences off the topic mean, which are embedded where that hasn't been done."""
    digest = off_topic.written(root, built_from)
    if digest is None:
        sentences = list(off_topic_sentences())
        pieces = np.concatenate([read.pieces for read in embedder.read(sentences)])
        digest = off_topic.write(root, built_from, OffTopicVectors(embedder.queries(sentences), pieces))
    return digest


class _PartBuilder:
    """Embeds what documents hold and writes it down; a text that has a vector is not embedded again."""

    def __init__(self, parts: Parts, embedder: Embedder) -> None:
        self.parts = parts
        self.embedder = embedder

    def prepare(self) -> None:
        """Load the model, and embed what needs no document."""
        self.embedder.load()
        _off_topic_written(self.parts.root, self.parts.fingerprint, self.embedder)

    def add(self, name: str, part: Part, on_share: OnShare) -> StoredPart:
        """Make one document's part."""
        passages = _keyed(texts_to_embed(part.passages))
        sentences = _keyed(sentence for passage in part.passages for sentence in sentences_of(passage))
        keys = [key for key, _ in passages + sentences]
        vectors = self.parts.vectors(keys)
        pieces = self.parts.pieces(key for key, _ in passages)
        whole = {key: text for key, text in passages if key not in vectors or key not in pieces}
        new = {key: text for key, text in sentences if key not in vectors and key not in whole}
        total = len(whole) + len(new)
        if whole:
            read = self.embedder.read(list(whole.values()), on_progress=lambda done: on_share(done / total))
            vectors |= {key: entry.vector for key, entry in zip(whole, read, strict=True)}
            pieces |= {key: entry.pieces for key, entry in zip(whole, read, strict=True)}
        if new:
            made = self.embedder.passages(
                list(new.values()), on_progress=lambda done: on_share((len(whole) + done) / total)
            )
            vectors |= dict(zip(new, made, strict=True))
        on_share(1.0)
        rows: Vectors = np.stack([vectors[key] for key in keys]) if keys else np.empty((0, 0), dtype=np.float32)
        return self.parts.add(name, part, keys, PartVectors(rows, tuple(pieces[key] for key, _ in passages)))


def _keyed(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Each text with its hash before it."""
    return [(sha256(text.encode()), text) for text in texts]


def load_or_build(
    documents: Path,
    data: Path,
    embedder: Embedder,
    *,
    on_rebuild: Callable[[str], None] = lambda reason: None,
    on_share: OnShare = lambda share: None,
    on_problem: Callable[[str], None] = lambda problem: None,
    on_wait: Callable[[], None] = lambda: None,
    drafts: bool = False,
) -> Index:
    """The index in use where it fits, else a new one; ``on_rebuild`` hears why the old one didn't.

    Without drafts, unless they are asked for.
    ``on_problem`` hears of the documents that the index is without, also when it was built before.
    """
    try:
        index = load(data, fingerprint(documents, model=embedder.name, revision=embedder.revision), drafts=drafts)
    except NothingPublished:
        raise
    except IndexFault as fault:
        on_rebuild(str(fault))
        built = build(documents, data, embedder, on_share=on_share, on_problem=on_problem, on_wait=on_wait)
        # Whatever has been put in use since then is newer.
        return load(data, built.fingerprint, any_documents=True, drafts=drafts)
    for problem in index.collection.problems:
        on_problem(problem)
    return index


def texts_to_embed(passages: Sequence[Passage]) -> list[str]:
    """What is embedded for each passage of one document: its headings, then its text, in single spaces.

    Text that stands in several plans word for word is the programme's, not one organisation's: it
    goes without headings, and so is embedded once. A title that the text begins with isn't said twice.
    """
    seen = Counter(fold(passage.text) for passage in passages)
    return [
        " ".join(passage.text.split())
        if seen[fold(passage.text)] > 1
        else " ".join([*_above(passage), *passage.text.split()])
        for passage in passages
    ]


def _above(passage: Passage) -> list[str]:
    """The headings over a passage but for those that it begins with, each closed by a sign."""
    text = fold(passage.text)
    return [f"{heading} ›" for heading in passage.headings if not text.startswith(fold(heading))]
