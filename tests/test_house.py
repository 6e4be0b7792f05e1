"""The rules that keep the house in order; the order of dependence is import-linter's (`make lint`)."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from wordfreq import zipf_frequency

from corpus.catalogue import load_catalogue
from corpus.swedish.text import fold

ROOT = Path(__file__).parent.parent
PROGRAM = ("assistant", "index", "corpus", "prompts")
PACKAGES = (*PROGRAM, "eval", "tests")
MOST_MODULES = 14
MOST_LINES = 350

# Exceptions, each with its reason; one that is needed no longer fails the test, so that it goes.
# Where Swedish may be read by regular expressions: questions, documents' structure, the language itself, danger.
READS_SWEDISH = ("assistant/query/", "assistant/safety/", "corpus/parsing/", "corpus/swedish/")
READS_SWEDISH_TOO = {
    "corpus/privacy/identity_numbers.py": "words before a number that make it one",
    "corpus/restoration/typography.py": "a hyphen that stays before och, eller, samt",
    "corpus/restoration/word_pairs.py": "names of HTML's elements, one of which looks Swedish",
}
# Where numbers that were fitted to questions may not stand: they lie in ``index/calibration``.
DECIDES_BY_NUMBERS = (
    "assistant/answerability",
    "assistant/retrieve",
    "assistant/router.py",
    "index/lexical",
    "index/retrieval",
)
# What is a number there all the same: definitions of what is counted, and sizes, none of them fitted.
NUMBERS = {
    "assistant/answerability/answer_match.py:_BEGINNING": "letters that tell one verb's forms from another's",
    "assistant/answerability/features.py:_FIRST": "passages whose agreement is a feature: the feature's definition",
    "assistant/answerability/judge.py:_LOOKED_AT": "a size: passages whose features are counted",
    "assistant/answerability/judge.py:_SHOWN": "a size: passages that are shown where it is uncertain",
    "assistant/retrieve/comparison.py:_NAME": "words of a line that is a name and no sentence",
    "assistant/retrieve/membership.py:FEATURES": "how many weights there are",
    "assistant/retrieve/membership.py:SAID": "the column of a weight",
    "assistant/retrieve/ranking.py:LOOKED_AT": "a size: passages that are ranked again, which costs time",
    "assistant/retrieve/ranking.py:PASSAGES": "a size: passages of an answer",
    "assistant/retrieve/records.py:_UNIT_LETTERS": "letters of a field that names who it is and tells no more",
    "assistant/retrieve/sentences.py:_ABOVE": "what a word in the titles above is worth: its definition",
    "assistant/retrieve/sentences.py:_AROUND": "what a word elsewhere in a passage is worth: its definition",
    "assistant/retrieve/sentences.py:_BESIDE": "what a word in the next sentence is worth: its definition",
    "assistant/retrieve/sentences.py:_KEPT": "a size: passages whose sentences are remembered",
    "assistant/retrieve/sentences.py:_RARE": "in about one passage of a hundred: a name that is a person's",
    "assistant/retrieve/similar.py:PER_ORGANISATION": "a size: similar activities that are shown of each",
    "assistant/retrieve/similar.py:_SHARED_WORDS": "a size: words that are shown",
    "assistant/retrieve/statement.py:_SHORT": "letters of a word that is looked for where words begin only",
    "assistant/retrieve/structured.py:_LEFTOVER": "words that are no subject beside a goal and an organisation",
    "assistant/retrieve/candidates.py:RECORDS": "a size: records that are looked at closely",
    "assistant/retrieve/membership.py:_EACH": "a size: passages of each organisation that are looked at in any case",
    "assistant/retrieve/described_record.py:OF_RECORD": "how many weights are a record's",
    "assistant/retrieve/described_record.py:OF_NONE": "how many weights are none's",
    "assistant/router.py:_FIRST": "a size: records that come first where it is uncertain",
    "assistant/router.py:_OF_EACH": "a size: passages of each of several organisations",
    "index/lexical/vocabulary.py:IN_COMPOUND": "what a part of a compound is worth: the matcher's definition",
    "index/lexical/vocabulary.py:_ALIKE": "how alike a word and its misspelling are: the matcher's definition",
    "index/lexical/vocabulary.py:_BEGINNING": "letters of a common beginning: the matcher's definition",
    "index/lexical/vocabulary.py:_ENDING": "letters that stems of one word differ in",
    "index/lexical/matching.py:_KEPT": "a size: bytes of memory",
    "index/lexical/matching.py:_LEAST_KEPT": "a size: words of which what they match is remembered",
    "index/lexical/vocabulary.py:_KEPT": "a size: words of which what they match is remembered",
    "index/lexical/vocabulary.py:_LONG": "letters of a word that may be misspelt in its head: the matcher's definition",
    "index/lexical/vocabulary.py:_MISSPELT": "what a misspelling is worth: the matcher's definition",
    "index/lexical/vocabulary.py:_MISSPELT_HEAD": "how alike a word and its misspelling are, in hundredths",
    "index/lexical/vocabulary.py:_PART": "letters of a compound's part: the matcher's definition",
    "index/lexical/vocabulary.py:_SAME_BEGINNING": "what a common beginning is worth: the matcher's definition",
    "index/lexical/matching.py:_match": "the half in BM25's inverse document frequency",
    "index/lexical/term_weights.py:_COMMON": "an end of the scale of word frequencies",
    "index/lexical/term_weights.py:_LEAST": "no word that carries subject matter counts nothing",
    "index/lexical/term_weights.py:_RARE": "an end of the scale of word frequencies",
    "index/retrieval/sentences.py:_WORDS": "words that a sentence has at least",
    "index/retrieval/similarity.py:CANDIDATES": "a size: nearest passages that are ranked",
    "index/retrieval/similarity.py:SENTENCES": "a size: nearest sentences whose passages are ranked",
}
NEUTRAL = (0.0, 1.0, 1e-6)  # nothing, all, and no division by nothing


def modules(*packages: str) -> list[Path]:
    """Every Python file of these packages."""
    folders = [ROOT / package for package in packages]
    files = [file for folder in folders for file in (sorted(folder.rglob("*.py")) if folder.is_dir() else [folder])]
    assert files
    return files


def name(file: Path) -> str:
    """A file as it is named here."""
    return file.relative_to(ROOT).as_posix()


def parsed(file: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"))


def numbers(tree: ast.Module) -> Iterator[str]:
    """The name of each constant of a module that is a number, and of what else holds a float that isn't neutral."""
    for node in tree.body:
        held = {entry.value for entry in ast.walk(node) if isinstance(entry, ast.Constant)}
        floats = {value for value in held if isinstance(value, float) and value not in NEUTRAL}
        if isinstance(node, ast.Assign | ast.AnnAssign):
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            if floats or all(isinstance(v, ast.Constant) and type(v.value) is int for v in values):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield from (e.id for target in targets for e in ast.walk(target) if isinstance(e, ast.Name))
        elif floats:
            inner = [e for e in ast.walk(node) if isinstance(e, ast.FunctionDef | ast.AsyncFunctionDef)]
            within = {f.name: {e.value for e in ast.walk(f) if isinstance(e, ast.Constant)} for f in inner}
            yield from (function for function, values in within.items() if floats & values)
            if floats - set().union(*within.values()):
                yield getattr(node, "name", type(node).__name__)


