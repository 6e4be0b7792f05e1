"""The evaluation: ``python -m eval``, and with a word behind it one of ``COMMANDS``."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

from assistant.answer import Assistant
from assistant.service import open_index, the_embedder, the_reranker
from assistant.settings import read_settings
from corpus.parsing.document import structure
from corpus.restoration.restore import Reading
from eval.baselines.rankings import OURS, baselines, ours
from eval.benchmarks.bench import bench
from eval.benchmarks.crash_safety import kills_table
from eval.benchmarks.disk_faults import disk_table
from eval.benchmarks.engines import engines
from eval.benchmarks.glance import glance_table
from eval.benchmarks.load import load_table
from eval.benchmarks.memory import memory_table
from eval.benchmarks.mutations import mutations_table
from eval.benchmarks.office_steps import office_table
from eval.benchmarks.page_latency import clicks_table
from eval.benchmarks.scale import scale_table
from eval.benchmarks.scaling import growth_table
from eval.benchmarks.slowest_questions import worst_table
from eval.datasets import DATA
from eval.datasets.plans import read_file
from eval.datasets.query_files import sample_queries
from eval.datasets.questions import load_questions
from eval.fitting.fit import COLLECTIONS, DECISIONS, fit
from eval.fitting.reliability import verdicts_table
from eval.markdown import table
from eval.measures.agreement import agreement_table
from eval.measures.answers import answers_table
from eval.measures.conversations import conversations_table
from eval.measures.documents import documents_command
from eval.measures.followup import followup_table
from eval.measures.help import help_table, messages_table
from eval.measures.invented import invented_table
from eval.measures.languages import languages_table
from eval.measures.reading.identity_numbers import UNUSUAL, alarms_in, by_hands, false_alarms, recall, total
from eval.measures.reading.structure import StructureRow, score
from eval.measures.reading.words import ReadingRow, Score, measure_damaged, read_answers, score_lines
from eval.measures.retrieval import measure, refusals
from eval.measures.strangers.comparisons import comparisons_table
from eval.measures.strangers.open_questions import open_questions_table
from eval.measures.strangers.record_questions import record_questions_table
from eval.measures.strangers.understanding import understanding
from eval.measures.strata import derived_table, strata_table
from eval.reports.language_model import language_model_table
from eval.reports.models import models_command
from eval.reports.publish import publish
from eval.reports.tables import accept
from index.storage.store import Index

_PLANS = "handlingsplaner-fri-fran-vald-2022-2026"
_SHARES = (0.0, 0.1, 0.2, 0.3)
_SEED = 11  # not one of those that the restorer was developed on


# What can follow ``python -m eval``, each with what it prints.
COMMANDS: dict[str, Callable[..., str]] = {
    "bench": lambda assistant: bench(),
    "bench documents": lambda assistant, *counts: growth_table(*map(int, counts)),
    "bench engines": lambda assistant: engines(assistant().index),
    "bench page": lambda assistant: clicks_table(assistant().index),
    "bench glance": lambda assistant: glance_table(),
    "bench office": lambda assistant: office_table(),
    "bench load": lambda assistant, *counts: load_table(*map(int, counts)),
    "bench scale": lambda assistant, *sizes: scale_table(assistant(), read_settings(os.environ).data, *map(int, sizes)),
    "bench worst": lambda assistant, *rounds: worst_table(assistant(), *map(int, rounds)),
    "bench mutations": lambda assistant, *times: mutations_table(*map(int, times)),
    "bench kills": lambda assistant, *times: kills_table(*map(int, times)),
    "bench disk": lambda assistant, *every: disk_table(*map(int, every)),
    "bench memory": lambda assistant, *counts: memory_table(assistant(), *map(int, counts)),
    "identity": lambda assistant: _identity(assistant().index),
    "verdicts": lambda assistant: verdicts_table(assistant(), _collections()),
    "invented": lambda assistant: invented_table(the_embedder(read_settings(os.environ))),
    "help": lambda assistant: _help_tables(assistant(), "dev"),
    "help dev": lambda assistant: _help_tables(assistant(), "dev"),
    "help test": lambda assistant: _help_tables(assistant(), "test"),
    "paraphrases": lambda assistant: agreement_table(assistant()),
    "records dev": lambda assistant: record_questions_table(assistant(), "dev", _collections(), rows_too=True),
    "records test": lambda assistant: record_questions_table(assistant(), "test", _collections()),
    "comparisons dev": lambda assistant: comparisons_table(assistant(), "dev"),
    "comparisons test": lambda assistant: comparisons_table(assistant(), "test"),
    "open dev": lambda assistant: open_questions_table(assistant(), "dev", _collections()),
    "open test": lambda assistant: open_questions_table(assistant(), "test", _collections()),
}

# Commands whose tables stand in the documentation.
_DOCUMENTED = (
    "identity", "bench", "bench engines", "bench glance", "bench office", "bench page", "invented",
    "open test", "records test", "comparisons test",
)  # fmt: skip


# Of these, also where a number behind them says how much is tried: their tables say so too.
_TRIED = ("bench worst", "bench kills", "bench disk", "bench memory", "bench scale")


def _help_tables(assistant: Assistant, split: Literal["dev", "test"]) -> str:
    """Both tables: messages of all kinds, and those of the question files; the documentation gets them."""
    tables = {f"messages {split}": messages_table(assistant, split), f"help {split}": help_table(assistant, split)}
    accept(tables)
    return "\n\n".join(tables.values())


def main() -> int:
    """Print how well documents are read, passages found and questions answered, or what a command measures."""
    if len(sys.argv) == 3 and sys.argv[1] == "--report":
        return publish(Path(sys.argv[2]), read_settings(os.environ), _assistant())
    if sys.argv[1:2] == ["fit"] and (which := _of_fit(sys.argv[2:])) is not None:
        decisions, model = which
        print(fit(read_settings(os.environ), decisions, model=model))
        return 0
    if sys.argv[1:2] == ["documents"]:
        found = documents_command(sys.argv[2:])
        print(found)
        if sys.argv[2:] in ([], ["dev"], ["cases"], ["held"]):
            accept({f"documents {''.join(sys.argv[2:]) or 'dev'}": found})
        return 0
    if sys.argv[1:2] == ["language-model"] and all(word.isdecimal() and int(word) for word in sys.argv[2:]):
        print(language_model_table(read_settings(os.environ), *map(int, sys.argv[2:3])))
        return 0
    if sys.argv[1:2] == ["models"]:
        print(models_command(read_settings(os.environ), sys.argv[2:]))
        return 0
    if sys.argv[1:2] == ["sample-queries"]:
        print(sample_queries(sys.argv[2:]))
        return 0
    if sys.argv[1:2] == ["understanding"]:
        found = understanding(sys.argv[2:])
        print(found)
        if not sys.argv[2:]:
            accept({"understanding": found})
        return 0
    words = [word for word in sys.argv[1:] if not word.isdecimal()]
    numbers = [word for word in sys.argv[1:] if word.isdecimal()]
    if not words and not numbers:
        return _evaluate(_assistant())
    command = COMMANDS.get(" ".join(words))
    if command is None:
        others = (
            "documents",
            "fit [DECISION ...] [--model NAME]",
            "models [NAME ...]",
            "language-model [N]",
            "--report FOLDER",
        )
        known = ", ".join(f"'{name}'" for name in (*COMMANDS, *others))
        print(
            f"python -m eval: {' '.join(sys.argv[1:])!r} is not known; leave it out, or say one of {known}",
            file=sys.stderr,
        )
        return 2
    found = command(_assistant, *numbers)
    print(found)
    name = " ".join(words)
    if name in _TRIED or (name in _DOCUMENTED and not numbers):
        accept({name: found})
    return 0


def _of_fit(words: list[str]) -> tuple[list[str], str | None] | None:
    """The decisions, none for all, and the model that the words behind ``fit`` name; None where they don't."""
    decisions, model = (words[:-2], words[-1]) if words[-2:-1] == ["--model"] else (words, None)
    return (decisions, model) if set(decisions) <= set(DECISIONS) else None


