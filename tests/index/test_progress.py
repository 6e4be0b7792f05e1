"""The progress of a build: one share of all work, and a bar only where a person watches."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from assistant.cli import terminal
from corpus.restoration.restore import restore
from index.build import build
from index.embedding.embedder import Embedder
from tests.tiny import MISREAD, PLAN, add_document


def test_share_of_a_build_grows_from_nothing_to_all(tmp_path: Path, tiny: Embedder) -> None:
    """Restoring and embedding of both documents count; the second build has nothing to do and says nothing."""
    for name in ("one", "two"):
        add_document(tmp_path / "documents", name, f"{PLAN}\n{name}".encode())
    shares: list[float] = []
    build(tmp_path / "documents", tmp_path / "data", tiny, on_share=shares.append)
    assert shares[0] < 0.1
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert any(0 < share < 0.25 for share in shares)  # within the first document's restoring
    again: list[float] = []
    build(tmp_path / "documents", tmp_path / "data", tiny, on_share=again.append)
    assert again == []


def test_restoring_tells_how_far_it_has_come() -> None:
    """From finding what words may be to learning what the document says."""
    shares: list[float] = []
    restore(MISREAD * 3, on_share=shares.append)
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert 0 < shares[1] < 0.5 < shares[-1] < 1


@pytest.mark.parametrize("watched", [True, False], ids=["a person watches", "nobody watches"])
def test_bar_and_time_left_are_shown_only_where_a_person_watches(
    watched: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into a file or a log nothing is printed."""
    screen = io.StringIO()
    monkeypatch.setattr(terminal, "errors", Console(file=screen, force_terminal=watched, width=80))
    with terminal.progress() as on_share:
        on_share(0.25)
    assert ("25%" in screen.getvalue()) == watched
    assert watched or screen.getvalue() == ""
