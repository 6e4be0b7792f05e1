"""The table of embedding models: a row a model, kept between runs."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assistant.settings import read_settings
from eval.reports import models
from eval.reports.models import ModelRow, models_table
from index.storage.fingerprint import BUNDLED

ROW = ModelRow("bundled", 384, 512, (True, True), (), 0.9, 0.8, "1 of 10", "2 of 10", 30.0, 12.5)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where rows are kept."""
    place = tmp_path / "models.json"
    monkeypatch.setattr(models, "_place", lambda: place)
    return place


def test_the_best_model_comes_first(kept: Path) -> None:
    """With what it needs, and whether its numbers are fitted."""
    other = {**asdict(ROW), "model": "another", "found_unrefused": 0.95, "uncalibrated": ["ranking"], "length": None}
    kept.write_text(json.dumps([asdict(ROW), other | {"prompts": [True, False]}]), encoding="utf-8")
    lines = models_table().splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["`another`", "`bundled`"]
    assert [cell.strip() for cell in lines[2].split("|")[2:6]] == ["384", "all", "question", "defaults"]
    assert [cell.strip() for cell in lines[3].split("|")[2:6]] == ["384", "512", "both", "fitted"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [(BUNDLED, BUNDLED), ("some/model", "some/model"), ("{folder}/own", "own")],
    ids=["bundled", "hub", "folder"],
)
def test_a_model_stands_under_its_name(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, shown: str
) -> None:
    """A folder's own, without the way to it."""
    (tmp_path / "own").mkdir()
    monkeypatch.setattr(models, "measured", lambda settings, name, *, shown: replace(ROW, model=shown))
    models.models_command(read_settings({}), [name.format(folder=tmp_path)])
    assert [row["model"] for row in json.loads(kept.read_text(encoding="utf-8"))] == [shown]
