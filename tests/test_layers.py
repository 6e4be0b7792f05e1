"""The order of dependence: corpus → index → assistant → eval; left never imports right."""

import ast
from pathlib import Path

import pytest

from corpus.catalogue import load_catalogue
from corpus.swedish.text import fold

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "prompts": set(),
    "corpus": set(),
    "index": {"corpus"},
    "assistant": {"corpus", "index"},
    "eval": {"corpus", "index", "assistant"},
}


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_those_to_its_left(package: str) -> None:
    """Read from the source, so that an import inside a function counts too."""
    files = list((ROOT / package).glob("**/*.py"))
    assert files
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            ours = {name.split(".")[0] for name in names} & {*ALLOWED, "tests"}
            assert ours <= ALLOWED[package] | {package}, file


@pytest.mark.parametrize("package", ["prompts", "corpus", "index", "assistant"])
def test_what_is_true_of_one_municipality_stands_in_the_catalogue_only(package: str) -> None:
    """No string of the code, documentation apart, holds its name or the name or board of an organisation."""
    catalogue = load_catalogue(ROOT / "corpus" / "documents")
    names = {fold(catalogue.municipality).split()[0]}
    names |= {fold(name) for entry in catalogue.organisations for name in (entry.name, entry.board)}
    for file in (ROOT / package).glob("**/*.py"):
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
                said = f" {fold(node.value)} "
                assert not [name for name in names if f" {name} " in said], f"{file.name}:{node.lineno}"
