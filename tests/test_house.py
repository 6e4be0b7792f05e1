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
    "corpus/additions.py": "what a cover calls its document; to come from the vocabulary",
    "corpus/drafts.py": "what a cover calls its document; to come from the vocabulary",
    "corpus/linking.py": "labels that open a report's item; to come from the vocabulary",
    "corpus/privacy/identity_numbers.py": "words before a number that make it one",
    "corpus/reading/page_frame.py": "the word for a page in a running foot; to come from the vocabulary",
    "corpus/restoration/typography.py": "a hyphen that stays before och, eller, samt",
    "corpus/restoration/word_pairs.py": "names of HTML's elements, one of which looks Swedish",
}


def modules(*packages: str) -> list[Path]:
    """Every Python file of these packages."""
    files = [file for package in packages for file in sorted((ROOT / package).rglob("*.py"))]
    assert files
    return files


def name(file: Path) -> str:
    """A file as it is named here."""
    return file.relative_to(ROOT).as_posix()


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


def test_class_names_are_unique() -> None:
    """So that a name alone says what is meant; those of tests too, but for what is inside a function."""
    places = defaultdict(list)
    for file in modules(*PACKAGES):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name(file))
    assert {cls for cls, files in places.items() if len(files) > 1} == set()


def test_a_module_says_what_it_does() -> None:
    """In a docstring, where a reader should be able to stop."""
    missing = [name(file) for file in modules(*PACKAGES) if not ast.get_docstring(ast.parse(file.read_text("utf-8")))]
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
        tree = ast.parse(file.read_text(encoding="utf-8"))
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
        tree = ast.parse(file.read_text(encoding="utf-8"))
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