def _collections() -> Path:
    """Where the indexes of other collections are kept."""
    return read_settings(os.environ).data / COLLECTIONS


def _assistant() -> Assistant:
    settings = read_settings(os.environ)
    embedder = the_embedder(settings)
    return Assistant(open_index(settings, embedder), embedder, reranker=the_reranker(settings))


def _evaluate(assistant: Assistant) -> int:
    tables: dict[str, str] = {}
    for name, title, found in _tables(assistant):
        print(f"{title}\n\n{found}\n", flush=True)
        tables[name] = found
    accept(tables)
    return 0


def _tables(assistant: Assistant) -> Iterator[tuple[str, str, str]]:
    """The name of each table in the documentation, its title at the terminal, and the table."""
    index = assistant.index
    yield "reading", "Reading misread words", _reading(index)
    yield "structure", "Reading the structure", _structure(index)
    yield "identity", "Personal identity numbers", _identity(index)
    sample = load_questions("sample")
    answerable = sum(bool(question.targets) for question in sample)
    yield "sample", f"Finding the passage: the {answerable} answerable questions of the sample", _finding(assistant)
    yield "refusing", "Answering and refusing", _refusing(assistant)
    yield "answers", "Answers to read and to quote", answers_table(assistant)
    yield "derived", "Lists by structure, every organisation and goal", derived_table(assistant)
    for split in ("dev", "test"):
        yield f"strata {split}", f"By stratum, {split}", strata_table(assistant, split)
        yield f"conversations {split}", f"Conversations, {split}", conversations_table(assistant, split)
        yield f"followup {split}", f"Promised and reported, then and now, {split}", followup_table(assistant, split)
        yield f"languages {split}", f"Questions in other languages, {split}", languages_table(assistant, split)
        yield f"help {split}", f"Help for someone in danger, {split}", help_table(assistant, split)
        yield f"messages {split}", f"Messages of all kinds, {split}", messages_table(assistant, split)


