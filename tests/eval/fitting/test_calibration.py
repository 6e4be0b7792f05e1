"""Fits as files: what was written is read, and writing it again changes nothing."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from eval.fitting import calibration
from eval.fitting.calibration import Fitted, write
from index.storage.fingerprint import BUNDLED

VALUES = {"open": {"offset": -1.5, "weights": {"apart": 0.25}}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A calibration folder with nothing in it."""
    monkeypatch.setattr(calibration, "FOLDER", tmp_path)
    monkeypatch.setattr(calibration, "entries", lambda decision: _read(tmp_path / f"{decision}.toml"))
    return tmp_path


def _read(path: Path) -> dict[str, dict[str, object]]:
    import tomllib

    found = tomllib.loads(path.read_text(encoding="utf-8"))["fitted"] if path.exists() else []
    return {entry["model"]: entry for entry in found}


def _write(values: Mapping[str, object], model: str = BUNDLED, day: int = 1) -> None:
    fitted = Fitted("open", dict(values), questions='3 of "one"', measured="recall 1.00")
    write(fitted, model=model, revision=None, command="python -m eval fit", today=date(2026, 1, day))


def test_what_was_written_is_read(folder: Path) -> None:
    """Nested values and quotation marks too."""
    _write(VALUES)
    entry = _read(folder / "open.toml")[BUNDLED]
    assert entry["values"] == VALUES
    assert (entry["questions"], entry["date"]) == ('3 of "one"', "2026-01-01")


def test_the_same_fit_on_another_day_changes_nothing(folder: Path) -> None:
    """The date is that of the numbers; other numbers get another date."""
    _write(VALUES)
    before = (folder / "open.toml").read_text(encoding="utf-8")
    _write(VALUES, day=2)
    assert (folder / "open.toml").read_text(encoding="utf-8") == before
    _write({"open": {"offset": 0.0}}, day=3)
    assert _read(folder / "open.toml")[BUNDLED]["date"] == "2026-01-03"


def test_another_model_s_numbers_stand_beside(folder: Path) -> None:
    """The bundled model first, whoever was fitted first."""
    _write(VALUES, model="a/model")
    _write(VALUES)
    assert list(_read(folder / "open.toml")) == [BUNDLED, "a/model"]
