"""Sets by meaning: an activity's features, and what each organisation is said to have."""

import numpy as np
import pytest

from assistant.answer import Assistant
from assistant.query.filters import Filters, matcher
from assistant.retrieve.comparison import compared
from assistant.retrieve.membership import Membership, membership_features
from assistant.retrieve.ranking import nearest
from eval.fitting.logistic import logistic, odds

QUESTION = "Vilka har rutiner för skyddade personuppgifter?"


def test_the_best_of_all_has_the_whole_of_each_share(assistant: Assistant) -> None:
    """The shares of the best are 1 for one commitment at least, and no feature of a share leaves 0 to 1."""
    question = "Vilka har en lathund eller ett stödmaterial?"
    asked = assistant.parts(question)[0]
    found = membership_features(assistant.query(question), asked.need.terms, assistant.records)
    assert found.shape == (len(assistant.records.commitments), 5)
    assert found[:, 0].max() == 0
    assert found[:, 3:].max(axis=0).tolist() == [1.0, 1.0]
    assert (found[:, 2:] >= 0).all()
    assert (found[:, 2:] <= 1 + 1e-6).all()


def test_a_subject_without_words_is_told_by_meaning_alone(assistant: Assistant) -> None:
    """Words that say nothing give nobody a share."""
    found = membership_features(assistant.query("Vilka har det?"), (), assistant.records)
    assert not found[:, 2:].any()


def test_every_organisation_asked_about_has_one_level(assistant: Assistant) -> None:
    """Never complete, for a meaning is judged; only what one has is in the set."""
    answer = assistant.answer(QUESTION)
    assert [row.organisation for row in sorted(answer.comparison, key=lambda row: row.organisation)] == sorted(
        assistant.records.with_plan
    )
    coverage = answer.coverage
    assert coverage
    assert not coverage.complete
    assert coverage.of == 14
    for level, those in (("has", coverage.has), ("unclear", coverage.unclear), ("none_found", coverage.has_not)):
        assert {row.organisation for row in answer.comparison if row.level == level} == set(those)
    assert set(answer.activities) == {
        entry for row in answer.comparison if row.level == "has" for entry in row.activities
    }


def test_each_row_has_a_sentence_of_its_organisation_word_for_word(assistant: Assistant) -> None:
    """In the first activity that fits, or in what lies nearest; without any commitment there is none."""
    records = assistant.records
    owners = {entry.organisation for entry in records.commitments}
    for row in assistant.answer(QUESTION).comparison:
        assert (row.quoted is not None) == (row.organisation in owners)
        if row.quoted:
            passage, (start, end) = row.quoted.passage, row.quoted.span
            assert passage.organisation == row.organisation
            assert row.quoted.text == " ".join(passage.text[start:end].split())
            assert not row.activities or passage.activity == row.activities[0]


@pytest.mark.parametrize(
    ("odds_of", "behind", "level"),
    [
        pytest.param(9.0, -3.0, "has", id="likely"),
        pytest.param(-0.5, -3.0, "unclear", id="between"),
        pytest.param(-9.0, -3.0, "none_found", id="neither words nor meaning"),
        pytest.param(-9.0, 0.0, "unclear", id="near by meaning alone"),
    ],
)
def test_nothing_is_found_only_where_neither_words_nor_meaning_come_near(
    odds_of: float, behind: float, level: str, assistant: Assistant
) -> None:
    """One organisation's commitments at these odds, another's far above."""
    records = assistant.records
    mine = np.array([entry.organisation == "stadskontoret" for entry in records.commitments])
    found = Membership(records.commitments, np.where(mine, odds_of, 10.0), np.where(mine, behind, 0.0))
    rows = compared(assistant.query(QUESTION), ("rutiner",), found, ["stadskontoret", "miljoforvaltningen"], records)
    assert {row.organisation: row.level for row in rows} == {"stadskontoret": level, "miljoforvaltningen": "has"}
    assert rows[0].organisation == "miljoforvaltningen"  # the likeliest comes first


def test_who_has_nothing_comes_first_where_that_is_asked(assistant: Assistant) -> None:
    """All names stand in the text, and no evidence is of those who have not."""
    answer = assistant.answer("Vilka saknar aktiviteter om barnrätt?")
    levels = [row.level for row in answer.comparison]
    assert levels == sorted(levels, key=["none_found", "unclear", "has"].index)
    assert answer.coverage
    names = {entry.id: entry.name.casefold() for entry in assistant.index.organisations.values()}
    assert all(names[entry] in answer.summary.text.casefold() for entry in answer.coverage.has_not)
    assert "inget hittat i handlingsplanen" in answer.summary.text
    cited = {assistant.index.passages[c].organisation for point in answer.summary.points for c in point.citations}
    assert cited <= set(answer.coverage.has)
    assert {point.group for point in answer.summary.points} <= {"Har något om det"}


def test_what_lies_nearest_is_shown_where_nobody_is_sure_to_have_it(assistant: Assistant) -> None:
    """Whoever asks for "vilka" may ask for something else than organisations, which a passage of any kind may say."""
    answer = assistant.answer("Vilka är det som hämtar barnen på natten?")
    assert answer.outcome == "uncertain"
    assert answer.comparison
    assert [hit.passage.id for hit in answer.hits] == list(answer.near)
    embedded = assistant.query(answer.query.text)
    near = nearest(answer.query, assistant.records, lambda _: embedded, matcher(Filters(), assistant.index))
    assert answer.hits == near[: len(answer.hits)]


def test_a_subject_of_no_document_is_found_with_nobody(assistant: Assistant) -> None:
    """Nobody is said to have it, and each row still leads to what lies nearest."""
    answer = assistant.answer("Vilka förvaltningar har något om skoterleder?")
    assert answer.outcome == "nothing_found"
    assert {row.level for row in answer.comparison} == {"none_found"}
    assert not answer.activities


def test_a_regression_finds_what_made_its_rows() -> None:
    """Ten thousand rows drawn with weights of 2 and −1 and an offset of 0.5."""
    chance = np.random.default_rng(1)
    x = chance.normal(size=(10_000, 2)).astype(np.float32)
    y = (chance.random(10_000) < 1 / (1 + np.exp(-(2 * x[:, 0] - x[:, 1] + 0.5)))).astype(np.float32)
    found = logistic(x, y, np.ones(10_000, np.float32), ridge=1e-6)
    assert np.allclose(found, [2, -1, 0.5], atol=0.1)
    assert np.allclose(odds(x[:1], found), x[:1] @ found[:2] + found[2])
