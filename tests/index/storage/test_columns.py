"""Filters for all passages at once say what the filter of one says."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.query.filters import Filters, known_values, matcher
from index.storage.store import Index


@pytest.mark.parametrize("field", list(Filters.__dataclass_fields__))
def test_a_filter_of_all_passages_is_that_of_each(field: str, index: Index) -> None:
    """For each value that a filter knows, also among one owner's passages only."""
    for value in known_values(index)[field]:
        wanted: Any = (int(value) if field == "goals" else value,)
        given = replace(Filters(), **{field: wanted})
        for filtered in (matcher(given, index), matcher(given, index).of(None, "miljoforvaltningen")):
            assert filtered.passages().tolist() == [filtered(passage) for passage in index.collection.passages]


def test_a_value_that_no_passage_has_leaves_none(index: Index) -> None:
    """None or no values mean any, and an organisation has what is its own."""
    columns, passages = index.columns, index.collection.passages
    assert not columns.meeting(goal=(99,)).any()
    assert columns.meeting(goal=None, kind=()).all()
    assert columns.of_organisations(("miljoforvaltningen",)).tolist() == [
        row for row, passage in enumerate(passages) if passage.organisation == "miljoforvaltningen"
    ]
    assert columns.of_organisations(()).tolist() == []
