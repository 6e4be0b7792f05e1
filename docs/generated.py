"""The program itself → the generated parts of the documentation: rooms, modules, commands, addresses."""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import networkx

from assistant.answer import Assistant
from assistant.cli import main as command
from assistant.service import Service
from assistant.web.api import create_app
from eval.markdown import table

PACKAGES = ("corpus", "index", "assistant", "eval")
ROOT = Path(__file__).parent.parent


def diagram() -> str:
    """Mermaid: which room imports which, within each package; between packages only which imports which at all.

    A room is a folder, or a module that lies beside the folders. What follows from other arrows is left out, and a
    dotted arrow is one that leads back (a circle).
    """
    rooms, packages = _rooms()
    back = set(_leading_back(rooms))
    rooms.remove_edges_from(back)
    straight = networkx.transitive_reduction(rooms)
    lines = ["graph TD"]
    for package in reversed(PACKAGES):
        lines.append(f"  subgraph {package}")
        own = sorted(room for room in rooms if _package(room) == package)
        lines += [f'    {_node(room)}["{room.partition(".")[2]}"]' for room in own]
        lines.append("  end")
    lines += [f"  {_node(one)} --> {_node(other)}" for one, other in sorted(straight.edges)]
    lines += [f"  {_node(one)} -.-> {_node(other)}" for one, other in sorted(back)]
    lines += [f"  {one} ==> {other}" for one, other in sorted(networkx.transitive_reduction(packages).edges)]
    return "\n".join(["```mermaid", *lines, "```"])


def module_map() -> str:
    """Every module with the first sentence of what it says of itself, by room."""
    parts = []
    for package in PACKAGES:
        folders = sorted({file.parent for file in (ROOT / package).rglob("*.py")})
        for folder in folders:
            modules = [file for file in sorted(folder.glob("*.py")) if not file.name.startswith("__")]
            if modules:
                heading = f"### `{folder.relative_to(ROOT).as_posix()}/`"
                about = _says(folder / "__init__.py")
                rows = [f"- `{file.stem}`: {_says(file)}" for file in modules]
                parts.append("\n".join([heading, "", *([about, ""] if about else []), *rows]))
    return "\n\n".join(parts)


def longest_chain() -> str:
    """The longest chain of imports inside assistant, circles counted once, module by module."""
    graph = networkx.DiGraph()
    imports = _imports()
    for module in sorted(imports.modules):
        if module.startswith("assistant."):
            for imported in sorted(imports.find_modules_directly_imported_by(module)):
                if imported.startswith("assistant."):
                    graph.add_edge(module, imported)
    whole = networkx.condensation(graph)
    path = networkx.dag_longest_path(whole)
    names = [min(whole.nodes[group]["members"]).removeprefix("assistant.") for group in path]
    return f"{len(names)} modules: " + " → ".join(f"`{name}`" for name in names)


def commands() -> str:
    """The commands of planassistent, as their help says it."""
    parser = command.command_parser()
    (subparsers,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    about = {choice.dest: choice.help or "" for choice in subparsers._choices_actions}
    rows = []
    for name, one in subparsers.choices.items():
        usage = one.format_usage().removeprefix("usage: ").replace(" [-h]", "")
        usage = re.sub(r"( \[--\w+ (VALUE|NUMBER)\])+", " [filters]", " ".join(usage.split()))
        rows.append((f"`{usage}`".replace("|", "\\|"), about[name]))
    return table(["command", "does"], rows)


def routes() -> str:
    """The addresses of the API, with the first sentence of what each says of itself."""
    app = create_app(Service(_nothing))
    rows = []
    for path, methods in app.openapi()["paths"].items():
        for method, found in methods.items():
            about = " ".join(found.get("description", found.get("summary", "")).split("\n\n")[0].split())
            rows.append((f"`{method.upper()} {path}`", about))
    return table(["address", "gives"], rows)


def _nothing() -> Assistant:
    raise LookupError("the addresses are described, not asked")


def _imports() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, cache_dir=None)


def _rooms() -> tuple["networkx.DiGraph[str]", "networkx.DiGraph[str]"]:
    """The imports between rooms of one package, and those between packages."""
    rooms: networkx.DiGraph[str] = networkx.DiGraph()
    packages: networkx.DiGraph[str] = networkx.DiGraph()
    imports = _imports()
    for module in sorted(imports.modules):
        if _room(module):
            rooms.add_node(_room(module))
        for imported in sorted(imports.find_modules_directly_imported_by(module)):
            if _package(module) != _package(imported):
                packages.add_edge(_package(module), _package(imported))
            elif _room(module) and _room(imported) and _room(module) != _room(imported):
                rooms.add_edge(_room(module), _room(imported))
    return rooms, packages


def _leading_back(graph: "networkx.DiGraph[str]") -> Iterator[tuple[str, str]]:
    """The arrows of a circle that lead from what a question meets later to what it meets earlier."""
    for group in networkx.strongly_connected_components(graph):
        order = sorted(group, key=lambda room: (_ORDER.index(room) if room in _ORDER else 0, room))
        for place, room in enumerate(order):
            yield from ((room, earlier) for earlier in order[:place] if graph.has_edge(room, earlier))


def _room(module: str) -> str:
    """Of ``assistant.web.pages.ask`` it is ``assistant.web``; what all share is none."""
    parts = module.split(".")
    return "" if len(parts) == 1 or parts[1] in _SHARED else ".".join(parts[:2])


def _package(name: str) -> str:
    return name.partition(".")[0]


def _node(room: str) -> str:
    return room.replace(".", "_")


_SHARED = ("errors", "types", "settings", "progress", "files", "__main__")
# From the edge inwards, where rooms import each other in a circle.
_ORDER = (
    "assistant.cli", "assistant.exports", "assistant.web", "assistant.service", "assistant.answer", "assistant.compose",
    "assistant.answerability", "assistant.retrieve", "assistant.query", "index.build", "index.retrieval",
    "index.embedding", "index.storage", "eval.reports", "eval.fitting", "eval.benchmarks", "eval.measures",
    "eval.baselines", "eval.datasets",
)  # fmt: skip


def _says(file: Path) -> str:
    """The first sentence of a module's docstring, on one line."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


if __name__ == "__main__":
    print(diagram(), longest_chain(), sep="\n\n")
