"""Fitted numbers: each model has its own, another works with defaults and is said to."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.cli.main import main
from assistant.service import Service
from assistant.web.api import create_app
from index.build import load_or_build
from index.calibration import DECISIONS, calibration_for, danger_kernel, danger_words, entries
from index.embedding.embedder import Embedder
from index.storage.fingerprint import BUNDLED
from tests.tiny import PLAN, add_document


def test_every_decision_has_numbers_of_the_bundled_model_and_what_they_rest_on() -> None:
    """Model, questions, command, date and what was measured stand beside the values."""
    assert calibration_for(BUNDLED).missing == ()
    for decision in DECISIONS:
        entry = entries(decision)[BUNDLED]
        assert all(entry[key] for key in ("model", "questions", "command", "date", "measured", "values")), decision
    thresholds = calibration_for(BUNDLED).danger
    kernel = danger_kernel(thresholds.vectors)
    assert kernel.learned.shape[0] == kernel.weights.shape[0] > 0
    assert danger_words(thresholds.words).buckets.any()


def test_another_model_gets_defaults_and_no_kernel() -> None:
    """All decisions are said to be missing; what is counted in cosines has no default, and help reads words."""
    found = calibration_for("another/model")
    assert found.missing == DECISIONS
    assert found.ranking == calibration_for(BUNDLED).ranking
    assert found.danger.vectors == ""
    assert 0 < found.danger.missed <= 0.10
    assert found.danger.line < found.danger.help
    weighed = {*found.answerability.swedish.weights, *found.answerability.swedish.about_weights}
    assert not {"off_topic_margin", "off_topic_deviation", "unmatched_word"} & weighed


@pytest.fixture(scope="module")
def uncalibrated(tmp_path_factory: pytest.TempPathFactory, tiny: Embedder) -> Assistant:
    """A small plan and a model that nothing has been fitted for."""
    folder = tmp_path_factory.mktemp("uncalibrated")
    add_document(folder / "documents", "parkplan", PLAN.encode())
    return Assistant(load_or_build(folder / "documents", folder / "data", tiny), tiny)


def test_a_model_without_calibration_answers_and_is_said_to_be_without(uncalibrated: Assistant) -> None:
    """In ``/readyz`` and on the page about the service."""
    service = Service(lambda: uncalibrated)
    service.start()
    service.wait()
    client = TestClient(create_app(service))
    assert client.post("/api/ask", json={"question": "Vad gör parkförvaltningen under mål 1?"}).status_code == 200
    assert client.post("/api/ask", json={"question": "Får parkvakter gå en kurs?"}).status_code == 200
    ready = client.get("/readyz").json()
    assert (ready["calibration"], ready["uncalibrated"], ready["help"]) == ("default", list(DECISIONS), "words only")
    assert 0 < ready["help_missed"] <= 0.10
    assert "inte kalibrerat" in client.get("/om").text


def test_a_calibrated_model_is_not_said_to_be_without(client: TestClient) -> None:
    """The bundled one."""
    ready = client.get("/readyz").json()
    assert (ready["calibration"], ready["uncalibrated"], ready["help"]) == ("fitted", [], "classifier")
    assert "inte kalibrerat" not in client.get("/om").text


def test_the_documents_command_says_that_a_model_is_not_calibrated(
    tmp_path: Path, tiny: Embedder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the error stream, with the command that fits it, so that records stay records."""
    add_document(tmp_path / "documents", "parkplan", PLAN.encode())
    monkeypatch.setenv("PLANASSISTENT_DOCUMENTS", str(tmp_path / "documents"))
    monkeypatch.setenv("PLANASSISTENT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PLANASSISTENT_MODEL", tiny.name)
    assert main(["documents", "--json"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("[")
    assert "is not calibrated" in said.err
    assert "python -m eval fit --model" in said.err
