"""``eval/reports/gate.toml``: figures that may not fall, and waivers, each a line with its reason."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Gate:
    """A figure that was accepted; ``slack`` is how far below it a run may lie."""

    way: str
    split: str
    measure: str
    accepted: float
    slack: float
    waiver: str | None = None


def load_gates() -> list[Gate]:
    """The gates of ``eval/reports/gate.toml``; raises ``ValueError`` for a waiver without a reason."""
    content = tomllib.loads((files("eval") / "reports" / "gate.toml").read_text(encoding="utf-8"))
    return read_gates(content)


def read_gates(content: Mapping[str, Any]) -> list[Gate]:
    """The gates that a file's content describes."""
    gates = [Gate(**entry) for entry in content["gates"]]
    for gate in gates:
        if gate.waiver is not None and not gate.waiver.strip():
            raise ValueError(f"the waiver of {gate.measure} ({gate.way}, {gate.split}) gives no reason; write one")
    return gates


def fallen(gates: Sequence[Gate], results: Mapping[str, Any]) -> list[str]:
    """A sentence for each gate that a run falls below and nobody has waived."""
    said = []
    for gate in gates:
        mean = next(way for way in results[gate.split]["ways"] if way["name"] == gate.way)[gate.measure]["mean"]
        if mean < gate.accepted - gate.slack and gate.waiver is None:
            said.append(
                f"{gate.measure} ({gate.way}, {gate.split}) is {mean:.3f}; {gate.accepted:.3f} was accepted, "
                f"and it may not fall by more than {gate.slack:.3f}"
            )
    return said


def changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """The questions whose answer has another place than in the run before: id, place then, place now."""
    then = before.get("questions", {})
    return [
        (id_, then[id_]["place"], entry["place"])
        for id_, entry in now["questions"].items()
        if id_ in then and then[id_]["place"] != entry["place"]
    ]
