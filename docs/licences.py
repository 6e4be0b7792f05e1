"""What is installed → its licences, as a table: ``python -m docs.licences``, or ``make licences``."""

import re
from importlib.metadata import Distribution, distributions
from pathlib import Path

from eval.markdown import table

ROOT = Path(__file__).parent.parent
_UNKNOWN = "–"
_OTHER = "License :: Other/Proprietary License"  # says nothing: the file does


def locked_packages() -> list[str]:
    """The packages of the program in ``requirements.lock``, and torch, by name; not those for development."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    program = text.partition("\n# == development ==\n")[0]
    names = re.findall(r"^([A-Za-z0-9._-]+)==", program, re.MULTILINE)
    return sorted({"torch", *(_plain(name) for name in names)})


def licences() -> dict[str, tuple[str, str]]:
    """By package its version and licence, as it says itself, else "–"; what isn't installed is left out."""
    found = {_plain(entry.metadata["Name"]): entry for entry in distributions()}
    return {name: (found[name].version, _licence(found[name])) for name in locked_packages() if name in found}


def _licence(package: Distribution) -> str:
    """The expression (PEP 639), what the classifiers say, the old field's first line, or that of the licence's file."""

    def said(field: str) -> list[str]:
        return package.metadata.get_all(field) or []

    classified = [entry for entry in said("Classifier") if entry.startswith("License ::")]
    named = ", ".join(entry.rpartition(" :: ")[2] for entry in classified if entry != _OTHER)
    first = "".join(said("License")).strip().partition("\n")[0]
    return "".join(said("License-Expression")) or named or first[:80] or _first_line(package) or _UNKNOWN


def _first_line(package: Distribution) -> str:
    files = [entry for entry in package.files or () if entry.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))]
    return files[0].read_text().strip().partition("\n")[0][:80] if files else ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    print(table(["package", "version", "licence"], [[name, *said] for name, said in licences().items()]))