def test_no_number_that_was_fitted_stands_in_the_code_that_decides_by_it() -> None:
    """Retrieval and answerability: a model of another kind would need others, and nobody would see which they were."""
    found = {f"{name(file)}:{entry}" for file in modules(*DECIDES_BY_NUMBERS) for entry in numbers(parsed(file))}
    assert found == set(NUMBERS)


def test_no_folder_has_more_modules_than_one_sees_at_a_glance() -> None:
    """A room is missing where there are more."""
    folders = defaultdict(list)
    for file in modules(*PACKAGES):
        if file.name != "__init__.py":
            folders[name(file.parent)].append(file.name)
    assert {folder: len(files) for folder, files in folders.items() if len(files) > MOST_MODULES} == {}


def test_no_module_is_longer_than_one_reads_at_a_time() -> None:
    """A noun wants to leave where one is."""
    lengths = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in modules(*PACKAGES)}
    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES} == {}


def test_tests_lie_in_the_same_folders_as_the_code() -> None:
    """A test's folder is one of the code's, and a test that is named after a module lies where that does."""
    folders = defaultdict(set)
    for file in modules("assistant", "index", "corpus", "eval"):
        folders[file.relative_to(ROOT).parts[0], f"test_{file.name}"].add(name(file.parent))
    for test in (ROOT / "tests").rglob("test_*.py"):
        folder = test.parent.relative_to(ROOT / "tests")
        if folder.parts:
            assert (ROOT / folder).is_dir(), name(test)
            places = folders[folder.parts[0], test.name]
            assert not places or folder.as_posix() in places, f"{name(test)} belongs in one of {sorted(places)}"


def test_class_names_are_unique() -> None:
    """So that a name alone says what is meant; those of tests too, but for what is inside a function."""
    places = defaultdict(list)
    for file in modules(*PACKAGES):
        for node in parsed(file).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name(file))
    assert {cls for cls, files in places.items() if len(files) > 1} == set()


def test_a_module_says_what_it_does() -> None:
    """In a docstring, where a reader should be able to stop."""
    missing = [name(file) for file in modules(*PACKAGES) if not ast.get_docstring(parsed(file))]
    assert [file for file in missing if not file.endswith("__init__.py")] == []


def patterns(tree: ast.AST) -> Iterator[str]:
    """The text of every regular expression that is written where it is used."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
            constants = [part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)]
            yield "".join(value for value in constants if isinstance(value, str))


def swedish_words(pattern: str) -> set[str]:
    """Words of three letters and more in a pattern that are commoner in Swedish than in English."""
    plain = re.sub(r"\(\?P<\w+>|\[[^\]]*\]|\\[a-zA-Z]", " ", pattern)
    found = set(re.findall(r"[a-zåäö]{3,}", plain))
    return {word for word in found if zipf_frequency(word, "sv") > max(3.5, zipf_frequency(word, "en"))}


def test_swedish_is_read_by_regular_expressions_in_its_own_rooms_only() -> None:
    """Elsewhere what was understood is carried as a value, and words come from the vocabulary."""
    reading = set()
    for file in modules(*PROGRAM):
        tree = parsed(file)
        if not name(file).startswith(READS_SWEDISH) and any(swedish_words(pattern) for pattern in patterns(tree)):
            reading.add(name(file))
    assert reading == set(READS_SWEDISH_TOO)


@pytest.mark.parametrize("package", PROGRAM)
def test_what_is_true_of_one_municipality_stands_in_the_catalogue_only(package: str) -> None:
    """No string of the code, documentation apart, holds its name or the name or board of an organisation."""
    catalogue = load_catalogue(ROOT / "corpus" / "documents")
    names = {fold(catalogue.municipality).split()[0]}
    names |= {fold(text) for entry in catalogue.organisations for text in (entry.name, entry.board)}
    names -= {"kommunstyrelsen"}  # every municipality has one, by law
    for file in modules(package):
        tree = parsed(file)
        documentation = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                text = f" {fold(node.value)} "
                assert not [entry for entry in names if f" {entry} " in text], f"{name(file)}:{node.lineno}"
