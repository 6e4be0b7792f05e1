"""The order of dependence: corpus → index → assistant → eval; left never imports right."""

import ast
from pathlib import Path

import pytest

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
