"""Of many records only the likeliest are compared with a question, and what it describes is among them."""

import numpy as np
import pytest

from assistant.answer import Assistant
from assistant.query.filters import Filters, matcher
from assistant.retrieve import candidates, described_record, membership
from assistant.retrieve.candidates import likely_rows
from assistant.retrieve.described_record import described
from assistant.retrieve.ranking import most

_FEW = 40


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A collection of more records than are looked at."""
    for module in (candidates, described_record, membership):
        monkeypatch.setattr(module, "RECORDS", _FEW)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("question", ["Vem ansvarar för hembesöken?", "Vem ansvarar för lathunden?"])
def test_what_is_described_is_the_same_among_the_likeliest(question: str, assistant: Assistant) -> None:
    """The likeliest record of all is the likeliest of the few that are looked at."""
    (asked,) = assistant.parts(question)
    embedded, every = assistant.query(asked.text), matcher(Filters(), assistant.index)
    among_few = described(asked, embedded, assistant.records, every)
    assert 0 < len(among_few.activities) <= _FEW
    with pytest.MonkeyPatch.context() as all_of_them:
        all_of_them.setattr(described_record, "RECORDS", len(assistant.records.undertakings))
        among_all = described(asked, embedded, assistant.records, every)
    assert len(among_all.activities) > len(among_few.activities)
    assert among_few.activities[0] == among_all.activities[0]


@pytest.mark.usefixtures("few")
def test_conditions_bind_before_the_likeliest_are_chosen(assistant: Assistant) -> None:
    """Whose it is leaves all of theirs, however far they lie."""
    (asked,) = assistant.parts("Vem hos MKB ansvarar för lathunden?")
    every = matcher(Filters(), assistant.index)
    found = described_record.candidates(asked, assistant.query(asked.text).vector, assistant.records, every)
    theirs = {
        entry.activity.id
        for entry in assistant.records.undertakings
        if "mkb-fastighets-ab" in (entry.activity.organisation, *entry.activity.performed_by)
        and entry.activity.programme in assistant.records.in_force
    }
    assert {entry.activity.id for entry in found} == theirs


@pytest.mark.usefixtures("few")
def test_the_set_of_a_subject_keeps_who_is_sure_to_have_it(assistant: Assistant) -> None:
    """Of whom nothing comes near, nothing is found, as where all commitments are compared."""
    question = "Vilka har rutiner för skyddade personuppgifter?"
    few = {row.organisation: row.level for row in assistant.answer(question).comparison}
    with pytest.MonkeyPatch.context() as all_of_them:
        all_of_them.setattr(membership, "RECORDS", len(assistant.records.commitments))
        every = {row.organisation: row.level for row in assistant.answer(question).comparison}
    assert few.keys() == every.keys()
    assert {entry for entry, level in few.items() if level == "has"} == {
        entry for entry, level in every.items() if level == "has"
    }


@pytest.mark.parametrize(
    "question", ["Vilka har rutiner för skyddade personuppgifter under mål 3?", "Vem har lathundar?"]
)
def test_nobody_is_said_to_lack_what_was_not_looked_at(
    question: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few are looked at, each has its nearest sentence beside it, as where all are compared."""
    every = {row.organisation: row.quoted is not None for row in assistant.answer(question).comparison}
    for module in (candidates, membership):
        monkeypatch.setattr(module, "RECORDS", 4)
    assert every
    assert {row.organisation: row.quoted is not None for row in assistant.answer(question).comparison} == every


@pytest.mark.usefixtures("few")
def test_half_lie_near_and_half_say_the_words(assistant: Assistant) -> None:
    """A passage with a rare word is looked at though its meaning lies far off."""
    vector = assistant.query("Hur är vädret?").vector
    rows = likely_rows(vector, ("skyddade", "personuppgifter"), assistant.records)
    shares = assistant.records.words.coverage(["skyddade", "personuppgifter"], [1.0, 1.0])
    assert len(rows) <= _FEW
    assert shares.argmax() in rows


def test_the_most_of_something_comes_without_what_has_none() -> None:
    """At most so many rows, in any order."""
    shares = np.array([0.0, 0.5, 0.0, 0.9, 0.1], dtype=np.float32)
    assert sorted(most(shares, 9).tolist()) == [1, 3, 4]
    assert sorted(most(shares, 2).tolist()) == [1, 3]
