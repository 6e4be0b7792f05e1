"""Sets by meaning: an activity's signs, and how far down the list an answer goes."""

import numpy as np

from assistant.answer import Assistant
from assistant.retrieve.membership import membership_features, membership_log_odds
from eval.fitting.logistic import logistic, odds


def test_the_best_of_all_has_the_whole_of_each_share(assistant: Assistant) -> None:
    """The shares of the best are 1 for one commitment at least, and no sign of a share leaves 0 to 1."""
    question = "Vilka har en lathund eller ett stödmaterial?"
    asked = assistant.parts(question)[0]
    found = membership_features(assistant.query(question).vector, asked, assistant.records)
    assert found.shape == (len(assistant.records.commitments), 4)
    assert found[:, 2:].max(axis=0).tolist() == [1.0, 1.0]
    assert (found[:, 1:] >= 0).all()
    assert (found[:, 1:] <= 1 + 1e-6).all()


def test_what_belongs_stands_in_the_set_and_what_may_is_unclear(assistant: Assistant) -> None:
    """Never complete, for a meaning is judged; nobody is in two of the lists."""
    question = "Vilka har rutiner för skyddade personuppgifter?"
    answer = assistant.answer(question)
    assert answer.coverage
    odds_of = dict(
        zip(
            (entry.id for entry in assistant.records.commitments),
            membership_log_odds(assistant.query(question).vector, answer.query, assistant.records),
            strict=True,
        )
    )
    assert all(odds_of[entry] >= 0 for entry in answer.activities)
    assert {entry for entry, odd in odds_of.items() if odd >= 0} == set(answer.activities)
    owners = {entry.id: entry.organisation for entry in assistant.records.commitments}
    near = {
        owners[entry] for entry, odd in odds_of.items() if assistant.records.calibration.membership.unclear <= odd < 0
    }
    assert set(answer.coverage.unclear) == near - set(answer.coverage.has)
    assert not set(answer.coverage.has) & set(answer.coverage.has_not)
    assert not answer.coverage.complete
    assert answer.coverage.of == 14


def test_a_regression_finds_what_made_its_rows() -> None:
    """Ten thousand rows drawn with weights of 2 and −1 and an offset of 0.5."""
    chance = np.random.default_rng(1)
    x = chance.normal(size=(10_000, 2)).astype(np.float32)
    y = (chance.random(10_000) < 1 / (1 + np.exp(-(2 * x[:, 0] - x[:, 1] + 0.5)))).astype(np.float32)
    found = logistic(x, y, np.ones(10_000, np.float32), ridge=1e-6)
    assert np.allclose(found, [2, -1, 0.5], atol=0.1)
    assert np.allclose(odds(x[:1], found), x[:1] @ found[:2] + found[2])
