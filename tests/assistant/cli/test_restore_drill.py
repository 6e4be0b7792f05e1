"""The machine is lost: a fresh one is set up from the backup in one command, and answers alike."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from index.embedding.embedder import Embedder
from tests.processes import run
from tests.tiny import PLAN, add_document

QUESTIONS = (
    "Vad har parkförvaltningen åtagit sig under mål 1?",
    "Vem ansvarar för lamporna?",
    "Vilka aktiviteter har ingen tidplan?",
    "Finns det något om bänkar?",
)


def answers(environ: dict[str, str], questions: Path) -> list[dict[str, Any]]:
    """What each question gets, without what is another each time."""
    said = [json.loads(line) for line in run(environ, "ask", "--json", "--batch", str(questions)).stdout.splitlines()]
    return [{name: value for name, value in entry.items() if name not in ("id", "elapsed_ms")} for entry in said]


@pytest.mark.slow
def test_a_fresh_machine_answers_as_the_lost_one_did(tmp_path: Path, tiny: Embedder) -> None:
    """From the file alone, in one command, which says what is set otherwise; a second one asks first."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    add_document(tmp_path / "documents", "bankplan", PLAN.replace("lampor", "bänkar").encode())
    questions = tmp_path / "questions.txt"
    questions.write_text("\n".join(QUESTIONS), encoding="utf-8")
    common = {**os.environ, "PLANASSISTENT_MODEL": tiny.name, "PLANASSISTENT_LLM_KEY": "hemlig", "COLUMNS": "200"}
    lost = {
        **common,
        "PLANASSISTENT_DOCUMENTS": str(tmp_path / "documents"),
        "PLANASSISTENT_DATA": str(tmp_path / "lost"),
        "PLANASSISTENT_PORT": "8001",
    }
    before = answers(lost, questions)
    assert len(before) == len(QUESTIONS)
    done = run(lost, "backup", str(tmp_path / "b.zip"))
    assert done.returncode == 0, done.stderr
    assert b"hemlig" not in (tmp_path / "b.zip").read_bytes()

    fresh = {**common, "PLANASSISTENT_DATA": str(tmp_path / "fresh"), "PLANASSISTENT_RATE": "30"}
    started = time.monotonic()
    done = run(fresh, "restore", str(tmp_path / "b.zip"))
    print(f"restored in {time.monotonic() - started:.0f} s")
    assert done.returncode == 0, done.stderr
    assert "2 documents" in done.stdout
    assert "the backup was made with PLANASSISTENT_PORT=8001, which isn't set so now" in done.stderr
    assert "the backup was made without PLANASSISTENT_RATE, which is set now (30)" in done.stderr
    assert "PLANASSISTENT_MODEL" not in done.stderr
    assert answers(fresh, questions) == before

    again = run(fresh, "restore", str(tmp_path / "b.zip"))
    assert (again.returncode, "give --overwrite" in again.stderr) == (1, True)
    assert not list((tmp_path / "fresh").glob("documents.*"))
