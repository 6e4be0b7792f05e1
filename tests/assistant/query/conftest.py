"""What questions are read with in these tests: the shipped collection's names."""

import pytest

from assistant.query.parse import Reader
from corpus.ingest import Collection
from eval.measures.strangers.understanding import responsible_units


@pytest.fixture(scope="session")
def reads(collection: Collection) -> Reader:
    """The catalogue and the units that are responsible for something."""
    return Reader(collection.catalogue, responsible_units(collection))
