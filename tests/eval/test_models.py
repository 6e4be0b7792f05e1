"""The table of embedding models: a row a model, kept between runs."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from eval.reports import models
from eval.reports.models import ModelRow, models_table

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
