"""What the tests of the command need."""

from pathlib import Path

import pytest

from assistant.cli.terminal import console
from index.embedding.embedder import Embedder
from tests.assistant.cli.folders import Folder
from tests.tiny import PLAN, add_document


@pytest.fixture
def folder(
    tmp_path: Path, tiny: Embedder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Folder:
    """One small plan."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    for name, value in {"DOCUMENTS": tmp_path / "documents", "DATA": tmp_path / "data", "MODEL": tiny.name}.items():
        monkeypatch.setenv(f"PLANASSISTENT_{name}", str(value))
    monkeypatch.setattr(console, "width", 250)
    return Folder(tmp_path, tiny, capsys)