def _reading(index: Index) -> str:
    """Words: on the sample of right answers, and on the clean documents damaged again."""
    answers = read_answers((DATA / "gold" / "reading.tsv").read_text(encoding="utf-8").splitlines())
    lines = index.collection.lines[_PLANS]
    rows = [
        ReadingRow(
            "development sample, lines 2359–3595",
            score_lines([(Reading(lines[n - 1].source, (), ()), answer) for n, answer in answers.items()]),
            score_lines(
                [(Reading(lines[n - 1].text, lines[n - 1].edits, lines[n - 1].unsure), a) for n, a in answers.items()]
            ),
        )
    ]
    for document in index.collection.documents:
        if not document.machine_read:
            clean = [line.source for line in index.collection.lines[document.id]]
            rows += measure_damaged(document.id, clean, shares=_SHARES, seeds=(_SEED,))
    headings = ["text", "words wrong before", "words wrong", "characters wrong", "of sure words wrong", "unsure"]
    return table(headings, [_reading_row(row) for row in rows])


def _reading_row(row: ReadingRow) -> list[str]:
    after: Score = row.after
    shares = (row.before.word_errors, after.word_errors, after.character_errors, after.sure_wrong, after.unsure)
    return [row.name, *(f"{share:.2%}" for share in shares)]


def _structure(index: Index) -> str:
    """Activities: on the given sample, on our own gold of the rest, and on plans of other shapes."""
    collection = index.collection
    document = next(entry for entry in collection.documents if entry.id == _PLANS)
    found = structure(document, collection.lines[_PLANS], collection.catalogue)
    rows: list[tuple[str, StructureRow]] = []
    for name, file in (
        ("development sample, lines 2359–3595", "structure.json"),
        ("our own gold, lines 1–2358 (tuned on)", "structure-dev.json"),
    ):
        gold: dict[str, Any] = json.loads((DATA / "gold" / file).read_text(encoding="utf-8"))
        rows.append((name, score(found, gold, collection.catalogue)[-1]))
    for path in sorted((DATA / "plans").glob("*/*")):
        if path.suffix not in (".txt", ".md"):
            continue
        shaped, gold, known = read_file(path)
        if gold["plans"]:
            rows.append((f"{path.parent.name}: {path.name}", score(shaped, gold, known)[-1]))
    headings = ["plans", "activities", "found", "right", "F1", "owners", "fields right", "F1 of body lines"]
    return table(
        headings,
        [
            [
                name,
                str(row.wanted),
                str(row.found),
                str(row.right),
                _share(row.f1),
                _share(row.owner_right),
                f"{_share(row.fields_right)} of {row.fields}",
                _share(row.body_f1),
            ]
            for name, row in rows
        ],
    )


def _identity(index: Index) -> str:
    """Personal identity numbers: made-up ones in sentences, and the lines of the documents, which hold none."""
    rows = [(f"found, {share:.0%} of signs misread", total("", recall(share))) for share in (0.0, 0.05, 0.1)]
    rows += [(f"found, {len(UNUSUAL)} unusual spacings", total("", recall(0.0, shapes=UNUSUAL)))]
    rows += [(f"found, {row.name}, 10% misread", row) for row in recall(0.1)]
    rows += [("false alarms, " + row.name, row) for row in false_alarms()]
    rows += [(row.name, row) for part in ("dev", "test") for row in by_hands(part)]
    lines = index.collection.lines
    rows += [(f"false alarms, lines of {document}", alarms_in(lines[document])) for document in lines]
    return table(["numbers", "of", "alarms"], [[name, str(row.of), str(row.alarms)] for name, row in rows])


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _finding(assistant: Assistant) -> str:
    sample = load_questions("sample")
    ways = baselines(assistant) | ours(assistant)
    rows = [measure(name, ways[name], sample) for name in ("BM25, Swedish stems", "dense", OURS)]
    return table(
        ["search", "recall@5", "RR"],
        [[row.name, f"{row.mean('recall@5'):.2f}", f"{row.mean('RR'):.2f}"] for row in rows],
    )


def _refusing(assistant: Assistant) -> str:
    sets = {"development sample": load_questions("sample"), "other subjects": load_questions("outside")}
    found = {name: refusals(assistant, questions) for name, questions in sets.items()}
    return table(
        ["questions", "answers refused", "answered without an answer"],
        [
            [name, f"{r.false_refusals} of {r.answerable}", f"{r.false_answers} of {r.unanswerable}"]
            for name, r in found.items()
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
