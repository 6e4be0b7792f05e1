"""What ``python -m eval fit`` is told to fit."""

import sys

import pytest

from assistant.settings import Settings
from eval import __main__ as command
from eval.fitting.fit import DECISIONS


@pytest.mark.parametrize(
    ("words", "decisions", "model"),
    [
        ([], [], None),
        (["--model", "some/model"], [], "some/model"),
        (["answerability", "goals"], ["answerability", "goals"], None),
        (["danger", "--model", "some/model"], ["danger"], "some/model"),
    ],
)
def test_decisions_and_a_model_may_be_named(
    words: list[str], decisions: list[str], model: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any, all are fitted, for the model of the settings."""
    asked = []

    def fit(settings: Settings, decisions: list[str], *, model: str | None) -> str:
        asked.append((decisions, model))
        return "done"

    monkeypatch.setattr(command, "fit", fit)
    monkeypatch.setattr(sys, "argv", ["eval", "fit", *words])
    assert command.main() == 0
    assert asked == [(decisions, model)]
    assert set(decisions) <= set(DECISIONS)


def test_a_decision_that_there_is_not_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what can be said instead."""
    monkeypatch.setattr(sys, "argv", ["eval", "fit", "courage"])
    assert command.main() == 2
    assert "'fit [DECISION ...] [--model NAME]'" in capsys.readouterr().err
