"""Questions about invented plans: each has its activity, and the search is counted by kind."""

import pytest

from eval.datasets.invented import invented
from eval.measures.invented import KINDS, asked, invented_table
from index.embedding.embedder import Embedder


def test_each_activity_has_a_question_of_each_kind_and_a_title_of_its_own() -> None:
    """So that a title says which activity was found."""
    activities = invented()
    assert len(activities) > 250
    assert all(len(activity.questions) == len(KINDS) for activity in activities)
    assert len({activity.title for activity in activities}) == len(activities)
    assert all(all((activity.title, activity.body, activity.responsible)) for activity in activities)


@pytest.mark.slow
def test_a_question_finds_its_activity_among_a_few(embedder: Embedder) -> None:
    """All of them are read as activities, and every question is counted once."""
    activities = invented()[:45]
    found = asked(activities, embedder)
    assert len(found) == 4 * len(activities)
    bare = [entry for entry in found if entry.kind == "bare words"]
    assert sum(0 < entry.place <= 5 for entry in bare) > 0.9 * len(bare)
    table = invented_table(embedder, activities[:3])
    assert "| all          | " in table
    assert "/12 (" in table
