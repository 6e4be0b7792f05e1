"""A fit's numbers → their entry in ``index/calibration``: what they rest on stands beside them.

An entry whose numbers haven't changed keeps its date, so that fitting twice gives the same files.
"""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from index.calibration import entries
from index.storage.fingerprint import BUNDLED

FOLDER = Path(str(files("index"))) / "calibration"


@dataclass(frozen=True)
class Fitted:
    """A decision's numbers, which questions they rest on, and how they did for those that a fit hadn't seen."""

    decision: str
    values: dict[str, Any]
    questions: str
    measured: str


def write(fitted: Fitted, *, model: str, revision: str | None, command: str, today: date | None = None) -> None:
    """Put the entry in the place of the model's earlier one; the bundled model stands first, others by name."""
    known = entries(fitted.decision)
    entry: dict[str, Any] = {
        "model": model,
        **({"revision": revision} if revision else {}),
        "questions": fitted.questions,
        "command": command,
        "measured": fitted.measured,
    }
    before = known.get(model, {})
    same = before.get("values") == fitted.values and all(before.get(key) == value for key, value in entry.items())
    entry["date"] = before["date"] if same else (today or date.today()).isoformat()
    known[model] = {**entry, "values": fitted.values}
    order = sorted(known, key=lambda name: (name != BUNDLED, name))
    text = "# Written by `python -m eval fit`; see index/calibration/__init__.py for what each number is.\n"
    text += "".join(_table(known[name]) for name in order)
    (FOLDER / f"{fitted.decision}.toml").write_text(text, encoding="utf-8")


def _table(entry: dict[str, Any]) -> str:
    head = {key: value for key, value in entry.items() if key != "values"}
    return "\n[[fitted]]\n" + _lines(head) + "\n" + _nested("fitted.values", entry["values"])


def _nested(name: str, values: dict[str, Any]) -> str:
    """A table and, after its own values, the tables within it."""
    plain = {key: value for key, value in values.items() if not isinstance(value, dict)}
    inner = {key: value for key, value in values.items() if isinstance(value, dict)}
    text = f"[{name}]\n{_lines(plain)}"
    return text + "".join("\n" + _nested(f"{name}.{key}", value) for key, value in inner.items())


def _lines(values: dict[str, Any]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in values.items())


def _value(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    assert isinstance(value, int | float), value
    return repr(value)
